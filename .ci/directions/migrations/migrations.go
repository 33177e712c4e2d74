// Package migrations is a room of the house in which each forbidden import stands once.
package migrations

import (
	_ "database/sql"
)
