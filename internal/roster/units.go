package roster

import (
	"slices"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// spellings returns, for each unit of a list, the way in which most of its lines write it; the first one when
// there are several.
func spellings(list List) map[string]string {
	counts := map[string]int{}
	for _, l := range list.Lines {
		counts[l.Unit]++
	}
	out := map[string]string{}
	for _, l := range list.Lines {
		best, ok := out[viet.Fold(l.Unit)]
		if !ok || counts[l.Unit] > counts[best] {
			out[viet.Fold(l.Unit)] = l.Unit
		}
	}
	return out
}

// planUnits plans what becomes of the units: those that the list names, in its order, then those that empty.
func (p *planner) planUnits(register Register) {
	sort := 0
	for _, u := range register.Units {
		sort = max(sort, u.Sort)
	}
	uses := p.uses()
	done := map[string]bool{}
	for _, l := range p.list.Lines {
		folded := viet.Fold(l.Unit)
		if done[folded] {
			continue
		}
		done[folded] = true
		before, ok := p.units[folded]
		after := before
		after.Name = p.spelling[folded]
		if !ok {
			sort++
			after.Sort, after.From = sort, p.Since
			p.out.Units = append(p.out.Units, UnitChange{Kind: UnitNew, After: after})
			continue
		}
		after.To = ""
		if first := uses[before.ID].first; first != "" {
			after.From = min(before.From, first)
		}
		switch {
		case after.To != before.To || after.From != before.From:
			p.out.Units = append(p.out.Units, UnitChange{Kind: UnitOpened, Before: before, After: after})
		case after.Name != before.Name:
			p.out.Units = append(p.out.Units, UnitChange{Kind: UnitRenamed, Before: before, After: after})
		}
	}
	p.endUnits(register, uses)
}

// endUnits ends the open units to which nobody belongs any more, on the last day that anybody did.
func (p *planner) endUnits(register Register, uses map[people.UnitID]use) {
	for _, u := range register.Units {
		if u.To != "" || uses[u.ID].open {
			continue
		}
		after := u
		after.To = max(u.From, uses[u.ID].last)
		if uses[u.ID].last == "" {
			after.To = max(u.From, p.Since.Add(-1))
		}
		p.out.Units = append(p.out.Units, UnitChange{Kind: UnitEnded, Before: u, After: after})
	}
	slices.SortStableFunc(p.out.Units, func(a, b UnitChange) int { return unitOrder[a.Kind] - unitOrder[b.Kind] })
}

// use says how a unit will have been used by all memberships that there will be.
type use struct {
	open        bool // somebody belongs to it without an end
	first, last day.Day
}

func (p *planner) uses() map[people.UnitID]use {
	all := slices.Clone(p.kept)
	for _, c := range p.out.Changes {
		all = append(all, c.Timeline...)
	}
	out := map[people.UnitID]use{}
	for _, m := range all {
		u, known := out[m.Unit]
		if !known || m.From < u.first {
			u.first = m.From
		}
		out[m.Unit] = use{open: u.open || m.To == "", first: u.first, last: max(u.last, m.To)}
	}
	return out
}

var unitOrder = map[UnitKind]int{UnitNew: 0, UnitOpened: 1, UnitRenamed: 2, UnitEnded: 3}
