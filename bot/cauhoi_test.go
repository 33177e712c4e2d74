package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/job"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

// office is a stage with two people of the Office, Thu and Lan, and a bank of n questions in a state, written by
// nobody. Question n has the number n.
func office(t *testing.T, n int, state quiz.State) *stage {
	t.Helper()
	s := newStage(t)
	s.join("thu", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	s.join("lan", "Nguyễn Thị Lan", "Văn phòng", people.Roles{Office: true})
	s.update(func(tx *sqlite.Tx) error {
		for i := 1; i <= n; i++ {
			q := quiz.Question{Version: 1, State: state, Content: quiz.Content{
				Topic: "van_thu", Text: fmt.Sprintf("Câu thứ %d hỏi gì?", i), Options: [4]string{"một", "hai", "ba", "bốn"}, Answer: 1,
				Explanation: "Là hai.", Document: "Nghị định số 30/2020/NĐ-CP", Source: "Công báo",
			}}
			if state == quiz.Live {
				q.Released = tx.Now()
			}
			if _, err := tx.AddQuestion(t.Context(), q, quiz.Actor{Now: tx.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
	return s
}

// stands is the state of a question.
func (s *stage) stands(id quiz.QuestionID) (q quiz.Question) {
	s.t.Helper()
	err := s.db.View(s.t.Context(), func(tx *sqlite.Tx) (err error) {
		q, _, err = tx.Question(s.t.Context(), id)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return q
}

// questionPresses are choices of /cauhoi, each of which would change or show something.
var questionPresses = []string{
	"ch:s:1", "ch:l:reviewed:0", "ch:n:reviewed:0", "ch:a:1:release", "ch:a:1:pause", "ch:a:1:retire", "ch:u:1:1:reviewed:draft", "ch:keep:1", "ch:all",
	"ch:all!", "ch:unall:1", "ch:add", "ch:edit:1", "ch:file", "ch:put:1", "ch:out", "ch:d:1:2026-12-01", "ch:d!:1:2026-12-01", "ch:ud:1", "ch:dq:1",
}

func TestOnlyTheOfficeTouchesTheBank(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Reviewed)
	s.join("minh", "Trần Văn Minh", "Thanh tra", people.Roles{Head: true, Director: true, Admin: true})
	for _, data := range questionPresses {
		out := s.press("minh", data)
		wants(t, out, s.T("quyen.khong", args{"Lenh": "/cauhoi"}))
		if len(out.Jobs) > 0 {
			t.Errorf("%s queued a job", data)
		}
	}
	if q := s.stands(1); q.State != quiz.Reviewed || q.Ended != "" {
		t.Errorf("%s, ended %q", q.State, q.Ended)
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'refused' AND detail = 'cauhoi'"); n != len(questionPresses) {
		t.Errorf("%d refusals are on record", n)
	}
}

// Whatever comes back from outside, it is answered, and changes nothing that it does not name.
func TestChoicesOfTheBankThatCannotBe(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Reviewed)
	for _, data := range []string{
		"ch:", "ch:zz", "ch:s:", "ch:s:99", "ch:s:x", "ch:l:live", "ch:l:none:0", "ch:n:reviewed:x", "ch:a:1:jump", "ch:a:99:release", "ch:u:1:1:reviewed",
		"ch:u:x:1:reviewed:draft", "ch:u:1:x:reviewed:draft", "ch:u:1:1:reviewed:none", "ch:u:1:1:reviewed:live", "ch:unall:x", "ch:put:x", "ch:d:x:2026-12-01",
		"ch:d:1:2026-13-01", "ch:d:9:2026-12-01", "ch:d!:1:", "ch:ud:1", "ch:keep:x", "ch:edit:9", "f:cauhoi:topic:99", "f:cauhoi:reason:law",
	} {
		if out := s.press("thu", data); said(out) == "" || len(out.Jobs) > 0 {
			t.Errorf("%s: said %q", data, said(out))
		}
	}
	if q := s.stands(1); q.State != quiz.Reviewed || q.Version != 1 {
		t.Errorf("%s, version %d", q.State, q.Version)
	}
}

func TestARightThatIsLostInTheMiddleOfAForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ begin, last string }{
		"a new question": {"", "f:cauhoi:confirm:save"},
		"a change":       {"/cauhoi sửa 1", ""},
		"a pause":        {"/cauhoi tạm dừng 1", ""},
	} {
		s := office(t, 1, quiz.Live)
		if c.begin == "" {
			for _, words := range []string{"/cauhoi thêm", "Công tác văn thư", "Câu mới là gì?", "a; b; c; d", "b", "Vì vậy.", "Luật", "Điều 1", "Công báo"} {
				s.send("thu", words)
			}
		} else {
			s.send("thu", c.begin)
			s.press("thu", "f:cauhoi:part:source")
		}
		s.exec("UPDATE memberships SET office = 0")
		out := s.send("thu", "Nguồn khác")
		if c.last != "" {
			out = s.press("thu", c.last)
		}
		wants(t, out, s.T("quyen.khong", args{"Lenh": "/cauhoi"}))
		if q := s.stands(1); q.State != quiz.Live || q.Version != 1 {
			t.Errorf("%s: %s, version %d", name, q.State, q.Version)
		}
		if n := s.count("SELECT count(*) FROM questions"); n != 1 {
			t.Errorf("%s: %d questions", name, n)
		}
	}
}

func TestAFormIsNotDroppedForAnother(t *testing.T) {
	t.Parallel()
	s := office(t, 2, quiz.Live)
	s.send("thu", "/cauhoi thêm")
	for _, data := range []string{"ch:edit:1", "ch:a:1:pause", "ch:file", "ch:add"} {
		wants(t, s.press("thu", data), s.T("form.bo_do", args{"Form": s.T("form.ten_cauhoi", nil)}))
		s.press("thu", "form:keep")
	}
	// What opens no form is done beside it.
	wants(t, s.press("thu", "ch:s:2"), "Câu thứ 2 hỏi gì?")
	s.press("thu", "ch:edit:1")
	wants(t, s.press("thu", "form:drop"), s.T("cauhoi.hoi_part", args{"CauHoi": "Câu thứ 1 hỏi gì?"}))
}

func TestPagesGoThroughAllQuestions(t *testing.T) {
	t.Parallel()
	s := office(t, 2*questionsPage+3, quiz.Live)
	out := s.send("thu", "/cauhoi đang dùng")
	seen := map[string]int{}
	for range 4 {
		m := out.Messages[0]
		next := ""
		for _, c := range m.Choices {
			if strings.HasPrefix(c.Data, "ch:s:") {
				seen[c.Label]++
			}
			if strings.HasPrefix(c.Data, "ch:l:") {
				next = c.Data
			}
		}
		if next == "" {
			break
		}
		out = s.press("thu", next)
	}
	if len(seen) != 2*questionsPage+3 {
		t.Errorf("%d questions were seen", len(seen))
	}
	for code, n := range seen {
		if n != 1 {
			t.Errorf("%s was seen %d times", code, n)
		}
	}
	// A search names how many more there are.
	wants(t, s.send("thu", "/cauhoi câu thứ"), s.bot.cfg.Catalog.In("vi").N("cauhoi.con_nua", questionsPage+3, nil))
}

func TestTwoWhoChangeTheSameQuestion(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Live)
	for _, who := range []string{"thu", "lan"} {
		s.send(who, "/cauhoi sửa 1")
		s.press(who, "f:cauhoi:part:explanation")
	}
	s.send("thu", "Là hai, theo Phụ lục I.")
	wants(t, s.send("lan", "Là hai thôi."), s.T("cauhoi.da_doi", args{"Ma": "Q001"}))
	if q := s.stands(1); q.Version != 2 || q.Explanation != "Là hai, theo Phụ lục I." {
		t.Errorf("version %d: %s", q.Version, q.Explanation)
	}
}

func TestWhatIsTooLongIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Live)
	s.send("thu", "/cauhoi sửa 1")
	s.press("thu", "f:cauhoi:part:question")
	out := s.send("thu", strings.Repeat("dài ", quiz.MaxText))
	wants(t, out, "dài quá")
	wants(t, out, s.T("cauhoi.moi_question", nil))
	s.send("thu", "hủy")
	s.send("thu", "/cauhoi tạm dừng 1")
	wants(t, s.send("thu", strings.Repeat("dài ", quiz.MaxReason)), s.T("cauhoi.ly_do_dai", args{"Max": quiz.MaxReason}))
	wants(t, s.press("thu", "f:cauhoi:reason:unclear"), s.T("cauhoi.da_pause", args{"Ma": "Q001"}))
	if q := s.stands(1); q.Pause.Reason != s.T("cauhoi.ly_do_chua_ro", nil) {
		t.Errorf("reason %q", q.Pause.Reason)
	}
}

func TestReportsAreShownWithoutNames(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Live)
	minh := s.join("minh", "Trần Văn Minh", "Thanh tra", people.Roles{})
	s.update(func(tx *sqlite.Tx) error {
		_, err := quiz.ReportWrong(t.Context(), tx, quiz.Report{Question: 1, Version: 1, Person: minh, Note: "Đáp án phải là ba", Channel: "zalo"}, tx.Now())
		return err
	})
	out := s.send("thu", "/cauhoi báo sai")
	wants(t, out, "Q001")
	out = s.press("thu", "ch:s:1")
	wants(t, out, "«Đáp án phải là ba»")
	if strings.Contains(said(out), "Minh") {
		t.Errorf("it names who reported: %s", said(out))
	}
	s.press("thu", "ch:keep:1")
	if q := s.stands(1); q.Reports != 0 || !q.LiveOn(day.Of(s.now)) {
		t.Errorf("%d reports", q.Reports)
	}
}

// sheet sends a file and returns the jobs that it led to.
func (s *stage) sheet(chat, name string, size int64) Outcome {
	e := s.event(chat)
	e.Kind, e.File = channel.Upload, &channel.FileRef{ID: "f", Name: name, Size: size}
	return s.do(e)
}

// preview reads a file as the job does.
func (s *stage) preview(r job.Request, content string) []channel.Message {
	s.t.Helper()
	var out []channel.Message
	s.update(func(tx *sqlite.Tx) (err error) {
		out, err = s.bot.PreviewQuestions(s.t.Context(), tx, r.Args, []byte(content))
		return err
	})
	return out
}

// apply writes a file as the job does.
func (s *stage) apply(r job.Request) []channel.Message {
	s.t.Helper()
	var out []channel.Message
	s.update(func(tx *sqlite.Tx) (err error) {
		out, err = s.bot.ApplyQuestions(s.t.Context(), tx, r.Args)
		return err
	})
	return out
}

const oneQuestion = `[{"code": "K1", "topic": "van_thu", "question": "Mới?", "options": ["a", "b", "c", "d"], "answer": "B", "explanation": "b.", "source": "Công báo"}]`

func TestFilesOfQuestionsAreTakenFromTheOfficeOnly(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Live)
	s.join("minh", "Trần Văn Minh", "Thanh tra", people.Roles{})
	for _, c := range []struct {
		who, name string
		want      job.Kind
	}{
		{"thu", "cau.xlsx", QuestionFileJob}, {"thu", "CAU.JSON", QuestionFileJob}, {"thu", "cau.xls", QuestionFileJob},
		{"thu", "giay.pdf", ""}, {"minh", "cau.xlsx", ""}, {"thu", "cau.docx", ""},
	} {
		out := s.sheet(c.who, c.name, 100)
		got := job.Kind("")
		if len(out.Jobs) == 1 {
			got = out.Jobs[0].Kind
		}
		if got != c.want {
			t.Errorf("%s from %s is %q, want %q", c.name, c.who, got, c.want)
		}
		s.send(c.who, "hủy")
	}
	wants(t, s.sheet("thu", "cau.xlsx", maxQuestionFile+1), s.T("cauhoi.tep_too_large", args{"MB": maxQuestionFile >> 20}))
	// A form that waits for the file takes it whatever its name; another form keeps its own.
	s.send("thu", "/cauhoi tệp")
	if out := s.sheet("thu", "cau", 100); len(out.Jobs) != 1 {
		t.Errorf("the file that was asked for: %q", said(out))
	}
	s.send("thu", "/cauhoi thêm")
	if out := s.sheet("thu", "cau.xlsx", 100); len(out.Jobs) != 0 {
		t.Error("a form in which a question is written was passed over")
	}
}

func TestAFileIsWrittenOnceAndOnlyForWhoStillMay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between string // what happens between the look and the yes
		want    int
	}{
		"nothing":             {"", 1},
		"no longer Office":    {"UPDATE memberships SET office = 0", 0},
		"the consent is gone": {"UPDATE consents SET withdrawn_at = 1", 0},
		"another chat":        {"DELETE FROM identities WHERE chat_id = 'c-thu'", 0},
		"somebody adds it":    {"UPDATE questions SET code = 'K1'", 0},
	} {
		s := office(t, 1, quiz.Live)
		first := s.sheet("thu", "cau.json", 100).Jobs[0]
		if m := s.preview(first, oneQuestion); len(m) != 1 || len(m[0].Choices) != 2 {
			t.Fatalf("%s: the look says %+v", name, m)
		}
		put := s.send("thu", "có").Jobs[0]
		if c.between != "" {
			s.exec(c.between)
		}
		s.apply(put)
		s.apply(put)
		if n := s.count("SELECT count(*) FROM questions WHERE question = 'Mới?' AND id > 1"); n != c.want {
			t.Errorf("%s: %d questions were added", name, n)
		}
	}
}

func TestAFileThatCouldNotBeHad(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Live)
	r := s.sheet("thu", "cau.json", 100).Jobs[0]
	m, err := s.bot.QuestionsRefused(r.Args, "cauhoi.tep_too_large")
	if err != nil || len(m) != 1 || m[0].To.Chat != "c-thu" || m[0].Text != s.T("cauhoi.tep_too_large", args{"MB": 5}) {
		t.Errorf("%+v (%v)", m, err)
	}
	for name, act := range map[string]func(tx *sqlite.Tx) error{
		"refused": func(*sqlite.Tx) error {
			_, err := s.bot.QuestionsRefused(json.RawMessage("x"), "mc.khong_tai_duoc")
			return err
		},
		"look": func(tx *sqlite.Tx) error {
			_, err := s.bot.PreviewQuestions(t.Context(), tx, json.RawMessage("x"), nil)
			return err
		},
		"write": func(tx *sqlite.Tx) error {
			_, err := s.bot.ApplyQuestions(t.Context(), tx, json.RawMessage("x"))
			return err
		},
		"export": func(tx *sqlite.Tx) error {
			_, _, err := s.bot.ExportQuestions(t.Context(), tx, json.RawMessage("x"))
			return err
		},
	} {
		s.update(func(tx *sqlite.Tx) error {
			if act(tx) == nil {
				t.Errorf("%s: arguments that are none are taken", name)
			}
			return nil
		})
	}
}

// What the Office gets as a file says what the bank says.
func TestTheExportIsTheBank(t *testing.T) {
	t.Parallel()
	s := office(t, 12, quiz.Live)
	for _, format := range []string{"xlsx", "json"} {
		r := s.send("thu", "/cauhoi xuất "+format).Jobs[0]
		s.update(func(tx *sqlite.Tx) error {
			content, m, err := s.bot.ExportQuestions(t.Context(), tx, r.Args)
			if err != nil {
				return err
			}
			if want := "cau-hoi-2026-11-24." + format; m.File.Name != want || m.File.MIME == "" {
				t.Errorf("the file is called %s, %s", m.File.Name, m.File.MIME)
			}
			list, _, fault := ReadQuestions(content, day.Of(s.now))
			if fault != nil || len(list.Problems) > 0 {
				t.Fatalf("%s: %v %v", format, fault, list.Problems)
			}
			d, err := quiz.Prepare(t.Context(), tx, list, quiz.Whole)
			if !d.Nothing() || len(d.Changes) != 12 {
				t.Errorf("%s: %d of %d are the same", format, d.Count(quiz.SameQuestion), len(d.Changes))
			}
			return err
		})
	}
	if err := WriteQuestions(&bytes.Buffer{}, "csv", nil, nil); err == nil {
		t.Error("a format that nobody knows is written")
	}
}

func TestNearestDay(t *testing.T) {
	t.Parallel()
	const today day.Day = "2026-11-24"
	for words, want := range map[string]day.Day{
		"hôm nay": today, "ngày mai": "2026-11-25", "tomorrow": "2026-11-25", "1/7": "2026-07-01", "01/3": "2027-03-01", "24/11": today, "25/11": "2026-11-25",
		"01/7/2027": "2027-07-01", "2025-07-01": "2025-07-01", "31/2": "", "khi nào": "", "": "",
	} {
		if got, ok := nearestDay(words, today); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
	for rest, want := range map[string][2]string{
		"nghị định 30 từ ngày 1/7/2027": {"nghị định 30", "1/7/2027"}, "luật từ ngày mai": {"luật", "ngày mai"}, "luật": {"luật", ""},
		"văn bản từ chối từ hôm nay": {"văn bản từ chối", "hôm nay"}, "law from 1/1": {"law", "1/1"}, "luật từ": {"luật", ""},
	} {
		if document, when := splitEnd(rest); [2]string{document, when} != want {
			t.Errorf("%q: %q, %q", rest, document, when)
		}
	}
}

func TestOptionsAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][4]string{
		"a\nb\nc\nd":                     {"a", "b", "c", "d"},
		"A. 10\nB) 20\nc: 30\n\nD.40":    {"10", "20", "30", "40"},
		"1. x; 2. y; 3) z; 4: t":         {"x", "y", "z", "t"},
		"B. sau; A. trước; C. c; D. d":   {"B. sau", "A. trước", "c", "d"},
		"AB; BC; CD; DA":                 {"AB", "BC", "CD", "DA"},
		"Điều 1; Điều 2; Điều 3; Điều 4": {"Điều 1", "Điều 2", "Điều 3", "Điều 4"},
	} {
		if got, err := splitOptions(text); err != nil || got != want {
			t.Errorf("%q: %q (%v)", text, got, err)
		}
	}
	for _, text := range []string{"", "a", "a; b; c", "a\nb\nc\nd\ne"} {
		if got, err := splitOptions(text); err == nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestPlainWordsForTheBank(t *testing.T) {
	t.Parallel()
	s := office(t, 1, quiz.Live)
	wants(t, s.send("thu", "câu hỏi Q001"), "Câu thứ 1 hỏi gì?")
	wants(t, s.send("thu", "Câu hỏi tìm câu thứ"), "Q001")
	wants(t, s.send("thu", "ngân hàng câu hỏi"), s.bot.cfg.Catalog.In("vi").N("cauhoi.tong", 1, nil))
	// A sentence that begins so is what was learnt.
	out := s.send("thu", "câu hỏi ôn tập luật đất đai 2h")
	if strings.Contains(said(out), "Q001") || !strings.Contains(said(out), "luật đất đai") {
		t.Errorf("said %q", said(out))
	}
}
