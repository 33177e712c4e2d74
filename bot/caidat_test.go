package bot

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/i18n"
	"sohoc/internal/people"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
	"sohoc/internal/timetable"
)

// configurer is a stage on which the Office writes.
func configurer(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.join("NV01", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	return s
}

func (s *stage) cron(job schedule.Code) (cron string) {
	s.t.Helper()
	for _, j := range s.jobs() {
		if j.Code == job {
			cron = strings.TrimSpace(j.Cron + " " + string(j.Rule))
			if !j.On {
				cron += " off"
			}
		}
	}
	return cron
}

func (s *stage) jobs() (jobs []schedule.Entry) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) (err error) {
		jobs, err = tx.Schedules(s.t.Context())
		return err
	})
	return jobs
}

// What is read back in either language can be typed as it stands, and means the same.
func TestHoursReadBackCanBeTyped(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	rapid.Check(t, func(r *rapid.T) {
		h := timetable.Hours{At: timetable.Clock{Hour: rapid.IntRange(0, 23).Draw(r, "hour"), Minute: rapid.IntRange(0, 59).Draw(r, "minute")}}
		h.Kind = rapid.SampledFrom([]timetable.Kind{
			timetable.Daily, timetable.WorkingDays, timetable.Weekly, timetable.Monthly, timetable.FirstWorking,
		}).Draw(r, "kind")
		switch h.Kind {
		case timetable.Weekly:
			h.Weekdays, h.Working = timetable.Weekdays(rapid.IntRange(1, 127).Draw(r, "days")), rapid.Bool().Draw(r, "working")
		case timetable.Monthly:
			h.Date = rapid.IntRange(1, timetable.MaxDate).Draw(r, "date")
		default:
		}
		cron, rule := h.Cron()
		for _, lang := range i18n.Langs() {
			said := (&turn{Bot: s.bot, p: s.bot.cfg.Catalog.In(lang)}).hoursOf(schedule.Job{Cron: cron, Rule: schedule.Rule(rule)})
			wish, err := timetable.Parse(said)
			if err != nil || wish.At == nil || wish.Days == nil {
				r.Fatalf("%q cannot be typed: %v", said, err)
			}
			if got := wish.Over(timetable.Hours{}); got != h {
				r.Fatalf("%q is %+v, and read as %+v", said, h, got)
			}
		}
	})
}

func TestWhichJobIsMeant(t *testing.T) {
	t.Parallel()
	jobs := []schedule.Entry{{Job: schedule.Job{Code: schedule.WeeklyReminder}}, {Job: schedule.Job{Code: schedule.HeadDigest}}}
	for text, want := range map[string]asked{
		"nhắc 15:30 thứ Sáu":                       {schedule.WeeklyReminder, "", "15:30 thu sau"},
		"NHAC TUAN, 15:30 thu sau":                 {schedule.WeeklyReminder, "", "15:30 thu sau"},
		"nhắc tuần: 16 giờ":                        {schedule.WeeklyReminder, "", "16 gio"},
		"câu hỏi 9h thứ tư và thứ sáu":             {schedule.Quiz, "", "9h thu tu va thu sau"},
		"câu hỏi thêm 9h":                          {schedule.QuizMore, "", "9h"},
		"tắt nhắc tuần":                            {schedule.WeeklyReminder, turnOff, ""},
		"bật lại sao lưu":                          {schedule.Backup, turnOn, ""},
		"turn off director's page":                 {schedule.DirectorPage, turnOff, ""},
		"tong hop thang 8h ngay lam viec dau tien": {schedule.MonthlySummary, "", "8h ngay lam viec dau tien"},
		"2 8h thứ ba":                              {schedule.HeadDigest, "", "8h thu ba"},
		"tắt 2":                                    {schedule.HeadDigest, turnOff, ""},
		"mỗi tuần một điều hay":                    {schedule.WeeklyFact, "", ""},
	} {
		if got, ok := settingOf(text, jobs); !ok || got != want {
			t.Errorf("%q is %+v (%v), want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "gửi hoa 8h", "3 8h thứ ba", "8h thứ ba", "tắt", "tắt nhắc tuần thứ hai", "0 8h"} {
		if got, ok := settingOf(text, jobs); ok {
			t.Errorf("%q is taken for %+v", text, got)
		}
	}
}

// Each name that people see can be typed to mean the job.
func TestNamesOfJobsCanBeTyped(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	for _, j := range s.jobs() {
		for _, lang := range i18n.Langs() {
			name := s.bot.cfg.Catalog.In(lang).T("lichhen.viec_"+string(j.Code), nil)
			if got, ok := settingOf(name, nil); !ok || got.job != j.Code || got.hours != "" {
				t.Errorf("%q is taken for %+v, want %s", name, got, j.Code)
			}
		}
	}
}

// Whoever speaks a channel's protocol can send any data.
func TestDataOfSettingsIsNotTrusted(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	before := s.jobs()
	for _, data := range []string{
		"caidat", "caidat:", "caidat:j", "caidat:j:moon", "caidat:q:quiz", "caidat:d:moon", "caidat:on:moon", "caidat:x:quiz", "caidat:x:quiz:1:maybe",
		"caidat:x:quiz:7:off", "caidat:x:moon:1:off", "caidat:y:quiz", "caidat:y:quiz:1", "caidat:y:quiz:1:* * * * *:a", "caidat:y:quiz:1:0 9 * * 3:z",
		"caidat:y:quiz:2:0 9 * * 4:a", "caidat:y:moon:1:0 9 * * 4:a", "caidat:y:quiz:1:0 9 30 2 *:a", "caidat:u:quiz:0", "caidat:u:quiz:x", "caidat:u:moon:1",
	} {
		s.press("NV01", data)
	}
	after := s.jobs()
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("%+v became %+v", before[i], after[i])
		}
	}
	s.press("NV01", "caidat:y:quiz:1:0 9 * * 4:a")
	if got := s.cron(schedule.Quiz); got != "0 9 * * 4" {
		t.Errorf("good data does nothing: %s", got)
	}
}

func TestChangesOfSettingsAreOnRecord(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	s.send("NV01", "/caidat câu hỏi 10h thứ năm")
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'configure'"); n != 0 {
		t.Errorf("%d lines before it is confirmed", n)
	}
	s.send("NV01", "có")
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'configure' AND detail = 'quiz 0 10 * * 4' AND person_id IS NOT NULL"); n != 1 {
		t.Errorf("%d lines of the change", n)
	}
	s.send("NV01", "/caidat tắt câu hỏi")
	s.send("NV01", "có")
	if n := s.count("SELECT count(*) FROM audit WHERE detail = 'quiz 0 10 * * 4 off'"); n != 1 {
		t.Errorf("%d lines of switching off", n)
	}
	if n := s.count("SELECT count(*) FROM schedule_versions WHERE job = 'quiz' AND changed_by IS NOT NULL AND channel = 'telegram'"); n != 2 {
		t.Errorf("%d old versions", n)
	}
}

// A row that somebody wrote by hand is shown as it is, and both a time and days are wanted to replace it.
func TestAnExpressionBeyondWords(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	s.exec("UPDATE schedules SET cron = '*/20 9-11 * * 1' WHERE job = 'quiz'")
	wants(t, s.send("NV01", "/caidat câu hỏi"), "*/20 9-11 * * 1")
	wants(t, s.send("NV01", "/caidat câu hỏi 10h"), s.T("caidat.can_ca_hai", nil))
	s.send("NV01", "/caidat câu hỏi 10h thứ ba")
	s.send("NV01", "có")
	if got := s.cron(schedule.Quiz); got != "0 10 * * 2" {
		t.Errorf("it is %s", got)
	}
}

// The last day on which it counts: hours for days that never come are refused.
func TestHoursThatNeverCome(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	wants(t, s.send("NV01", "/caidat sao lưu 2h chủ nhật trừ ngày nghỉ"), s.T("caidat.khong_bao_gio", nil))
	if got := s.cron(schedule.Backup); got != "30 1 * * *" {
		t.Errorf("it is %s", got)
	}
}

// From the moment of a change the new hours count: nothing that lies before is made up for.
func TestAChangeHasNoPast(t *testing.T) {
	t.Parallel()
	s := configurer(t)
	s.send("NV01", "/caidat câu hỏi 8h thứ ba") // an hour ago
	s.send("NV01", "có")
	for _, j := range s.jobs() {
		if j.Code == schedule.Quiz && !j.TakenTo.Equal(s.now.Truncate(time.Millisecond)) {
			t.Errorf("slots since %s would be made up for", j.TakenTo)
		}
	}
}
