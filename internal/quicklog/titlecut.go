package quicklog

import "strings"

// cutJoints removes what only joins two things that were understood: "12/11 và 13/11".
func (c *cutter) cutJoints() {
	for i := 1; i+1 < len(c.toks); i++ {
		if c.gone[i-1] && c.gone[i+1] && (c.has(i, tagAnd) || c.is(i, "tức") || c.is(i, "bằng")) {
			c.gone[i] = true
		}
	}
}

// cutLinks removes the joints before what was understood: "trên" MOOC, "khoảng" 2h, "vào" hôm qua.
func (c *cutter) cutLinks() {
	for i := range c.chosen {
		r := &c.chosen[i]
		if !r.form.removed() {
			continue
		}
		links := tagTimeLink
		if r.form == formProvider {
			links = tagFromLink
		}
		for j := r.at - 1; j >= 0 && !c.gone[j]; {
			if k := c.phraseBefore(j+1, classLink); k <= j && c.free(k) {
				c.drop(k, j+1)
				j = k - 1
				continue
			}
			if c.has(j, links) && c.free(j) {
				c.gone[j] = true
				j--
				continue
			}
			if !c.mark(j, "(:~≈=") {
				break
			}
			j--
		}
	}
}

// cutCommands removes the words of logging at the head of what remains, and before a time: "luật đất đai học 2h".
func (c *cutter) cutCommands() {
	for i := range c.chosen {
		r := &c.chosen[i]
		if r.form != formCommand {
			continue
		}
		if c.headless(r.at) || r.next == len(c.toks) || c.gone[r.next] {
			c.drop(r.at, r.next)
		}
		if r.at == 1 && c.mark(0, "/") && c.mark(r.next, "@") && c.glued(r.next) {
			c.drop(r.next, min(r.next+2, len(c.toks))) // /hoc@SoHocBot
			for j := r.next + 2; j < len(c.toks) && c.glued(j); j++ {
				c.gone[j] = true
			}
		}
	}
}

// cutManner removes "tự học", "học nhóm", which only say how, as long as something remains.
func (c *cutter) cutManner() {
	rest := false
	for i := range c.toks {
		rest = rest || !c.gone[i] && c.toks[i].kind != markToken && !c.manner(i) && !c.has(i, tagTrail)
	}
	for i := range c.toks {
		if c.manner(i) && (rest || c.owner[i].lex.code == "self_study") {
			c.gone[i] = true
		}
	}
}

// cutEdges removes what heads or ends no title: pronouns before a verb that went, "về", "ạ".
func (c *cutter) cutEdges() {
	for i := 0; i < len(c.toks); i++ {
		if c.gone[i] {
			continue
		}
		switch e, next := c.longest(i, classLead); {
		case e != nil && c.free(i):
			c.drop(i, next)
			continue
		case c.toks[i].kind == markToken && strings.Contains(separators, c.toks[i].text),
			c.has(i, tagLead) && c.free(i) && c.more(i+1), c.has(i, tagPronoun) && c.free(i) && c.orphan(i):
			c.gone[i] = true
			continue
		}
		break
	}
	for i := len(c.toks) - 1; i >= 0; i-- {
		if c.gone[i] {
			continue
		}
		loose := c.toks[i].kind == markToken && strings.Contains(separators, c.toks[i].text) && !c.suffix(i) || c.has(i, tagTrail) && c.free(i)
		if !loose && !(i+1 < len(c.toks) && c.gone[i+1] && c.has(i, tagAnd|tagFromLink) && c.free(i) && len(c.toks[i].fold) > 1) {
			return
		}
		c.gone[i] = true
	}
}

// cutMarks removes punctuation that has lost a neighbour, and brackets that have lost their content or their other half.
func (c *cutter) cutMarks() {
	var open []int
	last := -1 // the last token that stays
	for i := range c.toks {
		t := &c.toks[i]
		switch {
		case c.gone[i]:
			continue
		case t.kind != markToken:
		case strings.Contains(openers, t.text):
			open = append(open, i)
		case strings.Contains(closers, t.text):
			if len(open) == 0 || open[len(open)-1] == last {
				c.gone[i] = true
				if len(open) > 0 {
					c.gone[last] = true
				}
			}
			open = open[:max(0, len(open)-1)]
		case c.suffix(i) && last == i-1:
		case strings.Contains(separators, t.text) && (last != i-1 || i+1 == len(c.toks) || c.gone[i+1]):
			c.gone[i] = true
		}
		if !c.gone[i] {
			last = i
		}
	}
	for _, i := range open {
		c.gone[i] = true
	}
}

// suffix reports whether token i is a mark that belongs to the word before it: C++, C#.
func (c *cutter) suffix(i int) bool {
	return c.mark(i, "+#") && c.glued(i) && !c.gone[i-1] && (i+1 == len(c.toks) || !c.glued(i+1) || c.mark(i+1, "+"))
}
