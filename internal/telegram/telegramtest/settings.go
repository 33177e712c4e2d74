package telegramtest

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
)

// Command is an entry of a command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// webhook is what setWebhook set; an empty URL means none.
type webhook struct {
	URL    string
	secret string
}

// settings are what a bot tells Telegram about itself.
type settings struct {
	mu       sync.Mutex
	commands map[menuKey][]Command
	webhook  webhook
}

type menuKey struct{ scope, language string }

// menuKey reads whom a command menu is for; the scope is kept as compact JSON.
func (x *exchange) menuKey() menuKey {
	scope := x.param("scope")
	if scope == "" {
		scope = `{"type":"default"}`
	}
	return menuKey{scope, x.param("language_code")}
}

func commandName() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9_]{1,32}$`) }

func (x *exchange) setMyCommands() *APIError {
	var commands []Command
	if err := json.Unmarshal([]byte(x.param("commands")), &commands); err != nil {
		return badRequest("can't parse commands JSON object")
	}
	if len(commands) > 100 {
		return badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	name := commandName()
	for _, c := range commands {
		if !name.MatchString(strings.TrimPrefix(c.Command, "/")) {
			return badRequest("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(c.Description); n < 1 || n > 256 {
			return badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s := &x.bot.settings
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.commands == nil {
		s.commands = map[menuKey][]Command{}
	}
	s.commands[x.menuKey()] = commands
	return x.resultTrue()
}

func (x *exchange) deleteMyCommands() *APIError {
	s := &x.bot.settings
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.commands, x.menuKey())
	return x.resultTrue()
}

func (x *exchange) getMyCommands() *APIError {
	s := &x.bot.settings
	s.mu.Lock()
	defer s.mu.Unlock()
	commands := s.commands[x.menuKey()]
	if commands == nil {
		commands = []Command{}
	}
	x.result(mustJSON(commands))
	return nil
}

// Menu returns the command menu that a scope, as JSON, has in a language; empty strings mean the default scope and no language.
func (b *Bot) Menu(scope, language string) []Command {
	if scope == "" {
		scope = `{"type":"default"}`
	}
	b.settings.mu.Lock()
	defer b.settings.mu.Unlock()
	return b.settings.commands[menuKey{scope, language}]
}

func (s *settings) hook() webhook {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.webhook
}

func (s *settings) setHook(w webhook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = w
}

func (x *exchange) setWebhook() *APIError {
	url := x.param("url")
	if url != "" && !strings.HasPrefix(url, "https://") {
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	x.dropPending()
	x.bot.settings.setHook(webhook{URL: url, secret: x.param("secret_token")})
	return x.resultTrue()
}

func (x *exchange) deleteWebhook() *APIError {
	x.dropPending()
	x.bot.settings.setHook(webhook{})
	return x.resultTrue()
}

func (x *exchange) dropPending() {
	if x.param("drop_pending_updates") == "true" {
		x.bot.queue.dropAll()
	}
}

func (x *exchange) getWebhookInfo() *APIError {
	type info struct {
		URL                  string `json:"url"`
		HasCustomCertificate bool   `json:"has_custom_certificate"`
		PendingUpdateCount   int    `json:"pending_update_count"`
	}
	x.result(mustJSON(info{URL: x.bot.settings.hook().URL, PendingUpdateCount: x.bot.Pending()}))
	return nil
}
