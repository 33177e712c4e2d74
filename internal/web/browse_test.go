package web_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func TestJoinLogAndCorrectInTheBrowser(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	b.wait("what can be asked for now", `document.querySelector('#chips').innerText.includes('Ghi một mục học')`)
	b.say("/hoc 2h luật đất đai hôm qua")
	b.see("Đã ghi mục số 1")
	b.choose("Sửa")
	b.see("Sửa phần nào")
	b.choose("Thời lượng")
	b.see("Thời lượng mới?")
	b.say("3 tiết")
	b.see("Đã sửa mục số 1")
	b.shot("corrected")
	if n := h.entries("Hoàng Thị Lan"); n != 1 {
		t.Errorf("the notebook has %d entries, not 1", n)
	}
	if n := eval[int](b, `document.querySelectorAll('.me').length`); n != 5 {
		t.Errorf("the chat shows %d own messages, not 5", n)
	}
	b.do(chromedp.Reload())
	if n := eval[int](b, `document.querySelectorAll('.me').length`); n != 5 {
		t.Errorf("after a reload the chat shows %d own messages, not 5", n)
	}
}

func TestTheChartOpensInTheBrowser(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	h.joined("Ma Thị Hoa")
	b := h.browser()
	b.open("/moi?code=" + h.code("Ma Thị Hoa"))
	b.click(".btn")
	b.see("Sổ là một")
	b.do(chromedp.Click(chromedp.CSS(`#chips button[value="/tiendo"]`)))
	b.wait("the chart", `!!document.querySelector('.so .ph img')?.naturalWidth`)
	b.click(".so .ph")
	b.wait("the picture, large", `!!document.querySelector('dialog[open] img')`)
	b.do(chromedp.KeyEvent("\x1b"))
	b.wait("the chat again", `!document.querySelector('dialog') && document.activeElement.matches('.ph')`)
}

func TestAnUploadInTheBrowser(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	b.say("/hoc 2h luật đất đai")
	b.see("Đã ghi mục số 1")
	b.choose("Thêm minh chứng")
	b.see("Xin gửi ảnh")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{certificate(t, t.TempDir())}))
	b.wait("the name of the file", `document.querySelector('#picked').innerText.includes('giay-chung-nhan.png')`)
	b.click(".send")
	b.see("Đã gắn minh chứng vào mục số 1")
	b.wait("the picture", `!!document.querySelector('.me .ph img[src*="/files/"]')?.naturalWidth`)
}

// cable is the network between the browser and the program.
type cable struct{ cut atomic.Bool }

func (c *cable) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.cut.Load() {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
}

func TestWithoutANetworkMessagesWaitAndGoOutOnce(t *testing.T) {
	t.Parallel()
	var net cable
	h := newHouse(t, options{wrap: net.wrap})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	chat := h.chat("Hoàng Thị Lan")
	net.cut.Store(true)
	h.server.CloseClientConnections()
	b.say("/hoc 2h luật đất đai")
	b.say("/hoc 1h tin học")
	b.see("đang chờ mạng")
	b.shot("waiting")
	h.tell(chat, "Nhắc: còn việc")
	net.cut.Store(false)
	b.see("Đã ghi mục số 2")
	b.see("Nhắc: còn việc")
	b.wait("nothing that waits", `!document.querySelector('.m.wait') && !document.querySelector('#net').innerText`)
	if n := h.entries("Hoàng Thị Lan"); n != 2 {
		t.Errorf("the notebook has %d entries, not 2", n)
	}
	order := eval[string](b, `[...document.querySelectorAll('.m')].map(m => m.querySelector('p')?.innerText || '').filter(x => /hoc|ghi mục|Nhắc/.test(x)).join(' | ')`)
	if n := eval[int](b, `document.querySelectorAll('.me').length`); n != 3 {
		t.Errorf("the chat shows %d own messages, not 3: %s", n, order)
	}
	if n := eval[int](b, `new Set([...document.querySelectorAll('.m')].map(m => m.dataset.id)).size - document.querySelectorAll('.m').length`); n != 0 {
		t.Errorf("messages stand there twice: %s", order)
	}
}

func TestWhatWaitsSurvivesAReload(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	h := newHouse(t, options{broken: down.Load})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	down.Store(true)
	b.say("/hoc 2h luật đất đai")
	b.see("đang chờ mạng")
	b.do(chromedp.Reload())
	b.see("/hoc 2h luật đất đai")
	down.Store(false)
	b.see("Đã ghi mục số 1")
	b.do(chromedp.Reload())
	b.see("Đã ghi mục số 1")
	if n := h.entries("Hoàng Thị Lan"); n != 1 {
		t.Errorf("the notebook has %d entries, not 1", n)
	}
	if n := eval[int](b, `document.querySelectorAll('.me').length`); n != 2 {
		t.Errorf("the chat shows %d own messages, not 2", n)
	}
}

func TestTwoTabsShowTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	one := h.browser()
	one.join("Hoàng Thị Lan")
	two := one.tab()
	two.open("/")
	two.see("Cảm ơn anh/chị")
	one.say("/hoc 2h luật đất đai")
	two.see("Đã ghi mục số 1")
	two.choose("Xóa")
	one.see("Xóa mục số 1?")
	const all = `[...document.querySelectorAll('.m')].map(m => m.dataset.id).join()`
	one.wait("the same in both", `!document.querySelector('.m:not([data-id])')`)
	two.wait("the same in both", `!document.querySelector('.m:not([data-id])')`)
	if a, b := eval[string](one, all), eval[string](two, all); a != b || a == "" {
		t.Errorf("one tab shows %s, the other %s", a, b)
	}
}

// tab opens another tab with the same cookies.
func (b *browser) tab() *browser {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	b.t.Cleanup(cancel)
	return &browser{t: b.t, h: b.h, ctx: ctx}
}

func TestEverythingWorksWithoutScript(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	b.onScreen(360, 740, 1, false)
	b.open("/moi?code=" + h.code("Hoàng Thị Lan"))
	b.click(".btn")
	b.do(chromedp.Click(chromedp.CSS(".now .c button")))
	b.do(chromedp.WaitVisible(chromedp.CSS(`#chips button[value="/hoc"]`)))
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "/hoc 2h luật đất đai"))
	b.click(".send")
	b.do(chromedp.WaitVisible(chromedp.CSS(`.now button[value$="~xoa:1"]`)))
	b.shot("noscript")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{certificate(t, t.TempDir())}))
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "/hoc 1h tin học"))
	b.click(".send")
	b.do(chromedp.WaitVisible(chromedp.CSS(`.me .ph`)))
	if n := h.entries("Hoàng Thị Lan"); n != 2 {
		t.Errorf("the notebook has %d entries, not 2", n)
	}
}

func TestTheKeyboardAloneIsEnough(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	b.do(chromedp.Focus(chromedp.CSS("#text")), chromedp.KeyEvent("/hoc 2h"), chromedp.KeyEvent("\r", chromedp.KeyModifiers(chromedp.ModifierShift)), chromedp.KeyEvent("x\b luật đất đai\r"))
	b.see("Đã ghi mục số 1")
	// Backwards from the box: the paper clip, the suggestions, then the choices of the last message.
	for range 40 {
		if eval[string](b, `document.activeElement.textContent`) == "Xóa" {
			break
		}
		b.do(chromedp.KeyEvent("\t", chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	if ring := eval[string](b, `getComputedStyle(document.activeElement).outlineStyle`); ring != "solid" {
		t.Errorf("the focus cannot be seen: %s", ring)
	}
	b.do(chromedp.KeyEvent("\r"))
	b.see("Xóa mục số 1?")
}

func TestScreenReadersHearTheConversation(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	nameless := eval[string](b, `[...document.querySelectorAll('button, summary, a')].filter(e => !e.textContent.trim() && !e.getAttribute('aria-label')).map(e => e.outerHTML).join()`)
	if nameless != "" {
		t.Errorf("without a name: %s", nameless)
	}
	for what, expression := range map[string]string{
		"the log is announced":      `document.querySelector('#log').matches('[role=log][aria-live=polite][aria-label]')`,
		"the page has its language": `document.documentElement.lang === 'vi'`,
		"each field has a name":     `[...document.querySelectorAll('textarea, input:not([type=hidden])')].every(e => e.labels.length && e.labels[0].innerText.trim())`,
		"each message says whose":   `[...document.querySelectorAll('.m')].every(m => /^(Anh\/chị|Sổ Học): /.test(m.querySelector('.vh').textContent))`,
		"there is one heading":      `document.querySelectorAll('h1').length === 1`,
		"pictures have words":       `[...document.querySelectorAll('img')].every(e => e.alt)`,
	} {
		if !eval[bool](b, expression) {
			t.Errorf("not so: %s", what)
		}
	}
}

func TestALogoutInTheBrowserForgetsWhatWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	b := h.browser()
	b.join("Hoàng Thị Lan")
	b.click(".menu summary")
	b.shot("menu")
	b.click("#out button")
	b.wait("the door", `!!document.querySelector('#code') && document.body.innerText.includes('Đã đóng phiên')`)
	if left := eval[int](b, `localStorage.length`); left != 0 {
		t.Errorf("%d things are left in the browser", left)
	}
}
