package bottest

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/remind"
	"sohoc/internal/schedule"
	"sohoc/internal/sqlite"
)

// jobs switches on the jobs of a line "jobs weekly_reminder quiz", all others off. From now on a line that moves the
// clock lets happen what is due meanwhile, as the program would.
func (p *player) jobs(codes string) {
	p.t.Helper()
	p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) error {
		// Who has said nothing yet is written to in Vietnamese.
		if err := tx.ExecForTest(p.ctx(), "UPDATE people SET lang = ?", p.lang); err != nil {
			return err
		}
		return tx.ExecForTest(p.ctx(), "UPDATE schedules SET enabled = instr(?, ' ' || job || ' ') > 0", " "+codes+" ")
	}))
	planners := map[schedule.Code]schedule.Planner[*sqlite.Tx]{}
	for code := range strings.FieldsSeq(codes) {
		planners[schedule.Code(code)] = p.plan
	}
	p.due = schedule.NewRunner(schedule.Config[*sqlite.Tx]{
		Update: p.db.Update, Planners: planners, Held: p.held, Zone: Zone, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return p.now },
		Calendar: func(ctx context.Context, tx *sqlite.Tx) (schedule.Calendar, error) { return tx.Calendar(ctx, Zone) },
	})
	_, err := p.due.Pass(p.ctx()) // what is due counts from here
	p.must(err)
}

// plan is the bot's planner of a slot.
func (p *player) plan(ctx context.Context, tx *sqlite.Tx, s schedule.Slot, cursor string) (schedule.Step, error) {
	planned, err := p.bot.Due(ctx, tx, remind.Slot{Job: remind.Job(s.Job), Due: s.Due}, cursor)
	p.came = append(p.came, planned.Messages...)
	return schedule.Step{Cursor: planned.Cursor, Done: planned.Done}, err
}

// held is the bot's planner of what was held.
func (p *player) held(ctx context.Context, tx *sqlite.Tx, _ time.Time) (time.Time, error) {
	planned, err := p.bot.DueHeld(ctx, tx)
	p.came = append(p.came, planned.Messages...)
	return planned.Next, err
}

// advance moves the clock and returns, in the form of the script, what came meanwhile.
func (p *player) advance(to string) string {
	p.t.Helper()
	from := p.now
	p.setClock(to)
	if p.due == nil || !p.now.After(from) {
		return ""
	}
	end := p.now
	p.now = from
	var out strings.Builder
	for {
		next, err := p.due.Pass(p.ctx())
		p.must(err)
		out.WriteString(p.arrived(out.Len() > 0))
		if next.IsZero() || next.After(end) {
			break
		}
		if next.After(p.now) {
			p.now = next
		}
	}
	if p.now = end; out.Len() > 0 {
		return out.String()
	}
	return "  (im lặng)\n"
}

// arrived shows what has come at this moment: for whom, and when.
func (p *player) arrived(more bool) string {
	p.t.Helper()
	var out strings.Builder
	for _, m := range p.came {
		if more {
			out.WriteString("  --\n")
		}
		more = true
		name := strings.TrimPrefix(string(m.To.Chat), "chat-")
		out.WriteString("  (cho " + name + ", " + p.now.In(Zone).Format("15:04 02/01") + ")\n")
		out.WriteString(p.show(channel.Event{Address: m.To}, m))
	}
	p.came = nil
	return out.String()
}
