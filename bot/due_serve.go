package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/remind"
)

// serveAlone serves a person so that a fault in what is read or worded for one spoils it for nobody else: the slots are
// noted as skipped, and the fault is told to the caller. The common reminder reads nothing of its own, and does
// without the savepoint.
func (d *due) serveAlone(ctx context.Context, p *remind.Person, slots []remind.Slot) error {
	plain := func(s remind.Slot) bool { return s.Job == remind.Weekly }
	if len(d.coming) == 0 && !slices.ContainsFunc(slots, func(s remind.Slot) bool { return !plain(s) }) {
		return d.serve(ctx, p, slots)
	}
	messages, notes := len(d.out.Messages), len(d.out.Notes)
	err := d.tx.Savepoint(ctx, func() error { return d.serve(ctx, p, slots) })
	if err == nil {
		return nil
	}
	d.out.Messages, d.out.Notes, d.out.Faults = d.out.Messages[:messages], d.out.Notes[:notes], append(d.out.Faults, err)
	for _, s := range slots {
		n := remind.Note{Person: p.Actor.Person.ID, Slot: s, Do: remind.Skip, Why: remind.Failed}
		if err := d.settle(ctx, p, n); err != nil {
			return errors.Join(err, d.out.Faults[len(d.out.Faults)-1]) // the transaction itself is gone
		}
		d.out.Notes = append(d.out.Notes, n)
	}
	return nil
}

// serve decides about what is due to a person now, words it, and notes what becomes of each slot.
func (d *due) serve(ctx context.Context, p *remind.Person, slots []remind.Slot) error {
	var plan remind.Plan
	slots, plan.Notes = p.Fresh(slots, d.now)
	decided := d.rules.Plan(p, slots, p.Coming(d.coming, d.now), d.now)
	decided.Notes = append(plan.Notes, decided.Notes...)
	if len(decided.Send) > 0 {
		if err := d.send(ctx, p, &decided); err != nil {
			return err
		}
	}
	for _, n := range decided.Notes {
		if err := d.settle(ctx, p, n); err != nil {
			return err
		}
	}
	d.out.Notes = append(d.out.Notes, decided.Notes...)
	return nil
}

// settle stores what was decided about a slot where it is needed later: the slot is held; or it was, or is still to
// come.
func (d *due) settle(ctx context.Context, p *remind.Person, n remind.Note) error {
	row := remind.Due{Slot: n.Slot, At: d.now}
	switch {
	case n.Do == remind.Hold:
		row.Held, row.At = true, n.At
	case !n.Slot.Due.After(d.now) && !p.Settled(n.Slot):
		return nil
	}
	return d.tx.SetDue(ctx, p.Actor.Person.ID, row, n.Why)
}

// send words the parts of a message and queues it. A part that has nothing to say is noted as skipped.
func (d *due) send(ctx context.Context, p *remind.Person, plan *remind.Plan) error {
	t, ok := d.turnFor(p)
	if !ok {
		return nil // Decide has seen a door
	}
	var said []remind.Slot
	var parts []part
	sent := remind.Sent{}
	for _, s := range plan.Send {
		got, ok, err := d.partOf(ctx, t, p, s, plan.Stop)
		if err != nil {
			return err
		}
		if !ok {
			plan.Drop(s)
			continue
		}
		said, parts = append(said, s), append(parts, got)
		if s.Job.Nudges() {
			sent.Reminder, sent.Stopped = true, plan.Stop
		}
	}
	if len(parts) == 0 {
		return nil
	}
	m := compose(parts)
	m.To, m.Class, m.Policy, m.Dedupe = t.event.Address, channel.Reminder, channel.Once, dedupeKey(p, said[0])
	d.out.Messages = append(d.out.Messages, m)
	if err := Offered(ctx, d.tx, m.To, m.Choices, d.now); err != nil {
		return err
	}
	return d.tx.NoteSent(ctx, p.Actor.Person.ID, sent, d.now)
}

// partOf words a part.
func (d *due) partOf(ctx context.Context, t *turn, p *remind.Person, s remind.Slot, stop bool) (part, bool, error) {
	if s.Job == remind.Weekly {
		return d.weekly(t, p, stop), true, nil
	}
	word, ok := d.parts[s.Job]
	if !ok {
		return part{}, false, nil
	}
	return word(t, ctx, s)
}

// dedupeKey is the same whenever a slot is planned again for a person.
func dedupeKey(p *remind.Person, s remind.Slot) string {
	return string(s.Job) + "/" + number(s.Due.UnixMilli()) + "/" + number(p.Actor.Person.ID)
}

// compose makes one message of parts. The same part is said once; choices that a text names by number come first,
// so that the numbers hold; of two with the same label the first stays, since a label can be typed.
func compose(parts []part) channel.Message {
	var m channel.Message
	var texts []string
	var rest []channel.Choice
	seen := map[string]bool{}
	for _, p := range parts {
		if p.key != "" && seen[p.key] {
			continue
		}
		seen[p.key] = true
		texts = append(texts, p.Text)
		if p.Numbered {
			m.Choices = append(m.Choices, p.Choices...)
			continue
		}
		rest = append(rest, p.Choices...)
	}
	for _, c := range rest {
		same := func(o channel.Choice) bool { return o.Data == c.Data || o.Label == c.Label }
		if !slices.ContainsFunc(m.Choices, same) {
			m.Choices = append(m.Choices, c)
		}
	}
	m.Text = strings.Join(texts, "\n\n")
	return m
}

// turnFor is a turn without an event, to word something for a person.
func (d *due) turnFor(p *remind.Person) (*turn, bool) {
	to, ok := door(p.Record.Channel, p.Doors)
	if !ok {
		return nil, false
	}
	t := &turn{Bot: d.Bot, tx: d.tx, actor: p.Actor, set: d.set, now: d.now, today: d.today, cal: d.cal, bank: &d.bank}
	t.event.Address = to
	t.p = d.cfg.Catalog.In(t.lang())
	return t, true
}
