package remind_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sohoc/internal/people"
	"sohoc/internal/remind"
)

func slot(j remind.Job, when string) remind.Slot { return remind.Slot{Job: j, Due: at(when)} }

// outcome is a plan in short: what is sent, and what becomes of the rest.
func outcome(p remind.Plan) (sent []remind.Job, rest map[remind.Job]remind.Why) {
	rest = map[remind.Job]remind.Why{}
	for _, s := range p.Send {
		sent = append(sent, s.Job)
	}
	for _, n := range p.Notes {
		if n.Do == remind.Hold || n.Do == remind.Skip {
			rest[n.Slot.Job] = n.Why
		}
	}
	return sent, rest
}

func TestWhatIsDueWithinTwoHoursIsOneMessage(t *testing.T) {
	t.Parallel()
	head, office := slot(remind.HeadDigest, "11-30 08:00"), slot(remind.OfficeDigest, "11-30 08:15")
	more, monthly := slot(remind.QuizMore, "11-30 08:00"), slot(remind.Monthly, "11-30 08:30")
	later := slot(remind.DirectorPage, "11-30 10:00")
	for name, c := range map[string]struct {
		roles  people.Roles
		due    []remind.Slot
		coming []remind.Slot
		sent   []remind.Job
		rest   map[remind.Job]remind.Why
	}{
		"an Office head on Monday": {
			roles: people.Roles{Head: true, Office: true}, due: []remind.Slot{head}, coming: []remind.Slot{office, more},
			sent: []remind.Job{remind.HeadDigest, remind.OfficeDigest},
		},
		"a head who is not of the Office": {
			roles: people.Roles{Head: true}, due: []remind.Slot{head}, coming: []remind.Slot{office},
			sent: []remind.Job{remind.HeadDigest},
		},
		"what comes after two hours comes by itself": {
			roles: people.Roles{Head: true, Director: true}, due: []remind.Slot{head}, coming: []remind.Slot{later},
			sent: []remind.Job{remind.HeadDigest},
		},
		"the own business first": {
			roles: people.Roles{Head: true}, due: []remind.Slot{head}, coming: []remind.Slot{monthly},
			sent: []remind.Job{remind.Monthly, remind.HeadDigest},
		},
		"a question waits": {
			roles: people.Roles{Head: true}, due: []remind.Slot{more, head}, sent: []remind.Job{remind.HeadDigest},
			rest: map[remind.Job]remind.Why{remind.QuizMore: remind.TooSoon},
		},
		"a question alone": {
			due: []remind.Slot{more}, coming: []remind.Slot{monthly}, sent: []remind.Job{remind.QuizMore},
		},
		"the older of two reminders": {
			due:  []remind.Slot{slot(remind.Weekly, "11-27 15:30"), slot(remind.Weekly, "11-30 07:30")},
			sent: []remind.Job{remind.Weekly}, rest: map[remind.Job]remind.Why{remind.Weekly: remind.Superseded},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := lan()
			p.Actor.Member.Roles = c.roles
			sent, rest := outcome(rules().Plan(p, c.due, c.coming, at("11-30 08:00")))
			if c.rest == nil {
				c.rest = map[remind.Job]remind.Why{}
			}
			if d := cmp.Diff(c.sent, sent) + cmp.Diff(c.rest, rest); d != "" {
				t.Errorf("wanted -, got +:\n%s", d)
			}
		})
	}
}

func TestAQuestionThatWaitsIsHeldForTwoHours(t *testing.T) {
	t.Parallel()
	p := lan()
	p.Actor.Member.Roles.Head = true
	plan := rules().Plan(p, []remind.Slot{slot(remind.QuizMore, "11-30 08:00"), slot(remind.HeadDigest, "11-30 08:00")}, nil, at("11-30 10:00"))
	for _, n := range plan.Notes {
		if n.Slot.Job == remind.QuizMore && !n.At.Equal(at("11-30 13:30")) { // 12:00 is no working hour
			t.Errorf("the question is held until %s", n.At)
		}
	}
	if len(plan.Notes) != 2 {
		t.Errorf("noted %+v", plan.Notes)
	}
}

func TestWhatWasSettledIsNotTakenAlong(t *testing.T) {
	t.Parallel()
	p := lan()
	p.Actor.Member.Roles = people.Roles{Head: true, Office: true}
	office := slot(remind.OfficeDigest, "11-30 08:15")
	p.Dues = []remind.Due{{Slot: office}}
	if sent, _ := outcome(rules().Plan(p, []remind.Slot{slot(remind.HeadDigest, "11-30 08:00")}, []remind.Slot{office}, at("11-30 08:00"))); len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
	p.Dues = []remind.Due{{Slot: office, Held: true, At: at("11-30 13:30")}} // held beyond two hours
	if sent, _ := outcome(rules().Plan(p, []remind.Slot{slot(remind.HeadDigest, "11-30 08:00")}, []remind.Slot{office}, at("11-30 08:00"))); len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
}

func TestStopping(t *testing.T) {
	t.Parallel()
	p := lan()
	p.Record.Unanswered = remind.MaxUnanswered
	if plan := rules().Plan(p, []remind.Slot{weekly}, nil, weekly.Due); !plan.Stop {
		t.Errorf("four reminders without an answer do not stop: %+v", plan)
	}
	p.Actor.Member.Roles.Head = true
	if plan := rules().Plan(p, []remind.Slot{slot(remind.HeadDigest, "11-27 14:00")}, []remind.Slot{weekly}, at("11-27 14:00")); !plan.Stop || len(plan.Send) != 2 {
		t.Errorf("taken along, they do not stop: %+v", plan)
	}
	p.Record.Unanswered = 3
	if plan := rules().Plan(p, []remind.Slot{weekly}, nil, weekly.Due); plan.Stop {
		t.Errorf("three stop: %+v", plan)
	}
}

func TestHeldTooLong(t *testing.T) {
	t.Parallel()
	p := lan()
	digest, reminder := slot(remind.HeadDigest, "11-23 08:00"), slot(remind.Weekly, "11-20 15:30")
	p.Dues = []remind.Due{{Slot: digest, Held: true, At: at("11-23 10:00")}, {Slot: reminder, Held: true, At: at("11-23 07:30")}}
	for now, want := range map[string]int{"11-23 10:00": 2, "11-24 09:59": 2, "11-24 10:01": 1, "11-30 07:29": 1, "11-30 07:31": 0} {
		fresh, late := p.Fresh(p.HeldUntil(at(now)), at(now))
		if len(fresh) != want || len(late) != 2-want {
			t.Errorf("at %s %d are worth sending, %d are not", now, len(fresh), len(late))
		}
	}
	if held := p.HeldUntil(at("11-23 09:00")); len(held) != 1 || held[0] != reminder {
		t.Errorf("held until nine is %v", held)
	}
	if coming := p.Coming([]remind.Slot{digest}, at("11-23 09:00")); len(coming) != 1 {
		t.Errorf("what is held and comes is %v", coming)
	}
}

func TestNothingToSay(t *testing.T) {
	t.Parallel()
	plan := rules().Plan(lan(), []remind.Slot{weekly}, nil, weekly.Due)
	plan.Drop(weekly)
	if n := plan.Notes[0]; n.Do != remind.Skip || n.Why != remind.Nothing {
		t.Errorf("noted %+v", n)
	}
}

// Whatever is due when to whom: what is sent is sent in working hours, to who may get it, at most one of each job;
// what is held is held to a working moment after now; and nothing that was due is without a note.
func TestPlanKeepsTheRules(t *testing.T) {
	t.Parallel()
	jobs := []remind.Job{
		remind.Weekly, remind.HeadDigest, remind.OfficeDigest, remind.Quiz, remind.QuizMore, remind.Monthly, remind.DirectorPage, remind.WeeklyFact,
	}
	start := at("11-16 00:00")
	rapid.Check(t, func(t *rapid.T) {
		minute := func(name string, most int) time.Time {
			return start.Add(time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Minute)
		}
		const days = 14 * 24 * 60
		now := minute("now", days)
		p := lan()
		p.Away = rapid.Bool().Draw(t, "away")
		p.Actor.Member.Roles = people.Roles{Head: rapid.Bool().Draw(t, "head"), Office: rapid.Bool().Draw(t, "office")}
		p.Record.LastAt = minute("last", days)
		p.Record.Unanswered = rapid.IntRange(0, 5).Draw(t, "unanswered")
		if rapid.Bool().Draw(t, "own") {
			own(rapid.IntRange(0, 23).Draw(t, "hour"), 0)(p)
		}
		var due, coming []remind.Slot
		for _, j := range jobs {
			s := remind.Slot{Job: j, Due: now.Add(-time.Duration(rapid.IntRange(0, 120).Draw(t, "ago")) * time.Minute)}
			switch {
			case !j.For(p.Actor.Member.Roles):
			case rapid.Bool().Draw(t, "due"):
				due = append(due, s)
			default:
				s.Due = now.Add(time.Duration(rapid.IntRange(1, 119).Draw(t, "ahead")) * time.Minute)
				coming = append(coming, s)
			}
		}
		r := rules()
		plan := r.Plan(p, due, coming, now)
		if len(plan.Send) > 0 && (p.Away || !r.Calendar.Open(now) || now.Before(p.Record.LastAt.Add(remind.Gap))) {
			t.Fatalf("sent at %s, away %v, after %s: %+v", now, p.Away, p.Record.LastAt, plan)
		}
		noted := map[remind.Slot]bool{}
		for _, n := range plan.Notes {
			noted[n.Slot] = true
			if n.Do == remind.Hold && (!n.At.After(now) || !r.Calendar.Open(n.At)) {
				t.Fatalf("held until %s at %s", n.At, now)
			}
		}
		for _, s := range due {
			if !noted[s] {
				t.Fatalf("nothing is noted about %+v", s)
			}
		}
		seen := map[remind.Job]bool{}
		for _, s := range plan.Send {
			if seen[s.Job] || !noted[s] {
				t.Fatalf("%s is sent twice or without a note", s.Job)
			}
			seen[s.Job] = true
		}
		if seen[remind.Quiz] && len(plan.Send) > 1 || seen[remind.QuizMore] && len(plan.Send) > 1 {
			t.Fatalf("a question shares a message: %v", plan.Send)
		}
	})
}

func TestJobs(t *testing.T) {
	t.Parallel()
	if remind.Job("backup").Known() || remind.Job("backup").For(people.Roles{Head: true, Office: true, Director: true}) {
		t.Error("a backup is sent to people")
	}
	for _, j := range []remind.Job{remind.Weekly, remind.Monthly, remind.Quiz, remind.QuizMore} {
		if !j.Known() || !j.Moves() || !j.For(people.Roles{}) {
			t.Errorf("%s is known %v, moves %v", j, j.Known(), j.Moves())
		}
	}
	for j, r := range map[remind.Job]people.Roles{
		remind.HeadDigest: {Head: true}, remind.OfficeDigest: {Office: true}, remind.DirectorPage: {Director: true},
	} {
		if !j.For(r) || j.For(people.Roles{}) || j.Moves() || j.Nudges() {
			t.Errorf("%s is for everybody, or moves", j)
		}
	}
}
