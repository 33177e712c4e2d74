package sqlite_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

// liveBank fills the bank with n live questions, each resting on a document of its own number modulo 2.
func liveBank(t *testing.T, db *sqlite.DB, n int) {
	t.Helper()
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.ExecForTest(ctx, "INSERT INTO quiz_documents (id, name, folded) VALUES (1, 'Luật Cũ', 'luat cu'), (2, 'Luật Mới', 'luat moi')"); err != nil {
			return err
		}
		for i := 1; i <= n; i++ {
			err := tx.ExecForTest(ctx, `INSERT INTO questions (id, code, version, topic, question, option_a, option_b, option_c, option_d, answer, explanation,
document_id, source, folded, state, released_at, created_at, updated_at)
VALUES (?, ?, 1, 'van_thu', ?, 'một', 'hai', 'ba', 'bốn', 2, 'Vì là ba.', ?, 'Nguồn', '', 'live', 1, 1, 1)`,
				i, fmt.Sprintf("Q%03d", i), fmt.Sprintf("Câu %d?", i), 1+i%2)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

var cardZone = time.FixedZone("+07", 7*60*60)

// learner is somebody who is asked on a day.
func learner(person people.PersonID, on day.Day) quiz.Learner {
	cal := calendar.New(append(calendar.VietNam(2026), calendar.VietNam(2027)...), calendar.DefaultHours(), cardZone)
	return quiz.Learner{Person: person, Unit: 1, Today: on, Now: on.In(cardZone).Add(9 * time.Hour), Zone: cardZone, Days: cal}
}

// pupil is a person of a fresh database with n live questions.
func pupil(t *testing.T, n int) (*sqlite.DB, people.PersonID) {
	t.Helper()
	db := open(t)
	var id people.PersonID
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) (err error) {
		id, err = enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, "")
		return err
	})
	liveBank(t, db, n)
	return db, id
}

// letterOf is the letter at which the right option (the third) or a wrong one stood.
func letterOf(a quiz.Asked, right bool) int {
	if right {
		return a.Shown.Letter(2)
	}
	return a.Shown.Letter(1)
}

func TestWhatIsAskedComesBackAsItWasSent(t *testing.T) {
	t.Parallel()
	db, id := pupil(t, 5)
	l := learner(id, "2026-11-24")
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		first, err := quiz.Ask(ctx, tx, l, 3)
		if err != nil {
			return err
		}
		again, err := quiz.Ask(ctx, tx, l, 3)
		if err != nil {
			return err
		}
		if len(first.Asked) != 3 || first.Again || !again.Again {
			t.Errorf("asked %+v, then %+v", first, again)
		}
		if d := cmp.Diff(first.Asked, again.Asked); d != "" {
			t.Error(d)
		}
		return nil
	})
}

func TestOneAnswerCounts(t *testing.T) {
	t.Parallel()
	db, id := pupil(t, 5)
	l := learner(id, "2026-11-24")
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		r, err := quiz.Ask(ctx, tx, l, 1)
		if err != nil {
			return err
		}
		a := r.Asked[0]
		stranger := l
		stranger.Person = id + 1
		if got, err := quiz.Answer(ctx, tx, stranger, a.ID, quiz.Try{}); err != nil || !got.Gone {
			t.Errorf("somebody else answers: %+v, %v", got, err)
		}
		by := quiz.Try{Letter: letterOf(a, true), Channel: "telegram", Message: "m7"}
		got, err := quiz.Answer(ctx, tx, l, a.ID, by)
		if err != nil {
			return err
		}
		if !got.Asked.Given.Right || !got.Asked.Given.First || got.Card.Due <= l.Today || got.Repeat || got.Gone {
			t.Errorf("answered: %+v", got)
		}
		again, err := quiz.Answer(ctx, tx, l, a.ID, quiz.Try{Letter: letterOf(a, false)})
		if err != nil {
			return err
		}
		if !again.Repeat || !again.Asked.Given.Right {
			t.Errorf("a second answer changes it: %+v", again)
		}
		cards, err := tx.Cards(ctx, id)
		if err != nil {
			return err
		}
		if d := cmp.Diff([]quiz.Card{got.Card}, cards); d != "" {
			t.Error(d)
		}
		stored, _, err := tx.LastAnswered(ctx, id)
		if err != nil {
			return err
		}
		if d := cmp.Diff(got.Asked, stored, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); d != "" {
			t.Error(d)
		}
		by2, err := tx.AnsweredBy(ctx, id, "telegram", "m7")
		if err != nil || len(by2) != 1 || by2[0].ID != a.ID {
			t.Errorf("the message answered %+v (%v)", by2, err)
		}
		return nil
	})
}

// Who is asked on sixty days over a real file has never more than the share of a day, and nothing twice on a day.
func TestSixtyDaysInTheFile(t *testing.T) {
	t.Parallel()
	db, id := pupil(t, 30)
	on := day.Day("2026-11-24")
	answers := map[day.Day][]quiz.QuestionID{}
	owed := map[quiz.QuestionID]day.Day{}
	for i := range 60 {
		l := learner(id, on)
		update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
			for n := 0; ; n++ {
				r, err := quiz.Ask(ctx, tx, l, 1)
				if err != nil {
					return err
				}
				if len(r.Asked) == 0 {
					break
				}
				a := r.Asked[0]
				right := (i*7+n*3)%5 != 0
				if _, err := quiz.Answer(ctx, tx, l, a.ID, quiz.Try{Letter: letterOf(a, right), Channel: "web"}); err != nil {
					return err
				}
				answers[on] = append(answers[on], a.Question)
				delete(owed, a.Question)
				if !right {
					owed[a.Question] = l.Days.NextDay(l.Days.NextDay(on))
				}
			}
			return nil
		})
		for q, by := range owed {
			if by <= on {
				t.Errorf("%s: question %d should be back by %s", on, q, by)
			}
		}
		on = learner(id, on).Days.NextDay(on)
	}
	total := 0
	for on, qs := range answers {
		total += len(qs)
		slices.Sort(qs)
		if len(qs) > quiz.DailyCap || len(slices.Compact(qs)) != len(qs) {
			t.Errorf("%s: %v", on, qs)
		}
	}
	if total < 100 {
		t.Errorf("only %d questions in sixty days", total)
	}
}

func TestAnEndedDocumentIsUnlearntAndToldOnce(t *testing.T) {
	t.Parallel()
	db, id := pupil(t, 4)
	learn := func(on day.Day, right bool) {
		l := learner(id, on)
		update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
			r, err := quiz.Ask(ctx, tx, l, 3)
			if err != nil {
				return err
			}
			for _, a := range r.Asked {
				if _, err := quiz.Answer(ctx, tx, l, a.ID, quiz.Try{Letter: letterOf(a, right)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	learn("2026-11-24", true)
	learn("2026-11-25", true)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		return tx.ExecForTest(ctx, "UPDATE quiz_documents SET ended_on = '2026-12-01', ended_at = 1 WHERE id = 1")
	})
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		before, err := quiz.Ask(ctx, tx, learner(id, "2026-11-30"), 1)
		if err != nil {
			return err
		}
		if len(before.Untold) != 0 {
			t.Errorf("told before the day: %+v", before.Untold)
		}
		on, err := quiz.Ask(ctx, tx, learner(id, "2026-12-01"), 1)
		if err != nil {
			return err
		}
		want := []quiz.Unlearnt{{Document: "Luật Cũ", Ended: "2026-12-01", Questions: 2}}
		if d := cmp.Diff(want, on.Untold); d != "" {
			t.Error(d)
		}
		for _, a := range on.Asked {
			if a.Question%2 == 0 {
				t.Errorf("question %d of the ended document is asked", a.Question)
			}
		}
		later, err := quiz.Ask(ctx, tx, learner(id, "2026-12-02"), 1)
		if err != nil {
			return err
		}
		cards, err := tx.Cards(ctx, id)
		if len(later.Untold) != 0 || len(cards) != 2 {
			t.Errorf("told again %+v; cards %+v", later.Untold, cards)
		}
		return err
	})
}

func TestAChangedOrWithdrawnQuestionIsNotCounted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"changed": "UPDATE questions SET version = 2 WHERE id = ?", "retired": "UPDATE questions SET state = 'retired' WHERE id = ?",
	} {
		db, id := pupil(t, 3)
		l := learner(id, "2026-11-24")
		update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
			r, err := quiz.Ask(ctx, tx, l, 1)
			if err != nil {
				return err
			}
			a := r.Asked[0]
			if err := tx.ExecForTest(ctx, change, a.Question); err != nil {
				return err
			}
			got, err := quiz.Answer(ctx, tx, l, a.ID, quiz.Try{})
			if err != nil || !got.Gone || got.Asked.State != quiz.Void {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			n, err := tx.AnsweredOn(ctx, id, l.Today)
			if n != 0 {
				t.Errorf("%s: it was counted", name)
			}
			return err
		})
	}
}

func TestWishesAndFactsAreKept(t *testing.T) {
	t.Parallel()
	db, id := pupil(t, 2)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		w, err := tx.WishOf(ctx, id)
		if err != nil || w != (quiz.Wish{Quiz: quiz.Weekly}) {
			t.Errorf("by default %+v, %v", w, err)
		}
		for _, want := range []quiz.Wish{{Quiz: quiz.Daily, Fact: true}, {Quiz: quiz.Off}} {
			if err := tx.SetWish(ctx, id, want, tx.Now()); err != nil {
				return err
			}
			if w, err = tx.WishOf(ctx, id); err != nil || w != want {
				t.Errorf("%+v, want %+v (%v)", w, want, err)
			}
		}
		for _, q := range []quiz.QuestionID{2, 1, 2} {
			if err := tx.AddFact(ctx, id, q, "2026-11-24"); err != nil {
				return err
			}
		}
		told, err := tx.FactsTold(ctx, id)
		if slices.Sort(told); err != nil || !slices.Equal(told, []quiz.QuestionID{1, 2}) {
			t.Errorf("told %v, %v", told, err)
		}
		if err := tx.ForgetFacts(ctx, id); err != nil {
			return err
		}
		told, err = tx.FactsTold(ctx, id)
		if len(told) != 0 {
			t.Errorf("after forgetting %v", told)
		}
		return err
	})
}
