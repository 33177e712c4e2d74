// Package people is a room of the house in which each forbidden import stands once.
package people

import (
	_ "database/sql" // want sql-only-in-sqlite
	_ "net/http"     // want off-the-net
	_ "net/url"
	_ "sohoc/internal/channel" // want nouns
	_ "sohoc/internal/clock"   // want nouns
	_ "sohoc/internal/day"
	_ "sohoc/internal/fault"
	_ "sohoc/internal/i18n" // want nouns
	_ "sohoc/internal/viet"
)
