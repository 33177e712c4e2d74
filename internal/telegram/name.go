package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// named is a text without the bot's name, and whom it names.
type named struct {
	text  string
	bot   bool // this bot
	other bool // it is a command for another bot
}

// findName looks for the bot's name behind a command (/hoc@TenBot) and as a mention (@TenBot), in any case of
// letters, and cuts it out. It reads the words rather than Telegram's entities: they say the same, and
// captions, edits and pasted texts need no cases of their own.
func (d decoder) findName(text string) named {
	if strings.IndexByte(text, '@') < 0 {
		return named{text: text}
	}
	out := named{}
	text, out.bot, out.other = d.cutCommandName(text)
	for from := 0; d.username != ""; {
		at, end := d.nextMention(text, from)
		if at < 0 {
			break
		}
		out.bot = true
		before, after := strings.TrimRightFunc(text[:at], unicode.IsSpace), text[end:]
		if before == "" || strings.HasSuffix(text[:at], "\n") {
			before, after = text[:at], strings.TrimLeft(after, " ,:")
		}
		text, from = before+after, len(before)
	}
	out.text = text
	return out
}

// cutCommandName turns /hoc@TenBot into /hoc.
func (d decoder) cutCommandName(text string) (rest string, bot, other bool) {
	if !strings.HasPrefix(text, "/") {
		return text, false, false
	}
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		end = len(text)
	}
	command, name, ok := strings.Cut(text[:end], "@")
	switch {
	case !ok || name == "":
		return text, false, false
	case d.username != "" && strings.EqualFold(name, d.username):
		return command + text[end:], true, false
	default:
		return text, false, true
	}
}

// nextMention finds @TenBot standing by itself, from a position on.
func (d decoder) nextMention(text string, from int) (at, end int) {
	for from < len(text) {
		i := strings.IndexByte(text[from:], '@')
		if i < 0 {
			break
		}
		at, end = from+i, from+i+1+len(d.username)
		if end > len(text) {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if strings.EqualFold(text[at+1:end], d.username) && !partOfName(before) && !partOfName(after) {
			return at, end
		}
		from = at + 1
	}
	return -1, -1
}

// partOfName reports whether a rune next to a name belongs to a longer one, or to an address of mail.
func partOfName(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
