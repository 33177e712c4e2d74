package i18n

import (
	"fmt"
	"strconv"
	"text/template"
	"text/template/parse"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// sentence is a message that was taken apart once. Nearly all of the catalogue is texts with values between them;
// said this way they cost a tenth of executing their templates.
type sentence []piece

// piece is a text, or a value with its name.
type piece struct {
	text string
	name string   // "." is the value of the with around
	with sentence // said in place of the value, if that is not empty
}

// phrase holds the forms of a message: for a count of one, and for any other.
type phrase struct{ one, other sentence }

// phrases takes messages apart. What is not simple enough is left to go-i18n.
func phrases(messages []*goi18n.Message) map[string]phrase {
	out := make(map[string]phrase, len(messages))
	for _, m := range messages {
		one, simpleOne := takenApart(m.One)
		other, simple := takenApart(m.Other)
		if simple && simpleOne && m.Other != "" {
			out[m.ID] = phrase{one: one, other: other}
		}
	}
	return out
}

// takenApart reads a template of texts, {{.Name}} and {{with .Name}}…{{end}}; ok is false for any other.
func takenApart(text string) (s sentence, ok bool) {
	trees, err := parse.Parse("s", text, "", "")
	if err != nil || len(trees) > 1 {
		return nil, false
	}
	if t := trees["s"]; t != nil {
		return pieces(t.Root, false)
	}
	return nil, text == ""
}

// pieces takes apart a list, which may lie within a with.
func pieces(list *parse.ListNode, within bool) (s sentence, ok bool) {
	for _, n := range list.Nodes {
		var p piece
		switch n := n.(type) {
		case *parse.TextNode:
			p, ok = piece{text: string(n.Text)}, true
		case *parse.ActionNode:
			p.name, ok = named(n.Pipe)
			ok = ok && (within || p.name != ".")
		case *parse.WithNode:
			p.name, ok = named(n.Pipe)
			if ok = ok && n.ElseList == nil && !within && p.name != "."; ok {
				p.with, ok = pieces(n.List, true)
			}
		default:
			ok = false
		}
		if !ok {
			return nil, false
		}
		s = append(s, p)
	}
	return s, true
}

// named returns the name of a pipeline that is nothing but one value.
func named(p *parse.PipeNode) (name string, ok bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return "", false
	}
	switch arg := p.Cmds[0].Args[0].(type) {
	case *parse.DotNode:
		return ".", true
	case *parse.FieldNode:
		return arg.Ident[0], len(arg.Ident) == 1
	default:
		return "", false
	}
}

// say words the sentence; ok is false when go-i18n has to.
func (s sentence) say(values Args) (_ string, ok bool) {
	if len(s) == 1 && s[0].name == "" {
		return s[0].text, true
	}
	b, ok := s.append(make([]byte, 0, 128), values, "")
	return string(b), ok && len(b) > 0
}

// append adds the sentence to b; ok is false when a value is missing, of which go-i18n knows what to say.
func (s sentence) append(b []byte, values Args, dot string) (_ []byte, ok bool) {
	for _, p := range s {
		switch p.name {
		case "":
			b = append(b, p.text...)
			continue
		case ".":
			b = append(b, dot...)
			continue
		}
		v := values[p.name]
		switch text, some := written(v); {
		case p.with == nil && v == nil:
			return b, false
		case p.with == nil:
			b = append(b, text...)
		case some:
			if b, ok = p.with.append(b, values, text); !ok {
				return b, false
			}
		}
	}
	return b, true
}

// written returns a value as a template writes it, and whether a template takes it for something.
func written(v any) (text string, some bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return v, v != ""
	case int:
		return strconv.Itoa(v), v != 0
	default:
		some, _ = template.IsTrue(v)
		return fmt.Sprint(v), some
	}
}

// isOne says which counts a language has a form of their own for. A test holds it to go-i18n's rules.
func (l Lang) isOne(n int) bool { return n == 1 || n == 0 && l == VI }
