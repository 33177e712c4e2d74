package quicklog

// kindRank orders the kinds by how formal they are; the more formal wins.
var kindRank = map[string]int{"course": 5, "training": 4, "online_exam": 3, "group_study": 2, "self_study": 1}

// classify sets kind, field and provider.
func (l *line) classify(r *Result) {
	for i := range l.chosen {
		if c := &l.chosen[i]; c.form == formProvider && r.Provider == "" {
			r.Provider = c.lex.code
		}
	}
	r.Kind, r.Field = l.kind(), l.field()
}

// kind returns the most formal kind that a word names.
func (l *line) kind() (kind string) {
	k := 0
	for i := range l.toks {
		for k < len(l.chosen) && l.chosen[k].next <= i {
			k++
		}
		if l.toks[i].id == 0 {
			continue
		}
		if e, next := l.longest(i, classKind); e != nil && kindRank[e.code] >= kindRank[kind] && !l.prepared(i) && l.visible(k, i, next, true) {
			kind = e.code
		}
	}
	return kind
}

// prepared reports whether what begins at token i is only prepared for: who does "ôn thi" sits no examination.
func (l *line) prepared(i int) bool {
	return l.is(i, "thi") && (l.is(i-1, "ôn") || l.is(i-1, "luyện"))
}

// field returns the field whose word comes first; at the same place the longer word wins. A word that is only a part of a compound
// ("kỷ luật"), of a kind ("sinh hoạt chuyên môn") or of anything that was consumed does not count.
func (l *line) field() string {
	k := 0
	for i := range l.toks {
		for k < len(l.chosen) && l.chosen[k].next <= i {
			k++
		}
		if l.toks[i].id == 0 {
			continue
		}
		if e, next := l.longest(i, classField); e != nil && l.visible(k, i, next, false) {
			return e.code
		}
	}
	return ""
}

// visible reports whether the tokens from i to before next are free of readings that hide a word there: what was consumed, a longer
// word of which they are only a part; for a kind also a document, for a field also a kind. k is the first reading that ends after i.
func (l *line) visible(k, i, next int, kind bool) bool {
	for ; k < len(l.chosen) && l.chosen[k].at < next; k++ {
		c := &l.chosen[k]
		switch {
		case c.form.removed(), c.form == formKind && !kind:
			return false
		case c.lex == l.p.lex.document:
			if kind {
				return false
			}
		case c.lex != nil && c.form != formCommand && c.at <= i && next <= c.next && next-i < c.next-c.at:
			return false
		}
	}
	return true
}
