package learning

import (
	"context"
	"fmt"

	"sohoc/internal/fault"
)

// Change replaces what an entry says. Faults: those of Check, "entry.none", "entry.gone", and a *Duplicate.
// The old version is kept.
func Change(ctx context.Context, store Store, r Request, id EntryID) (Logged, error) {
	before, err := own(ctx, store, r, id)
	if err != nil {
		return Logged{}, err
	}
	if before.Status == Deleted {
		return Logged{}, fault.New(fault.Conflict, "entry.gone", fault.Args{"ID": id})
	}
	r.Draft = complete(r.Draft, r.Today)
	if err := Check(r); err != nil && !(fault.Is(err, fault.Forbidden) && r.Draft.Start == before.Start && r.Draft.End == before.End) {
		return Logged{}, err // an old entry may be mended as long as it stays on its days
	}
	days, err := weigh(ctx, store, r, id)
	if err != nil {
		return Logged{}, err
	}
	after := before
	after.Draft = r.Draft
	if after.Unit, err = unitOf(ctx, store, r); err != nil {
		return Logged{}, err
	}
	return Logged{Entry: after, DayTotal: days.busiest}, replace(ctx, store, r, before, &after)
}

// Remove deletes an entry; it stays on record and can be taken back. Faults: "entry.none", "entry.gone".
func Remove(ctx context.Context, store Store, r Request, id EntryID) (Entry, error) {
	before, err := own(ctx, store, r, id)
	if err != nil {
		return Entry{}, err
	}
	if before.Status == Deleted {
		return Entry{}, fault.New(fault.Conflict, "entry.gone", fault.Args{"ID": id})
	}
	after := before
	after.Status = Deleted
	return after, replace(ctx, store, r, before, &after)
}

// Undo takes back the newest change of an entry: a new entry goes, a deleted or changed one is as before.
// Faults: "entry.none", "undo.late" after UndoLife, "log.day_full" when others have filled the day meanwhile.
func Undo(ctx context.Context, store Store, r Request, id EntryID) (Entry, error) {
	now, err := own(ctx, store, r, id)
	if err != nil {
		return Entry{}, err
	}
	if r.Now.Sub(now.Updated) > UndoLife {
		return Entry{}, fault.New(fault.Conflict, "undo.late", fault.Args{"ID": id, "Minutes": int(UndoLife.Minutes())})
	}
	if now.Version == 1 {
		return Remove(ctx, store, r, id)
	}
	before, ok, err := store.EntryBefore(ctx, id)
	if err != nil {
		return Entry{}, fmt.Errorf("read older version: %w", err)
	}
	if !ok {
		return Entry{}, fault.New(fault.NotFound, "entry.none", fault.Args{"ID": id})
	}
	after := now
	after.Draft, after.Status, after.Unit = before.Draft, before.Status, before.Unit
	if after.Status.Counts() {
		r.Draft, r.Again = after.Draft, true
		if _, err := weigh(ctx, store, r, id); err != nil {
			return Entry{}, err
		}
	}
	return after, replace(ctx, store, r, now, &after)
}

// own returns an entry of the actor. Fault: "entry.none".
func own(ctx context.Context, store Store, r Request, id EntryID) (Entry, error) {
	e, ok, err := store.Entry(ctx, r.Actor.Person.ID, id)
	if err != nil {
		return Entry{}, fmt.Errorf("read entry: %w", err)
	}
	if !ok {
		return Entry{}, fault.New(fault.NotFound, "entry.none", fault.Args{"ID": id})
	}
	return e, nil
}

// replace stores after in the place of before, as its next version.
func replace(ctx context.Context, store Store, r Request, before Entry, after *Entry) error {
	after.Version = before.Version + 1
	after.Updated = r.Now
	if err := store.ReplaceEntry(ctx, before, *after, ChangedBy{Person: r.Actor.Person.ID, Channel: r.Channel}); err != nil {
		return fmt.Errorf("replace entry: %w", err)
	}
	return nil
}
