package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// forecastText prints a preview for people: a paragraph for each slot, a line for each person.
type forecastText struct {
	app  *app
	of   *rehearsal
	p    *i18n.Printer
	came map[schedule.Code]bool
}

func newForecastText(a *app, r *rehearsal) *forecastText {
	return &forecastText{app: a, of: r, p: r.speech.In(i18n.VI), came: map[schedule.Code]bool{}}
}

// add prints what was decided at one instant, slot by slot.
func (t *forecastText) add(lines []forecast) error {
	groups := map[schedule.Slot][]forecast{}
	var order []schedule.Slot
	for _, l := range lines {
		key := slotKey(l.Job, l.Due)
		if len(groups[key]) == 0 {
			order = append(order, key)
		}
		groups[key] = append(groups[key], l)
		t.came[l.Job] = true
	}
	for _, key := range order {
		if err := t.slot(groups[key]); err != nil {
			return err
		}
	}
	return nil
}

// slot prints what became of one slot at one instant.
func (t *forecastText) slot(lines []forecast) error {
	first := lines[0]
	head := fmt.Sprintf("%s  %s", t.moment(first.At), t.job(first.Job))
	if !first.Due.Equal(first.At) {
		head += fmt.Sprintf(" (lượt %s)", t.moment(first.Due))
	}
	counts := map[string]int{}
	for _, l := range lines {
		counts[l.Do]++
	}
	if err := t.app.printf("%s: %s\n", head, summary(counts, first)); err != nil {
		return err
	}
	return t.people(lines)
}

// manyAlike is from how many people on the same outcome is said once for them all.
const manyAlike = 4

// people prints what becomes of each: who gets something a line each, many others who share a reason in one.
func (t *forecastText) people(lines []forecast) error {
	alike := map[string][]forecast{}
	var order []string
	for _, l := range lines {
		said := t.outcome(l)
		if l.Person == "" {
			continue
		}
		if len(alike[said]) == 0 {
			order = append(order, said)
		}
		alike[said] = append(alike[said], l)
	}
	for _, said := range order {
		who := alike[said]
		if who[0].Do == "skip" && len(who) >= manyAlike {
			codes := make([]string, len(who))
			for i, l := range who {
				codes[i] = l.Person
			}
			if err := t.app.printf("  %d người: %s (%s)\n", len(who), said, strings.Join(codes, " ")); err != nil {
				return err
			}
			continue
		}
		for _, l := range who {
			if err := t.app.printf("  %s %s, %s: %s\n", l.Person, l.Name, l.Unit, said); err != nil {
				return err
			}
		}
	}
	return nil
}

// summary counts what becomes of the people of a slot.
func summary(counts map[string]int, first forecast) string {
	switch first.Do {
	case slotDone:
		return "chạy, không gửi cho ai"
	case slotNone:
		return "bỏ cả lượt, " + whyWords(first.Why)
	}
	var parts []string
	for _, do := range []string{"send", "merge", "hold", "skip"} {
		if n := counts[do]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", doWords(do), n))
		}
	}
	return strings.Join(parts, ", ")
}

// outcome words one decision.
func (t *forecastText) outcome(l forecast) string {
	said := doWords(l.Do)
	if l.Channel != "" {
		said += " qua " + t.p.T("lien_ket.kenh_"+l.Channel, nil)
	}
	if !l.Until.IsZero() && l.Do == "hold" {
		said += " đến " + t.moment(l.Until)
	}
	if l.Why != "" {
		said += ", " + whyWords(l.Why)
	}
	return said
}

// end lists the jobs that had no slot in the span, each with why.
func (t *forecastText) end(ctx context.Context, span day.Range) error {
	var jobs []schedule.Entry
	cal := schedule.Calendar(schedule.Weekdays{})
	err := t.of.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		if cal, err = workingDays(t.app.zone)(ctx, tx); err != nil {
			return err
		}
		jobs, err = tx.Schedules(ctx)
		return err
	})
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if t.came[j.Code] {
			continue
		}
		if err := t.app.printf("%s: không có lượt nào, %s\n", t.job(j.Code), t.whyNever(j.Job, cal, span)); err != nil {
			return err
		}
	}
	return nil
}

// whyNever says why a job had no slot in a span.
func (t *forecastText) whyNever(j schedule.Job, cal schedule.Calendar, span day.Range) string {
	h, err := schedule.Compile(j, t.app.zone)
	switch {
	case !j.On:
		return "đang tắt"
	case err != nil:
		return "giờ của việc này không đọc được"
	}
	next, ok := h.Next(span.To.Add(1).In(t.app.zone).Add(-time.Second), cal)
	if !ok {
		return "không bao giờ đến"
	}
	return "lần tới " + t.moment(next)
}

func (t *forecastText) job(code schedule.Code) string {
	return t.p.T("lichhen.viec_"+string(code), nil)
}

// moment is an instant as people here write it.
func (t *forecastText) moment(at time.Time) string {
	local := at.In(t.app.zone)
	return strings.Split(t.p.T("nhac.cac_thu", nil), "|")[local.Weekday()] + local.Format(" 02/01/2006 15:04")
}

func doWords(do string) string {
	switch do {
	case "send":
		return "gửi"
	case "merge":
		return "đi chung tin"
	case "hold":
		return "giữ lại"
	case "skip":
		return "không gửi"
	default:
		return do
	}
}

// whyWords words a reason. One that is not known shows as it is.
func whyWords(why string) string {
	if said, ok := whySaid[why]; ok {
		return said
	}
	return why
}

var whySaid = map[string]string{
	"together":     "cách tin khác chưa đầy hai giờ nên gộp",
	"left":         "không còn thuộc đơn vị nào",
	"no_consent":   "chưa đồng ý",
	"no_door":      "chưa có kênh nào gửi được",
	"off":          "đã tắt nhắc",
	"paused":       "đã tạm dừng vì bốn lần không trả lời",
	"stopping":     "báo là sẽ tạm dừng",
	"leave":        "đang nghỉ",
	"written":      "đã ghi trong tuần",
	"newcomer":     "mới tham gia",
	"just_back":    "mới đi làm lại",
	"one_a_day":    "hôm nay đã được nhắc",
	"superseded":   "có lượt sau thay",
	"late":         "đã quá muộn",
	"too late":     "đã quá muộn",
	"own_time":     "người đó chọn giờ khác",
	"two_hours":    "vừa có tin khác chưa đầy hai giờ",
	"conversation": "đang dở một việc trong chat",
	"nothing":      "không có gì để nói",
	"asked":        "người đó xin nhắc sau",
	"weekend":      "cuối tuần",
	"holiday":      "ngày nghỉ lễ",
	"hours":        "ngoài giờ làm việc",
	"missed":       "chương trình không chạy lúc đó",
	"no planner":   "bản chương trình này không làm việc đó",
}
