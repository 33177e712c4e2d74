package telegram

import (
	"github.com/go-telegram/bot/models"

	"sohoc/internal/channel"
)

// inlineKeyboard stands in for the library's InlineKeyboardMarkup, which puts an empty copy_text into each
// button.
type inlineKeyboard struct {
	Rows [][]button `json:"inline_keyboard"`
}

type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

// A row holds up to rowButtons secondary choices, as long as their labels together stay within rowUnits: on a
// small phone more would be cut.
const (
	rowButtons = 3
	rowUnits   = 30
	// The letters of a question stand in one row, as they stand below each other in its text.
	rowLetters = 4
)

// keyboard lays choices out, each in a row of its own but for neighbours that may stand aside. It returns nil
// for none.
func keyboard(choices []channel.Choice) models.ReplyMarkup {
	if len(choices) == 0 {
		return nil
	}
	rows := make([][]button, 0, len(choices))
	room, aside := 0, false
	for _, c := range choices {
		b := button{Text: c.Label, Data: c.Data}
		width := channel.Units(c.Label)
		last := len(rows) - 1
		most := rowButtons
		if c.Shown {
			most = rowLetters
		}
		if c.Aside && aside && len(rows[last]) < most && width <= room {
			rows[last] = append(rows[last], b)
			room -= width
			continue
		}
		rows = append(rows, []button{b})
		room, aside = rowUnits-width, c.Aside
	}
	return inlineKeyboard{Rows: rows}
}
