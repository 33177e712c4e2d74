package quicklog

// form is what a reading takes its span for.
type form uint8

const (
	formOpaque   form = iota + 1 // part of the title, whatever its words look like
	formDuration                 //
	formInterval                 // from one time of day to another
	formClock                    // a time of day
	formDay                      //
	formPart                     // a part of a day without a day: "buổi sáng"
	formRepeat                   //
	formKind                     //
	formField                    //
	formProvider                 //
	formCommand                  //
	formNot                      //
)

// reading is one way to take the tokens from at to before next.
type reading struct {
	form  form
	at    int
	next  int
	score int
	dur   duration
	day   span
	lex   *lexeme
}

// Scores: a reading earns for each token that it explains, so that the chain explains as much of the line as can be, and pays for
// being one more, so that one reading beats two of its halves. The extra points settle ties: the more specific form wins.
const (
	perToken      = 10
	perReading    = 8
	extraOpaque   = 1
	extraKind     = 2
	extraClock    = 2
	extraDuration = 3
	extraDay      = 4
	extraDocument = 5
	extraInterval = 6
)

// propose adds a reading of the tokens from at to before next.
func (l *line) propose(r reading, extra int) {
	r.score = (r.next-r.at)*perToken - perReading + extra
	l.readings = append(l.readings, r)
}

// choose finds the chain of readings with the highest score, in time linear in the count of readings.
func (l *line) choose() {
	n := len(l.toks)
	l.readings = make([]reading, 0, n+4)
	first := make([]int32, n+1) // first[i] is the index of the first reading that begins at i
	for i := range n {
		first[i] = int32(len(l.readings)) //nolint:gosec // a line has at most MaxRunes tokens
		l.readAt(i)
	}
	first[n] = int32(len(l.readings)) //nolint:gosec // as above
	best := make([]int, n+1)
	pick := make([]int32, n)
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
}

// keep notes the chain that pick describes.
func (l *line) keep(pick []int32) {
	l.chosen = make([]reading, 0, 8)
	for i := 0; i < len(pick); {
		if pick[i] < 0 {
			i++
			continue
		}
		l.chosen = append(l.chosen, l.readings[pick[i]])
		i = l.readings[pick[i]].next
	}
	l.owner = make([]*reading, len(l.toks))
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
		if t.tags&tagAmountHead != 0 {
			l.readAmounts(i)
		}
		if t.tags&(tagDayHead|tagPart|tagBuoi) != 0 {
			l.readDay(i)
		}
		l.readRepeat(i)
		l.readOrdinal(i)
		l.readName(i)
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
		case classDay, classVague, classLead, classLink:
			// Days are read with what stands around them; leads and links are looked up when the title is cut.
		}
	})
}

// removed reports whether what a reading consumed leaves the title.
func (f form) removed() bool {
	switch f {
	case formDuration, formInterval, formClock, formDay, formPart, formRepeat, formProvider:
		return true
	default:
		return false
	}
}

// timely reports whether the form says when or how long.
func (f form) timely() bool {
	return f.removed() && f != formProvider
}
