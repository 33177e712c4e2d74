package telegramtest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/go-telegram/bot"

	"sohoc/internal/telegram/telegramtest"
)

func TestWaitsSeePastAndFuture(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	send(t, b, 5, "một", nil)
	says := func(text string) func(telegramtest.Sent) bool {
		return func(m telegramtest.Sent) bool { return m.Text == text }
	}
	if m, err := s.WaitSent(within(t), says("một")); err != nil || m.Chat != 5 {
		t.Errorf("the past: %+v, %v", m, err)
	}
	later := make(chan telegramtest.Sent)
	go func() {
		m, err := s.WaitSent(within(t), says("ba"))
		if err != nil {
			t.Error(err)
		}
		later <- m
	}()
	send(t, b, 6, "hai", nil)
	send(t, b, 7, "ba", nil)
	if m := <-later; m.Chat != 7 {
		t.Errorf("the future: %+v", m)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	cancel(cause)
	if _, err := s.WaitSent(ctx, says("bốn")); !errors.Is(err, cause) {
		t.Errorf("a wait that is called off ends with %v", err)
	}
	if err := s.WaitSentCount(within(t), 3); err != nil || s.SentCount() != 3 {
		t.Errorf("count %d, %v", s.SentCount(), err)
	}
	s.Say(5, "chưa ai lấy")
	if err := s.WaitConfirmed(ctx); !errors.Is(err, cause) {
		t.Errorf("a wait for confirmation ends with %v", err)
	}
}

func TestWaitConfirmed(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	id := s.Say(5, "a").UpdateID
	done := make(chan error)
	go func() { done <- s.WaitConfirmed(within(t)) }()
	fetch(t, s)
	if s.Pending() != 1 {
		t.Error("a poll alone confirmed the update")
	}
	fetch(t, s, "offset", itoa(id+1))
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRecordTellsWhatWasCalled(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	m := send(t, b, 5, "một", keyboard("Sửa"))
	call(t, s, "sendChatAction", "chat_id", "5", "action", "typing")
	call(t, s, "getUpdates", "offset", "3")
	calls := s.Calls()
	if len(calls) != 2 {
		t.Fatalf("%d calls: %+v", len(calls), calls)
	}
	c := calls[0]
	if c.Method != "sendMessage" || int(c.MessageID) != m.ID || c.Chat != 5 || c.Status != 200 || c.At.IsZero() {
		t.Errorf("the first call: %+v", c)
	}
	if got := c.Params.Get("reply_markup"); got != `{"inline_keyboard":[[{"text":"Sửa","callback_data":"data:Sửa"}]]}` {
		t.Errorf("its markup: %s", got)
	}
	if _, there := c.Params.Lookup("parse_mode"); there || c.Params.Int("chat_id") != 5 || c.Params.Int("text") != 0 {
		t.Errorf("its parameters: %+v", c.Params)
	}
	if polls := s.Calls("getUpdates"); len(polls) != 1 || polls[0].Params.Int("offset") != 3 {
		t.Errorf("polls: %+v", polls)
	}
	if len(s.AllSent()) != 1 || len(s.Sent(6)) != 0 {
		t.Errorf("sent: %+v", s.AllSent())
	}
}

func TestMessageIDsAscendWhoeverWrites(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() {
			for range 10 {
				said := s.Say(telegramtest.ChatID(i+1), "a")
				m, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: i + 1, Text: "b"})
				if err != nil || m.ID <= int(said.MessageID) {
					t.Errorf("reply %+v after %d: %v", m, said.MessageID, err)
				}
			}
		})
	}
	writers.Wait()
	seen := map[telegramtest.MessageID]bool{}
	for _, m := range s.AllSent() {
		if seen[m.MessageID] {
			t.Errorf("message id %d was given twice", m.MessageID)
		}
		seen[m.MessageID] = true
	}
	if len(seen) != 80 || s.Pending() != 80 {
		t.Errorf("%d messages, %d updates", len(seen), s.Pending())
	}
}

func TestButtonsOfReplyKeyboards(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	call(t, s, "sendMessage", "chat_id", "5", "text", "a", "reply_markup", `{"keyboard":[["một",{"text":"hai"}],["ba"]]}`)
	call(t, s, "sendMessage", "chat_id", "5", "text", "a", "reply_markup", `{"remove_keyboard":true}`)
	call(t, s, "sendMessage", "chat_id", "5", "text", "a")
	if got := strings.Join(s.Sent(5)[0].Labels(), "|"); got != "một|hai|ba" {
		t.Errorf("labels %q", got)
	}
	if len(s.Sent(5)[1].Buttons())+len(s.Sent(5)[2].Buttons()) != 0 {
		t.Error("messages without a keyboard have buttons")
	}
	if _, err := s.Press(5, "một"); err == nil {
		t.Error("a button of a reply keyboard made a callback query")
	}
}

func TestCountOnlyCountsAndObserves(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	s := telegramtest.Start(t, telegramtest.Options{CountOnly: true, Observe: func(m telegramtest.Sent) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf("%d:%s", m.Chat, m.Text))
	}})
	for i := range 5000 {
		id := s.Say(1, "a").UpdateID
		if i%100 == 99 {
			fetch(t, s, "offset", itoa(id+1))
		}
	}
	call(t, s, "sendMessage", "chat_id", "5", "text", "xin chào")
	if s.SentCount() != 1 || s.Count("sendMessage") != 1 || len(s.AllSent()) != 0 || len(s.Calls()) != 0 {
		t.Errorf("%d sent, %d on record", s.SentCount(), len(s.AllSent()))
	}
	if len(seen) != 1 || seen[0] != "5:xin chào" {
		t.Errorf("observed %q", seen)
	}
	if err := s.WaitCount(within(t), "getUpdates", 50); err != nil {
		t.Error(err)
	}
	if s.Pending() != 0 {
		t.Errorf("%d updates pending", s.Pending())
	}
}
