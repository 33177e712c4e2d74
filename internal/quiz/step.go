package quiz

import (
	"context"
	"fmt"

	"sohoc/internal/fault"
)

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
