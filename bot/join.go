package bot

import (
	"context"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/dialog"
	"sohoc/internal/people"
)

// What counts as an answer to the question for consent. Only an explicit yes does: no "ok", no "ạ", no silence
// (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 9).
var (
	agreeWords  = []string{"dong y", "toi dong y", "em dong y", "dong y a", "toi dong y a", "vang dong y", "vang toi dong y", "agree", "i agree", "yes i agree", "i do agree"}
	refuseWords = []string{"khong", "khong dong y", "toi khong dong y", "chua dong y", "toi chua dong y", "em khong dong y", "no", "disagree", "i disagree", "i do not agree", "i don't agree"}
)

// says reports whether a text is one of the words, which may stand in the marks that the question has.
func says(text string, words []string) bool { return isWord(strings.Trim(text, "«»\"',"), words) }

// enter ties the account to the person whose code was right. Somebody who has agreed already comes in by a
// further door; anybody else is asked. An account that belonged to somebody who is not active changes hands:
// the Office has given its holder a code.
func (t *turn) enter(ctx context.Context, who people.Actor, by people.Purpose) error {
	acc := account(t.event)
	if t.actor.Known() {
		if err := t.tx.UnlinkAccounts(ctx, t.actor.Person.ID, acc); err != nil {
			return err
		}
	}
	if err := t.tx.LinkAccount(ctx, acc, who.Person.ID, t.now); err != nil {
		return err
	}
	t.state = forgotten(t.state) // a half-filled form would be the former holder's
	t.actor = who
	t.p = t.cfg.Catalog.In(t.lang())
	if who.State == people.Active {
		return t.enterByFurtherDoor(ctx, by)
	}
	t.notice()
	return nil
}

// notice says what is kept, why, who sees it and for how long, and asks for consent.
func (t *turn) notice() {
	a := t.whoArgs()
	a["VanPhong"] = t.office()
	t.say("tham_gia.thong_bao", a, t.consentChoices()...)
}

func (t *turn) consentChoices() []channel.Choice {
	return []channel.Choice{t.aside("join:yes", "tham_gia.dong_y"), t.aside("join:no", "tham_gia.khong_dong_y")}
}

// noticed reports whether the notice is what the chat was last asked.
func (t *turn) noticed() bool {
	return len(t.state.Offer) > 0 && t.state.Offer[0].Data == "join:yes"
}

// askConsent asks again, at length when the notice has not been shown.
func (t *turn) askConsent() error {
	if !t.noticed() {
		t.notice()
		return nil
	}
	t.say("tham_gia.hoi_lai", nil, t.consentChoices()...)
	return nil
}

// pending answers somebody whose consent is missing.
func (t *turn) pending(ctx context.Context) error {
	if t.event.Kind == channel.Press {
		switch verb, rest, _ := strings.Cut(t.event.Press, ":"); verb {
		case "join":
			return t.pressJoin(ctx, rest)
		case "lang":
			return t.pressLang(ctx, rest)
		}
		return t.askConsent()
	}
	if t.event.Kind != channel.Text {
		return t.askConsent()
	}
	text := t.event.Text
	switch {
	case says(text, agreeWords), t.noticed() && says(text, []string{"1"}):
		return t.pressJoin(ctx, "yes")
	case says(text, refuseWords), t.noticed() && says(text, []string{"2"}):
		return t.pressJoin(ctx, "no")
	}
	if o, ok := offered(t.state.Offer, text); ok && strings.HasPrefix(o.Data, "lang:") {
		return t.pressLang(ctx, strings.TrimPrefix(o.Data, "lang:"))
	}
	return t.pendingCommand(ctx)
}

// pendingCommand does the few commands that need no consent.
func (t *turn) pendingCommand(ctx context.Context) error {
	c, arg := t.asked()
	if c == nil {
		return t.askConsent()
	}
	switch c.name {
	case "riengtu", "start":
		t.notice()
	case "ngonngu":
		return t.cmdLanguage(ctx, arg)
	case "toi":
		t.say("tham_gia.toi_cho", t.whoArgs(), t.consentChoices()...)
	case "trogiup":
		t.say("tham_gia.tro_giup_cho", args{"VanPhong": t.office()}, t.consentChoices()...)
	default:
		return t.askConsent()
	}
	return nil
}

// pressJoin answers the question for consent.
func (t *turn) pressJoin(ctx context.Context, rest string) error {
	if t.actor.State != people.Pending {
		if t.actor.State == people.Active {
			t.say("tham_gia.da_dong_y", args{"Ngay": t.dayOf(t.actor.Consented)})
			return nil
		}
		return t.notActive(ctx)
	}
	switch rest {
	case "yes":
		return t.consent(ctx)
	case "no":
		return t.declineConsent(ctx)
	default:
		return stale()
	}
}

// consent makes the person active and asks for the first entry.
func (t *turn) consent(ctx context.Context) error {
	p := t.actor.Person
	if err := t.tx.GiveConsent(ctx, p.ID, people.ConsentVersion, string(t.event.Channel), t.now); err != nil {
		return err
	}
	if p.Lang == "" {
		// The language of the notice that was agreed to: reminders come without an app that tells one.
		if err := t.tx.SetLang(ctx, p.ID, string(t.p.Lang)); err != nil {
			return err
		}
		t.actor.Person.Lang = string(t.p.Lang)
	}
	if err := t.audit(ctx, "consent", p.ID, people.ConsentVersion); err != nil {
		return err
	}
	t.state.Lang = ""
	t.close()
	t.actor.State, t.actor.Consented = people.Active, t.now
	key := "tham_gia.chao_mung"
	if _, again, err := t.tx.LastEntry(ctx, p.ID); err != nil {
		return err
	} else if again {
		key = "tham_gia.chao_tro_lai"
	}
	a := t.whoArgs()
	example, err := t.example(ctx)
	if err != nil {
		return err
	}
	a["ViDu"] = example
	t.say(key, a, t.aside(press("cmd", "hoc"), "tro_giup.nut_tung_buoc"))
	t.setMenu()
	return nil
}

// declineConsent forgets the account and says how to come back.
func (t *turn) declineConsent(ctx context.Context) error {
	if err := t.tx.UnlinkAccounts(ctx, t.actor.Person.ID, account(t.event)); err != nil {
		return err
	}
	t.close()
	t.say("tham_gia.da_tu_choi", args{"VanPhong": t.office()})
	// What follows from a stranger is answered once more: the person may want to know something.
	declined := t.actor.Person.ID
	t.state = forgotten(t.state)
	t.state.Declined = dialog.Declined{Person: int64(declined), At: t.now.UnixMilli()}
	t.actor = people.Actor{State: people.Unknown}
	t.setMenu()
	return nil
}

// reconsideration is how long a chat that declined may take that back without a new code.
const reconsideration = 10 * time.Minute

// reconsider lets a stranger who has just declined agree after all. Only the chat that spent the code may, only for
// a short while, and only while nobody else has come in for that person.
func (t *turn) reconsider(ctx context.Context) (done bool, err error) {
	d := t.state.Declined
	if d.Person == 0 {
		return false, nil
	}
	since := t.now.Sub(time.UnixMilli(d.At))
	agrees := t.event.Kind == channel.Text && says(t.event.Text, agreeWords)
	if since < 0 || since >= reconsideration {
		t.state.Declined = dialog.Declined{}
		if agrees {
			t.say("tham_gia.het_han_doi_y", args{"VanPhong": t.office()})
		}
		return agrees, nil
	}
	if !agrees {
		return false, nil
	}
	t.state.Declined = dialog.Declined{}
	who, ok, err := t.tx.ActorByID(ctx, people.PersonID(d.Person), t.today)
	if err != nil {
		return true, err
	}
	doors, err := t.tx.Accounts(ctx, people.PersonID(d.Person))
	if err != nil {
		return true, err
	}
	if !ok || who.State != people.Pending || len(doors) > 0 {
		t.say("tham_gia.het_han_doi_y", args{"VanPhong": t.office()})
		return true, nil
	}
	if err := t.tx.LinkAccount(ctx, account(t.event), who.Person.ID, t.now); err != nil {
		return true, err
	}
	t.actor = who
	t.state.RefusedAt = 0
	return true, t.consent(ctx)
}

// cmdStart is /start of somebody who is active: who the bot thinks it is, and what can be done.
func (t *turn) cmdStart(ctx context.Context, arg string) error {
	a := t.whoArgs()
	if arg != "" {
		if _, ok := people.ReadCode(arg); ok {
			t.say("tham_gia.da_co", a)
			return nil
		}
	}
	example, err := t.example(ctx)
	if err != nil {
		return err
	}
	a["ViDu"] = example
	t.say("tham_gia.chao_lai", a, t.mainChoices()...)
	t.setMenu()
	return nil
}

// whoArgs say who the bot thinks the person is.
func (t *turn) whoArgs() args {
	m := t.actor.Member
	return args{
		"Ten": t.actor.Person.Name, "Ma": t.actor.Person.StaffCode, "DonVi": m.UnitName,
		"ChucVu": m.Post, "VaiTro": t.roleNames(m.Roles),
	}
}

// roleNames are the roles that a person holds in the product.
func (t *turn) roleNames(r people.Roles) string {
	var names []string
	for _, role := range []struct {
		held bool
		key  string
	}{{r.Director, "vai_tro.director"}, {r.Head, "vai_tro.head"}, {r.Office, "vai_tro.office"}, {r.Admin, "vai_tro.admin"}} {
		if role.held {
			names = append(names, t.p.T(role.key, nil))
		}
	}
	if names == nil {
		return t.p.T("vai_tro.staff", nil)
	}
	return strings.Join(names, ", ")
}

// audit writes that this person did something, to themselves or to another.
func (t *turn) audit(ctx context.Context, action string, whom people.PersonID, detail string) error {
	line := people.AuditLine{
		By: t.actor.Person.ID, Action: action, Person: whom, Channel: string(t.event.Channel), Detail: detail,
	}
	return t.tx.Audit(ctx, line, t.now)
}
