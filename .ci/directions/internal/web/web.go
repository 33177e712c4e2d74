// Package web is a room of the house in which each forbidden import stands once.
package web

import (
	_ "sohoc/internal/channel"
	_ "sohoc/internal/learning" // want web
	_ "sohoc/internal/people"
	_ "sohoc/internal/sqlite" // want web
	_ "sohoc/internal/webchat"
)
