package bottest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// Zone is the zone in which the conversations are held.
var Zone = time.FixedZone("+07", 7*60*60)

var categories = map[string]people.Category{
	"": "", "công chức": people.CongChuc, "viên chức": people.VienChuc, "người lao động": people.NguoiLaoDong,
}

// department sets up what the section of that name says.
func (p *player) department(section string) {
	p.t.Helper()
	for line := range strings.Lines(section) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "", "#":
		case "now":
			p.setClock(rest)
			p.open()
		case "unit":
			p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error {
				id, err := tx.AddUnit(p.ctx(), people.Unit{Name: rest, Sort: len(p.units), From: day.YearOf(p.today()).From})
				p.units[rest] = id
				return err
			}))
		case "person":
			p.person(strings.Split(rest, "|"))
		case "set":
			key, value, _ := strings.Cut(rest, " ")
			p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error { return tx.Set(p.ctx(), key, value) }))
		case "channel": // one for both forms: the script tells channels apart
			p.only = channel.Kind(rest)
		case "messengers":
			p.messengers = true
		case "question":
			p.question(strings.Split(rest, "|"))
		case "jobs":
			p.jobs(rest)
		case "bank":
			p.bank(rest)
		case "sql":
			p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error { return tx.ExecForTest(p.ctx(), rest) }))
		default:
			p.t.Fatalf("department: line %q is not understood", line)
		}
	}
}

// person adds one person: code | name | unit | post | roles | category | state.
func (p *player) person(columns []string) {
	p.t.Helper()
	for len(columns) < 7 {
		columns = append(columns, "")
	}
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	name, state := columns[1], columns[6]
	roles := columns[4]
	p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error {
		id, err := tx.AddPerson(p.ctx(), people.Person{StaffCode: columns[0], Name: name, Category: categories[columns[5]]}, tx.Now())
		if err != nil {
			return err
		}
		m := people.Membership{
			Person: id, Unit: p.unit(columns[2]), Post: columns[3], From: day.YearOf(p.today()).From,
			Roles: people.Roles{
				Head: strings.Contains(roles, "head"), Office: strings.Contains(roles, "office"),
				Director: strings.Contains(roles, "director"), Admin: strings.Contains(roles, "admin"),
			},
		}
		if state == "left" {
			m.To = p.today().Add(-1)
		}
		if err := tx.SetMemberships(p.ctx(), id, []people.Membership{m}); err != nil {
			return err
		}
		return p.join(p.ctx(), tx, id, given(name), state)
	}))
}

// join brings a person into a state.
func (p *player) join(ctx context.Context, tx *sqlite.Tx, id people.PersonID, name, state string) error {
	if code, ok := strings.CutPrefix(state, "invited "); ok {
		return tx.AddInvite(ctx, people.HashCode(code), people.Invite{
			Person: id, Purpose: people.Join, Expires: tx.Now().Add(people.InviteLife),
		}, tx.Now())
	}
	if state == "" {
		return nil
	}
	a := p.address(name)
	acc := people.Account{Channel: string(a.Channel), Account: string(a.Account), User: string(a.Chat), Chat: string(a.Chat)}
	if err := tx.LinkAccount(ctx, acc, id, tx.Now()); err != nil {
		return err
	}
	return tx.GiveConsent(ctx, id, people.ConsentVersion, string(a.Channel), tx.Now())
}

func (p *player) unit(name string) people.UnitID {
	p.t.Helper()
	id, ok := p.units[name]
	if !ok {
		p.t.Fatalf("department: there is no unit %q", name)
	}
	return id
}

func given(name string) string {
	words := strings.Fields(name)
	return words[len(words)-1]
}

// setClock moves the clock: "2026-11-24 09:00" or "+9h".
func (p *player) setClock(to string) {
	p.t.Helper()
	if span, ok := strings.CutPrefix(to, "+"); ok {
		d, err := time.ParseDuration(span)
		p.must(err)
		p.now = p.now.Add(d)
		return
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", to, Zone)
	if err != nil {
		p.t.Fatal(fmt.Errorf("clock: %w", err))
	}
	p.now = at
}

func (p *player) today() day.Day { return day.Of(p.now.In(Zone)) }
