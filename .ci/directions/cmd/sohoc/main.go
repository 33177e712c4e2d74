// Package main is a room of the house in which each forbidden import stands once.
package main

import (
	_ "database/sql" // want sql-only-in-sqlite
	_ "github.com/alecthomas/kong"
	_ "sohoc/bot"
	_ "sohoc/internal/sqlite"
	_ "sohoc/internal/telegram"
)

func main() {}
