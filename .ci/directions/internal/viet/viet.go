// Package viet is a room of the house in which each forbidden import stands once.
package viet

import (
	_ "sohoc/internal/day" // want vocabulary
)
