package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// evidenceData is what the form "mc" holds: an entry that waits for a file, or a file that waits for an entry.
type evidenceData struct {
	ID   learning.EntryID `json:"entry,omitempty"`
	File *channel.FileRef `json:"file,omitempty"`
}

func evidenceForm() formDef {
	cancel := func(t *turn, _ context.Context) error { return t.cancelForm() }
	return formDef{
		answer: func(t *turn, ctx context.Context, _ string) error { return t.askEvidence(ctx) },
		choose: (*turn).chooseEvidence, ask: (*turn).askEvidence, back: cancel, skip: cancel,
		loose: func(string) bool { return true },
	}
}

// cmdEvidence is /minhchung [number].
func (t *turn) cmdEvidence(ctx context.Context, arg string) error {
	id, _, err := t.entryNumber(ctx, arg)
	if err != nil {
		return err
	}
	return t.beginEvidence(ctx, id)
}

// beginEvidence waits for a file for an entry.
func (t *turn) beginEvidence(ctx context.Context, id learning.EntryID) error {
	if _, err := t.entry(ctx, id); err != nil {
		return err
	}
	if err := t.open("mc", "file", evidenceData{ID: id}); err != nil {
		return err
	}
	return t.askEvidence(ctx)
}

// askEvidence asks for the file, or for the entry that a file belongs to.
func (t *turn) askEvidence(ctx context.Context) error {
	var d evidenceData
	if err := t.data(&d); err != nil {
		return err
	}
	if d.File == nil {
		t.say("mc.gui_tep", args{"ID": d.ID, "Max": learning.MaxEvidenceBytes >> 20}, t.navigation(true)...)
		return nil
	}
	recent, err := t.tx.RecentEntries(ctx, t.actor.Person.ID, 3)
	if err != nil {
		return err
	}
	var choices []channel.Choice
	for _, e := range recent {
		choices = append(choices, channel.Choice{
			Data:  press("f", "mc", "which", number(e.ID)),
			Label: t.p.T("mc.muc", args{"ID": e.ID, "Title": cut(e.Title, 36)}),
		})
	}
	choices = append(choices, t.aside(press("f", "mc", "which", "new"), "mc.muc_moi"))
	t.say("mc.muc_nao", nil, append(choices, t.navigation(true)...)...)
	return nil
}

// chooseEvidence ties the waiting file to an entry, or begins a new entry with it.
func (t *turn) chooseEvidence(ctx context.Context, value string) error {
	var d evidenceData
	if err := t.data(&d); err != nil {
		return err
	}
	if d.File == nil {
		return stale()
	}
	if value == "new" {
		return t.beginLog(ctx, logData{File: d.File}, "title")
	}
	id, _, err := t.entryNumber(ctx, value)
	if err != nil {
		return err
	}
	t.close()
	return t.attach(ctx, id, *d.File)
}

// upload takes a photo or document: for the entry that waits for it, as a log when its caption is one, else
// the bot asks where it belongs.
func (t *turn) upload(ctx context.Context) error {
	f := t.event.File
	if f == nil {
		t.say("chung.khong_doc", nil)
		return nil
	}
	if err := acceptable(*f); err != nil {
		return err
	}
	if t.state.Form.Name == "mc" && t.state.Form.Step == "file" {
		var d evidenceData
		if err := t.data(&d); err != nil {
			return err
		}
		t.close()
		return t.attach(ctx, d.ID, *f)
	}
	caption := strings.TrimSpace(t.event.Text)
	if name, arg, ok := slash(caption); ok && name == "hoc" {
		caption = arg
	}
	if caption != "" {
		return t.take(ctx, t.parse(caption), f)
	}
	if err := t.open("mc", "which", evidenceData{File: f}); err != nil {
		return err
	}
	return t.askEvidence(ctx)
}

// acceptable looks at what the channel says of a file; its content is looked at once it is fetched.
func acceptable(f channel.FileRef) error {
	if f.Size > learning.MaxEvidenceBytes {
		return fault.New(fault.Limit, "mc.qua_lon", fault.Args{"Max": learning.MaxEvidenceBytes >> 20})
	}
	mime, ext := strings.ToLower(f.MIME), strings.ToLower(path.Ext(f.Name))
	switch {
	case strings.HasPrefix(mime, "image/"), mime == "application/pdf", ext == ".pdf", ext == ".jpg", ext == ".jpeg", ext == ".png", ext == ".webp":
		return nil
	case mime == "" && ext == "":
		return nil
	}
	return fault.New(fault.Invalid, "mc.sai_loai", nil)
}

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

// attach queues the fetching of a file for an entry.
func (t *turn) attach(ctx context.Context, id learning.EntryID, f channel.FileRef) error {
	if _, err := t.entry(ctx, id); err != nil {
		return err
	}
	have, err := t.tx.EvidenceOf(ctx, id)
	if err != nil {
		return err
	}
	if len(have) >= learning.MaxEvidencePerEntry {
		return fault.New(fault.Limit, "mc.qua_nhieu", fault.Args{"Max": learning.MaxEvidencePerEntry})
	}
	r, err := job.New(EvidenceJob, EvidenceArgs{
		To: t.event.Address, Person: t.actor.Person.ID, Entry: id, File: f, Lang: string(t.p.Lang),
	})
	if err != nil {
		return err
	}
	t.out.Jobs = append(t.out.Jobs, r)
	t.out.Typing = true
	return nil
}

// Attach ties a fetched file to its entry and says so.
func (b *Bot) Attach(ctx context.Context, tx Tx, raw json.RawMessage, e learning.Evidence) ([]channel.Message, error) {
	var a EvidenceArgs
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	entry, ok, err := tx.Entry(ctx, a.Person, a.Entry)
	if err != nil {
		return nil, err
	}
	if !ok || entry.Status == learning.Deleted {
		return b.evidenceSays(a, "mc.muc_khong_con"), nil
	}
	added, err := tx.AddEvidence(ctx, a.Entry, e, tx.Now())
	if err != nil {
		return nil, err
	}
	if !added {
		return b.evidenceSays(a, "mc.da_co"), nil
	}
	return b.evidenceSays(a, "mc.da_gan"), nil
}

// AttachFailed says why a file was not taken: key is "mc.qua_lon", "mc.sai_loai" or "mc.khong_tai_duoc".
func (b *Bot) AttachFailed(raw json.RawMessage, key string) ([]channel.Message, error) {
	var a EvidenceArgs
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	return b.evidenceSays(a, key), nil
}

func (b *Bot) evidenceSays(a EvidenceArgs, key string) []channel.Message {
	p := b.cfg.Catalog.In(langOf(a.Lang, "", ""))
	text := p.T(key, args{"ID": a.Entry, "Max": learning.MaxEvidenceBytes >> 20})
	return []channel.Message{{To: a.To, Text: text, Class: channel.Reply, Policy: channel.Repeat}}
}
