package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/quota"
)

// cmdQuota is /hanmuc: how far the plans of the month are used up, which channels are closed, and how many people
// have no second door.
func (t *turn) cmdQuota(ctx context.Context, _ string) error {
	month := quota.MonthOf(t.now, t.cfg.Zone)
	uses, err := t.tx.QuotaUse(ctx, month)
	if err != nil {
		return err
	}
	lines := []string{t.p.T("hanmuc.dau", args{"Thang": month.From.Format("1/2006")})}
	for i, u := range uses {
		part, err := t.quotaLines(ctx, i, u)
		if err != nil {
			return err
		}
		lines = append(lines, part...)
	}
	if len(uses) == 0 {
		lines = append(lines, t.p.T("hanmuc.khong_co", nil))
	}
	shut, err := t.closedLines(ctx, uses)
	if err != nil {
		return err
	}
	lines = append(lines, shut...)
	lone, err := t.tx.LoneDoors(ctx, t.today)
	if err != nil {
		return err
	}
	var choices []channel.Choice
	if len(lone) > 0 {
		lines = append(lines, "", t.p.N("hanmuc.mot_kenh", len(lone), args{"N": t.grouped(len(lone))}))
		if t.actor.Reach(people.ManagePeople) == people.Everyone {
			choices = append(choices, t.choice(press("hm", "mot"), "hanmuc.nut_mot_kenh"))
		}
	}
	t.sayText(strings.Join(lines, "\n"), choices...)
	return nil
}

// quotaLines says how one account stands.
func (t *turn) quotaLines(ctx context.Context, at int, u quota.Use) ([]string, error) {
	n, err := t.tx.ProactiveCount(ctx, u.Account, t.today)
	if err != nil {
		return nil, err
	}
	lines := []string{
		"",
		t.p.T("hanmuc.dong", args{
			"Ten": t.accountName(at, u.Account), "Dung": t.grouped(u.Used()), "Tong": t.grouped(u.Plan.Messages),
			"Con": t.grouped(u.Left()), "Phan": t.grouped(u.Percent()),
		}),
		t.p.T("hanmuc.vao_ra", args{
			"Den": t.grouped(u.Received), "Di": t.grouped(u.Sent), "Nguoi": t.grouped(u.People), "Nhieu": t.grouped(u.Plan.People),
		}),
		t.p.T("hanmuc.luot_toi", args{"Se": t.grouped(n), "Con": t.grouped(u.Room())}),
	}
	switch {
	case u.Level() == quota.CloseAt:
		lines = append(lines, t.p.T("hanmuc.chi_tra_loi", nil))
	case !u.Fits(n):
		lines = append(lines, t.p.T("hanmuc.khong_du", nil))
	}
	return lines, nil
}

// accountName is the name of the account at a place of the list.
func (t *turn) accountName(at int, a quota.Account) string {
	return t.p.T("hanmuc.bot", args{"Kenh": t.channelName(a.Channel), "So": strconv.Itoa(at + 1)})
}

// closedLines says which channels cannot be reached.
func (t *turn) closedLines(ctx context.Context, uses []quota.Use) ([]string, error) {
	closed, err := t.tx.ClosedDoors(ctx)
	if err != nil {
		return nil, err
	}
	names := namesOf(uses)
	var lines []string
	for _, c := range closed {
		if !c.Down.IsZero() {
			lines = append(lines, "", t.p.T("hanmuc.dang_mat", args{"Kenh": names.of(t, c.Account), "Luc": t.readable(c.Down)}))
		}
	}
	return lines, nil
}

// maxLone bounds the names in one message.
const maxLone = 60

// pressQuota does a choice of /hanmuc.
func (t *turn) pressQuota(ctx context.Context, rest string) error {
	if rest != "mot" {
		return stale()
	}
	if t.actor.Reach(people.ManagePeople) != people.Everyone {
		return stale()
	}
	lone, err := t.tx.LoneDoors(ctx, t.today)
	if err != nil {
		return err
	}
	lines := []string{t.p.N("hanmuc.ds_dau", len(lone), args{"N": t.grouped(len(lone))})}
	unit := people.UnitID(0)
	for _, l := range lone[:min(len(lone), maxLone)] {
		if m := l.Actor.Member; m.Unit != unit {
			unit = m.Unit
			lines = append(lines, "", m.UnitName)
		}
		lines = append(lines, "• "+t.loneLine(l))
	}
	if more := len(lone) - maxLone; more > 0 {
		lines = append(lines, "", t.p.N("hanmuc.con_nua", more, args{"N": t.grouped(more)}))
	}
	lines = append(lines, "", t.p.T("hanmuc.ds_cuoi", nil))
	t.sayText(strings.Join(lines, "\n"))
	return nil
}

func (t *turn) loneLine(l people.Lone) string {
	name := l.Actor.Person.Name
	if l.Channel == "" {
		return t.p.T("hanmuc.khong_kenh", args{"Ten": name})
	}
	return t.p.T("hanmuc.chi_kenh", args{"Ten": name, "Kenh": t.channelName(l.Channel)})
}
