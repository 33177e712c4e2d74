package outbox

import (
	"log/slog"
	"slices"
	"time"

	"sohoc/internal/channel"
)

const (
	// Three chats told to wait within a second mean that the account as a whole is too fast.
	throttleChats = 3
	throttleSpan  = time.Second
	// A channel with a plan means the account whenever it asks to wait: what is used up is used up for all.

	// probeEvery is how often a refused token is tried again.
	probeEvery = 5 * time.Minute
)

// gate holds up a whole account.
type gate struct {
	pausedUntil time.Time
	recent      []throttle
	locked      bool // the token is no longer good
	probeAt     time.Time
	probe       *chat // the one that tries the token, while it does
}

type throttle struct {
	chat      channel.ChatID
	at, until time.Time
}

// pass reports whether the lines are open. While they are not, the chat that it returns may go all the same:
// it tries whether the token has become good again.
func (g *gate) pass(l *lane, now time.Time) (c *chat, again time.Time, open bool) {
	switch {
	case l.closing:
		return nil, time.Time{}, false
	case g.pausedUntil.After(now):
		return nil, g.pausedUntil, false
	case !g.locked:
		return nil, time.Time{}, true
	case g.probe != nil:
		if g.probe.flying.armed && g.probe.place == ready {
			return g.probe, time.Time{}, false
		}
		return nil, time.Time{}, false
	case g.probeAt.After(now):
		return nil, g.probeAt, false
	}
	g.probe = l.oldest(now)
	return g.probe, time.Time{}, false
}

// oldest returns the chat with the oldest message that could be sent now.
func (l *lane) oldest(now time.Time) *chat {
	var found *chat
	var id ID
	for _, c := range l.chats {
		head := c.flying.row
		if head == nil {
			head, _ = c.head()
		}
		if head == nil || c.place == busy || c.pausedUntil.After(now) {
			continue
		}
		if found == nil || head.ID < id {
			found, id = c, head.ID
		}
	}
	return found
}

// throttle heeds a channel that asks to wait.
func (l *lane) throttle(c *chat, wait time.Duration, now time.Time) {
	until := now.Add(max(wait, time.Second))
	c.pausedUntil = later(c.pausedUntil, until)
	to := channel.Address{Channel: l.account.Channel, Account: l.account.ID, Chat: c.id}
	l.keeper.pause(Pause{To: to, Until: c.pausedUntil})

	l.gate.recent = append(slices.DeleteFunc(l.gate.recent, func(t throttle) bool {
		return now.Sub(t.at) >= throttleSpan || t.chat == c.id
	}), throttle{chat: c.id, at: now, until: until})
	if len(l.gate.recent) < throttleChats && !l.metered {
		return
	}
	for _, t := range l.gate.recent {
		l.gate.pausedUntil = later(l.gate.pausedUntil, t.until)
	}
	l.gate.recent = nil
	to.Chat = ""
	l.keeper.pause(Pause{To: to, Until: l.gate.pausedUntil})
	l.log.Warn("the channel asks the whole account to wait", slog.Duration("for", l.gate.pausedUntil.Sub(now)))
}

// lock stops an account whose token was refused.
func (l *lane) lock(c *chat, now time.Time) {
	if l.gate.probe == c {
		l.gate.probe = nil
	}
	l.gate.probeAt = now.Add(probeEvery)
	if l.gate.locked {
		return
	}
	l.gate.locked = true
	l.log.Error("THE TOKEN OF THIS ACCOUNT WAS REFUSED: nothing is sent until it is good again; messages wait")
}

// unlock opens an account when the probe has shown that its token is good.
func (l *lane) unlock(c *chat, shown bool, now time.Time) {
	if !l.gate.locked || l.gate.probe != c {
		return
	}
	l.gate.probe = nil
	if !shown {
		l.gate.probeAt = now.Add(probeEvery)
		return
	}
	l.gate.locked = false
	l.turn.Broadcast()
	l.log.Info("the token of this account is good again")
}
