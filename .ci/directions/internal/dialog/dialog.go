// Package dialog is a room of the house in which each forbidden import stands once.
package dialog

import (
	_ "sohoc/internal/channel"
	_ "sohoc/internal/people" // want machinery
)
