package bot

import (
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/i18n"
)

// args are the values that a sentence names.
type args = i18n.Args

// say answers with a sentence of the catalogue.
func (t *turn) say(key string, a args, choices ...channel.Choice) {
	t.sayText(t.p.T(key, a), choices...)
}

// sayText answers with a text. What it offers replaces what was offered before.
func (t *turn) sayText(text string, choices ...channel.Choice) {
	t.out.Messages = append(t.out.Messages, channel.Message{
		To: t.event.Address, Text: text, Choices: choices, Class: channel.Reply, Policy: channel.Repeat,
	})
	if len(choices) > 0 {
		t.state.Offer = choices
	}
}

// choice is a choice with a label of the catalogue.
func (t *turn) choice(data, labelKey string) channel.Choice {
	return channel.Choice{Data: data, Label: t.p.T(labelKey, nil)}
}

// aside is a secondary choice, which may share its row with others.
func (t *turn) aside(data, labelKey string) channel.Choice {
	c := t.choice(data, labelKey)
	c.Aside = true
	return c
}

// yesNo offers a yes first, then a no.
func (t *turn) yesNo(yes, no string) []channel.Choice {
	return []channel.Choice{t.aside(yes, "chung.co"), t.aside(no, "chung.khong")}
}

// press is the data of a choice: a verb and its arguments, at most 64 bytes.
func press(verb string, parts ...string) string {
	return strings.Join(append([]string{verb}, parts...), ":")
}

// number is an entry's or another number as an argument of press.
func number[N ~int64 | ~int](n N) string { return strconv.FormatInt(int64(n), 10) }

// cut shortens s to at most max characters, with an ellipsis, at a space when there is one near.
func cut(s string, max int) string {
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	short := string(runes[:max-1])
	if at := strings.LastIndexByte(short, ' '); at > len(short)*2/3 {
		short = short[:at]
	}
	return strings.TrimRight(short, " ,.;:–-") + "…"
}
