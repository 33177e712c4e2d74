package zalo

import (
	"context"
	"errors"
	"hash/maphash"
	"strings"
	"sync"
	"time"

	"sohoc/internal/channel"
)

// textLimit is the platform's for texts and captions. It says "characters"; UTF-16 units are the most careful reading.
const textLimit = 2000

// Capabilities implements channel.Sender. A picture goes only where the platform can fetch it; elsewhere words and a
// link go in its place.
func (a *Adapter) Capabilities() channel.Capabilities {
	return channel.Capabilities{TextLimit: textLimit, Proactive: true, Photos: a.cfg.Share != nil}
}

// Send implements channel.Sender. Choices are a numbered list. A text that does not fit is several calls; when one
// of them fails, the next Send of the same message to the chat goes on behind what had arrived, as long as the
// program lives and nothing else was sent there in between.
func (a *Adapter) Send(ctx context.Context, m channel.Message) error {
	if wait := a.quota.closed(a.cfg.Clock.Now()); wait > 0 {
		return &channel.SendError{Reason: channel.Throttled, RetryAfter: wait, Err: errQuota}
	}
	steps, err := a.plan(ctx, m)
	if err != nil {
		return &channel.SendError{Reason: channel.Temporary, Err: err}
	}
	if len(steps) == 0 {
		return &channel.SendError{Reason: channel.Rejected, Err: errEmpty}
	}
	for i := a.sent.begin(m, len(steps)); i < len(steps); i++ {
		if err := a.sendStep(ctx, m.To.Chat, steps[i]); err != nil {
			return a.sendError(err)
		}
		a.sent.done(m.To.Chat)
	}
	a.sent.forget(m.To.Chat)
	a.quota.good(a.log)
	return nil
}

var (
	errEmpty = errors.New("zalo: a message without text and file")
	errQuota = errors.New("zalo: the quota was used up a short while ago")
)

// step is one call of a message.
type step struct{ text, photo string }

// plan lays a message out in calls.
func (a *Adapter) plan(ctx context.Context, m channel.Message) ([]step, error) {
	var steps []step
	m.Text = strings.TrimSpace(m.Text)
	for _, f := range []*channel.File{m.Photo, m.File} {
		if f == nil || a.cfg.Share == nil {
			continue
		}
		shared, err := a.cfg.Share(ctx, m.To, *f)
		if err != nil {
			return nil, err
		}
		if f == m.Photo && shared.Picture != "" {
			steps = append(steps, step{photo: shared.Picture})
			continue
		}
		m.Text = strings.TrimSpace(m.Text + "\n" + shared.Words)
	}
	text := strings.TrimSpace(channel.Plain(m))
	switch {
	case text == "":
	case len(steps) > 0 && channel.Units(text) <= textLimit:
		steps[0].text = text
	default:
		for _, part := range channel.Split(text, textLimit) {
			steps = append(steps, step{text: part})
		}
	}
	return steps, nil
}

// sendStep makes one call.
func (a *Adapter) sendStep(ctx context.Context, chat channel.ChatID, s step) error {
	if s.photo == "" {
		return a.wire.call(ctx, callTimeout, "sendMessage", map[string]string{"chat_id": string(chat), "text": s.text}, nil)
	}
	params := map[string]string{"chat_id": string(chat), "photo": s.photo}
	if s.text != "" {
		params["caption"] = s.text
	}
	return a.wire.call(ctx, photoTimeout, "sendPhoto", params, nil)
}

// Answer implements channel.Sender: nothing can be pressed.
func (*Adapter) Answer(context.Context, channel.PressAnswer) error { return nil }

// Typing implements channel.Sender. The platform shows it for about five seconds.
func (a *Adapter) Typing(ctx context.Context, to channel.Address) error {
	if a.quota.closed(a.cfg.Clock.Now()) > 0 {
		return nil
	}
	params := map[string]string{"chat_id": string(to.Chat), "action": "typing"}
	if err := a.wire.call(ctx, 10*time.Second, "sendChatAction", params, nil); err != nil {
		return a.sendError(err)
	}
	return nil
}

// partial remembers how far a message of several calls came, so that a further attempt repeats nothing that has
// arrived. It lives in memory: a message is rarely that long, and after a kill it is better twice than never.
type partial struct {
	mu    sync.Mutex
	seed  maphash.Seed
	chats map[channel.ChatID]*progress
}

type progress struct {
	message uint64
	steps   int
}

// begin returns how many of the steps of m have arrived, and forgets about any other message to the chat.
func (p *partial) begin(m channel.Message, steps int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.chats == nil {
		p.chats, p.seed = map[channel.ChatID]*progress{}, maphash.MakeSeed()
	}
	id := maphash.String(p.seed, m.Ref+"\x00"+m.Text)
	if at := p.chats[m.To.Chat]; at != nil && at.message == id && at.steps < steps {
		return at.steps
	}
	p.chats[m.To.Chat] = &progress{message: id}
	return 0
}

// done notes that a step has arrived.
func (p *partial) done(chat channel.ChatID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.chats[chat].steps++
}

// forget drops what is known of the chat.
func (p *partial) forget(chat channel.ChatID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.chats, chat)
}

// Cost says how many messages of the bot's plan a Send of m takes.
func (a *Adapter) Cost(m channel.Message) int {
	text := strings.TrimSpace(channel.Plain(m))
	n := 0
	if text != "" {
		n = len(channel.Split(text, textLimit))
	}
	if m.Photo != nil && (n != 1 || a.cfg.Share == nil) {
		n++ // the picture by itself, or the words in its place
	}
	return max(1, n)
}

// Probe asks whether the platform can be reached and takes the token, without sending anything. Its errors are
// *channel.SendError.
func (a *Adapter) Probe(ctx context.Context) error {
	if err := a.Learn(ctx); err != nil {
		return a.sendError(err)
	}
	return nil
}
