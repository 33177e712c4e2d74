package telegram_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/telegram/telegramtest"
)

// longText has numbered lines that fill three messages.
func longText() string {
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, "%d. Phòng Hành chính tư pháp 12,5 giờ\n", i+1)
	}
	return b.String()
}

func longMessage() channel.Message {
	return channel.Message{To: to("1001"), Text: longText(), Choices: []channel.Choice{{Data: "x", Label: "Xem"}}}
}

func TestLongTextGoesInNumberedParts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.adapter.Send(t.Context(), longMessage()); err != nil {
		t.Fatal(err)
	}
	checkParts(t, r.Sent(1001))
}

func checkParts(t *testing.T, sent []telegramtest.Sent) {
	t.Helper()
	if len(sent) != 3 {
		t.Fatalf("%d messages, want 3", len(sent))
	}
	var all []string
	for i, m := range sent {
		body, found := strings.CutSuffix(m.Text, fmt.Sprintf("\n(%d/3)", i+1))
		if !found || channel.Units(m.Text) > 4096 {
			t.Errorf("part %d has %d units and ends %q", i+1, channel.Units(m.Text), m.Text[len(m.Text)-20:])
		}
		if (m.Markup != "") != (i == 2) {
			t.Errorf("part %d has the buttons %q", i+1, m.Markup)
		}
		all = append(all, body)
	}
	if strings.Join(all, "\n") != strings.TrimSpace(longText()) {
		t.Error("the parts do not make the text")
	}
}

// TestFurtherAttemptGoesOn fails each part once (a rule counts only from when those before it are spent): no part may arrive twice, whatever is sent elsewhere meanwhile.
func TestFurtherAttemptGoesOn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, skip := range []int{0, 1, 1} {
		r.Script(telegramtest.Rule{Method: "sendMessage", Chat: 1001, Skip: skip, Fault: telegramtest.TooManyRequests{RetryAfter: 1}})
	}
	for attempt := range 4 {
		err := r.adapter.Send(t.Context(), longMessage())
		if attempt < 3 && asSendError(t, err).Reason != channel.Throttled || attempt == 3 && err != nil {
			t.Fatalf("attempt %d: %v", attempt+1, err)
		}
		if err := r.adapter.Send(t.Context(), channel.Message{To: to("1002"), Text: longText()}); err != nil {
			t.Fatal(err)
		}
	}
	checkParts(t, r.Sent(1001))
	if n := len(r.Sent(1002)); n != 4*3 {
		t.Errorf("%d parts went to the other chat, want 12", n)
	}
}

// TestGivenUpPartsAreNotContinued sends another message in between; the first one then starts anew.
func TestGivenUpPartsAreNotContinued(t *testing.T) {
	t.Parallel()
	for name, between := range map[string]channel.Message{
		"a short one": {To: to("1001"), Text: "ngắn"},
		"a long one":  {To: to("1001"), Text: strings.ToUpper(longText())},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.Script(telegramtest.Rule{Method: "sendMessage", Skip: 1, Fault: telegramtest.DropBefore{}})
			if err := r.adapter.Send(t.Context(), longMessage()); err == nil {
				t.Fatal("the second part should have failed")
			}
			if err := r.adapter.Send(t.Context(), between); err != nil {
				t.Fatal(err)
			}
			before := len(r.Sent(1001))
			if err := r.adapter.Send(t.Context(), longMessage()); err != nil {
				t.Fatal(err)
			}
			checkParts(t, r.Sent(1001)[before:])
		})
	}
}

// TestSameLongMessageTwice is no repetition once the first was complete.
func TestSameLongMessageTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range 2 {
		if err := r.adapter.Send(t.Context(), longMessage()); err != nil {
			t.Fatal(err)
		}
	}
	sent := r.Sent(1001)
	checkParts(t, sent[:3])
	checkParts(t, sent[3:])
}

func TestChatsAreServedSideBySide(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			m := longMessage()
			m.To.Chat = channel.ChatID(strconv.Itoa(2001 + i))
			if err := r.adapter.Send(t.Context(), m); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range 16 {
		checkParts(t, r.Sent(telegramtest.ChatID(2001+i)))
	}
}
