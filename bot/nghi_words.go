package bot

import (
	"context"
	"strings"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/quicklog"
	"sohoc/internal/viet"
)

// Words that speak of being away. They are spelled out: "nghị quyết" is no "nghỉ".
var (
	leaveWords = []string{
		"nghỉ phép", "nghỉ ốm", "nghỉ việc riêng", "nghỉ chế độ", "nghỉ thai sản", "nghỉ bù", "nghỉ lễ", "nghỉ làm", "nghỉ", "đi công tác", "đi phép",
		"on leave", "take leave", "leave", "away", "off", "on a business trip", "on a trip",
	}
	// What is no leave though it begins so.
	noLeave = []string{
		"nghỉ hưu", "nghỉ ngơi", "nghỉ trưa", "nghỉ học", "nghi định", "nghi quyết", "nghi thức", "nghi lễ", "nghi án", "nghi vấn", "nghi ngờ",
		"nghị định", "nghị quyết", "off line",
	}
)

// Folded words around them.
var (
	cancelLeads = []string{"huy", "bo", "cancel"}
	// What stands before a leave and says nothing of when.
	leaveLeads = []string{
		"toi xin phep", "em xin phep", "toi xin", "em xin", "toi se", "em se", "toi dang", "em dang", "toi duoc", "em duoc", "xin phep", "xin", "se", "dang",
		"toi", "em", "anh", "chi", "chau", "i am", "i'm", "i will be", "i'll be", "i take", "i",
	}
)

// leaveArg reports whether the words behind a plain "nghỉ" say when.
func (t *turn) leaveArg(arg string) bool {
	if rest, ok := skipLead(strings.Fields(arg), cancelLeads); ok {
		arg = strings.Join(rest, " ")
		if arg == "" {
			return true
		}
	}
	a, ok := t.ahead(arg)
	return ok || a.Problem != ""
}

// leaveNamed reports whether words only name a kind of leave: "/nghi phép".
func (t *turn) leaveNamed(arg string) bool {
	return meant("nghỉ "+arg, leaveWords)
}

// leaveWish finds a leave in a sentence: "nghỉ 3 ngày", "mai em xin nghỉ ốm", "tuần sau tôi đi công tác". It returns
// the words that say when.
func (t *turn) leaveWish(words []string) (when string, ok bool) {
	if form := t.state.Form.Name; form == "nghi" || form == "lich" {
		return "", false // they ask for days themselves
	}
	for at := range words {
		n := startsWith(words[at:], leaveWords)
		if n == 0 {
			continue
		}
		before, after := leadingTime(words[:at]), words[at+n:]
		lead := strings.Join(before, " ")
		if startsWith(words[at:], noLeave) > 0 || lead != "" && !(isWhen(before[0]) && t.leaveArg(lead)) {
			return "", false
		}
		when = strings.TrimSpace(lead + " " + strings.Join(after, " "))
		// Who names a kind of learning writes it down.
		return when, t.leaveArg(when) && t.parse(when).Kind == ""
	}
	return "", false
}

// isWhen reports whether a word can begin a day: "thêm 1/12 Nghỉ" is no leave.
func isWhen(word string) bool {
	return strings.ContainsAny(word[:1], digits) || isWord(word, []string{
		"mai", "mot", "hom", "bua", "ngay", "thu", "t2", "t3", "t4", "t5", "t6", "t7", "cn", "chu", "tuan", "tu", "sang", "chieu", "dau", "cuoi", "den",
		"today", "tomorrow", "next", "from", "on", "until", "monday", "tuesday", "wednesday", "thursday", "friday",
	})
}

// startsWith returns how many words the longest of the phrases has with which words begin.
func startsWith(words, phrases []string) int {
	longest := 0
	for _, p := range phrases {
		phrase := strings.Fields(p)
		if n := len(phrase); n > longest && n <= len(words) && sameWords(wordsOf(strings.Join(words[:n], " ")), phrase) {
			longest = n
		}
	}
	return longest
}

// leadingTime takes what says nothing off the end of the words before a leave: "mai em xin" is "mai".
func leadingTime(words []string) []string {
	for _, l := range leaveLeads {
		n := len(strings.Fields(l))
		if n <= len(words) && viet.Fold(strings.Join(words[len(words)-n:], " ")) == l {
			return words[:len(words)-n]
		}
	}
	return words
}

// leaveData is what the form of a leave holds.
type leaveData struct {
	From day.Day `json:"from,omitempty"`
}

// leaveForm asks for the days of a leave.
func leaveForm() formDef {
	return formDef{
		answer: (*turn).answerLeave,
		choose: func(*turn, context.Context, string) error { return stale() },
		ask:    func(t *turn, _ context.Context) error { return t.askLeaveAgain() },
		back:   func(t *turn, _ context.Context) error { return t.cancelForm() },
		skip:   func(t *turn, _ context.Context) error { return t.askLeaveAgain() },
		loose:  func(string) bool { return false },
	}
}

// askLeave opens the form: until when, or when.
func (t *turn) askLeave(d leaveData) error {
	if err := t.open("nghi", "days", d); err != nil {
		return err
	}
	return t.askLeaveAgain()
}

func (t *turn) askLeaveAgain() error {
	var d leaveData
	if err := t.data(&d); err != nil {
		return err
	}
	if d.From != "" {
		t.say("nghi.hoi_den", args{"Ngay": d.From.Local()}, t.navigation(true)...)
		return nil
	}
	t.say("nghi.hoi_ngay", nil, t.navigation(true)...)
	return nil
}

// answerLeave reads the days.
func (t *turn) answerLeave(ctx context.Context, text string) error {
	var d leaveData
	if err := t.data(&d); err != nil {
		return err
	}
	a, ok := t.ahead(text)
	if !ok && t.standsAlone(text) {
		t.close()
		return t.free(ctx, text)
	}
	if d.From != "" && ok {
		a = endOf(d.From, a)
	}
	switch {
	case a.Problem == quicklog.InvalidDate:
		t.say("nghi.khong_co_ngay", nil)
		return t.askLeaveAgain()
	case !ok || a.To != "" && a.To < a.From:
		t.say("nghi.chua_ro_ngay", nil)
		return t.askLeaveAgain()
	case a.Open:
		return t.askLeave(leaveData{From: a.From})
	}
	if err := t.noteLeave(ctx, a); err != nil {
		f := fault.Of(err)
		if f == nil {
			return err
		}
		t.say(f.Key, args(f.Args))
		return t.askLeaveAgain()
	}
	offer := t.state.Offer
	t.close()
	t.state.Offer = offer
	return nil
}

// endOf takes an answer to "until when?" for the end of what begins on a day.
func endOf(from day.Day, a quicklog.Ahead) quicklog.Ahead {
	switch {
	case a.Days > 0:
		a.From = from
	case a.Open:
		a = aheadOf(from, a.From)
	default:
		for a.To < from && from.Sub(a.To) < 7 {
			a.To = a.To.Add(7) // the next weekday of that name
		}
		a.From = from
	}
	return a
}

func aheadOf(from, to day.Day) quicklog.Ahead { return quicklog.Ahead{From: from, To: to} }
