package quiz

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// Trust says how far a file is believed about the states of its questions.
type Trust int

// The degrees.
const (
	// Untrusted: whatever is new or changed is a draft. For files that people send, who must not release their own.
	Untrusted Trust = iota
	// Checked: what is new comes in as the file says, but what is live waits for the release. For the command line.
	Checked
	// Whole: every question gets the state of the file, live too. For moving a bank, and for the demonstration.
	Whole
	// Missing ones only: like Checked, and what is in the bank already stays as it is. For the bank of the program.
	OnlyNew
)

// ChangeKind says what a file does to a question.
type ChangeKind string

// The kinds.
const (
	NewQuestion     ChangeKind = "new"
	ChangedQuestion ChangeKind = "changed"
	SameQuestion    ChangeKind = "same"
)

// Change is what happens to one question.
type Change struct {
	Kind   ChangeKind
	Row    int
	Before Question // zero for NewQuestion
	After  Question
	Fields []Field // what differs, for ChangedQuestion
}

// Difference is what a file would change.
type Difference struct {
	Changes  []Change
	Topics   []TopicName // that are new
	Problems []Problem   // why nothing can be written; found only beside the bank
}

// Count returns how many questions a kind of change concerns.
func (d Difference) Count(k ChangeKind) int {
	n := 0
	for _, c := range d.Changes {
		if c.Kind == k {
			n++
		}
	}
	return n
}

// Nothing reports whether a file says what the bank says.
func (d Difference) Nothing() bool { return d.Count(SameQuestion) == len(d.Changes) }

// Plan compares a file with the bank. A line belongs to the question with its code; without a code, to the one that
// asks the same with the same options. What is in the bank and not in the file stays.
func Plan(list List, bank []Question, topics []TopicName, trust Trust) Difference {
	p := planner{list: list, trust: trust, topics: map[string]Topic{}, codes: map[Code]Question{}, keys: map[string]Question{}}
	for _, t := range topics {
		p.topics[viet.Fold(string(t.Code))], p.topics[viet.Fold(t.VI)] = t.Code, t.Code
		if t.EN != "" {
			p.topics[viet.Fold(t.EN)] = t.Code
		}
	}
	for _, q := range bank {
		p.codes[Code(strings.ToUpper(string(q.Code)))], p.keys[q.key()] = q, q
	}
	for _, l := range list.Lines {
		p.place(l)
	}
	return p.out
}

type planner struct {
	list   List
	trust  Trust
	topics map[string]Topic
	codes  map[Code]Question
	keys   map[string]Question
	out    Difference
}

func (p *planner) place(l Line) {
	l.Topic = p.topic(string(l.Topic))
	twin, same := p.keys[l.key()]
	before, known := p.codes[l.Code]
	if l.Code == "" {
		before, known = twin, same
	} else if same && twin.Code != l.Code {
		p.out.Problems = append(p.out.Problems, Problem{Row: l.Row, Field: TextField, Kind: InBank, Value: string(twin.Code)})
		return
	}
	if !known {
		p.out.Changes = append(p.out.Changes, Change{Kind: NewQuestion, Row: l.Row, After: p.fresh(l)})
		return
	}
	c := Change{Kind: SameQuestion, Row: l.Row, Before: before, After: before}
	if p.trust == OnlyNew {
		p.out.Changes = append(p.out.Changes, c)
		return
	}
	p.fillGaps(&l, before)
	c.Fields = differing(before.Content, l.Content)
	if len(c.Fields) > 0 {
		c.After.Content = l.Content
		c.After.Version++
		c.After.demote()
	}
	if p.trust == Whole && l.State != "" && (l.State != c.After.State || l.State == Paused && l.Reason != before.Pause.Reason) {
		c.Fields = append(c.Fields, StateField)
		c.After.State, c.After.Pause = l.State, pauseOf(l)
	}
	if len(c.Fields) > 0 {
		c.Kind = ChangedQuestion
	}
	p.out.Changes = append(p.out.Changes, c)
}

// fresh is a question that the bank does not have.
func (p *planner) fresh(l Line) Question {
	q := Question{Code: l.Code, Content: l.Content, Version: 1, State: Draft}
	switch {
	case p.trust == Untrusted || l.State == "":
	case l.State == Live && p.trust != Whole:
		q.State = Reviewed
	default:
		q.State, q.Pause = l.State, pauseOf(l)
	}
	return q
}

// pauseOf is the pause of a line: what was compared with its source goes back to where it can be released.
func pauseOf(l Line) Pause {
	switch {
	case l.State != Paused:
		return Pause{}
	case l.Content.Checked != "":
		return Pause{Reason: l.Reason, From: Reviewed}
	default:
		return Pause{Reason: l.Reason, From: Draft}
	}
}

var notLetters = regexp.MustCompile(`[^a-z0-9]+`)

// topic finds the code of a topic by its code or name, or plans a new topic.
func (p *planner) topic(name string) Topic {
	folded := viet.Fold(name)
	if t, ok := p.topics[folded]; ok || name == "" {
		return t
	}
	code := Topic(strings.Trim(notLetters.ReplaceAllString(folded, "_"), "_"))
	p.topics[folded] = code
	p.out.Topics = append(p.out.Topics, TopicName{Code: code, VI: name})
	return code
}

// fillGaps takes over what a file has no column for.
func (p *planner) fillGaps(l *Line, q Question) {
	for f, take := range map[Field]func(){
		DocumentField: func() { l.Document = q.Document },
		ArticleField:  func() { l.Article = q.Article },
		FromField:     func() { l.From = q.From },
		ToField:       func() { l.To = q.To },
		CheckedField:  func() { l.Content.Checked = q.Content.Checked },
		PressField:    func() { l.Press = q.Press },
		NoteField:     func() { l.Note = q.Note },
	} {
		if !p.list.Has[f] {
			take()
		}
	}
}

// differing lists the fields in which two contents differ.
func differing(a, b Content) []Field {
	var out []Field
	say := func(differs bool, f Field) {
		if differs {
			out = append(out, f)
		}
	}
	say(a.Topic != b.Topic, TopicField)
	say(a.Text != b.Text, TextField)
	for i, f := range optionFields() {
		say(a.Options[i] != b.Options[i], f)
	}
	say(a.Answer != b.Answer, AnswerField)
	say(a.Explanation != b.Explanation, ExplanationField)
	say(viet.Fold(a.Document) != viet.Fold(b.Document), DocumentField)
	say(a.Article != b.Article, ArticleField)
	say(a.Source != b.Source, SourceField)
	say(a.From != b.From, FromField)
	say(a.To != b.To, ToField)
	say(a.Checked != b.Checked, CheckedField)
	say(a.Press != b.Press, PressField)
	say(a.Note != b.Note, NoteField)
	return out
}

// Prepare compares a file with the bank as it stands.
func Prepare(ctx context.Context, store BankReader, list List, trust Trust) (Difference, error) {
	bank, err := store.Questions(ctx, Filter{})
	if err != nil {
		return Difference{}, fmt.Errorf("read the bank: %w", err)
	}
	topics, err := store.Topics(ctx)
	if err != nil {
		return Difference{}, fmt.Errorf("read topics: %w", err)
	}
	return Plan(list, bank, topics, trust), nil
}

// Import writes a difference that comes from the same transaction and has no problems.
func Import(ctx context.Context, store BankStore, d Difference, by Actor) error {
	for _, t := range d.Topics {
		if err := store.AddTopic(ctx, t); err != nil {
			return fmt.Errorf("add topic: %w", err)
		}
	}
	for _, c := range d.Changes {
		if err := importOne(ctx, store, c, by); err != nil {
			return err
		}
	}
	detail := fmt.Sprintf("new=%d changed=%d same=%d topics=%d", d.Count(NewQuestion), d.Count(ChangedQuestion), d.Count(SameQuestion), len(d.Topics))
	line := people.AuditLine{By: by.Person, Action: "import_questions", Channel: by.Channel, Detail: detail}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

func importOne(ctx context.Context, store BankStore, c Change, by Actor) error {
	q := c.After
	if q.State == Live && (c.Kind == NewQuestion || c.Before.State != Live) {
		q.Released = by.Now
	}
	switch {
	case c.Kind == NewQuestion:
		q.Author = by.Person
		if _, err := store.AddQuestion(ctx, q, by); err != nil {
			return fmt.Errorf("add question of row %d: %w", c.Row, err)
		}
	case c.Kind == ChangedQuestion && q.Version != c.Before.Version:
		q.Author, q.Reviewer = by.Person, 0
		if err := store.SetQuestion(ctx, q, by); err != nil {
			return fmt.Errorf("change question of row %d: %w", c.Row, err)
		}
	case c.Kind == ChangedQuestion:
		if err := store.SetQuestionState(ctx, q, by.Now); err != nil {
			return fmt.Errorf("set state of question of row %d: %w", c.Row, err)
		}
	}
	return nil
}
