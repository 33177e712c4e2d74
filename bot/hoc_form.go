package bot

import (
	"context"
	"strings"
	"unicode/utf8"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
)

// logData is what the guided form holds.
type logData struct {
	learning.Draft
	Again bool              `json:"again,omitempty"` // the person knows that it looks like another entry
	Of    learning.EntryID  `json:"of,omitempty"`    // the entry that it looks like
	Files []channel.FileRef `json:"files,omitempty"` // evidence that came with it, see held
}

// logForm is the guided /hoc: what, how long, when; then the card.
func logForm() formDef {
	return formDef{
		answer: (*turn).answerLog, choose: (*turn).chooseLog, ask: (*turn).askLog,
		back: (*turn).backLog, skip: (*turn).skipLog,
		loose: func(step string) bool { return step == "confirm" || step == "dup" },
	}
}

// beginLog opens the form at a step and asks.
func (t *turn) beginLog(ctx context.Context, d logData, step string) error {
	if err := t.open("hoc", step, d); err != nil {
		return err
	}
	return t.askLog(ctx)
}

// askLog asks the question of the current step.
func (t *turn) askLog(ctx context.Context) error {
	var d logData
	if err := t.data(&d); err != nil {
		return err
	}
	switch t.state.Form.Step {
	case "title":
		return t.askTitle(ctx)
	case "minutes":
		t.say("hoc.bao_lau", args{"Title": d.Title}, append(t.minuteOptions(), t.navigation(false)...)...)
	case "days":
		known := d.Title
		if d.Minutes > 0 {
			known = t.p.T("hoc.da_ro", args{"Title": d.Title, "Time": t.hours(d.Minutes)})
		}
		t.say("hoc.hom_nao", args{"Known": known}, append(t.dayOptions(), t.navigation(false)...)...)
	case "confirm":
		t.say("hoc.ghi_muc_nay", args{"Entry": t.line(d.Draft)}, t.formYesNo("chung.co", "chung.khong")...)
	case "dup":
		t.say("hoc.trung", args{"ID": d.Of, "Entry": t.line(d.Draft)}, t.formYesNo("hoc.van_ghi", "hoc.khong_ghi")...)
	}
	return nil
}

func (t *turn) formYesNo(yes, no string) []channel.Choice {
	return []channel.Choice{t.option("yes", t.p.T(yes, nil)), t.option("no", t.p.T(no, nil))}
}

// askTitle offers what the person learnt lately.
func (t *turn) askTitle(ctx context.Context) error {
	recent, err := t.tx.RecentEntries(ctx, t.actor.Person.ID, 10)
	if err != nil {
		return err
	}
	var choices []channel.Choice
	seen := map[string]bool{}
	for _, e := range recent {
		if !seen[e.Title] && len(choices) < 3 {
			seen[e.Title] = true
			c := t.option("e"+number(e.ID), cut(e.Title, 40))
			c.Aside = false
			choices = append(choices, c)
		}
	}
	t.say("hoc.hoc_gi", nil, append(choices, t.navigation(true)...)...)
	return nil
}

// minuteOptions are ordered so that a number means the same as a place in the list and as hours, up to 4.
func (t *turn) minuteOptions() []channel.Choice {
	u := t.set.rules.Units
	half, full := u.BuoiTiet*u.TietMinutes, u.NgayTiet*u.TietMinutes
	var out []channel.Choice
	for _, m := range []int{60, 120, 180, 240, 30, 45, full} {
		label := t.hours(m)
		switch m {
		case half:
			label = t.p.T("hoc.mot_buoi", args{"Time": label})
		case full:
			label = t.p.T("hoc.mot_ngay", args{"Time": label})
		}
		out = append(out, t.option(number(m), label))
	}
	return out
}

func (t *turn) dayOptions() []channel.Choice {
	var out []channel.Choice
	for back, key := range []string{"hoc.hom_nay", "hoc.hom_qua", "hoc.hom_kia"} {
		d := t.today.Add(-back)
		out = append(out, t.option(string(d), t.p.T(key, args{"Day": d.Short()})))
	}
	return out
}

// answerLog takes a typed answer.
func (t *turn) answerLog(ctx context.Context, text string) error {
	var d logData
	if err := t.data(&d); err != nil {
		return err
	}
	switch t.state.Form.Step {
	case "title":
		return t.answerTitle(ctx, d, text)
	case "minutes":
		m, ok := t.set.parser.Duration(text)
		if !ok {
			t.say("hoc.chua_ro_bao_lau", nil)
			return t.askLog(ctx)
		}
		d.Minutes = m
		return t.next(ctx, d)
	case "days":
		return t.answerDays(ctx, d, text)
	default: // a yes or a no, while it holds files
		return t.askLog(ctx)
	}
}

// answerTitle takes a whole line too: who types "tiếng Anh 2h hôm qua" need not be asked again.
func (t *turn) answerTitle(ctx context.Context, d logData, text string) error {
	if !hasLetters(text) {
		t.say("log.title", nil)
		return t.askLog(ctx)
	}
	if utf8.RuneCountInString(text) > learning.MaxTitle {
		t.say("log.title_long", args{"Max": learning.MaxTitle})
		return t.askLog(ctx)
	}
	r := t.parse(text)
	if c, arg := t.plain(text); r.Problem != "" && c != nil && c.name == "hoc" && arg != "" && len(d.Files) == 0 {
		t.close() // "học 25h luật" is a new line with a mistake, not what something was about
		return t.cmdLog(ctx, arg)
	}
	if r.Problem == "" && r.Title != "" {
		read := draftOf(r)
		d.Title, d.Kind, d.Field, d.Provider = read.Title, read.Kind, read.Field, read.Provider
		if d.Minutes == 0 && r.Ask == "" {
			d.Minutes = read.Minutes
		}
		if d.Start == "" && r.HasDate {
			d.Start, d.End = read.Start, read.End
		}
		return t.next(ctx, d)
	}
	d.Title = strings.TrimSpace(text)
	return t.next(ctx, d)
}

func (t *turn) answerDays(ctx context.Context, d logData, text string) error {
	start, end, problem, ok := t.set.parser.Days(text, t.now.In(t.cfg.Zone))
	switch {
	case problem != "":
		t.say("hoc.hoi_"+string(problem), args{"Title": d.Title, "Days": t.set.rules.BackdateDays})
		return t.askLog(ctx)
	case !ok:
		t.say("hoc.chua_ro_ngay", nil)
		return t.askLog(ctx)
	}
	d.Start, d.End = start, end
	return t.next(ctx, d)
}

// chooseLog takes a choice.
func (t *turn) chooseLog(ctx context.Context, value string) error {
	var d logData
	if err := t.data(&d); err != nil {
		return err
	}
	switch t.state.Form.Step {
	case "title":
		return t.chooseTitle(ctx, d, value)
	case "minutes":
		m, err := chosenMinutes(value)
		if err != nil {
			return err
		}
		d.Minutes = m
	case "days":
		on, err := t.chosenDay(value)
		if err != nil {
			return err
		}
		d.Start, d.End = on, on
	default:
		if yes, err := chosenYes(value); err != nil {
			return err
		} else if !yes {
			return t.cancelForm()
		}
		d.Again = d.Again || t.state.Form.Step == "dup"
	}
	return t.next(ctx, d)
}

// chooseTitle takes over what an earlier entry was about.
func (t *turn) chooseTitle(ctx context.Context, d logData, value string) error {
	recent, err := t.tx.RecentEntries(ctx, t.actor.Person.ID, 50)
	if err != nil {
		return err
	}
	for _, e := range recent {
		if value == "e"+number(e.ID) {
			d.Title, d.Kind, d.Field, d.Provider = e.Title, e.Kind, e.Field, e.Provider
			return t.next(ctx, d)
		}
	}
	return stale()
}

// next goes to the first step that is open; with none open it stores.
func (t *turn) next(ctx context.Context, d logData) error {
	switch {
	case d.Title == "":
		return t.beginLog(ctx, d, "title")
	case d.Minutes == 0:
		return t.beginLog(ctx, d, "minutes")
	case d.Start == "":
		return t.beginLog(ctx, d, "days")
	}
	return t.store(ctx, d)
}

// backLog returns to the step before, which is asked again.
func (t *turn) backLog(ctx context.Context) error {
	var d logData
	if err := t.data(&d); err != nil {
		return err
	}
	switch t.state.Form.Step {
	case "days":
		d.Minutes, d.Start, d.End = 0, "", ""
		return t.beginLog(ctx, d, "minutes")
	case "minutes":
		d.Title, d.Minutes = "", 0
		return t.beginLog(ctx, d, "title")
	case "title":
		t.say("form.dau_tien", nil)
		return t.askLog(ctx)
	default:
		return t.cancelForm()
	}
}

// skipLog takes what stands for no answer, where there is such a thing.
func (t *turn) skipLog(ctx context.Context) error {
	var d logData
	if err := t.data(&d); err != nil {
		return err
	}
	switch t.state.Form.Step {
	case "title":
		d.Title = t.kindName(learning.SelfStudy)
		return t.next(ctx, d)
	case "days":
		d.Start, d.End = t.today, t.today
		return t.next(ctx, d)
	case "minutes":
		t.say("hoc.can_bao_lau", nil)
		return t.askLog(ctx)
	default:
		return t.cancelForm()
	}
}

// line is an entry in one line, for questions.
func (t *turn) line(d learning.Draft) string {
	if d.Minutes == 0 {
		return t.p.T("hoc.dong_ten", args{"Title": cut(d.Title, 80)})
	}
	return t.p.T("hoc.dong", args{"Title": cut(d.Title, 80), "Time": t.hours(d.Minutes), "Days": t.days(d)})
}

// days are the days of an entry: "23/11/2026" or "02/11 – 06/11/2026".
func (t *turn) days(d learning.Draft) string {
	start, end := d.Start, d.End
	if start == "" {
		start, end = t.today, t.today
	}
	if start == end || end == "" {
		return start.Local()
	}
	return start.Short() + " – " + end.Local()
}
