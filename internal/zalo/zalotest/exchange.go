package zalotest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"unicode/utf16"
)

// Call is one call of the bot, in the order of arrival.
type Call struct {
	Method string
	Params map[string]string
	Fault  Fault // what was played in place of the proper answer, nil for none
}

// exchange is one call on its way through the server.
type exchange struct {
	bot    *Bot
	w      http.ResponseWriter
	r      *http.Request
	method string
	params map[string]string
}

// run reads the call and lets a scripted fault or the method itself answer it.
func (x *exchange) run() {
	body, err := io.ReadAll(x.r.Body)
	if err != nil {
		return // it never arrived
	}
	x.params = map[string]string{}
	raw := map[string]any{}
	if len(body) > 0 && json.Unmarshal(body, &raw) != nil {
		x.bot.violate(x.method, "the body is no JSON object")
	}
	for k, v := range raw {
		switch v := v.(type) {
		case string:
			x.params[k] = v
		case float64:
			x.params[k] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			x.bot.violate(x.method, k+" is neither text nor number")
		}
	}
	fault := x.bot.script.match(x.method, x.params["chat_id"])
	x.bot.record(Call{Method: x.method, Params: x.params, Fault: fault})
	if fault != nil {
		fault.play(x)
		return
	}
	x.serve()
}

// serve answers as a healthy platform would.
func (x *exchange) serve() {
	body, taken := x.answer()
	if !x.write(http.StatusOK, "application/json", body) && taken != nil {
		x.bot.lose(*taken)
	}
}

// answer does the call and returns the body of the answer. A poll also returns the update that it has taken: the
// platform has forgotten it.
func (x *exchange) answer() (body []byte, taken *Update) {
	result, refusal, taken := x.bot.do(x)
	if refusal != nil {
		return refusal.body(), nil
	}
	if result == nil {
		return []byte(`{"ok":true}`), taken
	}
	return fmt.Appendf(nil, `{"ok":true,"result":%s}`, result), taken
}

// refuse says no in the platform's envelope, with the HTTP status of a success.
func (x *exchange) refuse(r Refusal) { x.write(http.StatusOK, "application/json", r.body()) }

// write sends an answer and reports whether the connection took all of it.
func (x *exchange) write(status int, kind string, body []byte) bool {
	h := x.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	x.w.WriteHeader(status)
	if x.r.Context().Err() != nil {
		return false
	}
	_, err := x.w.Write(body)
	if err == nil {
		err = http.NewResponseController(x.w).Flush()
	}
	return err == nil && x.r.Context().Err() == nil
}

// cut promises the whole body, sends half of it and closes the connection.
func (x *exchange) cut(body []byte) {
	x.hijack(func(w *bufio.Writer) {
		_, _ = fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(body))
		_, _ = w.Write(body[:len(body)/2])
	})
}

// drop closes the connection without a byte.
func (x *exchange) drop() { x.hijack(func(*bufio.Writer) {}) }

func (x *exchange) hijack(write func(*bufio.Writer)) {
	conn, buffered, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // closes the connection too
	}
	write(buffered.Writer)
	_ = buffered.Flush()
	_ = conn.Close()
}

// units is the length of a text as the platform may count it.
func units(text string) int { return len(utf16.Encode([]rune(text))) }
