package quizfile

import (
	"regexp"
	"strings"

	"sohoc/internal/viet"
)

// headings are the headings that are written, and that the Office is asked to use.
var headings = map[Column]string{
	Code: "Mã", Topic: "Chủ đề", Question: "Câu hỏi", A: "Phương án A", B: "Phương án B", C: "Phương án C", D: "Phương án D",
	Answer: "Đáp án", Explanation: "Giải thích", Document: "Văn bản", Article: "Điều khoản", Source: "Nguồn", From: "Hỏi từ ngày",
	To: "Hỏi đến ngày", Checked: "Ngày đối chiếu", Press: "Nguồn báo chí", Note: "Ghi chú", State: "Trạng thái", Reason: "Lý do tạm dừng",
}

// Heading returns what a column is called in a sheet.
func Heading(c Column) string { return headings[c] }

// known are the headings that files have, in the form that plain gives; those that are written are among them.
var known = words(map[Column][]string{
	Code:        {"ma", "ma cau", "ma cau hoi", "so hieu", "code", "id"},
	Topic:       {"chu de", "linh vuc", "topic"},
	Question:    {"cau hoi", "noi dung", "noi dung cau hoi", "question"},
	A:           {"a", "phuong an a", "dap an a", "lua chon a", "option a"},
	B:           {"b", "phuong an b", "dap an b", "lua chon b", "option b"},
	C:           {"c", "phuong an c", "dap an c", "lua chon c", "option c"},
	D:           {"d", "phuong an d", "dap an d", "lua chon d", "option d"},
	Answer:      {"dap an", "dap an dung", "phuong an dung", "answer", "correct answer"},
	Explanation: {"giai thich", "ly giai", "explanation"},
	Document:    {"van ban", "can cu", "can cu phap ly", "ten van ban", "document"},
	Article:     {"dieu khoan", "dieu", "dieu khoan diem", "article"},
	Source:      {"nguon", "nguon tham khao", "source"},
	From:        {"hoi tu ngay", "hieu luc tu", "tu ngay", "valid from"},
	To:          {"hoi den ngay", "hieu luc den", "den ngay", "valid to"},
	Checked:     {"ngay doi chieu", "da kiem tra ngay", "ngay kiem tra", "checked on"},
	Press:       {"nguon bao chi", "bao chi", "press", "press source"},
	Note:        {"ghi chu", "note"},
	State:       {"trang thai", "tinh trang", "state", "status"},
	Reason:      {"ly do tam dung", "ly do", "pause reason", "reason"},
})

// words turns a table of meanings into one of words.
func words(table map[Column][]string) map[string]Column {
	out := map[string]Column{}
	for meaning, list := range table {
		for _, word := range list {
			out[word] = meaning
		}
	}
	return out
}

var (
	aside   = regexp.MustCompile(`\([^)]*\)`)
	letters = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

// plain returns the words of a heading for comparison: folded, without remarks in brackets and without punctuation.
func plain(s string) string {
	s = aside.ReplaceAllString(viet.Fold(s), " ")
	return strings.TrimSpace(letters.ReplaceAllString(s, " "))
}

// findHeader looks for the first row that names all that is necessary. When there is none, the row that comes nearest
// tells what is missing.
func findHeader(rows []sheetRow) (at int, places map[Column]Place, ignored []string, fault *Fault) {
	nearest := &Fault{Kind: NoHeader, Value: lacking(nil)}
	best := len(Necessary())
	for i, r := range rows {
		if r.number > headerSpan {
			break
		}
		places, ignored, fault := readHeader(r)
		missing := 0
		for _, c := range Necessary() {
			if _, ok := places[c]; !ok {
				missing++
			}
		}
		if missing == 0 {
			return i, places, ignored, fault
		}
		if missing < best {
			best, nearest = missing, &Fault{Kind: NoHeader, Row: r.number, Value: lacking(places)}
		}
	}
	return 0, nil, nil, nearest
}

func lacking(places map[Column]Place) string {
	var names []string
	for _, c := range Necessary() {
		if _, ok := places[c]; !ok {
			names = append(names, Heading(c))
		}
	}
	return strings.Join(names, ", ")
}

func readHeader(r sheetRow) (places map[Column]Place, ignored []string, fault *Fault) {
	places = map[Column]Place{}
	for i, text := range r.cells {
		word := plain(text)
		column, meant := known[word]
		_, twice := places[column]
		switch {
		case word == "" || word == "stt" || word == "tt":
		case !meant:
			ignored = append(ignored, clean(text))
		case twice && fault == nil:
			fault = &Fault{Kind: SameColumn, Row: r.number, Value: clean(text)}
		case !twice:
			places[column] = Place{Col: i + 1, Heading: clean(text)}
		}
	}
	return places, ignored, fault
}

// clean returns text in NFC with single spaces; Excel leaves line breaks and hard spaces in cells.
func clean(s string) string { return strings.Join(strings.Fields(viet.NFC(s)), " ") }
