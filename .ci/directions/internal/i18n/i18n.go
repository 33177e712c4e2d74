// Package i18n is a room of the house in which each forbidden import stands once.
package i18n

import (
	_ "sohoc/internal/clock" // want i18n
	_ "sohoc/internal/fault"
	_ "sohoc/locales"
)
