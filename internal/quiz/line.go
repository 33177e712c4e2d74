package quiz

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"sohoc/internal/day"
	"sohoc/internal/viet"
)

// Row is one question of a file, as texts in NFC with single spaces.
type Row struct {
	Number int
	Texts  map[Field]string
}

// Sheet is what a file holds.
type Sheet struct {
	Rows []Row
	Has  map[Field]bool // the columns that the file has; of the others nothing is said
}

// Line is a question that a file describes. Its Topic is what the file calls it until Plan finds the code.
type Line struct {
	Row    int
	Code   Code // empty = a new question, or one that is found by its words
	State  State
	Reason string // of a pause
	Content
}

// List is a file of questions that was understood. It may be used only when it has no Problems.
type List struct {
	Lines    []Line
	Has      map[Field]bool
	Problems []Problem
}

// ReadSheet understands a file and says what is wrong with it, by row and field.
func ReadSheet(s Sheet, today day.Day) List {
	r := sheetReader{today: today, list: List{Has: s.Has}, codes: map[Code]int{}, keys: map[string]int{}}
	for _, row := range s.Rows {
		r.read(row)
	}
	places := Fields()
	slices.SortStableFunc(r.list.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(slices.Index(places, a.Field), slices.Index(places, b.Field)))
	})
	return r.list
}

type sheetReader struct {
	today day.Day
	list  List
	codes map[Code]int
	keys  map[string]int
}

func (r *sheetReader) say(row Row, f Field, k ProblemKind, value string) *Problem {
	r.list.Problems = append(r.list.Problems, Problem{Row: row.Number, Field: f, Kind: k, Value: value})
	return &r.list.Problems[len(r.list.Problems)-1]
}

func (r *sheetReader) read(row Row) {
	t := row.Texts
	l := Line{Row: row.Number, Reason: t[ReasonField], Content: Content{
		Topic: Topic(t[TopicField]), Text: t[TextField], Options: [Options]string{t[AField], t[BField], t[CField], t[DField]},
		Explanation: t[ExplanationField], Document: t[DocumentField], Article: t[ArticleField], Source: t[SourceField], Note: t[NoteField],
	}.Clean()}
	l.Code = r.code(row)
	l.Answer = r.answer(row)
	l.From, l.To, l.Checked = r.day(row, FromField), r.day(row, ToField), r.day(row, CheckedField)
	if l.Checked > r.today {
		r.say(row, CheckedField, Later, l.Checked.Local())
	}
	l.Press = r.yes(row)
	l.State = r.state(row)
	switch n := len([]rune(l.Reason)); {
	case l.State == Paused && n == 0:
		r.say(row, ReasonField, Missing, "")
	case n > MaxReason:
		r.say(row, ReasonField, TooLong, "").Max = MaxReason
	}
	for _, p := range l.Check() {
		if p.Field == AnswerField {
			continue // said above, with what stands there
		}
		p.Row = row.Number
		r.list.Problems = append(r.list.Problems, p)
	}
	if first, twice := r.keys[l.key()]; twice && l.Text != "" {
		r.say(row, TextField, SameText, "").Other = first
	} else {
		r.keys[l.key()] = row.Number
	}
	r.list.Lines = append(r.list.Lines, l)
}

func (r *sheetReader) code(row Row) Code {
	text := row.Texts[CodeField]
	if text == "" {
		return ""
	}
	code, ok := ReadCode(text)
	if !ok {
		r.say(row, CodeField, BadCode, text)
		return ""
	}
	if first, twice := r.codes[code]; twice {
		r.say(row, CodeField, SameCode, text).Other = first
		return ""
	}
	r.codes[code] = row.Number
	return code
}

// answer reads the letter of the right answer, also in lower case; one, since a question has one right answer.
func (r *sheetReader) answer(row Row) int {
	text := row.Texts[AnswerField]
	at := strings.Index(Letters, strings.ToUpper(text))
	switch {
	case text == "":
		r.say(row, AnswerField, Missing, "")
	case len(text) == 1 && at >= 0:
		return at
	default:
		r.say(row, AnswerField, BadAnswer, text)
	}
	return -1
}

func (r *sheetReader) day(row Row, f Field) day.Day {
	text := row.Texts[f]
	if text == "" {
		return ""
	}
	d, err := day.ParseLocal(text, r.today)
	if err != nil || !withYear.MatchString(text) { // without one, a day to come would be taken for one that was

		r.say(row, f, BadDay, text)
		return ""
	}
	return d
}

var withYear = regexp.MustCompile(`\d{4}`)

func (r *sheetReader) yes(row Row) bool {
	text := viet.Fold(row.Texts[PressField])
	switch {
	case slices.Contains([]string{"co", "x", "true", "yes", "1"}, text):
		return true
	case !slices.Contains([]string{"", "khong", "false", "no", "0"}, text):
		r.say(row, PressField, BadYes, row.Texts[PressField])
	}
	return false
}

// state reads a state by its name in the program or in Vietnamese; "ship" and "hold" are those of lists that were
// made before there was a bank.
func (r *sheetReader) state(row Row) State {
	text := row.Texts[StateField]
	if text == "" {
		return ""
	}
	s, ok := ReadState(text)
	if !ok {
		r.say(row, StateField, BadState, text)
	}
	if s == Reviewed && viet.Fold(text) == "ship" && viet.Fold(row.Texts[PressField]) == "true" {
		return Draft // a report of the press must be compared with the document first
	}
	return s
}

// ReadState reads a state as people write it, with or without diacritics.
func ReadState(text string) (State, bool) {
	switch viet.Fold(clean(text)) {
	case "draft", "nhap", "ban nhap", "hold":
		return Draft, true
	case "reviewed", "da kiem tra", "cho phat hanh", "ship":
		return Reviewed, true
	case "live", "dang dung", "phat hanh", "da phat hanh":
		return Live, true
	case "paused", "tam dung":
		return Paused, true
	case "retired", "ngung", "da ngung":
		return Retired, true
	default:
		return "", false
	}
}

// StateWord is how a state is written in files.
func StateWord(s State) string {
	switch s {
	case Draft:
		return "nháp"
	case Reviewed:
		return "đã kiểm tra"
	case Live:
		return "đang dùng"
	case Paused:
		return "tạm dừng"
	default:
		return "đã ngừng"
	}
}

// Texts is a question as a row of a file, with the topic under its name. What ReadSheet makes of it is the question.
func (q Question) Texts(topic string) map[Field]string {
	t := map[Field]string{
		CodeField: string(q.Code), TopicField: topic, TextField: q.Text, AnswerField: Letters[q.Answer : q.Answer+1],
		ExplanationField: q.Explanation, DocumentField: q.Document, ArticleField: q.Article, SourceField: q.Source,
		FromField: string(q.From), ToField: string(q.To), CheckedField: string(q.Checked), NoteField: q.Note,
		StateField: StateWord(q.State), ReasonField: q.Pause.Reason,
	}
	for i, f := range optionFields() {
		t[f] = q.Options[i]
	}
	if q.Press {
		t[PressField] = "có"
	}
	return t
}

// CodedTexts is the same with the names of the program, for files that programs read.
func (q Question) CodedTexts() map[Field]string {
	t := q.Texts(string(q.Topic))
	t[StateField] = string(q.State)
	if q.Press {
		t[PressField] = "true"
	}
	return t
}
