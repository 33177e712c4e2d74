package telegramtest

import (
	"encoding/json"
	"strings"
)

// The limits of keyboards.
const (
	maxButtons      = 100
	maxCallbackData = 64 // bytes
)

// Button is a button of a bot's message: of an inline keyboard, or of a reply keyboard, which has only labels.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
	URL  string `json:"url"`
}

// Buttons returns the rows of the message's inline or reply keyboard.
func (m Sent) Buttons() [][]Button {
	if m.Markup == "" {
		return nil
	}
	var markup struct {
		Inline [][]Button          `json:"inline_keyboard"`
		Reply  [][]json.RawMessage `json:"keyboard"`
	}
	if err := json.Unmarshal([]byte(m.Markup), &markup); err != nil {
		return nil
	}
	for _, row := range markup.Reply {
		markup.Inline = append(markup.Inline, replyRow(row))
	}
	return markup.Inline
}

// replyRow reads the buttons of a reply keyboard, each of which is an object or a plain string.
func replyRow(row []json.RawMessage) []Button {
	var buttons []Button
	for _, raw := range row {
		var b Button
		if json.Unmarshal(raw, &b.Text) != nil && json.Unmarshal(raw, &b) != nil {
			continue
		}
		buttons = append(buttons, b)
	}
	return buttons
}

// Labels returns the labels of all buttons, row by row.
func (m Sent) Labels() []string {
	var labels []string
	for _, row := range m.Buttons() {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// button finds a button of the inline keyboard by its label, else by its data.
func (m Sent) button(labelOrData string) (Button, bool) {
	if !isInline(m.Markup) {
		return Button{}, false
	}
	var byData *Button
	for _, row := range m.Buttons() {
		for _, b := range row {
			if b.Text == labelOrData {
				return b, true
			}
			if b.Data == labelOrData && byData == nil {
				byData = &b
			}
		}
	}
	if byData == nil {
		return Button{}, false
	}
	return *byData, true
}

func isInline(markup string) bool { return strings.Contains(markup, `"inline_keyboard"`) }

// checkMarkup refuses what Telegram refuses about a keyboard's content. Load runs do without: it costs as much as the rest.
func (x *exchange) checkMarkup(markup string) *APIError {
	if markup == "" || x.bot.server.opts.NoCheck {
		return nil
	}
	var m struct {
		Inline [][]struct {
			Text string  `json:"text"`
			Data *string `json:"callback_data"`
		} `json:"inline_keyboard"`
	}
	if err := json.Unmarshal([]byte(markup), &m); err != nil {
		return badRequest("object expected as reply markup")
	}
	count := 0
	for _, row := range m.Inline {
		for _, b := range row {
			count++
			if b.Text == "" {
				return badRequest("inline keyboard button text must be non-empty")
			}
			if b.Data != nil && (*b.Data == "" || len(*b.Data) > maxCallbackData) {
				return badRequest("BUTTON_DATA_INVALID")
			}
		}
	}
	if count > maxButtons {
		return badRequest("reply markup is too long")
	}
	return nil
}
