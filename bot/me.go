package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
)

// recentOwn is how many of the newest entries /toi lists.
const recentOwn = 5

// cmdMe is /toi: who the bot takes the person for, and the person's own notebook in short.
// With a period behind it, it is the person's own figures of that period.
func (t *turn) cmdMe(ctx context.Context, arg string) error {
	if arg != "" {
		ask, err := readProgress(arg, t.today)
		switch {
		case err != nil:
			return err
		case ask.unit == "" && !ask.now:
			return t.ownProgress(ctx, ask)
		}
	}
	month := learning.PeriodTo(learning.Month, t.today)
	own, err := learning.OwnTotals(ctx, t.tx, t.actor.Person, month)
	if err != nil {
		return err
	}
	lines, err := t.identity(ctx, own)
	if err != nil {
		return err
	}
	lines = append(lines, "", t.totals("toi.ky", own.Period, args{"Ky": upper(t.wholeName(month))}))
	lines = append(lines, t.kindLines(own.Period)...)
	lines = append(lines, "", t.yearTotals(own, month))
	lines = append(lines, t.kindLines(own.Year)...)
	lines = append(lines, t.counters(own)...)
	streak, err := t.streakLines(ctx)
	if err != nil {
		return err
	}
	lines = append(lines, streak...)
	mastery, err := t.masteryLines(ctx)
	if err != nil {
		return err
	}
	lines = append(lines, mastery...)
	recent, err := t.recent(ctx)
	if err != nil {
		return err
	}
	lines = append(lines, "")
	lines = append(lines, recent...)
	choices := []channel.Choice{t.aside(press("cmd", "hoc"), "toi.nut_ghi"), t.aside(press("cmd", "tiendo"), "tiendo.nut_tien_do")}
	if len(streak) > 0 {
		choices = append(choices, t.yearChoice())
	}
	t.sayText(strings.Join(lines, "\n"), choices...)
	return nil
}

// identity says who the bot takes the person for.
func (t *turn) identity(ctx context.Context, own learning.Own) ([]string, error) {
	kept, err := t.tx.KeptAbout(ctx, t.actor.Person.ID)
	if err != nil {
		return nil, err
	}
	who := t.whoArgs()
	who["DoiTuong"] = t.categoryName(t.actor.Person.Category)
	who["Kenh"] = strings.Join(t.doorNames(kept.Doors), ", ")
	lines := []string{t.p.T("toi.la_ai", who)}
	if own.Away {
		lines = append(lines, t.p.T("toi.dang_nghi", nil))
	}
	return lines, nil
}

// recent lists the newest entries.
func (t *turn) recent(ctx context.Context) ([]string, error) {
	entries, err := t.tx.RecentEntries(ctx, t.actor.Person.ID, recentOwn)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return []string{t.p.T("entry.chua_co", nil)}, nil
	}
	lines := []string{t.p.T("toi.gan_day", nil)}
	for _, e := range entries {
		when := e.End.Short()
		if e.End.Year() != t.today.Year() {
			when = e.End.Local()
		}
		lines = append(lines, t.p.T("toi.muc", args{"ID": e.ID, "Ngay": when, "Gio": t.hours(e.Minutes), "Title": cut(e.Title, 40)}))
	}
	return lines, nil
}
