package seed_test

import (
	"strings"
	"testing"

	"sohoc/internal/quiz"
	"sohoc/internal/quiz/seed"
	"sohoc/internal/quizfile"
)

// bank reads the file as the program does.
func bank(t *testing.T) quiz.List {
	t.Helper()
	table, fault := quizfile.Read(seed.Bank())
	if fault != nil || len(table.Ignored) > 0 {
		t.Fatalf("%+v, ignored %v", fault, table.Ignored)
	}
	s := quiz.Sheet{Has: map[quiz.Field]bool{}}
	for _, r := range table.Rows {
		row := quiz.Row{Number: r.Number, Texts: map[quiz.Field]string{}}
		for c, text := range r.Texts {
			row.Texts[quiz.Field(c)] = text
		}
		s.Rows = append(s.Rows, row)
	}
	list := quiz.ReadSheet(s, "9999-12-31")
	if len(list.Problems) > 0 {
		t.Fatal(list.Problems)
	}
	return list
}

func TestTheBankIsSound(t *testing.T) {
	t.Parallel()
	count, answers := map[quiz.State]int{}, map[int]int{}
	for _, l := range bank(t).Lines {
		count[l.State]++
		answers[l.Answer]++
		if l.Code == "" || l.Clean() != l.Content {
			t.Errorf("row %d: %q is not clean", l.Row, l.Code)
		}
		switch {
		case l.State == quiz.Live || l.State == quiz.Retired || l.State == "":
			t.Errorf("%s comes as %q", l.Code, l.State)
		case l.State == quiz.Reviewed && (l.Checked == "" || l.Press):
			t.Errorf("%s waits for the release, compared on %q, from the press: %v", l.Code, l.Checked, l.Press)
		case l.State == quiz.Paused && l.Reason == "":
			t.Errorf("%s is paused for no reason", l.Code)
		case l.State != quiz.Paused && l.Reason != "":
			t.Errorf("%s has a reason and is %s", l.Code, l.State)
		}
		if l.Article != "" && l.Document == "" {
			t.Errorf("%s has an article of nothing", l.Code)
		}
		if l.Document != "" && !strings.Contains(l.Source, strings.TrimSpace(l.Document)) {
			t.Errorf("%s rests on %q, its source says %q", l.Code, l.Document, l.Source)
		}
		if strings.Contains(l.Text+l.Explanation, "bạn ") {
			t.Errorf("%s calls the reader «bạn»", l.Code)
		}
	}
	if count[quiz.Reviewed] != 88 || count[quiz.Draft] != 16 || count[quiz.Paused] != 8 {
		t.Errorf("states %v, want those of README.md", count)
	}
	for i := range quiz.Options {
		if answers[i] < 15 {
			t.Errorf("%d questions of 112 have %s as their answer", answers[i], quiz.Letters[i:i+1])
		}
	}
}

// The laws that were being amended in 2026 wait.
func TestWhatIsFrozen(t *testing.T) {
	t.Parallel()
	for _, l := range bank(t).Lines {
		for _, law := range []string{"Luật Trợ giúp pháp lý", "46/2024/QH15", "12/2018/TT-BTP", "Luật Hộ tịch", "Luật Hòa giải"} {
			if strings.Contains(l.Document+l.Source, law) && l.State != quiz.Paused {
				t.Errorf("%s rests on %s and is %s", l.Code, law, l.State)
			}
		}
	}
}
