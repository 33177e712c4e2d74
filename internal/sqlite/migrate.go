package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"sohoc/migrations"
)

// NewerSchema says that the database was written by a newer program.
type NewerSchema struct{ Database, Program int64 }

// Error implements error.
func (e *NewerSchema) Error() string {
	return fmt.Sprintf("database has schema %d, this program knows %d: use the newer program", e.Database, e.Program)
}

// migrate brings the schema up to date. The database is copied first, unless it is new.
func (d *DB) migrate(ctx context.Context) error {
	p, err := goose.NewProvider(database.DialectSQLite3, d.writers, migrations.FS)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	switch {
	case have > want:
		return &NewerSchema{Database: have, Program: want}
	case have == want:
		return nil
	case have > 0:
		if err := d.copyBefore(ctx, have); err != nil {
			return err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate from schema %d to %d: %w", have, want, err)
	}
	return nil
}

// copyBefore keeps the database as it was before a migration, beside it. An older copy of the same schema is
// left: a migration that failed half-way must not replace it.
func (d *DB) copyBefore(ctx context.Context, version int64) error {
	_, err := d.CopyTo(ctx, fmt.Sprintf("%s.schema-%05d", d.path, version))
	if err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("copy the database before the migration: %w", err)
	}
	return nil
}

// SchemaVersion returns the version of the database's schema.
func (d *DB) SchemaVersion(ctx context.Context) (int64, error) {
	var v int64
	err := d.View(ctx, func(tx *Tx) error {
		return tx.row(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&v)
	})
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return v, nil
}
