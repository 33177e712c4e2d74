package telegramtest

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// parseText turns marked-up text into what people see, and refuses broken markup as Telegram does. Markdown is left as it is.
func (m *stored) parseText() *APIError {
	switch strings.ToLower(m.ParseMode) {
	case "", "markdown", "markdownv2":
		return nil
	case "html":
	default:
		return badRequest("unsupported parse_mode")
	}
	p := htmlParser{source: m.Text}
	if err := p.parse(); err != nil {
		return err
	}
	m.Text, m.entities = p.text.String(), p.entities
	return nil
}

// entityKind names the entity that a tag makes; an empty name means that Telegram does not know the tag.
func entityKind(tag string) string {
	switch tag {
	case "b", "strong":
		return "bold"
	case "i", "em":
		return "italic"
	case "u", "ins":
		return "underline"
	case "s", "strike", "del":
		return "strikethrough"
	case "span", "tg-spoiler":
		return "spoiler"
	case "a":
		return "text_link"
	case "tg-emoji":
		return "custom_emoji"
	case "code", "pre", "blockquote":
		return tag
	}
	return ""
}

// htmlParser reads Telegram's HTML: few tags, strictly nested, with every other < & escaped.
type htmlParser struct {
	source   string
	at       int // bytes of source that are read
	text     strings.Builder
	length   int // of text, in UTF-16 units
	open     []openTag
	entities []entity
}

type openTag struct {
	name string
	entity
}

func (p *htmlParser) parse() *APIError {
	for p.at < len(p.source) {
		rest := p.source[p.at:]
		plain := strings.IndexByte(rest, '<')
		if plain < 0 {
			plain = len(rest)
		}
		p.write(rest[:plain])
		p.at += plain
		if p.at == len(p.source) {
			break
		}
		if err := p.tag(); err != nil {
			return err
		}
	}
	if len(p.open) > 0 {
		return parseError("Can't find end tag corresponding to start tag %q", p.open[len(p.open)-1].name)
	}
	slices.SortStableFunc(p.entities, func(a, b entity) int { return a.Offset - b.Offset })
	return nil
}

func (p *htmlParser) write(escaped string) {
	text := html.UnescapeString(escaped)
	p.text.WriteString(text)
	p.length += utf16Len(text)
}

func parseError(format string, args ...any) *APIError {
	return badRequest("can't parse entities: " + fmt.Sprintf(format, args...))
}

// tag reads a start or end tag at the current place.
func (p *htmlParser) tag() *APIError {
	start := p.at
	content, _, closed := strings.Cut(p.source[start+1:], ">")
	name, attributes, _ := strings.Cut(content, " ")
	name = strings.ToLower(name)
	if ending, ok := strings.CutPrefix(name, "/"); ok {
		return p.endTag(start, ending, content)
	}
	kind := entityKind(name)
	if kind == "" {
		return parseError("Unsupported start tag %q at byte offset %d", name, start)
	}
	if !closed {
		return parseError("Unclosed start tag at byte offset %d", start)
	}
	tag := openTag{name, entity{Offset: p.length, Type: kind}}
	if kind == "text_link" {
		_, url, _ := strings.Cut(attributes, `href="`)
		url, _, _ = strings.Cut(url, `"`)
		tag.URL = html.UnescapeString(url)
	}
	p.open = append(p.open, tag)
	p.at += len(content) + 2
	return nil
}

func (p *htmlParser) endTag(start int, name, content string) *APIError {
	if len(p.open) == 0 {
		return parseError("Unexpected end tag at byte offset %d", start)
	}
	last := p.open[len(p.open)-1]
	if name != last.name {
		return parseError(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, start, last.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	last.Length = p.length - last.Offset
	if last.Length > 0 && last.Type != "custom_emoji" {
		p.entities = append(p.entities, last.entity)
	}
	p.at += len(content) + 2
	return nil
}
