package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

// written is an entry as the test remembers it.
type written struct {
	person, unit string
	kind         learning.Kind
	minutes      int
	end          day.Day
	counts       bool
}

// chance fills a house by lot, and returns what was written.
func chance(h *house, rnd *rand.Rand) (stays map[string][]stay, all []written) {
	h.t.Helper()
	first := day.Day("2026-01-01")
	names := []string{"A", "B", "C", "D"}
	ends := map[string]day.Day{}
	for i, n := range names {
		if i > 1 && rnd.IntN(2) == 0 {
			ends[n] = first.Add(200 + rnd.IntN(150))
		}
		h.unit(n, first, ends[n])
	}
	stays = map[string][]stay{}
	for i := range 12 {
		name := fmt.Sprintf("P%02d", i)
		at := first.Add(rnd.IntN(20))
		for range 1 + rnd.IntN(3) {
			unit := names[rnd.IntN(len(names))]
			to := at.Add(60 + rnd.IntN(200))
			if e := ends[unit]; e != "" && e < to {
				to = e
			}
			if to < at {
				break
			}
			stays[name] = append(stays[name], stay{unit, at, to})
			at = to.Add(1 + rnd.IntN(2)*10)
		}
		h.person(name, "2026-01-01", stays[name]...)
	}
	kinds := []learning.Kind{"course", "training", "self_study", "group_study", "online_exam"}
	states := []learning.Status{learning.Recorded, learning.Recorded, learning.Confirmed, learning.Awaiting, learning.Deleted, learning.Returned}
	for range 150 {
		name := fmt.Sprintf("P%02d", rnd.IntN(12))
		if len(stays[name]) == 0 {
			continue
		}
		s := stays[name][rnd.IntN(len(stays[name]))]
		from := s.from.Add(rnd.IntN(s.to.Sub(s.from) + 1))
		w := written{name, s.unit, kinds[rnd.IntN(5)], 1 + rnd.IntN(300), from.Add(rnd.IntN(4)), false}
		status := states[rnd.IntN(len(states))]
		w.counts = status != learning.Deleted && status != learning.Returned
		h.entry(name, w.kind, w.minutes, day.Range{From: from, To: w.end}, status)
		all = append(all, w)
	}
	return stays, all
}

// recount works the figures out anew, the slow and plain way.
func recount(unit string, on day.Range, stays map[string][]stay, all []written) learning.Figures {
	var f learning.Figures
	wrote := map[string]bool{}
	for _, w := range all {
		if !w.counts || !on.Contains(w.end) || unit != "" && w.unit != unit {
			continue
		}
		f.Entries++
		wrote[w.unit+w.person] = true
		if w.kind == "course" || w.kind == "training" {
			f.Training += w.minutes
		} else {
			f.Self += w.minutes
		}
	}
	for name, list := range stays {
		for _, s := range list {
			if (unit == "" || s.unit == unit) && s.from <= on.To && on.To <= s.to {
				f.Members++
				if wrote[s.unit+name] {
					f.TookPart++
				}
			}
		}
	}
	return f
}

func TestRowsOfTheDepartmentSumToItsTotal(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 7))
			h := newHouse(t)
			stays, all := chance(h, rnd)
			for range 8 {
				span := []learning.Span{learning.Month, learning.Quarter, learning.Year}[rnd.IntN(3)]
				v := viewOf(span, day.Day("2026-02-01").Add(rnd.IntN(330)))
				h.view(func(tx *sqlite.Tx) error {
					d, err := learning.Standing(t.Context(), tx, v)
					if err != nil {
						return err
					}
					check(t, v.Period, d, stays, all)
					return nil
				})
			}
		})
	}
}

func check(t *testing.T, p learning.Period, d learning.Department, stays map[string][]stay, all []written) {
	t.Helper()
	sum := d.Ended
	for _, r := range d.Rows {
		if want := recount(r.Unit.Name, p.Days, stays, all); r.Figures != want {
			t.Errorf("%s of %v: %+v, want %+v", r.Unit.Name, p.Days, r.Figures, want)
		}
		sum.Members += r.Figures.Members
		sum.TookPart += r.Figures.TookPart
		sum.Entries += r.Figures.Entries
		sum.Training += r.Figures.Training
		sum.Self += r.Figures.Self
	}
	if sum != d.Total {
		t.Errorf("rows of %v sum to %+v, the total is %+v", p.Days, sum, d.Total)
	}
	if want := recount("", p.Days, stays, all); d.Total != want {
		t.Errorf("total of %v: %+v, want %+v", p.Days, d.Total, want)
	}
	if want := recount("", p.Before().Days, stays, all); d.Before != want {
		t.Errorf("total of %v: %+v, want %+v", p.Before().Days, d.Before, want)
	}
	for i := range len(d.Rows) - 1 {
		a, b := d.Rows[i].Figures, d.Rows[i+1].Figures
		if a.Members > 0 && b.Members > 0 && a.TookPart*b.Members > b.TookPart*a.Members {
			t.Errorf("%+v stands before %+v", d.Rows[i], d.Rows[i+1])
		}
	}
}
