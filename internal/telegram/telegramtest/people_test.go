package telegramtest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"github.com/google/go-cmp/cmp"

	"sohoc/internal/telegram/telegramtest"
)

// fetch polls once and returns the updates as they came.
func fetch(t *testing.T, s *telegramtest.Server, pairs ...string) []json.RawMessage {
	t.Helper()
	a := call(t, s, "getUpdates", pairs...)
	if !a.OK {
		t.Fatalf("getUpdates: %+v", a)
	}
	var updates []json.RawMessage
	if err := json.Unmarshal(a.Result, &updates); err != nil {
		t.Fatalf("result %s: %v", a.Result, err)
	}
	return updates
}

// last is the newest update, held against the API description and read by the library.
func last(t *testing.T, s *telegramtest.Server) models.Update {
	t.Helper()
	updates := fetch(t, s)
	if len(updates) == 0 {
		t.Fatal("no update is pending")
	}
	raw := updates[len(updates)-1]
	for _, problem := range telegramtest.CheckType("Update", raw) {
		t.Errorf("%s\nin %s", problem, raw)
	}
	var u models.Update
	if err := json.Unmarshal(raw, &u); err != nil {
		t.Fatalf("the library cannot read %s: %v", raw, err)
	}
	return u
}

func TestTextFromAPerson(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	s.Meet(telegramtest.Person{ID: 42, FirstName: "Lan \"Mai\"", LastName: "Nguyễn", Username: "lan", Language: "en"})
	said := s.Say(42, "/hoc 2h 😀 /toi@SoHocTestBot @lanlan luật\n/x")
	u := last(t, s)
	want := models.Message{
		ID: int(said.MessageID), Text: "/hoc 2h 😀 /toi@SoHocTestBot @lanlan luật\n/x",
		From: &models.User{ID: 42, FirstName: "Lan \"Mai\"", LastName: "Nguyễn", Username: "lan", LanguageCode: "en"},
		Chat: models.Chat{ID: 42, FirstName: "Lan \"Mai\"", LastName: "Nguyễn", Username: "lan", Type: "private"},
		Date: u.Message.Date,
		Entities: []models.MessageEntity{
			{Type: "bot_command", Offset: 0, Length: 4}, {Type: "bot_command", Offset: 11, Length: 17},
			{Type: "mention", Offset: 29, Length: 7}, {Type: "bot_command", Offset: 42, Length: 2},
		},
	}
	if diff := cmp.Diff(&want, u.Message); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	if u.ID != int64(said.UpdateID) || u.Message.Date == 0 {
		t.Errorf("update %d, date %d", u.ID, u.Message.Date)
	}
}

func TestWordsThatAreNoCommands(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{})
	for _, text := range []string{"1/2 ngày", "/", "/ hoc", "@", "@ab", "a@b.vn", "http://x/y", "/ộ"} {
		s.Say(1, text)
		if e := last(t, s).Message.Entities; e != nil {
			t.Errorf("%q has entities %+v", text, e)
		}
	}
}

func TestEveryKindOfUpdateHasTheRealShape(t *testing.T) {
	t.Parallel()
	const group, super = -500, -1001234567890
	file := telegramtest.File{Name: "giấy.pdf", MIME: "application/pdf", Data: []byte("%PDF")}
	tests := []struct {
		name string
		act  func(s *telegramtest.Server)
		ok   func(u models.Update) bool
	}{
		{"photo", func(s *telegramtest.Server) { s.SharePhoto(1, file, "/hoc 2h") }, func(u models.Update) bool {
			return len(u.Message.Photo) == 4 && u.Message.Caption == "/hoc 2h" && u.Message.CaptionEntities[0].Length == 4
		}},
		{"document", func(s *telegramtest.Server) { s.ShareDocument(1, file, "") }, func(u models.Update) bool {
			d := u.Message.Document
			return d.FileName == "giấy.pdf" && d.MimeType == "application/pdf" && d.FileSize == 4 && u.Message.Caption == ""
		}},
		{"voice", func(s *telegramtest.Server) { s.ShareVoice(1) }, func(u models.Update) bool { return u.Message.Voice.Duration == 3 }},
		{"sticker", func(s *telegramtest.Server) { s.ShareSticker(1) }, func(u models.Update) bool { return u.Message.Sticker.Emoji == "👍" }},
		{"contact", func(s *telegramtest.Server) { s.ShareContact(1, "+84900000000") },
			func(u models.Update) bool { return u.Message.Contact.UserID == 1 }},
		{"edit", func(s *telegramtest.Server) { mustEdit(s, s.Say(1, "một").MessageID, "hai") },
			func(u models.Update) bool { return u.EditedMessage.Text == "hai" && u.EditedMessage.EditDate != 0 }},
		{"block", func(s *telegramtest.Server) { s.Block(1) },
			func(u models.Update) bool { return u.MyChatMember.NewChatMember.Type == models.ChatMemberTypeBanned }},
		{"unblock", func(s *telegramtest.Server) { s.Block(1); s.Unblock(1) },
			func(u models.Update) bool { return u.MyChatMember.NewChatMember.Type == models.ChatMemberTypeMember }},
		{"group text", func(s *telegramtest.Server) { s.Group(group, "Phòng 1"); s.SayIn(group, 1, "@SoHocTestBot chào") },
			func(u models.Update) bool {
				return u.Message.Chat.Type == "group" && u.Message.Chat.Title == "Phòng 1"
			}},
		{"supergroup text", func(s *telegramtest.Server) { s.SayIn(super, 1, "/hoc@SoHocTestBot") },
			func(u models.Update) bool { return u.Message.Chat.Type == "supergroup" && u.Message.From.ID == 1 }},
		{"added to a group", func(s *telegramtest.Server) { s.AddToGroup(group, 1) },
			func(u models.Update) bool { return u.Message.NewChatMembers[0].Username == "SoHocTestBot" }},
		{"removed from a group", func(s *telegramtest.Server) { s.RemoveFromGroup(group, 1) },
			func(u models.Update) bool { return u.MyChatMember.Chat.ID == group && u.MyChatMember.From.ID == 1 }},
		{"migration", func(s *telegramtest.Server) { s.Group(group, "P"); s.Migrate(group, super, 1) },
			func(u models.Update) bool { return u.Message.MigrateToChatID == super }},
		{"reply to a person", func(s *telegramtest.Server) {
			s.Write(telegramtest.Incoming{Chat: group, From: 2, Text: "ừ", ReplyTo: s.SayIn(group, 1, "nhé").MessageID})
		}, func(u models.Update) bool {
			return u.Message.ReplyToMessage.Text == "nhé" && u.Message.ReplyToMessage.From.ID == 1
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := telegramtest.Start(t, telegramtest.Options{})
			test.act(s)
			if u := last(t, s); !test.ok(u) {
				t.Errorf("the update reads as %+v", u)
			}
		})
	}
}

func mustEdit(s *telegramtest.Server, id telegramtest.MessageID, text string) {
	if _, err := s.Edit(id, text); err != nil {
		panic(err)
	}
}

func TestPress(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	send(t, b, 5, "cũ", keyboard("Sửa", "Xóa"))
	m := send(t, b, 5, "mới", keyboard("Sửa"))
	pressed, err := s.Press(5, "Sửa")
	if err != nil {
		t.Fatal(err)
	}
	q := last(t, s).CallbackQuery
	if q.Data != "data:Sửa" || q.ID != pressed.QueryID || q.From.ID != 5 || q.Message.Message.ID != m.ID || q.ChatInstance == "" {
		t.Errorf("query %+v", q)
	}
	if q.Message.Message.Text != "mới" || len(q.Message.Message.ReplyMarkup.InlineKeyboard) != 1 {
		t.Errorf("the query shows %+v", q.Message.Message)
	}
	for range 2 {
		ok, err := b.AnswerCallbackQuery(within(t), &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID, Text: "Đã sửa"})
		if !ok || err != nil {
			t.Errorf("answer: %v, %v", ok, err)
		}
	}
	s.ExpireQueries()
	if ok, err := b.AnswerCallbackQuery(within(t), &bot.AnswerCallbackQueryParams{CallbackQueryID: q.ID}); ok || err == nil {
		t.Error("a late answer was taken")
	}
	if p, err := s.Press(5, "data:Xóa"); err != nil || p.Button.Text != "Xóa" {
		t.Errorf("press by data: %+v, %v", p, err)
	}
}

func TestPressNeedsAButtonThatIsThere(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	m := send(t, b, 5, "thẻ", keyboard("Xóa"))
	id := telegramtest.MessageID(m.ID)
	if _, err := s.Press(5, "Sửa"); err == nil {
		t.Error("a button that was never shown could be pressed")
	}
	if _, err := s.Press(6, "Xóa"); err == nil {
		t.Error("a button of another chat could be pressed")
	}
	if _, err := s.Tap(telegramtest.Tap{Message: s.Say(5, "a").MessageID, Button: "Xóa"}); err == nil {
		t.Error("a person's message has a button")
	}
	if a := call(t, s, "editMessageReplyMarkup", "chat_id", "5", "message_id", itoa(m.ID)); !a.OK {
		t.Fatalf("take the keyboard away: %+v", a)
	}
	if _, err := s.Press(5, "Xóa"); err == nil {
		t.Error("a button that is gone could be pressed")
	}
	if _, err := s.Tap(telegramtest.Tap{Message: id, Button: "Xóa", Stale: true, Inaccessible: true}); err != nil {
		t.Fatalf("a slow finger: %v", err)
	}
	q := last(t, s).CallbackQuery
	if q.Message.Type != models.MaybeInaccessibleMessageTypeInaccessibleMessage || q.Data != "data:Xóa" {
		t.Errorf("query %+v", q)
	}
}

func TestFilesOfPeopleCanBeFetched(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	s.SharePhoto(5, telegramtest.File{Data: []byte("0123456789abcdef")}, "")
	sizes := last(t, s).Message.Photo
	large, err := b.GetFile(within(t), &bot.GetFileParams{FileID: sizes[3].FileID})
	if err != nil {
		t.Fatal(err)
	}
	link := b.FileDownloadLink(large)
	if status, body := do(t, http.DefaultClient, "GET", link, "", ""); status != 200 || body != "0123456789abcdef" {
		t.Errorf("%s gave %d %q", large.FilePath, status, body)
	}
	if !strings.HasPrefix(link, s.URL()+"/file/bot"+s.Token()+"/photos/file_") {
		t.Errorf("link %s", link)
	}
	if n := s.Count(telegramtest.MethodDownload); n != 1 {
		t.Errorf("%d downloads on record", n)
	}
	if status, _ := do(t, http.DefaultClient, "GET", link+"x", "", ""); status != 404 {
		t.Errorf("a file that is not there gave %d", status)
	}
	s.ShareDocument(5, telegramtest.File{Name: "phim.mp4", Size: 20<<20 + 1}, "")
	_, err = b.GetFile(within(t), &bot.GetFileParams{FileID: last(t, s).Message.Document.FileID})
	if err == nil || !strings.HasSuffix(err.Error(), "Bad Request: file is too big") {
		t.Errorf("a file over 20 MB gave %v", err)
	}
}

func TestBlockedAndMovedChats(t *testing.T) {
	t.Parallel()
	s := telegramtest.Start(t, telegramtest.Options{KnownChatsOnly: true})
	if a := call(t, s, "sendMessage", "chat_id", "5", "text", "a"); a.Description != "Bad Request: chat not found" {
		t.Errorf("a chat that never wrote: %+v", a)
	}
	s.Say(5, "a")
	s.Block(5)
	if a := call(t, s, "sendMessage", "chat_id", "5", "text", "a"); a.HTTP != 403 || a.Description != "Forbidden: bot was blocked by the user" {
		t.Errorf("a chat that blocked: %+v", a)
	}
	s.Unblock(5)
	if a := call(t, s, "sendMessage", "chat_id", "5", "text", "a"); !a.OK {
		t.Errorf("a chat that unblocked: %+v", a)
	}
	s.RemoveFromGroup(-7, 5)
	if a := call(t, s, "sendMessage", "chat_id", "-7", "text", "a"); a.HTTP != 403 {
		t.Errorf("a group that removed the bot: %+v", a)
	}
	s.Migrate(-8, -1000000000008, 5)
	if a := call(t, s, "sendMessage", "chat_id", "-8", "text", "a"); a.HTTP != 400 || a.Parameters.MigrateTo != -1000000000008 {
		t.Errorf("a group that moved: %+v", a)
	}
}

func TestReplyOfTheBotShowsWhatItAnswers(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	said := s.Say(5, "hỏi")
	m, err := b.SendMessage(within(t), &bot.SendMessageParams{
		ChatID: 5, Text: "đáp", ReplyParameters: &models.ReplyParameters{MessageID: int(said.MessageID)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.ReplyToMessage == nil || m.ReplyToMessage.Text != "hỏi" || s.Sent(5)[0].ReplyTo != said.MessageID {
		t.Errorf("reply %+v", m)
	}
	s.Write(telegramtest.Incoming{Chat: 5, Text: "vâng", ReplyTo: telegramtest.MessageID(m.ID)})
	if r := last(t, s).Message.ReplyToMessage; r == nil || r.Text != "đáp" || !r.From.IsBot {
		t.Errorf("the person answers %+v", r)
	}
}

func TestMenus(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	commands := []models.BotCommand{{Command: "hoc", Description: "Ghi việc học"}}
	scope := &models.BotCommandScopeChat{ChatID: 5}
	if ok, err := b.SetMyCommands(within(t), &bot.SetMyCommandsParams{Commands: commands, Scope: scope, LanguageCode: "vi"}); !ok || err != nil {
		t.Fatalf("set: %v, %v", ok, err)
	}
	got, err := b.GetMyCommands(within(t), &bot.GetMyCommandsParams{Scope: scope, LanguageCode: "vi"})
	if err != nil || !slices.Equal(got, commands) {
		t.Errorf("get: %v, %v", got, err)
	}
	if menu := s.Menu(`{"type":"chat","chat_id":5}`, "vi"); len(menu) != 1 || menu[0].Command != "hoc" {
		t.Errorf("menu %+v", menu)
	}
	if ok, err := b.DeleteMyCommands(within(t), &bot.DeleteMyCommandsParams{Scope: scope, LanguageCode: "vi"}); !ok || err != nil {
		t.Errorf("delete: %v, %v", ok, err)
	}
	if menu := s.Menu(`{"type":"chat","chat_id":5}`, "vi"); menu != nil {
		t.Errorf("menu after deletion %+v", menu)
	}
	if a := call(t, s, "getMyCommands"); string(a.Result) != "[]" {
		t.Errorf("the default menu is %s", a.Result)
	}
}
