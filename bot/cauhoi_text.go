package bot

import (
	"strings"

	"sohoc/internal/i18n"
	"sohoc/internal/quiz"
	"sohoc/internal/quizfile"
)

// What is said of files of questions is the same in the chat and on the command line.

// How many problems and changes of a file are told; the rest is counted.
const (
	maxProblems = 15
	maxChanges  = 10
)

// problemSentence says what is wrong with a part of a question.
func (t *turn) problemSentence(p quiz.Problem) string { return problemSentence(t.p, p) }

func problemSentence(p *i18n.Printer, q quiz.Problem) string {
	return p.T("cauhoi.loi_"+string(q.Kind), args{
		"Gi": q.Value, "Max": q.Max, "Dong": q.Other, "Phan": p.T("cauhoi.truong_"+string(q.Field), nil),
	})
}

// QuestionFault says why a file of questions cannot be used at all.
func QuestionFault(p *i18n.Printer, f quizfile.Fault) string {
	return p.T("cauhoi.tep_"+string(f.Kind), args{
		"Gi": f.Value, "Dong": f.Row, "MB": quizfile.MaxBytes >> 20, "Max": quizfile.MaxRows,
	})
}

// QuestionProblems says what is wrong with a file of questions, by row and column, and how often.
func QuestionProblems(p *i18n.Printer, problems []quiz.Problem, table quizfile.Table) string {
	lines := []string{p.N("cauhoi.tep_loi", len(problems), nil)}
	for i, q := range problems {
		if i == maxProblems {
			lines = append(lines, p.N("cauhoi.loi_nua", len(problems)-maxProblems, nil))
			break
		}
		place := table.Places[quizfile.Column(q.Field)]
		where := args{"Dong": q.Row, "Cot": place.Letter(), "Ten": place.Heading}
		switch {
		case table.JSON:
			where["Ten"] = string(q.Field)
			lines = append(lines, p.T("cauhoi.o_muc", where)+": "+problemSentence(p, q))
		case place.Col == 0:
			lines = append(lines, p.T("cauhoi.o_dong", where)+": "+problemSentence(p, q))
		default:
			lines = append(lines, p.T("cauhoi.o_cot", where)+": "+problemSentence(p, q))
		}
	}
	return strings.Join(lines, "\n")
}

// QuestionDifference says what a file of questions would change.
func QuestionDifference(p *i18n.Printer, d quiz.Difference, ignored []string) string {
	lines := []string{p.N("cauhoi.tep_co", len(d.Changes), args{
		"Moi": d.Count(quiz.NewQuestion), "Doi": d.Count(quiz.ChangedQuestion), "Cu": d.Count(quiz.SameQuestion),
	})}
	if len(ignored) > 0 {
		lines = append(lines, p.T("cauhoi.cot_bo_qua", args{"Cot": strings.Join(ignored, ", ")}))
	}
	for _, t := range d.Topics {
		lines = append(lines, p.T("cauhoi.chu_de_moi", args{"ChuDe": t.VI}))
	}
	told := 0
	for _, c := range d.Changes {
		if c.Kind == quiz.SameQuestion {
			continue
		}
		if told++; told <= maxChanges {
			lines = append(lines, changeLine(p, c))
		}
	}
	if told > maxChanges {
		lines = append(lines, p.N("cauhoi.doi_nua", told-maxChanges, nil))
	}
	return strings.Join(lines, "\n")
}

// changeLine is one question that is new or changes.
func changeLine(p *i18n.Printer, c quiz.Change) string {
	text := cut(c.After.Text, excerpt)
	if c.Kind == quiz.NewQuestion {
		return p.T("cauhoi.dong_moi", args{"Dong": c.Row, "CauHoi": text})
	}
	var parts []string
	for _, f := range c.Fields {
		parts = append(parts, p.T("cauhoi.truong_"+string(f), nil))
	}
	return p.T("cauhoi.dong_doi", args{"Dong": c.Row, "Ma": string(c.After.Code), "Phan": strings.Join(parts, ", ")})
}
