package quiz

import (
	"cmp"
	"slices"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// MinPeople is of how many people a figure about answers speaks at least.
const MinPeople = 5

// Tally is what one person answered for the first time in one group (a topic, or a unit) on one day.
type Tally struct {
	Group   string
	Person  people.PersonID
	On      day.Day
	Right   int
	Answers int
}

// Result says how often a group's first answers were right. Its figures are zero unless Enough.
type Result struct {
	Group   string
	People  int
	Right   int
	Answers int
	Enough  bool // MinPeople people or more have answered
}

// Percent is the share of right answers, rounded half up.
func (r Result) Percent() int {
	if r.Answers == 0 {
		return 0
	}
	return (200*r.Right + r.Answers) / (2 * r.Answers)
}

// ClosedUntil is the last day that results of a day may speak of: the Sunday before.
func ClosedUntil(today day.Day) day.Day {
	return weekOf(today).Add(-1)
}

// weekOf is the Monday of the week of a day.
func weekOf(d day.Day) day.Day {
	return d.Add(-(int(d.Weekday()-time.Monday) + 7) % 7)
}

// Results makes the figures of groups from all tallies of a span that begins on a fixed day and ends with a closed
// week. Nobody's answers can be found by comparing figures: not of one day with another, since a group's figures move
// on only when MinPeople different people have answered since they last did, the weeks before the last such week being
// published and the rest held back; and not of one view with another, since the groups of a view do not overlap and
// there is no total. Groups come in the order of groups; one without answers is there too.
func Results(tallies []Tally, groups []string) []Result {
	byGroup := map[string][]Tally{}
	for _, t := range tallies {
		byGroup[t.Group] = append(byGroup[t.Group], t)
	}
	out := make([]Result, len(groups))
	for i, g := range groups {
		out[i] = published(g, byGroup[g])
	}
	return out
}

// published sums up the batches of whole weeks that hold MinPeople people each.
func published(group string, tallies []Tally) Result {
	slices.SortFunc(tallies, func(a, b Tally) int { return cmp.Compare(a.On, b.On) })
	var batch Result
	out := Result{Group: group}
	all, some := map[people.PersonID]bool{}, map[people.PersonID]bool{}
	for i, t := range tallies {
		some[t.Person] = true
		batch.Right, batch.Answers = batch.Right+t.Right, batch.Answers+t.Answers
		weekEnds := i == len(tallies)-1 || weekOf(tallies[i+1].On) != weekOf(t.On)
		if !weekEnds || len(some) < MinPeople {
			continue
		}
		for p := range some {
			all[p] = true
		}
		out.Right, out.Answers = out.Right+batch.Right, out.Answers+batch.Answers
		out.People, out.Enough = len(all), true
		batch = Result{}
		clear(some)
	}
	return out
}
