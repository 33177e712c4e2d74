package bot

import (
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

func TestMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		phrase string
		want   bool
	}{
		{"đúng", "dừng", false}, {"dừng", "đúng", false}, {"dung", "đúng", true}, {"dung", "dừng", true}, {"DỪNG!", "dừng", true},
		{"huỷ", "hủy", true}, {"hủy bỏ.", "hủy bỏ", true}, {"huy bo", "hủy bỏ", true}, {"hủy", "hủy bỏ", false}, {"bố", "bỏ", false},
		{"nở", "no", false}, {"no", "no", true}, {"đu\u0301ng", "đúng", true}, {"", "không", false}, {"ạ", "a", false},
	} {
		if got := meant(c.text, []string{c.phrase}); got != c.want {
			t.Errorf("%q stands for %q: %v", c.text, c.phrase, got)
		}
	}
}

func TestYesOrNo(t *testing.T) {
	t.Parallel()
	plain := []channel.Choice{{Data: "f:hoc:confirm:yes", Label: "Có"}, {Data: "f:hoc:confirm:no", Label: "Không"}}
	deletion := []channel.Choice{{Data: "xoa!:7", Label: "Có"}, {Data: "no", Label: "Không"}}
	for _, text := range []string{
		"vâng", "dạ", "ừ", "uh", "ờ", "ok", "oke", "okay", "đúng", "đúng rồi", "dc", "đc", "được", "ghi đi", "có chứ", "yes", "y", "Y", "dung",
		"vâng ạ", "Dạ vâng.", "ừ đúng rồi", "ok nhé", "vang a", "u", "OKE!", "vaang", "ghi luôn nhé",
	} {
		if c, ok := yesOrNo(plain, text); !ok || c.Data != plain[0].Data {
			t.Errorf("%q is no yes: %v", text, c)
		}
	}
	for _, text := range []string{
		"ko", "k", "không phải", "chưa", "thôi", "không cần", "no", "n", "không ạ", "dạ không", "khong", "ừ thôi", "sai rồi", "chưa ạ",
	} {
		if c, ok := yesOrNo(plain, text); !ok || c.Data != plain[1].Data {
			t.Errorf("%q is no no: %v", text, c)
		}
	}
	for _, text := range []string{"ạ", "dừng", "đứng", "", "đã", "vâng nhưng mà", "không biết", "2h luật", "cổ", "ok không"} {
		if c, ok := yesOrNo(plain, text); ok && text != "ok không" {
			t.Errorf("%q means %v", text, c)
		}
	}
	if _, ok := yesOrNo(deletion, "ghi đi"); ok {
		t.Error("words of logging delete an entry")
	}
	for _, offer := range [][]channel.Choice{
		nil, plain[:1], {{Data: "join:yes"}, {Data: "join:no"}}, {{Data: "priv:out"}, {Data: "priv:close"}}, {{Data: "cmd:hoc"}, {Data: "cmd:trogiup"}},
	} {
		if _, ok := yesOrNo(offer, "ok"); ok {
			t.Errorf("ok answers %v", offer)
		}
	}
}

// A letter chooses only as it is typed.
func TestLettersChoose(t *testing.T) {
	t.Parallel()
	offer := []channel.Choice{{Data: "1", Label: "Một"}, {Data: "2", Label: "Hai"}}
	for text, want := range map[string]string{"a": "1", "A.": "1", "b)": "2", "ạ": "", "à": "", "c": "", "2": "2", "hai": "2", "2 ạ": "2", "chọn 1": "1", "Chon 2 nhé": "2", "chọn 3": "", "2 giờ": "", "chọn 02": ""} {
		if c, _ := offered(offer, text); c.Data != want {
			t.Errorf("%q chooses %q, want %q", text, c.Data, want)
		}
	}
}

func TestWishes(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "/toi")
	turn := &turn{Bot: s.bot, set: s.bot.book.Load(), now: s.now, today: "2026-11-24"}
	for text, want := range map[string]string{
		"tôi muốn xóa mục 1808": "xoa 1808", "xóa mục 1808": "xoa 1808", "sửa mục 12 thành 2 tiếng": "sua #12 2 tiếng", "đổi sang hôm kia": "sua hôm kia",
		"xem sổ của tôi": "toi", "xoa muc hom qua": "xoa hom qua", "sua 1806 4 tieng": "sua 1806 4 tieng", "sửa thành 2 tiếng": "sua 2 tiếng",
		"cho tôi xem tiến độ": "tiendo", "xóa mục vừa ghi": "xoa", "sửa mục số 3": "sua #3", "please delete entry 4": "xoa 4",
		"đổi mới sáng tạo 2h": "", "xóa đói giảm nghèo": "", "tôi muốn học tiếng Anh": "", "tôi muốn ghi luật đất đai 2h": "hoc luật đất đai 2h",
		"đổi": "", "xem phim": "", "xóa mù chữ 2h": "",
	} {
		got := ""
		if c, arg := turn.plain(text); c != nil {
			got = strings.TrimSpace(c.name + " " + arg)
		}
		if got != want {
			t.Errorf("%q asks for %q, want %q", text, got, want)
		}
	}
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "/toi")
	turn := &turn{Bot: s.bot, set: s.bot.book.Load(), now: s.now, today: "2026-11-24"}
	for text, want := range map[string]correction{
		"à không phải 3h": {"3h", false}, "nhầm rồi 3h mới đúng": {"3h", false}, "thêm 1h nữa": {"1h", true}, "hôm qua mới đúng": {"hôm qua", false},
		"à, không phải, 2 tiếng": {"2 tiếng", false}, "no, 3h": {"3h", false}, "add 30 phút more": {"30 phút", true},
	} {
		if got, ok := turn.readCorrection(text); !ok || got != want {
			t.Errorf("%q corrects %+v (%v), want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"3h", "luật 3h", "không phải luật 3h", "thêm minh chứng", "thêm 1h", "nhầm", "", "không", "sai phạm 2h"} {
		if got, ok := turn.readCorrection(text); ok {
			t.Errorf("%q corrects %+v", text, got)
		}
	}
}

// The Office is not sent to itself.
func TestOfficeIsSentFurther(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV01", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	wants(t, s.send("NV01", "/trogiup"), "cán bộ công nghệ thông tin")
	wants(t, s.send("NV02", "/trogiup"), "chị Thu (NV01)")
}

// Who asks who answers is told so in the middle of a form too, and the form's question stands.
func TestWhoAnswers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	for _, before := range []string{"/toi", "/hoc", "tập huấn hòa giải 2h"} {
		s.send("NV02", "hủy")
		s.send("NV02", before)
		for _, text := range []string{"bạn là ai", "ai đấy?", "có phải người không", "who are you", "are you a bot?"} {
			wants(t, s.send("NV02", text), "Sổ Học là trợ lý tự động, không phải người.")
			if before == "tập huấn hòa giải 2h" {
				break // the question is asked again once
			}
		}
	}
	wants(t, s.send("NV02", "ừ"), "Đã ghi mục số 1")
}
