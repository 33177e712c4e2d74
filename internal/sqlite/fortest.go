package sqlite

import "context"

// ExecForTest runs a statement that a test needs to bring about a state that no use case does.
func (tx *Tx) ExecForTest(ctx context.Context, query string, args ...any) error {
	_, err := tx.exec(ctx, query, args...)
	return err
}

// CountForTest returns the number that a query gives, to see what no use case shows.
func (tx *Tx) CountForTest(ctx context.Context, query string, args ...any) (int, error) {
	var n int
	err := tx.row(ctx, query, args...).Scan(&n)
	return n, err
}
