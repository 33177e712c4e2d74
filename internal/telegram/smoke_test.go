package telegram_test

import (
	"testing"

	"sohoc/internal/channel"
)

func TestFirstWords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.run(t)
	r.Say(1001, "/hoc 2h")
	ev := r.taken.wait(t, 1)
	if ev[0].Text != "/hoc 2h" {
		t.Errorf("%+v", ev)
	}
	if err := r.adapter.Send(t.Context(), channel.Message{To: to("1001"), Text: "Đã ghi", Choices: []channel.Choice{{Data: "a", Label: "Sửa", Aside: true}, {Data: "b", Label: "Xóa", Aside: true}}}); err != nil {
		t.Fatal(err)
	}
	s := r.Sent(1001)
	t.Logf("%+v %+v", s, r.adapter.Status())
}
