package bot

import (
	"strings"
	"testing"

	"sohoc/internal/people"
)

func TestSlips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"tiendo", "tiendo", 0}, {"tiendp", "tiendo", 1}, {"tiedno", "tiendo", 1}, {"tindo", "tiendo", 1},
		{"tieendo", "tiendo", 1}, {"itendp", "tiendo", 2}, {"hoc", "toi", 2}, {"abcdef", "tiendo", 6}, {"a", "abcd", 3},
		{"abcd", "a", 3}, {"ab", "ba", 1}, {"", "ab", 2},
	} {
		if got := slips(c.a, c.b); got != c.want {
			t.Errorf("%q and %q are %d apart, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestGuesses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("staff", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.join("office", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	for _, c := range []struct{ who, text, want string }{
		{"staff", "/tiendp", "cmd:tiendo"},
		{"staff", "/tiendp 30/9", "cmd:tiendo 30/9"},
		{"staff", "/rieng_tuu", "cmd:riengtu"},
		{"staff", "tro gipu", "cmd:trogiup"},
		{"staff", "TRỢ GIPÚ", "cmd:trogiup"},
		{"staff", "tieens ddooj", "cmd:tiendo"},
		{"staff", "lien kte!", "cmd:lienket"},
		{"staff", "minh chugn 3", "cmd:minhchung 3"},
		{"staff", "/mooi", ""},                       // three letters bear no slip
		{"staff", "ma mio", ""},                      // not what staff may do
		{"office", "ma mio", "cmd:moi"},              //
		{"staff", "toa", ""},                         //
		{"staff", "tien doan ket", ""},               // more words than the command takes
		{"staff", "学习 tien do", ""},                  //
		{"staff", strings.Repeat("tiendo", 200), ""}, // a long word is compared in no time
	} {
		s.send(c.who, "cảm ơn") // counts anew
		out := s.send(c.who, c.text)
		got := ""
		for _, m := range out.Messages {
			for _, o := range m.Choices {
				if len(m.Choices) == 2 && strings.HasPrefix(o.Data, "cmd:") && !strings.HasPrefix(o.Data, "cmd:hoc") {
					got = o.Data
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %q is taken for %q, want %q; said %q", c.who, c.text, got, c.want, said(out))
		}
	}
}

func TestThreeMisses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	answers := map[string]bool{}
	for range 3 {
		answers[said(s.send("NV02", "chuyện đời xưa ấy"))] = true
	}
	if len(answers) != 3 {
		t.Errorf("%d different answers to three misses", len(answers))
	}
	out := s.send("NV02", "vẫn chuyện ấy")
	wants(t, out, "Xin hỏi chị Thu (NV01)")
	// Picking up a choice, or any message that is understood, begins anew.
	s.send("NV02", "/toi")
	wants(t, s.send("NV02", "chuyện đời xưa ấy"), "chỉ còn thiếu thời lượng")
}

// A title that fits a button is logged with one press; what does not fit is shown as a line to send.
func TestMissBecomesALog(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	out := s.send("NV02", "chuyện xã Tân Trào")
	out = s.press("NV02", out.Messages[0].Choices[0].Data)
	wants(t, out, "«Chuyện xã Tân Trào» (2/3)")
	wants(t, s.send("NV02", "2h"), "Đã ghi mục số 1")
	s.send("NV02", "cảm ơn")
	s.send("NV02", "cảm ơn")
	out = s.send("NV02", strings.Repeat("chuyện ", 12))
	wants(t, out, "/hoc 1h30")
	if len(labels(out)) > 0 {
		t.Errorf("a title too long for a button offers %v", labels(out))
	}
	for _, text := range []string{
		"ai giữ sổ?", "chuyện", "báo cáo của phòng", "số liệu quý trước", "nhắc tôi chiều nay", "sai hết cả", "làm thế nào bây giờ", "ai phụ trách sổ",
		"cho toi hoi", "how does it work", "please tell me more",
	} {
		s.send("NV02", "cảm ơn")
		out := s.send("NV02", text)
		wants(t, out, "muốn ghi một mục, xem tiến độ hay xem hướng dẫn")
		if got := labels(out); len(got) != 3 {
			t.Errorf("%q offers %v, want three ways", text, got)
		}
	}
	s.send("NV02", "cảm ơn")
	wants(t, s.send("NV02", "/duyet 3"), "Sổ Học không có lệnh /duyet. Gõ /trogiup.")
}

// No text brings the bot to its knees or shows a key.
func TestOddTexts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	for _, text := range []string{
		"👍", "👨‍👩‍👧‍👦 🇻🇳", "…", "学习法律", "مرحبا", "สวัสดี", "\u200b\u200b", "/", "//", "/ /", "/👍", "«»", "\x00", "{{.Ten}}",
		"<b>đậm</b>", "a\u0301\u0301\u0301\u0301", strings.Repeat("x", maxText), strings.Repeat("ư ", 500), "-1", "0",
	} {
		for _, who := range []string{"NV02", "kha"} {
			out := s.send(who, text)
			for _, key := range []string{"khong_hieu.", "tham_gia.", "code.", "<no value>"} {
				if strings.Contains(said(out), key) {
					t.Errorf("%q: a key shows in %q", text, said(out))
				}
			}
			for _, m := range out.Messages {
				for _, c := range m.Choices {
					if len(c.Data) > maxData {
						t.Errorf("%q: a choice carries %d bytes", text, len(c.Data))
					}
				}
			}
		}
		s.press("NV02", "f:hoc:*:huy")
	}
}
