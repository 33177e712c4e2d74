package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// cmdProgress is /tiendo: the own figures for staff, the own unit for a head, all units for the Office and the
// Director; of a unit and up to a day that may follow.
func (t *turn) cmdProgress(ctx context.Context, arg string) error {
	ask, err := readProgress(arg, t.today)
	if err != nil {
		return err
	}
	all := t.actor.Reach(people.SeeDepartment) == people.Everyone
	switch {
	case bareNumber(ask.unit):
		return t.listedUnit(ctx, ask.unit)
	case ask.unit != "":
		return t.namedUnit(ctx, ask)
	case ask.scope == wholeBook && !all:
		return t.refuseUnit(ctx, 0)
	case ask.scope == ownScope && t.actor.May(people.SeeNames, t.actor.Member.Unit):
		return t.unitByID(ctx, t.actor.Member.Unit, ask)
	case all:
		return t.department(ctx, ask, 0)
	case t.actor.Reach(people.SeeNames) == people.OwnUnit:
		return t.unitByID(ctx, t.actor.Member.Unit, ask)
	default:
		return t.ownProgress(ctx, ask)
	}
}

// listedUnit opens the row with a number of the list that was offered last; without such a list it asks.
func (t *turn) listedUnit(ctx context.Context, words string) error {
	n, _ := strconv.Atoi(words) // digits only
	if offer := t.state.Offer; n >= 1 && n <= len(offer) {
		rest, ok := strings.CutPrefix(offer[n-1].Data, "td:")
		if ok && !offer[n-1].Aside {
			return t.pressProgress(ctx, rest)
		}
	}
	var choices []channel.Choice
	if n >= 1 && n <= 12 {
		choices = append(choices, channel.Choice{
			Data: press("cmd", "tiendo thang "+number(n)), Label: t.p.T("tiendo.nut_thang", args{"So": n}), Aside: true,
		})
	}
	t.say("tiendo.so_gi", args{"So": words}, append(choices, t.aside(press("cmd", "tiendo"), "tiendo.nut_tien_do"))...)
	return nil
}

// namedUnit answers when words should name a unit.
func (t *turn) namedUnit(ctx context.Context, ask progressAsk) error {
	units, err := t.tx.Units(ctx, ask.period.Days.To)
	if err != nil {
		return err
	}
	found := findUnits(units, ask.unit)
	var allowed []people.Unit
	for _, u := range found {
		if t.actor.May(people.SeeNames, u.ID) {
			allowed = append(allowed, u)
		}
	}
	switch {
	case len(allowed) == 1:
		return t.unit(ctx, allowed[0], ask)
	case len(allowed) > 1:
		t.say("tiendo.nhieu_don_vi", args{"Ten": cut(ask.unit, 40)}, t.pickUnit(allowed, ask)...)
		return nil
	case len(found) == 1:
		return t.refuseUnit(ctx, found[0].ID)
	case len(found) > 1:
		return t.refuseUnit(ctx, 0)
	case len(units) == 0:
		return fault.New(fault.NotFound, "tiendo.chua_co_gi", fault.Args{"Ngay": ask.period.Days.To.Local()})
	case soundsLikeUnit(ask.unit) && t.actor.Reach(people.SeeDepartment) == people.Everyone:
		t.say("tiendo.khong_thay", args{"Ten": cut(ask.unit, 40)}, t.pickUnit(units, ask)...)
		return nil
	default:
		t.say("tiendo.khong_doc", args{"Ten": cut(ask.unit, 40)}, t.aside(press("cmd", "tiendo"), "tiendo.nut_tien_do"))
		return nil
	}
}

// unitByID opens a unit, as it was on the last day of the period.
func (t *turn) unitByID(ctx context.Context, id people.UnitID, ask progressAsk) error {
	if !t.actor.May(people.SeeNames, id) {
		return t.refuseUnit(ctx, id)
	}
	units, err := t.tx.Units(ctx, ask.period.Days.To)
	if err != nil {
		return err
	}
	for _, u := range units {
		if u.ID == id {
			return t.unit(ctx, u, ask)
		}
	}
	return fault.New(fault.NotFound, "tiendo.chua_co_don_vi", fault.Args{"Ngay": ask.period.Days.To.Local()})
}

// refuseUnit says what the person may see, and puts the try on record. A unit of 0 stands for several.
func (t *turn) refuseUnit(ctx context.Context, unit people.UnitID) error {
	key := "tiendo.chi_so_minh"
	if t.actor.Reach(people.SeeNames) == people.OwnUnit {
		key = "tiendo.chi_don_vi_minh"
	}
	t.say(key, args{"DonVi": t.actor.Member.UnitName}, t.aside(press("cmd", "tiendo"), "tiendo.nut_tien_do"))
	return t.auditUnit(ctx, "refused", unit)
}

func (t *turn) auditUnit(ctx context.Context, action string, unit people.UnitID) error {
	line := people.AuditLine{
		By: t.actor.Person.ID, Action: action, Unit: unit, Channel: string(t.event.Channel), Detail: "tiendo",
	}
	return t.tx.Audit(ctx, line, t.now)
}

// pressProgress opens what a choice stands for: "unit:period", with * for all units, which may have ":offset"
// behind it. An empty period is the running month, on whichever day the choice is made.
func (t *turn) pressProgress(ctx context.Context, rest string) error {
	parts := strings.Split(rest, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return stale()
	}
	ask := progressAsk{period: learning.PeriodTo(learning.Month, t.today), now: true}
	if parts[1] != "" {
		p, err := learning.ParsePeriod(parts[1])
		if err != nil || p.Days.To > t.today {
			return stale()
		}
		ask = progressAsk{period: p}
	}
	switch parts[0] {
	case "*":
		if t.actor.Reach(people.SeeDepartment) != people.Everyone {
			return t.refuseUnit(ctx, 0)
		}
		offset := 0
		if len(parts) == 3 {
			offset, _ = strconv.Atoi(parts[2]) // what is no number is the first page
		}
		return t.department(ctx, ask, offset)
	case "":
		return t.ownProgress(ctx, ask)
	}
	id, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return stale()
	}
	return t.unitByID(ctx, people.UnitID(id), ask)
}

// view is what ask asks for, at this instant.
func (t *turn) view(ask progressAsk) learning.View {
	return learning.ViewOf(ask.period, t.set.rules, t.now, t.cfg.Zone)
}

// code is the period of ask in the data of a choice: none for the running month, so that the choice stays fresh.
func (a progressAsk) code() string {
	if a.now {
		return ""
	}
	return a.period.Code()
}

// pressUnit is the data of a choice that opens a unit.
func pressUnit(id people.UnitID, ask progressAsk) string { return press("td", number(id), ask.code()) }

// pickUnit offers units to open.
func (t *turn) pickUnit(units []people.Unit, ask progressAsk) []channel.Choice {
	out := make([]channel.Choice, len(units))
	for i, u := range units {
		out[i] = channel.Choice{Data: pressUnit(u.ID, ask), Label: unitLabel(u.Name)}
	}
	return out
}

// maxUnitLabel bounds the name of a unit on a button or in a line, in characters.
const maxUnitLabel = 36

// lastMonth offers the same for the whole month before the running one; nothing beside other periods.
func (t *turn) lastMonth(whose string, ask progressAsk) []channel.Choice {
	if !ask.now {
		return nil
	}
	before := learning.PeriodTo(learning.Month, day.MonthOf(t.today).From.Add(-1))
	return []channel.Choice{t.aside(press("td", whose, before.Code()), "tiendo.nut_thang_truoc")}
}
