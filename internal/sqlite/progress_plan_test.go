package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The indexes of the entries must answer questions about totals alone: one look at the table per entry would cost ten
// times as much, and one scan of the table a thousand times.
func TestEntriesAreFoundByIndexes(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "sohoc.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	const byUnit = "SEARCH entries USING COVERING INDEX entries_unit (unit_id=? AND end_day>? AND end_day<?)"
	const byPerson = "SEARCH entries USING COVERING INDEX entries_person (person_id=? AND end_day>? AND end_day<?)"
	for name, c := range map[string]struct {
		query  string
		params int
		want   string
	}{
		"kinds of a person":       {kindTotals, 3, byPerson},
		"sums of a unit":          {sumsOfUnit, 3, byUnit},
		"sums of all units":       {sumsOfAll, 2, byUnit},
		"who wrote in a unit":     {writersOfUnit, 3, byUnit},
		"who wrote in any unit":   {writersOfAll, 2, byUnit},
		"what counts, of a unit":  {creditedOfUnit, 5, byPerson},
		"what counts, of all":     {creditedOfAll, 4, byPerson},
		"whether there is any":    {begun, 1, "SEARCH entries USING COVERING INDEX entries_unit (unit_id=? AND end_day<?)"},
		"who has ever written":    {membersQuery, 3, "SEARCH e USING COVERING INDEX entries_person (person_id=? AND end_day<?)"},
		"the newest entry":        {"SELECT * FROM entries WHERE " + newest, 1, "SEARCH entries USING INDEX entries_person (person_id=?)"},
		"what was touched last":   {"SELECT * FROM entries WHERE " + touched, 1, "SEARCH entries USING COVERING INDEX entries_person (person_id=?)"},
		"an entry by its message": {"SELECT * FROM entries WHERE " + byMessage, 3, "SEARCH entries USING COVERING INDEX entries_person (person_id=?)"},
		"members and their state": {membersQuery, 3, "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)"},
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
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(plan, "\n"); !strings.Contains(all, c.want) || strings.Contains(all, "SCAN entries") {
				t.Errorf("the plan is not by %q:\n%s", c.want, all)
			}
		})
	}
}
