package channeltest

import (
	"context"
	"testing"
	"time"

	"sohoc/internal/channel"
)

// heard checks what an adapter makes of words and presses.
func heard(t *testing.T, f Fixture) {
	t.Helper()
	if f.Ear == nil {
		t.Skip("no ear")
	}
	f.Ear.Say("hoc Luật Đất đai 45 phút, tiê\u0301t") // the last word is not composed
	e := f.next(t)
	f.checkEvent(t, e)
	if e.Kind != channel.Text || e.Text != "hoc Luật Đất đai 45 phút, tiết" {
		t.Errorf("heard %s %q", e.Kind, e.Text)
	}
	if f.Ear.Press == nil {
		return
	}
	m := f.message("Ghi mục này?")
	m.Choices = []channel.Choice{{Data: "ghi:12", Label: "Ghi"}, {Data: "huy:12", Label: "Hủy"}}
	f.mustSend(t, m)
	f.Ear.Press("Hủy")
	press := f.next(t)
	f.checkEvent(t, press)
	if press.Kind != channel.Press || press.Press != "huy:12" {
		t.Errorf("pressed %s %q", press.Kind, press.Press)
	}
	if press.Key == e.Key {
		t.Error("two events have the same key")
	}
}

// heardTwice checks that a repeated delivery is known by its key.
func heardTwice(t *testing.T, f Fixture) {
	t.Helper()
	if f.Ear == nil || f.Ear.Repeat == nil {
		t.Skip("this door repeats nothing")
	}
	f.Ear.Say("toi")
	first := f.next(t)
	f.Ear.Repeat()
	again := f.next(t)
	if first.Key == "" || again.Key != first.Key || again.Text != first.Text {
		t.Errorf("the same update is %q and %q", first.Key, again.Key)
	}
	f.Ear.Say("toi")
	if other := f.next(t); other.Key == first.Key {
		t.Error("the same words said again have the key of the first")
	}
}

// heardPicture checks an upload, and that what was uploaded can be fetched.
func heardPicture(t *testing.T, f Fixture) {
	t.Helper()
	if f.Ear == nil || f.Ear.Share == nil {
		t.Skip("nothing can be shared here")
	}
	content := PNG()
	f.Ear.Share(content, "Giấy chứng nhận")
	e := f.next(t)
	f.checkEvent(t, e)
	if e.Kind != channel.Upload || e.File == nil || e.Text != "Giấy chứng nhận" {
		t.Fatalf("heard %s %q %+v", e.Kind, e.Text, e.File)
	}
	f.checkFetch(t, e, content)
}

// checkEvent checks what every event has.
func (f Fixture) checkEvent(t *testing.T, e channel.Event) {
	t.Helper()
	switch {
	case e.Address != f.To:
		t.Errorf("it came from %+v, not from %+v", e.Address, f.To)
	case e.Key == "" || e.User == "":
		t.Errorf("without a key or a user: %+v", e)
	case e.Sent.IsZero():
		t.Error("without an hour")
	case e.Group:
		t.Error("a private chat is taken for a group")
	}
}

func (f Fixture) next(t *testing.T) channel.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e, err := f.Ear.Next(ctx)
	if err != nil {
		t.Fatalf("wait for an event: %v", err)
	}
	return e
}
