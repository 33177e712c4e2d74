// Package learning_test is a room of the house in which each forbidden import stands once.
package learning_test

import (
	_ "database/sql" // want sql-only-in-sqlite
	_ "sohoc/internal/quiz"
	_ "sohoc/internal/sqlite"
	_ "testing"
)
