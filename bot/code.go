package bot

import (
	"context"
	"strings"
	"time"
	"unicode"

	"sohoc/internal/channel"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// How many wrong codes one chat may send, within how long.
const (
	codeTries  = 5
	codeWindow = time.Hour
)

// codeLeads are the folded words after which people write a code.
var codeLeads = []string{"ma moi cua toi la", "ma cua toi la", "ma tham gia", "ma lien ket", "ma noi", "ma moi", "ma so", "ma", "my code is", "code"}

// sentCode reads the code that an event brings: after /start, after "mã", pasted as a link, within the Office's
// forwarded message, or alone. sent is false when the event is about something else; code is empty when what was
// sent as a code cannot be one.
func sentCode(e channel.Event) (code string, sent bool) {
	if e.Kind != channel.Text && e.Kind != channel.Edited {
		return "", false
	}
	text := strings.TrimSpace(e.Text)
	if name, arg, ok := slash(text); ok {
		if name != "start" || arg == "" {
			return "", false
		}
		return readCode(arg), true
	}
	if code, ok := people.ReadCode(text); ok && reallyCode(text) {
		return code, true
	}
	if code, ok := codeWithin(text); ok {
		return code, true
	}
	rest, ok := afterLead(text)
	if !ok {
		return "", codeLike(text)
	}
	code = readCode(rest)
	return code, code != "" || len(rest) <= 2*people.CodeLength && strings.ContainsAny(rest, digits)
}

// readCode is the code in what was typed as one, empty when it cannot be one.
func readCode(typed string) string {
	if code, ok := people.ReadCode(typed); ok {
		return code
	}
	return ""
}

const digits = "0123456789"

// codeLike reports whether a text is meant as a code although it cannot be one: eight letters and digits with an
// O or a 5 among them, as they are read off paper.
func codeLike(text string) bool {
	plain := strings.NewReplacer(" ", "", "-", "", ".", "").Replace(text)
	other := strings.IndexFunc(plain, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return other < 0 && len(plain) == people.CodeLength && reallyCode(text) &&
		strings.ContainsAny(plain, digits) && strings.Trim(plain, digits) != ""
}

// reallyCode tells a code from two short words that happen to have its letters: "ANH CHUNG".
func reallyCode(text string) bool {
	words := strings.Fields(text)
	return strings.ContainsAny(text, digits) || len(words) == 1 || len(words) == 2 && len(words[0]) == len(words[1])
}

// afterLead returns what follows the words that announce a code.
func afterLead(text string) (string, bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ':' })
	for n := min(5, len(words)-1); n >= 1; n-- {
		lead := viet.Fold(strings.Join(words[:n], " "))
		for _, l := range codeLeads {
			if lead == l {
				return strings.Trim(strings.Join(words[n:], " "), ".,;!"), true
			}
		}
	}
	return "", false
}

// codeWithin finds a code in the middle of a longer text: in a link, or in capitals.
func codeWithin(text string) (string, bool) {
	if _, after, ok := strings.Cut(text, "start="); ok {
		end := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if end < 0 {
			end = len(after)
		}
		if code, ok := people.ReadCode(after[:end]); ok {
			return code, true
		}
	}
	before := ""
	for _, w := range strings.Fields(text) {
		w = strings.Trim(w, ".,;:!()«»\"")
		code, ok := people.ReadCode(w)
		announced := before == "ma" || before == "code"
		if ok && code == w && (announced || strings.ContainsAny(w, digits)) {
			return code, true
		}
		before = viet.Fold(w)
	}
	return "", false
}

// takeCode lets somebody in who is not active, or says what is wrong with the code.
func (t *turn) takeCode(ctx context.Context, code string) error {
	t.forgetTries()
	if len(t.state.WrongCodes) >= codeTries {
		return t.refuseStranger("code.het_luot", args{"N": t.triesAgainIn()})
	}
	in, ok, err := t.tx.InviteByHash(ctx, people.HashCode(code))
	if err != nil {
		return err
	}
	if ok && t.actor.Known() && in.Person == t.actor.Person.ID {
		return t.ownCode(ctx, in)
	}
	who, err := t.invited(ctx, code, in, ok)
	if f := fault.Of(err); f != nil {
		t.wrongCode(f)
		return nil
	}
	if err != nil {
		return err
	}
	return t.enter(ctx, who, in.Purpose)
}

// invited spends a code and returns whom it is for. One for somebody who belongs nowhere today is not spent:
// the list may be corrected, or the first day may be near.
func (t *turn) invited(ctx context.Context, code string, in people.Invite, found bool) (people.Actor, error) {
	if code == "" {
		return people.Actor{}, fault.New(fault.Invalid, "code.sai_dang", nil)
	}
	if found {
		who, _, err := t.tx.ActorByID(ctx, in.Person, t.today)
		if err != nil {
			return who, err
		}
		if who.State == people.Left {
			return who, fault.New(fault.Conflict, "code.da_nghi", nil)
		}
	}
	if _, err := people.Redeem(ctx, t.tx, code, t.now); err != nil {
		if found && in.Purpose == people.Link && fault.Of(err) != nil {
			return people.Actor{}, fault.New(fault.Conflict, "code.lien_ket", nil) // the person gets a new one alone
		}
		return people.Actor{}, err
	}
	who, _, err := t.tx.ActorByID(ctx, in.Person, t.today)
	return who, err
}

// ownCode is the code of somebody whose account is known already: it says nothing new.
func (t *turn) ownCode(ctx context.Context, in people.Invite) error {
	if !in.Used && !in.Ended {
		if err := t.tx.SpendInvite(ctx, in.ID, t.now); err != nil {
			return err
		}
	}
	return t.notActive(ctx)
}

// wrongCode says what is wrong with a code, and how many tries are left. Each one that did not let in counts:
// so that nobody gets more answers than tries.
func (t *turn) wrongCode(f *fault.Fault) {
	t.state.WrongCodes = append(t.state.WrongCodes, t.now.UnixMilli())
	text := t.p.T(f.Key, args{"VanPhong": t.office()})
	if left := codeTries - len(t.state.WrongCodes); left > 0 {
		text += "\n" + t.p.N("code.con_lai", left, nil)
	} else {
		text += "\n" + t.p.N("code.het_luot", t.triesAgainIn(), nil)
	}
	t.sayText(text)
}

// forgetTries drops what is older than the window.
func (t *turn) forgetTries() {
	var young []int64
	for _, at := range t.state.WrongCodes {
		if t.now.Sub(time.UnixMilli(at)) < codeWindow {
			young = append(young, at)
		}
	}
	t.state.WrongCodes = young
}

// triesAgainIn is in how many minutes the oldest wrong code no longer counts.
func (t *turn) triesAgainIn() int {
	wait := codeWindow - t.now.Sub(time.UnixMilli(t.state.WrongCodes[0]))
	return max(1, int((wait+time.Minute-1)/time.Minute))
}
