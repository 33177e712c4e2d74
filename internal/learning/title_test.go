package learning_test

import (
	"testing"

	"sohoc/internal/learning"
)

func TestTitlesAreWhatCanBeSeenOnOneLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, typed, want string }{
		{"line breaks", "Luật\nĐất đai\r\n\tchương 2", "Luật Đất đai chương 2"},
		{"turned around", "Luật \u202eiađ tấđ", "Luật iađ tấđ"},
		{"hidden", "Lu\u200bật\ufeff\u0000", "Luật"},
		{"a composed picture", "Học cùng con 👨‍👩‍👧", "Học cùng con 👨‍👩‍👧"},
		{"no-break spaces", "Luật\u00a0Hộ\u2003tịch", "Luật Hộ tịch"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			if e := h.note(h.an, learning.Draft{Title: c.typed, Minutes: 30}); e.Title != c.want {
				t.Errorf("the title is %q, want %q", e.Title, c.want)
			}
		})
	}
}

func TestTitlesOfNothingAreNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, title := range []string{"\u200b\u200b\u200b", "…", "🙂", "-- !", " \n "} {
		if _, key := h.log(h.request(h.an, learning.Draft{Title: title, Minutes: 30})); key != "log.title" {
			t.Errorf("%q: the answer is %q", title, key)
		}
	}
}

// A press may carry anything: what is no day of the calendar is stored nowhere.
func TestDaysThatDoNotExist(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, d := range []learning.Draft{
		draft(from("2026-11-1x", "2026-11-1x")), draft(from("2026-11-2 ", "2026-11-2 ")), draft(from("2026-02-30", today)),
		draft(from("2026-11-23", "hôm qua")),
	} {
		if _, key := h.log(h.request(h.an, d)); key != "log.no_day" {
			t.Errorf("from %q to %q: the answer is %q", d.Start, d.End, key)
		}
	}
}
