package learning_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

func TestLogStoresWhatItReturns(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := draft(from("2026-11-20", "2026-11-22"), hours(9))
	d.Provider = "MOOC"
	l, key := h.log(h.request(h.an, d))
	want := learning.Entry{
		ID: 1, Person: h.an.Person.ID, Unit: h.cur, Draft: d, Status: learning.Recorded, Channel: "telegram", Message: "55",
		Version: 1, Created: nine, Updated: nine,
	}
	if diff := cmp.Diff(want, l.Entry); diff != "" || key != "" {
		t.Errorf("%s%s", key, diff)
	}
	if diff := cmp.Diff(want, h.stored(h.an, 1)); diff != "" {
		t.Errorf("stored: %s", diff)
	}
	if l.DayTotal != 180 {
		t.Errorf("its busiest day has %d minutes, want 180", l.DayTotal)
	}
}

func TestLogFillsWhatIsLeftOpen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	e := h.note(h.an, learning.Draft{Title: "  Tiếng Tày \n", Minutes: 30})
	want := learning.Draft{Title: "Tiếng Tày", Kind: "self_study", Field: "other", Start: today, End: today, Minutes: 30}
	if e.Draft != want {
		t.Errorf("it stands as %+v", e.Draft)
	}
	if e := h.note(h.an, learning.Draft{Title: "Tiếng Nùng", Start: "2026-11-20", Minutes: 30}); e.End != "2026-11-20" {
		t.Errorf("a day alone ends on %s", e.End)
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		d    learning.Draft
		want string
	}{
		{"one minute", draft(minutes(1)), ""},
		{"no minute", draft(minutes(0)), "log.not_positive"},
		{"less than nothing", draft(minutes(-60)), "log.not_positive"},
		{"12 hours", draft(hours(12)), ""},
		{"a minute more", draft(minutes(12*60 + 1)), "log.too_long"},
		{"36 hours in 3 days", draft(from("2026-11-22", today), hours(36)), ""},
		{"a minute more in 3 days", draft(from("2026-11-22", today), minutes(36*60+1)), "log.too_long"},
		{"a minute in 3 days", draft(from("2026-11-22", today), minutes(1)), ""},
		{"no title", draft(title("")), "log.title"},
		{"a title of blanks", draft(title(" \n\t\u00a0")), "log.title"},
		{"200 characters", draft(long(200)), ""},
		{"201 characters", draft(long(201)), "log.title_long"},
		{"yesterday", draft(on("2026-11-23")), ""},
		{"tomorrow", draft(on("2026-11-25")), "log.future"},
		{"until tomorrow", draft(from("2026-11-20", "2026-11-25")), "log.future"},
		{"backwards", draft(from("2026-11-24", "2026-11-23")), "log.order"},
		{"14 days ago", draft(on("2026-11-10")), ""},
		{"15 days ago", draft(on("2026-11-09")), "log.too_old"},
		{"begun long ago, ended 14 days ago", draft(from("2026-10-01", "2026-11-10"), hours(40)), ""},
		{"ended 15 days ago", draft(from("2026-10-01", "2026-11-09"), hours(40)), "log.too_old"},
		{"366 days", draft(from("2025-11-24", today), hours(40)), "log.no_unit"}, // she was not here yet
		{"367 days", draft(from("2025-11-23", today), hours(40)), "log.span"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			if _, key := h.log(h.request(h.an, c.d)); key != c.want {
				t.Errorf("fault %q, want %q", key, c.want)
			}
			if n, want := h.count("SELECT count(*) FROM entries"), map[bool]int{true: 1}[c.want == ""]; n != want {
				t.Errorf("%d entries are stored, want %d", n, want)
			}
		})
	}
}

func TestFaultsNameWhatTheirSentencesNeed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct {
		d    learning.Draft
		kind fault.Kind
		want fault.Args
	}{
		{draft(long(201)), fault.Invalid, fault.Args{"Max": 200}},
		{draft(on("2026-11-25")), fault.Invalid, fault.Args{"Day": "25/11/2026"}},
		{draft(from("2025-01-01", today)), fault.Invalid, fault.Args{"Max": 366}},
		{draft(on("2026-11-09")), fault.Forbidden, fault.Args{"Days": 14, "Day": "09/11/2026"}},
		{draft(from("2026-11-23", today), hours(25)), fault.Invalid, fault.Args{"Days": 2}},
	} {
		f := fault.Of(learning.Check(h.request(h.an, c.d)))
		if f == nil || f.Kind != c.kind {
			t.Errorf("%+v: %v", c.d, f)
			continue
		}
		if diff := cmp.Diff(c.want, f.Args); diff != "" {
			t.Errorf("%s: %s", f.Key, diff)
		}
	}
}

func TestTheOfficeMayGoFurtherBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if _, key := h.log(h.request(h.binh, draft(on("2026-03-02")))); key != "" {
		t.Errorf("the Office: %s", key)
	}
	for name, roles := range map[string]people.Roles{"head": {Head: true}, "director": {Director: true}, "admin": {Admin: true}} {
		who := h.an
		who.Member.Roles = roles
		if _, key := h.log(h.request(who, draft(on("2026-03-02")))); key != "log.too_old" {
			t.Errorf("%s: %q", name, key)
		}
	}
}

func TestBackdatingIsASetting(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for days, want := range map[int]string{3: "log.too_old", 4: "", 30: ""} {
		r := h.request(h.an, draft(on("2026-11-20")))
		r.Rules.BackdateDays = days
		if key := h.keyOf(learning.Check(r)); key != want {
			t.Errorf("%d days: %q, want %q", days, key, want)
		}
	}
}

// Several faults at once: the one that a person can mend first speaks first, and an old day speaks last.
func TestTheFirstFaultSpeaks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for want, d := range map[string]learning.Draft{
		"log.title":        draft(title(""), minutes(0), on("2027-01-01")),
		"log.future":       draft(minutes(0), on("2027-01-01")),
		"log.not_positive": draft(minutes(0), on("2026-01-01")),
		"log.too_long":     draft(hours(13), on("2026-01-01")),
	} {
		if key := h.keyOf(learning.Check(h.request(h.an, d))); key != want {
			t.Errorf("%+v: %q, want %q", d, key, want)
		}
	}
}

func TestAnEntryBelongsToTheUnitOfItsFirstDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct {
		name string
		d    learning.Draft
		want people.UnitID
		key  string
	}{
		{"after the move", draft(on("2026-09-01")), h.cur, ""},
		{"before the move", draft(on("2026-08-31")), h.old, ""},
		{"over the move", draft(from("2026-08-30", "2026-09-02"), hours(4)), h.old, ""},
		{"before she came", draft(on("2025-12-31")), 0, "log.no_unit"},
	} {
		r := h.request(h.an, c.d)
		r.Rules.BackdateDays = 1000
		l, key := h.log(r)
		if key != c.key || l.Entry.Unit != c.want {
			t.Errorf("%s: unit %d, %q; want %d, %q", c.name, l.Entry.Unit, key, c.want, c.key)
		}
	}
}

func TestWhoHasLeftStillHasTheUnitOfThen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	who := h.an
	who.Member.To = "2026-11-20"
	l, key := h.log(h.request(who, draft(on("2026-11-15"))))
	if key != "" || l.Entry.Unit != h.cur {
		t.Errorf("unit %d, %q", l.Entry.Unit, key)
	}
}
