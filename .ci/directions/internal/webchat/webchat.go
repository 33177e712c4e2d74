// Package webchat is a room of the house in which each forbidden import stands once.
package webchat

import (
	_ "database/sql" // want sql-only-in-sqlite
	_ "sohoc/internal/channel"
	_ "sohoc/internal/people"
	_ "sohoc/internal/quiz" // want webchat
)
