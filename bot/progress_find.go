package bot

import (
	"strings"

	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// unitKinds are the words with which names of units begin and which people leave out.
var unitKinds = []string{"phong ", "trung tam ", "ban ", "chi cuc "}

// findUnits returns the units that words may mean, by the strictest reading that fits any: the whole name, its
// initials ("VP", "PBGDPL"), its beginning, words out of it ("hộ tịch", "trợ giúp 2"). When the words have
// diacritics, names spelled so go before names that only fold to the same.
func findUnits(units []people.Unit, words string) []people.Unit {
	folded := viet.Fold(strings.Trim(words, " .,;!?«»\""))
	if folded == "" || strings.Trim(folded, "0123456789 /-") == "" {
		return nil // a number alone names nothing
	}
	for _, fits := range []func(name, words string) bool{sameName, hasInitials, beginsWith, hasWords} {
		var found []people.Unit
		for _, u := range units {
			if fits(plainName(u.Name), folded) {
				found = append(found, u)
			}
		}
		if len(found) > 0 {
			return spelledSo(found, words)
		}
	}
	return nil
}

// soundsLikeUnit reports whether words begin as names of units do.
func soundsLikeUnit(words string) bool {
	folded := viet.Fold(words)
	for _, kind := range unitKinds {
		if strings.HasPrefix(folded, kind) {
			return true
		}
	}
	return false
}

// plainName is a name folded, without its punctuation.
func plainName(name string) string {
	return strings.Join(strings.FieldsFunc(viet.Fold(name), func(r rune) bool { return strings.ContainsRune(" ,.;-–()", r) }), " ")
}

// shortName is a plain name without the word for its kind, "" when it has none.
func shortName(name string) string {
	for _, kind := range unitKinds {
		if rest, ok := strings.CutPrefix(name, kind); ok {
			return rest
		}
	}
	return ""
}

func sameName(name, words string) bool { return name == words || shortName(name) == words }

func beginsWith(name, words string) bool {
	return strings.HasPrefix(name, words) || strings.HasPrefix(shortName(name), words)
}

// hasInitials reports whether words are the beginning of the initials, at least two letters of them.
func hasInitials(name, words string) bool {
	if len(words) < 2 || strings.Contains(words, " ") {
		return false
	}
	return strings.HasPrefix(initials(name), words) || strings.HasPrefix(initials(shortName(name)), words)
}

func initials(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		b.WriteByte(word[0])
	}
	return b.String()
}

// hasWords reports whether each word begins a word of the name; the first may be initials instead.
func hasWords(name, words string) bool {
	parts := strings.Fields(name)
	for i, w := range strings.Fields(strings.Map(blankMarks, words)) {
		if i == 0 && hasInitials(name, w) {
			continue
		}
		at := -1
		for j, p := range parts {
			if p == w || strings.HasPrefix(p, w) && at < 0 {
				at = j
			}
			if p == w {
				break
			}
		}
		if at < 0 {
			return false
		}
		parts = append(append([]string(nil), parts[:at]...), parts[at+1:]...)
	}
	return true
}

func blankMarks(r rune) rune {
	if strings.ContainsRune(",.;-–()", r) {
		return ' '
	}
	return r
}

// spelledSo keeps, of several units, those whose names hold the words as they are spelled.
func spelledSo(found []people.Unit, words string) []people.Unit {
	if len(found) < 2 || !viet.Accented(words) {
		return found
	}
	var exact []people.Unit
	for _, u := range found {
		if strings.Contains(strings.ToLower(viet.NFC(u.Name)), strings.ToLower(viet.NFC(words))) {
			exact = append(exact, u)
		}
	}
	if len(exact) == 0 {
		return found
	}
	return exact
}

// unitLabel shortens the name of a unit to maxUnitLabel characters. The last number in it stays, with the word before it:
// it is what tells "Phòng Công chứng số 1" from "Phòng Công chứng số 2".
func unitLabel(name string) string {
	at := strings.LastIndexAny(name, "0123456789")
	if at < 0 || len([]rune(name)) <= maxUnitLabel {
		return cut(name, maxUnitLabel)
	}
	from := strings.LastIndexByte(name[:at], ' ')
	if before := strings.LastIndexByte(name[:max(from, 0)], ' '); before >= 0 {
		from = before
	}
	number := name[max(from, 0) : at+1]
	if len([]rune(number)) > maxUnitLabel/2 {
		return cut(name, maxUnitLabel)
	}
	return cut(name[:max(from, 0)], maxUnitLabel-len([]rune(number))) + number
}
