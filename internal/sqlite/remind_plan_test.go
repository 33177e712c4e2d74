package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A part of a slot asks about some hundred people: none of its questions may look at all rows of a table that grows
// with the people or with the years.
func TestPartsOfASlotScanNothing(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for name, c := range map[string]struct {
		query  string
		params int
	}{
		"who comes next":       {actorSelect + "WHERE p.id > ? ORDER BY p.id LIMIT ?", 3},
		"who is asked for":     {actorSelect + "WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id", 2},
		"what is true of them": {remindedFacts, 2},
		"their doors":          {remindedDoors, 1},
		"what is settled":      {remindedDues, 2},
		"messages that wait":   {"SELECT " + messageColumns + " FROM outbox WHERE " + waitingOf, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var plan []string
			err := db.View(t.Context(), func(tx *Tx) error {
				return tx.each(t.Context(), func(s scanner) error {
					var id, parent, unused int
					var detail string
					err := s.Scan(&id, &parent, &unused, &detail)
					plan = append(plan, detail)
					return err
				}, "EXPLAIN QUERY PLAN "+c.query, make([]any, c.params)...)
			})
			if err != nil || len(plan) == 0 {
				t.Fatalf("no plan: %v", err)
			}
			for _, line := range plan {
				scans := strings.Contains(line, "SCAN") && !strings.Contains(line, "json_each") && !strings.Contains(line, "doors")
				if scans || strings.Contains(line, "AUTOMATIC") {
					t.Errorf("%q in the plan:\n%s", line, strings.Join(plan, "\n"))
				}
			}
		})
	}
}
