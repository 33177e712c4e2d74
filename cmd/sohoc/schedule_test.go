package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sohoc/internal/sqlite"
)

// previewed is an office whose people have joined a month ago and written nothing since.
func previewed(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.must("seed", "--people", "6", "--telegram-from", "1000", "--telegram-account", "42")
	return o
}

func (o *office) forecasts(args ...string) []forecast {
	o.t.Helper()
	var out []forecast
	for line := range strings.Lines(o.must(append([]string{"schedule", "--format", "jsonl"}, args...)...)) {
		var f forecast
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			o.t.Fatalf("%s: %v", line, err)
		}
		out = append(out, f)
	}
	return out
}

// The whole of a week, for people: 24/11/2026 is a Tuesday.
func TestScheduleShowsAWeek(t *testing.T) {
	t.Parallel()
	out := previewed(t).must("schedule", "--from", "2026-11-27", "--days", "4")
	for _, want := range []string{
		"thứ Sáu 27/11/2026 01:30  Sao lưu: chạy, không gửi cho ai\n",
		"thứ Sáu 27/11/2026 15:30  Nhắc tuần: gửi 6\n",
		"thứ Hai 30/11/2026 08:00  Tóm tắt cho trưởng đơn vị: ",
		"Tổng hợp tháng: không có lượt nào, lần tới thứ Ba 01/12/2026 08:30\n",
		"Câu hỏi tuần: không có lượt nào, lần tới thứ Tư 02/12/2026 09:00\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
	if n := len(regexp.MustCompile(`(?m)^  NV000\d .+, .+: gửi qua Telegram`).FindAllString(out, -1)); n < 6 {
		t.Errorf("%d people get something:\n%s", n, out)
	}
	for _, never := range []string{"26/11/2026 1", "thứ Bảy 28/11/2026 1", "01/12/2026 08:30  "} {
		if strings.Contains(out, never) {
			t.Errorf("it holds %q:\n%s", never, out)
		}
	}
}

// Before a holiday the Office may ask what would happen in that week: nothing falls on it, and each reason is said.
func TestScheduleSaysWhyNot(t *testing.T) {
	t.Parallel()
	o := previewed(t)
	o.must("schedule")
	sent := 0
	for _, f := range o.forecasts("--from", "2027-02-05", "--days", "6") { // Tết 2027 is on 6 February
		if f.Do == "send" {
			sent++
		}
		if f.Do == "hold" && (f.Why == "" || f.Until.In(stageZone()).Format("2006-01-02") <= "2027-02-10") {
			t.Errorf("held without a reason, or into the holiday: %+v", f)
		}
	}
	if sent > 0 {
		t.Errorf("%d messages in the week of Tết", sent)
	}
}

func stageZone() *time.Location { return time.FixedZone("+07", 7*60*60) }

func TestScheduleForPrograms(t *testing.T) {
	t.Parallel()
	o := previewed(t)
	var reminders, backups []forecast
	for _, f := range o.forecasts("--days", "5") {
		switch f.Job {
		case "weekly_reminder":
			reminders = append(reminders, f)
		case "backup":
			backups = append(backups, f)
		}
	}
	due := time.Date(2026, 11, 27, 8, 30, 0, 0, time.UTC)
	if len(reminders) != 6 || len(backups) != 4 || backups[0].Do != slotDone {
		t.Fatalf("%d reminders, %d backups", len(reminders), len(backups))
	}
	people := map[string]bool{}
	for _, f := range reminders {
		if f.Do != "send" || !f.Due.Equal(due) || !f.At.Equal(due) || f.Channel != "telegram" || f.Characters == 0 || f.Name == "" || f.Unit == "" {
			t.Errorf("%+v", f)
		}
		people[f.Person] = true
	}
	if len(people) != 6 {
		t.Errorf("%d people", len(people))
	}
}

// A preview changes nothing and leaves nothing behind.
func TestScheduleChangesNothing(t *testing.T) {
	t.Parallel()
	o := previewed(t)
	o.must("schedule", "--days", "30")
	for _, table := range []string{"outbox", "occurrences", "jobs", "schedules WHERE taken_to <> 0"} {
		o.update(func(tx *sqlite.Tx) error {
			n, err := tx.CountForTest(t.Context(), "SELECT count(*) FROM "+table)
			if n != 0 {
				t.Errorf("%d rows in %s", n, table)
			}
			return err
		})
	}
	left, err := filepath.Glob(filepath.Join(o.dir, "data", rehearsalFolder+"*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// What a preview that was killed left behind goes with a later one.
func TestScheduleSweeps(t *testing.T) {
	t.Parallel()
	o := previewed(t)
	old, fresh := filepath.Join(o.dir, "data", rehearsalFolder+"old"), filepath.Join(o.dir, "data", rehearsalFolder+"fresh")
	for _, dir := range []string{old, fresh} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	o.must("schedule", "--days", "1")
	left, err := filepath.Glob(filepath.Join(o.dir, "data", rehearsalFolder+"*"))
	if err != nil || !slices.Equal(left, []string{fresh}) {
		t.Errorf("left: %v (%v)", left, err)
	}
}

func TestScheduleRefuses(t *testing.T) {
	t.Parallel()
	o := previewed(t)
	for name, args := range map[string][]string{
		"yesterday": {"--from", "2026-11-23"}, "no day": {"--from", "mai"}, "no days": {"--days", "0"}, "too many": {"--days", "367"},
		"too far": {"--from", "2028-01-01"}, "a format": {"--format", "xml"},
	} {
		if out, said, code := o.run(append([]string{"schedule"}, args...)...); code == 0 || out != "" || !strings.HasPrefix(said, "sohoc: ") {
			t.Errorf("%s: exit %d, wrote %q, said %q", name, code, out, said)
		}
	}
	if _, said, code := newOffice(t).run("schedule"); code == 0 || !strings.Contains(said, "Chưa có cơ sở dữ liệu") {
		t.Errorf("without a database: exit %d, said %q", code, said)
	}
}
