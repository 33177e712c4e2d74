package quizfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// other names under which lists of questions keep what a column means.
var otherNames = map[string]Column{"id": Code, "status": State, "press_source": Press}

// readJSON reads a list of questions, or an object that has one under "questions".
func readJSON(data []byte) (Table, *Fault) {
	if data[0] == '{' {
		var whole struct {
			Questions json.RawMessage `json:"questions"`
		}
		if err := json.Unmarshal(data, &whole); err != nil {
			return Table{}, &Fault{Kind: Broken}
		}
		if data = whole.Questions; len(data) == 0 {
			return Table{}, &Fault{Kind: NoRows}
		}
	}
	var list []map[string]any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&list); err != nil {
		return Table{}, &Fault{Kind: Broken}
	}
	t := Table{JSON: true, Places: map[Column]Place{}}
	ignored := map[string]bool{}
	for i, object := range list {
		row, unknown, fault := readObject(i+1, object)
		if fault != nil {
			return Table{}, fault
		}
		for _, name := range unknown {
			if !ignored[name] {
				ignored[name] = true
				t.Ignored = append(t.Ignored, name)
			}
		}
		for column := range row.Texts {
			t.Places[column] = Place{Heading: string(column)}
		}
		t.Rows = append(t.Rows, row)
	}
	for _, c := range Necessary() {
		t.Places[c] = Place{Heading: string(c)}
	}
	switch {
	case len(t.Rows) == 0:
		return t, &Fault{Kind: NoRows}
	case len(t.Rows) > MaxRows:
		return t, &Fault{Kind: TooMany}
	}
	return t, nil
}

// readObject reads one question. null is the same as nothing.
func readObject(number int, object map[string]any) (row Row, unknown []string, fault *Fault) {
	row = Row{Number: number, Texts: map[Column]string{}}
	columns := map[string]Column{}
	for _, c := range Columns() {
		columns[string(c)] = c
	}
	for name, value := range object {
		text, ok := plainText(value)
		column, known := columns[name]
		if other, is := otherNames[name]; is {
			column, known = other, true
		}
		switch {
		case name == "options":
			ok = row.readOptions(value)
		case name == "answer_index":
			ok = ok && row.readIndex(text)
		case name == "frozen": // of a list that has no word for paused
			if text == "true" {
				defer row.freeze()
			}
		case !known:
			unknown = append(unknown, name)
			continue
		case ok && text != "":
			row.Texts[column] = text
		}
		if !ok {
			return row, nil, &Fault{Kind: BadValue, Row: number, Value: name}
		}
	}
	return row, unknown, nil
}

// freeze takes what is frozen for paused; the list says no more of the reason than that.
func (r Row) freeze() {
	r.Texts[State] = "paused"
	if r.Texts[Reason] == "" {
		r.Texts[Reason] = "Chờ đối chiếu với văn bản mới."
	}
}

// plainText is the text of a value that is none of many.
func plainText(value any) (string, bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case string:
		return clean(v), true
	case bool:
		return strconv.FormatBool(v), true
	case json.Number:
		return v.String(), true
	default:
		return "", false
	}
}

// readOptions takes the answers in their order. A fifth is a fault; what is missing is found later.
func (r Row) readOptions(value any) bool {
	list, ok := value.([]any)
	if !ok || len(list) > len(options()) {
		return false
	}
	for i, v := range list {
		text, ok := plainText(v)
		if !ok {
			return false
		}
		if text != "" {
			r.Texts[options()[i]] = text
		}
	}
	return true
}

// readIndex takes the place of the right answer, from 0.
func (r Row) readIndex(text string) bool {
	n, err := strconv.Atoi(text)
	if err != nil {
		return false
	}
	r.Texts[Answer] = text
	if n >= 0 && n < len(options()) {
		r.Texts[Answer] = "ABCD"[n : n+1]
	}
	return true
}

// written is a question in JSON, in the order in which it is worth reading.
type written struct {
	Code        string   `json:"code"`
	Topic       string   `json:"topic"`
	Question    string   `json:"question"`
	Options     []string `json:"options"`
	Answer      string   `json:"answer"`
	Explanation string   `json:"explanation"`
	Document    string   `json:"document,omitempty"`
	Article     string   `json:"article,omitempty"`
	Source      string   `json:"source"`
	From        string   `json:"valid_from,omitempty"`
	To          string   `json:"valid_to,omitempty"`
	Checked     string   `json:"checked_on,omitempty"`
	Press       bool     `json:"press,omitempty"`
	Note        string   `json:"note,omitempty"`
	State       string   `json:"state"`
	Reason      string   `json:"pause_reason,omitempty"`
}

// WriteJSON writes questions as JSON. Press is "true" or empty.
func WriteJSON(out io.Writer, rows []Row) error {
	list := make([]written, len(rows))
	for i, r := range rows {
		t := r.Texts
		list[i] = written{
			Code: t[Code], Topic: t[Topic], Question: t[Question], Options: []string{t[A], t[B], t[C], t[D]}, Answer: t[Answer],
			Explanation: t[Explanation], Document: t[Document], Article: t[Article], Source: t[Source], From: t[From], To: t[To],
			Checked: t[Checked], Press: t[Press] == "true", Note: t[Note], State: t[State], Reason: t[Reason],
		}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(map[string]any{"questions": list}); err != nil {
		return fmt.Errorf("write questions: %w", err)
	}
	return nil
}
