package channeltest

import (
	"fmt"
	"strings"
	"testing"

	"sohoc/internal/channel"
)

// capabilities checks that what a door says of itself can be true.
func capabilities(t *testing.T, f Fixture) {
	t.Helper()
	c := f.Sender.Capabilities()
	if c.TextLimit < 200 {
		t.Errorf("a text limit of %d units: a card does not fit", c.TextLimit)
	}
	if again := f.Sender.Capabilities(); again != c {
		t.Errorf("they change: %+v and %+v", c, again)
	}
	text := strings.Repeat("ờ", c.TextLimit)
	f.mustSend(t, f.message(text))
	if got := f.Arrived(); len(got) != 1 || got[0].Text != text {
		t.Errorf("a text of the limit's length comes in %d messages", len(got))
	}
}

// words checks that nobody reads anything into a text: no markup, no entities.
func words(t *testing.T, f Fixture) {
	t.Helper()
	for i, text := range []string{
		"Đã ghi mục 12: Luật Đất đai, 3 tiết.", "a*b_c `d` [e](f) {red} <b>g</b> & ~h~ #i\n- j\n> k", "1 < 2 && 3 > 2", "📚 𠀀 ạ̀",
	} {
		f.mustSend(t, f.message(text))
		got := f.Arrived()
		if len(got) != i+1 || got[i].Text != text {
			t.Fatalf("%q arrives as %+v", text, got[min(i, len(got)):])
		}
	}
}

// longText checks that what is over the limit comes in parts that keep to it, with nothing lost.
func longText(t *testing.T, f Fixture) {
	t.Helper()
	limit := f.Sender.Capabilities().TextLimit
	var b strings.Builder
	lines := 0
	for channel.Units(b.String()) < 2*limit+limit/2 {
		lines++
		fmt.Fprintf(&b, "Dòng %05d của bản danh sách\n", lines)
	}
	f.mustSend(t, f.message(b.String()))
	got := f.Arrived()
	if len(got) < 3 {
		t.Fatalf("%d messages", len(got))
	}
	all := ""
	for i, a := range got {
		if channel.Units(a.Text) > limit {
			t.Errorf("part %d has %d units, over the limit of %d", i+1, channel.Units(a.Text), limit)
		}
		if mark := fmt.Sprintf("(%d/%d)", i+1, len(got)); !strings.HasSuffix(a.Text, mark) {
			t.Errorf("part %d does not end with %s", i+1, mark)
		}
		all += a.Text + "\n"
	}
	for i := 1; i <= lines; i++ {
		if line := fmt.Sprintf("Dòng %05d của bản danh sách\n", i); strings.Count(all, line) != 1 {
			t.Fatalf("line %d stands there %d times, or is broken", i, strings.Count(all, line))
		}
	}
}

// choices checks that every choice can be pressed, or typed by its number.
func choices(t *testing.T, f Fixture) {
	t.Helper()
	m := f.message("Ghi mục này?")
	m.Choices = []channel.Choice{
		{Data: "ghi:12", Label: "Ghi"}, {Data: "sua:12", Label: "Sửa giờ", Aside: true}, {Data: "huy:12", Label: "Hủy", Aside: true},
	}
	f.mustSend(t, m)
	got := f.Arrived()
	if len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	if !f.Sender.Capabilities().Buttons {
		if got[0].Text != channel.Plain(m) || len(got[0].Buttons) > 0 {
			t.Errorf("a door without buttons shows %+v", got[0])
		}
		return
	}
	if got[0].Text != m.Text || strings.Join(got[0].Buttons, "|") != "Ghi|Sửa giờ|Hủy" {
		t.Errorf("it shows %+v", got[0])
	}
}

// files checks that a picture and a document come with their words, where the door says that it carries them.
func files(t *testing.T, f Fixture) {
	t.Helper()
	can := f.Sender.Capabilities()
	for _, test := range []struct {
		can  bool
		make func() *channel.File
		put  func(*channel.Message, *channel.File)
	}{
		{can.Photos, f.Photo, func(m *channel.Message, x *channel.File) { m.Photo = x }},
		{can.Files, f.File, func(m *channel.Message, x *channel.File) { m.File = x }},
	} {
		if !test.can {
			continue
		}
		before := len(f.Arrived())
		m := f.message("Tiến độ của đơn vị")
		test.put(&m, test.make())
		f.mustSend(t, m)
		text, n := "", 0
		for _, a := range f.Arrived()[before:] {
			text += a.Text
			n += a.Files
		}
		if n != 1 || !strings.Contains(text, m.Text) {
			t.Errorf("%d files arrive with the words %q", n, text)
		}
	}
}

// nothing checks that an empty message is refused without a call.
func nothing(t *testing.T, f Fixture) {
	t.Helper()
	for _, text := range []string{"", " \n\t "} {
		err := f.Sender.Send(t.Context(), f.message(text))
		if e := sendError(t, err); e.Reason != channel.Rejected || e.Uncertain {
			t.Errorf("%q: %s, uncertain %t", text, e.Reason, e.Uncertain)
		}
	}
	if got := f.Arrived(); len(got) > 0 {
		t.Errorf("arrived: %+v", got)
	}
}

// missingChat checks that a chat that nobody has is no lasting harm to the others.
func missingChat(t *testing.T, f Fixture) {
	t.Helper()
	if !f.Fail(Gone) {
		t.Skip("this door cannot meet it")
	}
	err := f.Sender.Send(t.Context(), f.message(secretWords))
	f.checkError(t, err)
	if e := sendError(t, err); e.Reason != channel.Unreachable || e.Uncertain {
		t.Errorf("it says %s, uncertain %t", e.Reason, e.Uncertain)
	}
}

// aside checks that what is tried once and forgotten makes no message, and that its errors keep secrets.
func aside(t *testing.T, f Fixture) {
	t.Helper()
	if err := f.Sender.Typing(t.Context(), f.To); err != nil {
		t.Errorf("typing: %v", err)
	}
	if err := f.Sender.Answer(t.Context(), channel.PressAnswer{To: f.To, PressID: "không có", Text: secretWords}); err != nil {
		f.checkError(t, err) // a press that is unknown may be refused
	}
	if got := f.Arrived(); len(got) > 0 {
		t.Errorf("arrived: %+v", got)
	}
	f.mustSend(t, f.message("Chào anh/chị"))
}

func (f Fixture) mustSend(t *testing.T, m channel.Message) {
	t.Helper()
	if err := f.Sender.Send(t.Context(), m); err != nil {
		t.Fatalf("send: %v", err)
	}
}
