// Package main is a room of the house in which each forbidden import stands once.
package main

import (
	_ "database/sql"
	_ "testing"
)
