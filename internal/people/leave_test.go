package people_test

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// memoryLeaves are one person's leaves.
type memoryLeaves struct{ all []day.Range }

func (m *memoryLeaves) Leaves(_ context.Context, _ people.PersonID, within day.Range) ([]day.Range, error) {
	var out []day.Range
	for _, r := range m.all {
		if r.To >= within.From && r.From <= within.To {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memoryLeaves) SetLeaves(_ context.Context, _ people.PersonID, touching day.Range, now []day.Range) error {
	m.all = slices.DeleteFunc(m.all, func(r day.Range) bool { return r.To >= touching.From && r.From <= touching.To })
	m.all = append(m.all, now...)
	slices.SortFunc(m.all, func(a, b day.Range) int { return a.From.Sub(b.From) })
	return nil
}

func span(from, to day.Day) day.Range { return day.Range{From: from, To: to} }

func TestNoteLeaveJoinsWhatOverlapsOrFollows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		before, want []day.Range
		add          day.Range
	}{
		{"the first", nil, []day.Range{span("2026-12-02", "2026-12-05")}, span("2026-12-02", "2026-12-05")},
		{"inside", []day.Range{span("2026-12-01", "2026-12-10")}, []day.Range{span("2026-12-01", "2026-12-10")}, span("2026-12-02", "2026-12-05")},
		{"over two", []day.Range{span("2026-12-01", "2026-12-02"), span("2026-12-05", "2026-12-08")}, []day.Range{span("2026-12-01", "2026-12-08")}, span("2026-12-02", "2026-12-06")},
		{"beside", []day.Range{span("2026-12-01", "2026-12-02")}, []day.Range{span("2026-12-01", "2026-12-04")}, span("2026-12-03", "2026-12-04")},
		{"apart", []day.Range{span("2026-12-01", "2026-12-02")}, []day.Range{span("2026-12-01", "2026-12-02"), span("2026-12-04", "2026-12-04")}, span("2026-12-04", "2026-12-04")},
	} {
		m := &memoryLeaves{all: slices.Clone(c.before)}
		change, err := people.NoteLeave(t.Context(), m, 1, c.add)
		if err != nil || !slices.Equal(m.all, c.want) {
			t.Errorf("%s: leaves are %v (%v), want %v", c.name, m.all, err, c.want)
		}
		if got := slices.Equal(c.before, c.want); change.Nothing() != got {
			t.Errorf("%s: nothing changed is %v", c.name, change.Nothing())
		}
	}
}

func TestEndLeaveKeepsWhatLiesOutside(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		before, want []day.Range
		out          day.Range
	}{
		{"none", nil, nil, span("2026-12-02", "2026-12-05")},
		{"all", []day.Range{span("2026-12-02", "2026-12-05")}, nil, span("2026-12-01", "2026-12-31")},
		{"the end", []day.Range{span("2026-12-01", "2026-12-10")}, []day.Range{span("2026-12-01", "2026-12-04")}, span("2026-12-05", "2027-12-31")},
		{"the middle", []day.Range{span("2026-12-01", "2026-12-10")}, []day.Range{span("2026-12-01", "2026-12-04"), span("2026-12-06", "2026-12-10")}, span("2026-12-05", "2026-12-05")},
	} {
		m := &memoryLeaves{all: slices.Clone(c.before)}
		if _, err := people.EndLeave(t.Context(), m, 1, c.out); err != nil || !slices.Equal(m.all, c.want) {
			t.Errorf("%s: leaves are %v (%v), want %v", c.name, m.all, err, c.want)
		}
	}
}

// Whatever is noted and taken back, a day is away exactly when the last word about it was leave, and what was changed
// can be put back.
func TestLeavesRememberTheLastWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		m := &memoryLeaves{}
		away := map[day.Day]bool{}
		for range rapid.IntRange(1, 8).Draw(r, "acts") {
			from := day.Day("2026-12-01").Add(rapid.IntRange(0, 30).Draw(r, "from"))
			days := span(from, from.Add(rapid.IntRange(0, 6).Draw(r, "length")))
			before := slices.Clone(m.all)
			on := rapid.Bool().Draw(r, "leave")
			act := people.EndLeave
			if on {
				act = people.NoteLeave
			}
			change, err := act(t.Context(), m, 1, days)
			if err != nil {
				r.Fatal(err)
			}
			after := slices.Clone(m.all)
			if err := m.SetLeaves(t.Context(), 1, change.Touching, change.Before); err != nil || !slices.Equal(m.all, before) {
				r.Fatalf("put back, %v is %v", before, m.all)
			}
			m.all = after
			for d := days.From; d <= days.To; d = d.Add(1) {
				away[d] = on
			}
		}
		for d := day.Day("2026-11-25"); d < "2027-01-15"; d = d.Add(1) {
			if people.Away(m.all, d) != away[d] {
				r.Fatalf("%s: away is %v in %v", d, !away[d], m.all)
			}
		}
		for i, l := range m.all {
			if l.From > l.To || i > 0 && m.all[i-1].To.Add(1) >= l.From {
				r.Fatalf("leaves overlap: %v", m.all)
			}
		}
	})
}
