package telegramtest

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
)

// Person is somebody who writes to a bot. A person who was never introduced is "Người <id>" with a Vietnamese Telegram.
type Person struct {
	ID        ChatID
	FirstName string
	LastName  string
	Username  string
	Language  string // IETF tag; empty in Meet means "vi", "-" means that Telegram does not tell
}

func (p Person) user() user {
	return user{ID: int64(p.ID), FirstName: p.FirstName, LastName: p.LastName, Username: p.Username, LanguageCode: p.language()}
}

func (p Person) language() string {
	switch p.Language {
	case "":
		return "vi"
	case "-":
		return ""
	}
	return p.Language
}

func (p Person) chat() chat {
	return chat{ID: p.ID, Type: "private", FirstName: p.FirstName, LastName: p.LastName, Username: p.Username}
}

// directory knows who is who in a bot's chats.
type directory struct {
	mu       sync.RWMutex
	people   map[ChatID]Person
	titles   map[ChatID]string
	seen     map[ChatID]bool // private chats in which somebody wrote
	blocked  map[ChatID]bool
	migrated map[ChatID]ChatID
}

// Meet introduces a person.
func (b *Bot) Meet(p Person) {
	d := &b.directory
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.people == nil {
		d.people = map[ChatID]Person{}
	}
	d.people[p.ID] = p
}

// Group gives a group or supergroup its title. A group that has none is called by its number.
func (b *Bot) Group(id ChatID, title string) {
	d := &b.directory
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.titles == nil {
		d.titles = map[ChatID]string{}
	}
	d.titles[id] = title
}

func (d *directory) person(id ChatID) Person {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if p, ok := d.people[id]; ok {
		return p
	}
	return Person{ID: id, FirstName: "Người " + strconv.FormatInt(int64(id), 10)}
}

// lastGroupID separates the ids of basic groups from those of supergroups and channels.
const lastGroupID ChatID = -1_000_000_000_000

func (d *directory) chat(id ChatID) chat {
	if id > 0 {
		return d.person(id).chat()
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	title, ok := d.titles[id]
	if !ok {
		title = fmt.Sprintf("Nhóm %d", -id)
	}
	kind := "group"
	if id < lastGroupID {
		kind = "supergroup"
	}
	return chat{ID: id, Title: title, Type: kind}
}

// wrote marks that a chat is known to the bot.
func (d *directory) wrote(id ChatID) {
	d.mu.RLock()
	known := d.seen[id]
	d.mu.RUnlock()
	if known {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen == nil {
		d.seen = map[ChatID]bool{}
	}
	d.seen[id] = true
}

func (d *directory) block(id ChatID, blocked bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.blocked == nil {
		d.blocked = map[ChatID]bool{}
	}
	d.blocked[id] = blocked
}

func (d *directory) migrate(from, to ChatID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.migrated == nil {
		d.migrated = map[ChatID]ChatID{}
	}
	d.migrated[from] = to
}

// reachable says whether the bot may write to the chat of this call.
func (x *exchange) reachable() *APIError {
	id := x.call.Chat
	if x.param("chat_id") == "" {
		return badRequest("chat_id is empty")
	}
	d := &x.bot.directory
	d.mu.RLock()
	defer d.mu.RUnlock()
	switch {
	case id == 0:
		return ChatNotFound{}.apiError()
	case d.blocked[id] && id > 0:
		return Blocked{}.apiError()
	case d.blocked[id]:
		return &APIError{Code: http.StatusForbidden, Description: "Forbidden: bot was kicked from the group chat"}
	case d.migrated[id] != 0:
		err := badRequest("group chat was upgraded to a supergroup chat")
		err.MigrateTo = d.migrated[id]
		return err
	case x.bot.server.opts.KnownChatsOnly && id > 0 && !d.seen[id]:
		return ChatNotFound{}.apiError()
	}
	return nil
}
