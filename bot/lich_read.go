package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/quicklog"
	"sohoc/internal/viet"
)

// calendarAsk is what words about the calendar ask for: days to show, a question that is still open, or a change.
type calendarAsk struct {
	show day.Range
	open string // the verb whose words are missing
	data calendarData
}

// calendarData is a change that waits for a yes. Its names in JSON are stored with the conversation.
type calendarData struct {
	Verb   string           `json:"verb"`
	Put    []calendar.Entry `json:"put,omitempty"`
	Remove []day.Day        `json:"remove,omitempty"`
	Hours  string           `json:"hours,omitempty"`
}

// Verbs of a change, with the folded words that ask for them; the longest word wins.
var calendarVerbs = []struct {
	verb  string
	words []string
}{
	{"them", []string{"them ngay nghi", "them", "nghi", "add", "off", "holiday"}},
	{"bu", []string{"lam bu", "ngay lam bu", "bu", "lam", "work", "working"}},
	{"doi", []string{"hoan doi", "doi ngay", "doi", "swap"}},
	{"bo", []string{"bo ngay", "bo", "xoa", "remove", "delete"}},
	{"kiem", []string{"da kiem tra", "kiem tra", "kiem", "check", "checked"}},
	{"gio", []string{"gio lam viec", "gio lam", "gio", "hours", "working hours"}},
	{"nam", []string{"them nam", "nam", "year"}},
}

// calendarVerb finds the verb with which words begin.
func calendarVerb(words []string) (verb string, rest []string, ok bool) {
	longest := 0
	for _, v := range calendarVerbs {
		for _, w := range v.words {
			n := len(strings.Fields(w))
			if n > longest && n <= len(words) && viet.Fold(strings.Join(words[:n], " ")) == w {
				verb, rest, longest = v.verb, words[n:], n
			}
		}
	}
	return verb, rest, longest > 0
}

// yearOf reads a year that can be shown or computed; 0 = none.
func yearOf(text string) int {
	year, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || year < 2020 || year > 2060 {
		return 0
	}
	return year
}

// readCalendar reads the words behind /lich.
func (t *turn) readCalendar(ctx context.Context, arg string) (calendarAsk, error) {
	if year := yearOf(arg); year != 0 {
		return calendarAsk{show: day.YearOf(day.New(year, time.January, 1))}, nil
	}
	verb, rest, ok := calendarVerb(strings.Fields(arg))
	if _, err := calendar.ParseHours(arg); !ok && err == nil && strings.ContainsAny(arg, "hg:") {
		return t.readChange(ctx, "gio", arg) // "/lich 7h30-11h30, 13h-17h"
	}
	if !ok {
		return calendarAsk{}, fault.New(fault.Invalid, "lich.chua_ro", nil)
	}
	if len(rest) == 0 {
		return calendarAsk{open: verb}, nil
	}
	return t.readChange(ctx, verb, strings.Join(rest, " "))
}

// readChange reads what a verb is to be done to.
func (t *turn) readChange(ctx context.Context, verb, words string) (a calendarAsk, err error) {
	switch verb {
	case "gio":
		hours, err := calendar.ParseHours(words)
		if err != nil {
			return a, fault.New(fault.Invalid, "lich.gio_sai", nil)
		}
		a.data.Hours = hours.String()
	case "nam":
		year := yearOf(words)
		if year == 0 {
			return a, fault.New(fault.Invalid, "lich.chua_ro", nil)
		}
		a.data.Put, err = t.missingOf(ctx, year)
	case "doi":
		a.data.Put, err = t.readSwap(words)
	case "them", "bu":
		a.data.Put, err = t.readEntries(verb, words)
	default:
		var named []calendar.Entry
		if named, err = t.entriesMeant(ctx, words); err == nil {
			a.data.take(verb, named)
		}
	}
	a.data.Verb = verb
	return a, err
}

// take fills in what becomes of entries that are in the table.
func (d *calendarData) take(verb string, entries []calendar.Entry) {
	for _, e := range entries {
		if verb == "bo" {
			d.Remove = append(d.Remove, e.Day)
			continue
		}
		if !e.Checked {
			e.Checked = true
			d.Put = append(d.Put, e)
		}
	}
}

// missingOf returns what the law says of a year's days that are not in the table.
func (t *turn) missingOf(ctx context.Context, year int) ([]calendar.Entry, error) {
	there, err := t.tx.CalendarDays(ctx, day.YearOf(day.New(year, time.January, 1)))
	if err != nil {
		return nil, err
	}
	known := map[day.Day]bool{}
	for _, e := range there {
		known[e.Day] = true
	}
	var out []calendar.Entry
	for _, e := range calendar.VietNam(year) {
		if !known[e.Day] {
			out = append(out, e)
		}
	}
	return out, nil
}

// readEntries reads "30/11 Nghỉ do bão theo Thông báo 15": the days, a name, a source.
func (t *turn) readEntries(verb, words string) ([]calendar.Entry, error) {
	days, rest, err := t.leadingDays(words)
	if err != nil {
		return nil, err
	}
	kind, name := calendar.Holiday, "lich.ten_nghi"
	if verb == "bu" {
		kind, name = calendar.MakeUp, "lich.ten_bu"
	}
	title, source := t.titleAndSource(rest)
	if title == "" {
		title = t.p.T(name, nil)
	}
	var out []calendar.Entry
	for d := days.From; d <= days.To; d = d.Add(1) {
		out = append(out, calendar.Entry{Day: d, Kind: kind, NameVI: title, Source: source, Checked: true})
	}
	return out, nil
}

// readSwap reads "30/11 sang 5/12": the first is off, the second is worked.
func (t *turn) readSwap(words string) ([]calendar.Entry, error) {
	fields := strings.Fields(words)
	for at, w := range fields {
		if !isWord(w, []string{"sang", "bang", "lay", "bu", "to", "for", "->", "→"}) || at == 0 || at == len(fields)-1 {
			continue
		}
		off, _, err := t.leadingDays(strings.Join(fields[:at], " "))
		if err != nil {
			return nil, err
		}
		work, rest, err := t.leadingDays(strings.Join(fields[at+1:], " "))
		if err != nil {
			return nil, err
		}
		if off.Days() != 1 || work.Days() != 1 || off == work {
			break
		}
		_, source := t.titleAndSource(rest)
		return []calendar.Entry{
			{Day: off.From, Kind: calendar.Holiday, NameVI: t.p.T("lich.ten_doi_nghi", args{"Ngay": work.From.Local()}), Source: source, Checked: true},
			{Day: work.From, Kind: calendar.MakeUp, NameVI: t.p.T("lich.ten_doi_lam", args{"Ngay": off.From.Local()}), Source: source, Checked: true},
		}, nil
	}
	return nil, fault.New(fault.Invalid, "lich.doi_sai", nil)
}

// maxCalendarDays bounds how many days one act may name: more are a slip of the hand.
const maxCalendarDays = 31

// leadingDays reads the days with which words begin, and returns the words behind them: the fewest words that say
// what all of them say.
func (t *turn) leadingDays(words string) (day.Range, string, error) {
	all, ok := t.ahead(words)
	switch {
	case all.Problem == quicklog.InvalidDate:
		return day.Range{}, "", fault.New(fault.Invalid, "nghi.khong_co_ngay", nil)
	case !ok || all.To == "":
		return day.Range{}, "", fault.New(fault.Invalid, "lich.chua_ro_ngay", nil)
	}
	r := day.Range{From: all.From, To: all.To}
	if r.Days() > maxCalendarDays || r.From < t.today.Add(-lookAhead) {
		return r, "", fault.New(fault.Invalid, "lich.qua_xa", nil)
	}
	fields := strings.Fields(words)
	for n := range fields {
		if some, ok := t.ahead(strings.Join(fields[:n+1], " ")); ok && some == all {
			return r, strings.Join(fields[n+1:], " "), nil
		}
	}
	return r, "", nil
}

// titleAndSource splits "Nghỉ do bão theo Thông báo 15/TB": the name, and what it rests on.
func (t *turn) titleAndSource(words string) (title, source string) {
	fields := strings.Fields(words)
	source = t.p.T("lich.nguon_van_phong", args{"Ngay": t.today.Local()})
	for at, w := range fields {
		if isWord(w, []string{"theo", "nguon", "source", "per"}) && at < len(fields)-1 {
			return cut(strings.Join(fields[:at], " "), maxEntryName), cut(strings.Join(fields[at+1:], " "), maxEntryName)
		}
	}
	return cut(strings.Join(fields, " "), maxEntryName), source
}

// maxEntryName is how long a name and a source may be.
const maxEntryName = 120

// entriesMeant finds the entries that words name: those of some days, or those whose name has the words, of the year
// to come.
func (t *turn) entriesMeant(ctx context.Context, words string) ([]calendar.Entry, error) {
	days, _, err := t.leadingDays(words)
	if err == nil {
		found, err := t.tx.CalendarDays(ctx, days)
		if err == nil && len(found) == 0 {
			err = fault.New(fault.NotFound, "lich.khong_co", fault.Args{"Ngay": t.leaveDays(days)})
		}
		return found, err
	}
	all, failed := t.tx.CalendarDays(ctx, day.Range{From: t.today, To: t.today.Add(lookAhead)})
	if failed != nil {
		return nil, failed
	}
	var found []calendar.Entry
	for _, e := range all {
		if sought := viet.Fold(words); sought != "" && strings.Contains(viet.Fold(e.NameVI+" | "+e.NameEN), sought) {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return nil, err
	}
	return found, nil
}
