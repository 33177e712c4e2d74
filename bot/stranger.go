package bot

import (
	"context"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// refusalPause is how long a stranger is not answered after a refusal.
const refusalPause = 10 * time.Minute

// notYet answers who is not active: a stranger, somebody whose consent is missing, somebody who has left.
func (t *turn) notYet(ctx context.Context) error {
	t.acknowledge()
	if code, sent := sentCode(t.event); sent {
		return t.takeCode(ctx, code)
	}
	switch t.actor.State {
	case people.Pending:
		return t.pending(ctx)
	case people.Left:
		return t.left(ctx)
	default:
		return t.stranger(ctx)
	}
}

// notActive answers a command, or anything else, that is for active people only.
func (t *turn) notActive(ctx context.Context) error {
	switch t.actor.State {
	case people.Pending:
		return t.askConsent()
	case people.Left:
		t.say("tham_gia.da_nghi", t.leftArgs())
		t.setMenu() // nobody wrote at the moment of leaving
		return nil
	default:
		return t.turnAway(ctx, "tham_gia.nguoi_la", args{"VanPhong": t.office()})
	}
}

// acknowledge lets a pressed button stop waiting.
func (t *turn) acknowledge() {
	if t.event.Kind == channel.Press {
		t.out.Answer = &channel.PressAnswer{To: t.event.Address, PressID: t.event.PressID}
	}
}

// stranger answers somebody whom no account ties to the register: one refusal and one change
// of the language, then silence for a while. Of a
// stranger the chat's memory holds when that was, wrong codes and a chosen language, and only while they matter.
func (t *turn) stranger(ctx context.Context) error {
	t.forgetTries()
	a := args{"VanPhong": t.office()}
	c, arg := t.asked()
	if lang, ok := t.wantedLang(c, arg); ok && lang != t.p.Lang {
		if t.lately(&t.state.LangAt) {
			return nil
		}
		t.speak(lang)
		t.state.Lang, t.state.LangAt = string(lang), t.now.UnixMilli()
		t.say("ngon_ngu.da_doi", nil)
		return nil
	}
	if done, err := t.reconsider(ctx); done || err != nil {
		return err
	}
	if c == nil && meant(t.event.Text, whoWords) {
		return t.turnAway(ctx, "tham_gia.cach_tham_gia", a)
	}
	if c == nil {
		return t.notActive(ctx)
	}
	switch c.name {
	case "toi":
		return t.turnAway(ctx, "tham_gia.chua_biet", a)
	case "start", "trogiup":
		return t.turnAway(ctx, "tham_gia.cach_tham_gia", a)
	case "riengtu":
		return t.refuseStranger(t.strangerPrivacy(), a)
	default:
		return t.notActive(ctx)
	}
}

// refuseStranger says a sentence unless the chat has been refused a short while ago.
func (t *turn) refuseStranger(key string, a args) error {
	if t.lately(&t.state.RefusedAt) {
		return nil
	}
	t.state.RefusedAt = t.now.UnixMilli()
	if n, ok := a["N"].(int); ok {
		t.sayText(t.p.N(key, n, a))
		return nil
	}
	t.say(key, a)
	return nil
}

// lately reports whether a stranger was last answered so short a while ago that nothing more is said, and forgets
// an older instant (unix ms).
func (t *turn) lately(at *int64) bool {
	if *at == 0 {
		return false
	}
	since := t.now.Sub(time.UnixMilli(*at))
	if since >= 0 && since < refusalPause {
		return true
	}
	*at = 0
	return false
}

// asked is the command that a text asks for, nil for none.
func (t *turn) asked() (*command, string) {
	if t.event.Kind != channel.Text {
		return nil, ""
	}
	name, arg, ok := slash(t.event.Text)
	if !ok {
		return t.plain(t.event.Text)
	}
	if c, known := t.table.byName[name]; known {
		return c, arg
	}
	return t.table.byWord[name], arg
}

// office is whom to ask when the bot cannot help.
func (t *turn) office() string {
	if t.actor.Member.Roles.Office {
		return t.p.T("quyen.can_bo_cntt", nil) // the Office is not sent to itself
	}
	if t.cfg.Office != "" {
		return t.cfg.Office
	}
	return t.p.T("quyen.van_phong", nil)
}

// left answers somebody who belongs to no unit today: who the bot thinks it is, what is kept, no figures.
func (t *turn) left(ctx context.Context) error {
	if t.event.Kind == channel.Press {
		switch verb, rest, _ := strings.Cut(t.event.Press, ":"); verb {
		case "priv":
			return t.pressPrivacy(ctx, rest)
		case "lang":
			return t.pressLang(ctx, rest)
		}
		return t.notActive(ctx)
	}
	c, arg := t.asked()
	switch {
	case c != nil && c.name == "riengtu":
		return t.cmdPrivacy(ctx, arg)
	case c != nil && c.name == "ngonngu":
		return t.cmdLanguage(ctx, arg)
	}
	o, ok := offered(t.state.Offer, t.event.Text)
	if !ok {
		o, ok = yesOrNo(t.state.Offer, t.event.Text)
	}
	if ok && c == nil {
		if t.outdated(o.Data) {
			return nil
		}
		switch verb, rest, _ := strings.Cut(o.Data, ":"); verb {
		case "priv":
			return t.pressPrivacy(ctx, rest)
		case "lang":
			return t.pressLang(ctx, rest)
		}
	}
	t.state.Offer = nil
	return t.notActive(ctx)
}

// leftArgs say who has left what.
func (t *turn) leftArgs() args {
	m := t.actor.Member
	until := ""
	if m.To != "" {
		until = m.To.Local()
	}
	return args{"Ten": t.actor.Person.Name, "DonVi": m.UnitName, "Ngay": until, "VanPhong": t.office()}
}
