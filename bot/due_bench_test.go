package bot

import (
	"runtime"
	"testing"
	"time"

	"sohoc/internal/remind"
	"sohoc/internal/sqlite"
)

// crowd adds people who have agreed long ago and have a chat each; every third has written something this week.
func (s *stage) crowd(n int) {
	s.t.Helper()
	const series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
	for _, query := range []string{
		series + "INSERT INTO people (id, staff_code, name, folded, created_at) SELECT 1000 + i, 'D' || i, 'Tạ Văn ' || i, 'ta van ' || i, 1 FROM n",
		series + "INSERT INTO memberships (person_id, unit_id, valid_from) SELECT 1000 + i, 1 + i % 2, '2026-01-01' FROM n",
		series + "INSERT INTO consents (person_id, version, channel, given_at) SELECT 1000 + i, '2026-11', 'telegram', 1 FROM n",
		series + "INSERT INTO identities (channel, account, user_id, chat_id, person_id, linked_at) SELECT 'telegram', '100', 'u' || i, 'c' || i, 1000 + i, 1 FROM n",
		series + `INSERT INTO entries (person_id, unit_id, kind, field, title, folded, start_day, end_day, minutes, status, channel, created_at, updated_at)
SELECT 1000 + i, 1 + i % 2, 'self_study', 'law', 'Luật', 'luat', d, d, 60, 'recorded', 'telegram', 1, 1
FROM n, (SELECT '2026-10-01' AS d UNION SELECT '2026-11-01' UNION SELECT '2026-11-26') WHERE d < '2026-11-20' OR i % 3 = 0`,
	} {
		s.exec(query, n)
	}
}

// planAll plans a slot to its end as the runner does, a transaction for each part, and returns how many messages
// were queued and how long the longest part took.
func (s *stage) planAll(slot remind.Slot) (messages int, longest time.Duration) {
	s.t.Helper()
	cursor, done := "", false
	for !done {
		begun := time.Now()
		s.update(func(tx *sqlite.Tx) error {
			p, err := s.bot.Due(s.t.Context(), tx, slot, cursor)
			if err != nil {
				return err
			}
			cursor, done = p.Cursor, p.Done
			messages += len(p.Messages)
			return tx.QueueMessages(s.t.Context(), p.Messages...)
		})
		longest = max(longest, time.Since(begun))
	}
	return messages, longest
}

// BenchmarkWeeklyReminder plans and queues one weekly reminder for 100,000 people; two of three are written to.
func BenchmarkWeeklyReminder(b *testing.B) {
	const people = 100_000
	for b.Loop() {
		b.StopTimer()
		s := newStage(b)
		s.crowd(people)
		s.now = time.Date(2026, 11, 27, 15, 30, 0, 0, stageZone)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		b.StartTimer()
		sent, longest := s.planAll(remind.Slot{Job: remind.Weekly, Due: s.now})
		b.StopTimer()
		runtime.ReadMemStats(&after)
		if sent != people*2/3+1 {
			b.Fatalf("%d were written to", sent)
		}
		b.ReportMetric(float64(longest.Milliseconds()), "ms/longest-part")
		b.ReportMetric(float64(after.HeapSys)/(1<<20), "MB-heap")
		b.StartTimer()
	}
}
