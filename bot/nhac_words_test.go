package bot

import (
	"testing"
	"time"

	"sohoc/internal/channel"
)

func TestReadRemindWish(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) remindWish { return remindWish{hasMinute: true, minute: hour*60 + minute} }
	on := func(w remindWish, d time.Weekday) remindWish { w.hasDay, w.day = true, d; return w }
	for words, want := range map[string]remindWish{
		"":                    {},
		"tôi đi":              {},
		"8h":                  at(8, 0),
		"lúc 8 giờ 30":        at(8, 30),
		"tôi lúc 13:30":       at(13, 30),
		"toi luc 2 gio chieu": at(14, 0),
		"8h tối":              at(20, 0),
		"13:30 thứ Năm":       on(at(13, 30), time.Thursday),
		"thứ 5 lúc 9h30":      on(at(9, 30), time.Thursday),
		"thứ tư":              on(remindWish{}, time.Wednesday),
		"at 8:00 on Thursday": on(at(8, 0), time.Thursday),
		"me at 8:00":          at(8, 0),
		"3pm":                 at(15, 0),
		"bật":                 {on: true},
		"lại":                 {on: true},
		"TAT":                 {off: true},
		"thôi":                {off: true},
		"giờ chung":           {common: true},
		"qua Zalo":            {channel: channel.Zalo},
		"bằng trình duyệt":    {channel: channel.Web},
		"by Telegram":         {channel: channel.Telegram},
	} {
		got, ok := readRemindWish(words)
		if !ok || got != want {
			t.Errorf("%q is read as %+v, %v; want %+v", words, got, ok, want)
		}
	}
}

// What is no wish about the own reminder is left to others: it may be an entry, or a sentence.
func TestOtherWordsAreNoRemindWish(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"8h thứ 2 và thứ 4",           // one reminder a week has one day
		"ngày làm việc đầu tháng",     // not of a week
		"25:00",                       // no time
		"anh Minh nộp báo cáo",        // for somebody else
		"lại luật đất đai cho cả nhà", // a title
		"2h luật đất đai",             // an entry
		"mỗi ngày",
	} {
		if got, ok := readRemindWish(words); ok {
			t.Errorf("%q is read as %+v", words, got)
		}
	}
}
