package quicklog

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The day is Tuesday 24/11/2026.
func TestAhead(t *testing.T) {
	t.Parallel()
	p := New(Default())
	now := civil(2026, 11, 24).time()
	for _, c := range []struct {
		text     string
		from, to Day
		days     int
	}{
		{"3 ngày", "2026-11-24", "", 3},
		{"nghi 3 ngay", "2026-11-24", "", 3},
		{"nghỉ phép 3 ngày", "2026-11-24", "", 3},
		{"ba ngày", "2026-11-24", "", 3},
		{"nửa ngày", "2026-11-24", "", 1},
		{"2 ngày rưỡi", "2026-11-24", "", 3},
		{"hôm nay", "2026-11-24", "2026-11-24", 0},
		{"nghi hom nay", "2026-11-24", "2026-11-24", 0},
		{"sáng nay", "2026-11-24", "2026-11-24", 0},
		{"mai", "2026-11-25", "2026-11-25", 0},
		{"nghỉ ngày mai", "2026-11-25", "2026-11-25", 0},
		{"chiều mai", "2026-11-25", "2026-11-25", 0},
		{"đến thứ 6", "2026-11-24", "2026-11-27", 0},
		{"nghỉ phép đến thứ 6", "2026-11-24", "2026-11-27", 0},
		{"nghi phep den thu 6", "2026-11-24", "2026-11-27", 0},
		{"đi công tác đến hết thứ sáu", "2026-11-24", "2026-11-27", 0},
		{"đến hết ngày 5/12", "2026-11-24", "2026-12-05", 0},
		{"đến thứ 2", "2026-11-24", "2026-11-30", 0},
		{"thứ 6", "2026-11-27", "2026-11-27", 0},
		{"thứ 3", "2026-11-24", "2026-11-24", 0},
		{"thứ 3 tới", "2026-12-01", "2026-12-01", 0},
		{"thứ 6 tuần sau", "2026-12-04", "2026-12-04", 0},
		{"đi công tác 2–5/12", "2026-12-02", "2026-12-05", 0},
		{"2-5/12", "2026-12-02", "2026-12-05", 0},
		{"cong tac 2 - 5/12", "2026-12-02", "2026-12-05", 0},
		{"từ 2/12 đến 5/12", "2026-12-02", "2026-12-05", 0},
		{"từ ngày 2 đến ngày 5/12", "2026-12-02", "2026-12-05", 0},
		{"28/12 đến 3/1", "2026-12-28", "2027-01-03", 0},
		{"20/11 đến 27/11", "2026-11-20", "2026-11-27", 0}, // it has begun
		{"23-25/11", "2026-11-23", "2026-11-25", 0},
		{"20/11", "2026-11-20", "2026-11-20", 0}, // noted afterwards
		{"20/2", "2027-02-20", "2027-02-20", 0},
		{"ngày 5", "2026-12-05", "2026-12-05", 0},
		{"5/12/2026", "2026-12-05", "2026-12-05", 0},
		{"từ mai đến 28/11", "2026-11-25", "2026-11-28", 0},
		{"từ mai đến thứ 6", "2026-11-25", "2026-11-27", 0},
		{"từ thứ 2 đến thứ 4", "2026-11-30", "2026-12-02", 0},
		{"thứ 5 đến thứ 2", "2026-11-26", "2026-11-30", 0},
		{"từ thứ 2 đến 15/12", "2026-11-30", "2026-12-15", 0},
		{"3 ngày từ thứ 2", "2026-11-30", "", 3},
		{"từ mai 2 ngày", "2026-11-25", "", 2},
		{"nghỉ 2 ngày từ 30/11", "2026-11-30", "", 2},
		{"1 tuần", "2026-11-24", "2026-11-30", 0},
		{"2 tuần từ thứ 2", "2026-11-30", "2026-12-13", 0},
		{"6 tháng", "2026-11-24", "2027-05-23", 0},
		{"nghỉ 6 tháng từ 1/12", "2026-12-01", "2027-05-31", 0},
		{"1 năm", "2026-11-24", "2027-11-23", 0},
		{"2 năm", "2026-11-24", "2028-11-23", 0},
		{"1000 ngày", "2026-11-24", "", 800}, // longer than any leave: so much is told
		{"tuần sau", "2026-11-30", "2026-12-06", 0},
		{"đến hết tuần này", "2026-11-24", "2026-11-29", 0},
		{"25, 26/11", "2026-11-25", "2026-11-26", 0},
		{"today", "2026-11-24", "2026-11-24", 0},
		{"tomorrow", "2026-11-25", "2026-11-25", 0},
		{"3 days", "2026-11-24", "", 3},
		{"until Friday", "2026-11-24", "2026-11-27", 0},
		{"on leave until Friday", "2026-11-24", "2026-11-27", 0},
		{"from tomorrow to Friday", "2026-11-25", "2026-11-27", 0},
		{"next week", "2026-11-30", "2026-12-06", 0},
		{"2 to 5 Dec", "2026-12-02", "2026-12-05", 0},
	} {
		want := Ahead{From: c.from, To: c.to, Days: c.days}
		if got, ok := p.Ahead(c.text, now); !ok || got != want {
			t.Errorf("%q is %+v (%v), want %+v", c.text, got, ok, want)
		}
	}
}

func TestAheadAsksForTheEnd(t *testing.T) {
	t.Parallel()
	p := New(Default())
	now := civil(2026, 11, 24).time()
	for text, from := range map[string]Day{"từ mai": "2026-11-25", "từ thứ 2": "2026-11-30", "nghỉ từ 2/12": "2026-12-02"} {
		if got, ok := p.Ahead(text, now); !ok || !got.Open || got.From != from || got.To != "" {
			t.Errorf("%q is %+v (%v), want open from %s", text, got, ok, from)
		}
	}
}

func TestAheadLeavesOpenWhatIsOpen(t *testing.T) {
	t.Parallel()
	p := New(Default())
	now := civil(2026, 11, 24).time()
	for text, problem := range map[string]Problem{
		"":                        "",
		"nghỉ":                    "",
		"nghỉ phép":               "",
		"vài ngày":                "",
		"ít hôm":                  "",
		"2 tiếng hôm nay":         "",
		"hôm nay từ 8h đến 10h":   "",
		"31/11":                   InvalidDate,
		"30/2 đến 5/3":            InvalidDate,
		"25/11 và 30/11":          "", // days between them
		"đến 1/11/2026":           "", // ends before today
		strings.Repeat("a ", 600): "",
	} {
		if got, ok := p.Ahead(text, now); ok || got.Problem != problem {
			t.Errorf("%.40q is %+v (%v), want the problem %q", text, got, ok, problem)
		}
	}
}

// Parse reads days behind, as before: the one does not change the other.
func TestAheadLeavesParseAlone(t *testing.T) {
	t.Parallel()
	p := New(Default())
	now := civil(2026, 11, 24).time()
	if _, ok := p.Ahead("2-5/12", now); !ok {
		t.Fatal("it is not read")
	}
	if r := p.Parse("2h luật 5/12", now); r.Start != "2025-12-05" {
		t.Errorf("5/12 is %s", r.Start)
	}
}

func TestAheadIsARange(t *testing.T) {
	t.Parallel()
	p := New(Default())
	words := []string{
		"nghỉ", "phép", "từ", "đến", "hết", "thứ", "2", "3", "5", "12", "/", "-", "ngày", "tuần", "tháng", "sau", "mai", "hôm nay", "sáng", ",", "và", "28/12", "Friday", "next",
	}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 9).Draw(r, "words"), " ")
		now := civil(2026, 1, rapid.IntRange(1, 800).Draw(r, "today")).time()
		got, ok := p.Ahead(text, now)
		if !ok {
			return
		}
		if got.From == "" || got.To != "" && got.To < got.From || got.To == "" && got.Days <= 0 && !got.Open || got.Problem != "" {
			r.Fatalf("%q is %+v", text, got)
		}
	})
}
