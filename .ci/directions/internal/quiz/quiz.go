// Package quiz is a room of the house in which each forbidden import stands once.
package quiz

import (
	_ "math/rand" // want better-known-ways
	_ "math/rand/v2"
	_ "sohoc/internal/people"
)
