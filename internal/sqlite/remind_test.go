package sqlite_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/remind"
	"sohoc/internal/sqlite"
)

// desk is a register with An and Bảo, who have agreed.
func newReminded(t *testing.T) *staff {
	t.Helper()
	s := newStaff(t)
	s.agree("A1")
	s.agree("B2")
	return s
}

// reminded reads what is true of people.
func (s *staff) reminded(q remind.Query) []remind.Person {
	s.t.Helper()
	q.Today = day.Of(s.now)
	var out []remind.Person
	s.update(func(ctx context.Context, tx *sqlite.Tx) (err error) {
		out, err = tx.Reminded(ctx, q)
		return err
	})
	return out
}

// one reads what is true of one person.
func (s *staff) one(code string) remind.Person {
	s.t.Helper()
	list := s.reminded(remind.Query{IDs: []people.PersonID{s.ids[code]}})
	if len(list) != 1 {
		s.t.Fatalf("%d people with the number of %s", len(list), code)
	}
	return list[0]
}

func (s *staff) exec(query string, args ...any) {
	s.t.Helper()
	s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.ExecForTest(ctx, query, args...) })
}

func TestPeopleComeInOrderAndInParts(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	var all []people.PersonID
	after := people.PersonID(0)
	for {
		part := s.reminded(remind.Query{After: after, Limit: 2})
		if len(part) == 0 {
			break
		}
		for _, p := range part {
			after = p.Actor.Person.ID
			all = append(all, after)
		}
	}
	if len(all) != 5 || !slices.IsSorted(all) {
		t.Errorf("people came as %v", all)
	}
	states := map[people.PersonID]people.State{s.ids["A1"]: people.Active, s.ids["C3"]: people.Left, s.ids["Đ5"]: people.Left}
	for _, p := range s.reminded(remind.Query{Limit: 9}) {
		if want, ok := states[p.Actor.Person.ID]; ok && p.Actor.State != want {
			t.Errorf("%s is %s", p.Actor.Person.StaffCode, p.Actor.State)
		}
	}
}

func TestWhatIsTrueOfSomebody(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	an := s.ids["A1"]
	today := day.Of(s.now)
	s.exec("INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, ?, ?, 1), (?, ?, ?, 1)",
		an, today.Add(-9), today.Add(-7), an, today.Add(1), today.Add(3))
	for _, e := range []struct {
		on     day.Day
		status string
		made   int64
	}{{"2026-09-02", "recorded", 500}, {"2026-09-05", "confirmed", 300}, {"2026-11-01", "deleted", 900}} {
		s.exec(`INSERT INTO entries (person_id, unit_id, kind, field, title, folded, start_day, end_day, minutes, status, channel, created_at, updated_at)
VALUES (?, ?, 'self_study', 'law', 'Luật', 'luat', ?, ?, 60, ?, 'web', ?, 1)`, an, s.office, e.on, e.on, e.status, e.made)
	}
	for _, d := range []struct {
		kind, chat string
		linked     int64
		gone       any
	}{{"telegram", "t", 100, nil}, {"zalo", "z", 300, nil}, {"web", "w", 200, nil}, {"telegram", "dead", 400, 9}} {
		s.exec("INSERT INTO identities VALUES (?, '1', ?, ?, ?, ?, ?)", d.kind, d.chat, d.chat, an, d.linked, d.gone)
	}
	s.exec(`INSERT INTO conversations VALUES ('zalo', '1', 'z', '{"form":{"name":"hoc","at":1234}}', 1), ('web', '1', 'w', '{"misses":1}', 1)`)
	p := s.one("A1")
	var doors []string
	for _, d := range p.Doors {
		doors = append(doors, d.Chat)
	}
	if d := cmp.Diff([]string{"z", "w", "t"}, doors); d != "" {
		t.Errorf("the doors, the newest first, without the dead one:\n%s", d)
	}
	if p.Doors[0].Busy.UnixMilli() != 1234 || !p.Doors[1].Busy.IsZero() || p.Doors[0].Closed {
		t.Errorf("the form in the chat is not seen: %+v", p.Doors)
	}
	if p.Away || p.LastAway != today.Add(-7) || p.LastDay != "2026-09-05" || p.LastWritten.UnixMilli() != 500 {
		t.Errorf("%+v", p)
	}
	s.exec("INSERT INTO leaves (person_id, from_day, to_day, created_at) VALUES (?, ?, ?, 1)", an, today, today)
	if p := s.one("A1"); !p.Away || p.LastAway != today.Add(-7) {
		t.Errorf("on leave today: %v, last %s", p.Away, p.LastAway)
	}
	if q := s.one("B2"); q.Away || len(q.Doors) > 0 || q.LastDay != "" || !q.LastWritten.IsZero() || q.Record != (remind.Record{}) {
		t.Errorf("of Bảo it is said %+v", q)
	}
}

func TestDuesOfSomebody(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	an := s.ids["A1"]
	old, soon := s.now.Add(-48*time.Hour).Truncate(time.Millisecond), s.now.Add(time.Hour).Truncate(time.Millisecond)
	held := remind.Due{Slot: remind.Slot{Job: remind.Weekly, Due: old}, Held: true, At: soon}
	settled := remind.Due{Slot: remind.Slot{Job: remind.OfficeDigest, Due: soon}, At: s.now.Truncate(time.Millisecond)}
	past := remind.Due{Slot: remind.Slot{Job: remind.Monthly, Due: old}, At: old}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, d := range []remind.Due{held, settled, past} {
			if err := tx.SetDue(ctx, an, d, remind.Together); err != nil {
				return err
			}
		}
		return nil
	})
	p := s.reminded(remind.Query{IDs: []people.PersonID{an}, From: s.now})[0]
	if d := cmp.Diff([]remind.Due{held, settled}, p.Dues); d != "" {
		t.Errorf("wanted -, got +:\n%s", d)
	}
	if !p.Settled(settled.Slot) || !p.Settled(held.Slot) || p.Settled(past.Slot) {
		t.Error("what was settled is not known")
	}
}

func TestWhatIsHeld(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	base := s.now.Truncate(time.Hour)
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if next, err := tx.NextHeld(ctx); err != nil || !next.IsZero() {
			t.Errorf("nothing is held, and the next is %s (%v)", next, err)
		}
		for i, code := range []string{"B2", "A1", "B2"} {
			at := base.Add(time.Duration(i+1) * time.Hour)
			d := remind.Due{Slot: remind.Slot{Job: remind.Weekly, Due: at}, Held: true, At: at}
			if err := tx.SetDue(ctx, s.ids[code], d, remind.Asked); err != nil {
				return err
			}
		}
		for hours, want := range map[int][]people.PersonID{
			0: nil, 1: {s.ids["B2"]}, 2: {s.ids["B2"], s.ids["A1"]}, 3: {s.ids["B2"], s.ids["A1"]},
		} {
			got, err := tx.HeldFor(ctx, base.Add(time.Duration(hours)*time.Hour), 10)
			slices.Sort(got)
			slices.Sort(want)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("after %d hours something is held for %v, want %v (%v)", hours, got, want, err)
			}
		}
		if one, err := tx.HeldFor(ctx, base.Add(9*time.Hour), 1); err != nil || len(one) != 1 {
			t.Errorf("at most one is %v (%v)", one, err)
		}
		if next, err := tx.NextHeld(ctx); err != nil || !next.Equal(base.Add(time.Hour)) {
			t.Errorf("the next is %s (%v)", next, err)
		}
		served := remind.Due{Slot: remind.Slot{Job: remind.Weekly, Due: base.Add(time.Hour)}, At: s.now}
		if err := tx.SetDue(ctx, s.ids["B2"], served, remind.Ready); err != nil {
			return err
		}
		if next, err := tx.NextHeld(ctx); err != nil || !next.Equal(base.Add(2*time.Hour)) {
			t.Errorf("after it was served the next is %s (%v)", next, err)
		}
		return nil
	})
}

func TestWhatWasSentIsCounted(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	an := s.ids["A1"]
	send := func(what remind.Sent, at time.Time) {
		t.Helper()
		s.update(func(ctx context.Context, tx *sqlite.Tx) error { return tx.NoteSent(ctx, an, what, at) })
	}
	first, second, third := s.now.Truncate(time.Second), s.now.Truncate(time.Second).Add(time.Hour), s.now.Truncate(time.Second).Add(2*time.Hour)
	send(remind.Sent{Reminder: true}, first)
	send(remind.Sent{}, second) // a digest
	want := remind.Record{LastAt: second, RemindedAt: first, Sent: 1, Unanswered: 1}
	if got := s.one("A1").Record; !same(got, want) {
		t.Errorf("remembered is %+v, want %+v", got, want)
	}
	send(remind.Sent{Reminder: true, Stopped: true}, third)
	want = remind.Record{LastAt: third, RemindedAt: third, Sent: 1, Unanswered: 1, PausedAt: third}
	if got := s.one("A1").Record; !same(got, want) {
		t.Errorf("after the last word it is %+v, want %+v", got, want)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if n, err := tx.PausedCount(ctx, day.Of(s.now)); n != 1 || err != nil {
			t.Errorf("%d are paused (%v)", n, err)
		}
		if n, err := tx.PausedCount(ctx, "2019-01-01"); n != 0 || err != nil {
			t.Errorf("%d were paused before anybody was here (%v)", n, err)
		}
		return tx.Heard(ctx, an)
	})
	if got := s.one("A1").Record; got.Unanswered != 0 || got.PausedAt.IsZero() || got.Sent != 1 {
		t.Errorf("an answer makes of it %+v", got)
	}
}

// same compares what is remembered by its instants, wherever they are.
func same(a, b remind.Record) bool {
	return a.LastAt.Equal(b.LastAt) && a.RemindedAt.Equal(b.RemindedAt) && a.PausedAt.Equal(b.PausedAt) && a.Sent == b.Sent &&
		a.Unanswered == b.Unanswered && a.Off == b.Off && a.Channel == b.Channel
}

func TestWhatWasChosen(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	an, bao := s.ids["A1"], s.ids["B2"]
	monday := remind.Own{Set: true, Minute: 510, HasDay: true, Day: time.Monday}
	sunday := remind.Own{Set: true, Minute: 510, HasDay: true, Day: time.Sunday}
	anyDay := remind.Own{Set: true, Minute: 0}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		if r, err := tx.RecordOf(ctx, an); err != nil || r != (remind.Record{}) {
			t.Errorf("who chose nothing has %+v (%v)", r, err)
		}
		if err := tx.NoteSent(ctx, an, remind.Sent{Reminder: true, Stopped: true}, s.now); err != nil {
			return err
		}
		for _, o := range []remind.Own{anyDay, sunday, monday} {
			if err := tx.Choose(ctx, an, remind.Record{Own: o, Channel: "zalo", Off: true}, s.now); err != nil {
				return err
			}
			r, err := tx.RecordOf(ctx, an)
			if o.Chosen = r.Own.Chosen; err != nil || r.Own != o || r.Own.Chosen.UnixMilli() != s.now.UnixMilli() || r.Channel != "zalo" || !r.Off || !r.PausedAt.IsZero() || r.LastAt.IsZero() {
				t.Errorf("of %+v is kept %+v (%v)", o, r, err)
			}
		}
		if err := tx.Choose(ctx, bao, remind.Record{Own: anyDay}, s.now); err != nil {
			return err
		}
		owns, err := tx.OwnTimes(ctx)
		if err != nil || len(owns) != 2 || owns[0] != anyDay || owns[1] != monday {
			t.Errorf("own times are %+v (%v)", owns, err)
		}
		return nil
	})
}

func TestWhoChoseATime(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	an, bao := s.ids["A1"], s.ids["B2"]
	slot := remind.Slot{Job: remind.Weekly, Due: s.now.Add(5 * time.Hour)}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, id := range []people.PersonID{an, bao} {
			if err := tx.Choose(ctx, id, remind.Record{Own: remind.Own{Set: true, Minute: 600}}, s.now); err != nil {
				return err
			}
		}
		asked := func(moment time.Time, minute int, day bool) []people.PersonID {
			o := remind.Own{Set: true, Minute: minute, HasDay: day, Chosen: moment}
			ids, err := tx.OwnTimed(ctx, o, slot, 10)
			if err != nil {
				t.Error(err)
			}
			return ids
		}
		later := s.now.Add(time.Hour)
		if got := asked(later, 600, false); !slices.Equal(got, []people.PersonID{an, bao}) {
			t.Errorf("chosen by %v", got)
		}
		if got := slices.Concat(asked(later, 601, false), asked(later, 600, true), asked(s.now.Add(-time.Minute), 600, false)); len(got) > 0 {
			t.Errorf("another time, a weekday, or a moment before the choice is that of %v", got)
		}
		if err := tx.SetDue(ctx, an, remind.Due{Slot: slot, At: s.now}, remind.Ready); err != nil {
			return err
		}
		if got := asked(later, 600, false); !slices.Equal(got, []people.PersonID{bao}) {
			t.Errorf("after An got it, it is due to %v", got)
		}
		return nil
	})
}

func TestDecisionsAreAddedUp(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	slot := remind.Slot{Job: remind.Weekly, Due: s.now}
	notes := []remind.Note{
		{Person: 1, Slot: slot, Do: remind.Send}, {Person: 2, Slot: slot, Do: remind.Skip, Why: remind.OnLeave},
		{Person: 3, Slot: slot, Do: remind.Skip, Why: remind.OnLeave}, {Person: 4, Slot: slot, Do: remind.Hold, Why: remind.Weekend, At: s.now},
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for range 2 {
			if err := tx.Tally(ctx, notes); err != nil {
				return err
			}
		}
		for where, want := range map[string]int{
			"outcome = 'send' AND reason = ''": 2, "outcome = 'skip' AND reason = 'leave'": 4, "outcome = 'hold' AND reason = 'weekend'": 2, "1": 8,
		} {
			if n, err := tx.CountForTest(ctx, "SELECT sum(n) FROM due_tallies WHERE "+where); n != want || err != nil {
				t.Errorf("%s adds up to %d, want %d (%v)", where, n, want, err)
			}
		}
		if err := tx.SetDue(ctx, s.ids["A1"], remind.Due{Slot: slot, At: s.now}, remind.Ready); err != nil {
			return err
		}
		if err := tx.ForgetDues(ctx, s.now); err != nil {
			return err
		}
		if n, err := tx.CountForTest(ctx, "SELECT count(*) FROM dues"); n != 1 || err != nil {
			t.Errorf("%d rows are left of one that is not old (%v)", n, err)
		}
		return tx.ForgetDues(ctx, s.now.Add(time.Minute))
	})
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		n, err := tx.CountForTest(ctx, "SELECT (SELECT count(*) FROM dues) + (SELECT count(*) FROM due_tallies)")
		if n != 0 {
			t.Errorf("%d old rows are left", n)
		}
		return err
	})
}

// It is kept for who agreed, and goes with the agreement.
func TestRemindersGoWithTheConsent(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for _, code := range []string{"A1", "B2"} {
			if err := tx.Choose(ctx, s.ids[code], remind.Record{Off: true}, s.now); err != nil {
				return err
			}
			if err := tx.SetDue(ctx, s.ids[code], remind.Due{Slot: remind.Slot{Job: remind.Weekly, Due: s.now}, Held: true, At: s.now}, ""); err != nil {
				return err
			}
		}
		if err := tx.WithdrawConsent(ctx, s.ids["A1"], s.now); err != nil {
			return err
		}
		for _, table := range []string{"reminders", "dues"} {
			if n, err := tx.CountForTest(ctx, "SELECT count(*) FROM "+table); n != 1 || err != nil {
				t.Errorf("%d rows are left in %s (%v)", n, table, err)
			}
		}
		return nil
	})
}

func TestWhatWaitsForAHead(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	for _, status := range []string{"pending", "pending", "recorded", "deleted"} {
		s.exec(`INSERT INTO entries (person_id, unit_id, kind, field, title, folded, start_day, end_day, minutes, status, channel, created_at, updated_at)
VALUES (?, ?, 'self_study', 'law', 'Luật', 'luat', '2026-11-01', '2026-11-01', 60, ?, 'web', 1, 1)`, s.ids["A1"], s.office, status)
	}
	s.update(func(ctx context.Context, tx *sqlite.Tx) error {
		for unit, want := range map[people.UnitID]int{s.office: 2, s.inspectors: 0} {
			if n, err := tx.Unconfirmed(ctx, unit); n != want || err != nil {
				t.Errorf("%d entries wait in unit %d, want %d (%v)", n, unit, want, err)
			}
		}
		return nil
	})
}

func TestWhatTheSchemaRefusesOfReminders(t *testing.T) {
	t.Parallel()
	s := newReminded(t)
	for _, query := range []string{
		"INSERT INTO reminders (person_id, minute) VALUES (1, 1440)", "INSERT INTO reminders (person_id, weekday) VALUES (1, 7)",
		"INSERT INTO reminders (person_id, off) VALUES (1, 2)", "INSERT INTO reminders (person_id, unanswered) VALUES (1, -1)",
		"INSERT INTO reminders (person_id) VALUES (99)", "INSERT INTO dues VALUES (1, 'quiz', 1, 2, 1, '')",
		"INSERT INTO dues VALUES (99, 'quiz', 1, 1, 1, '')", "INSERT INTO due_tallies VALUES ('quiz', 1, 'lost', '', 1)",
	} {
		s.update(func(ctx context.Context, tx *sqlite.Tx) error {
			err := tx.Savepoint(ctx, func() error { return tx.ExecForTest(ctx, query) })
			if err == nil || !strings.Contains(query, "INSERT") {
				t.Errorf("%s is taken", query)
			}
			return nil
		})
	}
}
