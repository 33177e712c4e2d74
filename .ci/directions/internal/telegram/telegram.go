// Package telegram is a room of the house in which each forbidden import stands once.
package telegram

import (
	_ "github.com/go-telegram/bot"
	_ "sohoc/internal/channel"
	_ "sohoc/internal/inbox"  // want adapters
	_ "sohoc/internal/people" // want adapters
	_ "sohoc/internal/viet"
)
