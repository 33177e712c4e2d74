package quicklog

import (
	"strconv"
	"strings"

	"sohoc/internal/viet"
)

// class is what a phrase of the lexicon is.
type class uint8

const (
	classOpaque   class = iota + 1 // a compound in which no part means what it would alone: "thương mại", "thi hành"
	classCommand                   // a word of logging
	classKind                      //
	classField                     //
	classProvider                  //
	classRepeat                    // a habit: "hằng ngày"
	classDay                       // a day at lexeme.num days from today
	classVague                     // a time that names no day
	classDoc                       // a kind of document: a number follows
	classEvent                     // a day with a name: its date is part of the name
	classIssued                    // what is said of a document: the date behind it is not the day of learning; num 1: only a full date
	classLead                      // a phrase that heads no title
	classLink                      // a phrase that goes with the duration or day after it
	classNot                       // a denial: nothing was learnt
)

// lexeme is one phrase of the lexicon.
type lexeme struct {
	class  class
	words  []string // exact spelling
	code   string
	num    int
	role   role
	strict bool
}

type (
	wordID int32
	node   int32
	edge   struct {
		from node
		word wordID
	}
)

// lexicon holds the words and the phrases, both found by folded spelling and then checked against the diacritics that were typed.
type lexicon struct {
	ids     map[string]wordID
	names   []string  // the folded words by wordID
	senses  [][]sense // by wordID
	heads   []bool    // by wordID: a phrase begins with the word
	edges   map[edge]node
	lexemes [][]lexeme      // by node
	exact   map[string]bool // every word in its exact spelling
	// whole stands for a name: in "Quốc hội khóa XV" nobody takes a course. document stands for the number of a document: it hides
	// words of kind ("chi thi 05-CT/TW"), but no field, since a decree is law.
	whole, document *lexeme
}

func compile(t Tables) *lexicon {
	x := &lexicon{ids: map[string]wordID{}, names: make([]string, 1), senses: make([][]sense, 1), heads: make([]bool, 1), edges: map[edge]node{}, lexemes: make([][]lexeme, 1),
		exact: map[string]bool{}, whole: &lexeme{class: classOpaque}, document: &lexeme{class: classDoc}}
	for _, row := range wordTags {
		for word := range strings.FieldsSeq(row.words) {
			x.addWord(row.tag, word, 0)
		}
	}
	for _, row := range numbered {
		for pair := range strings.FieldsSeq(row.words) {
			word, value, _ := strings.Cut(pair, "=")
			n, _ := strconv.Atoi(value)
			x.addWord(row.tag, word, n)
		}
	}
	for word := range strings.FieldsSeq(literals) {
		x.addWord(tagHead, word, 0)
	}
	for _, row := range phrases {
		for phrase := range strings.SplitSeq(row.words, ",") {
			x.addPhrase(phrase, lexeme{class: row.class, num: row.num})
		}
	}
	x.addTables(t)
	x.markHeads()
	return x
}

func (x *lexicon) addTables(t Tables) {
	kinds := t.Kinds
	if len(kinds) == 0 {
		kinds = defaultKinds()
	}
	for class, terms := range map[class][]Term{classKind: kinds, classField: t.Fields, classProvider: t.Providers} {
		for _, term := range terms {
			for _, phrase := range term.Words {
				x.addPhrase(phrase, lexeme{class: class, code: term.Code, role: roleOf(class, phrase)})
			}
		}
	}
}

func (x *lexicon) id(folded string) wordID {
	id, ok := x.ids[folded]
	if !ok {
		id = wordID(len(x.senses))
		x.ids[folded] = id
		x.names, x.senses, x.heads = append(x.names, folded), append(x.senses, nil), append(x.heads, false)
	}
	return id
}

func (x *lexicon) addWord(t tag, word string, num int) {
	exact, strict := strings.CutPrefix(word, "!")
	id := x.id(viet.Fold(exact))
	x.exact[exact] = true
	x.senses[id] = append(x.senses[id], sense{tag: t, num: num, exact: exact, strict: strict})
}

// addPhrase enters a phrase; one without words (of a table that the Office edits) is left out.
func (x *lexicon) addPhrase(phrase string, e lexeme) {
	phrase, e.strict = strings.CutPrefix(strings.TrimSpace(viet.NFC(phrase)), "!")
	at := node(0)
	for _, t := range lex(nil, phrase, x) {
		if t.kind == markToken {
			continue
		}
		e.words = append(e.words, strings.ToLower(t.text))
		x.exact[strings.ToLower(t.text)] = true
		step := edge{at, x.id(t.fold)}
		next, ok := x.edges[step]
		if !ok {
			next = node(len(x.lexemes))
			x.edges[step] = next
			x.heads[step.word] = x.heads[step.word] || at == 0
			x.lexemes = append(x.lexemes, nil)
		}
		at = next
	}
	if at != 0 {
		x.lexemes[at] = append(x.lexemes[at], e)
	}
}

// markHeads gives the first words of phrases that name days their role.
func (x *lexicon) markHeads() {
	for _, list := range x.lexemes {
		for _, e := range list {
			if e.class == classDay || e.class == classVague {
				x.addWord(tagHead, e.words[0], 0)
			}
		}
	}
}
