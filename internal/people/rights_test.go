package people_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sohoc/internal/people"
)

// law is the table of rights once more, written from the design (§1.5: a person sees the own record; a head the own unit
// with names; Office and Director all units in figures, and names when they open one unit; admin runs the machine
// and sees no learning record) and from what the issue gives to the Office, not from the code. A row says which
// roles reach nobody but themselves, the own unit, everyone.
const law = `
action           staff   head   office     director   admin
log_own          own     own    own        own        own
see_own          own     own    own        own        own
see_figures      -       unit   everyone   everyone   -
see_names        -       unit   everyone   everyone   -
see_department   -       -      everyone   everyone   -
invite           -       -      everyone   -          -
backdate_freely  -       -      own        -          -
manage_people    -       -      everyone   -          -
manage_questions -       -      everyone   -          -
configure        -       -      everyone   -          everyone
run_machine      -       -      -          -          everyone
`

// lawOf reads the table: action → role → scope.
func lawOf(t *testing.T) map[people.Action]map[string]people.Scope {
	t.Helper()
	scopes := map[string]people.Scope{"-": people.Nobody, "own": people.Own, "unit": people.OwnUnit, "everyone": people.Everyone}
	lines := strings.Split(strings.TrimSpace(law), "\n")
	head := strings.Fields(lines[0])[1:]
	out := map[people.Action]map[string]people.Scope{}
	for _, line := range lines[1:] {
		words := strings.Fields(line)
		row := map[string]people.Scope{}
		for i, role := range head {
			scope, ok := scopes[words[i+1]]
			if !ok {
				t.Fatalf("the law holds %q", words[i+1])
			}
			row[role] = scope
		}
		out[people.Action(words[0])] = row
	}
	return out
}

// roleNames are the roles beside being staff.
func roleNames() []string { return []string{"head", "office", "director", "admin"} }

// actor is somebody with roles, in unit 7.
func actor(state people.State, roles ...string) people.Actor {
	has := func(role string) bool { return slices.Contains(roles, role) }
	return people.Actor{State: state, Member: people.Membership{Unit: 7, Roles: people.Roles{
		Head: has("head"), Office: has("office"), Director: has("director"), Admin: has("admin"),
	}}}
}

// combinations are all sets of roles, the empty one too.
func combinations() [][]string {
	var out [][]string
	for bits := range 1 << len(roleNames()) {
		var set []string
		for i, role := range roleNames() {
			if bits>>i&1 == 1 {
				set = append(set, role)
			}
		}
		out = append(out, set)
	}
	return out
}

func TestTheLawSpeaksOfEveryAction(t *testing.T) {
	t.Parallel()
	inLaw := slices.Sorted(maps.Keys(lawOf(t)))
	inCode := people.Actions()
	slices.Sort(inCode)
	if !slices.Equal(inLaw, inCode) {
		t.Errorf("the law has %v, the code %v", inLaw, inCode)
	}
}

// The matrix: every set of roles × every action × own and other unit.
func TestRightsAreThoseOfTheLaw(t *testing.T) {
	t.Parallel()
	for action, row := range lawOf(t) {
		for _, roles := range combinations() {
			want := row["staff"]
			for _, role := range roles {
				want = max(want, row[role])
			}
			a := actor(people.Active, roles...)
			name := fmt.Sprintf("%s by %v", action, roles)
			if got := a.Reach(action); got != want {
				t.Errorf("%s reaches %d, want %d", name, got, want)
			}
			if got := a.May(action, 7); got != (want >= people.OwnUnit) {
				t.Errorf("%s in the own unit: %v", name, got)
			}
			if got := a.May(action, 8); got != (want == people.Everyone) {
				t.Errorf("%s in another unit: %v", name, got)
			}
		}
	}
}

func TestWhoIsNotActiveMayNothing(t *testing.T) {
	t.Parallel()
	for _, state := range []people.State{people.Unknown, people.Pending, people.Left, "", "something new"} {
		a := actor(state, roleNames()...)
		for _, action := range people.Actions() {
			if a.Reach(action) != people.Nobody || a.May(action, 7) || a.May(action, 8) {
				t.Errorf("%s while %q: reaches %d", action, state, a.Reach(action))
			}
		}
	}
}

func TestAnActionOutsideTheTableIsNobodys(t *testing.T) {
	t.Parallel()
	a := actor(people.Active, roleNames()...)
	if a.Reach("delete_everything") != people.Nobody || a.May("delete_everything", 7) {
		t.Error("it is somebody's")
	}
}

// Design §1.5, last clause: the machine's admin sees no learning record but the own, unless another role says so.
func TestAdminAloneSeesNobodysRecord(t *testing.T) {
	t.Parallel()
	a := actor(people.Active, "admin")
	for _, action := range []people.Action{people.SeeFigures, people.SeeNames, people.SeeDepartment, people.InvitePeople} {
		if a.May(action, a.Member.Unit) || a.May(action, 8) {
			t.Errorf("admin may %s", action)
		}
	}
}

func TestARoleNeverTakesARightAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		roles := rapid.SliceOfDistinct(rapid.SampledFrom(roleNames()), rapid.ID[string]).Draw(r, "roles")
		more := append(slices.Clone(roles), rapid.SampledFrom(roleNames()).Draw(r, "one more"))
		action := rapid.SampledFrom(people.Actions()).Draw(r, "action")
		unit := people.UnitID(rapid.IntRange(6, 8).Draw(r, "unit"))
		if before, after := actor(people.Active, roles...), actor(people.Active, more...); before.May(action, unit) && !after.May(action, unit) {
			r.Fatalf("%s in unit %d: %v may, %v may not", action, unit, roles, more)
		}
	})
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for state, want := range map[people.State]bool{
		people.Unknown: false, "": false, people.Pending: true, people.Active: true, people.Left: true,
	} {
		if got := (people.Actor{State: state}).Known(); got != want {
			t.Errorf("%q: known is %v", state, got)
		}
	}
}
