package webchat

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// UploadLinkLife is how long a page to upload at is open: a working day.
const UploadLinkLife = 8 * time.Hour

// UploadLink lets whoever has it upload what its person then has sent: for channels that hand over no files.
type UploadLink struct {
	Person  people.PersonID
	To      channel.Address // the chat in which the file was asked for
	User    channel.UserID
	Expires time.Time
	Used    time.Time // for the first time; zero = not yet
}

// Open reports whether something can still be uploaded.
func (l UploadLink) Open(now time.Time) bool {
	return now.Before(l.Expires) && (l.Used.IsZero() || now.Before(l.Used.Add(LinkRetry)))
}

// UploadStore keeps links to upload by.
type UploadStore interface {
	// Now is the instant of the transaction.
	Now() time.Time
	// AddUploadLink stores a link by the hash of its secret, UploadLink finds it, UseUploadLink notes the first use.
	AddUploadLink(ctx context.Context, hash Hash, l UploadLink) error
	UploadLink(ctx context.Context, hash Hash) (l UploadLink, ok bool, err error)
	UseUploadLink(ctx context.Context, hash Hash) error
}

// OpenUpload makes a link by which whoever has it may upload files for a chat. It is meant for one use; within
// LinkRetry of that more may follow, since a document may have several files and lines break off.
func OpenUpload(ctx context.Context, store UploadStore, l UploadLink) (Secret, error) {
	secret := NewSecret()
	l.Expires = store.Now().Add(UploadLinkLife)
	if err := store.AddUploadLink(ctx, secret.Hash(), l); err != nil {
		return "", fmt.Errorf("open upload: %w", err)
	}
	return secret, nil
}
