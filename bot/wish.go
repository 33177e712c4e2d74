package bot

import (
	"context"
	"strings"

	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/viet"
)

// Folded words by which a sentence asks for a command: "tôi muốn xóa mục 1808", "đổi sang hôm kia".
var (
	wishLeads = []string{
		"toi muon xem", "toi muon", "toi can", "em muon", "cho toi xem", "cho em xem", "cho toi", "cho em", "giup toi", "hay", "xin", "lam on",
		"vui long", "xem", "mo", "i want to", "i would like to", "please", "show me", "show", "open",
	}
	notebookWords = []string{"so", "so cua toi", "so toi", "so hoc cua toi", "my notebook", "my entries"}
	removeVerbs   = []string{"xoa bo", "xoa", "delete", "remove"}
	editVerbs     = []string{"sua lai", "sua", "chinh lai", "chinh", "doi lai", "doi", "change", "edit"}
	entryNouns    = []string{"muc so", "muc", "bai", "entry number", "entry", "so"}
	turnInto      = []string{"lai thanh", "thanh", "sang", "into", "to"}
	latestWords   = []string{"vua ghi", "vua roi", "moi ghi", "cuoi", "cuoi cung", "gan nhat", "nay", "the last", "last"}
)

// skipLead takes one of the folded phrases off the beginning of words; the first that fits.
func skipLead(words, phrases []string) (rest []string, ok bool) {
	for _, p := range phrases {
		n := len(strings.Fields(p))
		if n <= len(words) && viet.Fold(strings.Join(words[:n], " ")) == p {
			return words[n:], true
		}
	}
	return words, false
}

// wish finds the command that a sentence asks for, with its argument; nil for none.
func (t *turn) wish(words []string) (*command, string) {
	words, wished := skipLead(words, wishLeads)
	phrase := strings.Join(words, " ")
	if wished && isWord(phrase, notebookWords) {
		return t.table.byName["toi"], ""
	}
	if rest, ok := skipLead(words, removeVerbs); ok {
		if arg, ok := t.removeWish(rest); ok {
			return t.table.byName["xoa"], arg
		}
	}
	if rest, ok := skipLead(words, editVerbs); ok {
		weak := strings.HasPrefix(viet.Fold(words[0]), "doi") || viet.Fold(words[0]) == "change"
		if arg, ok := t.editWish(rest, weak); ok {
			return t.table.byName["sua"], arg
		}
	}
	if !wished || phrase == "" {
		return nil, ""
	}
	// Who wants to learn something has not learnt it yet.
	if c, arg := t.plain(phrase); c != nil && (c.name != "hoc" || viet.Fold(words[0]) != "hoc") {
		return c, arg
	}
	return nil, ""
}

// removeWish reads what follows "xóa": a number, the newest entry, or a day.
func (t *turn) removeWish(rest []string) (arg string, ok bool) {
	rest, named := skipLead(rest, entryNouns)
	arg = strings.Join(rest, " ")
	switch {
	case arg == "", isWord(arg, latestWords):
		return "", true
	case t.entryArg(arg):
		return arg, true
	}
	_, _, _, isDay := t.set.parser.Days(arg, t.now.In(t.cfg.Zone))
	return arg, isDay || named && t.nameable(arg)
}

// nameable reports whether words after "xóa mục" may be the title of an entry and not a sentence.
func (t *turn) nameable(arg string) bool { return !mentions(arg, pointing) }

// editWish reads what follows "sửa": which entry, and into what. A weak verb ("đổi") needs more than a value.
func (t *turn) editWish(rest []string, weak bool) (arg string, ok bool) {
	rest, named := skipLead(rest, entryNouns)
	number := ""
	if named && len(rest) > 0 && t.entryArg(rest[0]) {
		number, rest = "#"+strings.TrimPrefix(rest[0], "#"), rest[1:]
	} else if cut, last := skipLead(rest, latestWords); named && last {
		rest = cut
	} else if len(rest) > 1 && t.entryArg(rest[0]) {
		if _, into := skipLead(rest[1:], turnInto); into {
			number, rest = "#"+strings.TrimPrefix(rest[0], "#"), rest[1:]
		}
	}
	rest, into := skipLead(rest, turnInto)
	value := strings.Join(rest, " ")
	switch {
	case value == "":
		return number, named && !into
	case number != "":
		return number + " " + value, into || t.isValue(value)
	default:
		return value, (into || !weak) && t.isValue(value)
	}
}

// entryMeant is the entry that the argument of /xoa names: by its number, its day, words of its title, or the
// newest for none.
func (t *turn) entryMeant(ctx context.Context, arg string) (learning.EntryID, error) {
	arg = strings.TrimSpace(arg)
	if arg == "" || t.entryArg(arg) {
		return t.entryNumber(ctx, arg)
	}
	recent, err := t.tx.RecentEntries(ctx, t.actor.Person.ID, maxSought)
	if err != nil {
		return 0, err
	}
	start, end, _, isDay := t.set.parser.Days(arg, t.now.In(t.cfg.Zone))
	folded := viet.Fold(arg)
	var hits []learning.Entry
	for _, e := range recent {
		onDay := isDay && e.Start <= end && e.End >= start
		titled := !isDay && len(folded) >= minSought && strings.Contains(viet.Fold(e.Title), folded)
		if onDay || titled {
			hits = append(hits, e)
		}
	}
	if len(hits) == 1 {
		return hits[0].ID, nil
	}
	key := "xoa.khong_thay"
	if len(hits) > 1 {
		key = "xoa.nhieu_muc"
	}
	return 0, fault.New(fault.NotFound, key, fault.Args{"Ten": cut(arg, 40)})
}

// How many entries are looked through for one that is named, and how long its name must be, in bytes.
const (
	maxSought = 50
	minSought = 4
)

// forAnother answers who wants to log for somebody else, which the chat cannot do: "ghi hộ NV0031 2h luật".
func (t *turn) forAnother(text string) bool {
	words := strings.Fields(text)
	rest, ok := skipLead(words, []string{"ghi ho cho", "ghi thay cho", "ghi giup cho", "ghi ho", "ghi thay", "ghi giup", "ghi dum", "nhap ho", "log for"})
	if !ok || len(rest) == 0 || !staffCode(rest[0]) {
		return false
	}
	key := "hoc.ghi_ho"
	if t.actor.Member.Roles.Office {
		key = "hoc.ghi_ho_van_phong"
	}
	t.state.Misses = 0
	t.say(key, nil)
	return true
}

// staffCode reports whether a word looks like the code of somebody: letters, then digits.
func staffCode(word string) bool {
	letters := strings.TrimRight(word, digits)
	return letters != word && letters != "" && len(letters) <= 4 && strings.IndexFunc(letters, func(r rune) bool { return r < 'A' || r > 'z' }) < 0
}
