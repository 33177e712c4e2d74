package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sohoc/internal/telegram/telegramtest"
)

func inlineKeyboard(buttons int, data string) string {
	rows := make([][]ownButton, buttons)
	for i := range rows {
		rows[i] = []ownButton{{fmt.Sprintf("Nút %d", i), data}}
	}
	out, err := json.Marshal(ownKeyboard{rows})
	if err != nil {
		panic(err)
	}
	return string(out)
}

func TestWhatTelegramRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		method string
		params []string
		want   string // empty: accepted
	}{
		{"text of 4096", "sendMessage", []string{"chat_id", "1", "text", strings.Repeat("ộ", 4096)}, ""},
		{"text of 4097", "sendMessage", []string{"chat_id", "1", "text", strings.Repeat("ộ", 4097)}, "message is too long"},
		{"pairs count twice", "sendMessage", []string{"chat_id", "1", "text", strings.Repeat("😀", 2049)}, "message is too long"},
		{"no text", "sendMessage", []string{"chat_id", "1"}, "message text is empty"},
		{"blank text", "sendMessage", []string{"chat_id", "1", "text", " \n\t"}, "message text is empty"},
		{"no chat", "sendMessage", []string{"text", "a"}, "chat_id is empty"},
		{"a name for a chat", "sendMessage", []string{"chat_id", "@nobody", "text", "a"}, "chat not found"},
		{"bytes that are no text", "sendMessage", []string{"chat_id", "1", "text", "a\xff"}, "strings must be encoded in UTF-8"},
		{"data of 64 bytes", "sendMessage",
			[]string{"chat_id", "1", "text", "a", "reply_markup", inlineKeyboard(1, strings.Repeat("x", 64))}, ""},
		{"data of 65 bytes", "sendMessage",
			[]string{"chat_id", "1", "text", "a", "reply_markup", inlineKeyboard(1, strings.Repeat("x", 65))}, "BUTTON_DATA_INVALID"},
		{"empty data", "sendMessage", []string{"chat_id", "1", "text", "a", "reply_markup", inlineKeyboard(1, "")}, "BUTTON_DATA_INVALID"},
		{"100 buttons", "sendMessage", []string{"chat_id", "1", "text", "a", "reply_markup", inlineKeyboard(100, "x")}, ""},
		{"101 buttons", "sendMessage",
			[]string{"chat_id", "1", "text", "a", "reply_markup", inlineKeyboard(101, "x")}, "reply markup is too long"},
		{"a button without a label", "sendMessage", []string{"chat_id", "1", "text", "a", "reply_markup",
			`{"inline_keyboard":[[{"text":"","callback_data":"x"}]]}`}, "inline keyboard button text must be non-empty"},
		{"markup that is none", "sendMessage", []string{"chat_id", "1", "text", "a", "reply_markup", "["}, "object expected as reply markup"},
		{"reply to nothing", "sendMessage",
			[]string{"chat_id", "1", "text", "a", "reply_parameters", `{"message_id":99}`}, "message to be replied not found"},
		{"reply to nothing, if possible", "sendMessage", []string{"chat_id", "1", "text", "a", "reply_parameters",
			`{"message_id":99,"allow_sending_without_reply":true}`}, ""},
		{"photo without photo", "sendPhoto", []string{"chat_id", "1"}, "there is no photo in the request"},
		{"unknown file", "sendDocument", []string{"chat_id", "1", "document", "AgAC"}, "wrong file identifier/HTTP URL specified"},
		{"long caption", "sendDocument",
			[]string{"chat_id", "1", "document", "x", "caption", strings.Repeat("a", 1025)}, "message caption is too long"},
		{"unknown file to fetch", "getFile", []string{"file_id", "x"}, "wrong file_id or the file is temporarily unavailable"},
		{"unknown query", "answerCallbackQuery", []string{"callback_query_id", "1"},
			"query is too old and response timeout expired or query ID is invalid"},
		{"edit of nothing", "editMessageText", []string{"chat_id", "1", "message_id", "9", "text", "a"}, "message to edit not found"},
		{"deletion of nothing", "deleteMessage", []string{"chat_id", "1", "message_id", "9"}, "message to delete not found"},
		{"command in capitals", "setMyCommands", []string{"commands", `[{"command":"Hoc","description":"Ghi"}]`}, "BOT_COMMAND_INVALID"},
		{"command without description", "setMyCommands",
			[]string{"commands", `[{"command":"hoc","description":""}]`}, "BOT_COMMAND_DESCRIPTION_INVALID"},
		{"webhook without TLS", "setWebhook", []string{"url", "http://a"}, "bad webhook: An HTTPS URL must be provided for webhook"},
		{"action", "sendChatAction", []string{"chat_id", "1", "action", "typing"}, ""},
		{"unknown markup language", "sendMessage", []string{"chat_id", "1", "text", "a", "parse_mode", "RTF"}, "unsupported parse_mode"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := telegramtest.New(telegramtest.Options{})
			t.Cleanup(s.Close)
			a := call(t, s, test.method, test.params...)
			if test.want == "" {
				if !a.OK {
					t.Errorf("refused: %+v", a)
				}
				return
			}
			if a.HTTP != 400 || a.ErrorCode != 400 || a.Description != "Bad Request: "+test.want {
				t.Errorf("answer %+v", a)
			}
			if s.SentCount() != 0 {
				t.Error("the message was delivered nevertheless")
			}
			if c := s.Calls(test.method); len(c) != 1 || c[0].Status != 400 || c[0].Description != a.Description {
				t.Errorf("on record is %+v", c)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, text, want string }{
		{"plain", "a &lt; b &amp; c", "a < b & c", ""},
		{"nested", "<b>Tổng <i>tháng</i></b> 😀<code>x</code>", "Tổng tháng 😀x",
			`[{"offset":0,"length":10,"type":"bold"},{"offset":5,"length":5,"type":"italic"},{"offset":13,"length":1,"type":"code"}]`},
		{"link", `<a href="https://x.vn/?a=1&amp;b=2">đây</a>`, "đây",
			`[{"offset":0,"length":3,"type":"text_link","url":"https://x.vn/?a=1\u0026b=2"}]`},
		{"bare less-than", "a < b", "", `Unsupported start tag "" at byte offset 2`},
		{"unknown tag", "<h1>x</h1>", "", `Unsupported start tag "h1" at byte offset 0`},
		{"left open", "<b>x", "", `Can't find end tag corresponding to start tag "b"`},
		{"never opened", "x</b>", "", `Unexpected end tag at byte offset 1`},
		{"crossed", "<b><i>x</b></i>", "", `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		{"never closed", "<b", "", "Unclosed start tag at byte offset 0"},
		{"nothing left", "<b></b>", "", "message text is empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := telegramtest.Start(t, telegramtest.Options{})
			a := call(t, s, "sendMessage", "chat_id", "3", "parse_mode", "HTML", "text", test.source)
			if test.text == "" {
				if a.HTTP != 400 || !strings.HasSuffix(a.Description, test.want) {
					t.Errorf("answer %+v", a)
				}
				return
			}
			var m struct {
				Text     string          `json:"text"`
				Entities json.RawMessage `json:"entities"`
			}
			if err := json.Unmarshal(a.Result, &m); err != nil {
				t.Fatalf("result %s: %v", a.Result, err)
			}
			if m.Text != test.text || string(m.Entities) != test.want || s.Sent(3)[0].Text != test.text {
				t.Errorf("text %q with entities %s", m.Text, m.Entities)
			}
		})
	}
}
