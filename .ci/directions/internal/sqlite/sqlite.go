// Package sqlite is a room of the house in which each forbidden import stands once.
package sqlite

import (
	_ "database/sql"
	_ "sohoc/internal/i18n" // want sqlite
	_ "sohoc/internal/learning"
	_ "sohoc/internal/outbox"
	_ "sohoc/internal/people"
	_ "sohoc/internal/quicklog" // want sqlite
	_ "sohoc/internal/webchat"
	_ "sohoc/locales" // want sqlite
	_ "sohoc/migrations"
)
