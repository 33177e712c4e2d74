package telegram_test

import (
	"strconv"
	"testing"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

// The two benchmarks below send the same card to the same fake, whose share is the same in both: by the
// adapter, and by the library's own method. Run them with -cpu 1 to compare the work rather than the waiting.

func BenchmarkSend(b *testing.B) {
	s := telegramtest.New(telegramtest.Options{CountOnly: true, NoCheck: true})
	defer s.Close()
	a, err := telegram.New(telegram.Config{Token: s.Token(), APIURL: s.URL()})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	message := card()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		message.To.Chat = channel.ChatID(strconv.Itoa(1001 + i%100))
		if err := a.Send(b.Context(), message); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSendByLibrary(b *testing.B) {
	type button struct {
		Text string `json:"text"`
		Data string `json:"callback_data"`
	}
	type keyboard struct {
		Rows [][]button `json:"inline_keyboard"`
	}
	s := telegramtest.New(telegramtest.Options{CountOnly: true, NoCheck: true})
	defer s.Close()
	bot, err := tgbot.New(s.Token(), tgbot.WithSkipGetMe(), tgbot.WithServerURL(s.URL()))
	if err != nil {
		b.Fatal(err)
	}
	message := card()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := bot.SendMessage(b.Context(), &tgbot.SendMessageParams{
			ChatID: 1001 + i%100, Text: message.Text, LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tgbot.True()},
			ReplyMarkup: keyboard{[][]button{{{"Sửa", "e:12"}, {"Xóa", "d:12"}}}},
		}); err != nil {
			b.Fatal(err)
		}
	}
}
