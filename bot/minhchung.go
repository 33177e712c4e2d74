package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
)

// evidenceData is what the form "mc" holds: an entry that waits for a file, or files that wait for an entry.
type evidenceData struct {
	ID    learning.EntryID  `json:"entry,omitempty"`
	Files []channel.FileRef `json:"files,omitempty"` // see held
}

func evidenceForm() formDef {
	cancel := func(t *turn, _ context.Context) error { return t.cancelForm() }
	return formDef{
		answer: (*turn).answerEvidence, choose: (*turn).chooseEvidence, ask: (*turn).askEvidence, back: cancel, skip: cancel,
		loose: func(string) bool { return true },
	}
}

// cmdEvidence is /minhchung [number].
func (t *turn) cmdEvidence(ctx context.Context, arg string) error {
	id, err := t.entryNumber(ctx, arg)
	if err != nil {
		return err
	}
	return t.beginEvidence(ctx, id)
}

// beginEvidence waits for a file for an entry; files that wait for an entry have found it.
func (t *turn) beginEvidence(ctx context.Context, id learning.EntryID) error {
	if _, err := t.entry(ctx, id); err != nil {
		return err
	}
	if files := t.held(); t.state.Form.Name == "mc" && len(files) > 0 {
		t.close()
		return t.attach(ctx, id, files)
	}
	if err := t.open("mc", "file", evidenceData{ID: id}); err != nil {
		return err
	}
	return t.askEvidence(ctx)
}

// askEvidence asks for the file, or for the entry that files belong to.
func (t *turn) askEvidence(ctx context.Context) error {
	var d evidenceData
	if err := t.data(&d); err != nil {
		return err
	}
	if len(d.Files) == 0 {
		text := t.p.T("mc.gui_tep", args{"ID": d.ID, "Max": learning.MaxEvidenceBytes >> 20})
		return t.sayWithPage(ctx, text, t.navigation(true)...)
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
	choices = append(choices, t.navigation(true)...)
	if len(d.Files) > 1 {
		t.say("mc.nhieu_tep_muc_nao", args{"N": len(d.Files)}, choices...)
		return nil
	}
	t.say("mc.muc_nao", nil, choices...)
	return nil
}

// answerEvidence takes words for what the waiting files are about when they read like a log.
func (t *turn) answerEvidence(ctx context.Context, text string) error {
	c, arg := t.plain(text)
	if c != nil && c.name != "hoc" {
		return t.interrupt(ctx, c, arg)
	}
	if r := t.parse(text); (r.Command || r.Looks) && r.Title != "" {
		return t.takeFiles(ctx, t.held(), text)
	}
	return t.askEvidence(ctx)
}

// placeFiles does a command that says where the waiting files belong.
func (t *turn) placeFiles(ctx context.Context, c *command, arg string) error {
	switch {
	case c.name != "hoc":
		return t.run(ctx, c, arg)
	case arg == "":
		return t.beginLog(ctx, logData{Files: t.held()}, "title")
	}
	return t.takeFiles(ctx, t.held(), arg)
}

// chooseEvidence ties the waiting files to an entry, or begins a new entry with them.
func (t *turn) chooseEvidence(ctx context.Context, value string) error {
	files := t.held()
	if len(files) == 0 {
		return stale()
	}
	if value == "new" {
		return t.beginLog(ctx, logData{Files: files}, "title")
	}
	return onEntry((*turn).beginEvidence)(t, ctx, value)
}
