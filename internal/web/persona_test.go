package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sohoc/internal/i18n"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
	"sohoc/internal/webchat"
)

func TestADemonstrationLetsVisitorsChangePersona(t *testing.T) {
	t.Parallel()
	personas := []web.Persona{
		{Key: "staff", Label: "Chuyên viên", Note: "Hoàng Thị Lan", Chat: "demo-staff"},
		{Key: "office", Label: "Văn phòng", Labels: map[i18n.Lang]string{i18n.EN: "Office"}, Note: "Ma Thị Hoa", Chat: "demo-office"},
	}
	h := newHouse(t, options{personas: personas})
	for _, p := range personas {
		h.joined(p.Note)
		h.update(func(ctx context.Context, tx *sqlite.Tx) error {
			return tx.LinkAccount(ctx, webchat.AccountOf(p.Chat), h.people[p.Note], tx.Now())
		})
	}
	c := h.client()
	if a := c.get("/moi"); !strings.Contains(a.body, `name="persona" value="office"`) || strings.Contains(a.body, `name="code"`) {
		t.Fatalf("the door of a demonstration:\n%s", text(a.body))
	}
	as := func(key string) answer {
		if a := c.post("/vai", url.Values{"persona": {key}}); a.status != http.StatusSeeOther {
			t.Fatalf("as %s: %d", key, a.status)
		}
		return c.page()
	}
	if page := as("staff"); !strings.Contains(page.body, `value="staff" aria-pressed="true"`) {
		t.Errorf("who is being played is not shown:\n%s", text(page.body))
	}
	c.say("/hoc 2h kế toán")
	if page := as("office"); strings.Contains(page.body, "ế toán") || !strings.Contains(page.body, "Ma Thị Hoa") {
		t.Errorf("the Office sees:\n%s", text(page.body))
	}
	if page := as("staff"); !strings.Contains(page.body, "Kế toán") {
		t.Errorf("the first chat is lost:\n%s", text(page.body))
	}
	if a := c.post("/vai", url.Values{"persona": {"king"}}); a.status != http.StatusNotFound {
		t.Errorf("somebody who is none: %d", a.status)
	}
}

func TestPersonasAreCalledInTheVisitorsLanguage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{personas: []web.Persona{
		{Key: "office", Label: "Văn phòng", Labels: map[i18n.Lang]string{i18n.EN: "The Office"}, Chat: "demo-office"},
		{Key: "staff", Label: "Cán bộ", Chat: "demo-staff"},
	}})
	for lang, want := range map[string]string{"en": "The Office", "vi": "Văn phòng"} {
		c := h.client()
		c.head.Set("Accept-Language", lang)
		if a := c.get("/moi"); !strings.Contains(a.body, want) || !strings.Contains(a.body, "Cán bộ") {
			t.Errorf("in %s the door lacks %q:\n%s", lang, want, text(a.body))
		}
	}
}

func TestPersonasAreForDemonstrationsOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t, options{})
	if a := h.client().post("/vai", url.Values{"persona": {"staff"}}); a.status != http.StatusNotFound {
		t.Errorf("%d", a.status)
	}
}
