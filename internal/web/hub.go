package web

import (
	"sync"

	"sohoc/internal/channel"
	"sohoc/internal/webchat"
)

// Bounds of open streams.
const (
	maxStreams        = 4000 // some 35 KB each
	maxStreamsSession = 6    // tabs of one browser
)

// hub knows who is looking at which chat just now. It carries no messages: it says that there are some.
type hub struct {
	mu      sync.Mutex
	chats   map[channel.ChatID][]*stream
	count   int
	stopped bool
}

// stream is one open page.
type stream struct {
	chat    channel.ChatID
	session webchat.SessionID
	news    chan struct{} // holds one: there are messages
	typing  chan struct{} // holds one: an answer is being prepared
	around  chan struct{} // holds one: what stands around the messages has changed
	done    chan struct{} // closed: the page is to come again, or not at all
	gone    bool          // guarded by the hub: done is closed
}

func newStream(chat channel.ChatID) *stream {
	return &stream{
		chat: chat, news: make(chan struct{}, 1), typing: make(chan struct{}, 1), around: make(chan struct{}, 1),
		done: make(chan struct{}),
	}
}

func newHub() *hub { return &hub{chats: map[channel.ChatID][]*stream{}} }

// open adds a stream. When a session has too many the oldest one ends. ok is false when there is no room.
func (h *hub) open(chat channel.ChatID, session webchat.SessionID) (st *stream, ok bool) {
	st = newStream(chat)
	st.session = session
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped || h.count >= maxStreams {
		return nil, false
	}
	mine := 0
	var oldest *stream
	for _, other := range h.chats[chat] {
		if other.session == session && !other.gone {
			mine++
			if oldest == nil {
				oldest = other
			}
		}
	}
	if mine >= maxStreamsSession {
		oldest.end()
	}
	h.chats[chat] = append(h.chats[chat], st)
	h.count++
	return st, true
}

// listen is told about messages of a chat until leave: for a page that waits for the answer. It is nobody's tab.
func (h *hub) listen(chat channel.ChatID) *stream {
	st := newStream(chat)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.chats[chat] = append(h.chats[chat], st)
	h.count++
	if h.stopped {
		st.end()
	}
	return st
}

// leave removes a stream.
func (h *hub) leave(st *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.chats[st.chat]
	for i, other := range all {
		if other != st {
			continue
		}
		h.count--
		if len(all) == 1 {
			delete(h.chats, st.chat)
			return
		}
		h.chats[st.chat] = append(all[:i:i], all[i+1:]...)
		return
	}
}

// wake says that a chat has new messages.
func (h *hub) wake(chat channel.ChatID) { h.each(chat, func(st *stream) { signal(st.news) }) }

// typing says that an answer is being prepared.
func (h *hub) typing(chat channel.ChatID) { h.each(chat, func(st *stream) { signal(st.typing) }) }

// refresh says that what stands around the messages has changed.
func (h *hub) refresh(chat channel.ChatID) { h.each(chat, func(st *stream) { signal(st.around) }) }

func (h *hub) each(chat channel.ChatID, fn func(*stream)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, st := range h.chats[chat] {
		fn(st)
	}
}

// drop ends the streams of a session.
func (h *hub) drop(session webchat.SessionID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, all := range h.chats {
		for _, st := range all {
			if st.session == session {
				st.end()
			}
		}
	}
}

// close ends all streams and lets none begin. It may be called twice.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = true
	for _, all := range h.chats {
		for _, st := range all {
			st.end()
		}
	}
}

// end is called with the hub locked.
func (st *stream) end() {
	if !st.gone {
		st.gone = true
		close(st.done)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it has been told and not looked yet
	}
}
