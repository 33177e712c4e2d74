package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// house is a database with a register, filled by short words.
type house struct {
	t      *testing.T
	db     *sqlite.DB
	path   string
	units  map[string]people.Unit
	people map[string]people.PersonID
}

func newHouse(t *testing.T) *house {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sohoc.db")
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &house{t: t, db: db, path: path, units: map[string]people.Unit{}, people: map[string]people.PersonID{}}
}

// sql writes what no part of the program writes yet.
func (h *house) sql(query string, args ...any) {
	h.t.Helper()
	raw, err := sql.Open("sqlite3", h.path)
	if err != nil {
		h.t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.ExecContext(h.t.Context(), query, args...); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) update(fn func(tx *sqlite.Tx) error) {
	h.t.Helper()
	if err := h.db.Update(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(fn func(tx *sqlite.Tx) error) {
	h.t.Helper()
	if err := h.db.View(h.t.Context(), fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) unit(name string, from, to day.Day) {
	h.t.Helper()
	h.update(func(tx *sqlite.Tx) error {
		u := people.Unit{Name: name, Sort: len(h.units) + 1, From: from, To: to}
		id, err := tx.AddUnit(h.t.Context(), u)
		u.ID = id
		h.units[name] = u
		return err
	})
}

// stay is a membership: unit, first day, last day.
type stay struct {
	unit     string
	from, to day.Day
}

// person adds somebody who agreed on a day; none = never.
func (h *house) person(name string, agreed day.Day, stays ...stay) {
	h.t.Helper()
	ctx := h.t.Context()
	h.update(func(tx *sqlite.Tx) error {
		id, err := tx.AddPerson(ctx, people.Person{StaffCode: name, Name: name, Category: people.CongChuc}, time.Now())
		if err != nil {
			return err
		}
		h.people[name] = id
		var timeline []people.Membership
		for _, s := range stays {
			timeline = append(timeline, people.Membership{Person: id, Unit: h.units[s.unit].ID, From: s.from, To: s.to})
		}
		if err := tx.SetMemberships(ctx, id, timeline); err != nil || agreed == "" {
			return err
		}
		if err := tx.LinkAccount(ctx, people.Account{Channel: "telegram", Account: "1", User: name, Chat: name}, id, time.Now()); err != nil {
			return err
		}
		return tx.GiveConsent(ctx, id, people.ConsentVersion, "telegram", agreed.In(time.UTC))
	})
}

// entry writes something down in the unit of its first day.
func (h *house) entry(name string, kind learning.Kind, minutes int, days day.Range, status learning.Status) learning.EntryID {
	h.t.Helper()
	var id learning.EntryID
	h.update(func(tx *sqlite.Tx) error {
		unit, ok, err := tx.UnitAt(h.t.Context(), h.people[name], days.From)
		if err != nil || !ok {
			h.t.Fatalf("%s has no unit on %s: %v", name, days.From, err)
		}
		e := learning.Entry{Person: h.people[name], Unit: unit, Status: status, Channel: "telegram", Version: 1, Created: time.Now(), Updated: time.Now()}
		e.Draft = learning.Draft{Title: "Chuyên đề", Kind: kind, Field: "law", Start: days.From, End: days.To, Minutes: minutes}
		id, err = tx.AddEntry(h.t.Context(), e)
		return err
	})
	return id
}

// proof attaches a file to an entry.
func (h *house) proof(id learning.EntryID) {
	h.t.Helper()
	h.update(func(tx *sqlite.Tx) error {
		_, err := tx.AddEvidence(h.t.Context(), id, learning.Evidence{Hash: "h", Name: "giay.pdf", MIME: "application/pdf", Size: 1}, time.Now())
		return err
	})
}

func on(d day.Day) day.Range { return day.Range{From: d, To: d} }

const today = day.Day("2026-11-24")

func viewOf(span learning.Span, d day.Day) learning.View {
	return learning.View{Period: learning.PeriodTo(span, d), At: d.Add(1).In(time.UTC), Rules: learning.DefaultRules()}
}

// ministry is a department in which people move, come, go and rest, and units merge and begin.
//
//	Văn phòng            all year: An, Bình until 15/11
//	Hành chính tư pháp   all year: Bình from 16/11, Cúc from 1/11, Dũng, Em, Giang, Hoa until 20/11
//	Bổ trợ tư pháp       until 31/10: Cúc
//	Trợ giúp pháp lý     from 10/11: Khoa
func ministry(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	h.unit("Văn phòng", "2026-01-01", "")
	h.unit("Hành chính", "2026-01-01", "")
	h.unit("Bổ trợ", "2026-01-01", "2026-10-31")
	h.unit("Trợ giúp", "2026-11-10", "")
	year := day.Day("2026-01-01")
	h.person("An", year, stay{"Văn phòng", year, ""})
	h.person("Bình", year, stay{"Văn phòng", year, "2026-11-15"}, stay{"Hành chính", "2026-11-16", ""})
	h.person("Cúc", year, stay{"Bổ trợ", year, "2026-10-31"}, stay{"Hành chính", "2026-11-01", ""})
	h.person("Dũng", year, stay{"Hành chính", year, ""})
	h.person("Em", "", stay{"Hành chính", year, ""})
	h.person("Giang", year, stay{"Hành chính", year, "2026-10-31"}, stay{"Hành chính", "2026-11-01", ""}) // a new post
	h.person("Hoa", year, stay{"Hành chính", year, "2026-11-20"})
	h.person("Khoa", "2026-11-20", stay{"Trợ giúp", "2026-11-10", ""})
	h.sql("INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, '2026-11-20', '2026-11-30', 1)", h.people["Dũng"])

	h.entry("An", "self_study", 60, on("2026-11-24"), learning.Recorded)
	h.entry("An", "training", 90, on("2026-10-10"), learning.Confirmed)
	h.entry("An", "self_study", 40, on("2026-11-25"), learning.Recorded) // beyond the day
	h.entry("Bình", "course", 120, on("2026-11-10"), learning.Recorded)  // for Văn phòng, which Bình has left since
	h.entry("Bình", "self_study", 30, on("2026-11-20"), learning.Awaiting)
	h.entry("Cúc", "group_study", 50, on("2026-10-30"), learning.Recorded)
	h.entry("Cúc", "course", 480, day.Range{From: "2026-10-30", To: "2026-11-02"}, learning.Recorded) // counts in November, for Bổ trợ
	h.entry("Dũng", "course", 1800, day.Range{From: "2026-03-02", To: "2026-03-06"}, learning.Confirmed)
	h.entry("Giang", "self_study", 45, on("2026-11-05"), learning.Deleted)
	h.entry("Giang", "self_study", 45, on("2026-11-06"), learning.Withdrawn)
	h.entry("Giang", "self_study", 45, on("2026-11-07"), learning.Returned)
	h.entry("Hoa", "online_exam", 20, on("2026-11-05"), learning.Recorded)
	return h
}

func TestUnitReportAsOfADay(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	absent := func(reason learning.Reason, name string) learning.Absent {
		return learning.Absent{Person: h.people[name], Name: name, Reason: reason}
	}
	for name, c := range map[string]struct {
		unit string
		view learning.View
		want learning.UnitReport
	}{
		"moves, leave, newcomers, a new post": {"Hành chính", viewOf(learning.Month, today), learning.UnitReport{
			Figures:   learning.Figures{Members: 5, TookPart: 1, Entries: 2, Self: 50, Duty: learning.Duty{Due: 5, Reached: 1, CongChuc: 5}},
			Before:    learning.Figures{Members: 4},
			HasBefore: true,
			Department: learning.Figures{
				Members: 7, TookPart: 2, Entries: 5, Training: 600, Self: 110,
			},
			Absent: []learning.Absent{
				absent(learning.Newcomer, "Cúc"), absent(learning.Away, "Dũng"),
				absent(learning.NotJoined, "Em"), absent(learning.NotWritten, "Giang"),
			},
		}},
		"the day before a move": {"Văn phòng", viewOf(learning.Month, "2026-11-15"), learning.UnitReport{
			Figures:    learning.Figures{Members: 2, TookPart: 1, Entries: 1, Training: 120, Duty: learning.Duty{Due: 2, CongChuc: 2}},
			Before:     learning.Figures{Members: 2, TookPart: 1, Entries: 1, Training: 90},
			HasBefore:  true,
			Department: learning.Figures{Members: 8, TookPart: 2, Entries: 3, Training: 600, Self: 20},
			Absent:     []learning.Absent{absent(learning.NotWritten, "An")},
		}},
		"a unit before it ended, a whole month against a whole month": {"Bổ trợ", viewOf(learning.Month, "2026-10-31"), learning.UnitReport{
			Figures:    learning.Figures{Members: 1, TookPart: 1, Entries: 1, Self: 50, Duty: learning.Duty{Due: 1, CongChuc: 1}},
			Before:     learning.Figures{Members: 1},
			HasBefore:  true,
			Department: learning.Figures{Members: 7, TookPart: 2, Entries: 2, Training: 90, Self: 50},
		}},
		"a unit that has no period before, not yet joined on that day": {"Trợ giúp", viewOf(learning.Month, "2026-11-18"), learning.UnitReport{
			Figures:    learning.Figures{Members: 1, Duty: learning.Duty{Due: 1, CongChuc: 1}},
			Department: learning.Figures{Members: 8, TookPart: 1, Entries: 3, Training: 600, Self: 20},
			Absent:     []learning.Absent{absent(learning.NotJoined, "Khoa")},
		}},
		"a quarter": {"Văn phòng", viewOf(learning.Quarter, "2026-12-31"), learning.UnitReport{
			Figures:    learning.Figures{Members: 1, TookPart: 1, Entries: 4, Training: 210, Self: 100, Duty: learning.Duty{Due: 1, CongChuc: 1}},
			Before:     learning.Figures{Members: 2},
			HasBefore:  true,
			Department: learning.Figures{Members: 7, TookPart: 2, Entries: 8, Training: 690, Self: 200},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.want.Unit = h.units[c.unit]
			c.want.Begun = true
			h.view(func(tx *sqlite.Tx) error {
				got, err := learning.OfUnit(t.Context(), tx, c.want.Unit, c.view)
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("wanted -, got +:\n%s", diff)
				}
				return err
			})
		})
	}
}

func TestDepartmentAsOfADay(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	type line struct {
		Unit              string
		TookPart, Members int
		Minutes, Reached  int
		BeforeTook        int
		HasBefore         bool
	}
	for name, c := range map[string]struct {
		view  learning.View
		rows  []line
		ended int
	}{
		"today, by need; an ended unit's entry is in the total only": {viewOf(learning.Month, today), []line{
			{"Trợ giúp", 0, 1, 0, 0, 0, false},
			{"Hành chính", 1, 5, 50, 1, 0, true},
			{"Văn phòng", 1, 1, 180, 0, 1, true},
		}, 480},
		"before the merger": {viewOf(learning.Month, "2026-10-31"), []line{
			{"Hành chính", 0, 4, 0, 1, 0, true},
			{"Văn phòng", 1, 2, 90, 0, 0, true},
			{"Bổ trợ", 1, 1, 50, 0, 0, true},
		}, 0},
		"equal need keeps the units' order": {viewOf(learning.Month, "2026-06-30"), []line{
			{"Văn phòng", 0, 2, 0, 0, 0, true},
			{"Hành chính", 0, 4, 0, 1, 0, true},
			{"Bổ trợ", 0, 1, 0, 0, 0, true},
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h.view(func(tx *sqlite.Tx) error {
				d, err := learning.OfDepartment(t.Context(), tx, c.view)
				if err != nil {
					return err
				}
				var got []line
				for _, r := range d.Rows {
					f := r.Figures
					got = append(got, line{r.Unit.Name, f.TookPart, f.Members, f.Minutes(), f.Duty.Reached, r.Before.TookPart, r.HasBefore})
				}
				if diff := cmp.Diff(c.rows, got); diff != "" {
					t.Errorf("wanted -, got +:\n%s", diff)
				}
				if d.Ended.Minutes() != c.ended {
					t.Errorf("ended units have %d minutes, want %d", d.Ended.Minutes(), c.ended)
				}
				return nil
			})
		})
	}
}

func TestOwnTotalsKeepTheCountersApart(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	h.proof(h.entry("An", "course", 45, on("2026-11-02"), learning.Recorded))
	h.entry("An", "online_exam", 15, on("2026-11-03"), learning.Recorded)
	h.view(func(tx *sqlite.Tx) error {
		person := people.Person{ID: h.people["An"], Category: people.CongChuc}
		got, err := learning.OwnTotals(t.Context(), tx, person, learning.PeriodTo(learning.Month, today))
		want := learning.Own{
			Period: learning.Totals{Entries: 3, Training: 45, Self: 75, Credit: learning.Credit{Backed: 45}, Kinds: []learning.KindTotal{
				{Kind: "course", Counter: learning.TrainingCounter, Entries: 1, Minutes: 45, Credit: learning.Credit{Backed: 45}},
				{Kind: "self_study", Counter: learning.SelfCounter, Entries: 1, Minutes: 60},
				{Kind: "online_exam", Counter: learning.SelfCounter, Entries: 1, Minutes: 15},
			}},
			Before: learning.Totals{Entries: 1, Training: 90, Credit: learning.Credit{Backed: 90, Confirmed: 90}, Kinds: []learning.KindTotal{
				{Kind: "training", Counter: learning.TrainingCounter, Entries: 1, Minutes: 90, Credit: learning.Credit{Backed: 90, Confirmed: 90}},
			}},
			Year: learning.Totals{Entries: 4, Training: 135, Self: 75, Credit: learning.Credit{Backed: 135, Confirmed: 90}, Kinds: []learning.KindTotal{
				{Kind: "course", Counter: learning.TrainingCounter, Entries: 1, Minutes: 45, Credit: learning.Credit{Backed: 45}},
				{Kind: "training", Counter: learning.TrainingCounter, Entries: 1, Minutes: 90, Credit: learning.Credit{Backed: 90, Confirmed: 90}},
				{Kind: "self_study", Counter: learning.SelfCounter, Entries: 1, Minutes: 60},
				{Kind: "online_exam", Counter: learning.SelfCounter, Entries: 1, Minutes: 15},
			}},
			Duty: learning.Target{Tiet: 40, Source: "Nghị định 171/2025/NĐ-CP"}, HasDue: true, Begun: true,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("wanted -, got +:\n%s", diff)
		}
		return err
	})
}

func TestTargetsAreThoseOfTheDay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.sql("INSERT INTO targets (category, valid_from, tiet, source) VALUES ('vien_chuc', '2027-01-01', 24, 'Quyết định')")
	for d, want := range map[day.Day]int{"2025-06-30": 0, "2025-07-01": 1, "2026-12-31": 1, "2027-01-01": 2} {
		h.view(func(tx *sqlite.Tx) error {
			got, err := tx.Targets(t.Context(), d)
			if len(got) != want {
				t.Errorf("on %s there are %d targets, want %d", d, len(got), want)
			}
			return err
		})
	}
}

func TestAwayOnCoversBothEnds(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	for d, want := range map[day.Day]bool{"2026-11-19": false, "2026-11-20": true, "2026-11-30": true, "2026-12-01": false} {
		h.view(func(tx *sqlite.Tx) error {
			got, err := tx.AwayOn(t.Context(), h.people["Dũng"], d)
			if got != want {
				t.Errorf("away on %s: %v, want %v", d, got, want)
			}
			return err
		})
	}
}

func TestConsentTakenBackIsNotJoined(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	h.update(func(tx *sqlite.Tx) error {
		return tx.WithdrawConsent(t.Context(), h.people["Khoa"], day.Day("2026-11-23").In(time.UTC))
	})
	for d, want := range map[day.Day]bool{"2026-11-19": false, "2026-11-20": true, "2026-11-22": true, "2026-11-23": false} {
		if got := h.joined("Trợ giúp", "Khoa", d); got != want {
			t.Errorf("at the end of %s: joined is %v, want %v", d, got, want)
		}
	}
}

// joined reports whether somebody counts as joined at the end of a day.
func (h *house) joined(unit, name string, d day.Day) (yes bool) {
	h.t.Helper()
	h.view(func(tx *sqlite.Tx) error {
		members, err := tx.Members(h.t.Context(), h.units[unit].ID, d, d.Add(1).In(time.UTC).Add(-time.Millisecond))
		for _, m := range members {
			if m.Person == h.people[name] {
				yes = m.Joined
			}
		}
		return err
	})
	return yes
}

// One definition for all: who agreed has joined, with or without an account; so has who stands in the book with
// an entry, from its day on, unless the agreement was taken back.
func TestWhoHasJoined(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	h.sql("DELETE FROM identities")
	if !h.joined("Hành chính", "Dũng", today) {
		t.Error("who agreed and lost the account has not joined")
	}
	if h.joined("Hành chính", "Em", today) {
		t.Error("who never agreed and has no entry has joined")
	}
	h.entry("Em", "self_study", 30, on("2026-09-10"), learning.Recorded)
	for d, want := range map[day.Day]bool{"2026-09-09": false, "2026-09-10": true, today: true} {
		if got := h.joined("Hành chính", "Em", d); got != want {
			t.Errorf("with an entry of 10/9, at the end of %s: joined is %v, want %v", d, got, want)
		}
	}
	h.update(func(tx *sqlite.Tx) error {
		return tx.WithdrawConsent(t.Context(), h.people["An"], day.Day("2026-11-20").In(time.UTC))
	})
	if h.joined("Văn phòng", "An", today) || !h.joined("Văn phòng", "An", "2026-11-19") {
		t.Error("entries speak for somebody who took the agreement back")
	}
}

func TestTheBookBeginsWithItsFirstEntry(t *testing.T) {
	t.Parallel()
	h := ministry(t)
	for d, want := range map[day.Day]bool{"2026-03-05": false, "2026-03-06": true, today: true} {
		h.view(func(tx *sqlite.Tx) error {
			got, err := tx.Begun(t.Context(), d)
			if got != want {
				t.Errorf("by %s the book has begun: %v, want %v", d, got, want)
			}
			return err
		})
	}
}
