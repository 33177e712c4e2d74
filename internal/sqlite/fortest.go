package sqlite

import "context"

// ExecForTest runs a statement that a test needs to bring about a state that no use case does.
func (tx *Tx) ExecForTest(ctx context.Context, query string, args ...any) error {
	_, err := tx.exec(ctx, query, args...)
	return err
}
