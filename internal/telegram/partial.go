package telegram

import (
	"hash/maphash"
	"sync"

	"sohoc/internal/channel"
)

// partial remembers how far a message of several calls came, so that a further attempt repeats nothing that
// has arrived. It lives in memory: a message is rarely that long, and after a kill it is better twice than
// never.
type partial struct {
	mu    sync.Mutex
	seed  maphash.Seed
	chats map[channel.ChatID]*progress
}

type progress struct {
	message uint64
	steps   int
}

// begin returns how many steps of m have arrived, and forgets about any other message to the chat.
func (p *partial) begin(m channel.Message) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.chats == nil {
		p.chats, p.seed = map[channel.ChatID]*progress{}, maphash.MakeSeed()
	}
	id := p.fingerprintLocked(m)
	if at := p.chats[m.To.Chat]; at != nil && at.message == id {
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

func (p *partial) fingerprintLocked(m channel.Message) uint64 {
	var h maphash.Hash
	h.SetSeed(p.seed)
	for _, f := range []*channel.File{m.Photo, m.File} {
		if f != nil {
			_, _ = h.WriteString(f.Path) // a maphash takes everything
		}
		_ = h.WriteByte(0)
	}
	_, _ = h.WriteString(m.Text)
	return h.Sum64()
}
