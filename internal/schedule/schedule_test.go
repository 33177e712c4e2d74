package schedule_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/schedule"
)

var vietnam = time.FixedZone("+07", 7*60*60)

// holidays is a calendar of weekdays without some.
type holidays []day.Day

func (h holidays) Working(d day.Day) bool {
	return schedule.Weekdays{}.Working(d) && !slices.Contains(h, d)
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	got, err := time.ParseInLocation("2006-01-02 15:04", s, vietnam)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func local(times []time.Time) []string {
	var out []string
	for _, due := range times {
		out = append(out, due.In(vietnam).Format("Mon 2006-01-02 15:04"))
	}
	return out
}

func TestNextInstants(t *testing.T) {
	t.Parallel()
	tet := holidays{"2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"}
	for name, tc := range map[string]struct {
		job  schedule.Job
		cal  schedule.Calendar
		from string
		want []string
	}{
		"weekly": {
			job: schedule.Job{Cron: "30 15 * * 5"}, from: "2026-11-24 09:00",
			want: []string{"Fri 2026-11-27 15:30", "Fri 2026-12-04 15:30", "Fri 2026-12-11 15:30"},
		},
		"the instant itself is over": {
			job: schedule.Job{Cron: "30 15 * * 5"}, from: "2026-11-27 15:30", want: []string{"Fri 2026-12-04 15:30"},
		},
		"a second before": {
			job: schedule.Job{Cron: "30 15 * * 5"}, from: "2026-11-27 15:29", want: []string{"Fri 2026-11-27 15:30"},
		},
		"night of the department, another day in UTC": {
			job: schedule.Job{Cron: "30 1 * * 1"}, from: "2026-11-24 09:00", want: []string{"Mon 2026-11-30 01:30"},
		},
		"a zone of its own": {
			job: schedule.Job{Cron: "0 8 * * *", Zone: "UTC"}, from: "2026-11-24 09:00", want: []string{"Tue 2026-11-24 15:00"},
		},
		"working days over Tết": {
			job: schedule.Job{Cron: "0 9 * * 1,2,4,5", Rule: schedule.WorkingDay}, cal: tet, from: "2027-02-02 10:00",
			want: []string{"Thu 2027-02-11 09:00", "Fri 2027-02-12 09:00"},
		},
		"first working day, the month begins on a Saturday": {
			job: schedule.Job{Cron: "30 8 * * *", Rule: schedule.FirstWorkingDay}, from: "2026-07-20 10:00",
			want: []string{"Mon 2026-08-03 08:30", "Tue 2026-09-01 08:30"},
		},
		"first working day after New Year": {
			job: schedule.Job{Cron: "30 8 * * *", Rule: schedule.FirstWorkingDay}, cal: holidays{"2027-01-01"}, from: "2026-12-24 10:00",
			want: []string{"Mon 2027-01-04 08:30"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, err := schedule.Compile(tc.job, vietnam)
			if err != nil {
				t.Fatal(err)
			}
			if tc.cal == nil {
				tc.cal = schedule.Weekdays{}
			}
			var got []time.Time
			for next := at(t, tc.from); len(got) < len(tc.want); {
				var ok bool
				if next, ok = h.Next(next, tc.cal); !ok {
					break
				}
				got = append(got, next)
			}
			if d := cmp.Diff(tc.want, local(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

// A calendar that knows no working day at all must not be searched for ever.
func TestNeverDue(t *testing.T) {
	t.Parallel()
	never := schedule.Job{Code: "x", Cron: "0 9 30 2 *", Policy: schedule.Skip}
	if err := schedule.Check(never, vietnam, schedule.Weekdays{}, at(t, "2026-11-24 09:00")); !errors.Is(err, schedule.ErrNever) {
		t.Errorf("30 February: %v", err)
	}
	idle := schedule.Job{Code: "x", Cron: "* * * * *", Rule: schedule.FirstWorkingDay, Policy: schedule.Skip}
	if err := schedule.Check(idle, vietnam, none{}, at(t, "2026-11-24 09:00")); !errors.Is(err, schedule.ErrNever) {
		t.Errorf("no working day: %v", err)
	}
}

type none struct{}

func (none) Working(day.Day) bool { return false }

func TestCheckRefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	good := schedule.Job{Code: "x", Cron: "30 15 * * 5", Policy: schedule.Latest}
	now := at(t, "2026-11-24 09:00")
	if err := schedule.Check(good, vietnam, schedule.Weekdays{}, now); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*schedule.Job){
		"no hours":        func(j *schedule.Job) { j.Cron = "" },
		"hour 25":         func(j *schedule.Job) { j.Cron = "0 25 * * *" },
		"seconds":         func(j *schedule.Job) { j.Cron = "0 30 15 * * 5" },
		"a descriptor":    func(j *schedule.Job) { j.Cron = "@every 1s" },
		"a zone in front": func(j *schedule.Job) { j.Cron = "TZ=UTC 30 15 * * 5" },
		"zone":            func(j *schedule.Job) { j.Zone = "Asia/Tuyen_Quang" },
		"rule":            func(j *schedule.Job) { j.Rule = "full_moon" },
		"policy":          func(j *schedule.Job) { j.Policy = "sometimes" },
	} {
		j := good
		spoil(&j)
		if err := schedule.Check(j, vietnam, schedule.Weekdays{}, now); err == nil {
			t.Errorf("%s: it passes", name)
		}
	}
}

func TestUpcoming(t *testing.T) {
	t.Parallel()
	jobs := []schedule.Job{
		{Code: "b", Cron: "0 8 * * 1", On: true},
		{Code: "a", Cron: "0 8 * * 1,5", On: true},
		{Code: "off", Cron: "* * * * *"},
		{Code: "broken", Cron: "?? 8", On: true},
		{Code: "busy", Cron: "0 8 27 11 *", On: true},
	}
	var got []string
	for _, s := range schedule.Upcoming(jobs, vietnam, schedule.Weekdays{}, at(t, "2026-11-24 09:00"), at(t, "2026-11-30 08:00")) {
		got = append(got, string(s.Job)+" "+s.Due.In(vietnam).Format("02/01 15:04"))
	}
	want := []string{"a 27/11 08:00", "busy 27/11 08:00", "a 30/11 08:00", "b 30/11 08:00"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
