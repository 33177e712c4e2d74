// Package i18n turns the keys of the catalogue into sentences in a reader's language.
//
// Vietnamese is the first language and complete by test, English likewise. A key that is missing is a fault
// of the program: it shows as its own name, never as an empty message.
package i18n

import (
	"fmt"
	"io/fs"
	"maps"
	"strings"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Lang is a language that the product speaks.
type Lang string

// The languages. Vietnamese is the default.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// Langs returns the languages, the default first.
func Langs() []Lang { return []Lang{VI, EN} }

// Guess returns the language for what an app says of itself ("en-GB"), Vietnamese when in doubt.
func Guess(tag string) Lang {
	if strings.HasPrefix(strings.ToLower(tag), "en") {
		return EN
	}
	return VI
}

// Args are the values that a sentence names.
type Args = map[string]any

// Catalog holds the sentences of all languages. It is safe for concurrent use.
type Catalog struct {
	printers map[Lang]*Printer
}

// Printer speaks one language.
type Printer struct {
	Lang Lang

	loc     *goi18n.Localizer
	phrases map[string]phrase
}

// Load reads active.<lang>.toml for every language.
func Load(files fs.FS) (*Catalog, error) {
	bundle := goi18n.NewBundle(language.Vietnamese)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	c := &Catalog{printers: map[Lang]*Printer{}}
	for _, lang := range Langs() {
		file, err := bundle.LoadMessageFileFS(files, "active."+string(lang)+".toml")
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		c.printers[lang] = &Printer{Lang: lang, loc: goi18n.NewLocalizer(bundle, string(lang)), phrases: phrases(file.Messages)}
	}
	return c, nil
}

// In returns the printer of a language, the default one's when there is none.
func (c *Catalog) In(lang Lang) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[VI]
}

// T returns the sentence of a key; args may be nil.
func (p *Printer) T(key string, args Args) string {
	if s, ok := p.phrases[key].other.say(args); ok {
		return s
	}
	return p.say(&goi18n.LocalizeConfig{MessageID: key, TemplateData: args}, key)
}

// N returns the sentence of a key for a count, which the sentence knows as {{.N}}.
func (p *Printer) N(key string, n int, args Args) string {
	all := Args{"N": n}
	maps.Copy(all, args)
	form := p.phrases[key].other
	if p.Lang.isOne(n) {
		form = p.phrases[key].one
	}
	if s, ok := form.say(all); ok {
		return s
	}
	return p.say(&goi18n.LocalizeConfig{MessageID: key, TemplateData: all, PluralCount: n}, key)
}

func (p *Printer) say(c *goi18n.LocalizeConfig, key string) string {
	s, err := p.loc.Localize(c)
	if err != nil || s == "" {
		return key
	}
	return s
}
