package quicklog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	separators = ",;:-–—|.+=&~*/•·>→!?…\n_#@\\<"
	openers    = "([{“«"
	closers    = ")]}”»"
)

// cutter decides which tokens are the title.
type cutter struct {
	*line
	gone []bool
}

// title returns what remains of the line, first letter capital: without what was understood and the joints beside it.
func (l *line) title() string {
	c := cutter{line: l, gone: make([]bool, len(l.toks))}
	for i, r := range l.owner {
		c.gone[i] = r != nil && r.form.removed()
	}
	c.cutJoints()
	c.cutLinks()
	c.cutManner()
	for range 3 {
		c.cutCommands()
		c.cutEdges()
		c.cutMarks()
	}
	if !c.worth() {
		return ""
	}
	return c.join()
}

// free reports whether token i belongs to no reading that stays.
func (c *cutter) free(i int) bool {
	return c.owner[i] == nil || c.owner[i].form == formCommand
}

func (c *cutter) drop(i, j int) {
	for ; i < j; i++ {
		c.gone[i] = true
	}
}

// headless reports whether nothing of the title stands before token i.
func (c *cutter) headless(i int) bool {
	for j := range i {
		if !c.gone[j] && c.toks[j].kind != markToken && !c.has(j, tagPronoun|tagLead) {
			return false
		}
	}
	return true
}

func (c *cutter) manner(i int) bool {
	return c.owner[i] != nil && c.owner[i].form == formKind && c.owner[i].lex.role == roleManner
}

// more reports whether a word remains from token i on.
func (c *cutter) more(i int) bool {
	for ; i < len(c.toks); i++ {
		if !c.gone[i] && c.toks[i].kind != markToken {
			return true
		}
	}
	return false
}

// orphan reports whether the pronoun at token i has lost its verb, stands before the verb of a kind, or is the writer's own.
func (c *cutter) orphan(i int) bool {
	if c.is(i, "tôi") || c.is(i, "mình") || c.is(i, "tớ") {
		return true
	}
	j := i + 1
	for c.has(j, tagPronoun) && !c.gone[j] {
		j++
	}
	if e, _ := c.longest(min(j, len(c.toks)-1), classLead); e != nil {
		return true
	}
	return j >= len(c.toks) || c.gone[j] || c.owner[j] != nil && c.owner[j].form == formKind && c.owner[j].lex.role != roleNoun
}

// worth reports whether what remains can be a title: more than a bare "khóa học" or "đọc".
func (c *cutter) worth() bool {
	for i, t := range c.toks {
		if c.gone[i] || t.kind == markToken || c.owner[i] != nil && c.owner[i].form == formNot {
			continue
		}
		o := c.owner[i]
		if o == nil || o.form != formKind || o.lex.role != roleVerb {
			return true
		}
	}
	return false
}

// join writes the tokens that remain as they were typed.
func (c *cutter) join() string {
	var b strings.Builder
	b.Grow(len(c.text))
	last := -1
	for i, t := range c.toks {
		if c.gone[i] {
			continue
		}
		if last >= 0 && !(t.glued && last == i-1) && !strings.Contains(closers, t.text) {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
		last = i
	}
	title := strings.TrimSpace(b.String())
	first, size := utf8.DecodeRuneInString(title)
	if !unicode.IsLower(first) {
		return title
	}
	return string(unicode.ToUpper(first)) + title[size:]
}
