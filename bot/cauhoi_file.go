package bot

import (
	"fmt"
	"io"

	"sohoc/internal/day"
	"sohoc/internal/quiz"
	"sohoc/internal/quizfile"
)

// ReadQuestions reads a file of questions. The table says where each field stands; a fault says why the file cannot be
// used at all.
func ReadQuestions(data []byte, today day.Day) (quiz.List, quizfile.Table, *quizfile.Fault) {
	table, fault := quizfile.Read(data)
	if fault != nil {
		return quiz.List{}, table, fault
	}
	sheet := quiz.Sheet{Has: map[quiz.Field]bool{}}
	for c := range table.Places {
		sheet.Has[quiz.Field(c)] = true
	}
	for _, r := range table.Rows {
		row := quiz.Row{Number: r.Number, Texts: map[quiz.Field]string{}}
		for c, text := range r.Texts {
			row.Texts[quiz.Field(c)] = text
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return quiz.ReadSheet(sheet, today), table, nil
}

// WriteQuestions writes questions in a format: "xlsx" or "json".
func WriteQuestions(out io.Writer, format string, questions []quiz.Question, topics []quiz.TopicName) error {
	names := map[quiz.Topic]string{}
	for _, t := range topics {
		names[t.Code] = t.VI
	}
	rows := make([]quizfile.Row, len(questions))
	for i, q := range questions {
		texts := q.Texts(names[q.Topic])
		if format == "json" {
			texts = q.CodedTexts()
		}
		rows[i].Texts = map[quizfile.Column]string{}
		for f, text := range texts {
			rows[i].Texts[quizfile.Column(f)] = text
		}
	}
	switch format {
	case "json":
		return quizfile.WriteJSON(out, rows)
	case "xlsx":
		var states []string
		for _, s := range quiz.States() {
			states = append(states, quiz.StateWord(s))
		}
		return quizfile.WriteWorkbook(out, rows, states)
	default:
		return fmt.Errorf("questions are not written as %q", format)
	}
}
