package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/quiz"
	"sohoc/internal/viet"
)

// maxDocuments is how many documents are listed as choices.
const maxDocuments = 12

// listDocuments lists the documents that questions rest on, or those that words name.
func (t *turn) listDocuments(ctx context.Context, words string) error {
	all, err := t.tx.Documents(ctx)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(d quiz.Document) bool { return d.Questions == 0 })
	if words != "" {
		all = quiz.FindDocuments(all, words)
	}
	if len(all) == 0 {
		t.say("cauhoi.khong_van_ban", args{"VanBan": cut(words, 60)}, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	}
	lines := []string{t.p.N("cauhoi.cac_van_ban", len(all), nil)}
	for _, d := range all {
		lines = append(lines, t.documentLine(d))
	}
	lines = append(lines, t.p.T("cauhoi.cach_het_hieu_luc", args{"VanBan": all[0].Name}))
	t.sayText(strings.Join(lines, "\n"), t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
	return nil
}

func (t *turn) documentLine(d quiz.Document) string {
	line := t.p.N("cauhoi.dong_van_ban", d.Questions, args{"VanBan": d.Name})
	if d.Ended != "" {
		line += " " + t.p.T("cauhoi.het_tu", args{"Ngay": d.Ended.Local()})
	}
	return line
}

// endDocument is "hết hiệu lực DOCUMENT từ DAY". It shows what it would do and asks.
func (t *turn) endDocument(ctx context.Context, rest string) error {
	words, when := splitEnd(rest)
	if strings.TrimSpace(words) == "" {
		return fault.New(fault.Invalid, "cauhoi.van_ban_nao", nil)
	}
	ended, ok := nearestDay(when, t.today)
	switch {
	case when == "":
		return fault.New(fault.Invalid, "cauhoi.ngay_nao", nil)
	case !ok:
		return fault.New(fault.Invalid, "cauhoi.khong_phai_ngay", fault.Args{"Ngay": cut(when, 30)})
	}
	if err := quiz.CheckEnd(ended, t.today); err != nil {
		return err
	}
	all, err := t.tx.Documents(ctx)
	if err != nil {
		return err
	}
	found := quiz.FindDocuments(all, words)
	switch {
	case len(found) == 0:
		t.say("cauhoi.khong_van_ban", args{"VanBan": cut(words, 60)}, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	case len(found) > maxDocuments:
		return fault.New(fault.Invalid, "cauhoi.nhieu_van_ban", fault.Args{"So": len(found), "VanBan": cut(words, 60)})
	case len(found) > 1:
		var choices []channel.Choice
		for _, d := range found {
			choices = append(choices, channel.Choice{Data: press("ch", "d", number(d.ID), string(ended)), Label: cut(d.Name, 60)})
		}
		t.say("cauhoi.chon_van_ban", args{"VanBan": cut(words, 60)}, choices...)
		return nil
	}
	return t.askEnd(ctx, found[0], ended)
}

// splitEnd splits "Nghị định 30/2020 từ 1/7/2027" at the last word for "from".
func splitEnd(rest string) (document, when string) {
	words := strings.Fields(rest)
	for i := len(words) - 1; i >= 0; i-- {
		switch viet.Fold(words[i]) {
		case "tu", "from", "since":
			when = strings.Join(words[i+1:], " ")
			if folded := viet.Fold(when); strings.HasPrefix(folded, "ngay ") && !strings.HasPrefix(folded, "ngay mai") {
				when = strings.Join(words[i+2:], " ")
			}
			return strings.Join(words[:i], " "), when
		}
	}
	return rest, ""
}

// nearestDay reads a day; one without a year is the nearest, before or after today.
func nearestDay(words string, today day.Day) (day.Day, bool) {
	switch viet.Fold(words) {
	case "hom nay", "today", "nay":
		return today, true
	case "mai", "ngay mai", "tomorrow":
		return today.Add(1), true
	}
	past, err := day.ParseLocal(words, today)
	if err != nil {
		return "", false
	}
	if strings.ContainsAny(words, "/-.") && len(words) <= len("31/12") {
		next, err := day.ParseLocal(words, past.Add(366))
		if err == nil && next > today && next.Sub(today) < today.Sub(past) {
			return next, true
		}
	}
	return past, true
}

// pressDocument chooses a document: "id:day".
func (t *turn) pressDocument(ctx context.Context, rest string) error {
	return t.onDocument(ctx, rest, t.askEnd)
}

// onDocument reads "id:day" from the data.
func (t *turn) onDocument(ctx context.Context, rest string, fn func(context.Context, quiz.Document, day.Day) error) error {
	which, when, _ := strings.Cut(rest, ":")
	id, err := strconv.ParseInt(which, 10, 64)
	if err != nil {
		return stale()
	}
	var ended day.Day
	if when != "" {
		if ended, err = day.Parse(when); err != nil {
			return stale()
		}
	}
	all, err := t.tx.Documents(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		if int64(d.ID) == id {
			return fn(ctx, d, ended)
		}
	}
	return stale()
}

// askEnd says what the end of a document would do, and asks.
func (t *turn) askEnd(ctx context.Context, d quiz.Document, ended day.Day) error {
	questions, err := t.tx.Questions(ctx, quiz.Filter{Document: d.ID})
	if err != nil {
		return err
	}
	var codes []string
	for _, q := range questions {
		if q.State != quiz.Retired {
			codes = append(codes, string(q.Code))
		}
	}
	t.sayText(t.p.T("cauhoi.hoi_het", args{"VanBan": d.Name, "Ngay": ended.Local()})+"\n"+
		t.p.N("cauhoi.hoi_het_cau", len(codes), args{"Ma": strings.Join(codes, ", ")})+"\n"+
		t.p.T("cauhoi.hoi_het_the", nil), t.yesNo(press("ch", "d!", number(d.ID), string(ended)), "no")...)
	return nil
}

// pressEnd notes the end of a document.
func (t *turn) pressEnd(ctx context.Context, rest string) error {
	return t.onDocument(ctx, rest, func(ctx context.Context, d quiz.Document, ended day.Day) error {
		if ended == "" {
			return stale()
		}
		if err := quiz.EndDocument(ctx, t.tx, d, ended, t.keeper()); err != nil {
			return err
		}
		t.state.Offer = nil
		key := "cauhoi.da_het"
		if ended > t.today {
			key = "cauhoi.se_het"
		}
		t.say(key, args{"VanBan": d.Name, "Ngay": ended.Local()},
			t.aside(press("ch", "ud", number(d.ID)), "cauhoi.nut_hoan_tac"),
			t.aside(press("ch", "dq", number(d.ID)), "cauhoi.nut_cau_van_ban"))
		return nil
	})
}

// pressRenew takes the end of a document back.
func (t *turn) pressRenew(ctx context.Context, rest string) error {
	return t.onDocument(ctx, rest, func(ctx context.Context, d quiz.Document, _ day.Day) error { return t.renew(ctx, d) })
}

// renewDocument is "còn hiệu lực DOCUMENT".
func (t *turn) renewDocument(ctx context.Context, words string) error {
	all, err := t.tx.Documents(ctx)
	if err != nil {
		return err
	}
	found := slices.DeleteFunc(quiz.FindDocuments(all, words), func(d quiz.Document) bool { return d.Ended == "" })
	switch {
	case len(found) == 0:
		t.say("cauhoi.khong_van_ban_het", nil, t.aside("cmd:cauhoi", "cauhoi.nut_tong_quan"))
		return nil
	case len(found) > 1:
		var choices []channel.Choice
		for _, d := range found[:min(len(found), maxDocuments)] {
			choices = append(choices, channel.Choice{Data: press("ch", "ud", number(d.ID)), Label: cut(d.Name, 60)})
		}
		t.say("cauhoi.chon_van_ban", args{"VanBan": cut(words, 60)}, choices...)
		return nil
	}
	return t.renew(ctx, found[0])
}

func (t *turn) renew(ctx context.Context, d quiz.Document) error {
	if d.Ended == "" {
		return stale()
	}
	if err := quiz.EndDocument(ctx, t.tx, d, "", t.keeper()); err != nil {
		return err
	}
	t.say("cauhoi.con_hieu_luc", args{"VanBan": d.Name}, t.aside(press("ch", "dq", number(d.ID)), "cauhoi.nut_cau_van_ban"))
	return nil
}

// pressDocumentQuestions lists the questions that rest on a document.
func (t *turn) pressDocumentQuestions(ctx context.Context, rest string) error {
	return t.onDocument(ctx, rest, func(ctx context.Context, d quiz.Document, _ day.Day) error {
		return t.listQuestions(ctx, quiz.Filter{Document: d.ID})
	})
}
