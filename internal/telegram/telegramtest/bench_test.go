package telegramtest_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"sohoc/internal/telegram/telegramtest"
)

// loadServer is the fake as a load run uses it.
func loadServer(b *testing.B) *telegramtest.Server {
	b.Helper()
	s := telegramtest.New(telegramtest.Options{CountOnly: true, NoCheck: true})
	b.Cleanup(s.Close)
	return s
}

// rawClient keeps one connection and sends prepared requests, so that the figures are the server's and not a client's.
type rawClient struct {
	conn   net.Conn
	reader *bufio.Reader
}

func dial(b *testing.B, s *telegramtest.Server) *rawClient {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL(), "http://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	return &rawClient{conn, bufio.NewReaderSize(conn, 64<<10)}
}

func (c *rawClient) round(b *testing.B, request []byte) {
	if _, err := c.conn.Write(request); err != nil {
		b.Fatal(err)
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("answer %+v, %v", response, err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		b.Fatal(err)
	}
}

// sendRequest is a sendMessage as the library makes it: multipart, of unknown length.
func sendRequest(s *telegramtest.Server) []byte {
	const boundary = "5f2b8c1d3e4a59687706152433425160718293a4b5c6d7e8f90a1b2c3d4e5f"
	var body strings.Builder
	for _, p := range [][2]string{
		{"chat_id", "123456789"}, {"text", "Đã ghi #12: chuyển đổi số trên MOOC, 2 giờ (2,7 tiết), 24/11/2026.\nTháng này: 12 giờ."},
		{"reply_markup", inlineKeyboard(3, "e:12:sua")},
	} {
		fmt.Fprintf(&body, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", boundary, p[0], p[1])
	}
	fmt.Fprintf(&body, "--%s--\r\n", boundary)
	return fmt.Appendf(nil, "POST /bot%s/sendMessage HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"+
		"Content-Type: multipart/form-data; boundary=%s\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", s.Token(), boundary, body.Len(), body.String())
}

func BenchmarkSendMessage(b *testing.B) {
	s := loadServer(b)
	request := sendRequest(s)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		c := dial(b, s)
		for pb.Next() {
			c.round(b, request)
		}
	})
	if s.SentCount() != b.N {
		b.Errorf("%d messages for %d requests", s.SentCount(), b.N)
	}
}

func BenchmarkUpdates(b *testing.B) {
	s := loadServer(b)
	c := dial(b, s)
	b.ReportAllocs()
	for b.Loop() {
		var id telegramtest.UpdateID
		for i := range 100 {
			id = s.Say(telegramtest.ChatID(1000+i), "/hoc 2h chuyển đổi số trên MOOC hôm qua").UpdateID
		}
		c.round(b, fmt.Appendf(nil, "GET /bot%s/getUpdates?limit=100&timeout=0 HTTP/1.1\r\nHost: x\r\n\r\n", s.Token()))
		c.round(b, fmt.Appendf(nil, "GET /bot%s/getUpdates?limit=1&offset=%d HTTP/1.1\r\nHost: x\r\n\r\n", s.Token(), id+1))
	}
	b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "updates/s")
}

func BenchmarkSay(b *testing.B) {
	s := loadServer(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Say(1000, "/hoc 2h chuyển đổi số trên MOOC hôm qua")
	}
}
