package quicklog

import (
	"slices"
	"strings"
	"testing"
)

// texts returns what the tokens hold, with "+" before one that is glued to the token before it.
func texts(toks []token) (out []string) {
	for _, t := range toks {
		if t.glued {
			out = append(out, "+"+t.text)
		} else {
			out = append(out, t.text)
		}
	}
	return out
}

func TestLexCutsWordsNumbersAndMarks(t *testing.T) {
	t.Parallel()
	x := compile(Tables{})
	for line, want := range map[string]string{
		"":                           "",
		"  \t ":                      "",
		"học 2h":                     "học 2 +h",
		"1h30p":                      "1 +h +30 +p",
		"90'":                        "90 +'",
		"0,5h":                       "0 +, +5 +h",
		"20/11/2026":                 "20 +/ +11 +/ +2026",
		"30/2020/NĐ-CP":              "30 +/ +2020 +/ +NĐ +- +CP",
		"tiếng H'Mông, 2h":           "tiếng H'Mông +, 2 +h",
		"K3":                         "K +3",
		"xem https://a.vn/b?c=1 20p": "xem https://a.vn/b?c=1 20 +p",
		"www.moj.gov.vn":             "www.moj.gov.vn",
		"học…":                       "học +…",
		"٣ tiếng":                    "٣ tiếng",
		"a\xffb":                     "a +\xff +b",
	} {
		if got := strings.Join(texts(lex(nil, line, x)), " "); got != want {
			t.Errorf("lex(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestLexKeepsALineBreak(t *testing.T) {
	t.Parallel()
	got := texts(lex(nil, "học 2h\nđọc", compile(Tables{})))
	if want := []string{"học", "2", "+h", "\n", "đọc"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestLexNotesNumbersAndSpelling(t *testing.T) {
	t.Parallel()
	toks := lex(nil, "05 123456789 Đất dat", compile(Tables{}))
	if toks[0].num != 5 || toks[0].size != 2 || toks[1].num != huge {
		t.Errorf("numbers: %+v", toks[:2])
	}
	if d := toks[2]; d.fold != "dat" || !d.accented || !d.capital {
		t.Errorf("%+v", d)
	}
	if d := toks[3]; d.fold != "dat" || d.accented || d.capital {
		t.Errorf("%+v", d)
	}
}

// reader returns a function that reads a line up to its tokens.
func reader() func(string) *line {
	p := New(Default())
	return func(text string) *line { return p.read(text, civil(2026, 11, 24).time()) }
}

func TestRolesFollowTheSpelling(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]tag{
		"tiếng":  tagTieng,
		"tieng":  tagTieng,
		"tiêng":  0,
		"thứ":    tagThu,
		"thư":    0,
		"thu":    tagThu,
		"nửa":    tagNua,
		"nữa":    0,
		"nua":    tagNua,
		"TIẾNG":  tagTieng,
		"buổi":   tagBuoi,
		"buỗi":   0,
		"khoảng": tagTimeLink,
	} {
		l := read(text)
		if got := l.has(0, want); want != 0 && !got || want == 0 && l.has(0, tagTieng|tagThu|tagNua|tagBuoi) {
			t.Errorf("%q has roles %b", text, l.toks[0].tags)
		}
	}
	if l := read("sáu năm"); !l.has(0, tagNum) || l.toks[0].num != 6 || l.toks[1].num != 5 {
		t.Error("sáu năm are numbers")
	}
	if l := read("sau giờ học"); l.has(0, tagNum) {
		t.Error("in a line with diacritics, sau is not six")
	}
}

func TestIsComparesWithTheMarksTyped(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]bool{"nữa": true, "nua": true, "NỮA": true, "nửa": false, "nưa": false, "nu": false, "2": false} {
		if got := read(text).is(0, "nữa"); got != want {
			t.Errorf("%q is nữa: %v", text, got)
		}
	}
	if l := read("a"); l.is(-1, "a") || l.is(1, "a") || l.has(-1, tagNum) || l.number(9) || l.mark(9, ",") || l.glued(-1) {
		t.Error("beyond the line there is nothing")
	}
}

func TestRepairTouchesOnlyLeftovers(t *testing.T) {
	t.Parallel()
	read := reader()
	for text, want := range map[string]string{
		"luaatj ddaats ddai":                    "luật đất đai",
		"ho5c 2 gio72":                          "học 2 giờ",
		"phuts":                                 "phút",
		"hoc 30 phuts tools":                    "hoc 30 phút tools",
		"bai2 ho5c":                             "bài học",
		"bai2":                                  "bai +2",
		"K3 A2 QH15":                            "K +3 A +2 QH +15",
		"test list box":                         "test list box",
		"thay Nguyeenx Vawn Toanf":              "thay Nguyeenx Vawn Toanf",
		"Traanf Thij Hoaf hocj":                 "Traanf Thij Hoaf học",
		"Luaatj Ddaats":                         "Luật Đất",
		"tieengs anh ddaats":                    "tiếng anh đất",
		"anh Hafj":                              "anh Hafj",
		"moj.gov.vn a@maij.vn":                  "moj +. +gov +. +vn a +@ +maij +. +vn",
		"học hocj":                              "học học",
		"luaatj 30phuts 2giowf":                 "luật 30 +phút 2 +giờ",
		"lua65t 30phu1t 2gio7230":               "luật 30 +phút 2 +giờ +30",
		"hocj thuws6 thu716":                    "học thứ +6 thứ +6",
		"chuyeen moon car ngayf moon tieengs":   "chuyên môn cả ngày môn tiếng",
		"noon car moon":                         "noon car moon",
		"hocj how to test":                      "học how to test",
		"hooj tichj_2h_hoom qua":                "hộ tịch +_ +2 +h +_ +hôm qua",
		"em ho5c vo71i anh Na8m":                "em học với anh Na8m",
		"ngay2 27/10 KH ngay2":                  "ngày 27 +/ +10 KH ngay +2",
		"hocj owr":                              "học ở",
		"HOCJ LUAATJ":                           "HỌC LUẬT",
		"dongf chi Lee Vawn Tams noi ve luaatj": "dòng chi Lee Vawn Tams noi ve luật",
	} {
		if got := strings.Join(texts(read(text).toks), " "); got != want {
			t.Errorf("%q is repaired to %q, want %q", text, got, want)
		}
	}
}
