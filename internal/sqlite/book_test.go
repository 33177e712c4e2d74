package sqlite_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

func (d *dial) book() (l learning.Lists, r learning.Rules) {
	d.t.Helper()
	d.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		l, r, err = tx.Book(ctx)
		return err
	})
	return l, r
}

// The names are those of the design (§4).
func TestANewDepartmentsBook(t *testing.T) {
	t.Parallel()
	lists, rules := newDial(t).book()
	if diff := cmp.Diff(learning.DefaultRules(), rules); diff != "" {
		t.Errorf("the rules: %s", diff)
	}
	var kinds, counters, fields []string
	for _, k := range lists.Kinds {
		kinds, counters = append(kinds, k.Code+" "+k.NameVI), append(counters, string(k.Counter))
	}
	for _, f := range lists.Fields {
		fields = append(fields, f.Code+" "+f.NameVI)
	}
	wantKinds := []string{
		"course Đào tạo, bồi dưỡng", "training Tập huấn, hội nghị, hội thảo", "self_study Tự học",
		"group_study Học nhóm, sinh hoạt chuyên môn", "online_exam Thi trực tuyến",
	}
	wantFields := []string{
		"political_theory Lý luận chính trị", "defence_security Quốc phòng và an ninh", "state_management Quản lý nhà nước",
		"job_skills Chuyên môn, nghiệp vụ", "law Pháp luật", "foreign_language Ngoại ngữ", "ethnic_language Tiếng dân tộc thiểu số",
		"digital Kỹ năng số", "soft_skills Kỹ năng mềm", "other Khác",
	}
	if !slices.Equal(kinds, wantKinds) || !slices.Equal(counters, []string{"training", "training", "self", "self", "self"}) {
		t.Errorf("the kinds are %v, %v", kinds, counters)
	}
	if !slices.Equal(fields, wantFields) || len(lists.Providers) != 0 {
		t.Errorf("the fields are %v, the providers %v", fields, lists.Providers)
	}
	for _, l := range append(lists.Kinds, lists.Fields...) {
		if l.NameEN == "" || len(l.Words) != 0 {
			t.Errorf("%+v", l)
		}
	}
}

func TestTheOfficeChangesTheBook(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return errors.Join(
			tx.Set(ctx, "tiet_minutes", "50"), tx.Set(ctx, "backdate_days", "7"), tx.Set(ctx, "tiet_minutes", "40"), tx.Set(ctx, "other", "x"),
			tx.ExecForTest(ctx, "INSERT INTO providers VALUES ('Học viện', 'hv, học viện tư pháp ,,'), ('MOOC', '')"),
			tx.ExecForTest(ctx, "UPDATE fields SET words = 'chuyển đổi số,AI', sort = 0 WHERE code = 'digital'"),
		)
	})
	lists, rules := d.book()
	want := learning.DefaultRules()
	want.Units.TietMinutes, want.BackdateDays = 40, 7
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("the rules: %s", diff)
	}
	if f := lists.Fields[0]; f.Code != "digital" || !slices.Equal(f.Words, []string{"chuyển đổi số", "AI"}) {
		t.Errorf("the first field is %+v", f)
	}
	if p := lists.Providers; len(p) != 2 || p[0].NameVI != "Học viện" || !slices.Equal(p[0].Words, []string{"hv", "học viện tư pháp"}) || p[1].Words != nil {
		t.Errorf("the providers are %+v", p)
	}
}

// A setting that cannot be meant leaves the default: nobody's hours vanish because of a typing mistake.
func TestSettingsThatCannotBeMeantAreLeft(t *testing.T) {
	t.Parallel()
	d := newDial(t)
	d.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return errors.Join(tx.Set(ctx, "tiet_minutes", "0"), tx.Set(ctx, "buoi_tiet", "-4"), tx.Set(ctx, "ngay_tiet", "tám"),
			tx.Set(ctx, "backdate_days", ""), tx.ExecForTest(ctx, "DELETE FROM settings WHERE key = 'new_days'"))
	})
	if _, rules := d.book(); rules != learning.DefaultRules() {
		t.Errorf("the rules are %+v", rules)
	}
}

func TestAFileIsEvidenceOnceForEachEntry(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	first, second := s.add("A1", "a", one("2026-11-20"), 30), s.add("A1", "b", one("2026-11-21"), 30)
	paper := learning.Evidence{Hash: "ab12", Name: "giấy.pdf", MIME: "application/pdf", Size: 7}
	photo := learning.Evidence{Hash: "cd34", Name: "ảnh.jpg", MIME: "image/jpeg", Size: 8}
	for i, c := range []struct {
		id   learning.EntryID
		file learning.Evidence
		want bool
	}{{first.ID, photo, true}, {first.ID, paper, true}, {first.ID, paper, false}, {second.ID, paper, true}} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			added, err := tx.AddEvidence(ctx, c.id, c.file, s.now)
			if added != c.want {
				t.Errorf("step %d: added is %v", i, added)
			}
			return err
		})
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		list, err := tx.EvidenceOf(ctx, first.ID)
		if diff := cmp.Diff([]learning.Evidence{photo, paper}, list); diff != "" {
			t.Error(diff)
		}
		return err
	})
	for id, want := range map[learning.EntryID]int{first.ID: 2, second.ID: 1} {
		if n := s.count("SELECT evidence FROM entries WHERE id = ?", id); n != want {
			t.Errorf("entry %d counts %d files, want %d", id, n, want)
		}
	}
	for hash, want := range map[string]bool{"ab12": true, "cd34": true, "ef56": false, "": false} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			known, err := tx.KnowsFile(ctx, hash)
			if known != want {
				t.Errorf("file %q is known: %v", hash, known)
			}
			return err
		})
	}
	err := s.Update(t.Context(), func(tx *sqlite.Tx) error {
		_, err := tx.AddEvidence(t.Context(), 99, learning.Evidence{Hash: "ef56", MIME: "image/png", Size: 1}, s.now)
		return err
	})
	if n := s.count("SELECT count(*) FROM files"); err == nil || n != 2 {
		t.Errorf("for an entry that is not there: %v, %d files", err, n)
	}
}
