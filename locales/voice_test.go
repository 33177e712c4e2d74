package locales_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sohoc/internal/i18n"
)

// spoken is a text without its values: {{.Ten}} is a name, not words of ours.
func spoken(text string) string {
	return regexp.MustCompile(`\{\{[^}]*\}\}`).ReplaceAllString(text, "…")
}

// words are the words of a text in lower case, one blank between them and around.
func words(text string) string {
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) }
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), split), " ") + " "
}

func TestTextsAreWellFormed(t *testing.T) {
	t.Parallel()
	each(t, func(lang i18n.Lang, key, text string) {
		switch {
		case strings.TrimSpace(text) == "":
			t.Errorf("%s in %s is empty", key, lang)
		case !utf8.ValidString(text), !norm.NFC.IsNormalString(text):
			t.Errorf("%s in %s is not NFC", key, lang)
		case strings.TrimRight(text, " \n\t") != text:
			t.Errorf("%s in %s ends with a blank", key, lang)
		case strings.Contains(text, " \n"), strings.Contains(strings.TrimLeft(text, "\n"), "\n\n\n"), strings.Contains(text, "\t"), strings.Contains(text, "\r"):
			t.Errorf("%s in %s has blanks that nobody sees", key, lang)
		case strings.Contains(strings.TrimLeft(text, " "), "  "):
			t.Errorf("%s in %s has two blanks in a row", key, lang)
		}
		for _, r := range text {
			if unicode.Is(unicode.Cf, r) || r == '\u00a0' {
				t.Errorf("%s in %s holds %U, which nobody sees", key, lang, r)
			}
		}
	})
}

// The bot calls itself "Sổ Học" and its reader "anh/chị" (design, §4).
func TestVoice(t *testing.T) {
	t.Parallel()
	never := []string{"bạn", "các bạn", "em", "mình", "tôi sẽ", "chưa học", "đã nhận"}
	// Said of another person, or by the reader.
	reflexive := map[string]string{"tham_gia.da_co": "máy của mình", "tiendo.chi_so_minh": "chính mình"}
	each(t, func(lang i18n.Lang, key, text string) {
		if lang != i18n.VI {
			return
		}
		said := words(strings.ReplaceAll(spoken(text), reflexive[key], ""))
		for _, word := range never {
			if strings.Contains(said, " "+word+" ") {
				t.Errorf("%s says %q: %s", key, word, text)
			}
		}
		if strings.Contains(said, " bot ") && key != "hanmuc.bot" { // there it is an account of the platform's
			t.Errorf("%s calls it a bot: %s", key, text)
		}
	})
}

// The tone stands on the first vowel of oa, oe, uy at the end of a word: xóa, hủy, khóa, hòa, khỏe, as in the plan.
func TestTonesStandWhereThePlanHasThem(t *testing.T) {
	t.Parallel()
	late := regexp.MustCompile(`(?i)(o[áàảãạéèẻẽẹ]|[^q\s]u[ýỳỷỹỵ]|^u[ýỳỷỹỵ]|\su[ýỳỷỹỵ])([^\pL]|$)`)
	for word, want := range map[string]bool{
		"xoá": true, "hoà": true, "khoẻ": true, "huỷ": true, "uỷ": true, "thuý": true, "Xoá.": true,
		"xóa": false, "hòa": false, "quý 3": false, "quỹ": false, "hoàn": false, "khoản": false, "toán": false, "ủy": false, "tuyển": false, "huyện": false,
	} {
		if got := late.MatchString(word); got != want {
			t.Fatalf("the rule takes %q for misspelt: %v", word, got)
		}
	}
	each(t, func(lang i18n.Lang, key, text string) {
		if found := late.FindString(text); found != "" {
			t.Errorf("%s in %s: …%s…", key, lang, strings.TrimSpace(found))
		}
	})
}

// No meaning is carried by pictures: some screens lack them, and screen readers spell them out.
func TestNoEmoji(t *testing.T) {
	t.Parallel()
	emoji := &unicode.RangeTable{
		R16: []unicode.Range16{{Lo: 0x231a, Hi: 0x23ff, Stride: 1}, {Lo: 0x2600, Hi: 0x27bf, Stride: 1}, {Lo: 0x2b00, Hi: 0x2bff, Stride: 1}, {Lo: 0xfe00, Hi: 0xfe0f, Stride: 1}},
		R32: []unicode.Range32{{Lo: 0x1f000, Hi: 0x1faff, Stride: 1}},
	}
	each(t, func(lang i18n.Lang, key, text string) {
		for _, r := range text {
			if unicode.Is(emoji, r) {
				t.Errorf("%s in %s holds %c", key, lang, r)
			}
		}
	})
}

// Only Vietnamese and English letters: a Cyrillic а looks like ours and is found by no search.
func TestLettersAreLatin(t *testing.T) {
	t.Parallel()
	each(t, func(lang i18n.Lang, key, text string) {
		for _, r := range text {
			if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
				t.Errorf("%s in %s holds %c (%U)", key, lang, r, r)
			}
		}
	})
}

func TestSentencesAreShort(t *testing.T) {
	t.Parallel()
	const most = 300 // characters, and that is long already
	end := regexp.MustCompile(`[.!?](\s|$)|\n`)
	each(t, func(lang i18n.Lang, key, text string) {
		for _, s := range end.Split(spoken(text), -1) {
			if n := utf8.RuneCountInString(s); n > most {
				t.Errorf("%s in %s has a sentence of %d characters: %s", key, lang, n, s)
			}
		}
	})
}

// What a channel has a place for only up to a length. Buttons share a row.
func TestTextsFitTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, place := range []struct {
		name   string
		prefix string
		most   int // UTF-16 units would be the same: there are no emoji
	}{
		{"Telegram's short description", "gioi_thieu.ngan", 120},
		{"Telegram's description", "gioi_thieu.dai", 512},
		{"a line of the command menu", "menu.", 60},
		{"a button", "the.", 120},
		{"a button", "form.", 120},
	} {
		each(t, func(lang i18n.Lang, key, text string) {
			if strings.HasPrefix(key, place.prefix) && utf8.RuneCountInString(text) > place.most {
				t.Errorf("%s in %s is too long for %s (%d)", key, lang, place.name, place.most)
			}
		})
	}
}

// A command in a text is one that the router has, so that nobody types into the void.
func TestCommandsInTextsExist(t *testing.T) {
	t.Parallel()
	known := commandNames(t)
	mentioned := regexp.MustCompile(`(?:^|[\s(«"])/([a-z]+)`)
	each(t, func(lang i18n.Lang, key, text string) {
		for _, m := range mentioned.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s in %s speaks of /%s", key, lang, m[1])
			}
		}
	})
}
