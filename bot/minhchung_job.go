package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// EvidenceJob is the kind of the job that fetches a file for an entry.
const EvidenceJob job.Kind = "evidence"

// EvidenceArgs are the arguments of an EvidenceJob.
type EvidenceArgs struct {
	To     channel.Address  `json:"to"`
	Person people.PersonID  `json:"person"`
	Entry  learning.EntryID `json:"entry"`
	File   channel.FileRef  `json:"file"`
	Lang   string           `json:"lang"`
}

// attach queues the fetching of files for an entry, as many as it has room for.
func (t *turn) attach(ctx context.Context, id learning.EntryID, files []channel.FileRef) error {
	if _, err := t.entry(ctx, id); err != nil {
		return err
	}
	have, err := t.tx.EvidenceOf(ctx, id)
	if err != nil {
		return err
	}
	room := max(0, learning.MaxEvidencePerEntry-len(have))
	for _, f := range files[:min(room, len(files))] {
		r, err := job.New(EvidenceJob, EvidenceArgs{
			To: t.event.Address, Person: t.actor.Person.ID, Entry: id, File: f, Lang: string(t.p.Lang),
		})
		if err != nil {
			return err
		}
		t.out.Jobs = append(t.out.Jobs, r)
		t.out.Typing = true
	}
	if len(files) > room {
		return tooMany()
	}
	return nil
}

func tooMany() error {
	return fault.New(fault.Limit, "mc.qua_nhieu", fault.Args{"Max": learning.MaxEvidencePerEntry})
}

// Attach ties a fetched file to its entry and says so. Nothing is kept, and nothing said, when the person has taken
// the consent back, has left, or no longer writes from that chat.
func (b *Bot) Attach(ctx context.Context, tx Tx, raw json.RawMessage, e learning.Evidence) ([]channel.Message, error) {
	var a EvidenceArgs
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	if still, err := b.stillWrites(ctx, tx, a); err != nil || !still {
		return nil, err
	}
	entry, ok, err := tx.Entry(ctx, a.Person, a.Entry)
	if err != nil {
		return nil, err
	}
	if !ok || entry.Status == learning.Deleted {
		return b.evidenceSays(a, "mc.muc_khong_con", args{"ID": a.Entry}), nil
	}
	have, err := tx.EvidenceOf(ctx, a.Entry)
	if err != nil {
		return nil, err
	}
	switch {
	case slices.ContainsFunc(have, func(h learning.Evidence) bool { return h.Hash == e.Hash }):
		return b.evidenceSays(a, "mc.da_co", args{"ID": a.Entry}), nil
	case len(have) >= learning.MaxEvidencePerEntry:
		return b.evidenceSays(a, "mc.qua_nhieu", args{"Max": learning.MaxEvidencePerEntry}), nil
	}
	if _, err := tx.AddEvidence(ctx, a.Entry, e, tx.Now()); err != nil {
		return nil, err
	}
	if len(have) > 0 {
		return b.evidenceSays(a, "mc.da_gan_them", args{"ID": a.Entry, "N": len(have) + 1}), nil
	}
	return b.evidenceSays(a, "mc.da_gan", args{"ID": a.Entry}), nil
}

// stillWrites reports whether the person for whom a file was fetched is active and writes from the same chat.
func (b *Bot) stillWrites(ctx context.Context, tx Tx, a EvidenceArgs) (bool, error) {
	actor, ok, err := tx.ActorByID(ctx, a.Person, day.Of(tx.Now().In(b.cfg.Zone)))
	if err != nil || !ok || actor.State != people.Active {
		return false, err
	}
	accounts, err := tx.Accounts(ctx, a.Person)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(accounts, func(acc people.Account) bool { return addressOf(acc) == a.To }), nil
}

// AttachFailed says why a file was not taken: key is "mc.qua_lon", "mc.sai_loai" or "mc.khong_tai_duoc".
func (b *Bot) AttachFailed(raw json.RawMessage, key string) ([]channel.Message, error) {
	var a EvidenceArgs
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	return b.evidenceSays(a, key, args{"ID": a.Entry, "Max": learning.MaxEvidenceBytes >> 20}), nil
}

func (b *Bot) evidenceSays(a EvidenceArgs, key string, values args) []channel.Message {
	text := b.cfg.Catalog.In(langOf(a.Lang, "", "")).T(key, values)
	return []channel.Message{{To: a.To, Text: text, Class: channel.Reply, Policy: channel.Repeat}}
}
