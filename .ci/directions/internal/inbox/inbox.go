// Package inbox is a room of the house in which each forbidden import stands once.
package inbox

import (
	_ "sohoc/internal/channel"
	_ "sohoc/internal/clock"
	_ "sohoc/internal/fault"
	_ "sohoc/internal/people" // want machinery
)
