package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"
)

// maxGroup bounds how many calls share a commit, so that the first of them does not wait for ever.
const maxGroup = 64

// call is a waiting Update.
type call struct {
	ctx  context.Context //nolint:containedctx // handed to the writer's goroutine together with the work
	fn   func(*Tx) error
	done chan error
}

// Panic is the error of an fn that panicked. It holds the stack, and the value only as its type: values may
// be personal.
type Panic struct {
	Type  string
	Stack []byte
}

// Error implements error.
func (p *Panic) Error() string { return "panic of type " + p.Type }

// Update runs fn in a transaction that it may share with other callers; it returns after the commit. An
// error of fn undoes what fn wrote. fn may run twice when a shared transaction broke, so its effects
// outside the transaction must bear that. Waiting ends with ctx; a transaction that was begun does not.
func (d *DB) Update(ctx context.Context, fn func(*Tx) error) error { return d.ask(ctx, d.calls, fn) }

// UpdateSoon is Update for what nobody waits for: for a few milliseconds it looks out for a transaction that is
// committed anyway. A commit costs the disk as much as fifty small changes.
func (d *DB) UpdateSoon(ctx context.Context, fn func(*Tx) error) error {
	return d.ask(ctx, d.patient, fn)
}

// UpdateLast is Update for long work that is done piece by piece: it lets others go first, those too that come while
// it waits. Else what people wrote during one piece would share a transaction with the next, and wait for both.
func (d *DB) UpdateLast(ctx context.Context, fn func(*Tx) error) error {
	return d.ask(ctx, d.modest, fn)
}

// maxAhead is how many commits may go before a modest call that waits: it comes to an end under any load.
const maxAhead = 8

// soon is how long a patient call waits for company.
const soon = 5 * time.Millisecond

func (d *DB) ask(ctx context.Context, queue chan<- *call, fn func(*Tx) error) error {
	c := &call{ctx: context.WithoutCancel(ctx), fn: fn, done: make(chan error, 1)}
	select {
	case <-d.closing:
		return ErrClosed
	default:
	}
	select {
	case queue <- c:
	case <-d.closing:
		return ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("wait for the writer: %w", context.Cause(ctx))
	}
	select {
	case err := <-c.done:
		return err
	case <-d.closing:
		d.done.Wait() // the writer finishes what it had taken
		select {
		case err := <-c.done:
			return err
		default:
			return ErrClosed
		}
	}
}

// run is the writer's goroutine.
func (d *DB) run() {
	defer d.done.Done()
	late := time.NewTimer(soon)
	defer late.Stop()
	var group []*call // patient calls, until somebody is in a hurry or it is late
	ahead := 0        // commits before a modest call
	for {
		calls, modest := d.calls, d.modest
		switch {
		case ahead >= maxAhead:
			calls = nil
		case len(calls) > 0:
			modest = nil
		}
		select {
		case c := <-modest:
			group, ahead = append(group, c), -1
		case c := <-d.patient:
			if group = append(group, c); len(group) == 1 {
				late.Reset(soon)
			}
			if len(group) < maxGroup {
				continue
			}
		case c := <-calls:
			group = append(group, c)
		case <-late.C:
		case <-d.closing:
			d.commit(group)
			return
		}
		late.Stop()
		if ahead >= 0 {
			group = d.gather(group)
		}
		d.letLogGrow(ahead < 0)
		d.commit(group)
		group = nil
		if ahead++; len(d.modest) == 0 {
			ahead = 0
		}
	}
}

// How many pages the write-ahead log holds before a commit brings them into the database; whoever writes at that moment
// waits for it. At 1,000, as is usual, that is every hundredth answer at 300 a second. Long work writes many pages that
// are all different, and would have people wait for 30 ms at 4,000.
const (
	logPages     = 4000
	logPagesLong = 1000
)

// letLogGrow sets the size of the log for the next commit. What goes wrong leaves it as it was.
func (d *DB) letLogGrow(long bool) {
	pages := logPages
	if long {
		pages = logPagesLong
	}
	if pages == d.log {
		return
	}
	if _, err := d.write.raw.ExecContext(context.Background(), "PRAGMA wal_autocheckpoint = "+strconv.Itoa(pages)); err == nil {
		d.log = pages
	}
}

// gather adds to a group what else is waiting at this moment.
func (d *DB) gather(group []*call) []*call {
	for len(group) < maxGroup {
		select {
		case c := <-d.calls:
			group = append(group, c)
		case c := <-d.patient:
			group = append(group, c)
		default:
			return group
		}
	}
	return group
}

// commit runs a group in one transaction. The first try does without savepoints, which keep a copy of each page
// that is written; they are seldom needed. When the transaction breaks as a whole, each call is tried alone.
func (d *DB) commit(group []*call) {
	if len(group) == 0 {
		return
	}
	t, err := d.try(group, false, true)
	if errors.Is(err, errSpoilt) {
		t, err = d.try(t.group, true, false)
	}
	switch {
	case err == nil:
		d.finish(t)
	case len(t.group) == 1:
		t.group[0].done <- err
	default:
		for _, c := range t.group {
			if alone, err := d.try([]*call{c}, false, false); err != nil {
				c.done <- err
			} else {
				d.finish(alone)
			}
		}
	}
}

// finish tells of what callers queued, and lets them go on.
func (d *DB) finish(t trial) {
	if t.tx != nil {
		d.tell(t.tx)
	}
	for i, c := range t.group {
		c.done <- t.errs[i]
	}
}

// errSpoilt says that a call failed in a transaction that it shared without a savepoint.
var errSpoilt = errors.New("a call failed that shares a transaction")

// trial is a group that was run in one transaction.
type trial struct {
	group []*call
	errs  []error // each call's own
	tx    *Tx     // nil when nothing was committed
}

// try runs the calls in one transaction. Its error undid them all. With apart a savepoint keeps each call's failure from
// the others. With open it takes in, and adds to the group, who comes while it works on the others: they would only wait
// for a commit of their own.
func (d *DB) try(group []*call, apart, open bool) (trial, error) {
	ctx := context.Background()
	t := trial{group: group}
	tx := &Tx{conn: d.write, now: d.now(), writable: true}
	if _, err := tx.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return t, fmt.Errorf("begin: %w", err)
	}
	if err := tx.renew(ctx); err != nil {
		_, undo := tx.exec(ctx, "ROLLBACK")
		return t, errors.Join(err, undo)
	}
	for i := 0; i < len(t.group); i++ {
		err := tx.part(t.group[i], apart)
		t.errs = append(t.errs, err)
		switch {
		case tx.gone, err != nil && tx.lost():
			return t, fmt.Errorf("transaction broke: %w", errors.Join(err, errGone))
		case err != nil && !apart:
			_, undo := tx.exec(ctx, "ROLLBACK")
			if len(t.group) > 1 {
				return t, errors.Join(errSpoilt, undo)
			}
			t.errs[i] = errors.Join(err, undo)
			return t, nil
		case open && i == len(t.group)-1:
			t.group, open = d.gather(t.group), false
		}
	}
	if _, err := tx.exec(ctx, "COMMIT"); err != nil {
		if d.write.inTransaction() {
			_, undo := tx.exec(ctx, "ROLLBACK")
			err = errors.Join(err, undo)
		}
		d.write.memo.forget(allTables)
		return t, fmt.Errorf("commit: %w", err)
	}
	t.tx = tx
	return t, nil
}

// part runs one call of a group, apart from the others or sharing their fate.
func (tx *Tx) part(c *call, apart bool) error {
	if !apart {
		return guard(tx, c.fn)
	}
	return tx.Savepoint(c.ctx, func() error { return guard(tx, c.fn) })
}

// tell hands what was queued to who waits for it.
func (d *DB) tell(tx *Tx) {
	d.mu.RLock()
	h := d.hooks
	d.mu.RUnlock()
	if h.Messages != nil && len(tx.messages) > 0 {
		h.Messages(tx.messages)
	}
	if h.Jobs != nil && len(tx.jobs) > 0 {
		h.Jobs(tx.jobs)
	}
	if h.Schedule != nil && tx.scheduled {
		h.Schedule()
	}
}

// guard runs fn and turns a panic into an error.
func guard(tx *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Type: fmt.Sprintf("%T", v), Stack: debug.Stack()}
		}
	}()
	return fn(tx)
}
