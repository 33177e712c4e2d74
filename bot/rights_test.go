package bot

import (
	"strings"
	"testing"

	"sohoc/internal/people"
)

// kinds of people who write to the bot.
var everybody = []string{"staff", "head", "office", "director", "admin", "pending", "left", "stranger"}

// may says, in words of the issue and not of the code, who may use each command.
var may = map[string]string{
	"hoc": "staff head office director admin", "toi": "staff head office director admin",
	"tiendo": "staff head office director admin", "sua": "staff head office director admin",
	"xoa": "staff head office director admin", "lai": "staff head office director admin",
	"hoantac": "staff head office director admin", "minhchung": "staff head office director admin",
	"quiz": "staff head office director admin", "onlai": "staff head office director admin", "dieuhay": "staff head office director admin",
	"ketqua":  "office director",
	"moi":     "office",
	"cauhoi":  "office",
	"nhac":    "staff head office director admin",
	"tiep":    "staff head office director admin",
	"tatquiz": "staff head office director admin",
	"batquiz": "staff head office director admin",
	"tatnhac": "staff head office director admin",
	"lienket": "staff head office director admin",
	"nghi":    "staff head office director admin", "dilam": "staff head office director admin", "huynghi": "staff head office director admin",
	"caidat":  "office admin",
	"hanmuc":  "office admin",
	"hangcho": "office",
	"lich":    "office admin",
	"ngonngu": "staff head office director admin pending left stranger",
	"riengtu": "staff head office director admin pending left",
	"trogiup": "staff head office director admin",
	"start":   "staff head office director admin",
}

// cast fills a stage with everybody of the matrix, in the unit Thanh tra.
func cast(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	for kind, roles := range map[string]people.Roles{
		"staff": {}, "head": {Head: true}, "office": {Office: true}, "director": {Director: true}, "admin": {Admin: true},
	} {
		s.join(kind, "Tạ Văn "+kind, "Thanh tra", roles)
	}
	s.link(s.add("pending", "Tạ Văn Chờ", "Thanh tra", people.Roles{Office: true}), "pending")
	s.leave(s.join("left", "Tạ Văn Nghỉ", "Thanh tra", people.Roles{Office: true}))
	return s
}

// refused reports whether an answer is one of those that say no.
func (s *stage) refused(out Outcome, name string) bool {
	text := said(out)
	for _, key := range []string{"quyen.khong", "tham_gia.hoi_lai", "tham_gia.nguoi_la", "tham_gia.chua_biet", "tham_gia.cach_tham_gia", "rieng_tu.nguoi_la"} {
		if strings.Contains(text, s.T(key, args{"Lenh": "/" + name, "VanPhong": "chị Thu (NV01)"})) {
			return true
		}
	}
	return strings.Contains(text, "Im lặng không phải là đồng ý") || strings.Contains(text, "đến hết ngày 23/11/2026") ||
		strings.Contains(text, "chưa đồng ý") || strings.Contains(text, "còn một bước nữa")
}

func TestEveryCommandForEverybody(t *testing.T) {
	t.Parallel()
	for _, c := range commands() {
		allowed, known := may[c.name]
		if !known {
			t.Errorf("/%s is in no row of the matrix", c.name)
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := cast(t)
			for _, who := range everybody {
				before := s.count("SELECT count(*) FROM audit WHERE action = 'refused' AND detail = ?", c.name)
				arg := ""
				if c.name == "ngonngu" {
					arg = " en" // /ngonngu alone asks a stranger nothing
				}
				out := s.send(who, "/"+c.name+arg)
				want := strings.Contains(" "+allowed+" ", " "+who+" ")
				// The notice is what /riengtu says before consent, and a change of language says it in the other one.
				got := !s.refused(out, c.name) || who == "pending" && c.name == "riengtu"
				if len(out.Messages) == 0 {
					got = false
				}
				if got != want {
					t.Errorf("%s: allowed %v, want %v; said %q", who, got, want, said(out))
				}
				written := s.count("SELECT count(*) FROM audit WHERE action = 'refused' AND detail = ?", c.name) - before
				active := strings.Contains("staff head office director admin", who)
				if onRecord := written == 1; onRecord != (active && !want) {
					t.Errorf("%s: the refusal is on record: %v", who, onRecord)
				}
			}
		})
	}
}

// Buttons are no way around the rights.
func TestChoicesObeyRights(t *testing.T) {
	t.Parallel()
	s := cast(t)
	for _, who := range []string{"staff", "head", "director", "admin", "pending", "left", "stranger"} {
		for _, data := range []string{"moi:all!", "moi:p1", "moi:P1", "moi:u1", "moi:all", "cmd:moi", "cmd:moi staff"} {
			s.press(who, data)
		}
	}
	if n := s.count("SELECT count(*) FROM invites"); n != 0 {
		t.Errorf("%d codes were given out by people who may not", n)
	}
	s.press("office", "moi:all!")
	if n := s.count("SELECT count(*) FROM invites"); n != 1 {
		t.Errorf("the Office gave out %d codes, want the one of who has not joined", n)
	}
}

// A unit's names are for its head, the Office and the directors, and each look is on record.
func TestWhoSeesWhoseNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ who, own, other string }{
		{"staff", "no", "no"}, {"admin", "no", "no"}, {"head", "yes", "no"}, {"office", "yes", "yes"}, {"director", "yes", "yes"},
		{"pending", "no", "no"}, {"left", "no", "no"}, {"stranger", "no", "no"},
	} {
		t.Run(c.who, func(t *testing.T) {
			t.Parallel()
			s := cast(t)
			s.add("own", "Lý Thị Xuân", "Thanh tra", people.Roles{})
			s.add("other", "Lý Thị Thu Hạ", "Văn phòng", people.Roles{})
			for _, look := range []struct{ unit, name, want string }{{"Thanh tra", "Xuân", c.own}, {"Văn phòng", "Thu Hạ", c.other}} {
				out := s.send(c.who, "/tiendo "+look.unit)
				if got := strings.Contains(said(out), look.name); got != (look.want == "yes") {
					t.Errorf("%s sees names of %s: %v; said %q", c.who, look.unit, got, said(out))
				}
				seen := s.count("SELECT count(*) FROM audit WHERE target_unit = ? AND action <> 'refused'", s.units[look.unit])
				if (seen > 0) != (look.want == "yes") {
					t.Errorf("%s looked at %s: %d lines on record", c.who, look.unit, seen)
				}
			}
		})
	}
}

func TestMenuHoldsWhatOneMay(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for _, c := range []struct {
		name  string
		roles people.Roles
		state people.State
		want  string
	}{
		{"stranger", people.Roles{}, people.Unknown, "toi ngonngu riengtu trogiup"},
		{"pending head", people.Roles{Head: true}, people.Pending, "toi ngonngu riengtu trogiup"},
		{"left", people.Roles{Office: true}, people.Left, "toi ngonngu riengtu trogiup"},
		{"staff", people.Roles{}, people.Active, "hoc toi tiendo lai quiz nghi nhac sua xoa lienket ngonngu riengtu trogiup"},
		{"admin", people.Roles{Admin: true}, people.Active, "hoc toi tiendo lai quiz nghi nhac sua xoa caidat lich hanmuc lienket ngonngu riengtu trogiup"},
		{"office", people.Roles{Office: true}, people.Active, "hoc toi tiendo lai quiz nghi nhac sua xoa moi ketqua cauhoi caidat lich hanmuc lienket ngonngu riengtu trogiup"},
	} {
		for _, lang := range []string{"vi", "en"} {
			var names []string
			for _, item := range s.bot.Menu(c.roles, c.state, langOf(lang, "", "")) {
				names = append(names, item.Name)
				if item.Description == "" || strings.HasPrefix(item.Description, "menu.") {
					t.Errorf("%s/%s: /%s has no description", c.name, lang, item.Name)
				}
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("%s/%s: menu %q, want %q", c.name, lang, got, c.want)
			}
		}
	}
}
