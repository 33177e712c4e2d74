//go:build unix

package telegram_test

import (
	"context"
	"strconv"
	"syscall"
	"testing"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/channel"
	"sohoc/internal/telegram"
	"sohoc/internal/telegram/telegramtest"
)

// The benchmarks report the CPU time of the whole process beside the time on the wall, since the machines that
// run them are rarely idle. The first two send the same card to the same fake, whose share is the same in both:
// by the adapter, and by the library's own method.

func reportCPU(b *testing.B) (done func()) {
	b.Helper()
	start := cpu(b)
	return func() { b.ReportMetric(float64(cpu(b)-start)/float64(b.N), "cpu-ns/op") }
}

func cpu(b *testing.B) int64 {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return used.Utime.Nano() + used.Stime.Nano()
}

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
	defer reportCPU(b)()
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
	defer reportCPU(b)()
	for i := 0; b.Loop(); i++ {
		if _, err := bot.SendMessage(b.Context(), &tgbot.SendMessageParams{
			ChatID: 1001 + i%100, Text: message.Text, LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tgbot.True()},
			ReplyMarkup: keyboard{[][]button{{{"Sửa", "e:12"}, {"Xóa", "d:12"}}}},
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReceive polls a hundred updates at a time and counts one of them as an operation.
func BenchmarkReceive(b *testing.B) {
	s := telegramtest.New(telegramtest.Options{CountOnly: true, NoCheck: true})
	defer s.Close()
	a, err := telegram.New(telegram.Config{Token: s.Token(), APIURL: s.URL()})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	for i := range b.N {
		s.Say(telegramtest.ChatID(1001+i%100), "/hoc 2h chuyển đổi số trên MOOC hôm qua")
	}
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	b.ReportAllocs()
	defer reportCPU(b)()
	b.ResetTimer()
	left := b.N
	if err := a.Run(ctx, func(_ context.Context, events []channel.Event) error {
		if left -= len(events); left <= 0 {
			cancel()
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}
