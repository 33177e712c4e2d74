// Package config is a room of the house in which each forbidden import stands once.
package config

import (
	_ "sohoc/internal/channel"
	_ "sohoc/internal/clock"
	_ "sohoc/internal/people" // want config
)
