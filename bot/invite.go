package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// How many people the chat lists as choices, and gives codes to at once. More is for the command line.
const (
	maxListed = 10
	maxAtOnce = 20
)

// cmdInvite is /moi: who has not joined; /moi CODE or NAME gives a person a code, /moi UNIT lists a unit's.
func (t *turn) cmdInvite(ctx context.Context, arg string) error {
	switch {
	case arg == "":
		return t.inviteOverview(ctx)
	case meant(arg, []string{"tất cả", "hết", "all", "everyone"}):
		return t.askInviteAll(ctx)
	}
	who, ok, err := t.tx.ByStaffCode(ctx, arg, t.today)
	if err != nil {
		return err
	}
	if ok {
		return t.inviteOne(ctx, who, false)
	}
	found, err := t.peopleNamed(ctx, arg)
	switch {
	case err != nil:
		return err
	case len(found) == 1:
		return t.inviteOne(ctx, found[0], false)
	case len(found) > maxListed:
		t.say("moi.nhieu_ten", args{"Ten": arg, "N": len(found)})
		return nil
	case len(found) > 1:
		t.say("moi.chon_nguoi", args{"Ten": arg}, t.invitees(found)...)
		return nil
	}
	return t.inviteUnitNamed(ctx, arg)
}

// peopleNamed finds people by words of their name. Names that have the words as they were typed, diacritics and all,
// win over those that have them only without.
func (t *turn) peopleNamed(ctx context.Context, words string) ([]people.Actor, error) {
	found, err := t.tx.PeopleNamed(ctx, viet.Fold(words), t.today)
	if err != nil {
		return nil, err
	}
	typed := " " + strings.ToLower(strings.Join(strings.Fields(viet.NFC(words)), " ")) + " "
	var exact []people.Actor
	for _, a := range found {
		if strings.Contains(" "+strings.ToLower(viet.NFC(a.Person.Name))+" ", typed) {
			exact = append(exact, a)
		}
	}
	if len(exact) > 0 && typed != " "+viet.Fold(words)+" " {
		found = exact
	}
	sortByName(found)
	return found, nil
}

func sortByName(list []people.Actor) {
	slices.SortStableFunc(list, func(a, b people.Actor) int { return viet.Compare(a.Person.Name, b.Person.Name) })
}

// inviteOverview says how many have not joined, and offers codes.
func (t *turn) inviteOverview(ctx context.Context) error {
	missing, err := t.missing(ctx)
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		t.say("moi.du_ca", nil)
		return nil
	}
	text := t.p.N("moi.con_thieu", len(missing), nil)
	var choices []channel.Choice
	if len(missing) <= maxListed {
		sortByName(missing)
		choices = t.invitees(missing)
	} else {
		choices = t.unitChoices(missing)
	}
	if len(missing) > 1 && len(missing) <= maxAtOnce {
		choices = append(choices, t.choice(press("moi", "all"), "moi.nut_tat_ca"))
	}
	t.sayText(text+"\n"+t.p.T("moi.cach_dung", args{"Ma": missing[0].Person.StaffCode}), choices...)
	return nil
}

// missing lists who has not joined among those whom this person may invite.
func (t *turn) missing(ctx context.Context) ([]people.Actor, error) {
	all, err := t.tx.NotJoined(ctx, t.today)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(a people.Actor) bool { return !t.actor.May(people.InvitePeople, a.Member.Unit) }), nil
}

// invitees offers a code for each of a list, at most maxListed.
func (t *turn) invitees(list []people.Actor) []channel.Choice {
	var out []channel.Choice
	for _, a := range list[:min(len(list), maxListed)] {
		out = append(out, channel.Choice{
			Data:  press("moi", "p"+number(a.Person.ID)),
			Label: t.p.T("moi.nut_nguoi", args{"Ten": a.Person.Name, "Ma": a.Person.StaffCode}),
		})
	}
	return out
}

// unitChoices offers the units that somebody is missing from, in the list's order.
func (t *turn) unitChoices(missing []people.Actor) []channel.Choice {
	count := map[people.UnitID]int{}
	var order []people.Membership
	for _, a := range missing {
		if count[a.Member.Unit] == 0 {
			order = append(order, a.Member)
		}
		count[a.Member.Unit]++
	}
	var out []channel.Choice
	for _, m := range order {
		out = append(out, channel.Choice{
			Data:  press("moi", "u"+number(m.Unit)),
			Label: t.p.T("moi.nut_don_vi", args{"DonVi": m.UnitName, "N": count[m.Unit]}),
		})
	}
	return out
}

// inviteUnitNamed lists who is missing in the unit whose name holds the words.
func (t *turn) inviteUnitNamed(ctx context.Context, words string) error {
	units, err := t.tx.Units(ctx, t.today)
	if err != nil {
		return err
	}
	folded := viet.Fold(words)
	var hits []people.Unit
	for _, u := range units {
		if utf8.RuneCountInString(folded) > 2 && strings.Contains(viet.Fold(u.Name), folded) {
			hits = append(hits, u)
		}
	}
	if len(hits) != 1 {
		t.say("moi.khong_thay", args{"Ten": cut(words, 40)})
		return nil
	}
	return t.inviteUnit(ctx, hits[0].ID)
}

// inviteUnit lists who is missing in a unit.
func (t *turn) inviteUnit(ctx context.Context, unit people.UnitID) error {
	missing, err := t.missing(ctx)
	if err != nil {
		return err
	}
	missing = slices.DeleteFunc(missing, func(a people.Actor) bool { return a.Member.Unit != unit })
	if len(missing) == 0 {
		t.state.Offer = nil
		t.say("moi.don_vi_du", nil)
		return nil
	}
	sortByName(missing)
	text := t.p.N("moi.don_vi_thieu", len(missing), args{"DonVi": missing[0].Member.UnitName})
	if more := len(missing) - maxListed; more > 0 {
		text += "\n" + t.p.N("moi.con_nua", more, nil)
	}
	t.sayText(text, t.invitees(missing)...)
	return nil
}

// inviteOne gives a person a code. One who has joined already gets it only on purpose: for a new phone.
func (t *turn) inviteOne(ctx context.Context, who people.Actor, sure bool) error {
	t.state.Offer = nil
	p := who.Person
	switch {
	case who.State == people.Left:
		return fault.New(fault.Conflict, "moi.da_nghi", fault.Args{"Ten": p.Name, "Ma": p.StaffCode})
	case !t.actor.May(people.InvitePeople, who.Member.Unit):
		return t.refuse(ctx, t.table.byName["moi"])
	case who.State == people.Active && !sure:
		t.say("moi.da_tham_gia", args{"Ten": p.Name, "Ma": p.StaffCode, "Ngay": t.dayOf(who.Consented)},
			t.yesNo(press("moi", "P"+number(p.ID)), "no")...)
		return nil
	}
	code, expires, err := people.Issue(ctx, t.tx, p.ID, people.Join, t.now)
	if err != nil {
		return err
	}
	if err := t.audit(ctx, "invite", p.ID, ""); err != nil {
		return err
	}
	until := expires.In(t.cfg.Zone).Format("15:04 02/01/2006")
	// The choice keeps the letter below a message of its own, which can be forwarded as it stands.
	t.say("moi.da_cap", args{"Ten": p.Name, "Ma": p.StaffCode, "DonVi": who.Member.UnitName},
		t.choice(press("cmd", "moi"), "moi.nut_nguoi_khac"))
	letter := t.p.T("moi.thu", args{"Ten": p.Name, "Code": code, "Han": until})
	if links := t.links(code); links != "" {
		letter += "\n" + links
	}
	t.sayText(letter)
	return nil
}

// askInviteAll asks before the codes of many are replaced.
func (t *turn) askInviteAll(ctx context.Context) error {
	missing, err := t.missing(ctx)
	if err != nil {
		return err
	}
	switch n := len(missing); {
	case n == 0:
		t.say("moi.du_ca", nil)
	case n > maxAtOnce:
		t.sayText(t.p.N("moi.qua_nhieu", n, args{"Max": maxAtOnce}), t.unitChoices(missing)...)
	default:
		t.sayText(t.p.N("moi.hoi_tat_ca", n, nil), t.yesNo(press("moi", "all!"), "no")...)
	}
	return nil
}

// inviteAll gives a code to everybody who has not joined, a line each.
func (t *turn) inviteAll(ctx context.Context) error {
	missing, err := t.missing(ctx)
	if err != nil {
		return err
	}
	if len(missing) == 0 || len(missing) > maxAtOnce {
		return t.askInviteAll(ctx)
	}
	t.state.Offer = nil
	var lines []string
	until := ""
	for _, a := range missing {
		code, expires, err := people.Issue(ctx, t.tx, a.Person.ID, people.Join, t.now)
		if err != nil {
			return err
		}
		if err := t.audit(ctx, "invite", a.Person.ID, "all"); err != nil {
			return err
		}
		until = expires.In(t.cfg.Zone).Format("15:04 02/01/2006")
		lines = append(lines, t.p.T("moi.dong_ma", args{"Ma": a.Person.StaffCode, "Ten": a.Person.Name, "Code": code}))
	}
	t.sayText(t.p.N("moi.da_cap_tat_ca", len(missing), args{"Han": until}) + "\n" + strings.Join(lines, "\n"))
	return nil
}

// pressInvite does a choice of /moi: p and P are a person, u is a unit.
func (t *turn) pressInvite(ctx context.Context, rest string) error {
	if t.actor.Reach(people.InvitePeople) == people.Nobody {
		return t.refuse(ctx, t.table.byName["moi"])
	}
	switch rest {
	case "all":
		return t.askInviteAll(ctx)
	case "all!":
		return t.inviteAll(ctx)
	case "":
		return stale()
	}
	id, err := strconv.ParseInt(rest[1:], 10, 64)
	if err != nil {
		return stale()
	}
	if rest[0] == 'u' {
		return t.inviteUnit(ctx, people.UnitID(id))
	}
	who, ok, err := t.tx.ActorByID(ctx, people.PersonID(id), t.today)
	if err != nil {
		return err
	}
	if !ok || rest[0] != 'p' && rest[0] != 'P' {
		return stale()
	}
	return t.inviteOne(ctx, who, rest[0] == 'P')
}
