package bot

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/remind"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// year is a department that lives through a year: what is due comes by the schedule's own runner, people answer, are
// away, join and leave. The host is in New York.
type year struct {
	*stage
	host   *time.Location
	begun  time.Time // of the bubble's clock
	from   time.Time
	due    *schedule.Runner[*sqlite.Tx]
	cal    *calendar.Calendar
	dice   *rand.Rand
	who    map[string]people.PersonID // by code
	sent   map[people.PersonID][]sent
	notes  map[string][]remind.Note // by slot and person
	queued int                      // messages since the outbox was looked into
	downTo time.Time                // the service is down until then
}

// sent is a message that somebody got without asking.
type sent struct {
	at       time.Time
	text     string
	reminder bool // it can be put off
	question bool // it can be answered by a letter
}

func (y *year) tick() { y.now = y.from.Add(time.Since(y.begun)).In(y.host) }

func newYear(t *testing.T) *year {
	t.Helper()
	host, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	y := &year{
		stage: newStage(t), host: host, from: time.Date(2027, 1, 1, 0, 0, 0, 0, stageZone), dice: rand.New(rand.NewPCG(7, 11)),
		who: map[string]people.PersonID{}, sent: map[people.PersonID][]sent{}, notes: map[string][]remind.Note{},
		begun: time.Now(),
	}
	for code, roles := range map[string]people.Roles{
		"silent": {}, "diligent": {}, "later": {}, "away": {}, "early": {}, "tuesday": {}, "filler": {}, "off": {}, "leaver": {},
		"keen": {},
		"head": {Head: true}, "office": {Office: true}, "chief": {Head: true, Office: true}, "director": {Director: true},
	} {
		unit := "Thanh tra"
		if roles.Office {
			unit = "Văn phòng"
		}
		y.who[code] = y.join(code, "Tạ Văn "+code, unit, roles)
	}
	y.who["joiner"] = y.add("joiner", "Tạ Văn Joiner", "Thanh tra", people.Roles{})
	y.tick()
	y.due = schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: y.db.Update, Planners: y.planners(), Held: y.held, Zone: stageZone, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return y.now },
		Calendar: func(ctx context.Context, tx *sqlite.Tx) (schedule.Calendar, error) {
			return tx.Calendar(ctx, stageZone)
		},
	})
	y.exec("UPDATE schedules SET enabled = job <> 'backup'")
	y.bank(40)
	y.update(func(tx *sqlite.Tx) (err error) {
		y.cal, err = tx.Calendar(t.Context(), stageZone)
		return err
	})
	return y
}

// bank fills the bank with questions that are live.
func (y *year) bank(n int) {
	y.t.Helper()
	y.update(func(tx *sqlite.Tx) error {
		for i := range n {
			q := quiz.Question{Code: quiz.Code("Y-" + strconv.Itoa(i)), Version: 1, State: quiz.Live, Released: tx.Now()}
			q.Topic, q.Text, q.Options = "van_thu", "Câu hỏi số "+strconv.Itoa(i), [4]string{"Một", "Hai", "Ba", "Bốn"}
			q.Explanation, q.Document, q.Article, q.Source = "Luật nói thế.", "Luật Hộ tịch", "Điều 1", "vbpl.vn"
			if _, err := tx.AddQuestion(y.t.Context(), q, quiz.Actor{Now: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (y *year) planners() map[schedule.Code]schedule.Planner[*sqlite.Tx] {
	plan := func(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
		p, err := y.bot.Due(ctx, tx, remind.Slot{Job: remind.Job(s.Job), Due: s.Due}, cursor)
		if err != nil {
			return schedule.Step{}, err
		}
		y.keep(p)
		return schedule.Step{Cursor: p.Cursor, Done: p.Done}, tx.QueueMessages(ctx, p.Messages...)
	}
	out := map[schedule.Code]schedule.Planner[*sqlite.Tx]{}
	for _, c := range []schedule.Code{
		schedule.WeeklyReminder, schedule.HeadDigest, schedule.OfficeDigest, schedule.Quiz, schedule.QuizMore, schedule.MonthlySummary,
		schedule.DirectorPage, schedule.WeeklyFact,
	} {
		out[c] = plan
	}
	return out
}

func (y *year) held(ctx context.Context, tx *sqlite.Tx, _ time.Time) (time.Time, error) {
	p, err := y.bot.DueHeld(ctx, tx)
	if err != nil {
		return time.Time{}, err
	}
	y.keep(p)
	return p.Next, tx.QueueMessages(ctx, p.Messages...)
}

func (y *year) keep(p Planned) {
	y.queued += len(p.Messages)
	for _, n := range p.Notes {
		key := noteKey(n.Slot, n.Person)
		y.notes[key] = append(y.notes[key], n)
	}
}

func noteKey(s remind.Slot, p people.PersonID) string {
	return string(s.Job) + " " + s.Due.UTC().Format(time.RFC3339) + " " + strconv.FormatInt(int64(p), 10)
}

// pass does what is due, and takes what was queued out of the outbox, as a channel that delivers at once would.
func (y *year) pass() time.Time {
	y.t.Helper()
	next, err := y.due.Pass(y.t.Context())
	if err != nil {
		y.t.Fatal(err)
	}
	if y.queued == 0 {
		return next
	}
	chats := map[channel.ChatID]people.PersonID{}
	for code, id := range y.who {
		chats[channel.ChatID("c-"+code)] = id
	}
	y.update(func(tx *sqlite.Tx) error {
		rows, err := tx.WaitingMessages(y.t.Context(), 0, 1000)
		if err != nil || len(rows) != y.queued {
			y.t.Errorf("%d messages were queued, %d wait (%v)", y.queued, len(rows), err)
		}
		y.queued = 0
		for _, r := range rows {
			id := chats[r.Message.To.Chat]
			if r.Message.Class != channel.Reminder || r.Message.Policy != channel.Once || r.Message.Dedupe == "" {
				y.t.Errorf("a %s with policy %s and key %q", r.Message.Class, r.Message.Policy, r.Message.Dedupe)
			}
			y.check(tx, id)
			offers := func(data string) bool {
				return slices.ContainsFunc(r.Message.Choices, func(c channel.Choice) bool { return strings.HasPrefix(c.Data, data) })
			}
			y.sent[id] = append(y.sent[id], sent{y.now, r.Message.Text, offers("nhac:later"), offers("q:")})
		}
		return tx.ExecForTest(y.t.Context(), "UPDATE outbox SET state = 'sent', body = NULL WHERE state = 'waiting'")
	})
	return next
}

// check holds a message to what was promised.
func (y *year) check(tx *sqlite.Tx, id people.PersonID) {
	y.t.Helper()
	today := day.Of(y.now.In(stageZone))
	if !y.cal.Open(y.now) {
		y.t.Errorf("%d is written to at %s: %s", id, y.now.In(stageZone), y.cal.Reason(y.now))
	}
	if away, err := tx.AwayOn(y.t.Context(), id, today); away || err != nil {
		y.t.Errorf("%d is written to on leave, %s (%v)", id, today, err)
	}
	if a, _, err := tx.ActorByID(y.t.Context(), id, today); a.State != people.Active || err != nil {
		y.t.Errorf("%d is %s and is written to (%v)", id, a.State, err)
	}
	if all := y.sent[id]; len(all) > 0 && y.now.Sub(all[len(all)-1].at) < remind.Gap {
		y.t.Errorf("%d is written to at %s and %s", id, all[len(all)-1].at.In(stageZone), y.now.In(stageZone))
	}
}

// live goes through the year.
func (y *year) live() {
	y.t.Helper()
	end := y.from.AddDate(1, 0, 0)
	next := y.from
	action := y.from.Add(10*time.Hour + 7*time.Minute)
	for {
		if at := action; at.Before(next) || !next.After(y.now) {
			next = at
		}
		if !next.Before(end) {
			return
		}
		time.Sleep(next.Sub(y.now))
		y.tick()
		if !y.now.Before(action) {
			y.act()
			action = y.nextAction(action)
		}
		if y.now.Before(y.downTo) {
			next = y.downTo
			continue
		}
		if next = y.pass(); next.IsZero() {
			next = action
		}
	}
}

// nextAction is at 10:07 and 15:25 of each day.
func (y *year) nextAction(last time.Time) time.Time {
	if local := last.In(stageZone); local.Hour() == 10 {
		return last.Add(5*time.Hour + 18*time.Minute)
	}
	return last.Add(18*time.Hour + 42*time.Minute)
}

// act is what people do at that moment.
func (y *year) act() {
	y.t.Helper()
	local := y.now.In(stageZone)
	morning := local.Hour() == 10
	date := day.Of(local)
	if !morning {
		if local.Weekday() == time.Friday {
			y.press("filler", "cmd:hoc") // is in the middle of something when the reminder is due
		}
		return
	}
	switch date {
	case "2027-02-01":
		y.send("early", "nhắc 13:30")
		y.send("tuesday", "nhắc 8h thứ ba")
		y.send("off", "tắt nhắc")
		y.send("keen", "/quiz hằng ngày")
	case "2027-05-15":
		y.link(y.who["joiner"], "joiner")
		y.update(func(tx *sqlite.Tx) error {
			return tx.GiveConsent(y.t.Context(), y.who["joiner"], people.ConsentVersion, "telegram", tx.Now())
		})
	case "2027-07-01":
		y.send("silent", "TIẾP")
	case "2027-09-10":
		y.exec("UPDATE memberships SET valid_to = '2027-09-09' WHERE person_id = ?", y.who["leaver"])
	case "2027-03-17": // nothing runs from Wednesday morning to Saturday
		y.downTo = y.now.AddDate(0, 0, 3)
	}
	if local.Weekday() == time.Tuesday && y.dice.IntN(3) > 0 {
		y.send("diligent", "/hoc 1h luật đất đai")
		y.send("head", "/hoc 2h luật hộ tịch")
	}
	if all := y.sent[y.who["later"]]; len(all) > 0 && all[len(all)-1].reminder && y.now.Sub(all[len(all)-1].at) < 24*time.Hour {
		y.press("later", "nhac:later")
	}
	if all := y.sent[y.who["keen"]]; len(all) > 0 && all[len(all)-1].question {
		y.send("keen", "b")
	}
	if local.Weekday() == time.Wednesday {
		y.send("away", "cảm ơn")
	}
	if y.dice.IntN(15) == 0 {
		y.update(func(tx *sqlite.Tx) error {
			return tx.AddLeave(y.t.Context(), y.who["away"], day.Range{From: date, To: date.Add(y.dice.IntN(12))}, tx.Now())
		})
	}
}

// TestYear lives through 2027 in the schedule's own machinery on a real database.
func TestYear(t *testing.T) {
	t.Parallel()
	if _, err := sqlite.EmptyForTest(); err != nil { // made outside of the bubble
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		y := newYear(t)
		y.live()
		y.checkSlots()
		y.checkPeople()
	})
}

// checkSlots holds that each slot was planned or has a reason, and that everybody it concerned got it once, or
// not, for one reason.
func (y *year) checkSlots() {
	y.t.Helper()
	silentless := y.count("SELECT count(*) FROM occurrences WHERE state = 'planned' OR state = 'skipped' AND reason = ''")
	if silentless > 0 {
		y.t.Errorf("%d slots are open or have no reason", silentless)
	}
	final := 0
	for key, notes := range y.notes {
		ended := 0
		for _, n := range notes {
			if n.Do != remind.Hold {
				ended++
			}
		}
		last := notes[len(notes)-1]
		if ended > 1 || ended == 0 && !last.At.After(y.now) {
			y.t.Errorf("%s: %+v", key, notes)
		}
		final += ended
	}
	for _, job := range []remind.Job{remind.Weekly, remind.HeadDigest, remind.OfficeDigest, remind.Monthly, remind.DirectorPage} {
		y.checkJob(job)
	}
	if sum := y.count("SELECT sum(n) FROM due_tallies WHERE outcome <> 'hold'"); sum == 0 || sum > final {
		y.t.Errorf("%d decisions are added up, %d were made", sum, final)
	}
}

// checkJob holds that everybody whom a slot concerned has a note about it.
func (y *year) checkJob(job remind.Job) {
	y.t.Helper()
	roles := map[string]people.Roles{"head": {Head: true}, "office": {Office: true}, "chief": {Head: true, Office: true}, "director": {Director: true}}
	planned := 0
	y.update(func(tx *sqlite.Tx) error {
		entries, err := tx.Schedules(y.t.Context())
		if err != nil {
			return err
		}
		var jobs []schedule.Job
		for _, e := range entries {
			if e.Code == schedule.Code(job) {
				jobs = append(jobs, e.Job)
			}
		}
		for _, s := range schedule.Upcoming(jobs, stageZone, y.cal, y.from, y.now) {
			o, ok, err := tx.Occurrence(y.t.Context(), s)
			if err != nil || !ok {
				y.t.Errorf("%v does not stand in the ledger (%v)", s, err)
			}
			if o.State != schedule.Done {
				continue
			}
			planned++
			for code, id := range y.who {
				if job.For(roles[code]) && len(y.notes[noteKey(remind.Slot{Job: job, Due: s.Due}, id)]) == 0 {
					y.t.Errorf("nothing is noted about %v for %s", s, code)
				}
			}
		}
		return nil
	})
	if planned < 11 {
		y.t.Errorf("only %d slots of %s were planned", planned, job)
	}
}

// reminders are those that somebody got, in order.
func (y *year) reminders(code string) (out []sent) {
	for _, m := range y.sent[y.who[code]] {
		if m.reminder {
			out = append(out, m)
		}
	}
	return out
}

// words is the first paragraph of a text without its dates: the reminder stands first.
func words(text string) string {
	first, _, _ := strings.Cut(text, "\n\n")
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, first)
}

// checkPeople holds what each of them should have lived through.
func (y *year) checkPeople() {
	y.t.Helper()
	for code, id := range y.who {
		days := map[day.Day]int{}
		last := ""
		for _, m := range y.reminders(code) {
			if d := day.Of(m.at.In(stageZone)); days[d] > 0 {
				y.t.Errorf("%s is reminded twice on %s", code, d)
			} else {
				days[d]++
			}
			if words(m.text) == last {
				y.t.Errorf("%s is told in the same words twice: %s", code, last)
			}
			last = words(m.text)
		}
		if len(y.sent[id]) == 0 {
			y.t.Errorf("%s got nothing in a year", code)
		}
	}
	for code, want := range map[string][2]int{
		"silent": {8, 8}, "diligent": {5, 25}, "off": {4, 4}, "later": {100, 253}, "early": {8, 8}, "tuesday": {8, 8}, "leaver": {4, 4}, "joiner": {4, 4},
		"filler": {40, 52}, "away": {15, 45},
	} {
		if n := len(y.reminders(code)); n < want[0] || n > want[1] {
			y.t.Errorf("%s was reminded %d times, want %v", code, n, want)
		}
	}
	for code, want := range map[string][2]int{"keen": {100, 253}, "off": {20, 53}} {
		n := 0
		for _, m := range y.sent[y.who[code]] {
			if m.question {
				n++
			}
		}
		if n < want[0] || n > want[1] {
			y.t.Errorf("%s was asked %d times, want %v", code, n, want)
		}
	}
	mondays := map[string]int{}
	for _, m := range y.sent[y.who["chief"]] {
		if strings.Contains(m.text, y.T("due.dau_tuan", nil)+"\n") != strings.Contains(m.text, y.T("due.dau_tuan_so", nil)) {
			y.t.Errorf("an Office head gets two messages on %s", m.at)
		}
		mondays[m.at.In(stageZone).Format("2006-01-02")]++
	}
	if len(mondays) < 45 {
		y.t.Errorf("an Office head has had %d days with messages", len(mondays))
	}
}
