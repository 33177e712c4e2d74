package telegramtest

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MethodDownload is the name under which downloads of files stand in the record and can be given a fault.
const MethodDownload = "file"

// exchange is one call on its way through the server.
type exchange struct {
	bot    *Bot
	w      http.ResponseWriter
	r      *http.Request
	call   Call
	logged bool // the call stands in the record
	out    []byte
}

// ServeHTTP serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	token, method, isFile := splitPath(r.URL.Path)
	b := s.registry.find(token)
	if b == nil {
		s.registry.strangers.Add(1)
		(&exchange{w: w, r: r}).writeError(&Unauthorized{})
		return
	}
	x := &exchange{bot: b, w: w, r: r, call: Call{Method: method, At: b.now()}}
	if isFile {
		x.call.Method, x.call.Params = MethodDownload, Params{{"file_path", method}}
		x.run()
		return
	}
	f, err := decode(r, &s.buffers)
	if err != nil {
		x.finish(badRequest(err.Error()))
		return
	}
	x.call.Params, x.call.Uploads = f.params, f.uploads
	if id, ok := f.params.Lookup("chat_id"); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err == nil {
			x.call.Chat = ChatID(n)
		}
	}
	x.run()
}

// splitPath takes a path apart; a path of another shape gives an empty token, which no bot has.
func splitPath(path string) (token, method string, isFile bool) {
	path, isFile = strings.CutPrefix(path, "/file/bot")
	if !isFile {
		var ok bool
		if path, ok = strings.CutPrefix(path, "/bot"); !ok {
			return "", "", false
		}
	}
	token, method, _ = strings.Cut(path, "/")
	return token, method, isFile
}

// run checks the call and lets a scripted fault or the method itself answer it.
func (x *exchange) run() {
	if !x.bot.server.opts.NoCheck && x.call.Method != MethodDownload {
		x.bot.journal.violate(checkCall(&x.call))
	}
	if fault := x.bot.script.match(&x.call); fault != nil {
		x.call.Fault = fault
		fault.play(x)
		return
	}
	x.serve()
}

// serve answers as a healthy Telegram would.
func (x *exchange) serve() { x.finish(x.handle()) }

// handle does what the method does and leaves the body of the answer in x.out; the call is in the record afterwards.
func (x *exchange) handle() *APIError {
	var err *APIError
	if x.call.Method == MethodDownload {
		err = x.download()
	} else {
		x.out = append(x.out[:0], `{"ok":true,"result":`...)
		err = x.dispatch()
		x.out = append(x.out, '}')
	}
	if err != nil {
		x.call.Status, x.call.Description = err.Code, err.Description
	}
	x.log()
	return err
}

func (x *exchange) dispatch() *APIError {
	if handler, ok := methods[x.call.Method]; ok {
		for i := range x.call.Params {
			if !utf8.ValidString(x.call.Params[i].Value) {
				return badRequest("strings must be encoded in UTF-8")
			}
		}
		return handler(x)
	}
	return x.generic()
}

// log puts the call into the record unless it is there.
func (x *exchange) log() {
	if x.logged {
		return
	}
	x.logged = true
	x.settleStatus()
	x.bot.journal.add(x.call)
}

func (x *exchange) settleStatus() {
	if x.call.Status == 0 {
		x.call.Status = http.StatusOK
	}
}

// finish sends the result, or the refusal if there is one.
func (x *exchange) finish(err *APIError) {
	if err != nil {
		x.refuse(err)
		return
	}
	contentType := "application/json"
	if x.call.Method == MethodDownload {
		contentType = "application/octet-stream"
	}
	x.write(http.StatusOK, contentType, x.out)
}

// refuse records the call as refused and says so to the bot.
func (x *exchange) refuse(err *APIError) {
	x.call.Status, x.call.Description = err.Code, err.Description
	x.log()
	x.writeError(err)
}

func (x *exchange) writeError(err apiFault) {
	e := err.apiError()
	x.write(e.Code, "application/json", e.envelope())
}

func (x *exchange) write(status int, contentType string, body []byte) {
	header := x.w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	x.w.WriteHeader(status)
	_, _ = x.w.Write(body) // a client that has gone is the client's matter
}

// cut promises the whole body, sends the first n bytes of it and closes the connection.
func (x *exchange) cut(body []byte, n int) {
	x.hijack(func(w *bufio.Writer) {
		_, _ = fmt.Fprintf(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(body))
		_, _ = w.Write(body[:n])
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

// context ends when the client gives up or the connection breaks.
func (x *exchange) context() context.Context { return x.r.Context() }
