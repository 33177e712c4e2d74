// Package outbox is a room of the house in which each forbidden import stands once.
package outbox

import (
	_ "sohoc/internal/channel"
	_ "sohoc/internal/i18n" // want machinery
)
