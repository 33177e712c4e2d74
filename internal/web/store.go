package web

import (
	"context"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/webchat"
)

// Store is what the browser chat needs; one value of it belongs to one transaction.
type Store interface {
	sessionStore
	messageStore
	linkStore
	// Now is the instant of the transaction.
	Now() time.Time
	// ActorByAccount returns who writes from an account; State is Unknown when nobody does.
	ActorByAccount(ctx context.Context, a people.Account, today day.Day) (people.Actor, error)
	// InviteByHash finds an invitation or link code; it spends nothing.
	InviteByHash(ctx context.Context, hash people.CodeHash) (in people.Invite, ok bool, err error)
	// Audit writes a line of the audit.
	Audit(ctx context.Context, line people.AuditLine, now time.Time) error
}

type sessionStore interface {
	// AddWebChat begins a conversation; one that exists stays as it is.
	AddWebChat(ctx context.Context, chat channel.ChatID) error
	// OpenWebSession stores a session of a chat that exists.
	OpenWebSession(ctx context.Context, o webchat.Opening) error
	// WebSession finds the session of a cookie, WebSessionOfForm the unused one of a login form.
	WebSession(ctx context.Context, token webchat.Hash) (s webchat.Session, ok bool, err error)
	WebSessionOfForm(ctx context.Context, form webchat.Hash) (s webchat.Session, ok bool, err error)
	// RenewWebSession notes that a session is used, until when it now lives.
	RenewWebSession(ctx context.Context, id webchat.SessionID, expires time.Time) error
	// RekeyWebSession gives a session that nobody has used another secret.
	RekeyWebSession(ctx context.Context, id webchat.SessionID, token webchat.Hash) error
	// EndWebSession ends a session; alone says that nobody can open its chat any more.
	EndWebSession(ctx context.Context, s webchat.Session) (alone bool, err error)
	// WebChatOpen reports whether a browser may open a chat.
	WebChatOpen(ctx context.Context, chat channel.ChatID) (bool, error)
}

type messageStore interface {
	// AddWebMessage stores what was said; what was said already stays as it is.
	AddWebMessage(ctx context.Context, m webchat.Message) error
	// WebMessage reads one message of a chat.
	WebMessage(ctx context.Context, chat channel.ChatID, id webchat.MessageID) (m webchat.Message, ok bool, err error)
	// WebMessagesAfter and WebMessagesBefore list messages next to one, the oldest first.
	WebMessagesAfter(ctx context.Context, chat channel.ChatID, after webchat.MessageID, limit int) ([]webchat.Message, error)
	WebMessagesBefore(ctx context.Context, chat channel.ChatID, before webchat.MessageID, limit int) ([]webchat.Message, error)
}

type linkStore interface {
	// AddFileLink stores a link by the hash of its secret, FileLink finds it, UseFileLink notes the first use.
	AddFileLink(ctx context.Context, hash webchat.Hash, l webchat.FileLink) error
	FileLink(ctx context.Context, hash webchat.Hash) (l webchat.FileLink, ok bool, err error)
	UseFileLink(ctx context.Context, hash webchat.Hash) error
	// UploadLink finds a link to upload by, UseUploadLink notes the first use.
	UploadLink(ctx context.Context, hash webchat.Hash) (l webchat.UploadLink, ok bool, err error)
	UseUploadLink(ctx context.Context, hash webchat.Hash) error
}
