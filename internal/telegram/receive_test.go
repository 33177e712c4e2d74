package telegram_test

import (
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/telegram/telegramtest"
)

// TestWhatPeopleDo plays each thing that a person can do through the whole door, in one conversation.
func TestWhatPeopleDo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.Meet(telegramtest.Person{ID: 1001, FirstName: "Lan", Language: "en-GB"})
	r.run(t)

	r.Say(1001, "/start ABCD2345")
	asked := r.Write(telegramtest.Incoming{Chat: 1001, Text: "2h tin học"})
	r.taken.wait(t, 2)
	if err := r.adapter.Send(t.Context(), channel.Message{
		To: to("1001"), Text: "Ghi mục này?", Choices: []channel.Choice{{Data: "y:1", Label: "Ghi"}, {Data: "n:1", Label: "Không"}},
	}); err != nil {
		t.Fatal(err)
	}
	pressed, err := r.Press(1001, "Ghi")
	if err != nil {
		t.Fatal(err)
	}
	r.SharePhoto(1001, telegramtest.File{Data: []byte("jpeg")}, "minh chứng")
	r.ShareDocument(1001, telegramtest.File{Name: "cc.pdf", MIME: "application/pdf", Data: []byte("%PDF")}, "")
	r.ShareVoice(1001)
	if _, err = r.Edit(asked.MessageID, "3h tin học"); err != nil {
		t.Fatal(err)
	}
	r.Block(1001)
	r.Unblock(1001)
	r.AddToGroup(-5001, 1001) // also a notice of no interest
	r.SayIn(-5001, 1001, "/toi@SoHocTestBot")
	r.Migrate(-5001, -1000000005001, 1001)

	type line struct {
		Kind  channel.EventKind
		Text  string
		Group bool
	}
	want := []line{
		{channel.Text, "/start ABCD2345", false}, {channel.Text, "2h tin học", false}, {channel.Press, "", false},
		{channel.Upload, "minh chứng", false}, {channel.Upload, "", false}, {channel.Unhandled, "", false},
		{channel.Edited, "3h tin học", false}, {channel.Blocked, "", false}, {channel.Opened, "", false},
		{channel.Opened, "", true}, {channel.Text, "/toi", true}, {channel.Moved, "", true},
	}
	events := r.taken.wait(t, len(want))
	for i, e := range events {
		if got := (line{e.Kind, e.Text, e.Group}); i >= len(want) || got != want[i] {
			t.Fatalf("event %d is %+v, want %+v", i, got, want[min(i, len(want)-1)])
		}
		if e.Language != "en-GB" || e.Account != r.adapter.Account() || e.User != "1001" {
			t.Errorf("event %d: %+v", i, e)
		}
	}
	if press := events[2]; press.Press != "y:1" || press.PressID != pressed.QueryID || press.Message == "" {
		t.Errorf("the press became %+v", press)
	}
	if events[6].Message != events[1].Message {
		t.Errorf("the edit speaks of message %s, the message was %s", events[6].Message, events[1].Message)
	}
	if moved := events[11]; moved.NewChat != "-1000000005001" {
		t.Errorf("the move became %+v", moved)
	}
	if err := r.WaitConfirmed(t.Context()); err != nil {
		t.Error(err)
	}
	if name := r.adapter.Username(); name != "SoHocTestBot" {
		t.Errorf("the bot's name is %q", name)
	}
}

func TestTalkWithTheBotInAGroup(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.run(t)
	if err := r.adapter.Send(t.Context(), channel.Message{To: to("-5001"), Text: "Xin nhắn riêng cho Sổ Học"}); err != nil {
		t.Fatal(err)
	}
	said := r.Sent(-5001)[0].MessageID
	r.Write(telegramtest.Incoming{Chat: -5001, From: 1001, Text: "vâng", ReplyTo: said})
	r.Write(telegramtest.Incoming{Chat: -5001, From: 1001, Text: "họp lúc 8h"})
	r.Write(telegramtest.Incoming{Chat: -5001, From: 1001, Text: "hỏi @SoHocTestBot nhé"})
	events := r.taken.wait(t, 3)
	if !events[0].ToBot || events[1].ToBot || !events[2].ToBot || events[2].Text != "hỏi nhé" {
		t.Errorf("to the bot: %v %v %v, the mention became %q", events[0].ToBot, events[1].ToBot, events[2].ToBot, events[2].Text)
	}
}

func TestManyUpdatesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const n = 1000
	var first telegramtest.UpdateID
	for i := range n {
		said := r.Say(telegramtest.ChatID(1001+i%7), "/hoc 1h")
		if i == 0 {
			first = said.UpdateID
		}
	}
	r.run(t)
	for i, e := range r.taken.wait(t, n) {
		if want := key(first + telegramtest.UpdateID(i)); e.Key != want {
			t.Fatalf("event %d has key %s, want %s", i, e.Key, want)
		}
	}
	if err := r.WaitConfirmed(t.Context()); err != nil {
		t.Error(err)
	}
}
