package channel_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
)

func TestPlainNumbersTheChoices(t *testing.T) {
	t.Parallel()
	var many channel.Message
	var lines strings.Builder
	many.Text = "Học bao lâu?"
	for i := range 12 {
		many.Choices = append(many.Choices, channel.Choice{Data: fmt.Sprint(i), Label: fmt.Sprintf("%d phút", 15*i), Aside: i%2 == 0})
		fmt.Fprintf(&lines, "\n%d. %d phút", i+1, 15*i)
	}
	for name, c := range map[string]struct {
		message channel.Message
		want    string
	}{
		"no choices": {channel.Message{Text: "Đã xóa.\nXong."}, "Đã xóa.\nXong."},
		"two": {
			channel.Message{Text: "Xóa mục số 7?", Choices: []channel.Choice{{Data: "xoa:7", Label: "Có", Aside: true}, {Data: "chat", Label: "Không"}}},
			"Xóa mục số 7?\n\n1. Có\n2. Không",
		},
		"twelve":         {many, "Học bao lâu?\n" + lines.String()},
		"a choice alone": {channel.Message{Choices: []channel.Choice{{Label: "Có"}}}, "\n\n1. Có"},
		"nothing":        {channel.Message{}, ""},
		"letters that the text shows": {
			channel.Message{Text: "A. một\nB. hai", Choices: []channel.Choice{{Label: "A", Shown: true}, {Label: "B", Shown: true}}}, "A. một\nB. hai",
		},
		"letters behind others keep their numbers": {
			channel.Message{Text: "?", Choices: []channel.Choice{{Label: "A", Shown: true}, {Label: "Bỏ"}}}, "?\n\n2. Bỏ",
		},
		"the order counts": {channel.Message{Text: "?", Choices: []channel.Choice{{Label: "b"}, {Label: "a"}}}, "?\n\n1. b\n2. a"},
	} {
		if got := channel.Plain(c.message); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSendErrorSaysWhyAndWraps(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("send message 7: %w", &channel.SendError{
		Reason: channel.Throttled, RetryAfter: 3 * time.Second, Err: fmt.Errorf("read: %w", io.ErrUnexpectedEOF),
	})
	var s *channel.SendError
	if !errors.As(err, &s) || s.Reason != channel.Throttled || s.RetryAfter != 3*time.Second {
		t.Fatalf("as a SendError it is %+v", s)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if got := s.Error(); got != "send: throttled: read: unexpected EOF" {
		t.Errorf("the log reads %q", got)
	}
}

func TestAnEventComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 2, 0, 0, 123_000_000, time.UTC)
	full := channel.Event{
		Address: channel.Address{Channel: channel.Telegram, Account: "42", Chat: "-7"}, Key: "99", Kind: channel.Upload, User: "7",
		Group: true, ToBot: true, Text: "Luật Đất đai", Press: "sua:7", PressID: "p", Message: "12",
		File: &channel.FileRef{ID: "f", Name: "giấy.pdf", MIME: "application/pdf", Size: 9}, NewChat: "-8", Language: "vi", Sender: "An",
		Sent: at, Received: at.Add(time.Second),
	}
	for name, e := range map[string]channel.Event{"full": full, "bare": {Kind: channel.Text, Sent: at}} {
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var got channel.Event
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(e, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// What stands in columns of its own must not stand in the body as well: a chat that moves would be in two places.
func TestAMessageIsStoredWithoutItsAddress(t *testing.T) {
	t.Parallel()
	m := channel.Message{
		To:   channel.Address{Channel: channel.Telegram, Account: "bot-account", Chat: "the-chat"},
		Text: "Đã ghi", Choices: []channel.Choice{{Data: "sua:7", Label: "Sửa", Aside: true}},
		Photo: &channel.File{Path: "outgoing/a.png", Name: "a.png", MIME: "image/png"}, File: &channel.File{Path: "b", Name: "b.csv", MIME: "text/csv"},
		Class: channel.Broadcast, Policy: channel.Once, Dedupe: "dedupe-key", Ref: "ref-7",
	}
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"bot-account", "the-chat", "broadcast", "once", "dedupe-key", "ref-7"} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("the body holds %q: %s", secret, raw)
		}
	}
	var got channel.Message
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	want := channel.Message{Text: m.Text, Choices: m.Choices, Photo: m.Photo, File: m.File}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
