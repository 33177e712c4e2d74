package viet_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sohoc/internal/viet"
)

func TestLeftoverStrong(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"hocj":     "học",
		"tuwj":     "tự",
		"tieengs":  "tiếng",
		"luaatj":   "luật",
		"ddaats":   "đất",
		"ddai":     "đai",
		"ddocj":    "đọc",
		"giowf":    "giờ",
		"nguwowif": "người",
		"dduwowcj": "được",
		"dduowcj":  "được",
		"thuwowng": "thương",
		"thuowng":  "thương",
		"phaps":    "pháp",
		"chuyeenr": "chuyển",
		"ddooir":   "đổi",
		"soos":     "số",
		"kyx":      "kỹ",
		"nawng":    "năng",
		"quyeets":  "quyết",
		"quoocs":   "quốc",
		"hoaf":     "hòa",
		"thuyr":    "thủy",
		"hoafn":    "hoàn",
		"Luaatj":   "Luật",
		"LUAATJ":   "LUẬT",
		"Ddaats":   "Đất",
		"thuowr":   "thuở",
		"muwa":     "mưa",
		"giaor":    "giảo",
		"nghieepj": "nghiệp",
		"vuj":      "vụ",
		"buooir":   "buổi",
		"saangs":   "sấng",
		"tooif":    "tồi",
		"ruowix":   "rưỡi",
		"ho5c":     "học",
		"gio72":    "giờ",
		"chuye63n": "chuyển",
		"d9o63i":   "đổi",
		"so61":     "số",
		"lua65t":   "luật",
		"d9a61t":   "đất",
		"d9ai":     "đai",
		"nghie65p": "nghiệp",
		"buo63i":   "buổi",
		"tie61ng":  "tiếng",
		"phu1t":    "phút",
		"d9u7o7c5": "được",
		"ngu7o7i2": "người",
		"tha8ng1":  "thắng",
		"Ho5c":     "Học",
		"D9AT61":   "ĐẤT",
		"ru7o7i4":  "rưỡi",
	} {
		got, s := viet.Leftover(keys)
		weak := keys == "phaps" || keys == "kyx" || keys == "thuyr" || keys == "giaor"
		if got != want || s == viet.None || (s == viet.Weak) != weak {
			t.Errorf("Leftover(%q) = %q, %d; want %q", keys, got, s, want)
		}
	}
}

func TestLeftoverWeak(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{"phuts": "phút", "sachs": "sách", "saches": "sách", "bai2": "bài", "hoc5": "học", "hosc": "hóc", "tienges": "tiếng", "dedn": "đen"} {
		if got, s := viet.Leftover(keys); got != want || s != viet.Weak {
			t.Errorf("Leftover(%q) = %q, %d; want %q, weak", keys, got, s, want)
		}
	}
}

func TestLeftoverLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	for _, word := range strings.Fields("hoc tieng luat dat dai English tools class books Excel Word Office PowerPoint test course box tax seen room now how " +
		"Google classroom Windows soft skills chatbot web app K3 B1 A2 T7 QH15 khoa12 tuan12 covid19 mp3 h30 30p học luật kỹ Nguyễn view network software " +
		"feedback workshop seminar PBGDPL UBND NQ TW VNeID s f j w aa 2h 7 x2 ooo sss eee wwww jjjj") {
		if got, s := viet.Leftover(word); s != viet.None {
			t.Errorf("Leftover(%q) = %q, %d; want none", word, got, s)
		}
	}
}

func TestEnglishLeftover(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{"moon": "môn", "car": "cả", "cow": "cơ", "Moon": "Môn", "these": "thế"} {
		if got, ok := viet.EnglishLeftover(keys); got != want || !ok {
			t.Errorf("EnglishLeftover(%q) = %q, %v; want %q", keys, got, ok, want)
		}
	}
	for _, word := range strings.Fields("hocj luaatj free class hoc môn good") {
		if got, ok := viet.EnglishLeftover(word); ok {
			t.Errorf("EnglishLeftover(%q) = %q, want none", word, got)
		}
	}
}

func TestLeftoverOfOneVowel(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{"owr": "ở", "aj": "ạ", "o73": "ở", "af": "à"} {
		if got, s := viet.Leftover(keys); got != want || s != viet.Weak {
			t.Errorf("Leftover(%q) = %q, %d; want %q, weak", keys, got, s, want)
		}
	}
	for _, word := range strings.Fields("a5 A2 B1 oo o6 x1") {
		if got, s := viet.Leftover(word); s != viet.None {
			t.Errorf("Leftover(%q) = %q, %d; want none", word, got, s)
		}
	}
}

func TestSyllable(t *testing.T) {
	t.Parallel()
	for _, word := range strings.Fields("a học luật đất đai nghiêng nghề gì giờ giếng quốc quý quyển khuya khuỷu hoặc xoong yêu ý thuở Kỹ ĐƯỜNG oái uống ngoằn chuyên hòa hoà ghế kẻ") {
		if !viet.Syllable(word) || !viet.Syllable(norm.NFD.String(word)) {
			t.Errorf("%q is a syllable", word)
		}
	}
	for _, word := range strings.Fields("hoc7 học2 cé kà ngề gé ghà làt lùc hôch bl cla fa wa jo zi qa quu àá ăn1 strong x") {
		if viet.Syllable(word) {
			t.Errorf("%q is no syllable", word)
		}
	}
}

func TestOldTones(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"hoà giải":                 "hòa giải",
		"Thuỷ, KHOẺ; xoá huỷ khoá": "Thủy, KHỎE; xóa hủy khóa",
		"hoàn thuyền quý":          "hoàn thuyền quý",
		"Nguyễn Thuý":              "Nguyễn Thúy",
		"":                         "",
		"plain text":               "plain text",
		"toạ đàm":                  "tọa đàm",
		"giừo":                     "giừo",
		"café":                     "café",
		norm.NFD.String("hoà"):     "hòa", "của mùa": "của mùa", "quả": "quả", "ngoài": "ngoài", "GÌ": "GÌ",
	} {
		if got := viet.OldTones(in); got != want {
			t.Errorf("OldTones(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestUnderspelled(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typed, exact string
		want         bool
	}{
		{"hoc", "học", true},
		{"HỌC", "học", true},
		{"hôc", "học", false},
		{"hóc", "học", false},
		{"hoà", "hòa", true},
		{"HOA", "hòa", true},
		{"thư", "thứ", false},
		{"thu", "thứ", true},
		{"thứ", "thư", false},
		{"khoá", "khóa", true},
		{"đ", "d", false},
		{"d", "đ", true},
		{"hoc", "họ", false},
		{"", "", true},
		{"ñ", "n", false},
	}
	for _, tt := range tests {
		if got := viet.Underspelled(tt.typed, tt.exact); got != tt.want {
			t.Errorf("Underspelled(%q, %q) = %v", tt.typed, tt.exact, got)
		}
	}
}

// TestTelexRoundTrip types every syllable of a sample by Telex and by VNI and reads it back.
func TestTelexRoundTrip(t *testing.T) {
	t.Parallel()
	words := strings.Fields("học tiếng luật đất đường người được chuyển đổi nghiệp quyết quốc tưởng hướng thuật mười buổi cưỡng tuyên nguyễn lượng sửa điều khoản")
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(words).Draw(t, "word")
		if got, s := viet.Leftover(typeTelex(word)); got != word || s == viet.None {
			t.Fatalf("%q typed %q reads as %q, %d", word, typeTelex(word), got, s)
		}
	})
}

// typeTelex spells a word in Telex with its tone at the end.
func typeTelex(word string) string {
	var out, tone string
	shapes := map[string]string{"\u0306": "w", "\u031b": "w"}
	tones := map[string]string{"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
	for _, r := range norm.NFD.String(word) {
		mark := string(r)
		switch {
		case mark == "đ":
			out += "dd"
		case mark == "\u0302":
			out += out[len(out)-1:]
		case shapes[mark] != "":
			out += shapes[mark]
		case tones[mark] != "":
			tone = tones[mark]
		default:
			out += mark
		}
	}
	return out + tone
}

func FuzzLeftover(f *testing.F) {
	for _, s := range []string{"luaatj", "ho5c", "saches", "wwww", "đ", "dd", "\xff", "\xf5Ȯ", "aaaaaaaaaaa"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, strength := viet.Leftover(s)
		if strength != viet.None && !viet.Syllable(got) {
			t.Errorf("Leftover(%q) = %q, which is no syllable", s, got)
		}
		if old := viet.OldTones(s); viet.OldTones(old) != old {
			t.Errorf("OldTones is not settled for %q", s)
		}
		if viet.Fold(viet.OldTones(s)) != viet.Fold(s) {
			t.Errorf("OldTones changes the letters of %q", s)
		}
	})
}
