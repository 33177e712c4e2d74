package web_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// screens are what the pages must stand: a small phone, a desktop, and both at twice the size of type, in both
// schemes. Twice the size is half the room.
var screens = []struct {
	name          string
	width, height int64
	scale         float64
	dark          bool
}{
	{"phone", 360, 740, 2, false},
	{"phone-dark", 360, 740, 2, true},
	{"phone-200", 180, 370, 4, false},
	{"desktop", 1280, 800, 1, false},
	{"desktop-dark", 1280, 800, 1, true},
	{"desktop-200", 640, 400, 2, true},
}

// onScreen sets the window and the scheme.
func (b *browser) onScreen(width, height int64, scale float64, dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.do(
		chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale)),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
			})
			return err
		}),
	)
}

// joined gives a person a consent, as if it had been given long ago: then the next code only links.
func (h *house) joined(name string) {
	h.t.Helper()
	h.update(func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.GiveConsent(ctx, h.people[name], people.ConsentVersion, "web", tx.Now())
	})
}

// certificate is a picture to upload.
func certificate(tb testing.TB, dir string) string {
	tb.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 640, 440))
	for y := range 440 {
		for x := range 640 {
			c := color.RGBA{250, 246, 232, 255}
			if x < 16 || y < 16 || x > 623 || y > 423 || y > 90 && y < 100 && x > 160 && x < 480 || y%60 < 6 && y > 180 && y < 380 && x > 90 && x < 550 {
				c = color.RGBA{150, 60, 40, 255}
			}
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(dir, "giay-chung-nhan.png")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// contrast lists texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1, 3 to 1
// for large type).
const contrast = `(() => {
const lum = (c) => { const f = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
const rgb = (s) => (s.match(/[\d.]+/g) || []).map(Number);
const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
const bad = [];
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length || e.closest('.vh')) continue;
  const s = getComputedStyle(e), back = behind(e); let c = rgb(s.color), a = Number(s.opacity);
  c = c.slice(0, 3).map((v, i) => v * a + back[i] * (1 - a));
  const [x, y] = [lum(c), lum(back)].sort((p, q) => q - p), ratio = (x + 0.05) / (y + 0.05);
  const large = parseFloat(s.fontSize) >= 24 || parseFloat(s.fontSize) >= 18.7 && Number(s.fontWeight) >= 700;
  if (ratio < (large ? 3 : 4.5)) bad.push(e.className + ' ' + e.tagName + ' ' + e.textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
}
return bad.join('\n'); })()`

// small lists what can be pressed and is smaller than 24 by 24 pixels, links within sentences apart (WCAG 2.2,
// 2.5.8), and what sticks out of the window.
const small = `(() => {
const bad = [];
for (const e of document.querySelectorAll('button, a, input:not([type=hidden]), textarea, summary')) {
  const r = e.getBoundingClientRect();
  if (!r.width || e.closest('.vh') || e.matches('.cmd, p a')) continue;
  if (r.width < 24 || r.height < 24) bad.push('small: ' + e.outerHTML.slice(0, 80));
}
if (document.documentElement.scrollWidth > innerWidth) bad.push('the page is wider than the window: ' + document.documentElement.scrollWidth);
const scroll = document.querySelector('.scroll');
if (scroll && scroll.scrollWidth > scroll.clientWidth) bad.push('the chat is wider than its room: ' + scroll.scrollWidth + ' ' + scroll.clientWidth);
if (scroll && scroll.clientHeight < innerHeight / 3) bad.push('the messages have too little room: ' + scroll.clientHeight + ' of ' + innerHeight);
return bad.join('\n'); })()`

func TestEveryScreenIsReadable(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	h.joined("Ma Thị Hoa")
	b := h.browser()
	b.open("/moi")
	for _, s := range screens {
		b.onScreen(s.width, s.height, s.scale, s.dark)
		b.readable("login-" + s.name)
	}
	b.open("/moi?code=" + h.code("Ma Thị Hoa"))
	b.click(".btn")
	b.see("Sổ là một")
	b.say("/hoc 2h luật đất đai sáng nay")
	b.see("Đã ghi mục số 1")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{certificate(t, t.TempDir())}))
	b.say("3 tiết tập huấn chuyển đổi số hôm qua")

	b.see("Đã gắn minh chứng")
	b.say("/tiendo")
	b.wait("the chart", `!!document.querySelector('.so .ph img')?.naturalWidth`)
	b.say("Cảm ơn")
	b.see("Vâng, cảm ơn")
	for _, s := range screens {
		b.onScreen(s.width, s.height, s.scale, s.dark)
		b.readable("chat-" + s.name)
		eval[bool](b, `document.querySelector('#scroll').scrollTop = -600, true`)
		b.shot("chat-" + s.name + "-up")
		eval[bool](b, `document.querySelector('#scroll').scrollTop = 0, true`)
	}
}

// readable checks the page as it stands on the screen.
func (b *browser) readable(name string) {
	b.t.Helper()
	b.shot(name)
	for what, look := range map[string]string{"contrast": contrast, "room": small} {
		if bad := eval[string](b, look); bad != "" {
			b.t.Errorf("%s, %s:\n%s", name, what, bad)
		}
	}
}
