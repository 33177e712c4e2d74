package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/webchat"
)

const (
	beatEvery = 20 * time.Second
	// sendTime bounds how long a reader may keep us from writing.
	sendTime = 30 * time.Second
	// batch bounds what is read at once.
	batch = 100
)

// events is the stream of a chat: what was said after the message that the browser has, then what is said, each
// once and in order. The number of a message is its id, so a browser that was cut off comes again and misses
// nothing.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	v, ok := s.insider(w, r)
	if !ok {
		return
	}
	st, ok := s.hub.open(v.session.Chat, v.session.ID)
	if !ok {
		w.Header().Set("Retry-After", "10")
		s.refuse(w, r, http.StatusServiceUnavailable, "web.dong_qua")
		return
	}
	defer s.hub.leave(st)
	if shown := r.URL.Query().Get("around"); shown != "" {
		// Read again: what changed since the cookie was read was told to nobody, and what changes now is told to st.
		if v, err := s.visitor(r); err != nil || shown != s.around(v) {
			signal(st.around)
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	h.Del("Content-Security-Policy") // a stream is no page; and 2,000 of them need no copies of it
	f := feed{Server: s, w: w, clock: http.NewResponseController(w), v: v, after: sinceOf(r)}
	_ = f.clock.SetReadDeadline(time.Time{}) // the next thing that the browser says is good-bye
	if err := f.run(r, st); err != nil {
		return // the reader is gone, or comes again
	}
}

// sinceOf is the last message that the browser has.
func sinceOf(r *http.Request) webchat.MessageID {
	return max(messageID(r.Header.Get("Last-Event-ID")), messageID(r.URL.Query().Get("after")))
}

// messageID reads a message's number; what is none is 0.
func messageID(text string) webchat.MessageID {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return webchat.MessageID(n)
}

// feed is one stream as it is written.
type feed struct {
	*Server

	w     http.ResponseWriter
	clock *http.ResponseController
	v     visitor
	after webchat.MessageID
}

func (f *feed) run(r *http.Request, st *stream) error {
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	if err := f.write("retry: 2000\n\n"); err != nil {
		return err
	}
	signal(st.news)
	for {
		var err error
		select {
		case <-st.news:
			err = f.news(r)
		case <-st.typing:
			err = f.write("event: typing\ndata:\n\n")
		case <-st.around:
			err = f.write("event: refresh\ndata:\n\n")
		case <-beat.C:
			err = f.write("event: beat\ndata:\n\n")
		case <-st.done:
			return nil
		case <-r.Context().Done():
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// news writes what was said since.
func (f *feed) news(r *http.Request) error {
	for {
		var said []webchat.Message
		err := f.cfg.View(r.Context(), func(tx Store) (err error) {
			said, err = tx.WebMessagesAfter(r.Context(), f.v.session.Chat, f.after, batch)
			return err
		})
		if err != nil {
			f.tell(r, "read messages for a stream", err)
			return err
		}
		var out strings.Builder
		for _, m := range said {
			data, err := json.Marshal(f.item(f.v, m, true))
			if err != nil {
				return fmt.Errorf("encode message: %w", err)
			}
			fmt.Fprintf(&out, "id: %d\ndata: %s\n\n", m.ID, data)
			f.after = m.ID
		}
		if out.Len() > 0 {
			if err := f.write(out.String()); err != nil {
				return err
			}
		}
		if len(said) < batch {
			return nil
		}
	}
}

func (f *feed) write(text string) error {
	_ = f.clock.SetWriteDeadline(time.Now().Add(sendTime)) //nolint:forbidigo // a deadline of the machine
	if _, err := f.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("write to stream: %w", err)
	}
	if err := f.clock.Flush(); err != nil {
		return fmt.Errorf("flush stream: %w", err)
	}
	return nil
}
