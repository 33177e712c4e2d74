package quiz_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

// shelf is a bank in memory: what the rules need of a database, and what they wrote to the audit.
type shelf struct {
	questions []quiz.Question
	topics    []quiz.TopicName
	ends      map[quiz.DocumentID]day.Day
	reports   map[quiz.QuestionID][]people.PersonID
	audit     []string
	broken    bool // every write fails
}

var errBroken = errors.New("the disk is full")

func newShelf(questions ...quiz.Question) *shelf {
	s := &shelf{
		topics: []quiz.TopicName{{Code: "van_thu", VI: "Công tác văn thư", EN: "Office documents"}, {Code: "bao_cao", VI: "Chế độ báo cáo"}},
		ends:   map[quiz.DocumentID]day.Day{}, reports: map[quiz.QuestionID][]people.PersonID{},
	}
	for _, q := range questions {
		s.put(q)
	}
	return s
}

func (s *shelf) put(q quiz.Question) quiz.QuestionID {
	q.ID = quiz.QuestionID(len(s.questions) + 1)
	if q.Code == "" {
		q.Code = quiz.NumberedCode(int(q.ID))
	}
	s.questions = append(s.questions, q)
	return q.ID
}

func (s *shelf) at(id quiz.QuestionID) *quiz.Question {
	if id < 1 || int(id) > len(s.questions) {
		return nil
	}
	return &s.questions[id-1]
}

func (s *shelf) Question(_ context.Context, id quiz.QuestionID) (quiz.Question, bool, error) {
	q := s.at(id)
	if q == nil {
		return quiz.Question{}, false, nil
	}
	return *q, true, nil
}

func (s *shelf) QuestionByCode(_ context.Context, code quiz.Code) (quiz.Question, bool, error) {
	for _, q := range s.questions {
		if strings.EqualFold(string(q.Code), string(code)) {
			return q, true, nil
		}
	}
	return quiz.Question{}, false, nil
}

func (s *shelf) QuestionVersion(ctx context.Context, id quiz.QuestionID, _ int) (quiz.Question, bool, error) {
	return s.Question(ctx, id)
}

func (s *shelf) Questions(_ context.Context, f quiz.Filter) ([]quiz.Question, error) {
	var out []quiz.Question
	for _, q := range s.questions {
		if f.State == "" || q.State == f.State {
			out = append(out, q)
		}
	}
	return out, nil
}

func (s *shelf) LiveQuestions(ctx context.Context, on day.Day) ([]quiz.Question, error) {
	all, err := s.Questions(ctx, quiz.Filter{})
	return slices.DeleteFunc(all, func(q quiz.Question) bool { return !q.LiveOn(on) }), err
}

func (s *shelf) CountQuestions(context.Context, day.Day) ([]quiz.Count, error)    { return nil, nil }
func (s *shelf) Topics(context.Context) ([]quiz.TopicName, error)                 { return s.topics, nil }
func (s *shelf) Documents(context.Context) ([]quiz.Document, error)               { return nil, nil }
func (s *shelf) EndedDocuments(context.Context, day.Day) ([]quiz.Document, error) { return nil, nil }
func (s *shelf) write(act func()) error {
	if s.broken {
		return errBroken
	}
	act()
	return nil
}

func (s *shelf) AddQuestion(_ context.Context, q quiz.Question, _ quiz.Actor) (id quiz.QuestionID, err error) {
	err = s.write(func() { id = s.put(q) })
	return id, err
}

func (s *shelf) SetQuestion(_ context.Context, q quiz.Question, _ quiz.Actor) error {
	return s.write(func() { *s.at(q.ID) = q })
}

func (s *shelf) SetQuestionState(_ context.Context, q quiz.Question, _ time.Time) error {
	return s.write(func() { *s.at(q.ID) = q })
}

func (s *shelf) AddTopic(_ context.Context, t quiz.TopicName) error {
	return s.write(func() { s.topics = append(s.topics, t) })
}

func (s *shelf) SetDocumentEnd(_ context.Context, id quiz.DocumentID, ended day.Day, _ quiz.Actor) error {
	return s.write(func() { s.ends[id] = ended })
}

func (s *shelf) AddReport(_ context.Context, r quiz.Report, _ time.Time) (bool, error) {
	if s.broken {
		return false, errBroken
	}
	if slices.Contains(s.reports[r.Question], r.Person) {
		return false, nil
	}
	s.reports[r.Question] = append(s.reports[r.Question], r.Person)
	s.at(r.Question).Reports++
	return true, nil
}

func (s *shelf) CloseReports(_ context.Context, id quiz.QuestionID, _ quiz.Actor) (int, error) {
	n := len(s.reports[id])
	return n, s.write(func() { s.reports[id], s.at(id).Reports = nil, 0 })
}

func (s *shelf) Audit(_ context.Context, line people.AuditLine, _ time.Time) error {
	s.audit = append(s.audit, fmt.Sprintf("%d %s %s", line.By, line.Action, line.Detail))
	return nil
}

var _ quiz.BankStore = (*shelf)(nil)

const today day.Day = "2026-11-24"

// by is somebody of the Office, at nine in the morning.
func by(person people.PersonID) quiz.Actor {
	return quiz.Actor{Person: person, Channel: "telegram", Now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), Today: today}
}

// margin is a sound content.
func margin() quiz.Content {
	return quiz.Content{
		Topic: "van_thu", Text: "Lề trái của văn bản là bao nhiêu?", Options: [4]string{"10 mm", "15 mm", "30 - 35 mm", "50 mm"}, Answer: 2,
		Explanation: "Lề trái 30-35 mm.", Document: "Nghị định số 30/2020/NĐ-CP", Article: "Phụ lục I", Source: "Công báo", Checked: "2026-11-20",
	}
}

// in is a question of person 7 in a state.
func in(s quiz.State) quiz.Question {
	q := quiz.Question{Content: margin(), State: s, Version: 1, Author: 7}
	if s == quiz.Paused {
		q.Pause = quiz.Pause{Reason: "Chờ", From: quiz.Live}
	}
	return q
}

func key(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Key
	}
	return fmt.Sprint(err)
}

// What each step makes of each state; "" is a refusal.
func TestSteps(t *testing.T) {
	t.Parallel()
	steps := map[quiz.State]map[quiz.Step]quiz.State{
		quiz.Draft:    {quiz.Approve: quiz.Reviewed, quiz.Hold: quiz.Paused, quiz.Retire: quiz.Retired},
		quiz.Reviewed: {quiz.Release: quiz.Live, quiz.Hold: quiz.Paused, quiz.Retire: quiz.Retired},
		quiz.Live:     {quiz.Hold: quiz.Paused, quiz.Retire: quiz.Retired},
		quiz.Paused:   {quiz.Resume: quiz.Live, quiz.Retire: quiz.Retired},
		quiz.Retired:  {quiz.Revive: quiz.Draft},
	}
	for _, from := range quiz.States() {
		for _, step := range []quiz.Step{quiz.Approve, quiz.Release, quiz.Hold, quiz.Resume, quiz.Retire, quiz.Revive, "jump"} {
			s := newShelf(in(from))
			after, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: step, Reason: "vì sao"}, by(8))
			want, ok := steps[from][step]
			switch {
			case !ok && key(err) != "cauhoi.khong_hop":
				t.Errorf("%s of %s: %v", step, from, err)
			case !ok && (s.questions[0].State != from || len(s.audit) > 0):
				t.Errorf("%s of %s was refused and changed something", step, from)
			case ok && (err != nil || after.State != want || s.questions[0].State != want):
				t.Errorf("%s of %s leads to %s (%v), want %s", step, from, s.questions[0].State, err, want)
			case ok && !slices.Contains(in(from).Steps(), step):
				t.Errorf("%s of %s is not among its steps", step, from)
			case ok && !cmp.Equal(s.audit, []string{"8 question_" + string(step) + " Q001 v1"}):
				t.Errorf("%s: the audit says %q", step, s.audit)
			}
			if ok && (after.Pause != quiz.Pause{}) != (want == quiz.Paused) {
				t.Errorf("%s of %s leaves the pause %v", step, from, after.Pause)
			}
		}
	}
}

func TestWhoWroteItDoesNotReleaseIt(t *testing.T) {
	t.Parallel()
	for from, step := range map[quiz.State]quiz.Step{quiz.Draft: quiz.Approve, quiz.Reviewed: quiz.Release} {
		s := newShelf(in(from))
		if _, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: step}, by(7)); !fault.Is(err, fault.Forbidden) || key(err) != "cauhoi.cua_minh" {
			t.Errorf("%s by the author: %v", step, err)
		}
		if s.questions[0].State != from {
			t.Errorf("%s by the author went through", step)
		}
	}
	// What came with the program has no author: whoever looks first may release it.
	q := in(quiz.Reviewed)
	q.Author = 0
	s := newShelf(q)
	if _, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: quiz.Release}, by(7)); err != nil {
		t.Error(err)
	}
	if got := s.questions[0].Released; !got.Equal(by(7).Now) {
		t.Errorf("released at %v", got)
	}
}

func TestApprovingSaysThatItWasCompared(t *testing.T) {
	t.Parallel()
	s := newShelf(in(quiz.Draft))
	s.questions[0].Checked = ""
	q, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: quiz.Approve}, by(8))
	if err != nil || q.Reviewer != 8 || q.Checked != today {
		t.Fatalf("%v by %d on %s", err, q.Reviewer, q.Checked)
	}
	if q, err = quiz.Undo(t.Context(), s, q, quiz.Draft, by(8)); err != nil || q.State != quiz.Draft || q.Checked != "" {
		t.Errorf("undone: %v, %s, compared on %q", err, q.State, q.Checked)
	}
}

func TestAPauseNeedsAReason(t *testing.T) {
	t.Parallel()
	s := newShelf(in(quiz.Live))
	for reason, want := range map[string]string{"": "cauhoi.can_ly_do", strings.Repeat("dài ", quiz.MaxReason): "cauhoi.ly_do_dai"} {
		if _, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: quiz.Hold, Reason: reason}, by(7)); key(err) != want {
			t.Errorf("reason %.8q: %v", reason, err)
		}
	}
	q, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: quiz.Hold, Reason: "  Chờ\nluật mới "}, by(7))
	if want := (quiz.Pause{Reason: "Chờ luật mới", From: quiz.Live}); err != nil || q.Pause != want {
		t.Errorf("pause %v (%v)", q.Pause, err)
	}
	if q, err = quiz.Take(t.Context(), s, q, quiz.Move{Step: quiz.Resume}, by(7)); err != nil || q.State != quiz.Live {
		t.Errorf("resumed: %s (%v)", q.State, err)
	}
}

func TestNothingOnAnEndedDocumentIsReleased(t *testing.T) {
	t.Parallel()
	for ended, want := range map[day.Day]string{"": "<nil>", "2026-11-23": "cauhoi.van_ban_het", "2026-11-24": "cauhoi.van_ban_het", "2026-11-25": "<nil>"} {
		q := in(quiz.Reviewed)
		q.Ended = ended
		s := newShelf(q)
		if _, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: quiz.Release}, by(8)); key(err) != want {
			t.Errorf("ended %q: %v, want %s", ended, err, want)
		}
	}
}

func TestReleaseAllLeavesWhatOneWroteAndWhatHasEnded(t *testing.T) {
	t.Parallel()
	mine, ended, draft := in(quiz.Reviewed), in(quiz.Reviewed), in(quiz.Draft)
	mine.Author, ended.Ended = 8, "2026-01-01"
	s := newShelf(in(quiz.Reviewed), mine, ended, draft, in(quiz.Reviewed))
	released, left, err := quiz.ReleaseAll(t.Context(), s, by(8))
	if err != nil || len(released) != 2 || left != 2 {
		t.Fatalf("released %d, left %d (%v)", len(released), left, err)
	}
	states := func() (out []quiz.State) {
		for _, q := range s.questions {
			out = append(out, q.State)
		}
		return out
	}
	if d := cmp.Diff([]quiz.State{quiz.Live, quiz.Reviewed, quiz.Reviewed, quiz.Draft, quiz.Live}, states()); d != "" {
		t.Error(d)
	}
	// One of them is paused before all are taken back.
	if _, err := quiz.Take(t.Context(), s, s.questions[4], quiz.Move{Step: quiz.Hold, Reason: "sai"}, by(8)); err != nil {
		t.Fatal(err)
	}
	if n, err := quiz.UndoReleaseAll(t.Context(), s, by(8).Now, by(9)); err != nil || n != 1 {
		t.Errorf("%d went back (%v)", n, err)
	}
	if d := cmp.Diff([]quiz.State{quiz.Reviewed, quiz.Reviewed, quiz.Reviewed, quiz.Draft, quiz.Paused}, states()); d != "" {
		t.Error(d)
	}
	if n, err := quiz.UndoReleaseAll(t.Context(), s, by(8).Now.Add(time.Second), by(9)); err != nil || n != 0 {
		t.Errorf("at another instant %d went back (%v)", n, err)
	}
}

func TestUndoOnlyWhereNothingElseHappened(t *testing.T) {
	t.Parallel()
	s := newShelf(in(quiz.Reviewed))
	left, err := quiz.Take(t.Context(), s, s.questions[0], quiz.Move{Step: quiz.Release}, by(8))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		left quiz.Question
		to   quiz.State
	}{
		"another version":  {quiz.Question{ID: 1, Version: 2, State: quiz.Live}, quiz.Reviewed},
		"another state":    {quiz.Question{ID: 1, Version: 1, State: quiz.Draft}, quiz.Reviewed},
		"making it live":   {left, quiz.Live},
		"making it paused": {left, quiz.Paused},
		"no such question": {quiz.Question{ID: 9, Version: 1, State: quiz.Live}, quiz.Reviewed},
	} {
		if _, err := quiz.Undo(t.Context(), s, c.left, c.to, by(8)); fault.Of(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if q, err := quiz.Undo(t.Context(), s, left, quiz.Reviewed, by(8)); err != nil || q.State != quiz.Reviewed {
		t.Errorf("undone: %s (%v)", q.State, err)
	}
	for _, c := range []struct {
		from quiz.State
		step quiz.Step
		want bool
	}{{quiz.Reviewed, quiz.Release, true}, {quiz.Draft, quiz.Retire, true}, {quiz.Live, quiz.Retire, false}, {quiz.Paused, quiz.Retire, false}, {quiz.Draft, quiz.Hold, false}} {
		if got := quiz.CanUndo(in(c.from), c.step); got != c.want {
			t.Errorf("%s of %s can be undone: %v", c.step, c.from, got)
		}
	}
}

func TestAChangeIsANewVersionThatSomebodyMustSee(t *testing.T) {
	t.Parallel()
	for from, want := range map[quiz.State]quiz.State{
		quiz.Draft: quiz.Draft, quiz.Reviewed: quiz.Draft, quiz.Live: quiz.Draft, quiz.Paused: quiz.Paused, quiz.Retired: quiz.Retired,
	} {
		s := newShelf(in(from))
		s.questions[0].Reviewer = 3
		c := margin()
		c.Explanation = "  Lề trái\n30-35 mm, phải 15-20 mm. "
		q, err := quiz.Amend(t.Context(), s, s.questions[0], c, by(8))
		if err != nil || q.Version != 2 || q.State != want || q.Author != 8 || q.Reviewer != 0 || q.Explanation != "Lề trái 30-35 mm, phải 15-20 mm." {
			t.Errorf("%s: %+v (%v)", from, q, err)
		}
		if q.Checked != "" {
			t.Errorf("%s: it is said to have been compared on %s", from, q.Checked)
		}
		if from == quiz.Paused && q.Pause.From != quiz.Draft {
			t.Errorf("a paused question goes back to %s", q.Pause.From)
		}
	}
}

func TestAChangeThatIsNone(t *testing.T) {
	t.Parallel()
	s := newShelf(in(quiz.Live))
	q, err := quiz.Amend(t.Context(), s, s.questions[0], margin(), by(8))
	if err != nil || q.Version != 1 || q.State != quiz.Live || len(s.audit) != 0 {
		t.Errorf("%+v, %q (%v)", q, s.audit, err)
	}
	old := s.questions[0]
	s.questions[0].Version = 2
	c := margin()
	c.Text = "Khác?"
	if _, err := quiz.Amend(t.Context(), s, old, c, by(8)); key(err) != "cauhoi.da_doi" {
		t.Errorf("from an old version: %v", err)
	}
	c.Source = ""
	if _, err := quiz.Amend(t.Context(), s, s.questions[0], c, by(8)); key(err) != "cauhoi.loi_noi_dung" {
		t.Errorf("without a source: %v", err)
	}
}

func TestAddIsADraftOfItsAuthor(t *testing.T) {
	t.Parallel()
	s := newShelf()
	q, err := quiz.Add(t.Context(), s, margin(), by(8))
	if err != nil || q.State != quiz.Draft || q.Author != 8 || q.Version != 1 || q.Code != "Q001" {
		t.Errorf("%+v (%v)", q, err)
	}
	if _, err := quiz.Add(t.Context(), s, quiz.Content{}, by(8)); key(err) != "cauhoi.loi_noi_dung" {
		t.Errorf("an empty one: %v", err)
	}
}

func TestAReportHidesUntilTheOfficeHasLooked(t *testing.T) {
	t.Parallel()
	s := newShelf(in(quiz.Live))
	r := quiz.Report{Question: 1, Version: 1, Person: 5, Note: strings.Repeat("sai ", 300)}
	for i, want := range []bool{true, false} {
		if first, err := quiz.ReportWrong(t.Context(), s, r, by(5).Now); err != nil || first != want {
			t.Errorf("report %d: first %v (%v)", i, first, err)
		}
	}
	if q := s.questions[0]; q.Reports != 1 || q.LiveOn(today) {
		t.Errorf("%d reports, asked all the same: %v", q.Reports, q.LiveOn(today))
	}
	if q, err := quiz.Keep(t.Context(), s, s.questions[0], by(8)); err != nil || !q.LiveOn(today) || !s.questions[0].LiveOn(today) {
		t.Errorf("kept, and not asked (%v)", err)
	}
}

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	s := newShelf(in(quiz.Reviewed))
	q := s.questions[0]
	s.broken = true
	c := margin()
	c.Text = "Khác?"
	ctx := t.Context()
	for name, act := range map[string]func() error{
		"add":    func() error { _, err := quiz.Add(ctx, s, margin(), by(8)); return err },
		"amend":  func() error { _, err := quiz.Amend(ctx, s, q, c, by(8)); return err },
		"take":   func() error { _, err := quiz.Take(ctx, s, q, quiz.Move{Step: quiz.Release}, by(8)); return err },
		"all":    func() error { _, _, err := quiz.ReleaseAll(ctx, s, by(8)); return err },
		"undo":   func() error { _, err := quiz.Undo(ctx, s, q, quiz.Draft, by(8)); return err },
		"report": func() error { _, err := quiz.ReportWrong(ctx, s, quiz.Report{Question: 1}, by(8).Now); return err },
		"keep":   func() error { _, err := quiz.Keep(ctx, s, q, by(8)); return err },
		"end":    func() error { return quiz.EndDocument(ctx, s, quiz.Document{ID: 1}, today, by(8)) },
		"import": func() error {
			return quiz.Import(ctx, s, quiz.Difference{Topics: []quiz.TopicName{{Code: "x"}}}, by(8))
		},
		"imports": func() error {
			return quiz.Import(ctx, s, quiz.Difference{Changes: []quiz.Change{{Kind: quiz.NewQuestion, After: q}}}, by(8))
		},
	} {
		if err := act(); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.audit) > 0 {
		t.Errorf("the audit has %q", s.audit)
	}
}

// LiveOn, day by day.
func TestLiveOn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.Custom(func(t *rapid.T) day.Day {
			n := rapid.IntRange(-1, 6).Draw(t, "day")
			if n < 0 {
				return ""
			}
			return today.Add(n)
		})
		q := in(rapid.SampledFrom(quiz.States()).Draw(t, "state"))
		q.From, q.To, q.Ended = days.Draw(t, "from"), days.Draw(t, "to"), days.Draw(t, "ended")
		q.Reports = rapid.IntRange(0, 1).Draw(t, "reports")
		on := today.Add(rapid.IntRange(0, 6).Draw(t, "on"))
		want := q.State == quiz.Live && q.Reports == 0
		for d := on; d >= today; d = d.Add(-1) {
			want = want && d != q.Ended // the document ended on a day up to this one
		}
		if q.From > on || q.To != "" && on > q.To {
			want = false
		}
		if got := q.LiveOn(on); got != want {
			t.Errorf("%+v on %s: %v, want %v", q, on, got, want)
		}
		if q.LiveOn(on) && q.StateOn(on) != quiz.Live {
			t.Errorf("it is asked on %s and shown as %s", on, q.StateOn(on))
		}
	})
}
