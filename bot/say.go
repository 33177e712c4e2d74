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
		t.state.Offer, t.state.OfferedAt = choices, t.now.UnixMilli()
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

// cut shortens s to at most limit characters, with an ellipsis, at a space when there is one near.
func cut(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	short := string(runes[:limit-1])
	if at := strings.LastIndexByte(short, ' '); at > len(short)*2/3 {
		short = short[:at]
	}
	return strings.TrimRight(short, " ,.;:–-") + "…"
}

// merged joins what is said to one chat in a row: a message costs more than a line, on some channels from a
// budget. One that offers choices or carries a file stays the last of its run.
func merged(messages []channel.Message) []channel.Message {
	var out []channel.Message
	for _, m := range messages {
		if n := len(out) - 1; n >= 0 && joinable(out[n], m) {
			m.Text = out[n].Text + "\n" + m.Text
			out[n] = m
			continue
		}
		out = append(out, m)
	}
	return out
}

func joinable(a, b channel.Message) bool {
	plain := len(a.Choices) == 0 && a.Photo == nil && a.File == nil && b.Photo == nil && b.File == nil
	return plain && a.To == b.To && a.Class == b.Class && a.Policy == b.Policy && a.Dedupe == "" && b.Dedupe == ""
}
