package quicklog_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sohoc/internal/quicklog"
	"sohoc/internal/viet"
)

var tuesday = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.FixedZone("ICT", 7*60*60))

// plain is a result without what the spelling of a line may change.
func plain(r quicklog.Result) quicklog.Result {
	r.Text, r.Title = "", ""
	return r
}

func TestFoldingChangesOnlyTheTitle(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	for _, e := range corpus(t) {
		want := plain(p.Parse(e.line, e.now))
		for name, line := range map[string]string{
			"folded":   viet.Fold(e.line),
			"capitals": strings.ToUpper(e.line),
			"NFD":      norm.NFD.String(e.line),
			"spaced":   strings.ReplaceAll(e.line, " ", "  "),
		} {
			if name == "capitals" && (strings.Contains(e.line, "ees") || strings.Contains(e.where, "typing")) {
				continue // in capitals nothing tells a name from a word
			}
			if (name == "capitals" || name == "folded") && strings.HasPrefix(e.where, "names:") {
				continue
			}
			if got := plain(p.Parse(line, e.now)); got != want {
				t.Errorf("%s: %s %q\n got %+v\nwant %+v", e.where, name, line, got, want)
			}
		}
	}
}

// Parts of a line that can stand in any order.
var (
	lengths = []string{"2h", "45p", "1 tiếng rưỡi", "ba mươi phút", "2 tiết", "1 buổi", "từ 8h đến 10h30", "1h30", "90'", "nửa tiếng", "2 tiếng", "1 giờ 15 phút",
		"nửa buổi", "2,5h", "hai tiết", "14h30-16h", "45 ph", "một tiếng", "1g30"}
	dayWords = []string{"hôm qua", "20/11", "thứ 6 tuần trước", "sáng nay", "tối qua", "ngày 5 tháng 11", "đầu tuần", "3 ngày trước", "hôm nay", "thứ 2", "CN", "t7",
		"chủ nhật", "20-11-2026", "hôm kia", "chiều qua", "tối hôm kia", "cách đây 2 ngày", "thứ sáu", "5/11/2026"}
	titles = []string{"luật đất đai", "đọc sách", "tập huấn hòa giải", "Nghị định 30/2020/NĐ-CP", "kỹ năng số", "tiếng Anh", "bài 12", "chương 4 luật hộ tịch",
		"Luật Đất đai 2024",
		"module 2",
		"30 trang sách",
		"Nghị quyết 57-NQ/TW",
		"Đề án 06",
		"Điều 5 đến Điều 12",
		"Kế hoạch 239/KH-UBND ngày 27/10/2023",
		"lớp tiếng Anh", "tuần 3 khóa tin học", "khóa 12", "thi hành án dân sự", "thương mại điện tử"}
	platforms = []string{"trên MOOC", "qua YouTube", "trên Coursera", ""}
)

func TestOrderOfPartsChangesNothing(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	rapid.Check(t, func(t *rapid.T) {
		parts := []string{
			rapid.SampledFrom(lengths).Draw(t, "length"), rapid.SampledFrom(dayWords).Draw(t, "day"),
			rapid.SampledFrom(titles).Draw(t, "title"), rapid.SampledFrom(platforms).Draw(t, "platform"),
		}
		if parts[3] == "" {
			parts = parts[:3]
		}
		comma := rapid.SampledFrom([]string{", ", " - ", " | "}).Draw(t, "comma")
		want := p.Parse("học "+strings.Join(parts, comma), tuesday)
		if want.Ask != "" || want.Problem != "" || want.Minutes == 0 || !want.HasDate || want.Title == "" {
			t.Fatalf("%q is not complete: %+v", parts, want)
		}
		shuffled := rapid.Permutation(parts).Draw(t, "order")
		for _, joint := range []string{comma, " "} {
			line := "học " + strings.Join(shuffled, joint)
			got := p.Parse(line, tuesday)
			got.Text = want.Text
			if got != want {
				t.Fatalf("%q\n got %+v\nwant %+v", line, got, want)
			}
			if bare := p.Parse(viet.Fold(line), tuesday); plain(bare) != plain(want) {
				t.Fatalf("%q without diacritics\n got %+v\nwant %+v", line, bare, want)
			}
		}
	})
}

// TestAnyLineKeepsTheContract checks what the interface promises for every line.
func TestAnyLineKeepsTheContract(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	word := rapid.OneOf(rapid.SampledFrom(lengths), rapid.SampledFrom(dayWords), rapid.SampledFrom(titles), rapid.SampledFrom(platforms),
		rapid.SampledFrom([]string{"học", "mỗi", "ngày", "từ", "đến", "31/2", "-", "0", "15h", "x", "mai", ";", "(", "tuần", "trước", "2026", "30/2020/NĐ-CP", "hocj", "và"}),
		rapid.StringN(0, 6, -1))
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), " ")
		checkContract(t, p, line)
	})
}

// failer is what the contract needs of a test.
type failer interface {
	Fatalf(format string, args ...any)
}

func checkContract(t failer, p *quicklog.Parser, line string) {
	r := p.Parse(line, tuesday)
	day := func(d quicklog.Day) bool {
		_, err := time.Parse("2006-01-02", string(d))
		return err == nil
	}
	switch {
	case r.Text != line:
		t.Fatalf("%q: text %q", line, r.Text)
	case r.Ask != "" && r.Problem != "":
		t.Fatalf("%q: asks %s and refuses %s", line, r.Ask, r.Problem)
	case r.Problem != "" && r.Minutes != 0, r.Minutes < 0:
		t.Fatalf("%q: %d minutes with %q", line, r.Minutes, r.Problem)
	case r.Problem == "" && r.Ask == "" && (r.Minutes == 0 || r.Title == ""):
		t.Fatalf("%q: nothing asked, yet %+v", line, r)
	case !day(r.Start) || !day(r.End) || r.Start > r.End:
		t.Fatalf("%q: from %s to %s", line, r.Start, r.End)
	}
	if d := p.Parse(norm.NFD.String(viet.NFC(line)), tuesday); plain(d) != plain(r) {
		t.Fatalf("%q differs in NFD:\n%+v\n%+v", line, plain(r), plain(d))
	}
}

func TestParserIsSafeForManyGoroutines(t *testing.T) {
	t.Parallel()
	p := quicklog.New(quicklog.Default())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if r := p.Parse("học 2h luật đất đai hôm qua trên MOOC", tuesday); r.Minutes != 120 || r.Provider != "MOOC" {
					t.Errorf("%+v", r)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzParse(f *testing.F) {
	for _, e := range corpus(f) {
		f.Add(e.line)
	}
	for _, line := range pathological() {
		f.Add(line)
	}
	p := quicklog.New(quicklog.Default())
	f.Fuzz(func(t *testing.T, line string) {
		checkContract(t, p, line)
		p.Duration(line)
		p.Days(line, tuesday)
	})
}

// pathological returns lines of a thousand characters that a careless parser would be slow on.
func pathological() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, quicklog.MaxRunes/len([]rune(s))) }
	return map[string]string{
		"digits":          fill("1"),
		"slashes":         fill("1/"),
		"only slashes":    fill("/"),
		"hours":           fill("1h "),
		"dates":           fill("1/1 "),
		"dashes":          fill("1-"),
		"from":            fill("từ "),
		"to":              fill("8h đến "),
		"days":            fill("ngày "),
		"weekdays":        fill("thứ 2, "),
		"brackets":        fill("("),
		"telex":           fill("luaatj "),
		"names":           fill("Nguyeenx "),
		"marks":           fill("a\u0301"),
		"opaque":          fill("thi hành "),
		"ordinals":        fill("bài 1, "),
		"words":           fill("một "),
		"half":            fill("nửa "),
		"commas":          fill(", "),
		"codes":           fill("1/a"),
		"versions":        fill("1."),
		"command":         fill("học "),
		"link":            fill("trên "),
		"part":            fill("sáng "),
		"times":           fill("x 2 "),
		"provider":        fill("MOOC "),
		"kind":            fill("tập huấn "),
		"spaces":          fill(" "),
		"vni":             fill("a1"),
		"emoji":           fill("🙂"),
		"run":             fill("a2b"),
		"docs":            fill("luật số 1/"),
		"hundreds":        fill("một trăm "),
		"lists":           fill("1,"),
		"weeklist":        fill("thứ 2,3,"),
		"long code":       fill("1/A/"),
		"froms":           fill("lúc từ "),
		"names of people": fill("Lê Thị "),
	}
}
