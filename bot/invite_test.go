package bot

import (
	"fmt"
	"strings"
	"testing"

	"sohoc/internal/people"
)

// keeper is a stage with somebody of the Office who writes from NV01.
func keeper(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.join("NV01", "Phạm Thị Thu", "Văn phòng", people.Roles{Office: true})
	return s
}

// labels are the choices of the last message.
func labels(out Outcome) []string {
	var all []string
	if n := len(out.Messages); n > 0 {
		for _, c := range out.Messages[n-1].Choices {
			all = append(all, c.Label)
		}
	}
	return all
}

func TestInviteOneByCode(t *testing.T) {
	t.Parallel()
	s := keeper(t)
	id := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	out := s.send("NV01", "/moi nv02")
	if len(out.Messages) != 2 {
		t.Fatalf("said %q, want a letter of its own to forward", said(out))
	}
	letter := out.Messages[1].Text
	wants(t, out, "Lê Thị Hoa (NV02)")
	if !strings.Contains(letter, "trước 09:00 08/12/2026") || strings.Contains(letter, "NV02") {
		t.Errorf("the letter reads %q", letter)
	}
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'invite' AND target_person = ?", id); n != 1 {
		t.Errorf("%d lines on record", n)
	}
	// The letter itself, forwarded to the bot, lets in.
	wants(t, s.send("hoa", letter), "Chào anh/chị Lê Thị Hoa")
}

func TestInviteByName(t *testing.T) {
	t.Parallel()
	s := keeper(t)
	s.add("NV02", "Nguyễn Thị Lan", "Thanh tra", people.Roles{})
	s.add("NV03", "Trần Văn Lân", "Thanh tra", people.Roles{})
	s.add("NV04", "Hoàng Thị Lan Anh", "Văn phòng", people.Roles{})
	s.add("NV05", "Đỗ Đức %", "Văn phòng", people.Roles{})
	s.leave(s.add("NV06", "Cao Thị Lan", "Văn phòng", people.Roles{}))
	for words, want := range map[string]string{
		"lan":             "Hoàng Thị Lan Anh (NV04)|Nguyễn Thị Lan (NV02)|Trần Văn Lân (NV03)",
		"Lân":             "=NV03",
		"lan anh":         "=NV04",
		"NGUYEN THI LAN":  "=NV02",
		"nguyễn thị lan ": "=NV02",
		"đức":             "=NV05",
		"duc":             "=NV05",
		"%":               "=NV05",
		"la":              "-",
		"lan lan":         "-",
		"":                "Đỗ Đức % (NV05)|Hoàng Thị Lan Anh (NV04)|Nguyễn Thị Lan (NV02)|Trần Văn Lân (NV03)|Cấp mã cho tất cả",
		"van phong":       "Đỗ Đức % (NV05)|Hoàng Thị Lan Anh (NV04)",
		"tra":             "Nguyễn Thị Lan (NV02)|Trần Văn Lân (NV03)",
		"NV06":            "~không thuộc đơn vị nào",
		"NV77":            "-",
	} {
		out := s.send("NV01", "/moi "+words)
		text := said(out)
		switch {
		case want == "-":
			if !strings.Contains(text, "Không thấy ai") {
				t.Errorf("/moi %s: %q, want nobody", words, text)
			}
		case strings.HasPrefix(want, "="):
			if !strings.Contains(text, "Đã cấp mã") || !strings.Contains(text, "("+want[1:]+")") {
				t.Errorf("/moi %s: %q, want a code for %s", words, text, want[1:])
			}
		case strings.HasPrefix(want, "~"):
			if !strings.Contains(text, want[len("~"):]) {
				t.Errorf("/moi %s: %q", words, text)
			}
		default:
			if got := strings.Join(labels(out), "|"); got != want {
				t.Errorf("/moi %s offers %s, want %s", words, got, want)
			}
		}
	}
}

func TestInviteMany(t *testing.T) {
	t.Parallel()
	s := keeper(t)
	for i := range maxAtOnce + 1 {
		s.add(fmt.Sprintf("TT%02d", i), fmt.Sprintf("Lý Văn %c", 'A'+i), "Thanh tra", people.Roles{})
	}
	s.add("VP01", "Lý Thị Xuân", "Văn phòng", people.Roles{})
	out := s.send("NV01", "/moi")
	wants(t, out, "Còn 22 người")
	if got := labels(out); len(got) != 2 || got[0] != "Văn phòng (1)" || got[1] != "Thanh tra (21)" {
		t.Errorf("offers %v, want the units", got)
	}
	out = s.press("NV01", out.Messages[0].Choices[1].Data)
	wants(t, out, "Và 11 người nữa")
	if got := labels(out); len(got) != maxListed {
		t.Errorf("%d people are offered", len(got))
	}
	wants(t, s.send("NV01", "/moi tất cả"), "sohoc invite --all")
	wants(t, s.press("NV01", "moi:all!"), "sohoc invite --all")
	wants(t, s.send("NV01", "/moi lý văn"), "Có 21 người tên")
	if n := s.count("SELECT count(*) FROM invites"); n != 0 {
		t.Errorf("%d codes were given out", n)
	}
}

func TestInviteAllThatFit(t *testing.T) {
	t.Parallel()
	s := keeper(t)
	a := s.add("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.add("NV03", "Trần Thị Ly", "Thanh tra", people.Roles{})
	older := s.issue(a, people.Join)
	out := s.send("NV01", "mã mời tất cả")
	wants(t, out, "Mã đã phát trước đây cho họ sẽ hết hiệu lực")
	if n := s.count("SELECT count(*) FROM invites"); n != 1 {
		t.Error("codes were given out before the answer")
	}
	out = s.send("NV01", "1")
	wants(t, out, "Đã cấp mã cho 2 người")
	lines := strings.Split(said(out), "\n")
	fields := strings.Split(lines[1], " · ")
	if len(lines) != 3 || len(fields) != 3 || fields[0] != "NV02" {
		t.Fatalf("said %q, want a line for each", said(out))
	}
	wants(t, s.send("hoa", older), "đã được thay hoặc hủy")
	wants(t, s.send("hoa", fields[2]), "Chào anh/chị Lê Thị Hoa")
	if n := s.count("SELECT count(*) FROM audit WHERE action = 'invite'"); n != 2 {
		t.Errorf("%d lines on record, want one for each", n)
	}
}

func TestInviteWhoHasJoined(t *testing.T) {
	t.Parallel()
	s := keeper(t)
	id := s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	out := s.send("NV01", "/moi NV02")
	wants(t, out, "đã tham gia từ ngày 24/11/2026")
	if n := s.count("SELECT count(*) FROM invites"); n != 0 {
		t.Error("a code was given out before the answer")
	}
	out = s.press("NV01", out.Messages[0].Choices[0].Data)
	wants(t, out, "Đã cấp mã")
	var code string
	for _, w := range strings.Fields(out.Messages[1].Text) {
		if c, ok := people.ReadCode(w); ok {
			code = c
		}
	}
	out = s.send("new", code)
	wants(t, out, "Đã nối Telegram với sổ của Lê Thị Hoa")
	wants(t, out, "Vừa có thêm một kênh")
	if n := s.count("SELECT count(*) FROM identities WHERE person_id = ?", id); n != 2 {
		t.Errorf("%d accounts", n)
	}
	wants(t, s.send("NV01", "/moi"), "đều đã tham gia")
	wants(t, s.send("NV01", "/moi tất cả"), "đều đã tham gia")
	wants(t, s.press("NV01", "moi:u"+number(s.units["Thanh tra"])), "đã tham gia đủ")
}

func TestOldChoicesOfInvite(t *testing.T) {
	t.Parallel()
	s := keeper(t)
	for _, rest := range []string{"", "p", "px", "p999", "q1", "P-1"} {
		wants(t, s.press("NV01", "moi:"+rest), "Nút này đã cũ")
	}
}
