package bot

import (
	"context"
	"strings"
	"time"
	"unicode"

	"sohoc/internal/channel"
	"sohoc/internal/viet"
)

// Words that act on a form, at every step. They are spelled out: "đúng" is no "dừng" (see meant).
var (
	cancelWords = []string{"hủy", "hủy bỏ", "thôi", "bỏ", "dừng", "dừng lại", "cancel", "stop"}
	backWords   = []string{"quay lại", "lui", "lùi", "lui lại", "lùi lại", "trở lại", "back"}
	skipWords   = []string{"bỏ qua", "skip"}
)

// Words that answer a question for yes or no.
var (
	yesWords = []string{
		"vâng", "dạ", "ừ", "ừm", "uh", "uhm", "ờ", "ok", "oke", "okay", "okie", "oki", "đúng", "đúng rồi", "đúng vậy", "đúng thế", "phải",
		"phải rồi", "chính xác", "dc", "đc", "được", "được rồi", "đồng ý", "có", "có chứ", "yes", "y", "yep", "yeah", "sure", "right", "correct",
	}
	noWords = []string{
		"không", "ko", "k", "hông", "không phải", "ko phải", "không đúng", "ko đúng", "không cần", "ko cần", "chưa", "chưa đúng", "thôi", "đừng",
		"sai", "sai rồi", "nhầm", "nhầm rồi", "no", "n", "nope",
	}
	// What says yes to writing something down would be no yes to a deletion.
	writeWords = []string{"ghi", "ghi đi", "ghi luôn", "ghi giúp", "log it", "save it"}
	// What stands before or after such a word and changes nothing.
	yesLeads   = []string{"dạ", "vâng", "ừ", "ờ", "ok", "oke"}
	softenings = []string{"ạ", "nhé", "nhá", "nha", "nhe", "em", "please"}
)

// wordsOf are the words of a text, in lower case and NFC, without marks of punctuation.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(viet.NFC(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
}

// sameWords reports whether typed words stand for the words of a phrase: each with its diacritics, or with none.
func sameWords(typed, phrase []string) bool {
	if len(typed) != len(phrase) {
		return false
	}
	for i, w := range typed {
		if !viet.Underspelled(w, phrase[i]) {
			return false
		}
	}
	return true
}

// meant reports whether a text is one of the phrases, which are spelled with their diacritics.
func meant(text string, phrases []string) bool { return among(wordsOf(text), phrases) }

func among(typed, phrases []string) bool {
	for _, p := range phrases {
		if sameWords(typed, wordsOf(p)) {
			return true
		}
	}
	return false
}

// mentions reports whether one of the phrases stands somewhere in a text.
func mentions(text string, phrases []string) bool {
	typed := wordsOf(text)
	for _, p := range phrases {
		phrase := wordsOf(p)
		for i := 0; i+len(phrase) <= len(typed); i++ {
			if sameWords(typed[i:i+len(phrase)], phrase) {
				return true
			}
		}
	}
	return false
}

// isWord reports whether a text is one of the words, which are folded: diacritics make no difference.
func isWord(text string, words []string) bool {
	folded := strings.Trim(viet.Fold(text), "/.! ")
	for _, w := range words {
		if folded == w {
			return true
		}
	}
	return false
}

// asksYesOrNo reports whether what is offered answers a question for yes (first) or no. The question for consent is
// none: it takes an explicit answer.
func asksYesOrNo(offer []channel.Choice) bool {
	if len(offer) != 2 {
		return false
	}
	yes, no := offer[0].Data, offer[1].Data
	switch no {
	case "no", "form:keep", "form:drop":
		return true
	case "priv:close":
		return yes == "priv:out!"
	default:
		return strings.HasPrefix(yes, "f:") && strings.HasSuffix(yes, ":yes") && strings.HasSuffix(no, ":no")
	}
}

// yesOrNo finds the choice that a short typed word means when what was asked wants a yes or a no.
func yesOrNo(offer []channel.Choice, text string) (channel.Choice, bool) {
	if !asksYesOrNo(offer) {
		return channel.Choice{}, false
	}
	yes := yesWords
	if !isGrave(offer[0].Data) {
		yes = append(append([]string(nil), yesWords...), writeWords...)
	}
	for _, said := range []string{text, repaired(text)} {
		switch words := softened(wordsOf(said)); {
		case among(words, yes):
			return offer[0], true
		case among(words, noWords):
			return offer[1], true
		case len(words) > 1 && among(words[:1], yesLeads) && among(words[1:], yes):
			return offer[0], true
		case len(words) > 1 && among(words[:1], yesLeads) && among(words[1:], noWords):
			return offer[1], true
		}
	}
	return channel.Choice{}, false
}

// softened are words without what only makes them polite.
func softened(words []string) []string {
	for len(words) > 1 && among(words[len(words)-1:], softenings) {
		words = words[:len(words)-1]
	}
	return words
}

// insist asks an open question for yes or no once more when a text neither answers it nor asks for something else.
func (t *turn) insist(ctx context.Context, text string) (done bool, err error) {
	old := t.now.Sub(time.UnixMilli(t.state.OfferedAt)) > offerLife
	if !asksYesOrNo(t.state.Offer) || t.state.Misses > 0 || old || t.standsAlone(text) {
		return false, nil
	}
	t.state.Misses++
	key := "chung.co_hay_khong"
	if meant(text, whoWords) {
		t.say("chung.la_ai", nil)
		key = "chung.tra_loi_giup"
	}
	if t.state.Form.Open() {
		if key == "chung.co_hay_khong" {
			t.say(key, nil)
		}
		return true, t.askAgain(ctx)
	}
	t.say(key, nil, t.state.Offer...)
	return true, nil
}

// standsAlone reports whether a text asks for something by itself: a command, a whole entry, a correction.
func (t *turn) standsAlone(text string) bool {
	if c, _ := t.plain(text); c != nil {
		return true
	}
	if code, sent := sentCode(t.event); sent && strings.ContainsAny(code, digits) || t.isCorrection(text) || meant(text, cancelWords) {
		return true
	}
	r := t.parse(text)
	return r.Title != "" && (r.Looks && r.Minutes > 0 || r.Command) && !strings.HasSuffix(text, "?")
}

// Courtesies, and questions about who answers.
var (
	thanksWords  = []string{"thanks", "thank you", "many thanks", "ạ", "tốt", "tốt rồi", "rồi", "xong", "xong rồi"}
	helloWords   = []string{"chào", "hello", "hi", "alo"}
	idleWords    = []string{"hôm nay không học", "không học", "hôm nay nghỉ"}
	refusedWords = []string{"không", "ko", "không phải", "không cần", "no", "nope"}
	whoWords     = []string{
		"bạn là ai", "em là ai", "ai đấy", "ai đó", "ai vậy", "ai thế", "ai đang trả lời", "có phải người không", "có phải là người không",
		"bạn có phải người không", "bạn có phải là người không", "bạn là người hay máy", "đây là người hay máy", "là người hay máy",
		"người hay máy", "bạn là người à", "bạn là bot à", "bot à", "robot à", "máy à", "bạn tên gì", "bạn tên là gì", "sổ học là ai", "sổ học là gì",
		"who are you", "what are you", "who is this", "are you a bot", "are you a robot", "are you human", "are you a human", "is this a bot",
	}
)

// courtesy returns the answer to thanks, greetings and the like, "" for anything else.
func courtesy(text string) string {
	words := softened(wordsOf(text))
	starts := func(phrase ...string) bool {
		return len(words) >= len(phrase) && sameWords(words[:len(phrase)], phrase)
	}
	switch {
	case among(wordsOf(text), whoWords):
		return "chung.la_ai"
	case starts("cảm", "ơn"), starts("cám", "ơn"), among(words, thanksWords), among(words, yesWords):
		return "chung.cam_on"
	case starts("xin", "chào"), starts("chào"), among(words, helloWords):
		return "chung.chao"
	case among(words, idleWords):
		return "chung.khong_hoc"
	case among(words, refusedWords):
		return "chung.duoc"
	default:
		return ""
	}
}
