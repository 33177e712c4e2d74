package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/schedule"
	"sohoc/internal/timetable"
	"sohoc/internal/viet"
)

// jobWords are what the jobs are called, folded.
var jobWords = map[schedule.Code][]string{
	schedule.WeeklyReminder: {"nhac tuan", "nhac hang tuan", "nhac can bo", "nhac", "weekly reminder", "reminder"},
	schedule.HeadDigest:     {"tom tat truong don vi", "tom tat cho truong don vi", "truong don vi", "truong phong", "digest for heads", "head digest", "heads digest", "heads"},
	schedule.OfficeDigest:   {"tom tat van phong", "tom tat cho van phong", "van phong", "digest for the office", "office digest", "office"},
	schedule.Quiz:           {"cau hoi tuan", "cau hoi", "weekly questions", "quiz", "questions"},
	schedule.QuizMore:       {"cau hoi them", "cau hoi moi ngay", "more questions", "quiz more", "extra questions"},
	schedule.MonthlySummary: {"tong hop thang", "tong ket thang", "monthly summary"},
	schedule.DirectorPage:   {"trang cho giam doc", "trang giam doc", "trang lanh dao", "giam doc", "lanh dao", "director s page", "director page", "director"},
	schedule.WeeklyFact:     {"moi tuan mot dieu hay", "dieu hay", "a fact a week", "weekly fact", "fact"},
	schedule.Backup:         {"sao luu hang dem", "sao luu", "nightly backup", "backup"},
}

// Words that switch a job, folded.
var switchWords = map[string][]string{
	turnOn:  {"bat lai", "bat", "mo lai", "turn on", "switch on", "enable"},
	turnOff: {"tat", "ngung", "dung", "thoi", "turn off", "switch off", "disable"},
}

// asked is what the words behind /caidat ask for.
type asked struct {
	job   schedule.Code
	turn  string // turnOn, turnOff; "" = neither
	hours string // what is left to be read as hours
}

// settingOf finds which job is meant, and what of it. The number of the list may stand for its name.
func settingOf(text string, jobs []schedule.Entry) (asked, bool) {
	var s asked
	words := strings.Fields(viet.Fold(text))
	for i := range words {
		words[i] = strings.Trim(words[i], "\"'«».;")
	}
	words = strings.Fields(strings.ReplaceAll(strings.Join(words, " "), "'", " "))
	for _, way := range []string{turnOn, turnOff} {
		if n := leads(words, switchWords[way]); n > 0 {
			s.turn, words = way, words[n:]
			break
		}
	}
	longest := 0
	for code, names := range jobWords {
		if n := leads(words, names); n > longest {
			s.job, longest = code, n
		}
	}
	if longest == 0 && len(words) > 0 {
		if n, err := strconv.Atoi(strings.TrimRight(words[0], ",:")); err == nil && 1 <= n && n <= len(jobs) {
			s.job, longest = jobs[n-1].Code, 1
		}
	}
	if longest == 0 {
		return asked{}, false
	}
	s.hours = strings.TrimLeft(strings.Join(words[longest:], " "), ":, ")
	if s.turn != "" && s.hours != "" {
		return asked{}, false // to switch it off on a day is nothing that can be asked for
	}
	return s, true
}

// leads returns of how many words the longest of the phrases is that words begin with.
func leads(words []string, phrases []string) int {
	longest := 0
	for _, p := range phrases {
		phrase := strings.Fields(p)
		if len(phrase) > longest && len(words) >= len(phrase) && slices.EqualFunc(words[:len(phrase)], phrase, func(w, p string) bool {
			return strings.TrimRight(w, ",:") == p
		}) {
			longest = len(phrase)
		}
	}
	return longest
}

func (t *turn) jobName(code schedule.Code) string { return t.p.T("lichhen.viec_"+string(code), nil) }

// hoursOf says when a job is done.
func (t *turn) hoursOf(j schedule.Job) string {
	h, ok := timetable.FromCron(j.Cron, string(j.Rule))
	if !ok {
		return t.p.T("lichhen.bieu_thuc", args{"Cron": strings.TrimSpace(j.Cron + " " + string(j.Rule))})
	}
	at := args{"Luc": t.timeOfDay(h.At)}
	switch h.Kind {
	case timetable.WorkingDays:
		return t.p.T("lichhen.ngay_lam_viec", at)
	case timetable.FirstWorking:
		return t.p.T("lichhen.ngay_lam_viec_dau", at)
	case timetable.Monthly:
		at["Ngay"] = h.Date
		return t.p.T("lichhen.ngay_thang", at)
	case timetable.Weekly:
		at["Thu"] = t.weekdayList(h.Weekdays)
		if h.Working {
			return t.p.T("lichhen.thu_tru_nghi", at)
		}
		return t.p.T("lichhen.thu_hang_tuan", at)
	default:
		return t.p.T("lichhen.hang_ngay", at)
	}
}

func (t *turn) timeOfDay(c timetable.Clock) string { return t.clockOf(c.Hour*60 + c.Minute) }

// weekdayList says days of the week: "thứ Tư và thứ Sáu".
func (t *turn) weekdayList(w timetable.Weekdays) string {
	var names []string
	for _, d := range w.List() {
		names = append(names, t.weekday(d))
	}
	if n := len(names); n > 1 {
		return t.p.T("lichhen.va", args{"Truoc": strings.Join(names[:n-1], ", "), "Sau": names[n-1]})
	}
	return strings.Join(names, "")
}

// coming lists the next instants of a job.
func (t *turn) coming(j schedule.Job, cal *calendar.Calendar, n int) []time.Time {
	h, err := schedule.Compile(j, t.cfg.Zone)
	if err != nil {
		return nil
	}
	var out []time.Time
	for at := t.now; len(out) < n; at = out[len(out)-1] {
		next, ok := h.Next(at, cal)
		if !ok {
			break
		}
		out = append(out, next)
	}
	return out
}

// nextLines reads back the next instants, a line each. What people get outside working hours is held back, and that is
// said; a backup is not.
func (t *turn) nextLines(j schedule.Job, cal *calendar.Calendar) string {
	var lines []string
	for _, at := range t.coming(j, cal, shownNext) {
		local := at.In(t.cfg.Zone)
		a := args{"Thu": t.weekday(local.Weekday()), "Ngay": day.Of(local).Local()}
		if j.Code == schedule.Backup || cal.Open(at) {
			lines = append(lines, t.p.T("lichhen.lan", a))
			continue
		}
		until := cal.Next(at).In(t.cfg.Zone)
		a["Gio"] = t.timeOfDay(timetable.Clock{Hour: until.Hour(), Minute: until.Minute()})
		a["Den"] = t.shortDay(until)
		lines = append(lines, t.p.T("lichhen.lan_giu", a))
	}
	return cmp.Or(strings.Join(lines, "\n"), "–")
}

// shortDay is a day of the near future: "thứ Sáu 27/11".
func (t *turn) shortDay(at time.Time) string {
	local := at.In(t.cfg.Zone)
	return t.weekday(local.Weekday()) + " " + day.Of(local).Short()
}
