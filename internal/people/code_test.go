package people_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"sohoc/internal/people"
)

// letters are the letters of codes, written down once more.
const letters = "ABCDEFGHJKMNPQRTUVWXYZ2346789"

func TestNewCodesHaveTheirForm(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	counts := map[rune]int{}
	const draws = 8_000
	for range draws {
		code := people.NewCode()
		if len(code) != 8 || strings.Trim(code, letters) != "" {
			t.Fatalf("code %q", code)
		}
		if read, ok := people.ReadCode(code); !ok || read != code {
			t.Fatalf("code %q reads as %q, %v", code, read, ok)
		}
		if seen[code] {
			t.Fatalf("code %q came twice in %d: of 29^8 codes that does not happen", code, draws)
		}
		seen[code] = true
		for _, r := range code {
			counts[r]++
		}
	}
	// 64,000 draws of 29 letters: 2,207 of each, give or take 46. Seven times that never happens by chance.
	for _, r := range letters {
		if n := counts[r]; n < 2207-322 || n > 2207+322 {
			t.Errorf("%c came %d times, about 2,207 are due", r, n)
		}
	}
	if len(counts) != len(letters) {
		t.Errorf("%d different letters came, want %d", len(counts), len(letters))
	}
}

func TestReadCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed string
		want  string // empty: refused
	}{
		{"ABCD2346", "ABCD2346"},
		{"abcd2346", "ABCD2346"},
		{"aBcD-2346", "ABCD2346"},
		{" abcd 2346 ", "ABCD2346"},
		{"ab cd-23.46", "ABCD2346"},
		{"ab\u00a0cd\u00a02346", "ABCD2346"},
		{"A-B-C-D-2-3-4-6", "ABCD2346"},
		{"", ""},
		{"ABCD234", ""},
		{"ABCD23467", ""},
		{"ABCD 2346 7", ""},
		{"ABCD-23_6", ""},
		{"/start ABCD2346", ""},
		{"mã ABCD2346", ""},
		{"ABCĐ2346", ""},
		{"ÁBCD2346", ""},
		{"A\u0301BCD2346", ""},
		{"ABCD234\u0666", ""},  // an Arabic six
		{"ABCD234\uff16", ""},  // a wide six
		{"\u212aBCD2346", ""},  // the sign of the kelvin
		{"\u0391BCD2346", ""},  // a Greek alpha
		{"ABCD\u200b2346", ""}, // nothing to be seen
		{"--------", ""},
		{strings.Repeat("A", 1_000_000), ""},
	} {
		got, ok := people.ReadCode(c.typed)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%.40q reads as %q, %v; want %q", c.typed, got, ok, c.want)
		}
	}
}

// What looks like another letter on paper is in no code, so nobody is told that it might be right.
func TestLookAlikesAreRefused(t *testing.T) {
	t.Parallel()
	for _, r := range "0O1IL5Soils" {
		if code, ok := people.ReadCode("ABCD234" + string(r)); ok {
			t.Errorf("%c is taken, as %s", r, code)
		}
		if strings.ContainsRune(letters, unicode.ToUpper(r)) {
			t.Errorf("%c is a letter of codes", r)
		}
	}
}

func TestReadCodeBearsAnyWayOfTyping(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		code := rapid.StringOfN(rapid.SampledFrom([]rune(letters)), 8, 8, -1).Draw(r, "code")
		var typed strings.Builder
		for _, c := range code {
			typed.WriteString(rapid.StringOfN(rapid.SampledFrom([]rune(" -.\u00a0")), 0, 2, -1).Draw(r, "between"))
			if rapid.Bool().Draw(r, "small") {
				c = unicode.ToLower(c)
			}
			typed.WriteRune(c)
		}
		if got, ok := people.ReadCode(typed.String()); !ok || got != code {
			r.Fatalf("%q reads as %q, %v", typed.String(), got, ok)
		}
	})
}

func TestReadCodeTakesNothingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		typed := rapid.String().Draw(r, "typed")
		if code, ok := people.ReadCode(typed); ok && (len(code) != 8 || strings.Trim(code, letters) != "") {
			r.Fatalf("%q reads as %q", typed, code)
		}
	})
}

func TestHashCodeHidesTheCode(t *testing.T) {
	t.Parallel()
	one, other := people.HashCode("ABCD2346"), people.HashCode("ABCD2347")
	if one == other || one != people.HashCode("ABCD2346") {
		t.Error("the hash does not tell codes apart")
	}
	if bytes.Contains(one[:], []byte("ABCD")) || hex.EncodeToString(one[:8]) == "0000000000000000" {
		t.Errorf("hash %x", one)
	}
}
