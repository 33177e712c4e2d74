package channel_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sohoc/internal/channel"
)

func TestUnits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "abc": 3, "Tuyên": 5, "😀": 2, "a😀b": 4, "👨‍👩‍👧": 8} {
		if got := channel.Units(text); got != want {
			t.Errorf("Units(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	const limit = 32
	x22 := strings.Repeat("x", 22)
	tests := map[string]struct {
		text string
		want []string
	}{
		"what fits stays whole": {"một hai ba", []string{"một hai ba"}},
		"just fits":             {strings.Repeat("ạ", limit), []string{strings.Repeat("ạ", limit)}},
		"at the end of a line": {
			"dòng thứ nhất\ndòng hai\ndòng thứ ba dài", []string{"dòng thứ nhất\ndòng hai\n(1/2)", "dòng thứ ba dài\n(2/2)"},
		},
		"between two words when the line is too long": {
			"tập huấn nghiệp vụ công chứng chứng thực", []string{"tập huấn nghiệp vụ\n(1/2)", "công chứng chứng thực\n(2/2)"},
		},
		"a name in a list stays whole": {
			"Nguyễn Thị Lan, Ma Văn Bình, Lý An", []string{"Nguyễn Thị Lan,\n(1/2)", "Ma Văn Bình, Lý An\n(2/2)"},
		},
		"a number stays whole": {
			"tổng cộng cả năm 1.234.567,5 giờ học", []string{"tổng cộng cả năm\n(1/2)", "1.234.567,5 giờ học\n(2/2)"},
		},
		"a hard space holds": {
			"tổng cộng học tập 45\u00a0phút mỗi ngày", []string{"tổng cộng học tập\n(1/2)", "45\u00a0phút mỗi ngày\n(2/2)"},
		},
		"indentation is kept": {
			"Phòng Hành chính\n\n  - Lan Anh: 2 giờ", []string{"Phòng Hành chính\n(1/2)", "  - Lan Anh: 2 giờ\n(2/2)"},
		},
		"a word that is too long is cut": {
			strings.Repeat("x", 50), []string{x22 + "\n(1/3)", x22 + "\n(2/3)", "xxxxxx\n(3/3)"},
		},
		"no pair of units is cut": {
			"x" + strings.Repeat("😀", 20), []string{"x" + strings.Repeat("😀", 10) + "\n(1/2)", strings.Repeat("😀", 10) + "\n(2/2)"},
		},
		"no family is parted": {
			strings.Repeat("y", 18) + "👨‍👩‍👧" + strings.Repeat("y", 12),
			[]string{strings.Repeat("y", 18) + "\n(1/2)", "👨‍👩‍👧" + strings.Repeat("y", 12) + "\n(2/2)"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := channel.Split(test.text, limit); strings.Join(got, "|") != strings.Join(test.want, "|") {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func texts() *rapid.Generator[string] {
	return rapid.StringOf(rapid.RuneFrom([]rune("aạ5.,\n\n   \t\u00a0😀\u0301\u200d")))
}

func TestSplitLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, limit := strings.Repeat(texts().Draw(t, "text"), 5), rapid.IntRange(32, 60).Draw(t, "limit")
		parts := channel.Split(text, limit)
		var all strings.Builder
		for i, part := range parts {
			if n := channel.Units(part); n > limit || !utf8.ValidString(part) {
				t.Fatalf("part %d has %d units of %d: %q", i+1, n, limit, part)
			}
			if len(parts) > 1 {
				mark := fmt.Sprintf("\n(%d/%d)", i+1, len(parts))
				if !strings.HasSuffix(part, mark) {
					t.Fatalf("part %d does not end with %q: %q", i+1, mark, part)
				}
				part = strings.TrimSuffix(part, mark)
			}
			all.WriteString(part)
		}
		if got, want := letters(all.String()), letters(text); got != want {
			t.Fatalf("the parts hold %q, the text %q", got, want)
		}
	})
}

// letters is a text without what a cut may swallow.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n", r) {
			return -1
		}
		return r
	}, text)
}

func TestClip(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text  string
		limit int
		want  string
	}{
		{"Đã ghi", 6, "Đã ghi"},
		{"Đã ghi mục 12", 10, "Đã ghi…"},
		{"Đã ghi\nmục 12", 10, "Đã ghi…"},
		{"nghiêngngả", 5, "nghi…"},
		{"😀😀😀", 4, "😀…"},
		{"😀😀😀", 5, "😀😀…"},
	} {
		if got := channel.Clip(test.text, test.limit); got != test.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
		}
	}
}
