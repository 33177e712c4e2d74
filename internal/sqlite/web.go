package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/webchat"
)

// AddWebChat begins a conversation in the browser; one that exists stays as it is.
func (tx *Tx) AddWebChat(ctx context.Context, chat channel.ChatID) error {
	const query = "INSERT INTO web_chats (chat_id, created_at) VALUES (?, ?) ON CONFLICT (chat_id) DO NOTHING"
	if _, err := tx.exec(ctx, query, chat, millis(tx.now)); err != nil {
		return fmt.Errorf("add browser chat: %w", err)
	}
	return nil
}

// OpenWebSession stores a session of a chat that exists.
func (tx *Tx) OpenWebSession(ctx context.Context, o webchat.Opening) error {
	const query = "INSERT INTO web_sessions (chat_id, token_hash, form_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)"
	var form any
	if o.Form != (webchat.Hash{}) {
		form = o.Form[:]
	}
	if _, err := tx.exec(ctx, query, o.Chat, o.Token[:], form, millis(tx.now), millis(o.Expires)); err != nil {
		return fmt.Errorf("open session: %w", err)
	}
	return nil
}

const sessionColumns = "SELECT id, chat_id, expires_at, form_hash IS NOT NULL FROM web_sessions WHERE "

func scanSession(s scanner) (webchat.Session, bool, error) {
	var out webchat.Session
	var expires int64
	ok, err := found(s.Scan(&out.ID, &out.Chat, &expires, &out.Fresh))
	if err != nil {
		return webchat.Session{}, false, fmt.Errorf("find session: %w", err)
	}
	out.Expires = instant(expires)
	return out, ok, nil
}

// WebSession finds the session of a cookie; ok is false when there is none, or none any more.
func (tx *Tx) WebSession(ctx context.Context, token webchat.Hash) (s webchat.Session, ok bool, err error) {
	return scanSession(tx.row(ctx, sessionColumns+"token_hash = ? AND expires_at > ?", token[:], millis(tx.now)))
}

// WebSessionOfForm finds a session by the login form that opened it, as long as nobody has used it.
func (tx *Tx) WebSessionOfForm(ctx context.Context, form webchat.Hash) (s webchat.Session, ok bool, err error) {
	since := millis(tx.now.Add(-webchat.LoginRetry))
	return scanSession(tx.row(ctx, sessionColumns+"form_hash = ? AND created_at > ?", form[:], since))
}

// RenewWebSession gives a session that is used a new end.
func (tx *Tx) RenewWebSession(ctx context.Context, id webchat.SessionID, expires time.Time) error {
	if _, err := tx.exec(ctx, "UPDATE web_sessions SET expires_at = ?, form_hash = NULL WHERE id = ?", millis(expires), id); err != nil {
		return fmt.Errorf("renew session: %w", err)
	}
	return nil
}

// RekeyWebSession gives a session that nobody has used another secret.
func (tx *Tx) RekeyWebSession(ctx context.Context, id webchat.SessionID, token webchat.Hash) error {
	if _, err := tx.exec(ctx, "UPDATE web_sessions SET token_hash = ? WHERE id = ?", token[:], id); err != nil {
		return fmt.Errorf("change secret of session: %w", err)
	}
	return nil
}

// EndWebSession ends a session. alone reports whether it was the last one of its chat: nobody can open that
// any more.
func (tx *Tx) EndWebSession(ctx context.Context, s webchat.Session) (alone bool, err error) {
	if _, err := tx.exec(ctx, "DELETE FROM web_sessions WHERE id = ?", s.ID); err != nil {
		return false, fmt.Errorf("end session: %w", err)
	}
	open, err := tx.WebChatOpen(ctx, s.Chat)
	return !open, err
}

// WebChatOpen reports whether a browser may open a chat.
func (tx *Tx) WebChatOpen(ctx context.Context, chat channel.ChatID) (bool, error) {
	var open bool
	const query = "SELECT EXISTS (SELECT 1 FROM web_sessions WHERE chat_id = ? AND expires_at > ?)"
	if err := tx.row(ctx, query, chat, millis(tx.now)).Scan(&open); err != nil {
		return false, fmt.Errorf("look for sessions: %w", err)
	}
	return open, nil
}

// webBody is what a message is stored as.
type webBody struct {
	Text    string              `json:"t,omitempty"`
	Choices []channel.Choice    `json:"c,omitempty"`
	Photo   *webchat.Attachment `json:"p,omitempty"`
	File    *webchat.Attachment `json:"f,omitempty"`
}

// AddWebMessage stores what was said. What was said already stays as it is; of a chat that is gone nothing is
// kept.
func (tx *Tx) AddWebMessage(ctx context.Context, m webchat.Message) error {
	body, err := json.Marshal(webBody{Text: m.Text, Choices: m.Choices, Photo: m.Photo, File: m.File})
	if err != nil {
		return fmt.Errorf("encode browser message: %w", err)
	}
	const query = `INSERT INTO web_messages (chat_id, key, mine, body, created_at)
SELECT chat_id, ?, ?, ?, ? FROM web_chats WHERE chat_id = ? ON CONFLICT (chat_id, key) DO NOTHING`
	if _, err := tx.exec(ctx, query, m.Key, m.Mine, string(body), millis(tx.now), m.Chat); err != nil {
		return fmt.Errorf("store browser message: %w", err)
	}
	return nil
}

const webMessageColumns = "SELECT id, chat_id, key, mine, body, created_at FROM web_messages WHERE "

func scanWebMessage(s scanner) (webchat.Message, error) {
	var m webchat.Message
	var body []byte
	var at int64
	if err := s.Scan(&m.ID, &m.Chat, &m.Key, &m.Mine, &body, &at); err != nil {
		return m, err
	}
	var b webBody
	if err := json.Unmarshal(body, &b); err != nil {
		return m, fmt.Errorf("decode browser message %d: %w", m.ID, err)
	}
	m.Text, m.Choices, m.Photo, m.File, m.At = b.Text, b.Choices, b.Photo, b.File, instant(at)
	return m, nil
}

// WebMessage reads one message of a chat.
func (tx *Tx) WebMessage(ctx context.Context, chat channel.ChatID, id webchat.MessageID) (webchat.Message, bool, error) {
	m, err := scanWebMessage(tx.row(ctx, webMessageColumns+"chat_id = ? AND id = ?", chat, id))
	ok, err := found(err)
	if err != nil {
		return webchat.Message{}, false, fmt.Errorf("read browser message: %w", err)
	}
	return m, ok, nil
}

// WebMessagesAfter lists what was said after a message, the oldest first.
func (tx *Tx) WebMessagesAfter(ctx context.Context, chat channel.ChatID, after webchat.MessageID, limit int) ([]webchat.Message, error) {
	return tx.webMessages(ctx, "chat_id = ? AND id > ? ORDER BY id LIMIT ?", chat, after, limit)
}

// WebMessagesBefore lists the last messages before one, the oldest first.
func (tx *Tx) WebMessagesBefore(ctx context.Context, chat channel.ChatID, before webchat.MessageID, limit int) ([]webchat.Message, error) {
	out, err := tx.webMessages(ctx, "chat_id = ? AND id < ? ORDER BY id DESC LIMIT ?", chat, before, limit)
	slices.Reverse(out)
	return out, err
}

func (tx *Tx) webMessages(ctx context.Context, where string, args ...any) ([]webchat.Message, error) {
	var out []webchat.Message
	err := tx.each(ctx, func(s scanner) error {
		m, err := scanWebMessage(s)
		out = append(out, m)
		return err
	}, webMessageColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list browser messages: %w", err)
	}
	return out, nil
}

// AddFileLink stores a link by the hash of its secret.
func (tx *Tx) AddFileLink(ctx context.Context, hash webchat.Hash, l webchat.FileLink) error {
	const query = `INSERT INTO web_file_links (token_hash, person_id, path, name, mime, created_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?)`
	_, err := tx.exec(ctx, query, hash[:], l.Person, l.File.Path, l.File.Name, l.File.MIME, millis(tx.now), millis(l.Expires))
	if err != nil {
		return fmt.Errorf("add file link: %w", err)
	}
	return nil
}

// FileLink finds a link; ok is false when there is none.
func (tx *Tx) FileLink(ctx context.Context, hash webchat.Hash) (l webchat.FileLink, ok bool, err error) {
	const query = "SELECT person_id, path, name, mime, expires_at, used_at FROM web_file_links WHERE token_hash = ?"
	var expires int64
	var used sql.NullInt64
	ok, err = found(tx.row(ctx, query, hash[:]).Scan(&l.Person, &l.File.Path, &l.File.Name, &l.File.MIME, &expires, &used))
	if err != nil {
		return l, false, fmt.Errorf("find file link: %w", err)
	}
	l.Expires, l.Used = instant(expires), instant(used.Int64)
	return l, ok, nil
}

// UseFileLink notes the first use of a link.
func (tx *Tx) UseFileLink(ctx context.Context, hash webchat.Hash) error {
	const query = "UPDATE web_file_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL"
	if _, err := tx.exec(ctx, query, millis(tx.now), hash[:]); err != nil {
		return fmt.Errorf("note use of file link: %w", err)
	}
	return nil
}

// ForgetWeb removes what has had its time: sessions, chats that nobody can open and to which no account leads,
// old messages, links.
func (tx *Tx) ForgetWeb(ctx context.Context) error {
	now := millis(tx.now)
	_, sessions := tx.exec(ctx, "DELETE FROM web_sessions WHERE expires_at <= ?", now)
	_, messages := tx.exec(ctx, "DELETE FROM web_messages WHERE created_at < ?", millis(tx.now.Add(-webchat.MessageLife)))
	_, chats := tx.exec(ctx, `DELETE FROM web_chats WHERE created_at < ?
AND NOT EXISTS (SELECT 1 FROM web_sessions s WHERE s.chat_id = web_chats.chat_id)`, millis(tx.now.Add(-webchat.LoginRetry)))
	_, links := tx.exec(ctx, "DELETE FROM web_file_links WHERE expires_at <= ?", now)
	if err := errors.Join(sessions, messages, chats, links); err != nil {
		return fmt.Errorf("forget browser chats: %w", err)
	}
	return nil
}
