package telegramtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/telegram/telegramtest"
)

func TestDescriptionIsWhole(t *testing.T) {
	t.Parallel()
	if methods, types := telegramtest.APISize(); methods != 180 || types != 359 {
		t.Errorf("%d methods and %d types are described", methods, types)
	}
	for _, method := range telegramtest.HandledMethods() {
		if !telegramtest.Described(method) {
			t.Errorf("the API has no %s", method)
		}
	}
}

func TestViolations(t *testing.T) {
	t.Parallel()
	const button = `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`
	tests := []struct {
		name   string
		method string
		params string // name=value, one a line
		want   string // path: problem, one a line; empty for none
	}{
		{"clean", "sendMessage", "chat_id=1\ntext=a\ndisable_notification=true\nreply_markup=" + button, ""},
		{"chat by name", "sendMessage", "chat_id=@a\ntext=a", ""},
		{"unknown method", "sendNonsense", "", ": the API has no such method"},
		{"unknown parameter", "sendMessage", "chat_id=1\ntext=a\ncolour=red", "colour: the method has no such parameter"},
		{"missing parameters", "sendMessage", "", "chat_id: the required parameter is missing\ntext: the required parameter is missing"},
		{"number", "editMessageText", "chat_id=1\nmessage_id=x\ntext=a", `message_id: "x" is no Integer`},
		{"boolean", "sendMessage", "chat_id=1\ntext=a\nprotect_content=yes", `protect_content: "yes" is no Boolean`},
		{"float", "sendLocation", "chat_id=1\nlatitude=21.8\nlongitude=Đông", `longitude: "Đông" is no Float`},
		{"no JSON", "sendMessage", "chat_id=1\ntext=a\nentities=[", "entities: is no JSON: decode JSON: unexpected EOF"},
		{"two JSONs", "setMyCommands", "commands=[] []", "commands: is no JSON: decode JSON: there is more behind the value"},
		{"array", "setMyCommands", "commands={}", "commands: is no array but map[string]interface {}"},
		{"unknown field", "setMyCommands", `commands=[{"command":"a","description":"b","x":1}]`, "commands[0].x: BotCommand has no such field"},
		{"missing field", "setMyCommands", `commands=[{"command":"a"}]`, "commands[0].description: the required field is missing"},
		{"type of a field", "setMyCommands", `commands=[{"command":1,"description":"b"}]`, "commands[0].command: is no String but json.Number"},
		{"scope", "setMyCommands", "commands=[]\nscope={\"type\":\"chat\",\"chat_id\":5}", ""},
		{"scope without chat", "setMyCommands", "commands=[]\nscope={\"type\":\"chat\"}", `scope.type: is chat, must be "default"`},
		{"allowed updates", "getUpdates", `allowed_updates=["message"]`, ""},
		{"allowed updates of another type", "getUpdates", `allowed_updates=[1]`, "allowed_updates[0]: is no String but json.Number"},
		{"reply keyboard", "sendMessage", "chat_id=1\ntext=a\nreply_markup={\"keyboard\":[[\"a\",{\"text\":\"b\"}]]}", ""},
		{"force reply", "sendMessage", "chat_id=1\ntext=a\nreply_markup={\"force_reply\":true}", ""},
		{"button with two actions", "sendMessage",
			"chat_id=1\ntext=a\nreply_markup={\"inline_keyboard\":[[{\"text\":\"a\",\"callback_data\":\"b\",\"url\":\"https://a\"}]]}",
			"reply_markup.inline_keyboard[0][0]: the button has 2 actions (callback_data, url), it must have exactly one"},
		{"button without action", "sendMessage", "chat_id=1\ntext=a\nreply_markup={\"inline_keyboard\":[[{\"text\":\"a\"}]]}",
			"reply_markup.inline_keyboard[0][0]: the button has 0 actions (), it must have exactly one"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := telegramtest.New(telegramtest.Options{})
			t.Cleanup(s.Close)
			var pairs []string
			for line := range strings.Lines(test.params) {
				name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
				pairs = append(pairs, name, value)
			}
			call(t, s, test.method, pairs...)
			var got []string
			for _, v := range s.Violations() {
				if v.Method != test.method || !strings.HasPrefix(v.String(), test.method) {
					t.Errorf("violation %+v", v)
				}
				got = append(got, v.Path+": "+v.Problem)
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("violations:\n%s\nwant:\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

// The library's own button type carries an empty copy_text, which Telegram lets pass today and the API forbids.
func TestTheLibrarysButtonsAreReported(t *testing.T) {
	t.Parallel()
	s := telegramtest.New(telegramtest.Options{})
	t.Cleanup(s.Close)
	b := newClient(t, s, s.Token())
	send(t, b, 5, "a", models.InlineKeyboardMarkup{
		InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Sửa", CallbackData: "x"}}},
	})
	v := s.Violations()
	if len(v) != 1 || !strings.Contains(v[0].String(), "[0][0]: the button has 2 actions (callback_data, copy_text)") {
		t.Errorf("violations %v", v)
	}
}

// recorder stands in for a test.
type recorder struct {
	cleanups []func()
	errors   []string
}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(_ string, args ...any) {
	r.errors = append(r.errors, args[0].(telegramtest.Violation).String())
}

func TestStartFailsATestWhoseBotBreaksTheAPI(t *testing.T) {
	t.Parallel()
	var r recorder
	s := telegramtest.Start(&r, telegramtest.Options{})
	_ = call(t, s, "sendMessage", "chat_id", "1", "text", "a", "x", "y")
	r.cleanups[0]()
	if len(r.errors) != 1 || r.errors[0] != "sendMessage x: the method has no such parameter" {
		t.Errorf("the test was told %q", r.errors)
	}
}

func TestUploadsAreChecked(t *testing.T) {
	t.Parallel()
	s := telegramtest.New(telegramtest.Options{})
	t.Cleanup(s.Close)
	part := func(head, value string) string {
		return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n"
	}
	chat := part(`name="chat_id"`, "5")
	upload := func(field string) string { return part(`name="`+field+`"; filename="a.pdf"`, "%PDF") }
	for _, body := range []string{
		chat + upload("document"),
		chat + part(`name="document"`, "attach://mine") + upload("mine"),
		chat + upload("document") + upload("other"),
	} {
		do(t, http.DefaultClient, "POST", s.URL()+"/bot"+s.Token()+"/sendDocument", "multipart/form-data; boundary=b", body+"--b--\r\n")
	}
	v := s.Violations()
	if len(v) != 1 || v[0].String() != "sendDocument other: the method takes no such file" {
		t.Errorf("violations %v", v)
	}
	if sent := s.Sent(5); len(sent) != 3 || sent[1].Uploads[0].Name != "a.pdf" {
		t.Errorf("sent %+v", sent)
	}
	b := newClient(t, s, s.Token())
	if _, err := b.SendDocument(within(t), &bot.SendDocumentParams{ChatID: 5, Document: &models.InputFileString{}}); err == nil {
		t.Error("no file at all was taken")
	}
}
