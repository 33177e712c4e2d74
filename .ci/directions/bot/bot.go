// Package bot is a room of the house in which each forbidden import stands once.
package bot

import (
	_ "net/http" // want bot
	_ "net/url"
	_ "sohoc/internal/channel"
	_ "sohoc/internal/clock" // want bot
	_ "sohoc/internal/dialog"
	_ "sohoc/internal/fault"
	_ "sohoc/internal/i18n"
	_ "sohoc/internal/learning"
	_ "sohoc/internal/outbox" // want bot
	_ "sohoc/internal/people"
	_ "sohoc/internal/quicklog"
	_ "sohoc/internal/sqlite"   // want bot
	_ "sohoc/internal/telegram" // want bot
	_ "sohoc/internal/viet"
	_ "sohoc/locales" // want bot
	_ "testing"       // want tests-stay-in-tests
)
