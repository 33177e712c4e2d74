package telegramtest_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/telegram/telegramtest"
)

// ownButton is an inline button without the empty copy_text of the library's type.
type ownButton struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

type ownKeyboard struct {
	Rows [][]ownButton `json:"inline_keyboard"`
}

func keyboard(labels ...string) ownKeyboard {
	var row []ownButton
	for _, label := range labels {
		row = append(row, ownButton{label, "data:" + label})
	}
	return ownKeyboard{[][]ownButton{row}}
}

// newClient is the real library, aimed at the fake.
func newClient(t *testing.T, s *telegramtest.Server, token string) *bot.Bot {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	b, err := bot.New(token, bot.WithServerURL(s.URL()), bot.WithSkipGetMe(), bot.WithHTTPClient(time.Minute, client))
	if err != nil {
		t.Fatalf("make client: %v", err)
	}
	return b
}

func start(t *testing.T) (*telegramtest.Server, *bot.Bot) {
	t.Helper()
	s := telegramtest.Start(t, telegramtest.Options{})
	return s, newClient(t, s, telegramtest.DefaultToken)
}

// within is the time in which everything must have happened; it only ends tests that would hang.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func send(t *testing.T, b *bot.Bot, chat int64, text string, markup any) *models.Message {
	t.Helper()
	m, err := b.SendMessage(within(t), &bot.SendMessageParams{ChatID: chat, Text: text, ReplyMarkup: markup})
	if err != nil {
		t.Fatalf("send %q: %v", text, err)
	}
	return m
}

func TestLibraryKnowsTheBot(t *testing.T) {
	t.Parallel()
	_, b := start(t)
	me, err := b.GetMe(within(t))
	if err != nil {
		t.Fatal(err)
	}
	if me.ID != 7000000001 || !me.IsBot || me.Username != "SoHocTestBot" || !me.CanJoinGroups {
		t.Errorf("getMe = %+v", me)
	}
}

func TestLibrarySendsText(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	s.Meet(telegramtest.Person{ID: 42, FirstName: "Lan", LastName: "Nguyễn", Username: "lan"})
	text := "Đã ghi: \"chuyển đổi số\"\n1\u00a0tiết \\ 😀\t."
	m := send(t, b, 42, text, keyboard("Sửa", "Xóa"))
	if m.Text != text {
		t.Errorf("the result says %q, sent was %q", m.Text, text)
	}
	if m.Chat.ID != 42 || m.Chat.FirstName != "Lan" || m.Chat.Type != "private" || m.From.ID != s.ID() {
		t.Errorf("the result is %+v", m)
	}
	if got := m.ReplyMarkup.InlineKeyboard[0][1].CallbackData; got != "data:Xóa" {
		t.Errorf("the second button's data is %q", got)
	}
	sent := s.Sent(42)
	if len(sent) != 1 || sent[0].Text != text || int(sent[0].MessageID) != m.ID {
		t.Fatalf("on record is %+v", sent)
	}
	if got := strings.Join(sent[0].Labels(), "|"); got != "Sửa|Xóa" {
		t.Errorf("labels %q", got)
	}
}

func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestLibrarySendsFiles(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	chart := picture(t, 30, 20)
	m, err := b.SendPhoto(within(t), &bot.SendPhotoParams{
		ChatID: 5, Caption: "Tiến độ", Photo: &models.InputFileUpload{Filename: "bieu-do.png", Data: bytes.NewReader(chart)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Caption != "Tiến độ" || len(m.Photo) != 1 || m.Photo[0].Width != 30 || m.Photo[0].FileSize != len(chart) {
		t.Errorf("photo message %+v", m)
	}
	report := []byte("PK\r\n--x\r\n\x00\xff binary")
	m, err = b.SendDocument(within(t), &bot.SendDocumentParams{
		ChatID: 5, Document: &models.InputFileUpload{Filename: `báo "cáo".xlsx`, Data: bytes.NewReader(report)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if m.Document.FileName != `báo "cáo".xlsx` {
		t.Errorf("document name %q", m.Document.FileName)
	}
	if got := s.Sent(5)[1].Uploads[0].Data; got != string(report) {
		t.Errorf("document arrived as %q", got)
	}
	again, err := b.SendDocument(within(t), &bot.SendDocumentParams{
		ChatID: 6, Document: &models.InputFileString{Data: m.Document.FileID},
	})
	if err != nil || again.Document.FileID != m.Document.FileID {
		t.Errorf("sending by file_id: %+v, %v", again, err)
	}
	_, err = b.SendPhoto(within(t), &bot.SendPhotoParams{
		ChatID: 5, Photo: &models.InputFileUpload{Filename: "x.png", Data: strings.NewReader("no picture")},
	})
	if !errors.Is(err, bot.ErrorBadRequest) {
		t.Errorf("a photo that is none gave %v", err)
	}
}

func TestLibraryEditsAndDeletes(t *testing.T) {
	t.Parallel()
	s, b := start(t)
	m := send(t, b, 5, "một", keyboard("A"))
	edited, err := b.EditMessageText(within(t), &bot.EditMessageTextParams{ChatID: 5, MessageID: m.ID, Text: "hai"})
	if err != nil {
		t.Fatal(err)
	}
	if edited.Text != "hai" || edited.EditDate == 0 || edited.ReplyMarkup != nil {
		t.Errorf("edited message %+v", edited)
	}
	now, ok := s.Current(telegramtest.MessageID(m.ID))
	if !ok || now.Text != "hai" || s.Sent(5)[0].Text != "một" {
		t.Errorf("stands as %+v, was sent as %+v", now, s.Sent(5)[0])
	}
	_, err = b.EditMessageText(within(t), &bot.EditMessageTextParams{ChatID: 5, MessageID: m.ID, Text: "hai"})
	if err == nil || !strings.Contains(err.Error(), "message is not modified") {
		t.Errorf("an edit that changes nothing gave %v", err)
	}
	if ok, err := b.DeleteMessage(within(t), &bot.DeleteMessageParams{ChatID: 5, MessageID: m.ID}); !ok || err != nil {
		t.Errorf("delete: %v, %v", ok, err)
	}
	if _, ok := s.Current(telegramtest.MessageID(m.ID)); ok {
		t.Error("the deleted message still stands")
	}
}
