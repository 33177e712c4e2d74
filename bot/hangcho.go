package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// Bounds of what the queue shows: more than fits one screen is asked for by name.
const (
	maxKnocks     = 10
	maxCandidates = 6
)

// queueLine tells a stranger, on a channel that shows who writes, by which code the Office can find them, and what is
// kept for that. Nobody else gets one: elsewhere a stranger leaves no trace.
func (t *turn) queueLine(ctx context.Context) error {
	if t.event.Channel != channel.Zalo || t.event.Group || t.event.Sender == "" {
		return nil
	}
	k, err := t.tx.AddKnock(ctx, people.Knock{Account: account(t.event), Name: t.event.Sender}, t.now)
	if err != nil {
		return err
	}
	t.say("zalo.hang_cho_cua_toi", args{"Ma": k.Code, "VanPhong": t.office()})
	return nil
}

// turnAway refuses a stranger, and says by which code the Office finds them.
func (t *turn) turnAway(ctx context.Context, key string, a args) error {
	before := len(t.out.Messages)
	if err := t.refuseStranger(key, a); err != nil || len(t.out.Messages) == before {
		return err
	}
	return t.queueLine(ctx)
}

// strangerPrivacy is what is said of what is kept of a stranger.
func (t *turn) strangerPrivacy() string {
	if t.event.Channel == channel.Zalo {
		return "zalo.rieng_tu_nguoi_la"
	}
	return "rieng_tu.nguoi_la"
}

// cmdQueue is /hangcho: who has written without being known. With a code it asks who that is; with a code and a staff
// code it asks for a yes.
func (t *turn) cmdQueue(ctx context.Context, arg string) error {
	words := strings.Fields(arg)
	if len(words) == 0 {
		return t.listQueue(ctx)
	}
	k, ok, err := t.tx.KnockByCode(ctx, words[0], t.now)
	switch {
	case err != nil:
		return err
	case !ok:
		t.say("zalo.hang_cho_khong_co", args{"Ma": cut(words[0], 20)})
		return nil
	case len(words) == 1:
		return t.askWho(ctx, k)
	}
	who, ok, err := t.tx.ByStaffCode(ctx, words[1], t.today)
	if err != nil {
		return err
	}
	if !ok {
		t.say("zalo.hang_cho_khong_co_nguoi", args{"Ma": cut(words[1], 20)})
		return nil
	}
	return t.knockIs(ctx, k, who, false)
}

func (t *turn) listQueue(ctx context.Context) error {
	knocks, err := t.tx.Knocks(ctx, maxKnocks, t.now)
	if err != nil {
		return err
	}
	if len(knocks) == 0 {
		t.say("zalo.hang_cho_trong", nil)
		return nil
	}
	var choices []channel.Choice
	for _, k := range knocks {
		choices = append(choices, channel.Choice{Data: press("cho", k.Code), Label: t.p.T("zalo.hang_cho_dong", args{
			"Ma": k.Code, "Ten": k.Name, "Luc": k.At.In(t.cfg.Zone).Format("15:04 02/01"),
		})})
	}
	t.say("zalo.hang_cho", nil, choices...)
	return nil
}

// askWho offers those who have not joined, the likeliest first.
func (t *turn) askWho(ctx context.Context, k people.Knock) error {
	missing, err := t.missing(ctx)
	if err != nil {
		return err
	}
	sortByName(missing)
	var choices []channel.Choice
	for _, a := range likely(missing, k.Name) {
		choices = append(choices, channel.Choice{
			Data:  press("cho", k.Code, "p"+number(a.Person.ID)),
			Label: t.p.T("moi.nut_nguoi", args{"Ten": a.Person.Name, "Ma": a.Person.StaffCode}),
		})
	}
	choices = append(choices, t.choice(press("cho", k.Code, "x"), "zalo.hang_cho_bo"))
	t.say("zalo.hang_cho_la_ai", args{"Ten": k.Name, "Ma": k.Code}, choices...)
	return nil
}

// likely are those who share a word of their name with a shown one, the more words the better; all when nobody does
// and there are few.
func likely(list []people.Actor, shown string) []people.Actor {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(viet.Fold(shown)) {
		words[w] = true
	}
	var ranked [8][]people.Actor
	for _, a := range list {
		same := 0
		for w := range strings.FieldsSeq(viet.Fold(a.Person.Name)) {
			if words[w] {
				same++
			}
		}
		same = min(same, len(ranked)-1)
		ranked[same] = append(ranked[same], a)
	}
	var out []people.Actor
	for same := len(ranked) - 1; same > 0; same-- {
		out = append(out, ranked[same]...)
	}
	if len(out) == 0 && len(list) <= maxCandidates {
		out = list
	}
	return out[:min(len(out), maxCandidates)]
}

// pressQueue does a choice of the queue: "cho:CODE", "cho:CODE:x", "cho:CODE:p12", and after a yes "cho:CODE:P12".
func (t *turn) pressQueue(ctx context.Context, rest string) error {
	if t.actor.Reach(people.InvitePeople) == people.Nobody {
		return t.refuse(ctx, t.table.byName["hangcho"])
	}
	code, what, _ := strings.Cut(rest, ":")
	k, ok, err := t.tx.KnockByCode(ctx, code, t.now)
	switch {
	case err != nil:
		return err
	case !ok:
		t.say("zalo.hang_cho_khong_co", args{"Ma": cut(code, 20)})
		return nil
	case what == "":
		return t.askWho(ctx, k)
	case what == "x":
		t.state.Offer = nil
		t.say("zalo.hang_cho_da_bo", args{"Ten": k.Name, "Ma": k.Code})
		return t.tx.DropKnock(ctx, k.Account)
	}
	id, err := strconv.ParseInt(what[1:], 10, 64)
	if err != nil || what[0] != 'p' && what[0] != 'P' {
		return stale()
	}
	who, ok, err := t.tx.ActorByID(ctx, people.PersonID(id), t.today)
	if err != nil {
		return err
	}
	if !ok {
		return stale()
	}
	return t.knockIs(ctx, k, who, what[0] == 'P')
}

// knockIs ties who knocked to a person who has not joined, after a question. Whoever has agreed already lets in a
// further account alone (/lienket): a wrong yes here would show a record to a stranger.
func (t *turn) knockIs(ctx context.Context, k people.Knock, who people.Actor, sure bool) error {
	t.state.Offer = nil
	a := args{"Ten": k.Name, "Ma": k.Code, "Nguoi": who.Person.Name, "MaNguoi": who.Person.StaffCode, "DonVi": who.Member.UnitName}
	doors, err := t.tx.Accounts(ctx, who.Person.ID)
	switch {
	case err != nil:
		return err
	case who.State == people.Active || len(doors) > 0:
		t.say("zalo.hang_cho_da_tham_gia", a)
		return nil
	case who.State == people.Left:
		t.say("zalo.hang_cho_da_nghi", a)
		return nil
	case !t.actor.May(people.InvitePeople, who.Member.Unit):
		return t.refuse(ctx, t.table.byName["hangcho"])
	case !sure:
		t.say("zalo.hang_cho_chac", a, t.yesNo(press("cho", k.Code, "P"+number(who.Person.ID)), "no")...)
		return nil
	}
	if err := t.tx.LinkAccount(ctx, k.Account, who.Person.ID, t.now); err != nil {
		return err
	}
	if err := t.audit(ctx, "link_knock", who.Person.ID, k.Channel); err != nil {
		return err
	}
	if err := t.noticeTo(ctx, k.Account, who); err != nil {
		return err
	}
	t.say("zalo.hang_cho_da_noi", a)
	return nil
}

// noticeTo asks somebody for consent in a chat of theirs.
func (t *turn) noticeTo(ctx context.Context, to people.Account, who people.Actor) error {
	other := &turn{Bot: t.Bot, tx: t.tx, set: t.set, now: t.now, today: t.today, actor: who, event: channel.Event{
		Address: addressOf(to), User: channel.UserID(to.User),
	}}
	was, err := t.tx.Conversation(ctx, other.event.Address)
	if err != nil {
		return err
	}
	other.state = forgotten(was)
	other.p = t.cfg.Catalog.In(other.lang())
	other.notice()
	t.out.Messages = append(t.out.Messages, other.out.Messages...)
	return t.tx.SaveConversation(ctx, other.event.Address, other.state, t.now)
}
