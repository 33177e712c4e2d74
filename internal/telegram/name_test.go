package telegram

import (
	"fmt"
	"strings"
	"testing"
)

func TestAddressedInGroup(t *testing.T) {
	t.Parallel()
	tests := []struct {
		said    string
		want    string
		toBot   bool
		replied bool
	}{
		{said: "tiến độ", want: "tiến độ"},
		{said: "/hoc 2h", want: "/hoc 2h"},
		{said: "/hoc@SoHocTestBot 2h tin học", want: "/hoc 2h tin học", toBot: true},
		{said: "/HOC@sohoctestbot", want: "/HOC", toBot: true},
		{said: "/hoc@SoHocTestBot\n2h", want: "/hoc\n2h", toBot: true},
		{said: "/hoc@KhacBot 2h", want: "/hoc@KhacBot 2h"},
		{said: "/hoc@KhacBot 2h", want: "/hoc@KhacBot 2h", replied: true},
		{said: "/hoc@ 2h", want: "/hoc@ 2h"},
		{said: "/hoc@SoHocTestBot2", want: "/hoc@SoHocTestBot2"},
		{said: "@SoHocTestBot tiến độ", want: "tiến độ", toBot: true},
		{said: "@sohoctestbot, tiến độ", want: "tiến độ", toBot: true},
		{said: "cho hỏi @SoHocTestBot tiến độ", want: "cho hỏi tiến độ", toBot: true},
		{said: "tiến độ @SoHocTestBot", want: "tiến độ", toBot: true},
		{said: "a\n@SoHocTestBot b", want: "a\nb", toBot: true},
		{said: "@SoHocTestBot @SoHocTestBot", want: "", toBot: true},
		{said: "@SoHocTestBotX tiến độ", want: "@SoHocTestBotX tiến độ"},
		{said: "lan@SoHocTestBot", want: "lan@SoHocTestBot"},
		{said: "ạ@SoHocTestBot", want: "ạ@SoHocTestBot"},
		{said: "lan@tuyenquang.gov.vn @SoHocTestBot", want: "lan@tuyenquang.gov.vn", toBot: true},
		{said: "vâng", want: "vâng", toBot: true, replied: true},
		{said: "@", want: "@"},
		{said: "@SoHocTestBo\u1ea1", want: "@SoHocTestBo\u1ea1"},
	}
	for _, test := range tests {
		parts := []string{group, fmt.Sprintf(`"text":%q`, test.said)}
		if test.replied {
			parts = append(parts, `"reply_to_message":{"message_id":3,`+self+`,"text":"x"}`)
		}
		got, ok := decodeOne(t, `{"update_id":9,"message":`+msg(parts...)+`}`)
		if !ok || got.Text != test.want || got.ToBot != test.toBot || !got.Group {
			t.Errorf("%q (replied %v): text %q, to bot %v; want %q, %v", test.said, test.replied, got.Text, got.ToBot, test.want, test.toBot)
		}
	}
}

func TestNameIsCutInPrivateAndInCaptions(t *testing.T) {
	t.Parallel()
	got, _ := decodeOne(t, `{"update_id":9,"message":`+msg(private, `"text":"/toi@SoHocTestBot"`)+`}`)
	if got.Text != "/toi" || got.ToBot || got.Group {
		t.Errorf("in private: %+v", got)
	}
	got, _ = decodeOne(t, `{"update_id":9,"message":`+msg(group, `"photo":[{"file_id":"s"}],"caption":"@SoHocTestBot 2h"`)+`}`)
	if got.Text != "2h" || !got.ToBot {
		t.Errorf("in a caption: %+v", got)
	}
	got, _ = decodeOne(t, `{"update_id":9,"edited_message":`+msg(group, `"text":"/hoc@SoHocTestBot 3h"`)+`}`)
	if got.Text != "/hoc 3h" || !got.ToBot {
		t.Errorf("in an edit: %+v", got)
	}
}

func TestReplyToSomebodyElseIsNotToBot(t *testing.T) {
	t.Parallel()
	got, _ := decodeOne(t, `{"update_id":9,"message":`+msg(group, `"text":"vâng","reply_to_message":{"message_id":3,`+lan+`}`)+`}`)
	if got.ToBot {
		t.Error("a reply to a colleague was taken as said to the bot")
	}
}

func TestUnknownNameCutsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"/hoc@SoHocTestBot 2h", "@SoHocTestBot 2h", "a@b"} {
		if got := (decoder{}).findName(text); got.text != text || got.bot {
			t.Errorf("findName(%q) = %+v", text, got)
		}
	}
}

func FuzzFindName(f *testing.F) {
	f.Add("/hoc@SoHocTestBot 2h @sohoctestbot, x")
	f.Add("@SoHocTestBot\n@SoHocTestBot")
	f.Fuzz(func(t *testing.T, text string) {
		got := testDecoder().findName(text)
		if len(got.text) > len(text) || got.bot && got.other && !strings.HasPrefix(text, "/") {
			t.Errorf("findName(%q) = %+v", text, got)
		}
		if strings.IndexByte(text, '@') < 0 && got.text != text {
			t.Errorf("findName(%q) changed a text without names to %q", text, got.text)
		}
	})
}
