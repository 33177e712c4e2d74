// Package office is a room of the house in which each forbidden import stands once.
package office

import (
	_ "sohoc/internal/i18n"
	_ "sohoc/internal/learning"
	_ "sohoc/internal/sqlite" // want office
)
