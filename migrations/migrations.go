// Package migrations holds the database schema as numbered steps, forward only.
//
// A step that has once been released is never changed: a new one follows it. The steps are applied by
// internal/sqlite, which copies the database first.
package migrations

import "embed"

// FS holds the steps, named NNNNN_what.sql.
//
//go:embed *.sql
var FS embed.FS
