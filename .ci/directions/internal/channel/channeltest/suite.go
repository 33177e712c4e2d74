// Package channeltest is a room of the house in which each forbidden import stands once.
package channeltest

import (
	_ "sohoc/internal/channel"
	_ "sohoc/internal/clock"
	_ "testing"
)
