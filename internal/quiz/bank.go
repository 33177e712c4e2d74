package quiz

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/fault"
	"sohoc/internal/people"
)

// Add puts a new question into the bank, as a draft. Fault: "cauhoi.loi_noi_dung" when the content has problems.
func Add(ctx context.Context, store BankStore, c Content, by Actor) (Question, error) {
	c = c.Clean()
	if len(c.Check()) > 0 {
		return Question{}, fault.New(fault.Invalid, "cauhoi.loi_noi_dung", nil)
	}
	id, err := store.AddQuestion(ctx, Question{Content: c, State: Draft, Author: by.Person, Version: 1}, by)
	if err != nil {
		return Question{}, fmt.Errorf("add question: %w", err)
	}
	q, err := mustFind(ctx, store, id)
	if err != nil {
		return q, err
	}
	return q, note(ctx, store, q, "question_add", by)
}

// Amend gives a question a new version, which must be looked at before anybody is asked. It changes nothing when the
// content is the same. version is the one that the change was made from. Faults: "cauhoi.loi_noi_dung",
// "cauhoi.da_doi" when somebody else has changed it since.
func Amend(ctx context.Context, store BankStore, q Question, c Content, by Actor) (Question, error) {
	now, err := mustFind(ctx, store, q.ID)
	if err != nil {
		return q, err
	}
	c = c.Clean()
	switch {
	case now.Version != q.Version:
		return now, fault.New(fault.Conflict, "cauhoi.da_doi", fault.Args{"Ma": string(q.Code)})
	case len(c.Check()) > 0:
		return now, fault.New(fault.Invalid, "cauhoi.loi_noi_dung", nil)
	case c == now.Content: // the day of the comparison too
		return now, nil
	}
	if c.Checked == now.Checked {
		c.Checked = "" // what was compared with the source is no longer what stands here
	}
	now.Content, now.Author, now.Reviewer = c, by.Person, 0
	now.Version++
	now.demote()
	if err := store.SetQuestion(ctx, now, by); err != nil {
		return now, fmt.Errorf("change question: %w", err)
	}
	return now, note(ctx, store, now, "question_change", by)
}

// demote takes a question whose words have changed back to the beginning. A pause stays, and so does the end.
func (q *Question) demote() {
	switch q.State {
	case Paused:
		q.Pause.From = Draft
	case Retired:
	default:
		q.State = Draft
	}
}

// Step is something that is done to the state of a question.
type Step string

// The steps.
const (
	Approve Step = "approve" // a draft has been checked
	Release Step = "release" // what has been checked is asked from now on
	Hold    Step = "pause"
	Resume  Step = "resume" // back to where it was before the pause
	Retire  Step = "retire"
	Revive  Step = "revive" // from retired back to a draft
)

// Move is a step with what is said about it.
type Move struct {
	Step   Step
	Reason string // of Hold
}

// Steps lists the steps that the state of a question allows.
func (q Question) Steps() []Step {
	switch q.State {
	case Draft:
		return []Step{Approve, Hold, Retire}
	case Reviewed:
		return []Step{Release, Hold, Retire}
	case Live:
		return []Step{Hold, Retire}
	case Paused:
		return []Step{Resume, Retire}
	default:
		return []Step{Revive}
	}
}

// Take takes a step. Faults: "cauhoi.cua_minh" when the author approves or releases, "cauhoi.khong_hop" when the state
// does not allow the step, "cauhoi.van_ban_het" when the document of a question to be released is no longer in force,
// "cauhoi.can_ly_do" and "cauhoi.ly_do_dai" for the reason of a pause.
func Take(ctx context.Context, store BankStore, q Question, m Move, by Actor) (Question, error) {
	next, err := q.after(m.Step, clean(m.Reason), by)
	if err != nil {
		return q, err
	}
	if err := store.SetQuestionState(ctx, next, by.Now); err != nil {
		return q, fmt.Errorf("set state of question: %w", err)
	}
	return next, note(ctx, store, next, "question_"+string(m.Step), by)
}

// after returns the question as it stands after a step.
func (q Question) after(s Step, reason string, by Actor) (Question, error) {
	if err := q.may(s, reason, by); err != nil {
		return q, err
	}
	next := q
	next.Pause = Pause{}
	switch s {
	case Approve:
		// Whoever approves says that the question says what its source says.
		next.State, next.Reviewer, next.Checked = Reviewed, by.Person, by.Today
	case Release:
		next.State, next.Released = Live, by.Now
	case Hold:
		next.State, next.Pause = Paused, Pause{Reason: reason, From: q.State}
	case Resume:
		next.State = q.Pause.From
	case Retire:
		next.State = Retired
	case Revive:
		next.State, next.Reviewer = Draft, 0
	}
	return next, nil
}

func (q Question) may(s Step, reason string, by Actor) error {
	allowed := false
	for _, step := range q.Steps() {
		allowed = allowed || step == s
	}
	named := fault.Args{"Ma": string(q.Code)}
	switch {
	case !allowed:
		return fault.New(fault.Conflict, "cauhoi.khong_hop", named)
	case (s == Approve || s == Release) && by.Person != 0 && q.Author == by.Person:
		return fault.New(fault.Forbidden, "cauhoi.cua_minh", named)
	case s == Release && q.EndedOn(by.Today):
		return fault.New(fault.Conflict, "cauhoi.van_ban_het", fault.Args{"Ma": string(q.Code), "VanBan": q.Document, "Ngay": q.Ended.Local()})
	case s == Hold && reason == "":
		return fault.New(fault.Invalid, "cauhoi.can_ly_do", named)
	case s == Hold && len([]rune(reason)) > MaxReason:
		return fault.New(fault.Limit, "cauhoi.ly_do_dai", fault.Args{"Max": MaxReason})
	}
	return nil
}

// ReleaseAll releases every reviewed question that the actor did not write and whose document is in force. It returns
// those it released and how many it left.
func ReleaseAll(ctx context.Context, store BankStore, by Actor) (released []Question, left int, err error) {
	waiting, err := store.Questions(ctx, Filter{State: Reviewed})
	if err != nil {
		return nil, 0, fmt.Errorf("list what waits: %w", err)
	}
	for _, q := range waiting {
		next, err := q.after(Release, "", by)
		if fault.Of(err) != nil {
			left++
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		if err := store.SetQuestionState(ctx, next, by.Now); err != nil {
			return nil, 0, fmt.Errorf("release question: %w", err)
		}
		released = append(released, next)
	}
	line := people.AuditLine{By: by.Person, Action: "question_release_all", Channel: by.Channel, Detail: fmt.Sprintf("n=%d left=%d", len(released), left)}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return nil, 0, fmt.Errorf("audit: %w", err)
	}
	return released, left, nil
}

// CanUndo reports whether a step from where a question stood can be taken back.
func CanUndo(before Question, s Step) bool {
	return before.State != Paused && before.State != Live && s != Hold && s != Resume
}

// Undo takes a step back: a question that stands where the step left it, in the same version, stands again where it
// stood. Pauses are resumed, not undone. Fault: "chung.nut_cu".
func Undo(ctx context.Context, store BankStore, left Question, to State, by Actor) (Question, error) {
	q, err := mustFind(ctx, store, left.ID)
	if err != nil {
		return q, err
	}
	if q.State != left.State || q.Version != left.Version || q.State == Paused || to == Paused || to == Live {
		return q, fault.New(fault.Conflict, "chung.nut_cu", nil)
	}
	if q.State = to; to == Draft {
		q.Checked = ""
	}
	if err := store.SetQuestionState(ctx, q, by.Now); err != nil {
		return q, fmt.Errorf("undo state of question: %w", err)
	}
	return q, note(ctx, store, q, "question_undo", by)
}

// UndoReleaseAll takes back what ReleaseAll did at an instant, as far as it still stands so. It returns how many went back.
func UndoReleaseAll(ctx context.Context, store BankStore, at time.Time, by Actor) (int, error) {
	live, err := store.Questions(ctx, Filter{State: Live})
	if err != nil {
		return 0, fmt.Errorf("list what is live: %w", err)
	}
	n := 0
	for _, q := range live {
		if !q.Released.Equal(at) {
			continue
		}
		q.State = Reviewed
		if err := store.SetQuestionState(ctx, q, by.Now); err != nil {
			return 0, fmt.Errorf("undo release: %w", err)
		}
		n++
	}
	line := people.AuditLine{By: by.Person, Action: "question_undo_all", Channel: by.Channel, Detail: fmt.Sprintf("n=%d", n)}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return 0, fmt.Errorf("audit: %w", err)
	}
	return n, nil
}

func mustFind(ctx context.Context, store BankReader, id QuestionID) (Question, error) {
	q, ok, err := store.Question(ctx, id)
	if err != nil {
		return q, fmt.Errorf("find question: %w", err)
	}
	if !ok {
		return q, fault.New(fault.NotFound, "cauhoi.khong_thay", fault.Args{"Ma": fmt.Sprint(id)})
	}
	return q, nil
}

// note writes an act on a question to the audit.
func note(ctx context.Context, store BankStore, q Question, action string, by Actor) error {
	line := people.AuditLine{By: by.Person, Action: action, Channel: by.Channel, Detail: fmt.Sprintf("%s v%d", q.Code, q.Version)}
	if err := store.Audit(ctx, line, by.Now); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
