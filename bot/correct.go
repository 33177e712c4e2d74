package bot

import (
	"context"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/learning"
	"sohoc/internal/viet"
)

// correctable is how long after an entry a few words may be meant to correct it.
const correctable = 10 * time.Minute

// Folded words around a correction: "à không phải, 3h mới đúng", "thêm 1h nữa".
var (
	correctFillers = []string{"a", "o", "oi", "ui", "xin loi", "sorry", "oh", "oops"}
	correctLeads   = []string{
		"khong phai la", "khong phai", "ko phai", "khong", "ko", "ghi nham roi", "ghi nham", "nham roi", "nham", "ghi sai roi", "ghi sai",
		"sai roi", "sai", "phai la", "no", "wrong", "i meant", "actually", "should be",
	}
	correctEnds = []string{"moi dung", "chu", "co", "thoi", "a", "nhe", "instead"}
	moreLeads   = []string{"cong them", "them", "add"}
	moreEnds    = []string{"nua", "more"}
)

// Words that say an entry was a mistake, and not which.
var mistakeWords = []string{
	"ghi nhầm", "ghi nhầm rồi", "ghi sai", "ghi sai rồi", "ghi lộn", "ghi lộn rồi", "nhầm", "nhầm rồi", "sai", "sai rồi", "ghi nhầm mục",
	"ghi nhầm mục rồi", "ghi nhầm mục vừa rồi", "tôi ghi nhầm", "tôi ghi nhầm rồi", "tôi ghi sai rồi", "à nhầm", "à nhầm rồi", "em ghi nhầm rồi",
	"wrong", "that was wrong", "my mistake", "logged by mistake",
}

// correction is what a few words change of the entry that was touched last.
type correction struct {
	value string
	more  bool // the duration is added
}

// readCorrection reads words that correct an entry. They must say that something was wrong, and nothing but a
// duration or a day beside that.
func (t *turn) readCorrection(text string) (correction, bool) {
	words := strings.Fields(strings.NewReplacer(",", " ", ".", " ", "!", " ", ";", " ").Replace(text))
	if len(words) > maxCommandWords || len(words) < 2 {
		return correction{}, false
	}
	words, filled := skipLead(words, correctFillers)
	if rest, ok := skipLead(words, moreLeads); ok {
		rest, more := skipEnd(rest, moreEnds)
		value := strings.Join(rest, " ")
		if _, ok := t.set.parser.Duration(value); ok && more {
			return correction{value, true}, true
		}
		return correction{}, false
	}
	words, led := skipLead(words, correctLeads)
	words, ended := skipEnd(words, correctEnds)
	value := strings.Join(words, " ")
	return correction{value, false}, value != "" && (filled || led || ended) && t.isValue(value)
}

// skipEnd takes one of the folded phrases off the end of words.
func skipEnd(words, phrases []string) (rest []string, ok bool) {
	for _, p := range phrases {
		n := len(words) - len(strings.Fields(p))
		if n >= 0 && viet.Fold(strings.Join(words[n:], " ")) == p {
			return words[:n], true
		}
	}
	return words, false
}

// isCorrection reports whether a text says that an entry was wrong.
func (t *turn) isCorrection(text string) bool {
	_, ok := t.readCorrection(text)
	return ok || meant(text, mistakeWords)
}

// correct answers words that say that the last entry was wrong; done is false for any other words.
func (t *turn) correct(ctx context.Context, text string) (done bool, err error) {
	if meant(text, mistakeWords) {
		return true, t.askMistake(ctx)
	}
	c, ok := t.readCorrection(text)
	if !ok {
		return false, nil
	}
	e, ok, err := t.tx.LastTouched(ctx, t.actor.Person.ID)
	if err != nil || !ok || e.Status == learning.Deleted || t.now.Sub(e.Updated) > correctable {
		return false, err
	}
	after := e.Draft
	if m, ok := t.set.parser.Duration(c.value); ok {
		if c.more {
			m += e.Minutes
		}
		after.Minutes = m
	} else {
		r := t.parse(c.value)
		if r.Problem != "" {
			return false, nil
		}
		if r.Minutes > 0 {
			after.Minutes = r.Minutes
		}
		if r.HasDate {
			after.Start, after.End = r.Start, r.End
		}
	}
	t.state.Misses, t.state.Offer = 0, nil
	if err := t.open("sua", "proposal", proposal{editData: editData{ID: e.ID}, Draft: after, Spoken: true}); err != nil {
		return true, err
	}
	return true, t.askEdit(ctx)
}

// askMistake offers to change or delete the newest entry.
func (t *turn) askMistake(ctx context.Context) error {
	e, ok, err := t.tx.LastEntry(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, "entry.chua_co", nil)
	}
	t.state.Misses = 0
	t.say("sua.ghi_nham", args{"ID": e.ID, "Entry": t.line(e.Draft)}, []channel.Choice{
		t.aside(press("sua", number(e.ID)), "the.sua"), t.aside(press("xoa", number(e.ID)), "the.xoa"), t.aside("no", "sua.giu_nguyen"),
	}...)
	return nil
}
