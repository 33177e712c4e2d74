// Package schedule is a room of the house in which each forbidden import stands once.
package schedule

import (
	_ "sohoc/internal/clock"
	_ "sohoc/internal/learning" // want machinery
)
