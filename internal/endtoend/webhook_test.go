package endtoend_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sohoc/internal/telegram/telegramtest"
	"sohoc/internal/zalo/zalotest"
)

const publicURL = "https://so.example.vn/hoc"

// TestWebhooksOfBothChannels has both messengers post, through a path that the proxy leaves on, and sees that the
// webhooks are set once over two starts.
func TestWebhooksOfBothChannels(t *testing.T) {
	t.Parallel()
	telegram := telegramtest.Start(t, telegramtest.Options{})
	zalo := zalotest.Start(t, zalotest.Options{})
	m := machine(t, telegram, "SOHOC_TELEGRAM_WEBHOOK_SECRET=telegram-secret-0123", "SOHOC_PUBLIC_URL="+publicURL,
		"SOHOC_ZALO_TOKEN="+zalo.Token(), "SOHOC_ZALO_API_URL="+zalo.URL(), "SOHOC_ZALO_WEBHOOK_SECRET=zalo-secret-01234567")
	codes := moveIn(t, m)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	p, err := m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	must(t, zalo.Wait(ctx, func() bool { at, _ := zalo.Hook(); return at != "" }))
	must(t, telegram.WaitCount(ctx, "setWebhook", 1))
	if at, secret := zalo.Hook(); at != publicURL+"/webhook/zalo/1459232241454765289" || secret != "zalo-secret-01234567" {
		t.Errorf("Zalo's webhook is %q", at)
	}

	who := &zaloPerson{t: t, bot: zalo.Bot, chat: zalotest.ChatOf(4)}
	post := func(path string, wrapped bool) {
		t.Helper()
		status, err := zalo.Post(t.Context(), p.URL()+path, wrapped)
		if err != nil || status != http.StatusOK {
			t.Fatalf("the webhook answers %d (%v)\n%s", status, err, p.Log())
		}
	}
	zalo.Say(who.chat, codes["HC02"])
	post("/webhook/zalo/1459232241454765289", true)
	who.expects(who.reply().Text, "trợ lý tự động")
	zalo.Say(who.chat, "đồng ý")
	post("/hoc/webhook/zalo/1459232241454765289", false)
	who.expects(who.reply().Text, "/hoc")

	head := &person{t: t, fake: telegram, chat: chats["HC01"]}
	head.seen = telegram.Say(head.chat, "/start "+codes["HC01"]).MessageID
	status, err := telegram.PostUpdate(t.Context(), http.DefaultClient, p.URL()+"/webhook/telegram")
	if err != nil || status != http.StatusOK {
		t.Fatalf("the webhook of Telegram answers %d (%v)", status, err)
	}
	head.expects(head.reply(), "trợ lý tự động")

	for path, want := range map[string]int{
		"/webhook/telegram": http.StatusUnauthorized, "/webhook/zalo/1459232241454765289": http.StatusUnauthorized, "/webhook/zalo/7": http.StatusNotFound,
	} {
		resp, err := http.Post(p.URL()+path, "application/json", strings.NewReader(`{"update_id":1}`))
		must(t, err)
		must(t, resp.Body.Close())
		if resp.StatusCode != want {
			t.Errorf("%s without the secret answers %d, want %d", path, resp.StatusCode, want)
		}
	}
	_, err = p.Stop(20 * time.Second)
	must(t, err)
	p, err = m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	must(t, zalo.Wait(ctx, func() bool { return len(zalo.Calls("getWebhookInfo")) == 2 }))
	must(t, telegram.WaitCount(ctx, "getWebhookInfo", 2))
	_, err = p.Stop(20 * time.Second)
	must(t, err)
	if n := len(zalo.Calls("setWebhook")); n != 1 {
		t.Errorf("Zalo's webhook was set %d times over two starts", n)
	}
	for _, secret := range []string{"telegram-secret", "zalo-secret"} {
		if strings.Contains(p.Log(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

var uploadLink = regexp.MustCompile(`https://so\.example\.vn/hoc(/gui/\S+)`)

// TestAPDFForZalo comes by the page whose address the bot gives, and a chart goes by an address from which Zalo can
// fetch it.
func TestAPDFForZalo(t *testing.T) {
	t.Parallel()
	fake := zalotest.Start(t, zalotest.Options{})
	m := zaloMachine(t, fake, []string{fake.Token()}, "SOHOC_PUBLIC_URL="+publicURL)
	codes := moveIn(t, m)
	p, err := m.Serve(t.Context())
	must(t, err)
	must(t, p.Started(t.Context()))
	office := &zaloPerson{t: t, bot: fake.Bot, chat: zalotest.ChatOf(2)}
	office.says(codes["VP01"])
	office.says("đồng ý")
	office.expects(office.says("/hoc 2h luật đất đai"), "Đã ghi mục số 1")
	fake.ShareFile(office.chat)
	office.expects(office.reply().Text, "Zalo không chuyển tệp này", publicURL+"/gui/")
	page := uploadLink.FindStringSubmatch(office.says("minh chứng 1"))
	if page == nil {
		t.Fatal("no page to upload at is offered")
	}
	look, err := http.Get(p.URL() + page[1])
	must(t, err)
	must(t, look.Body.Close())
	if status := uploadTo(t, p.URL()+page[1]); look.StatusCode != http.StatusOK || status != http.StatusOK {
		t.Fatalf("the page answers %d and %d\n%s", look.StatusCode, status, p.Log())
	}
	office.expects(office.reply().Text, "Đã gắn minh chứng vào mục số 1")

	office.expects(office.says("/tiendo"), "Phòng Hành chính tư pháp")
	chart := office.reply()
	at, err := url.Parse(chart.Photo)
	if err != nil || !strings.HasPrefix(chart.Photo, publicURL+"/anh/") {
		t.Fatalf("the chart goes as %+v", chart)
	}
	resp, err := http.Get(p.URL() + at.Path)
	must(t, err)
	defer resp.Body.Close()
	picture, err := io.ReadAll(resp.Body)
	must(t, err)
	if resp.StatusCode != http.StatusOK || !bytes.HasPrefix(picture, []byte("\x89PNG")) {
		t.Errorf("the chart can be had: %d, %d bytes", resp.StatusCode, len(picture))
	}
	_, err = p.Stop(20 * time.Second)
	must(t, err)
}

func uploadTo(t *testing.T, address string) int {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "giấy chứng nhận.pdf")
	must(t, err)
	_, err = part.Write([]byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))
	must(t, err)
	must(t, form.Close())
	resp, err := http.Post(address, form.FormDataContentType(), &body)
	must(t, err)
	must(t, resp.Body.Close())
	return resp.StatusCode
}
