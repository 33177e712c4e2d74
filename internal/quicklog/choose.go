package quicklog

import "slices"

// choose finds the chain of readings with the highest score, in time linear in the count of readings.
func (l *line) choose() {
	n := len(l.toks)
	l.readings = slices.Grow(l.readings[:0], n+4)
	first := slices.Grow(l.search.first[:0], n+1)[:n+1]
	for i := range n {
		first[i] = int32(len(l.readings))
		l.readAt(i)
	}
	first[n] = int32(len(l.readings))
	best := slices.Grow(l.search.best[:0], n+1)[:n+1]
	best[n] = 0
	pick := slices.Grow(l.search.pick[:0], n)[:n]
	for i := n - 1; i >= 0; i-- {
		best[i], pick[i] = best[i+1], -1
		for k := first[i]; k < first[i+1]; k++ {
			r := &l.readings[k]
			if s := r.score + best[r.next]; s > best[i] || s == best[i] && pick[i] >= 0 && r.next > l.readings[pick[i]].next {
				best[i], pick[i] = s, k
			}
		}
	}
	l.keep(pick)
	l.search = search{first: first, best: best, pick: pick}
}

// keep notes the chain that pick describes.
func (l *line) keep(pick []int32) {
	l.chosen = slices.Grow(l.chosen[:0], 8)
	for i := 0; i < len(pick); {
		if pick[i] < 0 {
			i++
			continue
		}
		l.chosen = append(l.chosen, l.readings[pick[i]])
		i = l.readings[pick[i]].next
	}
	l.owner = slices.Grow(l.owner[:0], len(l.toks))[:len(l.toks)]
	clear(l.owner)
	for i := range l.chosen {
		r := &l.chosen[i]
		for j := r.at; j < r.next; j++ {
			l.owner[j] = r
		}
	}
}

// readAt proposes every reading that begins at token i.
func (l *line) readAt(i int) {
	t := &l.toks[i]
	switch t.kind {
	case numberToken:
		l.readAmounts(i)
		l.readDay(i)
		l.readDocument(i)
		l.readCounted(i)
	case markToken:
		l.readMark(i)
	case wordToken:
		l.readPhrases(i)
		if t.id == 0 {
			return
		}
		if t.tags&(tagPerson|tagFamily) != 0 {
			l.readName(i)
		}
		if t.tags&tagAmountHead != 0 {
			l.readAmounts(i)
		}
		if t.tags&(tagDayHead|tagPart|tagBuoi) != 0 {
			l.readDay(i)
		}
		l.readRepeat(i)
		l.readOrdinal(i)
	}
}

// readPhrases proposes the phrases of the lexicon.
func (l *line) readPhrases(i int) {
	if l.toks[i].id == 0 {
		return
	}
	l.find(i, func(e *lexeme, next int) {
		r := reading{at: i, next: next, lex: e}
		switch e.class {
		case classOpaque:
			r.form = formOpaque
			l.propose(r, extraOpaque)
		case classKind:
			r.form = formKind
			l.propose(r, extraKind)
		case classField:
			r.form = formField
			l.propose(r, extraKind)
		case classProvider:
			r.form = formProvider
			l.propose(r, extraKind+1)
		case classRepeat:
			r.form = formRepeat
			l.propose(r, extraDay)
		case classNot:
			r.form = formNot
			l.propose(r, extraKind)
		case classCommand:
			r.form = formCommand
			l.propose(r, -1)
		case classDoc:
			l.readReference(i, next)
		case classEvent:
			l.readEvent(i, next)
		case classIssued:
			l.readIssued(i, next, e.num > 0)
		case classDay, classVague, classLead, classLink:
			// Days are read with what stands around them; leads and links are looked up when the title is cut.
		}
	})
}
