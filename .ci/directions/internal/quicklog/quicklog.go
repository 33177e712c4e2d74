// Package quicklog is a room of the house in which each forbidden import stands once.
package quicklog

import (
	_ "os" // want quicklog
	_ "sohoc/internal/day"
	_ "sohoc/internal/people" // want quicklog
	_ "sohoc/internal/viet"
)
