package bot

import (
	"strings"
	"testing"
	"time"

	"sohoc/internal/people"
)

// A number typed the next morning is no yes to yesterday's question.
func TestNumbersAnswerNoGraveQuestionOfLongAgo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ ask, harm string }{
		"deletion":   {"/xoa 1", "SELECT count(*) FROM entries WHERE status = 'deleted'"},
		"withdrawal": {"priv:out", "SELECT count(*) FROM consents WHERE withdrawn_at IS NOT NULL"},
		"codes":      {"/moi tất cả", "SELECT count(*) FROM invites"},
	} {
		for _, answer := range []string{"1", "Có"} {
			if name == "withdrawal" {
				answer = "1"
			}
			for late, harmed := range map[time.Duration]bool{offerLife: true, offerLife + time.Minute: false} {
				s := newStage(t)
				s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{Office: true})
				s.add("NV03", "Vũ Nam", "Thanh tra", people.Roles{})
				s.send("NV02", "/hoc 3h luật đất đai")
				if strings.Contains(c.ask, ":") {
					s.press("NV02", c.ask)
				} else {
					s.send("NV02", c.ask)
				}
				s.now = s.now.Add(late)
				out := s.send("NV02", answer)
				if got := s.count(c.harm) > 0; got != harmed {
					t.Errorf("%s after %s by %q: done is %v, want %v: %s", name, late, answer, got, harmed, said(out))
				}
				if !harmed {
					wants(t, out, s.T("chung.cau_hoi_cu", nil))
				}
			}
		}
	}
}

// Harmless offers and buttons stay good.
func TestOldOffersThatTakeNothingStayGood(t *testing.T) {
	t.Parallel()
	s := notebook(t)
	s.send("NV02", "/xoa 1")
	s.now = s.now.Add(3 * 24 * time.Hour)
	wants(t, s.press("NV02", "xoa!:1"), "«Luật đất đai»")
	s.send("NV02", "/ngonngu")
	s.now = s.now.Add(3 * 24 * time.Hour)
	wants(t, s.send("NV02", "1"), s.T("ngon_ngu.da_doi", nil))
}

// A long text is looked at as a log, not as a command with a long argument.
func TestLongTextsAreNoCommands(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("NV02", "Lê Thị Hoa", "Thanh tra", people.Roles{})
	s.send("NV02", "alo") // opens the book
	one := &turn{Bot: s.bot, set: s.bot.book.Load(), today: "2026-11-24", now: s.now}
	long := strings.TrimSpace(strings.Repeat("tháng ", maxCommandWords))
	if c, _ := one.plain("tiến độ " + long + " 9"); c != nil {
		t.Errorf("a long text is the command %s", c.name)
	}
	if c, arg := one.plain("tiến độ tháng 11"); c == nil || c.name != "tiendo" || arg != "tháng 11" {
		t.Errorf("a short one is %+v, %q", c, arg)
	}
	if ask, err := readProgress(long+" tháng 9 năm 2026", "2026-11-24"); err != nil || ask.period.Code() != "m2026-09-30" {
		t.Errorf("the period at the end of many words is read as %+v (%v)", ask, err)
	}
}
