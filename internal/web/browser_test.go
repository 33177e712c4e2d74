package web_test

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// chrome is the one Chromium of all tests; each has a profile of its own in it.
var chrome struct {
	once sync.Once
	ctx  context.Context
	err  error
	stop []func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range slices.Backward(chrome.stop) {
		stop()
	}
	os.Exit(code)
}

// oneChromium starts it.
func oneChromium() (context.Context, error) {
	chrome.once.Do(func() {
		alloc, stop := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(chromium()),
			chromedp.Headless, chromedp.Flag("accept-lang", "vi-VN"), chromedp.Flag("disable-dev-shm-usage", true))
		ctx, cancel := chromedp.NewContext(alloc)
		chrome.stop = append(chrome.stop, stop, cancel)
		chrome.ctx, chrome.err = ctx, chromedp.Do(ctx)
	})
	return chrome.ctx, chrome.err
}

// browser is one headless Chromium with a profile of its own.
type browser struct {
	t   testing.TB
	h   *house
	ctx context.Context
}

// browser starts a Chromium. Where there is none the test is skipped, unless SOHOC_REQUIRE_BROWSER is set.
func (h *house) browser() *browser {
	h.t.Helper()
	if chromium() == "" {
		if os.Getenv("SOHOC_REQUIRE_BROWSER") != "" {
			h.t.Fatal("no Chromium is installed (Debian: apt-get install chromium), and SOHOC_REQUIRE_BROWSER is set")
		}
		h.t.Skip("no Chromium is installed (Debian: apt-get install chromium): what only a browser can show is not tested")
	}
	parent, err := oneChromium()
	h.must(err)
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	h.t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	h.t.Cleanup(cancel)
	return &browser{t: h.t, h: h, ctx: ctx}
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatalf("%v; the page says:\n%s", err, b.words())
	}
}

// words is what the page says, for messages of failed tests.
func (b *browser) words() string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.ctx), 5*time.Second)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	if err != nil {
		return err.Error()
	}
	return out
}

// open goes to a page.
func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.h.server.URL + path))
}

// join comes in by a code and agrees.
func (b *browser) join(name string) {
	b.t.Helper()
	b.open("/moi?code=" + b.h.code(name))
	b.click(".btn")
	b.see("Đồng ý")
	b.choose("Đồng ý")
	b.see("Cảm ơn anh/chị")
}

func (b *browser) click(css string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(css)))
}

// say types into the box and sends it with Enter.
func (b *browser) say(words string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), words+"\r"))
}

// choose presses the last button with a label.
func (b *browser) choose(label string) {
	b.t.Helper()
	b.wait("a button "+label, `(() => { const all = [...document.querySelectorAll('.c button')].filter(x => x.textContent === `+quote(label)+`);
		if (all.length) all.at(-1).click(); return all.length > 0; })()`)
}

// see waits until the log has some words.
func (b *browser) see(words string) {
	b.t.Helper()
	b.wait(words, `document.querySelector('#log')?.innerText.includes(`+quote(words)+`) === true`)
}

// wait waits until an expression is true, on this page or the one that it leads to.
func (b *browser) wait(what, expression string) {
	b.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	patience, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	for {
		// An error may be that of a page that is just being left.
		ok, err := chromedp.Run(patience, chromedp.Evaluate[bool](expression))
		if ok && err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-patience.Done():
			b.t.Fatalf("waited in vain for %s (%v); the page says:\n%s", what, err, b.words())
		}
	}
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return out
}

// shot saves what the page looks like, for people to look at: SOHOC_SHOTS names a folder.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("SOHOC_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+name+".png", png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}
