// Package bot is what Sổ Học understands and says.
//
// It is neutral about channels: it takes an Event, reads and writes through the transaction that it is given,
// and returns what to say as data. It never sends. Every choice that it offers can be pressed as a button and
// typed as a number or a word. Nothing in here may take long: slow work is returned as a job.
package bot

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/i18n"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/quicklog"
	"sohoc/internal/quiz"
	"sohoc/internal/quota"
	"sohoc/internal/remind"
)

// Tx is what the conversation needs of a transaction.
type Tx interface {
	people.Store
	people.PrivacyStore
	people.KnockStore
	people.Directory
	people.LeaveStore
	learning.Store
	learning.ProgressStore
	learning.StreakStore
	learning.YearStore
	dialog.Store
	quiz.BankStore
	quiz.CardStore
	QuestionFiles
	remind.Store
	quota.Store
	people.DoorStore
	// OtherDoors returns by which accounts the person of a chat can be written to besides, the newest first, and the
	// channel that the person prefers.
	OtherDoors(ctx context.Context, from channel.Address, today day.Day) (prefer string, doors []remind.Door, err error)
	CalendarStore
	// Calendar returns the working days and hours, in a zone.
	Calendar(ctx context.Context, zone *time.Location) (*calendar.Calendar, error)
	ScheduleStore
	// Now is the instant at which the transaction began.
	Now() time.Time
	// Savepoint runs fn; its error undoes what fn wrote, and nothing else.
	Savepoint(ctx context.Context, fn func() error) error
	// Book returns the lists and rules that the Office has set.
	Book(ctx context.Context) (learning.Lists, learning.Rules, error)
	// EvidenceOf lists the files of an entry.
	EvidenceOf(ctx context.Context, id learning.EntryID) ([]learning.Evidence, error)
	// AddEvidence ties a stored file to an entry; the same file twice changes nothing.
	AddEvidence(ctx context.Context, id learning.EntryID, e learning.Evidence, now time.Time) (added bool, err error)
	// MoveChat follows a chat to its new id.
	MoveChat(ctx context.Context, from channel.Address, to channel.ChatID) error
}

// Config says with what the bot speaks.
type Config struct {
	Catalog *i18n.Catalog
	Zone    *time.Location
	Office  string // whom to ask when the bot cannot help, such as "Văn phòng Sở (NV001)"; empty = the Office
	// Links returns the address that opens a chat with a code, for a channel that has one; else "".
	Links func(kind channel.Kind, code string) string
	// Upload returns the address of a page at which a person can upload what the event's chat does not take, "" when
	// there is none; nil = there never is.
	Upload func(ctx context.Context, tx Tx, e channel.Event, person people.PersonID) (string, error)
}

// Bot decides what to answer. It is safe for concurrent use.
type Bot struct {
	cfg   Config
	table *table
	book  atomic.Pointer[book]
}

// New returns a bot.
func New(cfg Config) *Bot {
	if cfg.Links == nil {
		cfg.Links = func(channel.Kind, string) string { return "" }
	}
	return &Bot{cfg: cfg, table: newTable()}
}

// Outcome is what an event leads to, beside what was written in its transaction.
type Outcome struct {
	Messages []channel.Message
	Answer   *channel.PressAnswer // acknowledges the press that led here
	Typing   bool                 // an answer takes a while
	Jobs     []job.Request
	Menu     *MenuChange // the command menu of the chat should follow
}

// MenuChange asks for the command menu of a chat to be set.
type MenuChange struct {
	To       channel.Address
	Lang     i18n.Lang
	Commands []MenuItem
}

// MenuItem is a line of a command menu.
type MenuItem struct{ Name, Description string }

// book is what the Office has set, with the parser made for it. It is read again when it is older than bookLife.
type book struct {
	lists  learning.Lists
	rules  learning.Rules
	units  []people.Unit // of today: what plain words may name
	parser *quicklog.Parser
	read   time.Time
}

// bookLife bounds how long a setting that the Office has changed may take to be seen.
const bookLife = 5 * time.Second

func (b *Bot) openBook(ctx context.Context, tx Tx) (*book, error) {
	now := tx.Now()
	if k := b.book.Load(); k != nil && now.Sub(k.read) < bookLife && !now.Before(k.read) {
		return k, nil
	}
	lists, rules, err := tx.Book(ctx)
	if err != nil {
		return nil, fmt.Errorf("read lists and rules: %w", err)
	}
	units, err := tx.Units(ctx, day.Of(now.In(b.cfg.Zone)))
	if err != nil {
		return nil, fmt.Errorf("read units: %w", err)
	}
	k := &book{lists: lists, rules: rules, units: units, read: now}
	if old := b.book.Load(); old != nil && same(old, k) {
		k.parser = old.parser
	} else {
		k.parser = quicklog.New(tables(lists, rules))
	}
	b.book.Store(k)
	return k, nil
}

// turn is one event being answered.
type turn struct {
	*Bot
	tx    Tx
	event channel.Event
	actor people.Actor
	state dialog.State
	p     *i18n.Printer
	set   *book
	now   time.Time
	today day.Day
	bank  *liveBank          // where many people are written to at once
	cal   *calendar.Calendar // only where something is due (see due)
	out   Outcome
}

// Handle answers one event. Its error is a fault of the program, for the log; what a person did wrong is part
// of the answer.
func (b *Bot) Handle(ctx context.Context, tx Tx, e channel.Event) (Outcome, error) {
	k, err := b.openBook(ctx, tx)
	if err != nil {
		return Outcome{}, err
	}
	now := tx.Now()
	t := &turn{Bot: b, tx: tx, event: e, set: k, now: now, today: day.Of(now.In(b.cfg.Zone))}
	if t.actor, err = tx.ActorByAccount(ctx, account(e), t.today); err != nil {
		return Outcome{}, err
	}
	if t.state, err = tx.Conversation(ctx, e.Address); err != nil {
		return Outcome{}, err
	}
	t.p = b.cfg.Catalog.In(t.lang())
	if e.Kind != channel.Upload {
		t.state.Filed = dialog.Filed{} // a row of files ends with anything else
	}
	if err := t.answer(ctx); err != nil {
		return Outcome{}, err
	}
	if len(t.state.Offer) == 0 {
		t.state.OfferedAt = 0
	}
	if err := tx.SaveConversation(ctx, e.Address, t.state, now); err != nil {
		return Outcome{}, err
	}
	t.out.Messages = merged(t.out.Messages)
	return t.out, nil
}

// Apologise is the answer to an event that could not be handled.
func (b *Bot) Apologise(ctx context.Context, tx Tx, e channel.Event) ([]channel.Message, error) {
	if e.Group || e.Kind == channel.Blocked || e.Kind == channel.Moved || e.Kind == channel.Opened {
		return nil, nil
	}
	actor, err := tx.ActorByAccount(ctx, account(e), day.Of(tx.Now().In(b.cfg.Zone)))
	if err != nil || !actor.Known() {
		return nil, err
	}
	p := b.cfg.Catalog.In(langOf(actor.Person.Lang, "", e.Language))
	return []channel.Message{{To: e.Address, Text: p.T("chung.loi", nil), Class: channel.Reply, Policy: channel.Repeat}}, nil
}

func account(e channel.Event) people.Account {
	return people.Account{Channel: string(e.Channel), Account: string(e.Account), User: string(e.User), Chat: string(e.Chat)}
}

func (t *turn) lang() i18n.Lang { return langOf(t.actor.Person.Lang, t.state.Lang, t.event.Language) }

// langOf prefers what the person chose, then what the chat chose, then what the app says of itself.
func langOf(chosen, chat, app string) i18n.Lang {
	for _, l := range []string{chosen, chat} {
		if l != "" {
			return i18n.Lang(l)
		}
	}
	return i18n.Guess(app)
}
