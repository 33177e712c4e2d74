package bot

import (
	"strings"
	"unicode"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/viet"
)

// maxPeriodWords is how many words the longest period has ("từ ngày 15 tháng 10 đến hết ngày 14 tháng 11 năm
// 2026").
const maxPeriodWords = 14

// progressWords are the words that ask for /tiendo, folded: its name, and what heads ask.
func progressWords() []string {
	return []string{
		"tien do", "tiendo", "td", "progress",
		"phong toi the nao", "phong toi the nao roi", "phong toi den dau roi", "don vi toi the nao", "don vi toi the nao roi",
		"ai chua ghi", "nhung ai chua ghi", "con ai chua ghi", "ai da ghi", "ai chua hoc",
		"bao nhieu nguoi da ghi", "co bao nhieu nguoi da ghi", "may nguoi da ghi", "bao nhieu nguoi chua ghi",
		"who has not logged", "how is my unit doing",
	}
}

// progressAsk is what the words after /tiendo ask for.
type progressAsk struct {
	unit   string // the words that should name a unit; empty = none
	scope  scope
	period learning.Period
	now    bool // the period was left open: the running month
}

// scope is whose figures are asked for without a name.
type scope int

const (
	anyScope  scope = iota
	wholeBook       // "cả sở"
	ownScope        // "phòng tôi"
)

// scopeOf reads folded words that stand for all units or for the own one.
func scopeOf(words string) scope {
	switch words {
	case "ca so", "toan so", "ca co quan", "toan co quan", "tat ca", "whole department", "department", "the department":
		return wholeBook
	case "phong toi", "don vi toi", "cua phong", "cua don vi", "cua phong toi", "cua don vi toi", "phong minh", "don vi minh",
		"my unit":
		return ownScope
	default:
		return anyScope
	}
}

// readProgress reads the words after /tiendo: a period, a unit, or both in either order. Faults:
// "tiendo.chua_toi", "tiendo.khong_co_ngay", "tiendo.nguoc".
func readProgress(arg string, today day.Day) (progressAsk, error) {
	words := strings.Fields(arg)
	for n := min(len(words), maxPeriodWords); n >= 1; n-- {
		for _, part := range [][2]string{
			{strings.Join(words[len(words)-n:], " "), strings.Join(words[:len(words)-n], " ")},
			{strings.Join(words[:n], " "), strings.Join(words[n:], " ")},
		} {
			p, ok, err := readPeriod(strings.Trim(part[0], ".,;!?"), today)
			if err != nil {
				return progressAsk{}, err
			}
			if ok {
				return progressAsk{period: p}.of(part[1]), nil
			}
		}
	}
	return progressAsk{period: learning.PeriodTo(learning.Month, today), now: true}.of(strings.Join(words, " ")), nil
}

// of returns a for what words name: a unit, all, or the own one.
func (a progressAsk) of(words string) progressAsk {
	if a.scope = scopeOf(strings.Trim(viet.Fold(words), ".,;!? ")); a.scope == anyScope {
		a.unit = words
	}
	return a
}

// bareNumber reports whether words are a number alone, which may be a row of the list that stands above.
func bareNumber(words string) bool {
	return words != "" && len(words) <= 2 && strings.IndexFunc(words, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// progressArg reports whether the words after a plain "tiến độ" are its argument: a period, the name of a unit,
// or both. Anything else is a sentence that happens to begin so.
func (t *turn) progressArg(arg string) bool {
	ask, err := readProgress(arg, t.today)
	if err != nil || ask.unit == "" || bareNumber(ask.unit) {
		return true
	}
	return len(findUnits(t.set.units, ask.unit)) > 0
}

// periodArg reports whether words are a period and nothing else.
func (t *turn) periodArg(arg string) bool {
	ask, err := readProgress(arg, t.today)
	return err == nil && ask.unit == "" && !ask.now && ask.scope == anyScope
}
