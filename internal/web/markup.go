package web

import (
	"html/template"
	"regexp"
	"strings"
)

// marked finds what can be opened or said at one press: addresses, and commands that stand as words.
var marked = regexp.MustCompile(`https?://[^\s<>"«»]+|/[a-z]{2,16}\b`)

// markup turns a text into HTML: addresses become links, and with commands these become buttons of the form that
// the text stands in. All else is escaped.
func markup(text string, commands bool) template.HTML {
	var out strings.Builder
	at := 0
	for _, hit := range marked.FindAllStringIndex(text, -1) {
		from, to := hit[0], hit[1]
		word := text[from:to]
		address := strings.HasPrefix(word, "http")
		if address {
			word = strings.TrimRight(word, ".,;:!?)")
			to = from + len(word)
		} else if !commands || !alone(text, from, to) {
			continue
		}
		escaped := template.HTMLEscapeString(word)
		out.WriteString(template.HTMLEscapeString(text[at:from]))
		if address {
			out.WriteString(`<a href="` + escaped + `" rel="noreferrer">` + escaped + `</a>`)
		} else {
			out.WriteString(`<button class="cmd" name="text" value="` + escaped + `">` + escaped + `</button>`)
		}
		at = to
	}
	out.WriteString(template.HTMLEscapeString(text[at:]))
	return template.HTML(out.String()) //nolint:gosec // every part is escaped above
}

// alone reports whether a command stands as a word of its own, not within a path or a fraction.
func alone(text string, from, to int) bool {
	before := from == 0 || strings.ContainsRune(" \n(«", rune(text[from-1])) || strings.HasSuffix(text[:from], "«")
	after := to == len(text) || strings.ContainsRune(" \n.,;:!?)", rune(text[to])) || strings.HasPrefix(text[to:], "»")
	return before && after
}
