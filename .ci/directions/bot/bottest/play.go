// Package bottest is a room of the house in which each forbidden import stands once.
package bottest

import (
	_ "github.com/alecthomas/kong" // want command-line-only-in-cmd
	_ "sohoc/bot"
	_ "sohoc/internal/sqlite"
	_ "testing"
)
