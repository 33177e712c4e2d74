package bot

import (
	"context"
	"slices"
	"strings"
	"time"
)

// offerLife is how long a number may answer a question whose yes takes something away. Buttons need no such bound:
// they stand below their question.
const offerLife = 12 * time.Hour

// grave are the beginnings of what takes something away.
var grave = []string{"xoa!:", "priv:out!", "moi:all!", "moi:P", "cmd:lienket go! ", "ch:all!", "ch:d!:", "ch:put:"}

// pick does what a typed answer means among the choices offered last; done is false when it means none of them.
func (t *turn) pick(ctx context.Context, text string) (done bool, err error) {
	c, ok := offered(t.state.Offer, text)
	if !ok {
		c, ok = yesOrNo(t.state.Offer, text)
	}
	switch {
	case !ok:
		return false, nil
	case t.outdated(c.Data):
		return true, nil
	}
	if asksYesOrNo(t.state.Offer) && !t.state.Form.Open() {
		t.state.Offer = nil // answered: a later "ok" is thanks
	}
	return true, t.pressed(ctx, c.Data)
}

// outdated reports whether a choice that takes something away was offered so long ago that a number may be meant
// for something else, and says so.
func (t *turn) outdated(data string) bool {
	if t.now.Sub(time.UnixMilli(t.state.OfferedAt)) <= offerLife {
		return false
	}
	if !isGrave(data) {
		return false
	}
	t.state.Offer = nil
	t.say("chung.cau_hoi_cu", nil)
	return true
}

// isGrave reports whether a choice takes something away.
func isGrave(data string) bool {
	return slices.ContainsFunc(grave, func(g string) bool { return strings.HasPrefix(data, g) })
}
