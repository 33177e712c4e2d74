package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"sohoc/internal/webchat"
)

var _ webchat.UploadStore = (*Tx)(nil)

// AddUploadLink implements webchat.UploadStore.
func (tx *Tx) AddUploadLink(ctx context.Context, hash webchat.Hash, l webchat.UploadLink) error {
	const query = `INSERT INTO upload_links (token_hash, person_id, channel, account, user_id, chat_id, created_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	_, err := tx.exec(ctx, query, hash[:], l.Person, l.To.Channel, l.To.Account, l.User, l.To.Chat, millis(tx.now), millis(l.Expires))
	if err != nil {
		return fmt.Errorf("add upload link: %w", err)
	}
	return nil
}

// UploadLink implements webchat.UploadStore.
func (tx *Tx) UploadLink(ctx context.Context, hash webchat.Hash) (l webchat.UploadLink, ok bool, err error) {
	const query = "SELECT person_id, channel, account, user_id, chat_id, expires_at, used_at FROM upload_links WHERE token_hash = ?"
	var expires int64
	var used sql.NullInt64
	ok, err = found(tx.row(ctx, query, hash[:]).Scan(&l.Person, &l.To.Channel, &l.To.Account, &l.User, &l.To.Chat, &expires, &used))
	if err != nil {
		return l, false, fmt.Errorf("find upload link: %w", err)
	}
	l.Expires, l.Used = instant(expires), instant(used.Int64)
	return l, ok, nil
}

// UseUploadLink implements webchat.UploadStore.
func (tx *Tx) UseUploadLink(ctx context.Context, hash webchat.Hash) error {
	const query = "UPDATE upload_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL"
	if _, err := tx.exec(ctx, query, millis(tx.now), hash[:]); err != nil {
		return fmt.Errorf("note use of upload link: %w", err)
	}
	return nil
}

// ForgetUploads removes links that have had their time.
func (tx *Tx) ForgetUploads(ctx context.Context) error {
	if _, err := tx.exec(ctx, "DELETE FROM upload_links WHERE expires_at <= ?", millis(tx.now)); err != nil {
		return fmt.Errorf("forget upload links: %w", err)
	}
	return nil
}
