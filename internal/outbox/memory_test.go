package outbox_test

import (
	"context"
	"slices"
	"sync"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
)

// memory is a table without a disk, for what is to be measured or tried without SQLite.
type memory struct {
	now func() time.Time

	mu     sync.Mutex
	last   outbox.ID
	rows   map[outbox.ID]outbox.Row
	order  []outbox.ID // of rows, and of rows that are gone
	pauses map[channel.Address]time.Time
	hook   func([]outbox.Row)
}

func newMemory(now func() time.Time) *memory {
	return &memory{now: now, rows: map[outbox.ID]outbox.Row{}, pauses: map[channel.Address]time.Time{}}
}

func (m *memory) Update(_ context.Context, fn func(outbox.Store) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(m)
}

// queue stores messages and tells the hook, as a commit does.
func (m *memory) queue(messages ...channel.Message) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rows := make([]outbox.Row, 0, len(messages))
	for _, msg := range messages {
		m.last++
		r := outbox.Row{ID: m.last, Message: msg, State: outbox.Waiting, Created: m.now()}
		m.rows[r.ID] = r
		m.order = append(m.order, r.ID)
		rows = append(rows, r)
	}
	if m.hook != nil {
		m.hook(rows)
	}
}

func (m *memory) Now() time.Time { return m.now() }

func (m *memory) WaitingOf(_ context.Context, class channel.Class, after outbox.ID, limit int) ([]outbox.Row, error) {
	m.order = slices.DeleteFunc(m.order, func(id outbox.ID) bool { return m.rows[id].ID == 0 })
	var out []outbox.Row
	at, _ := slices.BinarySearch(m.order, after+1)
	for _, id := range m.order[at:] {
		if r := m.rows[id]; r.Message.Class == class && (r.State == outbox.Waiting || r.State == outbox.Sending) {
			if out = append(out, r); len(out) == limit {
				break
			}
		}
	}
	return out, nil
}

func (m *memory) MarkMessages(_ context.Context, marks []outbox.Mark) error {
	for _, k := range marks {
		if k.State == outbox.Sent && !k.Keep {
			delete(m.rows, k.ID)
			continue
		}
		r := m.rows[k.ID]
		r.State, r.Attempts, r.NotBefore, r.Reason = k.State, k.Attempts, k.NotBefore, k.Reason
		m.rows[k.ID] = r
	}
	return nil
}

func (m *memory) Pauses(context.Context) ([]outbox.Pause, error) {
	var out []outbox.Pause
	for to, until := range m.pauses {
		out = append(out, outbox.Pause{To: to, Until: until})
	}
	return out, nil
}

func (m *memory) SetPause(_ context.Context, p outbox.Pause) error {
	m.pauses[p.To] = p.Until
	return nil
}

func (*memory) Reaches(context.Context) ([]outbox.Reach, error)             { return nil, nil }
func (*memory) SetReach(context.Context, outbox.Reach) error                { return nil }
func (*memory) Readdress(context.Context, outbox.ID, channel.Address) error { return nil }
