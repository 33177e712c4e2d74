package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/remind"
	"sohoc/internal/sqlite"
)

// teach puts n live questions into the bank; the first option of each is right. They rest on the document "Luật Cũ".
func (s *stage) teach(n int) {
	s.t.Helper()
	s.update(func(tx *sqlite.Tx) error {
		for i := range n {
			q := quiz.Question{Version: 1, State: quiz.Live, Released: tx.Now()}
			q.Topic, q.Text, q.Explanation = "van_thu", fmt.Sprintf("Câu hỏi thử %d?", i+1), "Vì luật nói thế."
			q.Options = [quiz.Options]string{"đúng", "sai một", "sai hai", "sai ba"}
			q.Document, q.Article, q.Source = "Luật Cũ", "Điều 1", "Luật Cũ"
			if _, err := tx.AddQuestion(s.t.Context(), q, quiz.Actor{Now: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// asked lists what waits for a person's answer.
func (s *stage) asked(id people.PersonID) []quiz.Asked {
	s.t.Helper()
	var out []quiz.Asked
	s.update(func(tx *sqlite.Tx) (err error) {
		out, err = tx.OpenAsked(s.t.Context(), id)
		return err
	})
	return out
}

// right is the letter of the right answer to what waits first.
func (s *stage) right(id people.PersonID) string {
	s.t.Helper()
	return strings.ToLower(letterName(s.asked(id)[0].Shown.Letter(0)))
}

// wrong is a letter of a wrong one.
func (s *stage) wrong(id people.PersonID) string {
	s.t.Helper()
	return letterName(s.asked(id)[0].Shown.Letter(1))
}

func TestEveryFormOfAnAnswerMarksTheSameOption(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(1)
	for i, form := range []string{"%s", "%S", "câu %S", "cau %s.", "đáp án %S ạ", "number", "câu number", "button", "(%s)"} {
		chat := fmt.Sprintf("p%d", i)
		id := s.join(chat, "Tạ Văn A", "Thanh tra", people.Roles{})
		out := s.send(chat, "/quiz")
		choices := out.Messages[0].Choices
		letter := s.right(id)
		at := int(letter[0] - 'a')
		words := strings.NewReplacer("%s", letter, "%S", strings.ToUpper(letter), "number", fmt.Sprint(at+1)).Replace(form)
		if form == "button" {
			out = s.press(chat, choices[at].Data)
		} else {
			out = s.send(chat, words)
		}
		if !strings.HasPrefix(said(out), s.T("quiz.dung", nil)) {
			t.Errorf("%q (right is %s): said %q", words, letter, said(out))
		}
	}
}

// Words that only look like an answer must not be counted as one.
func TestWhatIsNoAnswerIsNotCounted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(3)
	id := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.send("an", "/quiz")
	for _, words := range []string{"ạ", "dạ", "vâng ạ", "ok", "cảm ơn", "2h luật đất đai hôm nay", "e", "câu 5", "A B", "/tiendo", "bạn là ai"} {
		s.send("an", words)
	}
	if n := s.count("SELECT count(*) FROM quiz_asked WHERE state = 'answered'"); n != 0 {
		t.Errorf("%d answers were counted", n)
	}
	if open := s.asked(id); len(open) != 1 {
		t.Errorf("%d questions wait", len(open))
	}
	wants(t, s.send("an", s.right(id)), s.T("quiz.dung", nil))
}

// After the feedback a letter means the question that was answered, not the button of that place: "b" must not report it.
func TestALetterAfterTheAnswerReportsNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(3)
	id := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.send("an", "/quiz")
	s.send("an", s.right(id))
	for _, letter := range []string{"a", "b", "C", "câu b"} {
		wants(t, s.send("an", letter), "Sổ Học tính câu trả lời đầu")
	}
	if n := s.count("SELECT count(*) FROM question_reports"); n != 0 {
		t.Errorf("%d reports", n)
	}
}

func TestAReportedQuestionIsPutToNobody(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(1)
	id := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.join("binh", "Tạ Văn Bình", "Thanh tra", people.Roles{})
	s.send("an", "/quiz")
	asked := s.asked(id)[0].ID
	silentOrStale := s.press("binh", press("q", "r", number(asked)))
	if n := s.count("SELECT count(*) FROM question_reports"); n != 0 {
		t.Fatalf("somebody reported what was put to another: %q", said(silentOrStale))
	}
	wants(t, s.send("an", "câu này sai vì luật đã đổi"), s.T("quiz.da_bao", nil))
	if n := s.count("SELECT count(*) FROM question_reports WHERE note = 'luật đã đổi' AND closed_at IS NULL"); n != 1 {
		t.Errorf("%d open reports with the note", n)
	}
	wants(t, s.send("binh", "/quiz"), s.T("quiz.khong_co_cau", nil))
}

func TestWhoHadLearntAnEndedRuleIsToldOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(2)
	id := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.join("binh", "Tạ Văn Bình", "Thanh tra", people.Roles{})
	s.send("an", "/quiz")
	s.send("an", s.right(id))
	s.exec("UPDATE quiz_documents SET ended_on = '2026-12-01', ended_at = 1")
	s.now = time.Date(2026, 11, 30, 9, 0, 0, 0, stageZone)
	if out := s.send("an", "/quiz"); strings.Contains(said(out), "hết hiệu lực") {
		t.Errorf("told before the day: %q", said(out))
	}
	s.now = time.Date(2026, 12, 1, 9, 0, 0, 0, stageZone)
	wants(t, s.send("an", "/quiz"), "Từ ngày 01/12/2026, văn bản này hết hiệu lực: Luật Cũ")
	for _, who := range []string{"an", "binh"} {
		if out := s.send(who, "/quiz"); strings.Contains(said(out), "hết hiệu lực") {
			t.Errorf("%s is told: %q", who, said(out))
		}
	}
	if n := s.count("SELECT count(*) FROM quiz_cards"); n != 0 {
		t.Errorf("%d cards are left", n)
	}
}

// dueQuiz plans the quiz of a day for everybody and returns what is sent.
func (s *stage) dueQuiz(job remind.Job) []channel.Message {
	s.t.Helper()
	var out []channel.Message
	for cursor, done := "", false; !done; {
		s.update(func(tx *sqlite.Tx) error {
			p, err := s.bot.Due(s.t.Context(), tx, remind.Slot{Job: job, Due: s.now.UTC()}, cursor)
			out, cursor, done = append(out, p.Messages...), p.Cursor, p.Done
			return err
		})
	}
	return out
}

// On Zalo the whole round goes out in one message of its own accord, and one message answers it.
func TestTheWeeklyQuizOnZaloIsOneMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(5)
	id := s.add("NV1", "Tạ Văn An", "Thanh tra", people.Roles{})
	e := s.event("an")
	e.Channel = channel.Zalo
	s.update(func(tx *sqlite.Tx) error {
		if err := tx.LinkAccount(s.t.Context(), account(e), id, tx.Now()); err != nil {
			return err
		}
		return tx.GiveConsent(s.t.Context(), id, people.ConsentVersion, "zalo", tx.Now())
	})
	s.now = time.Date(2026, 11, 25, 9, 0, 0, 0, stageZone)
	sent := s.dueQuiz(remind.Quiz)
	if len(sent) != 1 || sent[0].To != e.Address || sent[0].Class != channel.Reminder || len(sent[0].Choices) != 0 {
		t.Fatalf("sent %+v", sent)
	}
	if n := strings.Count(sent[0].Text, "Câu hỏi thử"); n != quiz.DailyCap {
		t.Errorf("%d questions in %q", n, sent[0].Text)
	}
	if again := s.dueQuiz(remind.QuizMore); len(again) != 0 {
		t.Errorf("asked again on the same day: %+v", again)
	}
	e.Kind, e.Text, e.Message = channel.Text, "1A 2A 3A", "m1"
	wants(t, s.do(e), "Câu 3:")
	if n := s.count("SELECT count(*) FROM quiz_asked WHERE state = 'answered'"); n != quiz.DailyCap {
		t.Errorf("%d answers were counted", n)
	}
}

// What was missed comes back within two working days even to who wants no more than the weekly quiz.
func TestWhatWasMissedComesBackByItself(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(5)
	id := s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.now = time.Date(2026, 11, 26, 9, 0, 0, 0, stageZone) // a Thursday
	s.send("an", "/quiz")
	missed := s.asked(id)[0].Question
	s.send("an", s.wrong(id))
	back := false
	for _, on := range []int{27, 30} {
		s.now = time.Date(2026, 11, on, 9, 0, 0, 0, stageZone)
		for range s.dueQuiz(remind.QuizMore) {
			back = back || s.asked(id)[0].Question == missed
		}
	}
	if !back {
		t.Error("it did not come back in two working days")
	}
}

func TestWhoWantsNoQuestionsGetsNone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.teach(5)
	s.join("an", "Tạ Văn An", "Thanh tra", people.Roles{})
	s.send("an", "/quiz tắt")
	s.now = time.Date(2026, 11, 25, 9, 0, 0, 0, stageZone)
	if sent := s.dueQuiz(remind.Quiz); len(sent) != 0 {
		t.Errorf("sent %+v", sent)
	}
	wants(t, s.send("an", "/quiz"), "Câu hỏi thử")
}
