package bot_test

import (
	"strings"
	"testing"

	"sohoc/internal/people"
)

// What somebody gets to see.
const (
	own        = "own figures"
	names      = "a unit with names"
	all        = "all units"
	refused    = "a refusal"
	ownUnit    = "Văn phòng"
	otherUnit  = "Phòng Hành chính tư pháp"
	ownQuiet   = "Nguyễn Văn Ẩn" // somebody in the own unit who has not written
	otherQuiet = "Lê Thị Kín"    // likewise in the other one
)

// seen says what an answer shows.
func seen(answer string) string {
	switch {
	case strings.Contains(answer, "Tiến độ của anh/chị"):
		return own
	case strings.Contains(answer, "Toàn Sở,"):
		return all
	case strings.Contains(answer, "Anh/chị chỉ xem được"):
		return refused
	case strings.Contains(answer, ownQuiet), strings.Contains(answer, otherQuiet):
		return names
	default:
		return "something else: " + answer
	}
}

// Who may see what: each role by each way of asking.
func TestRightsOfProgress(t *testing.T) {
	t.Parallel()
	roles := map[string]people.Roles{
		"staff": {}, "head": {Head: true}, "office": {Office: true}, "director": {Director: true}, "admin": {Admin: true},
		"head and office": {Head: true, Office: true},
	}
	asks := []string{"/tiendo", "/tiendo văn phòng", "/tiendo hành chính", "/tiendo phòng 30/10", "td:1:", "td:2:", "td:*:", "td::", "tiến độ hành chính"}
	want := map[string][]string{
		"staff":           {own, refused, refused, refused, refused, refused, refused, own, refused},
		"admin":           {own, refused, refused, refused, refused, refused, refused, own, refused},
		"head":            {names, names, refused, refused, names, refused, refused, own, refused},
		"office":          {all, names, names, names, names, names, all, own, names},
		"director":        {all, names, names, names, names, names, all, own, names},
		"head and office": {all, names, names, names, names, names, all, own, names},
	}
	for role, held := range roles {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, ownUnit, otherUnit)
			o.person("An", ownUnit, held, true)
			o.person(ownQuiet, ownUnit, people.Roles{}, false)
			o.person(otherQuiet, otherUnit, people.Roles{}, false)
			for i, words := range asks {
				out, trail := o.ask("An", words)
				answer := text(out)
				if got := seen(answer); got != want[role][i] {
					t.Errorf("%s shows %s, want %s", words, got, want[role][i])
				}
				checkTrail(t, words, want[role][i], trail)
				if want[role][i] != names && (strings.Contains(answer, ownQuiet) || strings.Contains(answer, otherQuiet)) {
					t.Errorf("%s names somebody:\n%s", words, answer)
				}
			}
		})
	}
}

// checkTrail holds that names and refusals are on record, and nothing else is.
func checkTrail(t *testing.T, words, shown string, trail []people.AuditLine) {
	t.Helper()
	action := map[string]string{names: "see_unit", refused: "refused"}[shown]
	switch {
	case action == "" && len(trail) == 0:
	case action == "" || len(trail) != 1 || trail[0].Action != action || trail[0].By == 0 || trail[0].Detail != "tiendo":
		t.Errorf("%s shows %s, on record stands %+v", words, shown, trail)
	case action == "see_unit" && trail[0].Unit == 0:
		t.Errorf("%s: the record does not say which unit: %+v", words, trail)
	}
}

func TestRefusalNamesTheUnitThatWasTried(t *testing.T) {
	t.Parallel()
	o := newOffice(t, ownUnit, otherUnit)
	o.person("An", ownUnit, people.Roles{Head: true}, true)
	_, trail := o.ask("An", "/tiendo hành chính")
	if len(trail) != 1 || trail[0].Unit != o.units[otherUnit] {
		t.Errorf("on record stands %+v, want unit %d", trail, o.units[otherUnit])
	}
}

// A choice offered once is asked again when it is made: by then the roles may be others.
func TestChoiceOfAnotherIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t, ownUnit, otherUnit)
	o.person("An", ownUnit, people.Roles{}, true)
	o.person(otherQuiet, otherUnit, people.Roles{}, false)
	for _, data := range []string{"td:2:m2026-10-31", "td:*:m2026-10-31", "td:*:m2026-10-31:12"} {
		if out, _ := o.ask("An", data); seen(text(out)) != refused {
			t.Errorf("%s shows %s", data, text(out))
		}
	}
	for _, data := range []string{"td:", "td:x:", "td:1", "td:1:m2027-01-01", "td:1:zzz", "td:1:m2026-10-31:1:2"} {
		if out, _ := o.ask("An", data); !strings.Contains(text(out), "Nút này đã cũ") {
			t.Errorf("%s is answered %q", data, text(out))
		}
	}
}
