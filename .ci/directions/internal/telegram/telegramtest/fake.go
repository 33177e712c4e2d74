// Package telegramtest is a room of the house in which each forbidden import stands once.
package telegramtest

import (
	_ "net/http"
	_ "sohoc/internal/channel"
	_ "testing"
)
