package i18n

import (
	"fmt"
	"regexp"
	"testing"
	"testing/fstest"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"sohoc/locales"
)

// number is a value of a type of its own, as ids are.
type number int64

type day string

func (d day) String() string { return "ngày " + string(d) }

// slowly says a sentence as go-i18n does, without what was taken apart.
func (p *Printer) slowly() *Printer { return &Printer{Lang: p.Lang, loc: p.loc} }

func catalog(t *testing.T, vi string) *Catalog {
	t.Helper()
	c, err := Load(fstest.MapFS{"active.vi.toml": {Data: []byte(vi)}, "active.en.toml": {Data: []byte(vi)}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSentencesAreSaidAsTheirTemplatesSayThem(t *testing.T) {
	t.Parallel()
	values := []any{"Luật <Đất đai> {{.A}}", "", 7, 0, number(12), number(0), day("1/2"), true, false, 2.5, []string{"a"}, nil}
	for _, text := range []string{
		"không có gì", "{{.A}}", "a {{.A}} b {{.B}} c", "{{with .A}}({{.}}){{end}}", "{{.B}}{{with .A}} ({{.}}, {{$.B}}){{end}}",
		"{{with .A}}{{with .}}{{.}}{{end}}{{end}}", "{{with .A}}có{{else}}không{{end}}", "{{if .A}}có{{end}}", "{{.A | printf \"%v!\"}}",
		"{{.Missing}}", "{{with .Missing}}x{{end}}.", "{{- .A -}} x", "{{/* nothing */}}a", "{{.A.B}}", "{{.}}", "{{with .}}x{{.}}{{end}}", "{{define \"x\"}}y{{end}}z",
	} {
		p := catalog(t, fmt.Sprintf("[k]\none = %q\nother = %q", "một "+text, text)).In(EN)
		for _, v := range values {
			a := Args{"A": v, "B": "b"}
			if got, want := p.T("k", a), p.slowly().T("k", a); got != want {
				t.Errorf("%s with %#v: %q, want %q", text, v, got, want)
			}
			if got, want := p.N("k", 1, a), p.slowly().N("k", 1, a); got != want {
				t.Errorf("%s with %#v for one: %q, want %q", text, v, got, want)
			}
		}
		if got, want := p.T("k", nil), p.slowly().T("k", nil); got != want {
			t.Errorf("%s with nothing: %q, want %q", text, got, want)
		}
	}
}

// The real catalogue is said alike, and most of it without a template.
func TestTheCatalogueIsSaidAlike(t *testing.T) {
	t.Parallel()
	c, err := Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`\.([A-Z]\w*)`)
	for _, lang := range Langs() {
		p := c.In(lang)
		raw, err := locales.FS.ReadFile("active." + string(lang) + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		full, bare := Args{}, Args{}
		for _, m := range names.FindAllStringSubmatch(string(raw), -1) {
			full[m[1]], bare[m[1]] = "«"+m[1]+"»", ""
		}
		for key := range p.phrases {
			for _, a := range []Args{full, bare} {
				if got, want := p.T(key, a), p.slowly().T(key, a); got != want {
					t.Errorf("%s %s: %q, want %q", lang, key, got, want)
				}
				for n := range 3 {
					if got, want := p.N(key, n, a), p.slowly().N(key, n, a); got != want {
						t.Errorf("%s %s for %d: %q, want %q", lang, key, n, got, want)
					}
				}
			}
		}
		if len(p.phrases) < 200 {
			t.Errorf("%s: only %d sentences are said without a template", lang, len(p.phrases))
		}
	}
}

func TestCountsHaveTheFormsOfTheirLanguage(t *testing.T) {
	t.Parallel()
	p := catalog(t, "k = {one = \"một\", other = \"nhiều\"}")
	for _, lang := range Langs() {
		for n := range 130 {
			want, err := p.In(lang).loc.Localize(&goi18n.LocalizeConfig{MessageID: "k", PluralCount: n})
			if err != nil {
				t.Fatal(err)
			}
			if got := p.In(lang).N("k", n, nil); got != want {
				t.Errorf("%s %d: %q, want %q", lang, n, got, want)
			}
		}
	}
}

func BenchmarkSay(b *testing.B) {
	c, err := Load(locales.FS)
	if err != nil {
		b.Fatal(err)
	}
	a := Args{"Time": "1 giờ", "Tiet": "1,3 tiết", "Days": "24/11/2026"}
	for name, p := range map[string]*Printer{"apart": c.In(VI), "template": c.In(VI).slowly()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.T("the.luc", a)
			}
		})
	}
}
