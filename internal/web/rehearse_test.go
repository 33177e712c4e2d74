package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
	"sohoc/internal/webchat"
)

func TestADemonstrationShowsWhatAMonthWouldBring(t *testing.T) {
	t.Parallel()
	var h *house
	personas := []web.Persona{
		{Key: "staff", Label: "Chuyên viên", Note: "Hoàng Thị Lan", Chat: "demo-staff"},
		{Key: "office", Label: "Văn phòng", Note: "Ma Thị Hoa", Chat: "demo-office"},
	}
	remind := func(ctx context.Context) error {
		h.pass(31 * 24 * time.Hour)
		return h.db.Update(ctx, func(tx *sqlite.Tx) error {
			return tx.AddWebMessage(ctx, webchat.Message{
				Chat: "demo-staff", Key: "so/later", Text: "Tuần này chưa có mục nào <b>.\nMời ghi.",
				Choices: []channel.Choice{{Data: "cmd:hoc", Label: "Ghi ngay"}},
			})
		})
	}
	h = newHouse(t, options{personas: personas, forward: remind})
	for _, p := range personas {
		h.joined(p.Note)
		h.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.LinkAccount(ctx, webchat.AccountOf(p.Chat), h.people[p.Note], tx.Now())
		})
	}
	c := h.client()
	c.post("/vai", url.Values{"persona": {"staff"}})
	c.say("/hoc 2h kế toán")
	if a := c.post("/tua", url.Values{}); a.status != http.StatusForbidden {
		t.Errorf("without the page's own mark: %d", a.status)
	}
	csrf := regexp.MustCompile(`name="csrf" value="([^"]+)"`).FindStringSubmatch(c.page().body)[1]
	a := c.post("/tua", url.Values{"csrf": {csrf}})
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.head.Get("Location"), "/tua?tu=") {
		t.Fatalf("forward: %d %s", a.status, a.head.Get("Location"))
	}
	page := c.get(a.head.Get("Location"))
	said := text(page.body)
	for _, want := range []string{"Chuyên viên · Hoàng Thị Lan 1 tin", "Tuần này chưa có mục nào", "[Ghi ngay]", "Văn phòng · Ma Thị Hoa 0 tin"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page lacks %q:\n%s", want, said)
		}
	}
	if strings.Contains(said, "ế toán") || strings.Contains(page.body, "<b>.") {
		t.Errorf("the page shows what was there before, or markup of a message:\n%s", said)
	}
	for _, since := range []string{"", "x", "99999999999999"} {
		if a := c.get("/tua?tu=" + since); a.status != http.StatusNotFound {
			t.Errorf("since %q: %d", since, a.status)
		}
	}
}

func TestAClockThatCannotGoForwardSaysSo(t *testing.T) {
	t.Parallel()
	personas := []web.Persona{{Key: "staff", Label: "Chuyên viên", Note: "Hoàng Thị Lan", Chat: "demo-staff"}}
	h := newHouse(t, options{personas: personas, forward: func(context.Context) error { return errors.New("on purpose") }})
	h.joined("Hoàng Thị Lan")
	c := h.client()
	c.post("/vai", url.Values{"persona": {"staff"}})
	form := c.page().form()
	if a := c.post("/tua", form); a.status < 500 || strings.Contains(a.body, "on purpose") {
		t.Errorf("%d\n%s", a.status, text(a.body))
	}
	if a := newHouse(t, options{personas: personas}).client().get("/tua?tu=1"); a.status != http.StatusNotFound {
		t.Errorf("where there is no such thing: %d", a.status)
	}
}
