package bot

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/remind"
	"sohoc/internal/schedule"
)

// Planned is what came of one part of a slot, or of what was held. The messages are to be queued in the same
// transaction.
type Planned struct {
	Messages []channel.Message
	Cursor   string // where the next part begins
	Done     bool   // there is no next part
	// Next is when to ask for what is held again: not after now when more is left, the zero time when nothing is
	// held. Somebody may choose another time meanwhile.
	Next  time.Time
	Notes []remind.Note // what was decided about whom
	// Faults are errors of the program that cost somebody the message, for the log; the others got theirs.
	Faults []error
}

const (
	// partOf is how many people are looked at in one transaction; some 50 µs each. What takes reading of its own for
	// each person comes in smaller parts.
	partOf      = 100
	partOfPages = 25
	// keepDues is how long it is kept what was decided.
	keepDues = 60 * 24 * time.Hour
)

// Due plans one part of a slot: it decides about the next people in order, words what they get and notes what is
// held for whom. The first part has the cursor "".
func (b *Bot) Due(ctx context.Context, tx Tx, s remind.Slot, cursor string) (Planned, error) {
	d, err := b.newDue(ctx, tx)
	if err != nil {
		return Planned{}, err
	}
	after := int64(0)
	if cursor == "" {
		err = d.begin(ctx, s)
	} else {
		after, err = strconv.ParseInt(cursor, 10, 64)
	}
	if err != nil {
		return Planned{}, fmt.Errorf("begin a part of %s: %w", s.Job, err)
	}
	limit := partSize(s.Job)
	list, err := tx.Reminded(ctx, remind.Query{After: people.PersonID(after), Limit: limit, Today: d.today, From: s.Due})
	if err != nil {
		return Planned{}, err
	}
	for i := range list {
		p := &list[i]
		after = int64(p.Actor.Person.ID)
		if !s.Job.For(p.Actor.Member.Roles) || p.Settled(s) {
			continue
		}
		if err := d.serveAlone(ctx, p, append(p.HeldUntil(d.now), s)); err != nil {
			return Planned{}, err
		}
	}
	d.out.Cursor, d.out.Done = strconv.FormatInt(after, 10), len(list) < limit
	return d.out, tx.Tally(ctx, d.out.Notes)
}

// begin does what comes before the first part: the operators learn when a plan of messages does not bear the slot.
func (d *due) begin(ctx context.Context, s remind.Slot) error {
	if err := d.tx.ForgetDues(ctx, d.now.Add(-keepDues)); err != nil {
		return err
	}
	var err error
	d.out.Messages, err = d.budgetBefore(ctx, d.tx, s)
	return err
}

// partSize is how many people make a part of a job.
func partSize(j remind.Job) int {
	switch j {
	case remind.Monthly, remind.Quiz, remind.QuizMore, remind.WeeklyFact:
		return partOfPages
	default:
		return partOf
	}
}

// DueHeld sends, for some people, what was held until now, and what is due to them now by their own time. It returns
// when to be asked again.
func (b *Bot) DueHeld(ctx context.Context, tx Tx) (Planned, error) {
	d, err := b.newDue(ctx, tx)
	if err != nil {
		return Planned{}, err
	}
	early, next, err := d.early(ctx)
	if err != nil {
		return Planned{}, err
	}
	ids, err := tx.HeldFor(ctx, d.now, partOfPages*2)
	if err != nil {
		return Planned{}, err
	}
	for id := range early {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		d.out.Next, err = d.nextHeld(ctx, next)
		return d.out, err
	}
	list, err := tx.Reminded(ctx, remind.Query{IDs: ids, Today: d.today, From: d.now.Add(-time.Minute)})
	if err != nil {
		return Planned{}, err
	}
	for i := range list {
		p := &list[i]
		if err := d.serveAlone(ctx, p, append(p.HeldUntil(d.now), early[p.Actor.Person.ID]...)); err != nil {
			return Planned{}, err
		}
	}
	d.out.Next = d.now
	return d.out, tx.Tally(ctx, d.out.Notes)
}

// due is a part being planned.
type due struct {
	*Bot
	tx     Tx
	set    *book
	cal    *calendar.Calendar
	rules  remind.Rules
	now    time.Time
	today  day.Day
	coming []remind.Slot // within remind.Gap
	parts  map[remind.Job]duePart
	texts  map[wording]string
	bank   liveBank
	out    Planned
}

func (b *Bot) newDue(ctx context.Context, tx Tx) (*due, error) {
	set, err := b.openBook(ctx, tx)
	if err != nil {
		return nil, err
	}
	d := &due{Bot: b, tx: tx, set: set, now: tx.Now(), parts: dueParts(), texts: map[wording]string{}}
	d.today = day.Of(d.now.In(b.cfg.Zone))
	if d.cal, err = tx.Calendar(ctx, b.cfg.Zone); err != nil {
		return nil, fmt.Errorf("read the calendar: %w", err)
	}
	d.rules = remind.Rules{Calendar: d.cal, Zone: b.cfg.Zone}.On(d.today)
	d.coming, err = b.upcoming(ctx, tx, d.cal, remind.Gap)
	return d, err
}

// upcoming lists the slots of the jobs that write to people, from now on for some time.
func (b *Bot) upcoming(ctx context.Context, tx Tx, cal *calendar.Calendar, ahead time.Duration) ([]remind.Slot, error) {
	entries, err := tx.Schedules(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the schedule: %w", err)
	}
	jobs := make([]schedule.Job, 0, len(entries))
	for _, e := range entries {
		if remind.Job(e.Code).Known() {
			jobs = append(jobs, e.Job)
		}
	}
	now := tx.Now()
	var out []remind.Slot
	for _, s := range schedule.Upcoming(jobs, b.cfg.Zone, cal, now, now.Add(ahead)) {
		out = append(out, remind.Slot{Job: remind.Job(s.Job), Due: s.Due})
	}
	return out, nil
}

// early finds who chose a time that has come, before the common one of a slot that is still ahead. It also returns
// when the next such time comes.
func (d *due) early(ctx context.Context) (map[people.PersonID][]remind.Slot, time.Time, error) {
	out := map[people.PersonID][]remind.Slot{}
	var next time.Time
	owns, err := d.tx.OwnTimes(ctx)
	if err != nil || len(owns) == 0 {
		return out, next, err
	}
	const week = 7 * 24 * time.Hour
	ahead, err := d.upcoming(ctx, d.tx, d.cal, week)
	if err != nil {
		return nil, next, err
	}
	for _, o := range owns {
		for _, s := range ahead {
			at := o.Moment(s, d.cfg.Zone)
			switch {
			case !s.Job.Moves() || !at.Before(s.Due):
			case at.After(d.now):
				next = sooner(next, at)
			default:
				o.Chosen = at // who chose it later is not made up for
				ids, err := d.tx.OwnTimed(ctx, o, s, partOfPages)
				if err != nil {
					return nil, next, err
				}
				for _, id := range ids {
					out[id] = append(out[id], s)
				}
			}
		}
	}
	return out, next, nil
}

// nextHeld is when there is something to do again, as far as it is known now.
func (d *due) nextHeld(ctx context.Context, next time.Time) (time.Time, error) {
	held, err := d.tx.NextHeld(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return sooner(next, held), nil
}

// sooner is the earlier of two instants; the zero time is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
