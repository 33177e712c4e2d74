// Package job is a room of the house in which each forbidden import stands once.
package job

import (
	_ "sohoc/internal/clock"
	_ "sohoc/internal/viet" // want machinery
)
