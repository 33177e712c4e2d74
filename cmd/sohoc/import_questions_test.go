package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sohoc/internal/quiz"
	"sohoc/internal/sqlite"
)

const twoQuestions = `[
 {"code": "K1", "topic": "van_thu", "question": "Lề trái?", "options": ["10", "15", "30", "50"], "answer": "C", "explanation": "Phụ lục I.",
  "document": "Nghị định số 30/2020/NĐ-CP", "source": "Công báo", "checked_on": "2026-11-20", "state": "live"},
 {"topic": "Hòa giải ở cơ sở", "question": "Mấy người?", "options": ["1", "2", "3", "4"], "answer": "C", "explanation": "Điều 12.", "source": "Luật"}]`

// states counts the questions of the office's bank by state.
func (o *office) states() map[quiz.State]int {
	o.t.Helper()
	out := map[quiz.State]int{}
	db := o.database()
	err := db.View(o.t.Context(), func(tx *sqlite.Tx) error {
		all, err := tx.Questions(o.t.Context(), quiz.Filter{})
		for _, q := range all {
			out[q.State]++
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func TestImportQuestionsPreviewsAndWritesOnlyWhenTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	path := o.file("cau.json", twoQuestions)
	want := `Tệp có 2 câu: 2 mới, 0 thay đổi, 0 như cũ.
Chủ đề mới: Hòa giải ở cơ sở
Dòng 1, mới: Lề trái?
Dòng 2, mới: Mấy người?
`
	if got := o.must("import", "questions", path); got != want+"Chưa ghi gì. Thêm --apply để ghi.\n" {
		t.Errorf("wrote %q", got)
	}
	if got := o.states(); len(got) != 0 {
		t.Errorf("a preview wrote %v", got)
	}
	if got := o.must("import", "questions", path, "--apply"); got != want+"Đã ghi. Văn phòng xem và phát hành bằng lệnh /cauhoi trong khung chat.\n" {
		t.Errorf("wrote %q", got)
	}
	// What the file calls live waits for the release all the same.
	if got := o.states(); got[quiz.Reviewed] != 1 || got[quiz.Draft] != 1 || len(got) != 2 {
		t.Errorf("states %v", got)
	}
	again := o.must("import", "questions", path, "--apply")
	if again != "Tệp có 2 câu: 0 mới, 0 thay đổi, 2 như cũ.\nKhông có gì để ghi.\n" {
		t.Errorf("the second time it wrote %q", again)
	}
}

func TestImportQuestionsWithFaultsWritesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	good := o.file("cau.json", twoQuestions)
	o.must("import", "questions", good, "--apply")
	for name, c := range map[string]struct{ content, said string }{
		"two answers": {strings.Replace(twoQuestions, `"answer": "C"`, `"answer": "A, C"`, 1), "Chưa ghi gì: tệp có 1 lỗi. Xin sửa rồi gửi lại.\nCâu thứ 1, answer: đáp án «A, C» không phải là đúng một chữ A, B, C hoặc D\n"},
		"no list":     {"Lề trái?", "Sổ Học chỉ đọc câu hỏi từ tệp Excel (.xlsx) và JSON.\n"},
		"known":       {strings.Replace(twoQuestions, `"K1"`, `"K2"`, 1), "Chưa ghi gì: tệp có 1 lỗi. Xin sửa rồi gửi lại.\nCâu thứ 1, question: ngân hàng đã có câu này với mã K1\n"},
	} {
		out, said, code := o.run("import", "questions", o.file("sai.json", c.content), "--apply")
		if code != 1 || out != "" || said != c.said {
			t.Errorf("%s: exit %d, wrote %q, said %q", name, code, out, said)
		}
	}
	if n := o.states(); n[quiz.Draft]+n[quiz.Reviewed] != 2 {
		t.Errorf("states %v", n)
	}
}

func TestImportQuestionsWantsOneSource(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	for _, args := range [][]string{{}, {o.file("cau.json", twoQuestions), "--seed"}} {
		if _, said, code := o.run(append([]string{"import", "questions"}, args...)...); code != 1 || said != "sohoc: cần một tệp, hoặc --seed\n" {
			t.Errorf("%v: exit %d, said %q", args, code, said)
		}
	}
	if _, said, code := o.run("import", "questions", filepath.Join(o.dir, "không-có.xlsx")); code != 1 || !strings.Contains(said, "không có tệp") {
		t.Errorf("exit %d, said %q", code, said)
	}
}

// Whatever the office has done with the program's own bank stays; only what is missing is added.
func TestTheProgramsBankIsBroughtOnce(t *testing.T) {
	t.Parallel()
	// Also with a clock that is set before the day on which its facts were compared.
	o := newOffice(t).at("2025-01-01T09:00:00+07:00")
	o.must("migrate")
	o.must("import", "questions", "--seed", "--apply")
	fresh := map[quiz.State]int{quiz.Reviewed: 88, quiz.Draft: 16, quiz.Paused: 8}
	got := o.states()
	for s, n := range fresh {
		if got[s] != n {
			t.Errorf("%d are %s, want %d", got[s], s, n)
		}
	}
	o.sql("UPDATE questions SET state = 'retired' WHERE code = 'Q001'")
	o.sql("UPDATE questions SET question = 'Khác?' WHERE code = 'Q002'")
	o.sql("DELETE FROM questions WHERE code = 'Q003'")
	if out := o.must("import", "questions", "--seed", "--apply"); !strings.HasPrefix(out, "Tệp có 112 câu: 1 mới, 0 thay đổi, 111 như cũ.\nDòng 3, mới: ") {
		t.Errorf("wrote %q", out)
	}
	if got := o.states(); got[quiz.Retired] != 1 || got[quiz.Reviewed] != 87 {
		t.Errorf("states %v", got)
	}
}

func TestABankIsMovedWithoutLoss(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	o.must("import", "questions", "--seed", "--apply")
	o.must("import", "questions", o.file("cau.json", twoQuestions), "--apply", "--states")
	files := map[string]string{}
	for _, format := range []string{"json", "xlsx"} {
		files[format] = filepath.Join(o.dir, "bank."+format)
		if out := o.must("export", "questions", files[format]); out != "Đã xuất 114 câu vào "+files[format]+".\n" {
			t.Errorf("wrote %q", out)
		}
		for _, flags := range [][]string{{}, {"--states"}} {
			out := o.must(append([]string{"import", "questions", files[format]}, flags...)...)
			if out != "Tệp có 114 câu: 0 mới, 0 thay đổi, 114 như cũ.\nKhông có gì để ghi.\n" {
				t.Errorf("%s %v: %q", format, flags, out)
			}
		}
	}
	first, err := os.ReadFile(files["json"])
	if err != nil {
		t.Fatal(err)
	}
	for format, file := range files {
		other := newOffice(t)
		other.must("migrate")
		other.must("import", "questions", file, "--apply", "--states")
		copied := filepath.Join(other.dir, "again.json")
		other.must("export", "questions", copied)
		second, err := os.ReadFile(copied)
		if err != nil || string(first) != string(second) {
			t.Errorf("moved by %s, the bank is another (%v)", format, err)
		}
		if got := other.states(); got[quiz.Live] != 1 || got[quiz.Paused] != 8 {
			t.Errorf("moved by %s: %v", format, got)
		}
	}
}

func TestExportQuestionsNamesItsFormatByTheFile(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if _, said, code := o.run("export", "questions", filepath.Join(o.dir, "a.csv")); code != 1 || said != "sohoc: tên tệp phải kết thúc bằng .xlsx hoặc .json\n" {
		t.Errorf("exit %d, said %q", code, said)
	}
	if _, said, code := o.run("export", "questions", filepath.Join(o.dir, "a.json")); code != 1 || !strings.Contains(said, "Chưa có cơ sở dữ liệu") {
		t.Errorf("exit %d, said %q", code, said)
	}
	o.must("migrate")
	path := filepath.Join(o.dir, "A.JSON")
	o.must("export", "questions", path)
	raw, err := os.ReadFile(path)
	var list struct{ Questions []any }
	if err == nil {
		err = json.Unmarshal(raw, &list)
	}
	if err != nil || list.Questions == nil {
		t.Errorf("an empty bank is %q (%v)", raw, err)
	}
}

// The demonstration alone asks what nobody has released.
func TestTheDemonstrationStartsLive(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.must("migrate")
	db := o.database()
	err := db.Update(t.Context(), func(tx *sqlite.Tx) error { return releaseBank(t.Context(), tx, "2026-11-24") })
	if err != nil {
		t.Fatal(err)
	}
	if got := o.states(); got[quiz.Live] != 88 || got[quiz.Reviewed] != 0 || got[quiz.Draft] != 16 {
		t.Errorf("states %v", got)
	}
}
