package quiz

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"sohoc/internal/viet"
)

// Bounds of what a question says, in characters. A question with its four options and the feedback must fit a message
// of the narrowest channel (2,000 characters) with room to spare.
const (
	MaxText        = 400
	MaxOption      = 200
	MaxExplanation = 400
	MaxSource      = 300
	MaxDocument    = 200
	MaxArticle     = 100
	MaxNote        = 400
	MaxReason      = 200
	MaxTopic       = 60
)

// Field is a piece of a question that a file or a form can hold.
type Field string

// The fields, in the order of a file's columns.
const (
	CodeField        Field = "code"
	TopicField       Field = "topic"
	TextField        Field = "question"
	AField           Field = "a"
	BField           Field = "b"
	CField           Field = "c"
	DField           Field = "d"
	AnswerField      Field = "answer"
	ExplanationField Field = "explanation"
	DocumentField    Field = "document"
	ArticleField     Field = "article"
	SourceField      Field = "source"
	FromField        Field = "valid_from"
	ToField          Field = "valid_to"
	CheckedField     Field = "checked_on"
	PressField       Field = "press"
	NoteField        Field = "note"
	StateField       Field = "state"
	ReasonField      Field = "pause_reason"
)

// Fields lists all fields in their order.
func Fields() []Field {
	return []Field{
		CodeField, TopicField, TextField, AField, BField, CField, DField, AnswerField, ExplanationField, DocumentField, ArticleField,
		SourceField, FromField, ToField, CheckedField, PressField, NoteField, StateField, ReasonField,
	}
}

// optionFields are the fields of the options, in their order.
func optionFields() []Field { return []Field{AField, BField, CField, DField} }

// ProblemKind says what is wrong with a field.
type ProblemKind string

// The kinds of problems.
const (
	Missing    ProblemKind = "missing"     // it must say something
	TooLong    ProblemKind = "too_long"    // longer than Max characters
	SameOption ProblemKind = "same_option" // says what option Value says
	BadAnswer  ProblemKind = "bad_answer"  // Value is not one of A, B, C, D
	BadDay     ProblemKind = "bad_day"     // Value is no day
	BadOrder   ProblemKind = "bad_order"   // ends before it begins, on Value
	BadYes     ProblemKind = "bad_yes"     // Value is neither yes nor no
	BadState   ProblemKind = "bad_state"   // Value is no state
	BadCode    ProblemKind = "bad_code"    // Value has other signs than letters, digits and hyphens
	SameCode   ProblemKind = "same_code"   // the row Other has the code Value
	SameText   ProblemKind = "same_text"   // the row Other asks the same with the same options
	InBank     ProblemKind = "in_bank"     // the bank has it under the code Value
	Later      ProblemKind = "later"       // Value is a day to come
)

// Problem is what is wrong with a field of a question, or of a row of a file.
type Problem struct {
	Row   int // of a file; 0 = not from one
	Field Field
	Kind  ProblemKind
	Value string
	Max   int // of TooLong
	Other int // another row
}

// Clean returns a content in NFC with single spaces, as all comparisons expect it.
func (c Content) Clean() Content {
	for _, s := range []*string{&c.Text, &c.Explanation, &c.Document, &c.Article, &c.Source, &c.Note} {
		*s = clean(*s)
	}
	for i := range c.Options {
		c.Options[i] = clean(c.Options[i])
	}
	return c
}

func clean(s string) string { return strings.Join(strings.Fields(viet.NFC(s)), " ") }

// Check says what is wrong with a clean content; nothing when it may stand in the bank.
func (c Content) Check() []Problem {
	var out []Problem
	say := func(f Field, k ProblemKind, value string) {
		out = append(out, Problem{Field: f, Kind: k, Value: value})
	}
	length := func(f Field, s string, limit int, needed bool) {
		switch {
		case s == "" && needed:
			say(f, Missing, "")
		case utf8.RuneCountInString(s) > limit:
			out = append(out, Problem{Field: f, Kind: TooLong, Max: limit})
		}
	}
	length(TopicField, string(c.Topic), MaxTopic, true)
	length(TextField, c.Text, MaxText, true)
	for i, f := range optionFields() {
		length(f, c.Options[i], MaxOption, true)
		if first := slices.IndexFunc(c.Options[:i], func(o string) bool { return c.Options[i] != "" && strings.EqualFold(o, c.Options[i]) }); first >= 0 {
			say(f, SameOption, Letters[first:first+1])
		}
	}
	if c.Answer < 0 || c.Answer >= Options {
		say(AnswerField, BadAnswer, "")
	}
	length(ExplanationField, c.Explanation, MaxExplanation, true)
	length(DocumentField, c.Document, MaxDocument, false)
	length(ArticleField, c.Article, MaxArticle, false)
	length(SourceField, c.Source, MaxSource, true)
	length(NoteField, c.Note, MaxNote, false)
	if c.From != "" && c.To != "" && c.To < c.From {
		say(ToField, BadOrder, c.From.Local())
	}
	return out
}

// key is what makes two questions the same where there is no code to tell: the same words, and the same options in
// whatever order. A stem alone ("Which is right?") is no identity.
func (c Content) key() string {
	options := []string{}
	for _, o := range c.Options {
		options = append(options, strings.ToLower(o))
	}
	slices.Sort(options)
	return strings.ToLower(c.Text) + "\n" + strings.Join(options, "\n")
}

// Folded are all the words by which a question is found.
func (q Question) Folded() string {
	parts := append([]string{string(q.Code), q.Text}, q.Options[:]...)
	return viet.Fold(strings.Join(append(parts, q.Explanation, q.Document, q.Article, q.Source, q.Note), " "))
}

var codeForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{0,19}$`)

// NumberedCode is the code with a number, of the form that questions without a code of their own are given.
func NumberedCode(n int) Code { return Code(fmt.Sprintf("Q%03d", n)) }

// ReadCode reads a code as people write it; ok is false when it cannot be one.
func ReadCode(s string) (code Code, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	return Code(s), codeForm.MatchString(s)
}
