package sqlite_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

// keeper is who keeps the bank in these tests: the command line.
func keeper(tx *sqlite.Tx) quiz.Actor {
	return quiz.Actor{Channel: "cli", Now: tx.Now(), Today: "2026-11-24"}
}

// leftMargin is a sound question on a document.
func leftMargin() quiz.Question {
	return quiz.Question{Version: 1, State: quiz.Draft, Content: quiz.Content{
		Topic: "van_thu", Text: "Lề trái là bao nhiêu?", Options: [4]string{"10 mm", "15 mm", "30 - 35 mm", "50 mm"}, Answer: 2,
		Explanation: "Lề trái 30-35 mm.", Document: "Nghị định số 30/2020/NĐ-CP", Article: "Phụ lục I", Source: "Công báo",
		From: "2026-01-01", To: "2027-12-31", Checked: "2026-11-20", Press: true, Note: "100% chắc_chắn",
	}}
}

// addQuestion stores a question and returns it as it stands.
func addQuestion(t *testing.T, db *sqlite.DB, q quiz.Question) quiz.Question {
	t.Helper()
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		id, err := tx.AddQuestion(ctx, q, keeper(tx))
		if err != nil {
			return err
		}
		q, _, err = tx.Question(ctx, id)
		return err
	})
	return q
}

func TestAQuestionIsKeptWhole(t *testing.T) {
	t.Parallel()
	db := open(t)
	want := leftMargin()
	want.State, want.Pause = quiz.Paused, quiz.Pause{Reason: "Chờ", From: quiz.Reviewed}
	got := addQuestion(t, db, want)
	want.ID, want.Code, want.DocumentID, want.Updated = got.ID, "Q001", got.DocumentID, got.Updated
	if d := cmp.Diff(want, got); d != "" || got.DocumentID == 0 || got.Updated.IsZero() {
		t.Error(d)
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for code, found := range map[quiz.Code]bool{"Q001": true, "q001": true, "Q01": false} {
			if q, ok, err := tx.QuestionByCode(ctx, code); err != nil || ok != found || ok && q.ID != got.ID {
				t.Errorf("%s: %v %v (%v)", code, q.ID, ok, err)
			}
		}
		if _, ok, err := tx.Question(ctx, 99); ok || err != nil {
			t.Errorf("number 99: %v (%v)", ok, err)
		}
		return nil
	})
}

func TestCodesGoOnBehindThoseThatAreTaken(t *testing.T) {
	t.Parallel()
	db := open(t)
	var got []quiz.Code
	for i, code := range []quiz.Code{"", "K-7", "Q041", "Q9x", "Q12345678901", "", "q099", ""} {
		q := leftMargin()
		q.Code, q.Text = code, fmt.Sprintf("Câu %d?", i)
		got = append(got, addQuestion(t, db, q).Code)
	}
	if want := []quiz.Code{"Q001", "K-7", "Q041", "Q9x", "Q12345678901", "Q042", "q099", "Q043"}; !cmp.Equal(got, want) {
		// A code in small letters is the Office's own; the next free one is looked for among the large ones.
		t.Errorf("%v", got)
	}
}

func TestVersionsStay(t *testing.T) {
	t.Parallel()
	db := open(t)
	first := addQuestion(t, db, leftMargin())
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		second := first
		second.Text, second.Version, second.Document, second.Article = "Lề phải?", 2, "Nghị định mới", ""
		if err := tx.SetQuestion(ctx, second, keeper(tx)); err != nil {
			return err
		}
		now, _, err := tx.Question(ctx, first.ID)
		if err != nil || now.Text != "Lề phải?" || now.Document != "Nghị định mới" || now.DocumentID == first.DocumentID {
			t.Errorf("%+v (%v)", now, err)
		}
		for version, want := range map[int]string{1: "Lề trái là bao nhiêu?", 2: "Lề phải?", 3: ""} {
			q, ok, err := tx.QuestionVersion(ctx, first.ID, version)
			if err != nil || ok != (want != "") || q.Text != want || ok && q.Version != version {
				t.Errorf("version %d: %q %v (%v)", version, q.Text, ok, err)
			}
		}
		if old, _, err := tx.QuestionVersion(ctx, first.ID, 1); err != nil || old.Content != first.Content {
			t.Errorf("version 1 says %+v (%v)", old.Content, err)
		}
		return nil
	})
}

// askables are the questions that may be asked on a day, by the view and by the list.
func askables(t *testing.T, db *sqlite.DB, on day.Day) (listed []quiz.QuestionID, byView int) {
	t.Helper()
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		live, err := tx.LiveQuestions(ctx, on)
		for _, q := range live {
			listed = append(listed, q.ID)
		}
		if err == nil {
			byView, err = tx.CountForTest(ctx, "SELECT count(*) FROM askable WHERE from_day <= ? AND ? < until_day", on, on)
		}
		return err
	})
	return listed, byView
}

// The view says the same as quiz.Question.LiveOn, whatever state, validity, end and reports a question has.
func TestTheViewOfWhatIsAskedAgreesWithTheRule(t *testing.T) {
	t.Parallel()
	db := open(t)
	days := []day.Day{"", "2026-11-23", "2026-11-24", "2026-11-25"}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		person, err := enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, "")
		if err != nil {
			return err
		}
		n := 0
		for _, state := range []quiz.State{quiz.Live, quiz.Reviewed} {
			for _, from := range days {
				for _, to := range days {
					for i, ended := range days {
						if from != "" && to != "" && to < from {
							continue
						}
						n++
						q := leftMargin()
						q.Text, q.State, q.Released = fmt.Sprint(n), state, tx.Now()
						q.From, q.To, q.Document = from, to, fmt.Sprint("Luật ", i)
						id, err := tx.AddQuestion(ctx, q, keeper(tx))
						if err != nil {
							return err
						}
						q, _, err = tx.Question(ctx, id)
						if err == nil {
							err = tx.SetDocumentEnd(ctx, q.DocumentID, ended, keeper(tx))
						}
						if err == nil && n%5 == 0 {
							_, err = tx.AddReport(ctx, quiz.Report{Question: id, Version: 1, Person: person, Channel: "web"}, tx.Now())
						}
						if err != nil {
							return err
						}
					}
				}
			}
		}
		return nil
	})
	for _, on := range []day.Day{"2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"} {
		listed, byView := askables(t, db, on)
		update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
			all, err := tx.Questions(ctx, quiz.Filter{})
			var want []quiz.QuestionID
			paused := 0
			for _, q := range all {
				if q.LiveOn(on) {
					want = append(want, q.ID)
				}
				if q.StateOn(on) == quiz.Paused {
					paused++
				}
			}
			if !slices.Equal(listed, want) || byView != len(want) || len(want) == 0 {
				t.Errorf("%s: the list has %d, the view %d, the rule %d", on, len(listed), byView, len(want))
			}
			shown, err2 := tx.Questions(ctx, quiz.Filter{State: quiz.Paused, On: on})
			if err2 != nil || len(shown) != paused {
				t.Errorf("%s: %d are shown as paused, the rule says %d (%v)", on, len(shown), paused, err2)
			}
			return err
		})
	}
}

func TestWhatIsCounted(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := leftMargin()
	q.State, q.Released, q.To = quiz.Live, time.UnixMilli(5), ""
	live := addQuestion(t, db, q)
	q.Text, q.Topic, q.Document, q.Article = "b?", "bao_cao", "", ""
	addQuestion(t, db, q)
	q.Text, q.State = "c?", quiz.Draft
	addQuestion(t, db, q)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		person, err := enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, "")
		if err != nil {
			return err
		}
		if _, err := tx.AddReport(ctx, quiz.Report{Question: live.ID, Version: 1, Person: person, Channel: "web"}, tx.Now()); err != nil {
			return err
		}
		if err := tx.SetDocumentEnd(ctx, live.DocumentID, "2026-12-01", keeper(tx)); err != nil {
			return err
		}
		for on, state := range map[day.Day]quiz.State{"2026-11-30": quiz.Live, "2026-12-01": quiz.Paused} {
			got, err := tx.CountQuestions(ctx, on)
			want := []quiz.Count{{Topic: "van_thu", State: state, N: 1, Reported: 1}, {Topic: "bao_cao", State: quiz.Draft, N: 1}, {Topic: "bao_cao", State: quiz.Live, N: 1}}
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Errorf("%s: %s (%v)", on, d, err)
			}
		}
		return nil
	})
}

func TestReportsAreOneAPersonUntilTheyAreClosed(t *testing.T) {
	t.Parallel()
	db := open(t)
	q := addQuestion(t, db, leftMargin())
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		var ids []people.PersonID
		for _, code := range []string{"A1", "A2"} {
			id, err := enrol(ctx, tx, people.Person{StaffCode: code, Name: "Lý Thị " + code}, people.Roles{}, "")
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		report := func(who int, note string, want bool) {
			first, err := tx.AddReport(ctx, quiz.Report{Question: q.ID, Version: 1, Person: ids[who], Note: note, Channel: "zalo"}, tx.Now())
			if err != nil || first != want {
				t.Errorf("report of %d: %v (%v)", who, first, err)
			}
		}
		report(0, "Sai điều", true)
		report(0, "Sai thật", false)
		report(1, "", true)
		notes, err := tx.ReportNotes(ctx, q.ID)
		if now, _, err2 := tx.Question(ctx, q.ID); err != nil || err2 != nil || now.Reports != 2 || !cmp.Equal(notes, []string{"Sai điều"}) {
			t.Errorf("%d reports, notes %q (%v, %v)", now.Reports, notes, err, err2)
		}
		if shown, err := tx.Questions(ctx, quiz.Filter{Reported: true}); err != nil || len(shown) != 1 {
			t.Errorf("%d are listed as reported (%v)", len(shown), err)
		}
		if n, err := tx.CloseReports(ctx, q.ID, keeper(tx)); err != nil || n != 2 {
			t.Errorf("%d were closed (%v)", n, err)
		}
		report(0, "Vẫn sai", true)
		return nil
	})
}

func TestQuestionsAreFoundByTheirWords(t *testing.T) {
	t.Parallel()
	db := open(t)
	addQuestion(t, db, leftMargin())
	other := leftMargin()
	other.Text, other.Options[0], other.Note = "Số trang?", "Góc trái", ""
	addQuestion(t, db, other)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		for want, words := range map[int][]string{
			2: {"trai"}, 1: {"le trai la"}, 0: {"le", "so trang", "khong co"},
		} {
			if got, err := tx.Questions(ctx, quiz.Filter{Words: words}); err != nil || len(got) != want {
				t.Errorf("%v: %d (%v)", words, len(got), err)
			}
		}
		for _, words := range [][]string{{"100%"}, {"chac_chan"}, {"q001"}} {
			if got, err := tx.Questions(ctx, quiz.Filter{Words: words}); err != nil || len(got) != 1 {
				t.Errorf("%v: %d (%v)", words, len(got), err)
			}
		}
		page, err := tx.Questions(ctx, quiz.Filter{After: 1, Limit: 1})
		if err != nil || len(page) != 1 || page[0].ID != 2 {
			t.Errorf("the second page has %d (%v)", len(page), err)
		}
		return nil
	})
}

func TestDocumentsAreOneByName(t *testing.T) {
	t.Parallel()
	db := open(t)
	a := addQuestion(t, db, leftMargin())
	b := leftMargin()
	b.Text, b.Document, b.State = "b?", "NGHỊ ĐỊNH số 30/2020/NĐ-CP", quiz.Retired
	if got := addQuestion(t, db, b); got.DocumentID != a.DocumentID {
		t.Error("one document is there twice")
	}
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.SetDocumentEnd(ctx, a.DocumentID, "2026-12-01", keeper(tx)); err != nil {
			return err
		}
		want := []quiz.Document{{ID: a.DocumentID, Name: a.Document, Ended: "2026-12-01", Questions: 1}}
		all, err := tx.Documents(ctx)
		if d := cmp.Diff(want, all); d != "" || err != nil {
			t.Errorf("%s (%v)", d, err)
		}
		for on, n := range map[day.Day]int{"2026-11-30": 0, "2026-12-01": 1} {
			if ended, err := tx.EndedDocuments(ctx, on); err != nil || len(ended) != n {
				t.Errorf("%s: %d have ended (%v)", on, len(ended), err)
			}
		}
		if err := tx.SetDocumentEnd(ctx, a.DocumentID, "", keeper(tx)); err != nil {
			return err
		}
		if now, _, err := tx.Question(ctx, a.ID); err != nil || now.Ended != "" {
			t.Errorf("ended %q (%v)", now.Ended, err)
		}
		return nil
	})
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.SetDocumentEnd(ctx, 99, "2026-12-01", keeper(tx)); err == nil {
			t.Error("a document that is not there has ended")
		}
		return nil
	})
}

// What the rules forbid, the schema forbids too.
func TestTheSchemaRefusesWhatIsNoQuestion(t *testing.T) {
	t.Parallel()
	db := open(t)
	for name, spoil := range map[string]func(*quiz.Question){
		"two options the same":   func(q *quiz.Question) { q.Options[3] = q.Options[1] },
		"no option":              func(q *quiz.Question) { q.Options[0] = "" },
		"a fifth answer":         func(q *quiz.Question) { q.Answer = 4 },
		"no source":              func(q *quiz.Question) { q.Source = "" },
		"no explanation":         func(q *quiz.Question) { q.Explanation = "" },
		"an end before":          func(q *quiz.Question) { q.To = "2025-01-01" },
		"no such topic":          func(q *quiz.Question) { q.Topic = "nothing" },
		"no such state":          func(q *quiz.Question) { q.State = "new" },
		"live, never released":   func(q *quiz.Question) { q.State = quiz.Live },
		"paused for no reason":   func(q *quiz.Question) { q.State, q.Pause.From = quiz.Paused, quiz.Live },
		"paused from nowhere":    func(q *quiz.Question) { q.State, q.Pause.Reason = quiz.Paused, "Chờ" },
		"a pause that is none":   func(q *quiz.Question) { q.Pause = quiz.Pause{Reason: "Chờ", From: quiz.Live} },
		"a code of many letters": func(q *quiz.Question) { q.Code = "QQQQQQQQQQQQQQQQQQQQQ" },
	} {
		q := leftMargin()
		spoil(&q)
		err := db.Update(t.Context(), func(tx *sqlite.Tx) error {
			_, err := tx.AddQuestion(t.Context(), q, keeper(tx))
			return err
		})
		if err == nil {
			t.Errorf("%s: it is stored", name)
		}
	}
}

func TestTopics(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		if err := tx.AddTopic(ctx, quiz.TopicName{Code: "hoa_giai", VI: "Hòa giải"}); err != nil {
			return err
		}
		all, err := tx.Topics(ctx)
		if len(all) != 15 || all[0].Code != "ke_hoach_cua_so" || all[14] != (quiz.TopicName{Code: "hoa_giai", VI: "Hòa giải"}) {
			t.Errorf("%v", all)
		}
		return err
	})
}

func TestAFileOfQuestionsIsTakenOnceByItsSender(t *testing.T) {
	t.Parallel()
	db := open(t)
	update(t, db, func(ctx context.Context, tx *sqlite.Tx) error {
		person, err := enrol(ctx, tx, people.Person{StaffCode: "A1", Name: "Lý Thị An"}, people.Roles{}, "")
		if err != nil {
			return err
		}
		id, err := tx.AddQuestionFile(ctx, person, "cau.xlsx", []byte(`{"a":1}`), tx.Now())
		if err != nil {
			return err
		}
		take := func(who people.PersonID, at time.Time, want bool) {
			body, ok, err := tx.TakeQuestionFile(ctx, id, who, at)
			if err != nil || ok != want || ok && string(body) != `{"a":1}` {
				t.Errorf("taken %v, %q (%v)", ok, body, err)
			}
		}
		take(person+1, tx.Now(), false)
		take(person, tx.Now().Add(8*24*time.Hour), false)
		take(person, tx.Now().Add(time.Hour), true)
		take(person, tx.Now().Add(time.Hour), false)
		if _, err := tx.AddQuestionFile(ctx, person, "b.xlsx", []byte("{}"), tx.Now().Add(8*24*time.Hour)); err != nil {
			return err
		}
		n, err := tx.CountForTest(ctx, "SELECT count(*) FROM question_files")
		if n != 1 {
			t.Errorf("%d files are kept", n)
		}
		return err
	})
}
