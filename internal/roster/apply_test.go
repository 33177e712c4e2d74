package roster_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/roster"
	"sohoc/internal/viet"
)

func codeFold(s string) string { return viet.Fold(s) }

// apply brings a list into a register and returns the difference.
func (m *memory) apply(ctx context.Context, list roster.List, w roster.When) (roster.Difference, int, error) {
	d, err := roster.Prepare(ctx, m, list, w)
	if err != nil {
		return d, 0, err
	}
	n, err := roster.Apply(ctx, m, d, time.Unix(0, 0))
	return d, n, err
}

// Whatever lists come, from whatever days on, the register stays in order and says what the last list says.
func TestAnySequenceOfListsKeepsTheRegisterInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &memory{}
		now := day.Day("2026-06-01")
		for range rapid.IntRange(1, 6).Draw(t, "lists") {
			now = now.Add(rapid.IntRange(0, 40).Draw(t, "days on"))
			m.scribble(t, now)
			lines := drawLines(t)
			w := roster.When{Today: now, Redate: rapid.Bool().Draw(t, "redate")}
			if rapid.Bool().Draw(t, "with since") {
				w.Since = now.Add(rapid.IntRange(-60, 60).Draw(t, "since"))
			}
			before := &memory{people: slices.Clone(m.people)}
			d, _, err := m.apply(t.Context(), lines, w)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s, in force from %s, of %s:\n%s", rowsOf(lines), d.Since, now, told(d))
			m.mustBeInOrder(t)
			m.mustSay(t, lines, now)
			m.mustKeepThePast(t, before, d)
			if again, _, err := m.apply(t.Context(), lines, w); err != nil || !again.Nothing() {
				t.Fatalf("the same list again changes (%v)\n%s", err, told(again))
			}
		}
	})
}

// scribble has some people write entries on days on which they belonged somewhere.
func (m *memory) scribble(t *rapid.T, now day.Day) {
	for _, k := range m.people {
		on := now.Add(-rapid.IntRange(0, 90).Draw(t, "entry days ago"))
		if unit := m.at(k.ID, on); unit != 0 {
			m.entries = append(m.entries, noted{person: k.ID, start: on, unit: unit})
		}
	}
}

func drawLines(t *rapid.T) roster.List {
	list := roster.List{Has: map[roster.Column]bool{
		roster.CodeColumn: true, roster.NameColumn: true, roster.UnitColumn: true,
		roster.PostColumn: rapid.Bool().Draw(t, "has post"), roster.RoleColumn: rapid.Bool().Draw(t, "has role"),
	}}
	codes := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"A", "B", "C", "D", "E"}), 1, 5, rapid.ID[string]).Draw(t, "codes")
	for i, code := range codes {
		line := roster.Line{
			Row: i + 2, Code: code, Name: "Họ " + code, Unit: rapid.SampledFrom([]string{"Văn phòng", "VĂN PHÒNG", "Thanh tra", "Phòng Ba"}).Draw(t, "unit"),
		}
		if list.Has[roster.PostColumn] {
			line.Post = rapid.SampledFrom([]string{"", "Chuyên viên"}).Draw(t, "post")
		}
		if list.Has[roster.RoleColumn] {
			line.Roles.Head = rapid.Bool().Draw(t, "head")
		}
		list.Lines = append(list.Lines, line)
	}
	return list
}

func rowsOf(list roster.List) string {
	var b strings.Builder
	for _, l := range list.Lines {
		fmt.Fprintf(&b, "%s: %s %q %v; ", l.Code, l.Unit, l.Post, l.Roles.Head)
	}
	return b.String()
}

// mustBeInOrder checks what holds of any register.
func (m *memory) mustBeInOrder(t *rapid.T) {
	for _, k := range m.people {
		if len(k.Timeline) == 0 {
			t.Fatalf("%s belongs nowhere and never did", k.StaffCode)
		}
		for i, s := range k.Timeline {
			if s.To != "" && s.To < s.From {
				t.Fatalf("%s: a membership from %s to %s", k.StaffCode, s.From, s.To)
			}
			if i > 0 && (k.Timeline[i-1].To == "" || k.Timeline[i-1].To >= s.From) {
				t.Fatalf("%s: memberships overlap: %+v", k.StaffCode, k.Timeline)
			}
			u := m.units[m.unit(s.Unit)]
			if s.From < u.From || (u.To != "" && (s.To == "" || s.To > u.To)) {
				t.Fatalf("%s belongs to %s from %s to %s, which is there from %s to %s", k.StaffCode, u.Name, s.From, s.To, u.From, u.To)
			}
		}
	}
	for _, e := range m.entries {
		if unit := m.at(e.person, e.start); unit != 0 && unit != e.unit {
			t.Fatalf("an entry of %s by person %d counts for unit %d, not for %d", e.start, e.person, e.unit, unit)
		}
	}
	for _, u := range m.units {
		used := slices.ContainsFunc(m.people, func(k roster.Known) bool {
			return slices.ContainsFunc(k.Timeline, func(s people.Membership) bool { return s.Unit == u.ID && s.To == "" })
		})
		if u.To == "" && !used {
			t.Fatalf("%s is open and nobody belongs to it", u.Name)
		}
	}
}

// mustSay checks that the register says what a list says.
func (m *memory) mustSay(t *rapid.T, list roster.List, now day.Day) {
	listed := map[string]roster.Line{}
	for _, l := range list.Lines {
		listed[l.Code] = l
	}
	for _, k := range m.people {
		last := k.Timeline[len(k.Timeline)-1]
		l, ok := listed[k.StaffCode]
		delete(listed, k.StaffCode)
		switch {
		case !ok && (last.To == "" || last.To > now.Add(60)):
			t.Fatalf("%s is not listed and belongs to %s", k.StaffCode, last.UnitName)
		case ok && (last.To != "" || codeFold(last.UnitName) != codeFold(l.Unit)):
			t.Fatalf("%s is listed in %s and belongs to %s until %q", k.StaffCode, l.Unit, last.UnitName, last.To)
		case ok && list.Has[roster.PostColumn] && last.Post != l.Post, ok && list.Has[roster.RoleColumn] && last.Roles != l.Roles:
			t.Fatalf("%s is listed as %q %+v and is %q %+v", k.StaffCode, l.Post, l.Roles, last.Post, last.Roles)
		}
	}
	if len(listed) > 0 {
		t.Fatalf("listed and not in the register: %v", listed)
	}
}

// mustKeepThePast checks that days before the list's are as they were.
func (m *memory) mustKeepThePast(t *rapid.T, before *memory, d roster.Difference) {
	for _, k := range before.people {
		if m.person(k.ID) < 0 {
			continue // a mistake that left no trace
		}
		for back := 1; back < 120; back++ {
			on := d.Since.Add(-back)
			if was, is := before.at(k.ID, on), m.at(k.ID, on); was != is {
				t.Fatalf("%s belonged to %d on %s and now to %d, though the list holds from %s", k.StaffCode, was, on, is, d.Since)
			}
		}
	}
}

// An import that breaks half-way says where, so that its transaction is undone.
func TestApplyStopsAtTheFirstFailure(t *testing.T) {
	t.Parallel()
	list := list(t, "1,A,Văn phòng,,\n2,B,Thanh tra,,\n")
	for call := range 8 {
		broken := &failing{memory: &memory{}, after: call}
		d, err := roster.Prepare(t.Context(), broken, list, roster.When{Today: today})
		if err == nil {
			_, err = roster.Apply(t.Context(), broken, d, time.Unix(0, 0))
		}
		if !errors.Is(err, errBroken) {
			t.Errorf("call %d fails and the import says %v", call, err)
		}
	}
}

var errBroken = errors.New("broken")

// failing is a store whose calls fail after some have gone well.
type failing struct {
	*memory
	after int
}

func (f *failing) next() error {
	f.after--
	if f.after < 0 {
		return errBroken
	}
	return nil
}

func (f *failing) Register(ctx context.Context) (roster.Register, error) {
	if err := f.next(); err != nil {
		return roster.Register{}, err
	}
	return f.memory.Register(ctx)
}

func (f *failing) AddUnit(ctx context.Context, u people.Unit) (people.UnitID, error) {
	if err := f.next(); err != nil {
		return 0, err
	}
	return f.memory.AddUnit(ctx, u)
}

func (f *failing) AddPerson(ctx context.Context, p people.Person, now time.Time) (people.PersonID, error) {
	if err := f.next(); err != nil {
		return 0, err
	}
	return f.memory.AddPerson(ctx, p, now)
}

func (f *failing) SetMemberships(ctx context.Context, id people.PersonID, timeline []people.Membership) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.memory.SetMemberships(ctx, id, timeline)
}

func (f *failing) Audit(ctx context.Context, line people.AuditLine, now time.Time) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.memory.Audit(ctx, line, now)
}

func TestTheAuditTellsCountsAndNoNames(t *testing.T) {
	t.Parallel()
	m := &memory{}
	if _, _, err := m.apply(t.Context(), list(t, "1,Hoàng Văn Kín,Văn phòng,,\n"), roster.When{Today: today}); err != nil {
		t.Fatal(err)
	}
	want := people.AuditLine{
		Action: "import_roster", Channel: "cli", Detail: "since=2026-01-01 new=1 back=0 moved=0 changed=0 left=0 units=1 entries=0",
	}
	if len(m.audit) != 1 || m.audit[0] != want {
		t.Errorf("audit %+v, want %+v", m.audit, want)
	}
}
