package bot

import (
	"context"
	"strings"
	"unicode"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// notUnderstood answers what means nothing to the bot: first and second with a useful guess, then with whom to
// ask.
func (t *turn) notUnderstood(_ context.Context, text string) error {
	if !hasLetters(text) {
		t.say("khong_hieu.khong_co_chu", nil)
		return nil
	}
	text = repaired(text)
	t.state.Misses++
	t.state.Offer = nil
	name, _, slashed := slash(text)
	switch c, arg := t.nearest(text); {
	case slashed && c == nil && name != "":
		t.say("khong_hieu.khong_co_lenh", args{"Lenh": cut(strings.Fields(text)[0], 20)})
	case t.state.Misses > 2:
		t.say("khong_hieu.hoi_ai", args{"VanPhong": t.office()}, t.choice(press("cmd", "trogiup"), "khong_hieu.nut_huong_dan"))
	case c != nil:
		t.guess(c, arg)
	case t.state.Misses == 1:
		t.guessLog(text)
	default:
		t.say("khong_hieu.lan_hai", nil,
			t.aside(press("cmd", "hoc"), "tro_giup.nut_tung_buoc"), t.aside(press("cmd", "trogiup"), "khong_hieu.nut_huong_dan"))
	}
	return nil
}

// guess asks whether a command was meant.
func (t *turn) guess(c *command, arg string) {
	data := press("cmd", strings.TrimSpace(c.name+" "+arg))
	if len(data) > maxData {
		data = press("cmd", c.name)
	}
	key := "khong_hieu.co_phai"
	if t.state.Misses == 2 {
		key = "khong_hieu.hay_la"
	}
	name := "/" + c.name
	t.say(key, args{"Lenh": name, "MoTa": t.p.T("menu."+c.name, nil)},
		channel.Choice{Data: data, Label: t.p.T("khong_hieu.nut_dung", args{"Lenh": name}), Aside: true},
		t.aside("no", "khong_hieu.nut_khong_phai"))
}

// maxData is how much a choice can carry.
const maxData = 64

// guessLog takes a text for what somebody has learnt, which is what people write here most.
func (t *turn) guessLog(text string) {
	title := text
	data := press("cmd", "hoc "+title)
	if mentions(title, pointing) || strings.ContainsAny(title, "/?？") || !strings.Contains(title, " ") {
		t.say("khong_hieu.ba_huong", nil, t.aside(press("cmd", "hoc"), "khong_hieu.nut_ghi_muc"),
			t.aside(press("cmd", "tiendo"), "tro_giup.nut_tiendo"), t.aside(press("cmd", "trogiup"), "khong_hieu.nut_huong_dan"))
		return
	}
	if len(data) > maxData {
		t.say("khong_hieu.lan_dau", args{"ViDu": t.exampleLine(t.p.T(exampleFor(t.actor.Member.UnitName), nil))})
		return
	}
	t.say("khong_hieu.vua_hoc", args{"Title": title, "ViDu": "/hoc 1h " + title},
		channel.Choice{Data: data, Label: t.p.T("khong_hieu.nut_ghi", nil), Aside: true},
		t.aside("no", "khong_hieu.nut_khong_phai"))
}

// pointing are words of questions, requests and commands: a text that has one is no title to be guessed.
var pointing = []string{
	"báo cáo", "số liệu", "thống kê", "nhắc", "ai", "bao nhiêu", "bao giờ", "thế nào", "làm sao", "sao", "khi nào", "ở đâu", "đâu", "gì", "hỏi",
	"xem", "giúp", "muốn", "cần", "cho tôi", "cho em", "xin", "sửa", "xóa", "nhầm", "sai", "đổi", "hủy", "duyệt", "tại sao", "vì sao", "được không",
	"report", "figures", "who", "how", "what", "why", "when", "where", "please", "want", "need", "can you", "delete", "change", "wrong", "remind",
}

// repaired reads words that were typed with the input method off: "tieens ddooj".
func repaired(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		if meant, sure := viet.Leftover(w); sure == viet.Strong {
			words[i] = meant
		}
	}
	return strings.Join(words, " ")
}

func hasLetters(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// nearest is the command whose name or words differ from the beginning of a text by a slip or two, with the rest
// of the text as its argument; nil when none does. Only commands that the person may use are guessed.
func (t *turn) nearest(text string) (*command, string) {
	name, arg, slashed := slash(text)
	if slashed {
		c, _ := t.nearestTo(name)
		return c, arg
	}
	if c, arg := t.plain(text); c != nil && (c.needs == "" || t.actor.Reach(c.needs) != people.Nobody) {
		return c, arg // its words were keystrokes
	}
	words := strings.Fields(text)
	var best *command
	bestRest, least := "", maxSlips+1
	for n := 1; n <= min(3, len(words)); n++ {
		rest := strings.Join(words[n:], " ")
		c, d := t.nearestTo(viet.Fold(strings.Trim(strings.Join(words[:n], " "), ".!?,:")))
		if c != nil && d < least && (rest == "" || c.takes != nil && c.takes(t, rest)) {
			best, bestRest, least = c, rest, d
		}
	}
	return best, bestRest
}

// nearestTo is the command nearest to folded words, and how far it is.
func (t *turn) nearestTo(words string) (*command, int) {
	var best *command
	least := maxSlips + 1
	for i := range t.table.all {
		c := &t.table.all[i]
		if c.needs != "" && t.actor.Reach(c.needs) == people.Nobody {
			continue
		}
		for _, w := range append([]string{c.name}, c.words...) {
			if d := slips(words, w); d <= allowed(w) && d < least {
				best, least = c, d
			}
		}
	}
	return best, least
}

// allowed is how many slips a word of this length bears before it is another word.
func allowed(word string) int {
	switch {
	case len(word) <= 3:
		return 0
	case len(word) <= 5:
		return 1
	default:
		return maxSlips
	}
}

// maxSlips is how many slips are forgiven at most. More is not counted.
const maxSlips = 2

// slips counts the letters to add, to leave out, to change or to swap with the next between two folded words.
func slips(a, b string) int {
	if d := len(a) - len(b); d > maxSlips || -d > maxSlips {
		return maxSlips + 1
	}
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
