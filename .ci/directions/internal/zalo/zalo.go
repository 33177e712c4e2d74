// Package zalo is a room of the house in which each forbidden import stands once.
package zalo

import (
	_ "github.com/go-telegram/bot" // want telegram-only-in-telegram
	_ "sohoc/internal/channel"
	_ "sohoc/internal/telegram" // want adapters
)
