package telegramtest

import (
	"slices"
	"sync"
	"time"
)

// keptPolls bounds the record of getUpdates, which a bot calls without end.
const keptPolls = 1000

// Call is one call of the bot as it stands in the record.
type Call struct {
	Method      string
	Params      Params
	Uploads     []Upload
	At          time.Time
	Chat        ChatID    // 0 if the call names none
	MessageID   MessageID // of the message that it made, 0 for none
	Status      int       // what Telegram decided: 200, 400, …; 0 while a call hangs undone
	Description string    // of a refusal
	Fault       Fault     // the fault that it met, nil for none
}

// Sent is a message that the bot delivered, as it was when it was sent.
type Sent struct {
	Chat      ChatID
	MessageID MessageID
	Method    string
	Text      string // the text or the caption
	ParseMode string
	Markup    string // reply_markup as JSON, empty for none
	Uploads   []Upload
	ReplyTo   MessageID
	At        time.Time
}

// journal is the record of one bot.
type journal struct {
	countOnly bool
	observe   func(Sent)

	mu         sync.Mutex
	lastID     MessageID
	calls      []Call
	polls      []Call
	counts     map[string]int
	sent       []Sent
	chats      map[ChatID]*chatLog
	messages   map[MessageID]*stored
	violations []Violation
	changed    chan struct{} // closed at the next change, if somebody waits
}

// chatLog is what the bot sent to one chat, so that hundreds of people can wait for their replies without waking each other.
type chatLog struct {
	sent    []Sent
	changed chan struct{} // closed at the next message, if somebody waits
}

func (j *journal) chatLocked(id ChatID) *chatLog {
	if j.chats == nil {
		j.chats = map[ChatID]*chatLog{}
	}
	log := j.chats[id]
	if log == nil {
		log = &chatLog{}
		j.chats[id] = log
	}
	return log
}

// stored is a message as it stands in its chat now.
type stored struct {
	Sent

	own      bool // the bot's
	sender   ChatID
	editedAt time.Time
	deleted  bool
	entities []entity
	media    []byte // the JSON of its photo, document …: `"photo":[…]`
}

// nextMessageID numbers a message of a person.
func (j *journal) nextMessageID() MessageID {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lastID++
	return j.lastID
}

// keep remembers a person's message.
func (j *journal) keep(m *stored) {
	if j.countOnly {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.putLocked(m)
}

func (j *journal) putLocked(m *stored) {
	if j.messages == nil {
		j.messages = map[MessageID]*stored{}
	}
	j.messages[m.MessageID] = m
}

// deliver numbers the bot's message and records it together with its call, so that nobody sees one without the other.
func (j *journal) deliver(m *stored, call *Call, logCall bool) {
	j.mu.Lock()
	j.lastID++
	m.MessageID = j.lastID
	call.MessageID = m.MessageID
	if logCall {
		j.addLocked(*call)
	}
	j.countLocked(sentKey)
	if !j.countOnly {
		j.sent = append(j.sent, m.Sent)
		j.putLocked(m)
		log := j.chatLocked(m.Chat)
		log.sent = append(log.sent, m.Sent)
		wake(&log.changed)
	}
	j.wakeLocked()
	j.mu.Unlock()
	if j.observe != nil {
		j.observe(m.Sent)
	}
}

// sentKey counts the delivered messages beside the methods.
const sentKey = " sent"

func (j *journal) add(call Call) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.addLocked(call)
	j.wakeLocked()
}

func (j *journal) addLocked(call Call) {
	j.countLocked(call.Method)
	switch {
	case j.countOnly:
	case call.Method == "getUpdates":
		if len(j.polls) == 2*keptPolls {
			j.polls = append(j.polls[:0], j.polls[keptPolls:]...)
		}
		j.polls = append(j.polls, call)
	default:
		j.calls = append(j.calls, call)
	}
}

func (j *journal) countLocked(key string) {
	if j.counts == nil {
		j.counts = map[string]int{}
	}
	j.counts[key]++
}

func (j *journal) wakeLocked() { wake(&j.changed) }

// wake closes a channel that somebody waits on; the caller holds the lock.
func wake(changed *chan struct{}) {
	if *changed != nil {
		close(*changed)
		*changed = nil
	}
}

// watch returns a channel that the next wake closes; the caller holds the lock.
func watch(changed *chan struct{}) <-chan struct{} {
	if *changed == nil {
		*changed = make(chan struct{})
	}
	return *changed
}

func (j *journal) violate(all []Violation) {
	if len(all) == 0 {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.violations = append(j.violations, all...)
}

func (j *journal) allViolations() []Violation {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.violations)
}

// Calls lists the recorded calls in order, all of them or those of the methods named. Of getUpdates only the last thousand or
// two are kept, and they are listed only when it is named.
func (b *Bot) Calls(methods ...string) []Call {
	j := &b.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(methods) == 0 {
		return slices.Clone(j.calls)
	}
	var found []Call
	for _, list := range [][]Call{j.calls, j.polls} {
		for _, c := range list {
			if slices.Contains(methods, c.Method) {
				found = append(found, c)
			}
		}
	}
	return found
}

// Count says how often a method was called, also with CountOnly.
func (b *Bot) Count(method string) int {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	return b.journal.counts[method]
}

// SentCount says how many messages were delivered, also with CountOnly.
func (b *Bot) SentCount() int { return b.Count(sentKey) }

// Sent lists the messages delivered to a chat in order, as they were when they were sent.
func (b *Bot) Sent(chat ChatID) []Sent {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	if log := b.journal.chats[chat]; log != nil {
		return slices.Clone(log.sent)
	}
	return nil
}

// AllSent lists the messages delivered to all chats in order.
func (b *Bot) AllSent() []Sent {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	return slices.Clone(b.journal.sent)
}

// Current returns a message of the bot as it stands after edits, and false if it is deleted or none of the bot's.
func (b *Bot) Current(id MessageID) (Sent, bool) {
	b.journal.mu.Lock()
	defer b.journal.mu.Unlock()
	m := b.journal.messages[id]
	if m == nil || m.deleted || !m.own {
		return Sent{}, false
	}
	return m.Sent, true
}
