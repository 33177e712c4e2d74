package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/viet"
)

// maxFetch is the largest file that Telegram lets a bot download.
const maxFetch = 20 << 20

// lastSecond is the end of the year 9999 in unix seconds. An instant beyond cannot be written down, and an
// event that cannot be stored would hold up all behind it.
const lastSecond = 253402300799

var errNoID = errors.New("telegram: an update without an id")

// Decode turns one update, the body of a webhook's request, into an event. It returns false for an update that
// is of no interest and is to be acknowledged all the same.
func (a *Adapter) Decode(body []byte) (channel.Event, bool, error) {
	var u update
	if err := json.Unmarshal(body, &u); err != nil {
		return channel.Event{}, false, fmt.Errorf("decode telegram update: %w", withoutValue(err))
	}
	if u.ID == 0 {
		return channel.Event{}, false, errNoID
	}
	event, ok := a.decoder().event(&u)
	return event, ok, nil
}

// batch is what one poll brought.
type batch struct {
	events []channel.Event
	next   int64 // the offset that acknowledges all of it, 0 when it brought nothing
	broken []int64
}

// decodeBatch reads the answer to getUpdates. An update that cannot be read is named in broken and does not
// hold up the others.
func (d decoder) decodeBatch(body []byte) (batch, error) {
	var answer struct {
		Result []update `json:"result"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return d.decodeOneByOne(body)
	}
	b := batch{events: make([]channel.Event, 0, len(answer.Result))}
	for i := range answer.Result {
		if answer.Result[i].ID == 0 {
			return d.decodeOneByOne(body)
		}
		b.add(d, &answer.Result[i])
	}
	return b, nil
}

func (d decoder) decodeOneByOne(body []byte) (batch, error) {
	var answer struct {
		Result []json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return batch{}, fmt.Errorf("decode telegram updates: %w", withoutValue(err))
	}
	var b batch
	for _, raw := range answer.Result {
		var u update
		if err := json.Unmarshal(raw, &u); err != nil {
			id := struct {
				ID int64 `json:"update_id"`
			}{}
			if json.Unmarshal(raw, &id) == nil && id.ID != 0 {
				b.broken = append(b.broken, id.ID)
				b.passed(id.ID)
			}
			continue
		}
		if u.ID != 0 {
			b.add(d, &u)
		}
	}
	if len(answer.Result) > 0 && b.next == 0 {
		// Nothing here can be acknowledged; asking again at once would bring the same.
		return b, errNoID
	}
	return b, nil
}

func (b *batch) add(d decoder, u *update) {
	b.passed(u.ID)
	if event, ok := d.event(u); ok {
		b.events = append(b.events, event)
	}
}

func (b *batch) passed(id int64) {
	if id < math.MaxInt64 {
		b.next = max(b.next, id+1)
	}
}

// withoutValue names what was wrong with a JSON text without quoting any of it.
func withoutValue(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		return fmt.Errorf("%s is no %s", wrongType.Field, wrongType.Type)
	}
	return errors.New("not JSON, or cut")
}

// decoder makes events for one bot at one moment.
type decoder struct {
	account  channel.Account
	self     int64
	username string
	now      time.Time
}

func (a *Adapter) decoder() decoder {
	return decoder{account: a.account, self: a.self, username: a.Username(), now: a.clock.Now()}
}

// event turns an update into an event, or returns false if nobody needs to know of it.
func (d decoder) event(u *update) (channel.Event, bool) {
	var event channel.Event
	var ok bool
	switch {
	case u.Message != nil:
		event, ok = d.message(u.Message)
	case u.EditedMessage != nil:
		event, ok = d.edited(u.EditedMessage)
	case u.CallbackQuery != nil:
		event, ok = d.press(u.CallbackQuery)
	case u.MyChatMember != nil:
		event, ok = d.member(u.MyChatMember)
	}
	event.Key = channel.UpdateKey(strconv.FormatInt(u.ID, 10))
	return event, ok
}

// base fills in what every event has.
func (d decoder) base(c chat, from user, seconds int64) channel.Event {
	event := channel.Event{
		Address:  channel.Address{Channel: channel.Telegram, Account: d.account, Chat: chatID(c.ID)},
		Group:    c.Type != "private",
		Language: from.Language,
		Sent:     d.now,
		Received: d.now,
	}
	if from.ID != 0 {
		event.User = channel.UserID(strconv.FormatInt(from.ID, 10))
	}
	if seconds > 0 && seconds <= lastSecond {
		event.Sent = time.Unix(seconds, 0).UTC()
	}
	return event
}

func (d decoder) message(m *message) (channel.Event, bool) {
	event := d.base(m.Chat, m.From, m.Date)
	event.Message = messageID(m.ID)
	if m.Chat.ID == 0 {
		return event, false
	}
	if m.MigrateTo != 0 {
		event.Kind, event.NewChat = channel.Moved, chatID(m.MigrateTo)
		return event, true
	}
	if m.From.IsBot || m.From.ID == 0 {
		return event, false // other bots, and what nobody in particular said
	}
	words := m.Text
	if words == "" {
		words = m.Caption
	}
	d.words(&event, m, words)
	switch {
	case m.foreign():
		event.Kind = channel.Unhandled
	case m.Text != "":
		event.Kind = channel.Text
	case len(m.Photo) > 0:
		event.Kind, event.File = channel.Upload, largest(m.Photo)
	case m.Document != nil:
		event.Kind, event.File = channel.Upload, m.Document.ref()
	default:
		return event, false
	}
	return event, true
}

func (d decoder) edited(m *message) (channel.Event, bool) {
	event := d.base(m.Chat, m.From, max(m.EditDate, m.Date))
	event.Kind, event.Message = channel.Edited, messageID(m.ID)
	words := m.Text
	if words == "" {
		words = m.Caption
	}
	d.words(&event, m, words)
	// A live location moves by edits; it has no words.
	return event, words != "" && m.Chat.ID != 0 && m.From.ID != 0 && !m.From.IsBot
}

// words puts what was typed into the event: composed, and without the name of the bot.
func (d decoder) words(event *channel.Event, m *message, words string) {
	named := d.findName(viet.NFC(words))
	event.Text = named.text
	if event.Group {
		event.ToBot = named.bot || !named.other && m.ReplyTo.From.ID == d.self && d.self != 0
	}
}

func (d decoder) press(c *callback) (channel.Event, bool) {
	if c.Message == nil || c.Message.Chat.ID == 0 || c.Data == "" || c.From.ID == 0 {
		return channel.Event{}, false // under a message that another chat shows by way of a bot, or a game
	}
	event := d.base(c.Message.Chat, c.From, 0)
	event.Kind, event.Message = channel.Press, messageID(c.Message.ID)
	event.Press, event.PressID = c.Data, c.ID
	event.ToBot = event.Group // the button is the bot's
	return event, true
}

func (d decoder) member(c *memberChange) (channel.Event, bool) {
	event := d.base(c.Chat, c.From, c.Date)
	may := c.New.mayWrite()
	event.Kind = channel.Blocked
	if may {
		event.Kind = channel.Opened
	}
	return event, c.Chat.ID != 0 && may != c.Old.mayWrite()
}

// largest picks the best size of a picture that can be fetched.
func largest(sizes []file) *channel.FileRef {
	best := sizes[0]
	for _, size := range sizes[1:] {
		better := size.Width*size.Height > best.Width*best.Height
		if size.Size <= maxFetch && (better || best.Size > maxFetch) {
			best = size
		}
	}
	best.MIME = "image/jpeg" // Telegram keeps pictures in no other format
	return best.ref()
}

func (f file) ref() *channel.FileRef {
	return &channel.FileRef{ID: f.ID, Name: viet.NFC(f.Name), MIME: f.MIME, Size: f.Size}
}

func chatID(id int64) channel.ChatID { return channel.ChatID(strconv.FormatInt(id, 10)) }

func messageID(id int64) channel.MessageID {
	if id == 0 {
		return ""
	}
	return channel.MessageID(strconv.FormatInt(id, 10))
}
