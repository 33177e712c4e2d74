package zalotest

import (
	"fmt"
	"net/http"
	"sync"
)

// Fault is a piece of bad news that plays in place of the proper answer. The faults are the types of this package that document
// themselves as one.
type Fault interface{ play(x *exchange) }

// Refusal refuses a call in the platform's envelope, with HTTP 200, without doing it. It is a Fault.
type Refusal struct {
	Code        int
	Description string
}

func (r Refusal) play(x *exchange) { x.refuse(r) }
func (r Refusal) body() []byte {
	return fmt.Appendf(nil, `{"ok":false,"error_code":%d,"description":%q}`, r.Code, r.Description)
}

// Quota is the 429: the quota is used up. It names no time. It is a Fault.
type Quota struct{}

func (Quota) play(x *exchange) { x.refuse(Refusal{429, "Quota exceeded"}) }

// Internal is the platform's 403: an error of its own that passes. It is a Fault.
type Internal struct{}

func (Internal) play(x *exchange) { x.refuse(Refusal{403, "Internal server error"}) }

// CamelCase is a 426 whose code is spelled errorCode. It is a Fault.
type CamelCase struct{}

func (CamelCase) play(x *exchange) {
	x.write(http.StatusOK, "application/json", []byte(`{"ok":false,"errorCode":426,"description":"Daily limit"}`))
}

// FastIdle is a 408 that comes at once. It is a Fault.
type FastIdle struct{}

func (FastIdle) play(x *exchange) { x.refuse(idle()) }

func idle() Refusal { return Refusal{408, "Request timeout"} }

// Status refuses in the envelope with an HTTP status of its own. It is a Fault.
type Status struct {
	HTTP int
	Refusal
}

func (s Status) play(x *exchange) { x.write(s.HTTP, "application/json", s.body()) }

// HTMLPage answers with a gateway's page and does not do the call. It is a Fault; Status is mostly 500, 502 or 504.
type HTMLPage struct{ Status int }

func (f HTMLPage) play(x *exchange) {
	page := fmt.Appendf(nil, "<html>\r\n<head><title>%d</title></head>\r\n<body><center><h1>%[1]d</h1></center></body>\r\n</html>\r\n", f.Status)
	x.write(f.Status, "text/html", page)
}

// DropBefore closes the connection before anything happened: the call is not done. It is a Fault.
type DropBefore struct{}

func (DropBefore) play(x *exchange) { x.drop() }

// DropAfter does the call, so that a message is delivered and an update forgotten, and closes the connection without an answer.
// It is a Fault.
type DropAfter struct{}

func (DropAfter) play(x *exchange) {
	if _, taken := x.answer(); taken != nil {
		x.bot.lose(*taken)
	}
	x.drop()
}

// CutBody does the call and breaks the connection in the middle of the answer. It is a Fault.
type CutBody struct{}

func (CutBody) play(x *exchange) {
	body, taken := x.answer()
	if taken != nil {
		x.bot.lose(*taken)
	}
	x.cut(body)
}

// Slow gives its proper answer only when Release is closed, the client gives up, or the server closes. It is a Fault.
type Slow struct{ Release <-chan struct{} }

func (f Slow) play(x *exchange) {
	select {
	case <-f.Release:
		x.serve()
	case <-x.r.Context().Done():
	case <-x.bot.server.closing:
	}
}

// Twice lets a poll bring its update and puts it back, so that it is brought once more: platforms repeat themselves. It is a Fault.
type Twice struct{}

func (Twice) play(x *exchange) {
	body, taken := x.answer()
	if taken != nil {
		x.bot.again(*taken)
	}
	x.write(http.StatusOK, "application/json", body)
}

// Rule says which calls meet a fault.
type Rule struct {
	Method string // empty = any
	Chat   string // empty = any
	Every  int    // each so many matching calls; 0 = each
	Times  int    // how often; 0 = once, negative = for ever
	Fault  Fault
}

type ruling struct {
	Rule
	seen, left int
}

type script struct {
	mu    sync.Mutex
	rules []*ruling
}

// Script puts a rule into force. Of several that match a call the earliest whose turn it is plays.
func (b *Bot) Script(rule Rule) {
	left := rule.Times
	if left == 0 {
		left = 1
	}
	b.script.mu.Lock()
	defer b.script.mu.Unlock()
	b.script.rules = append(b.script.rules, &ruling{Rule: rule, left: left})
}

// Fail lets the next call of a method meet a fault.
func (b *Bot) Fail(method string, fault Fault) { b.Script(Rule{Method: method, Fault: fault}) }

// Heal takes all rules out of force.
func (b *Bot) Heal() {
	b.script.mu.Lock()
	defer b.script.mu.Unlock()
	b.script.rules = nil
}

func (s *script) match(method, chat string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rules {
		if r.left == 0 || r.Method != "" && r.Method != method || r.Chat != "" && r.Chat != chat {
			continue
		}
		r.seen++
		if r.Every > 1 && r.seen%r.Every != 0 {
			continue
		}
		if r.left > 0 {
			r.left--
		}
		return r.Fault
	}
	return nil
}

// Unverified sets a webhook that the platform then cannot reach. It is a Fault.
type Unverified struct{}

func (Unverified) play(x *exchange) {
	x.bot.SetHook(x.params["url"], x.params["secret_token"])
	x.write(http.StatusOK, "application/json", fmt.Appendf(nil,
		`{"ok":true,"result":{"url":%q,"verification":{"ok":false,"outcome":"webhook.http.403","hint":"Forbidden","status_code":403}}}`, x.params["url"]))
}
