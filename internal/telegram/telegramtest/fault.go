package telegramtest

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Fault is a piece of bad news that a Rule plays in place of the proper answer. The faults are the types of this package that
// document themselves as one.
type Fault interface{ play(x *exchange) }

// apiFault is a fault that is a refusal in Telegram's own envelope.
type apiFault interface{ apiError() *APIError }

// APIError refuses a call in Telegram's envelope without doing it. It is a Fault; the named ones below are shorter to write.
type APIError struct {
	Code        int
	Description string
	RetryAfter  int    // seconds, 0 for none
	MigrateTo   ChatID // 0 for none
}

func badRequest(text string) *APIError {
	return &APIError{Code: http.StatusBadRequest, Description: "Bad Request: " + text}
}

func (e *APIError) apiError() *APIError { return e }
func (e *APIError) play(x *exchange)    { x.refuse(e) }

func (e *APIError) envelope() []byte {
	type parameters struct {
		MigrateTo  ChatID `json:"migrate_to_chat_id,omitempty"`
		RetryAfter int    `json:"retry_after,omitempty"`
	}
	body := struct {
		OK          bool        `json:"ok"`
		ErrorCode   int         `json:"error_code"`
		Description string      `json:"description"`
		Parameters  *parameters `json:"parameters,omitempty"`
	}{ErrorCode: e.Code, Description: e.Description}
	if e.RetryAfter != 0 || e.MigrateTo != 0 {
		body.Parameters = &parameters{e.MigrateTo, e.RetryAfter}
	}
	return mustJSON(body)
}

// TooManyRequests is the 429 of flood control. It is a Fault.
type TooManyRequests struct{ RetryAfter int }

func (f TooManyRequests) play(x *exchange) { x.refuse(f.apiError()) }
func (f TooManyRequests) apiError() *APIError {
	return &APIError{http.StatusTooManyRequests, fmt.Sprintf("Too Many Requests: retry after %d", f.RetryAfter), f.RetryAfter, 0}
}

// Blocked is the 403 of a person who blocked the bot; Bot.Block causes it for good. It is a Fault.
type Blocked struct{}

func (f Blocked) play(x *exchange) { x.refuse(f.apiError()) }
func (Blocked) apiError() *APIError {
	return &APIError{Code: http.StatusForbidden, Description: "Forbidden: bot was blocked by the user"}
}

// Deactivated is the 403 of a person whose account is gone. It is a Fault.
type Deactivated struct{}

func (f Deactivated) play(x *exchange) { x.refuse(f.apiError()) }
func (Deactivated) apiError() *APIError {
	return &APIError{Code: http.StatusForbidden, Description: "Forbidden: user is deactivated"}
}

// CantParse is the 400 of broken markup. It is a Fault.
type CantParse struct{}

func (f CantParse) play(x *exchange) { x.refuse(f.apiError()) }
func (CantParse) apiError() *APIError {
	return badRequest("can't parse entities: Can't find end tag corresponding to start tag \"b\"")
}

// ChatNotFound is the 400 of a chat that does not exist for the bot. It is a Fault.
type ChatNotFound struct{}

func (f ChatNotFound) play(x *exchange)  { x.refuse(f.apiError()) }
func (ChatNotFound) apiError() *APIError { return badRequest("chat not found") }

// Conflict is the 409 of a second copy of the bot. It is a Fault.
type Conflict struct{}

func (f Conflict) play(x *exchange) { x.refuse(f.apiError()) }
func (Conflict) apiError() *APIError {
	return &APIError{Code: http.StatusConflict, Description: "Conflict: terminated by other getUpdates request; " +
		"make sure that only one bot instance is running"}
}

// Unauthorized is the 401 of a token that is no more; Server.RevokeToken causes it for good. It is a Fault.
type Unauthorized struct{}

func (f Unauthorized) play(x *exchange) { x.refuse(f.apiError()) }
func (Unauthorized) apiError() *APIError {
	return &APIError{Code: http.StatusUnauthorized, Description: "Unauthorized"}
}

// HTMLPage answers with a gateway's page and does not do the call. It is a Fault; Status is mostly 500, 502 or 504.
type HTMLPage struct{ Status int }

func (f HTMLPage) play(x *exchange) {
	x.call.Status, x.call.Description = f.Status, http.StatusText(f.Status)
	x.log()
	title := fmt.Sprintf("%d %s", f.Status, http.StatusText(f.Status))
	x.write(f.Status, "text/html", fmt.Appendf(nil, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%[1]s"+
		"</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n", title))
}

// CutBody does the call and breaks the connection in the middle of the answer. It is a Fault.
type CutBody struct{}

func (CutBody) play(x *exchange) {
	body := x.handled()
	x.cut(body, len(body)/2)
}

// handled does the call and returns the answer that a healthy Telegram would give.
func (x *exchange) handled() []byte {
	if err := x.handle(); err != nil {
		return err.envelope()
	}
	return x.out
}

// DropBefore closes the connection before anything happened: the call is neither done nor recorded. It is a Fault.
type DropBefore struct{}

func (DropBefore) play(x *exchange) { x.drop() }

// DropAfter does the call, so that a message is delivered, and closes the connection without an answer. It is a Fault.
type DropAfter struct{}

func (DropAfter) play(x *exchange) {
	x.handled()
	x.drop()
}

// Hang gives no answer until the client gives up, Release is closed or the server closes; after a release the answer comes as
// usual. The call stands in the record from the start, with Status 0 unless it is done. It is a Fault.
type Hang struct {
	Release <-chan struct{} // nil: only the client or the end of the server ends it
	Deliver bool            // do the call before hanging, not after
}

func (f Hang) play(x *exchange) {
	var err *APIError
	if f.Deliver {
		err = x.handle()
	} else {
		x.logged = true
		x.bot.journal.add(x.call)
	}
	select {
	case <-f.Release:
	case <-x.context().Done():
		return
	case <-x.bot.server.closing:
		return
	}
	if !f.Deliver {
		x.serve()
		return
	}
	x.finish(err)
}

// Slow answers properly after a while. It is a Fault.
type Slow struct{ Delay time.Duration }

func (f Slow) play(x *exchange) {
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		x.serve()
	case <-x.context().Done():
	case <-x.bot.server.closing:
	}
}

// EmptyResult does nothing and reports success: for getUpdates an empty list before its time, for the others no result at all.
// It is a Fault.
type EmptyResult struct{}

func (EmptyResult) play(x *exchange) {
	x.log()
	body := `{"ok":true}`
	if x.call.Method == "getUpdates" {
		body = `{"ok":true,"result":[]}`
	}
	x.write(http.StatusOK, "application/json", []byte(body))
}

// EmptyBody does nothing and answers 200 with no byte. It is a Fault.
type EmptyBody struct{}

func (EmptyBody) play(x *exchange) {
	x.log()
	x.write(http.StatusOK, "application/json", nil)
}

// Redeliver lets a getUpdates bring the Last confirmed updates once more, before the new ones. It is a Fault.
type Redeliver struct{ Last int }

func (f Redeliver) play(x *exchange) {
	x.bot.queue.redeliver(f.Last)
	x.serve()
}

// Forever as Rule.Times keeps a rule in force until it is removed.
const Forever = -1

// Rule says which calls meet a fault.
type Rule struct {
	Method string // empty: all but getUpdates
	Chat   ChatID // 0: all
	Skip   int    // so many matching calls pass first
	Times  int    // so many meet the fault; 0 means one
	Fault  Fault
}

// Ruling is a Rule in force.
type Ruling struct {
	script *script
	rule   Rule
	left   int
	hits   int
}

// Hits counts the calls that met the fault.
func (r *Ruling) Hits() int {
	r.script.mu.Lock()
	defer r.script.mu.Unlock()
	return r.hits
}

// Remove ends the rule; calls that are being served keep their fault.
func (r *Ruling) Remove() {
	r.script.mu.Lock()
	defer r.script.mu.Unlock()
	r.left = 0
}

type script struct {
	active atomic.Int64 // rules there are; spares the lock when there are none
	mu     sync.Mutex
	rules  []*Ruling
}

// Script puts a rule into force. Of several that match a call the earliest plays; those behind it do not count the call.
func (b *Bot) Script(rule Rule) *Ruling {
	r := &Ruling{script: &b.script, rule: rule, left: rule.Times}
	if r.left == 0 {
		r.left = 1
	}
	b.script.mu.Lock()
	defer b.script.mu.Unlock()
	b.script.rules = append(b.script.rules, r)
	b.script.active.Add(1)
	return r
}

// Fail lets the next call of a method meet a fault.
func (b *Bot) Fail(method string, fault Fault) *Ruling {
	return b.Script(Rule{Method: method, Fault: fault})
}

func (s *script) match(call *Call) Fault {
	if s.active.Load() == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rules {
		if r.left == 0 || !r.rule.matches(call) {
			continue
		}
		if r.rule.Skip > 0 {
			r.rule.Skip--
			return nil
		}
		if r.left > 0 {
			r.left--
		}
		r.hits++
		return r.rule.Fault
	}
	return nil
}

func (r *Rule) matches(call *Call) bool {
	if r.Method == "" && call.Method == "getUpdates" || r.Method != "" && r.Method != call.Method {
		return false
	}
	return r.Chat == 0 || r.Chat == call.Chat
}
