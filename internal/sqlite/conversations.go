package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
)

var _ dialog.Store = (*Tx)(nil)

// Conversation implements dialog.Store.
func (tx *Tx) Conversation(ctx context.Context, chat channel.Address) (dialog.State, error) {
	if s, ok := tx.conn.memo.chats[chat]; ok {
		return s.Clone(), nil
	}
	const query = "SELECT state FROM conversations WHERE channel = ? AND account = ? AND chat_id = ?"
	var s dialog.State
	var raw []byte
	ok, err := found(tx.row(ctx, query, chat.Channel, chat.Account, chat.Chat).Scan(&raw))
	if err != nil {
		return s, fmt.Errorf("read conversation: %w", err)
	}
	if ok {
		if err := json.Unmarshal(raw, &s); err != nil {
			return s, fmt.Errorf("decode conversation: %w", err)
		}
	}
	if tx.writable {
		tx.conn.memo.chats = remember(tx.conn.memo.chats, chat, s.Clone())
	}
	return s, nil
}

// SaveConversation implements dialog.Store.
func (tx *Tx) SaveConversation(ctx context.Context, chat channel.Address, s dialog.State, now time.Time) error {
	if s.Empty() {
		return tx.dropConversation(ctx, chat)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode conversation: %w", err)
	}
	const query = `INSERT INTO conversations (channel, account, chat_id, state, updated_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel, account, chat_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`
	others := tx.conn.memo.chats // the statement makes them forgotten, but changes this one only
	if err := tx.run(ctx, query, chat.Channel, chat.Account, chat.Chat, string(raw), millis(now)); err != nil {
		return fmt.Errorf("save conversation: %w", err)
	}
	tx.conn.memo.chats = remember(others, chat, s.Clone())
	return nil
}

// dropConversation forgets a chat. Most often there is nothing to forget.
func (tx *Tx) dropConversation(ctx context.Context, chat channel.Address) error {
	if s, err := tx.Conversation(ctx, chat); err != nil || s.Empty() {
		return err
	}
	const query = "DELETE FROM conversations WHERE channel = ? AND account = ? AND chat_id = ?"
	if err := tx.run(ctx, query, chat.Channel, chat.Account, chat.Chat); err != nil {
		return fmt.Errorf("forget conversation: %w", err)
	}
	return nil
}
