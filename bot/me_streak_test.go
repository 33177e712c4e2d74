package bot

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// picture does the chart job that a press asked for; nil when it asked for none.
func (s *stage) picture(out Outcome) (png []byte, m channel.Message) {
	s.t.Helper()
	for _, j := range out.Jobs {
		s.update(func(tx *sqlite.Tx) (err error) {
			png, m, err = s.bot.DepartmentChart(s.t.Context(), tx, j.Args)
			return err
		})
	}
	return png, m
}

func TestPictureOfTheYearComesWithItsWords(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("nv", "Lý Văn An", "Văn phòng", people.Roles{})
	s.send("nv", "/hoc 2h luật đất đai hôm qua")
	s.send("nv", "/hoc 1h tin học 20/11")
	png, m := s.picture(s.press("nv", "nam:2026"))
	if !bytes.HasPrefix(png, []byte("\x89PNG")) || m.Photo == nil || m.To.Chat != "c-nv" {
		t.Errorf("the picture has %d bytes: %+v", len(png), m)
	}
	for _, want := range []string{"Nhịp học năm 2026", "2 ngày có ghi học, 3 giờ", "Tháng 11: 2 ngày, 3 giờ"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the words lack %q:\n%s", want, m.Text)
		}
	}
}

// A year to come, and a person who has left since the press, get no picture.
func TestNoPictureWithoutAReason(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.join("nv", "Lý Văn An", "Văn phòng", people.Roles{})
	for _, data := range []string{"nam", "nam:", "nam:x", "nam:2027", "nam:1999"} {
		if out := s.press("nv", data); len(out.Jobs) > 0 {
			t.Errorf("%q asks for a picture", data)
		}
	}
	out := s.press("nv", "nam:2026")
	s.leave(id)
	if png, m := s.picture(out); png != nil || m.Photo != nil {
		t.Error("who has left gets a picture")
	}
}

// Two people press each for themselves: the picture is of who pressed, whatever else the job says.
func TestThePictureIsTheOwn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("nv", "Lý Văn An", "Văn phòng", people.Roles{})
	s.join("tp", "Ma Văn Bảo", "Văn phòng", people.Roles{Head: true, Office: true})
	s.send("nv", "/hoc 2h luật đất đai hôm qua")
	out := s.press("tp", "nam:2026")
	var a ChartArgs
	if err := json.Unmarshal(out.Jobs[0].Args, &a); err != nil || a.Period != "" {
		t.Fatalf("the job is %+v (%v)", a, err)
	}
	if _, m := s.picture(out); !strings.Contains(m.Text, "0 ngày có ghi học") {
		t.Errorf("the head sees somebody else's year:\n%s", m.Text)
	}
}

// The milestone stands under the entry that reached it, in the same message, and only once.
func TestAMilestoneIsToldOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.join("nv", "Lý Văn An", "Văn phòng", people.Roles{})
	var told []int
	for week := range 6 {
		for range 2 {
			if strings.Contains(said(s.send("nv", "/hoc 1h luật đất đai "+s.now.Format("2/1"))), "Một mốc đáng nhớ: 4 tuần") {
				told = append(told, week)
			}
			s.now = s.now.AddDate(0, 0, 1)
		}
		s.now = s.now.AddDate(0, 0, 5)
	}
	if len(told) != 1 || told[0] != 3 || s.count("SELECT count(*) FROM milestones") != 1 {
		t.Errorf("it is told in the weeks %v, noted %d times", told, s.count("SELECT count(*) FROM milestones"))
	}
	if strings.Contains(said(s.send("nv", "/toi")), "mốc") {
		t.Error("/toi tells it again")
	}
}
