package telegram

import (
	"strings"
	"testing"

	"sohoc/internal/channel"
)

// The letters of a question stand in one row, what belongs to it below.
func TestLettersStandInOneRow(t *testing.T) {
	t.Parallel()
	var choices []channel.Choice
	for _, label := range []string{"A", "B", "C", "D"} {
		choices = append(choices, channel.Choice{Label: label, Data: label, Aside: true, Shown: true})
	}
	markup, ok := keyboard(append(choices, channel.Choice{Label: "Bỏ", Data: "x", Aside: true})).(inlineKeyboard)
	if !ok || len(markup.Rows) != 2 || len(markup.Rows[0]) != 4 || len(markup.Rows[1]) != 1 {
		t.Errorf("the rows are %+v", markup.Rows)
	}
}

func TestKeyboardRows(t *testing.T) {
	t.Parallel()
	// A label in capitals stands aside.
	tests := map[string]struct{ labels, want string }{
		"none":                         {"", ""},
		"one each":                     {"ghi không", "ghi / không"},
		"three aside":                  {"SỬA XÓA THÊM", "SỬA XÓA THÊM"},
		"a fourth aside":               {"A B C D", "A B C / D"},
		"main, then aside":             {"ghi A B", "ghi / A B"},
		"aside, then main":             {"A B ghi C", "A B / ghi / C"},
		"too long for one row":         {"THÊM-MINH-CHỨNG XÓA-MỤC-NÀY-ĐI SỬA", "THÊM-MINH-CHỨNG XÓA-MỤC-NÀY-ĐI / SỬA"},
		"far too long for one row":     {strings.Repeat("DÀI", 20) + " A", strings.Repeat("DÀI", 20) + " / A"},
		"a long one after a short":     {"A " + strings.Repeat("DÀI", 20), "A / " + strings.Repeat("DÀI", 20)},
		"the row that is full is left": {"A B C D E F G", "A B C / D E F / G"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var choices []channel.Choice
			for _, label := range strings.Fields(test.labels) {
				choices = append(choices, channel.Choice{Label: label, Data: "d:" + label, Aside: label == strings.ToUpper(label)})
			}
			var rows []string
			if markup, ok := keyboard(choices).(inlineKeyboard); ok {
				for _, row := range markup.Rows {
					var labels []string
					for _, b := range row {
						labels = append(labels, b.Text)
						if b.Data != "d:"+b.Text {
							t.Errorf("button %q carries %q", b.Text, b.Data)
						}
					}
					rows = append(rows, strings.Join(labels, " "))
				}
			}
			if got := strings.Join(rows, " / "); got != test.want {
				t.Errorf("rows %q, want %q", got, test.want)
			}
		})
	}
}
