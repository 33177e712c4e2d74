// Package channel is a room of the house in which each forbidden import stands once.
package channel

import (
	_ "sohoc/internal/clock" // want channel
	_ "sohoc/internal/fault"
	_ "sohoc/internal/viet"
)
