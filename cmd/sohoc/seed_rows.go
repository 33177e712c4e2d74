package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"

	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

var errNotEmpty = errors.New("thư mục dữ liệu đã có người: seed chỉ ghi vào thư mục trống")

// populate writes units and joined people.
func (s *seeder) populate(ctx context.Context, tx *sqlite.Tx, count int) error {
	register, err := tx.Register(ctx)
	if err != nil {
		return err
	}
	if !register.Empty() {
		return errNotEmpty
	}
	from := s.first()
	units := make([]people.UnitID, len(seedUnits))
	for i, u := range seedUnits {
		if units[i], err = tx.AddUnit(ctx, people.Unit{Name: u.name, Sort: i + 1, From: from}); err != nil {
			return err
		}
	}
	s.people = make([]seeded, 0, count)
	for i := range count {
		m := s.place(i, units)
		m.From = s.start(i)
		if err := s.join(ctx, tx, i, m); err != nil {
			return fmt.Errorf("person %d: %w", i+1, err)
		}
	}
	line := people.AuditLine{Action: "seed", Channel: "cli", Detail: "people=" + strconv.Itoa(count)}
	return tx.Audit(ctx, line, tx.Now())
}

// place says where the i-th person works: first those who lead, then the others, spread over the units.
func (s *seeder) place(i int, units []people.UnitID) people.Membership {
	if i < len(seedPosts) {
		p := seedPosts[i]
		return people.Membership{Unit: units[p.unit], Post: p.post, Roles: p.roles}
	}
	n := 1 + i%(len(units)-1)
	return people.Membership{Unit: units[n], Post: seedUnits[n].post}
}

// join writes one person with account and consent.
func (s *seeder) join(ctx context.Context, tx *sqlite.Tx, i int, m people.Membership) error {
	p := people.Person{StaffCode: fmt.Sprintf("NV%04d", i+1), Name: s.rand.name(), Category: people.CongChuc}
	switch {
	case m.Post == "Nhân viên hợp đồng" || i%19 == 18:
		p.Category = people.NguoiLaoDong
	case m.Unit >= people.UnitID(len(seedUnits)-2):
		p.Category = people.VienChuc // centres and notaries
	}
	id, err := tx.AddPerson(ctx, p, tx.Now())
	if err != nil {
		return err
	}
	if err := tx.SetMemberships(ctx, id, []people.Membership{m}); err != nil {
		return err
	}
	s.people = append(s.people, seeded{id: id, unit: m.Unit, code: p.StaffCode, name: p.Name})
	if s.outside[i] {
		return nil
	}
	return s.agree(ctx, tx, i, id)
}

// write stores the entries from, …, to-1 of all.
func (s *seeder) write(ctx context.Context, tx *sqlite.Tx, from, to, all int) error {
	for n := from; n < to; n++ {
		e := s.entry(n, all)
		id, err := tx.AddEntry(ctx, e)
		if err != nil {
			return err
		}
		proven := (e.Draft.Kind == "course" || e.Draft.Kind == "training") && n%10 < 7 // most people send the certificate
		if !proven || len(s.proofs) == 0 {
			continue
		}
		if _, err := tx.AddEvidence(ctx, id, s.proofs[n%len(s.proofs)], e.Created); err != nil {
			return err
		}
	}
	return nil
}

// dice is the chance of a seed, the same at every run.
type dice struct{ *rand.Rand }

func newDice() *dice {
	return &dice{rand.New(rand.NewPCG(171, 2025))} //nolint:gosec // invented data, to be the same at every run
}

func (d *dice) below(n int) int { return d.IntN(n) }

// diligent picks one of n people: some write three times as much as others, one in seventeen never.
func (d *dice) diligent(n int) int {
	for {
		x := d.Float64()
		i := int(x * (0.4 + 0.6*x) * float64(n))
		if i%17 != 16 {
			return i
		}
	}
}

// name invents a person.
func (d *dice) name() string {
	family := seedFamilies[d.below(len(seedFamilies))]
	of := seedGiven[d.below(len(seedGiven))]
	return family + " " + of.middle[d.below(len(of.middle))] + " " + of.given[d.below(len(of.given))]
}

// topic is something that people learn; with parts, its title ends in a number.
type topic struct {
	title    string
	kind     learning.Kind
	field    learning.Field
	provider string
	minutes  []int
	parts    int
}
