package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
)

// langWords are the folded words that name the languages.
var langWords = map[i18n.Lang][]string{
	i18n.VI: {"vi", "vn", "viet", "tieng viet", "vietnamese"},
	i18n.EN: {"en", "anh", "tieng anh", "english"},
}

// langNamed is the language that words name.
func langNamed(words string) (i18n.Lang, bool) {
	for lang, names := range langWords {
		if isWord(words, names) {
			return lang, true
		}
	}
	return "", false
}

// wantedLang is the language that a command asks for: by its argument, or by being its name ("english").
func (t *turn) wantedLang(c *command, arg string) (i18n.Lang, bool) {
	if c == nil || c.name != "ngonngu" {
		return "", false
	}
	if arg != "" {
		return langNamed(arg)
	}
	return langNamed(t.event.Text)
}

// cmdLanguage is /ngonngu [vi|en], and the plain names of the languages.
func (t *turn) cmdLanguage(ctx context.Context, arg string) error {
	if lang, ok := t.wantedLang(t.table.byName["ngonngu"], arg); ok {
		return t.setLang(ctx, lang)
	}
	t.say("ngon_ngu.hoi", nil, t.langChoices()...)
	return nil
}

// langChoices name each language in itself: who reads none of the others must find it.
func (t *turn) langChoices() []channel.Choice {
	var out []channel.Choice
	for _, lang := range i18n.Langs() {
		label := t.cfg.Catalog.In(lang).T("ngon_ngu.ten", nil)
		out = append(out, channel.Choice{Data: press("lang", string(lang)), Label: label, Aside: true})
	}
	return out
}

// pressLang takes a chosen language.
func (t *turn) pressLang(ctx context.Context, rest string) error {
	lang, ok := langNamed(rest)
	if !ok {
		return stale()
	}
	return t.setLang(ctx, lang)
}

// setLang goes on in a language. Before consent the chat remembers it, after that the person does.
func (t *turn) setLang(ctx context.Context, lang i18n.Lang) error {
	p := t.actor.Person
	if t.actor.State == people.Active || p.Lang != "" {
		if err := t.tx.SetLang(ctx, p.ID, string(lang)); err != nil {
			return err
		}
		t.actor.Person.Lang, t.state.Lang = string(lang), ""
	} else {
		t.state.Lang = string(lang)
	}
	t.speak(lang)
	t.state.Offer = nil
	t.setMenu()
	if t.actor.State == people.Pending {
		t.notice() // nobody can agree to what they could not read
		return nil
	}
	t.say("ngon_ngu.da_doi", nil)
	return t.askAgain(ctx)
}
