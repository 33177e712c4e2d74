package sqlite

import (
	"context"
	"fmt"

	"sohoc/internal/learning"
)

// Corrections counts, for each part of an entry, the entries whose people changed that part within a day of
// writing them: where the reading of lines is weak. It looks at versions that are kept anyway and returns no text.
func (tx *Tx) Corrections(ctx context.Context) (learning.Corrections, error) {
	const query = `SELECT count(*),
coalesce(sum(json_extract(v.before, '$.title') IS NOT e.title), 0),
coalesce(sum(json_extract(v.before, '$.minutes') IS NOT e.minutes), 0),
coalesce(sum(json_extract(v.before, '$.start') IS NOT e.start_day OR json_extract(v.before, '$.end') IS NOT e.end_day), 0),
coalesce(sum(json_extract(v.before, '$.kind') IS NOT e.kind), 0),
coalesce(sum(json_extract(v.before, '$.field') IS NOT e.field), 0),
coalesce(sum(coalesce(json_extract(v.before, '$.provider'), '') IS NOT e.provider), 0)
FROM entry_versions v JOIN entries e ON e.id = v.entry_id
WHERE v.version = 1 AND v.changed_at - e.created_at < 86400000 AND e.status <> 'deleted'`
	var c learning.Corrections
	err := tx.row(ctx, query).Scan(&c.Entries, &c.Title, &c.Minutes, &c.Days, &c.Kind, &c.Field, &c.Provider)
	if err != nil {
		return c, fmt.Errorf("count corrections: %w", err)
	}
	return c, nil
}
