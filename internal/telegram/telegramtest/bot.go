package telegramtest

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ChatID names a chat. In a private chat it is also the id of the person; groups have negative ids, supergroups ids below
// -1000000000000.
type ChatID int64

// MessageID names a message. The ids of one bot ascend over all its chats, whoever wrote the message.
type MessageID int64

// UpdateID names an update of one bot; the ids ascend without gaps.
type UpdateID int64

// Profile says who a bot is. The bot's user id is the number before the colon of its token.
type Profile struct {
	Token     string
	Username  string
	FirstName string
}

func (p Profile) id() int64 {
	digits, _, _ := strings.Cut(p.Token, ":")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		panic("telegramtest: a token starts with the bot's number and a colon, this one does not")
	}
	return n
}

// Bot is Telegram as one bot sees it: its queue of updates, its chats, its people, and the record of what it did.
type Bot struct {
	profile Profile
	server  *Server
	me      []byte // the User object, ready for an answer

	queue     queue
	journal   journal
	directory directory
	files     filestore
	queries   queries
	script    script
	settings  settings
}

func newBot(s *Server, p Profile) *Bot {
	b := &Bot{profile: p, server: s}
	b.me = mustJSON(user{ID: p.id(), IsBot: true, FirstName: p.FirstName, Username: p.Username})
	b.queue = queue{closing: s.closing, forget: s.opts.CountOnly, nextID: firstUpdateID}
	b.journal = journal{countOnly: s.opts.CountOnly, observe: s.opts.Observe}
	b.files.token = p.Token
	return b
}

// Token is the bot's token.
func (b *Bot) Token() string { return b.profile.Token }

// Username is the bot's user name, without the @.
func (b *Bot) Username() string { return b.profile.Username }

// ID is the bot's user id.
func (b *Bot) ID() int64 { return b.profile.id() }

func (b *Bot) now() time.Time { return b.server.opts.Now() }

// registry finds a bot by its token. Bots are added seldom and looked up with each call.
type registry struct {
	mu        sync.RWMutex
	byToken   map[string]*Bot
	order     []*Bot
	strangers atomic.Int64
}

func (r *registry) find(token string) *Bot {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.byToken[token]
}

func (r *registry) all() []*Bot {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return append([]*Bot(nil), r.order...)
}

// AddBot makes a further bot known and returns it.
func (s *Server) AddBot(p Profile) *Bot {
	b := newBot(s, p)
	s.registry.mu.Lock()
	defer s.registry.mu.Unlock()
	if s.registry.byToken == nil {
		s.registry.byToken = map[string]*Bot{}
	}
	s.registry.byToken[p.Token] = b
	s.registry.order = append(s.registry.order, b)
	return b
}

// ByToken returns the bot with this token, nil if there is none.
func (s *Server) ByToken(token string) *Bot { return s.registry.find(token) }

// RevokeToken makes the token unknown, as BotFather's /revoke does: calls with it get 401 from now on. The returned bot keeps its
// record.
func (s *Server) RevokeToken(token string) *Bot {
	s.registry.mu.Lock()
	defer s.registry.mu.Unlock()
	b := s.registry.byToken[token]
	delete(s.registry.byToken, token)
	return b
}
