package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/people"
)

// hoursKey is the setting that holds the working hours, as calendar.ParseHours reads them.
const hoursKey = "working_hours"

// keptCalendar is a calendar that a connection has read, with what tells whether it is still true.
type keptCalendar struct {
	version string
	zone    *time.Location
	days    *calendar.Calendar
}

// Calendar returns the working days and hours, for a zone. It is cheap to ask for again: one row is read as long
// as nobody has changed the calendar.
func (tx *Tx) Calendar(ctx context.Context, zone *time.Location) (*calendar.Calendar, error) {
	var version string
	if err := tx.row(ctx, "SELECT version FROM calendar_version").Scan(&version); err != nil {
		return nil, fmt.Errorf("read version of calendar: %w", err)
	}
	if k := tx.conn.calendar; k.days != nil && k.version == version && k.zone == zone {
		return k.days, nil
	}
	entries, err := tx.CalendarDays(ctx, day.Range{From: "0000-00-00", To: "9999-99-99"})
	if err != nil {
		return nil, err
	}
	hours, err := tx.WorkingHours(ctx)
	if err != nil {
		return nil, err
	}
	k := keptCalendar{version: version, zone: zone, days: calendar.New(entries, hours, zone)}
	tx.conn.calendar = k
	return k.days, nil
}

// WorkingHours returns the hours that the Office has set, the default ones when it has set none that can be read.
func (tx *Tx) WorkingHours(ctx context.Context) (calendar.Hours, error) {
	var text string
	ok, err := found(tx.row(ctx, "SELECT value FROM settings WHERE key = ?", hoursKey).Scan(&text))
	if err != nil {
		return nil, fmt.Errorf("read working hours: %w", err)
	}
	if hours, err := calendar.ParseHours(text); ok && err == nil {
		return hours, nil
	}
	return calendar.DefaultHours(), nil
}

// SetWorkingHours stores the working hours.
func (tx *Tx) SetWorkingHours(ctx context.Context, hours calendar.Hours, by people.PersonID) error {
	if err := tx.Set(ctx, hoursKey, hours.String()); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "UPDATE settings SET updated_by = ? WHERE key = ?", orNull(by), hoursKey); err != nil {
		return fmt.Errorf("note who set the working hours: %w", err)
	}
	tx.WakeSchedule()
	return nil
}

// orNull is a person, or nobody: the command line.
func orNull(id people.PersonID) any {
	if id == 0 {
		return nil
	}
	return id
}

const calendarColumns = "SELECT day, kind, name_vi, name_en, source, doubt, checked FROM calendar_days WHERE "

func scanCalendarDay(s scanner) (calendar.Entry, error) {
	var e calendar.Entry
	err := s.Scan(&e.Day, &e.Kind, &e.NameVI, &e.NameEN, &e.Source, &e.Doubt, &e.Checked)
	return e, err
}

// CalendarDays lists the entries of a range of days, in their order.
func (tx *Tx) CalendarDays(ctx context.Context, days day.Range) ([]calendar.Entry, error) {
	var out []calendar.Entry
	err := tx.each(ctx, func(s scanner) error {
		e, err := scanCalendarDay(s)
		out = append(out, e)
		return err
	}, calendarColumns+"day BETWEEN ? AND ? ORDER BY day", days.From, days.To)
	if err != nil {
		return nil, fmt.Errorf("list days of the calendar: %w", err)
	}
	return out, nil
}

// ChangeCalendar writes entries and takes days out, as one act that can be undone. An entry takes the place of that
// of its day. The batch names the act; it is 0 when nothing had to change.
func (tx *Tx) ChangeCalendar(ctx context.Context, c calendar.Change, by people.PersonID, now time.Time) (batch int64, err error) {
	if err := tx.row(ctx, "SELECT coalesce(max(batch), 0) + 1 FROM calendar_changes").Scan(&batch); err != nil {
		return 0, fmt.Errorf("number a change of the calendar: %w", err)
	}
	changed := false
	for _, e := range c.Put {
		done, err := tx.changeDay(ctx, batch, e.Day, &e, changeBy{by, now})
		if err != nil {
			return 0, err
		}
		changed = changed || done
	}
	for _, d := range c.Remove {
		done, err := tx.changeDay(ctx, batch, d, nil, changeBy{by, now})
		if err != nil {
			return 0, err
		}
		changed = changed || done
	}
	if !changed {
		return 0, nil
	}
	return batch, nil
}

// changeBy says who changes something, and when.
type changeBy struct {
	person people.PersonID
	at     time.Time
}

// changeDay gives a day its entry, or takes it away, and keeps what was there before.
func (tx *Tx) changeDay(ctx context.Context, batch int64, d day.Day, after *calendar.Entry, by changeBy) (bool, error) {
	before, had, err := tx.calendarDay(ctx, d)
	if err != nil {
		return false, err
	}
	if !had && after == nil || had && after != nil && before == *after {
		return false, nil
	}
	var kept any
	if had {
		raw, err := json.Marshal(before)
		if err != nil {
			return false, fmt.Errorf("keep day of the calendar: %w", err)
		}
		kept = string(raw)
	}
	const note = "INSERT INTO calendar_changes (batch, day, before, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)"
	if _, err := tx.exec(ctx, note, batch, d, kept, orNull(by.person), millis(by.at)); err != nil {
		return false, fmt.Errorf("note change of the calendar: %w", err)
	}
	return true, tx.putDay(ctx, d, after)
}

func (tx *Tx) calendarDay(ctx context.Context, d day.Day) (calendar.Entry, bool, error) {
	e, err := scanCalendarDay(tx.row(ctx, calendarColumns+"day = ?", d))
	ok, err := found(err)
	if err != nil {
		return e, false, fmt.Errorf("read day of the calendar: %w", err)
	}
	return e, ok, nil
}

// putDay writes the entry of a day; nil takes it out.
func (tx *Tx) putDay(ctx context.Context, d day.Day, e *calendar.Entry) error {
	tx.WakeSchedule() // what was held for the next working moment may be due earlier
	if e == nil {
		if _, err := tx.exec(ctx, "DELETE FROM calendar_days WHERE day = ?", d); err != nil {
			return fmt.Errorf("take a day out of the calendar: %w", err)
		}
		return nil
	}
	const query = `INSERT INTO calendar_days (day, kind, name_vi, name_en, source, doubt, checked) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name_vi = excluded.name_vi, name_en = excluded.name_en,
  source = excluded.source, doubt = excluded.doubt, checked = excluded.checked`
	if _, err := tx.exec(ctx, query, d, e.Kind, e.NameVI, e.NameEN, e.Source, e.Doubt, e.Checked); err != nil {
		return fmt.Errorf("write day of the calendar: %w", err)
	}
	return nil
}

// UndoCalendar puts back what an act replaced, and returns the days that it gave back. It does nothing, and ok is
// false, when the act was undone already or a later act has changed one of its days.
func (tx *Tx) UndoCalendar(ctx context.Context, batch int64) (days []day.Day, ok bool, err error) {
	type row struct {
		d      day.Day
		before *string
	}
	var rows []row
	err = tx.each(ctx, func(s scanner) error {
		var r row
		err := s.Scan(&r.d, &r.before)
		rows = append(rows, r)
		return err
	}, `SELECT day, before FROM calendar_changes c WHERE batch = ?1 AND undone = 0 AND NOT EXISTS (
  SELECT 1 FROM calendar_changes l WHERE l.batch > ?1 AND l.undone = 0 AND l.day IN (SELECT day FROM calendar_changes WHERE batch = ?1))
ORDER BY id`, batch)
	if err != nil {
		return nil, false, fmt.Errorf("read change of the calendar: %w", err)
	}
	if len(rows) == 0 {
		return nil, false, nil
	}
	for _, r := range rows {
		var e *calendar.Entry
		if r.before != nil {
			e = new(calendar.Entry)
			if err := json.Unmarshal([]byte(*r.before), e); err != nil {
				return nil, false, fmt.Errorf("decode day of the calendar: %w", err)
			}
		}
		if err := tx.putDay(ctx, r.d, e); err != nil {
			return nil, false, err
		}
		days = append(days, r.d)
	}
	if _, err := tx.exec(ctx, "UPDATE calendar_changes SET undone = 1 WHERE batch = ?", batch); err != nil {
		return nil, false, fmt.Errorf("note undoing: %w", err)
	}
	return days, true, nil
}
