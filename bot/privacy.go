package bot

import (
	"context"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

// stopWithin is how soon the processing must have ended after a consent was taken back; requests are answered
// within two working days (Nghị định 356/2025/NĐ-CP).
const stopWithin = 15 * 24 * time.Hour

// cmdPrivacy is /riengtu: what is kept about the person at this moment, why, who sees it, for how long.
func (t *turn) cmdPrivacy(ctx context.Context, _ string) error {
	kept, err := t.tx.KeptAbout(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	lines := []string{
		t.p.T("rieng_tu.dau", nil),
		t.p.T("rieng_tu.danh_sach", args{"Dong": strings.Join(t.rosterRow(), ", ")}),
		t.p.T("rieng_tu.kenh", args{"Kenh": strings.Join(t.doorNames(kept.Doors), ", ")}),
		t.p.T("rieng_tu.muc", args{"Muc": t.p.N("rieng_tu.so_muc", kept.Entries, nil), "Tep": t.p.N("rieng_tu.so_tep", kept.Files, nil)}),
	}
	habits, err := t.habitLines(ctx)
	if err != nil {
		return err
	}
	lines = append(lines, habits...)
	lines = append(lines,
		t.p.T("rieng_tu.muc_dich", nil),
		t.whoSees(),
		t.p.T("rieng_tu.ai_xem_rieng", args{"N": quiz.MinPeople}),
		t.p.T("rieng_tu.ghi_lai", nil),
		t.p.T("rieng_tu.bao_lau", nil),
	)
	closing := t.aside("priv:close", "rieng_tu.dong")
	if kept.Consent.Given.IsZero() {
		lines = append(lines, t.p.T("rieng_tu.het_dong_y", args{"VanPhong": t.office()}))
		t.sayText(strings.Join(lines, "\n"), closing)
		return nil
	}
	lines = append(lines,
		t.p.T("rieng_tu.dong_y_tu", args{"Ngay": t.dayOf(kept.Consent.Given), "Kenh": t.channelName(kept.Consent.Channel)}),
		t.p.T("rieng_tu.quyen", args{"VanPhong": t.office()}))
	if t.actor.State == people.Active {
		lines = append(lines, t.p.T("rieng_tu.lenh", nil))
	}
	t.sayText(strings.Join(lines, "\n"), t.aside("priv:out", "rieng_tu.rut"), closing)
	return nil
}

// habitLines count what is kept for the person's own sake: days of leave, reminders, questions, the streak.
func (t *turn) habitLines(ctx context.Context) ([]string, error) {
	h, err := t.tx.HabitsOf(ctx, t.actor.Person.ID)
	if err != nil {
		return nil, err
	}
	lines := []string{t.p.T("rieng_tu.nghi", args{"So": t.p.N("rieng_tu.so_nghi", h.Leaves, nil)})}
	if t.actor.State == people.Active {
		r, err := t.tx.RecordOf(ctx, t.actor.Person.ID)
		if err != nil {
			return nil, err
		}
		when := t.p.T("rieng_tu.nhac_tat", nil)
		if !r.Off {
			if when, err = t.remindersIn(ctx, r); err != nil {
				return nil, err
			}
		}
		lines = append(lines, t.p.T("rieng_tu.nhac", args{"Luc": when, "So": t.p.N("rieng_tu.so_nhac", r.Sent, nil)}))
	}
	return append(lines,
		t.p.T("rieng_tu.cau_hoi", args{
			"TraLoi": t.p.N("rieng_tu.so_tra_loi", h.Answers, nil), "The": t.p.N("rieng_tu.so_the", h.Cards, nil),
			"Bao": t.p.N("rieng_tu.so_bao", h.Reports, nil),
		}),
		t.p.T("rieng_tu.chuoi", args{"So": t.p.N("rieng_tu.so_moc", h.Milestones, nil)})), nil
}

// whoSees says who sees the notebook. The head of a unit is not told of the head of the unit.
func (t *turn) whoSees() string {
	if t.actor.Member.Roles.Head {
		return t.p.T("rieng_tu.ai_xem_truong", nil)
	}
	return t.p.T("rieng_tu.ai_xem", args{"DonVi": t.actor.Member.UnitName})
}

// rosterRow is what the roster says about the person, without what it does not say.
func (t *turn) rosterRow() []string {
	p, m := t.actor.Person, t.actor.Member
	row := []string{p.StaffCode, p.Name}
	for _, s := range []string{m.UnitName, m.Post, t.categoryName(p.Category)} {
		if s != "" {
			row = append(row, s)
		}
	}
	return row
}

func (t *turn) categoryName(c people.Category) string {
	if c == people.Uncategorised {
		return ""
	}
	return t.p.T("vai_tro."+string(c), nil)
}

// doorNames are the channels by which a person writes, each with the day on which it was tied.
func (t *turn) doorNames(doors []people.Door) []string {
	out := make([]string, len(doors))
	for i, d := range doors {
		out[i] = t.doorName(d)
	}
	return out
}

func (t *turn) doorName(d people.Door) string {
	return t.p.T("lien_ket.kenh_tu", args{
		"Kenh": t.channelName(d.Channel), "Ngay": d.Linked.In(t.cfg.Zone).Format("02/01/2006 15:04"),
	})
}

// channelName is what people call a channel.
func (t *turn) channelName(kind string) string {
	switch channel.Kind(kind) {
	case channel.Telegram, channel.Zalo, channel.Web:
		return t.p.T("lien_ket.kenh_"+kind, nil)
	default:
		return kind
	}
}

// pressPrivacy does a choice of /riengtu.
func (t *turn) pressPrivacy(ctx context.Context, rest string) error {
	switch rest {
	case "close":
		t.state.Offer = nil
		t.say("rieng_tu.da_dong", nil)
		return nil
	case "out":
		return t.askWithdraw(ctx)
	case "out!":
		return t.withdraw(ctx)
	default:
		return stale()
	}
}

// askWithdraw asks once and says what follows.
func (t *turn) askWithdraw(context.Context) error {
	if t.actor.Consented.IsZero() {
		t.say("rieng_tu.khong_con_dong_y", args{"VanPhong": t.office()})
		return nil
	}
	text := t.p.T("rieng_tu.hoi_rut", args{"VanPhong": t.office()})
	if t.actor.State == people.Active {
		text += "\n• " + t.p.T("rieng_tu.quay_lai", nil)
	}
	t.sayText(text, t.aside("priv:out!", "rieng_tu.rut"), t.aside("priv:close", "rieng_tu.khong_rut"))
	return nil
}

// withdraw ends the consent, drops what the person's chats remember, and tells the Office what it has to do.
func (t *turn) withdraw(ctx context.Context) error {
	p := t.actor.Person
	if t.actor.Consented.IsZero() {
		return t.askWithdraw(ctx)
	}
	if err := t.tx.WithdrawConsent(ctx, p.ID, t.now); err != nil {
		return err
	}
	// Days of leave that are over stand behind figures of those days; what is to come serves nothing any more.
	if _, err := people.EndLeave(ctx, t.tx, p.ID, day.Range{From: t.today, To: t.today.Add(people.MaxLeaveOn + people.MaxLeave)}); err != nil {
		return err
	}
	if err := t.audit(ctx, "withdraw", p.ID, ""); err != nil {
		return err
	}
	until := t.now.Add(stopWithin)
	text := t.p.T("rieng_tu.da_rut", args{"Han": t.dayOf(until), "VanPhong": t.office()})
	if t.actor.State == people.Active {
		text += "\n" + t.p.T("rieng_tu.quay_lai", nil)
		t.actor.State = people.Pending
	}
	t.actor.Consented = time.Time{}
	t.state = forgotten(t.state)
	t.sayText(text)
	t.setMenu()
	if err := t.tellOtherDoors(ctx, "rieng_tu.da_rut_kenh_khac", args{"Kenh": t.channelName(string(t.event.Channel))}); err != nil {
		return err
	}
	if err := t.forgetOtherChats(ctx); err != nil {
		return err
	}
	return t.tellOffice(ctx, until)
}

// tellOffice lets the people of the Office know that somebody took the consent back, and by when they must act.
func (t *turn) tellOffice(ctx context.Context, until time.Time) error {
	office, err := t.tx.OfficePeople(ctx, t.today)
	if err != nil {
		return err
	}
	who := t.actor.Person
	for _, o := range office {
		if o.Person.ID == who.ID {
			continue
		}
		accounts, err := t.tx.Accounts(ctx, o.Person.ID)
		if err != nil {
			return err
		}
		p := t.cfg.Catalog.In(langOf(o.Person.Lang, "", ""))
		text := p.T("rieng_tu.bao_van_phong", args{"Ten": who.Name, "Ma": who.StaffCode, "Han": t.dayOf(until)})
		for _, a := range accounts {
			t.sayTo(addressOf(a), text)
		}
	}
	return nil
}

// forgetOtherChats drops what the person's other chats remember: half-filled forms are what the person wrote.
func (t *turn) forgetOtherChats(ctx context.Context) error {
	accounts, err := t.tx.Accounts(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		to := addressOf(a)
		if to == t.event.Address {
			continue
		}
		s, err := t.tx.Conversation(ctx, to)
		if err != nil {
			return err
		}
		if err := t.tx.SaveConversation(ctx, to, forgotten(s), t.now); err != nil {
			return err
		}
	}
	return nil
}
