package bot

import (
	"context"
	"encoding/json"
	"path"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
)

// Files that are chosen together come one by one, each as an event of its own. Within inARow they belong together;
// that more are waiting is said once while they come faster than atOnce.
const (
	inARow = time.Minute
	atOnce = 10 * time.Second
)

// upload takes a photo or document: for the entry that waits for it, as a log when its caption is one, with those
// that came before it, else the bot asks where it belongs.
func (t *turn) upload(ctx context.Context) error {
	f := t.event.File
	if f == nil {
		t.say("chung.khong_doc", nil)
		return nil
	}
	if taken, err := t.questionFile(*f); taken || err != nil {
		return err
	}
	if err := acceptable(*f); err != nil {
		return err
	}
	if t.state.Form.Name == "mc" && t.state.Form.Step == "file" {
		return t.fileFor(ctx, *f)
	}
	files := []channel.FileRef{*f}
	caption := strings.TrimSpace(t.event.Text)
	if name, arg, ok := slash(caption); ok && name == "hoc" {
		caption = arg
	}
	follows := t.follows()
	switch {
	case caption == "" && t.state.Parked.Kind == channel.Upload:
		return t.addFile(ctx, *f)
	case caption == "" && t.state.Form.Name == "mc", caption == "" && follows && len(t.held()) > 0:
		return t.addFile(ctx, *f)
	case caption == "" && follows && t.state.Filed.Entry != 0 && !t.busy():
		id := learning.EntryID(t.state.Filed.Entry)
		t.filed(id)
		return t.attach(ctx, id, files)
	case caption != "" && follows && t.state.Form.Name == "mc":
		files = append(t.held(), files...)
	case t.busy():
		t.filed(0)
		t.park(dialog.Parked{Kind: channel.Upload, Files: files, Text: caption})
		return nil
	}
	return t.takeFiles(ctx, files, caption)
}

// fileFor ties a file to the entry that waits for it.
func (t *turn) fileFor(ctx context.Context, f channel.FileRef) error {
	var d evidenceData
	if err := t.data(&d); err != nil {
		return err
	}
	t.close()
	t.filed(d.ID)
	return t.attach(ctx, d.ID, []channel.FileRef{f})
}

// takeFiles logs what a caption says, with the files. Where there is none, or it is not one entry, the bot asks for
// the entry: no file is lost over its words.
func (t *turn) takeFiles(ctx context.Context, files []channel.FileRef, caption string) error {
	t.filed(0)
	if caption != "" {
		err := t.take(ctx, t.parse(caption), files)
		f := fault.Of(err)
		if f == nil {
			return err
		}
		t.say(f.Key, args(f.Args))
	}
	if err := t.open("mc", "which", evidenceData{Files: files}); err != nil {
		return err
	}
	return t.askEvidence(ctx)
}

// addFile puts a file to those that wait, and leaves the question as it stands.
func (t *turn) addFile(_ context.Context, f channel.FileRef) error {
	parked := t.state.Parked.Kind == channel.Upload
	files := t.state.Parked.Files
	if !parked {
		files = t.held()
	}
	if len(files) >= learning.MaxEvidencePerEntry {
		return tooMany()
	}
	files = append(files, f)
	if parked {
		t.state.Parked.Files = files
	} else if err := t.hold(files); err != nil {
		return err
	}
	if quick := t.sent().Sub(time.UnixMilli(t.state.Filed.At)) < atOnce; !quick || len(files) == 2 {
		t.say("mc.them_tep", args{"N": len(files)})
	}
	t.filed(0)
	return nil
}

// held are the files that the open form holds, in whichever form.
func (t *turn) held() []channel.FileRef {
	var d struct {
		Files []channel.FileRef `json:"files"`
	}
	if len(t.state.Form.Data) == 0 || json.Unmarshal(t.state.Form.Data, &d) != nil {
		return nil
	}
	return d.Files
}

// hold replaces the files of the open form.
func (t *turn) hold(files []channel.FileRef) error {
	if t.state.Form.Name == "mc" {
		return t.keep(evidenceData{Files: files})
	}
	var d logData
	if err := t.data(&d); err != nil {
		return err
	}
	d.Files = files
	return t.keep(d)
}

// filed remembers where the last file went; 0 is into a question.
func (t *turn) filed(id learning.EntryID) {
	t.state.Filed = dialog.Filed{Entry: int64(id), At: t.sent().UnixMilli()}
}

// follows reports whether this file came in a row with another.
func (t *turn) follows() bool {
	since := t.sent().Sub(time.UnixMilli(t.state.Filed.At))
	return t.state.Filed.At != 0 && since >= -inARow && since < inARow
}

// sent is when the event happened; the channel's clock tells files in a row from those that waited for the program.
func (t *turn) sent() time.Time {
	if t.event.Sent.IsZero() {
		return t.now
	}
	return t.event.Sent
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
