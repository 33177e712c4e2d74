package telegram_test

import (
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

func TestCommands(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	menu := []telegram.Command{{Name: "/hoc", Description: "Ghi việc học"}, {Name: "toi", Description: strings.Repeat("Sổ của tôi ", 30)}}
	for _, where := range []struct {
		chat        channel.ChatID
		lang, scope string
	}{
		{"", "", `{"type":"all_private_chats"}`},
		{"", "vi", `{"type":"all_private_chats"}`},
		{"1001", "", `{"type":"chat","chat_id":"1001"}`},
	} {
		if err := r.adapter.Commands(t.Context(), where.chat, where.lang, menu); err != nil {
			t.Fatal(err)
		}
		got := r.Menu(where.scope, where.lang)
		if len(got) != 2 || got[0] != (telegramtest.Command{Command: "hoc", Description: "Ghi việc học"}) || got[1].Command != "toi" {
			t.Errorf("%+v: the menu is %+v; calls %+v", where, got, r.Calls("setMyCommands"))
		}
		if err := r.adapter.Commands(t.Context(), where.chat, where.lang, nil); err != nil {
			t.Fatal(err)
		}
		if got := r.Menu(where.scope, where.lang); len(got) != 0 {
			t.Errorf("%+v: the menu is still %+v", where, got)
		}
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.adapter.Describe(t.Context(), "vi", "Sổ Học ghi lại việc học.", strings.Repeat("Sổ Học ", 30)); err != nil {
		t.Fatal(err)
	}
	long, short := r.Calls("setMyDescription")[0].Params, r.Calls("setMyShortDescription")[0].Params
	if long.Get("description") != "Sổ Học ghi lại việc học." || long.Get("language_code") != "vi" {
		t.Errorf("the description was set as %v", long)
	}
	if n := channel.Units(short.Get("short_description")); n > 120 || n < 110 {
		t.Errorf("the short description has %d units", n)
	}
}

func TestMenuErrors(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	calls := map[string]func() error{
		"setMyCommands": func() error {
			return r.adapter.Commands(t.Context(), "1001", "", []telegram.Command{{Name: "hoc", Description: "x"}})
		},
		"deleteMyCommands":      func() error { return r.adapter.Commands(t.Context(), "1001", "", nil) },
		"setMyDescription":      func() error { return r.adapter.Describe(t.Context(), "", "a", "b") },
		"setMyShortDescription": func() error { return r.adapter.Describe(t.Context(), "", "a", "b") },
	}
	for method, call := range calls {
		r.Fail(method, telegramtest.TooManyRequests{RetryAfter: 5})
		err := call()
		if got := asSendError(t, err); got.Reason != channel.Throttled {
			t.Errorf("%s: %+v", method, got)
		}
		checkHarmless(t, err, r.Token())
		if err := call(); err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
}
