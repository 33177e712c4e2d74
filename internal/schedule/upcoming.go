package schedule

import (
	"cmp"
	"slices"
	"time"
)

// maxUpcoming bounds the slots of one job that are looked ahead at.
const maxUpcoming = 2000

// Upcoming returns the slots of the jobs that are on, after from and not after to, in the order in which they
// are due. A job whose hours make no sense has none.
func Upcoming(jobs []Job, zone *time.Location, cal Calendar, from, to time.Time) []Slot {
	var out []Slot
	for _, j := range jobs {
		h, err := Compile(j, zone)
		if err != nil || !j.On {
			continue
		}
		at := from
		for range maxUpcoming {
			due, ok := h.Next(at, cal)
			if !ok || due.After(to) {
				break
			}
			out = append(out, Slot{Job: j.Code, Due: due})
			at = due
		}
	}
	slices.SortStableFunc(out, func(a, b Slot) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Job, b.Job))
	})
	return out
}
