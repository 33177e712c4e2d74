package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
)

var vietnam = time.FixedZone("+07", 7*60*60)

// sample is November 2026 to May 2027 as the law has it, with a swap: Monday 30/11 off, Saturday 5/12 worked.
func sample() *calendar.Calendar {
	days := append(calendar.VietNam(2026), calendar.VietNam(2027)...)
	days = append(days,
		calendar.Entry{Day: "2026-11-30", Kind: calendar.Holiday, NameVI: "Nghỉ hoán đổi"},
		calendar.Entry{Day: "2026-12-05", Kind: calendar.MakeUp, NameVI: "Làm bù"},
	)
	return calendar.New(days, calendar.DefaultHours(), vietnam)
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, vietnam)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWorking(t *testing.T) {
	t.Parallel()
	c := sample()
	for d, want := range map[day.Day]bool{
		"2026-11-24": true,  // Tuesday
		"2026-11-28": false, // Saturday
		"2026-11-29": false, // Sunday
		"2026-11-30": false, // swapped Monday
		"2026-12-05": true,  // swapped Saturday
		"2027-01-01": false, // holiday
		"2027-02-11": false, // in lieu
		"2027-02-12": true,
		"2040-06-06": true, // beyond the table: weekdays only
	} {
		if got := c.Working(d); got != want {
			t.Errorf("%s (%s): working is %v", d, d.Weekday(), got)
		}
	}
	if got := c.WorkingDays(day.Range{From: "2026-11-24", To: "2026-12-06"}); got != 9 {
		t.Errorf("from 24/11 to 6/12 there are %d working days, want 9", got)
	}
	if got := c.WorkingDays(day.Range{From: "2026-12-06", To: "2026-11-24"}); got != 0 {
		t.Errorf("a range that ends before it begins has %d working days", got)
	}
}

func TestOpenAndNext(t *testing.T) {
	t.Parallel()
	c := sample()
	for _, x := range []struct{ at, reason, next string }{
		{"2026-11-24 07:29:59", "hours", "2026-11-24 07:30:00"},
		{"2026-11-24 07:30:00", "", ""},
		{"2026-11-24 11:29:59", "", ""},
		{"2026-11-24 11:30:00", "hours", "2026-11-24 13:30:00"},
		{"2026-11-24 13:30:00", "", ""},
		{"2026-11-24 17:00:00", "hours", "2026-11-25 07:30:00"},
		{"2026-11-27 17:00:00", "hours", "2026-12-01 07:30:00"}, // over the weekend and the swapped Monday
		{"2026-11-28 09:00:00", "weekend", "2026-12-01 07:30:00"},
		{"2026-11-30 09:00:00", "holiday", "2026-12-01 07:30:00"},
		{"2026-12-05 09:00:00", "", ""},                         // made up
		{"2027-02-04 21:00:00", "hours", "2027-02-12 07:30:00"}, // Tết
		{"2027-02-07 09:00:00", "weekend", "2027-02-12 07:30:00"},
	} {
		now := at(x.at)
		want := now
		if x.next != "" {
			want = at(x.next)
		}
		for _, zone := range []*time.Location{vietnam, time.UTC, time.FixedZone("-11", -11*60*60)} {
			now := now.In(zone)
			if got := c.Reason(now); got != x.reason || c.Open(now) != (x.reason == "") {
				t.Errorf("%s in %s: reason %q (open %v), want %q", x.at, zone, got, c.Open(now), x.reason)
			}
			if got := c.Next(now); !got.Equal(want) {
				t.Errorf("%s in %s: next is %s, want %s", x.at, zone, got, want)
			}
		}
	}
}

func TestNextDay(t *testing.T) {
	t.Parallel()
	c := sample()
	for d, want := range map[day.Day]day.Day{
		"2026-11-24": "2026-11-25", "2026-11-27": "2026-12-01", "2026-12-04": "2026-12-05", "2027-02-04": "2027-02-12",
	} {
		if got := c.NextDay(d); got != want {
			t.Errorf("after %s comes %s, want %s", d, got, want)
		}
	}
}

// Whatever the table, Next ends, is not before t and is open unless there is nothing open at all.
func TestNextIsTheFirstOpenMoment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var days []calendar.Entry
		for i := range 30 {
			kind := rapid.SampledFrom([]calendar.Kind{"", calendar.Holiday, calendar.MakeUp}).Draw(r, "kind")
			if kind != "" {
				days = append(days, calendar.Entry{Day: day.Day("2026-11-01").Add(i), Kind: kind})
			}
		}
		c := calendar.New(days, nil, vietnam)
		now := at("2026-11-01 00:00:00").Add(time.Duration(rapid.IntRange(0, 30*24*60).Draw(r, "minute")) * time.Minute)
		next := c.Next(now)
		if next.Before(now) || !c.Open(next) {
			r.Fatalf("next of %s is %s: open %v", now, next, c.Open(next))
		}
		for m := now; m.Before(next); m = m.Add(15 * time.Minute) {
			if c.Open(m) {
				r.Fatalf("next of %s is %s, but it is open at %s", now, next, m)
			}
		}
	})
}

func TestATableWithoutWorkingDaysHangsNobody(t *testing.T) {
	t.Parallel()
	var days []calendar.Entry
	for i := range 1000 {
		days = append(days, calendar.Entry{Day: day.Day("2026-11-01").Add(i), Kind: calendar.Holiday})
	}
	c := calendar.New(days, nil, nil)
	if got := c.NextDay("2026-11-01"); got.Sub("2026-11-01") < 700 {
		t.Errorf("the next working day is %s", got)
	}
}

func TestEntry(t *testing.T) {
	t.Parallel()
	if e, ok := sample().Entry("2027-01-01"); !ok || e.NameEN != "New Year's Day" {
		t.Errorf("1/1/2027 is %+v", e)
	}
	if _, ok := sample().Entry("2027-01-04"); ok {
		t.Error("4/1/2027 has an entry")
	}
}

func TestBadHoursAreReplaced(t *testing.T) {
	t.Parallel()
	c := calendar.New(nil, calendar.Hours{{From: 600, To: 600}}, nil)
	if got := c.Hours().String(); got != "07:30–11:30, 13:30–17:00" {
		t.Errorf("hours are %s", got)
	}
}

func TestParseHours(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"07:30–11:30, 13:30–17:00":           "07:30–11:30, 13:30–17:00",
		"7h30-11h30 và 13h30-17h":            "07:30–11:30, 13:30–17:00",
		"7 giờ 30 đến 11 giờ 30, 13 - 17":    "07:30–11:30, 13:00–17:00",
		"8h-12h; 14:00 – 17:30":              "08:00–12:00, 14:00–17:30",
		"7:00 to 11:30 and 13:00 to 16:30":   "07:00–11:30, 13:00–16:30",
		"7h30-11h30 13h-16h30":               "07:30–11:30, 13:00–16:30",
		"7-8 9-10 11-12":                     "07:00–08:00, 09:00–10:00, 11:00–12:00",
		"8-17":                               "08:00–17:00",
		"7h30 den 11h30 va 13h30 den 17 gio": "07:30–11:30, 13:30–17:00",
		"":                                   "",
		"7h30":                               "",
		"11:30-7:30":                         "", // ends before it begins
		"13:30-17:00, 7:30-11:30":            "", // not in order
		"7:30-7:40":                          "", // ten minutes
		"25:00-26:00":                        "",
		"7:75-11:00":                         "",
		"sáng-chiều":                         "",
		"7-8,9-10,11-12,13-14,15-16":         "", // too many
	} {
		h, err := calendar.ParseHours(text)
		if h.String() != want || (err == nil) != (want != "") {
			t.Errorf("%q is %s (%v), want %s", text, h, err, want)
		}
	}
	h := calendar.DefaultHours()
	if !h.Contains(7*60+30) || h.Contains(12*60) || h.Contains(17*60) {
		t.Error("the default hours do not hold what they say")
	}
}
