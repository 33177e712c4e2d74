package viet_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sohoc/internal/viet"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ in, want string }{
		"empty":             {"", ""},
		"plain":             {"hoc 2h", "hoc 2h"},
		"capital đ":         {"ĐĂNG KÝ", "dang ky"},
		"all vowels":        {"ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ íìỉĩị", "aaaaa aaaaa eeeee eeeee ooooo ooooo ooooo uuuuu uuuuu yyyyy iiiii"},
		"white space":       {" \t Luật \u00a0 đất\nđai ", "luat dat dai"},
		"only white space":  {" \t\n", ""},
		"decomposed":        {norm.NFD.String("Chuyển đổi số"), "chuyen doi so"},
		"dash and quotes":   {"“Học” – nữa…", "“hoc” – nua…"},
		"zero width":        {"h\u200bọc\ufeff", "hoc"},
		"other letters":     {"Ñandú Çelik", "nandu celik"},
		"other scripts":     {"Привет КОФЕ", "привет кофе"},
		"hangul both forms": {norm.NFD.String("한국어"), "한국어"},
		"invalid bytes":     {"a\xffb", "a\ufffdb"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := viet.Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFoldProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		folded := viet.Fold(s)
		if got := viet.Fold(norm.NFD.String(s)); got != folded {
			t.Fatalf("NFD of %q folds to %q, not %q", s, got, folded)
		}
		if got := viet.Fold(viet.NFC(s)); got != folded {
			t.Fatalf("NFC of %q folds to %q, not %q", s, got, folded)
		}
		if got := viet.Fold(folded); got != folded {
			t.Fatalf("folding %q twice gives %q", folded, got)
		}
	})
}

func TestAppendFoldKeepsWhatWasThere(t *testing.T) {
	t.Parallel()
	got, ok := viet.AppendFold([]byte("x"), " Đất ")
	if !ok || string(got) != "xdat" {
		t.Errorf("AppendFold = %q, %v", got, ok)
	}
	got, ok = viet.AppendFold([]byte("x"), "dат")
	if ok || string(got) != "x" {
		t.Errorf("AppendFold of Cyrillic = %q, %v", got, ok)
	}
}

// Not parallel: counting allocations excludes other tests.
func TestFoldAllocatesOnce(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { viet.Fold("Bồi dưỡng nghiệp vụ hộ tịch 2026") }); n > 1 {
		t.Errorf("Fold allocates %v times", n)
	}
}

func BenchmarkFold(b *testing.B) {
	for name, line := range map[string]string{"vietnamese": "Học luật đất đai 2h hôm qua", "ascii": "hoc 2h chuyen doi so tren MOOC hom qua"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				viet.Fold(line)
			}
		})
	}
}
