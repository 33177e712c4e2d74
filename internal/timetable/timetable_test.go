package timetable_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sohoc/internal/timetable"
)

// read parses a text over the hours "8 giờ hằng ngày" and gives its expression and rule, or why it is not understood.
func read(text string) string {
	w, err := timetable.Parse(text)
	var u *timetable.Unread
	if errors.As(err, &u) {
		return strings.TrimSpace("! " + string(u.Why) + " " + u.Words)
	}
	cron, rule := w.Over(timetable.Hours{At: timetable.Clock{Hour: 8}, Days: timetable.Days{Kind: timetable.Daily}}).Cron()
	return strings.TrimSpace(cron + " " + rule)
}

func TestWordsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// From the issue.
		"15:30 thứ Sáu":                           "30 15 * * 5",
		"9h thứ tư và thứ sáu":                    "0 9 * * 3,5",
		"8h ngay lam viec dau tien":               "0 8 * * * first_working_day",
		"15 giờ 30, thứ Sáu hằng tuần":            "30 15 * * 5",
		"8 giờ, ngày làm việc đầu tiên của tháng": "0 8 * * * first_working_day",
		// Times.
		"15h30": "30 15 * * *", "15g30": "30 15 * * *", "15 giờ 30 phút": "30 15 * * *", "15.30": "30 15 * * *", "7:05": "5 7 * * *",
		"8 giờ rưỡi": "30 8 * * *", "9 giờ kém 15": "45 8 * * *", "3 giờ chiều": "0 15 * * *", "3h30 chiều": "30 15 * * *",
		"8 giờ sáng": "0 8 * * *", "7h tối": "0 19 * * *", "12 giờ trưa": "0 12 * * *", "1 giờ trưa": "0 13 * * *", "12 giờ đêm": "0 0 * * *",
		"1h30 đêm": "30 1 * * *", "11 giờ đêm": "0 23 * * *", "lúc 9": "0 9 * * *", "at 9": "0 9 * * *", "3pm": "0 15 * * *",
		"3:30 PM": "30 15 * * *", "12 am": "0 0 * * *", "12pm": "0 12 * * *", "23:59": "59 23 * * *", "0:00": "0 0 * * *",
		// Days of the week.
		"thứ 6": "0 8 * * 5", "T6": "0 8 * * 5", "t2, t4, t6": "0 8 * * 1,3,5", "thứ hai, tư, sáu": "0 8 * * 1,3,5", "thứ 2,4,6": "0 8 * * 1,3,5",
		"thứ hai đến thứ sáu": "0 8 * * 1,2,3,4,5", "từ thứ 2 tới thứ 6": "0 8 * * 1,2,3,4,5", "thứ 2-6": "0 8 * * 1,2,3,4,5",
		"t2-t6": "0 8 * * 1,2,3,4,5", "chủ nhật": "0 8 * * 0", "CN": "0 8 * * 0", "thứ bảy và chủ nhật": "0 8 * * 0,6",
		"thứ Sáu, 15:30": "30 15 * * 5", "vào lúc 15 giờ 30 ngày thứ sáu hàng tuần": "30 15 * * 5", "9h thứ 4": "0 9 * * 3", "thứ tư 9h": "0 9 * * 3",
		"thứ tư, 9h, thứ sáu": "0 9 * * 3,5",
		// English.
		"Friday 15:30": "30 15 * * 5", "at 3:30 pm every Friday": "30 15 * * 5", "Mondays and Wednesdays at 9:00": "0 9 * * 1,3",
		"mon-fri 8:00": "0 8 * * 1,2,3,4,5", "Monday to Friday": "0 8 * * 1,2,3,4,5", "Thu 9:00": "0 9 * * 4", "thu 5pm": "0 17 * * 4",
		"tue, thu": "0 8 * * 2,4",
		// Every day, working days.
		"hằng ngày": "0 8 * * *", "mỗi ngày 7h": "0 7 * * *", "daily at 7:15": "15 7 * * *", "hằng đêm 1h30": "30 1 * * *",
		"9h các ngày làm việc": "0 9 * * * working_day", "ngày làm việc": "0 8 * * * working_day", "on working days": "0 8 * * * working_day",
		"9h mỗi ngày làm việc trừ thứ tư": "0 9 * * 1,2,4,5 working_day", "every working day except Wednesday": "0 8 * * 1,2,4,5 working_day",
		"thứ sáu trừ ngày nghỉ": "0 8 * * 5 working_day", "Friday, except holidays": "0 8 * * 5 working_day", "mỗi ngày trừ ngày lễ": "0 8 * * * working_day",
		"hằng ngày trừ chủ nhật": "0 8 * * 1,2,3,4,5,6",
		// The month.
		"ngày 5 hằng tháng": "0 8 5 * *", "mùng 1": "0 8 1 * *", "9h ngày 15 mỗi tháng": "0 9 15 * *", "on the 5th of each month": "0 8 5 * *",
		"first working day of the month at 8:30": "30 8 * * * first_working_day", "day 10 of every month": "0 8 10 * *",
		// What makes no sense.
		"": "! empty", "   ": "! empty", "hằng tuần": "! empty", "25:00": "! time 25:00", "9:75": "! time 9:75", "13pm": "! time 13 pm",
		"ngày 31": "! date 31", "ngày 0": "! date 0", "8h 9h": "! twice", "hằng ngày ngày làm việc": "! twice", "thứ tám": "! word tam",
		"15:30 thứ năm tuần sau": "! word tuan", "khi nào rảnh": "! word khi", "9": "! word 9", "-1h": "! word -", "24h": "! time 24 h",
		"0 giờ kém 5": "! time 0 gio kem 5", "thứ tư trừ thứ tư": "! empty", "ngày 5 trừ ngày nghỉ": "! twice", "ngày 5 trừ thứ tư": "! twice",
		"8h thứ sáu; DROP TABLE": "! word ;", strings.Repeat("thứ hai ", 60): "! word thu",
	} {
		if got := read(text); got != want {
			t.Errorf("%q reads as %q, want %q", text, got, want)
		}
	}
}

// Diacritics, case and composition make no difference.
func TestWordsWithoutDiacritics(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"15:30 thứ Sáu", "15:30 THU SAU"}, {"9h các ngày làm việc", "9h cac ngay lam viec"}, {"chủ nhật 8 giờ tối", "chu nhat 8 gio toi"},
		{"thứ ba", "thứ ba"},
	} {
		if a, b := read(pair[0]), read(pair[1]); a != b || strings.HasPrefix(a, "!") {
			t.Errorf("%q reads as %q, %q as %q", pair[0], a, pair[1], b)
		}
	}
}

func TestAWishKeepsWhatItDoesNotName(t *testing.T) {
	t.Parallel()
	friday := timetable.Hours{At: timetable.Clock{Hour: 15, Minute: 30}, Days: timetable.Days{Kind: timetable.Weekly, Weekdays: timetable.On(time.Friday)}}
	for text, want := range map[string]string{"16h": "0 16 * * 5", "thứ năm": "30 15 * * 4", "8h hằng ngày": "0 8 * * *"} {
		w, err := timetable.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := w.Over(friday).Cron(); got != want {
			t.Errorf("%q makes it %s, want %s", text, got, want)
		}
	}
}

func TestExpressionsThatPeopleHaveWrittenByHand(t *testing.T) {
	t.Parallel()
	weekly := func(working bool, days ...time.Weekday) timetable.Hours {
		return timetable.Hours{At: timetable.Clock{Hour: 9}, Days: timetable.Days{Kind: timetable.Weekly, Weekdays: timetable.On(days...), Working: working}}
	}
	for _, tc := range []struct {
		cron, rule string
		want       timetable.Hours
		ok         bool
	}{
		{"0 9 * * 1-5", "", weekly(false, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday), true},
		{"0 9 * * 7", "working_day", weekly(true, time.Sunday), true},
		{"0 9 * * 1,3-4", "", weekly(false, time.Monday, time.Wednesday, time.Thursday), true},
		{"0 9 28 * *", "", timetable.Hours{At: timetable.Clock{Hour: 9}, Days: timetable.Days{Kind: timetable.Monthly, Date: 28}}, true},
		{"0 9 29 * *", "", timetable.Hours{}, false},
		{"*/5 9 * * *", "", timetable.Hours{}, false},
		{"0 9,15 * * *", "", timetable.Hours{}, false},
		{"0 9 1 * 5", "", timetable.Hours{}, false},
		{"0 9 * 3 *", "", timetable.Hours{}, false},
		{"0 9 * * 5", "first_working_day", timetable.Hours{}, false},
		{"0 9 * * 5-1", "", timetable.Hours{}, false},
		{"0 9 * * MON", "", timetable.Hours{}, false},
		{"0 9 * *", "", timetable.Hours{}, false},
		{"", "", timetable.Hours{}, false},
		{"0 9 * * *", "full_moon", timetable.Hours{}, false},
		{"0 24 * * *", "", timetable.Hours{}, false},
	} {
		got, ok := timetable.FromCron(tc.cron, tc.rule)
		if d := cmp.Diff(tc.want, got); d != "" || ok != tc.ok {
			t.Errorf("%q %q: %v %s", tc.cron, tc.rule, ok, d)
		}
	}
}

// any hours that can be said.
func drawHours(t *rapid.T) timetable.Hours {
	h := timetable.Hours{At: timetable.Clock{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")}}
	h.Kind = rapid.SampledFrom([]timetable.Kind{
		timetable.Daily, timetable.WorkingDays, timetable.Weekly, timetable.Monthly, timetable.FirstWorking,
	}).Draw(t, "kind")
	switch h.Kind {
	case timetable.Weekly:
		h.Weekdays = timetable.Weekdays(rapid.IntRange(1, 127).Draw(t, "days"))
		h.Working = rapid.Bool().Draw(t, "working")
	case timetable.Monthly:
		h.Date = rapid.IntRange(1, timetable.MaxDate).Draw(t, "date")
	default:
	}
	return h
}

func TestExpressionAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := drawHours(t)
		cron, rule := h.Cron()
		if back, ok := timetable.FromCron(cron, rule); !ok || back != h {
			t.Errorf("%+v becomes %q %q and that %+v", h, cron, rule, back)
		}
	})
}

// FuzzParse: whatever is typed, it is refused with a reason or makes hours whose expression means the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"15:30 thứ Sáu", "9h thứ tư và thứ sáu", "8h ngay lam viec dau tien", "t2-t6 3pm", "ngày 5 trừ", "thu 5pm", "9 giờ kém 15"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := timetable.Parse(text)
		var u *timetable.Unread
		if err != nil {
			if !errors.As(err, &u) || u.Why == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		h := w.Over(timetable.Hours{Days: timetable.Days{Kind: timetable.Daily}})
		cron, rule := h.Cron()
		if back, ok := timetable.FromCron(cron, rule); !ok || back != h {
			t.Fatalf("%q makes %+v, %q %q, and that %+v", text, h, cron, rule, back)
		}
	})
}
