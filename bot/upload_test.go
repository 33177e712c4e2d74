package bot

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// upload sends a file, with a caption or without one.
func (s *stage) upload(chat, name, caption string) Outcome {
	s.t.Helper()
	e := s.event(chat)
	e.Kind, e.Text, e.File = channel.Upload, caption, &channel.FileRef{ID: "f-" + name, Name: name, Size: 1000}
	return s.do(e)
}

// filesOf are the names of the files that jobs shall tie to an entry.
func filesOf(t *testing.T, out Outcome, entry learning.EntryID) []string {
	t.Helper()
	var names []string
	for _, j := range out.Jobs {
		var a EvidenceArgs
		if err := json.Unmarshal(j.Args, &a); err != nil {
			t.Fatal(err)
		}
		if a.Entry == entry {
			names = append(names, a.File.Name)
		}
	}
	return names
}

func notebook(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "/hoc 3h luật đất đai")
	return s
}

func TestARowOfFilesWithoutWordsIsKeptWhole(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	wants(t, s.upload("NV02", "0.jpg", ""), s.T("mc.muc_nao", nil))
	for i := 1; i < 5; i++ {
		out := s.upload("NV02", strconv.Itoa(i)+".jpg", "")
		if i == 1 {
			wants(t, out, s.T("mc.them_tep", args{"N": 2}))
		} else {
			silent(t, out)
		}
	}
	s.now = s.now.Add(5 * time.Minute)
	wants(t, s.upload("NV02", "5.jpg", ""), s.T("mc.them_tep", args{"N": 6}))
	wants(t, s.send("NV02", "chữ gì đó"), s.T("mc.nhieu_tep_muc_nao", args{"N": 6}))
	if got := filesOf(t, s.send("NV02", "1"), 1); strings.Join(got, " ") != "0.jpg 1.jpg 2.jpg 3.jpg 4.jpg 5.jpg" {
		t.Errorf("tied are %v", got)
	}
}

func TestARowOfFilesIsBounded(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	for i := range learning.MaxEvidencePerEntry {
		s.upload("NV02", strconv.Itoa(i), "")
	}
	wants(t, s.upload("NV02", "more", ""), s.T("mc.qua_nhieu", args{"Max": learning.MaxEvidencePerEntry}))
	if got := filesOf(t, s.send("NV02", "1"), 1); len(got) != learning.MaxEvidencePerEntry {
		t.Errorf("%d files are tied", len(got))
	}
}

func TestFilesFollowTheirCaption(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	first := s.upload("NV02", "0.jpg", "tập huấn hòa giải 3h")
	if got := filesOf(t, first, 2); len(got) != 1 {
		t.Fatalf("the captioned file is tied to %v: %s", got, said(first))
	}
	for i := range 3 {
		s.now = s.now.Add(50 * time.Second) // each counts from the one before
		if got := filesOf(t, s.upload("NV02", strconv.Itoa(i), ""), 2); len(got) != 1 {
			t.Errorf("file %d does not follow", i)
		}
	}
	s.now = s.now.Add(time.Minute)
	wants(t, s.upload("NV02", "late", ""), s.T("mc.muc_nao", nil))
}

func TestARowOfFilesEndsWithAnythingElse(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	s.upload("NV02", "0.jpg", "tập huấn hòa giải 3h")
	s.send("NV02", "cảm ơn")
	wants(t, s.upload("NV02", "1.jpg", ""), s.T("mc.muc_nao", nil))
}

func TestFilesOfACaptionThatLeavesAQuestion(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	wants(t, s.upload("NV02", "0.jpg", "tập huấn hòa giải"), s.T("hoc.hoi_duration", args{"Title": "Tập huấn hòa giải"}))
	s.upload("NV02", "1.jpg", "")
	s.upload("NV02", "2.jpg", "")
	if got := filesOf(t, s.send("NV02", "3h"), 2); len(got) != 3 {
		t.Errorf("tied are %v", got)
	}
}

func TestACaptionThatIsNotOneEntryLosesNoFile(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	out := s.upload("NV02", "0.jpg", "1h luật đất đai; 2h tiếng anh")
	wants(t, out, s.T("mc.muc_nao", nil))
	if got := filesOf(t, s.send("NV02", "1"), 1); len(got) != 1 {
		t.Errorf("tied are %v", got)
	}
}

func TestACaptionLateInTheRowTakesAll(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	s.upload("NV02", "0.jpg", "")
	s.upload("NV02", "1.jpg", "")
	if got := filesOf(t, s.upload("NV02", "2.jpg", "tập huấn hòa giải 3h"), 2); len(got) != 3 {
		t.Errorf("tied are %v", got)
	}
}

func TestWordsAfterFilesSayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for words, entry := range map[string]learning.EntryID{
		"tập huấn hòa giải 3h": 2, "/hoc 3h tập huấn hòa giải": 2, "/minhchung 1": 1,
	} {
		s := notebook(t)
		s.upload("NV02", "0.jpg", "")
		s.upload("NV02", "1.jpg", "")
		if out := s.send("NV02", words); len(filesOf(t, out, entry)) != 2 {
			t.Errorf("%q: %s", words, said(out))
		}
	}
	s := notebook(t)
	s.upload("NV02", "0.jpg", "")
	if out := s.press("NV02", "mc:1"); len(filesOf(t, out, 1)) != 1 {
		t.Errorf("a card's button: %s", said(out))
	}
}

func TestAnAlbumAnswersTheEvidenceForm(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	s.press("NV02", "mc:1")
	for i := range 3 {
		if out := s.upload("NV02", strconv.Itoa(i), ""); len(filesOf(t, out, 1)) != 1 {
			t.Errorf("file %d: %s", i, said(out))
		}
	}
}

// attach does the first job of an outcome, with a file of that content.
func (s *stage) attach(out Outcome, hash string) string {
	s.t.Helper()
	var messages []channel.Message
	s.update(func(tx *sqlite.Tx) (err error) {
		e := learning.Evidence{Hash: strings.Repeat(hash, 64), Name: "a.png", MIME: "image/png", Size: 9}
		messages, err = s.bot.Attach(s.t.Context(), tx, out.Jobs[0].Args, e)
		return err
	})
	return said(Outcome{Messages: messages})
}

func TestAFileThatArrivesLate(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *stage){
		"consent taken back": func(s *stage) { s.press("NV02", "priv:out!") },
		"left":               func(s *stage) { s.exec("UPDATE memberships SET valid_to = '2026-11-23'") },
		"account untied":     func(s *stage) { s.exec("DELETE FROM identities") },
		"another chat":       func(s *stage) { s.exec("UPDATE identities SET chat_id = 'c-other'") },
	} {
		s := notebook(t)
		out := s.upload("NV02", "0.jpg", "tập huấn hòa giải 3h")
		change(s)
		if got := s.attach(out, "a"); got != "" {
			t.Errorf("%s: it says %q", name, got)
		}
		if n := s.count("SELECT count(*) FROM evidence"); n != 0 {
			t.Errorf("%s: the file is kept", name)
		}
	}
}

func TestTheRoomOfAnEntryIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	out := s.upload("NV02", "0.jpg", "tập huấn hòa giải 3h")
	const hashes = "0123456789abc"
	for i := range learning.MaxEvidencePerEntry {
		want := s.T("mc.da_gan", args{"ID": 2})
		if i > 0 {
			want = s.T("mc.da_gan_them", args{"ID": 2, "N": i + 1})
		}
		if got := s.attach(out, hashes[i:i+1]); got != want {
			t.Errorf("file %d: %q, want %q", i, got, want)
		}
	}
	if got, want := s.attach(out, "f"), s.T("mc.qua_nhieu", args{"Max": learning.MaxEvidencePerEntry}); got != want {
		t.Errorf("one more: %q, want %q", got, want)
	}
	if got, want := s.attach(out, "0"), s.T("mc.da_co", args{"ID": 2}); got != want {
		t.Errorf("one of them again: %q, want %q", got, want)
	}
	if n := s.count("SELECT count(*) FROM evidence"); n != learning.MaxEvidencePerEntry {
		t.Errorf("%d files are tied", n)
	}
}
