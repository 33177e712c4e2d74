package main

import (
	"errors"
	"fmt"
	"io"

	"sohoc/internal/calendar"
	"sohoc/internal/calendarfile"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// importCalendarCmd compares a file of days off with the calendar and, when told to, writes the difference. Days that
// the file does not name stay as they are.
type importCalendarCmd struct {
	File  string `arg:"" name:"tệp" help:"Tệp .xlsx hoặc .csv có cột Ngày và Tên; thêm được Loại (nghỉ, làm bù), Tên tiếng Anh, Nguồn, Đã kiểm tra."`
	Apply bool   `help:"Ghi vào lịch. Không có cờ này thì chỉ xem trước."`
}

// Run previews or writes.
func (c importCalendarCmd) Run(a *app) (err error) {
	content, err := readWhole(c.File, calendarfile.MaxBytes)
	if err != nil {
		return err
	}
	list := calendarfile.Read(content)
	if len(list.Problems) > 0 {
		writeCalendarProblems(a.stderr, list.Problems)
		return fmt.Errorf("chưa ghi gì: tệp có %d lỗi, hãy sửa rồi chạy lại", len(list.Problems))
	}
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var news []calendarNews
	work := func(tx *sqlite.Tx) (err error) {
		if news, err = compareCalendar(a, tx, list.Entries); err != nil || !c.Apply || len(news) == 0 {
			return err
		}
		return applyCalendar(a, tx, news)
	}
	if c.Apply {
		err = db.Update(a.ctx, work)
	} else {
		err = db.View(a.ctx, work)
	}
	if err != nil {
		return fmt.Errorf("ghi lịch: %w", err)
	}
	fmt.Fprintf(a.stdout, "Đã đọc %d ngày.\n", len(list.Entries))
	for _, n := range news {
		fmt.Fprintln(a.stdout, n.text())
	}
	switch {
	case len(news) == 0:
		fmt.Fprintln(a.stdout, "Không có gì thay đổi.")
	case c.Apply:
		fmt.Fprintf(a.stdout, "Đã ghi %d ngày vào lịch.\n", len(news))
	default:
		fmt.Fprintln(a.stdout, "Chưa ghi gì. Thêm --apply để ghi.")
	}
	return nil
}

// calendarNews is a day that the file says something new of.
type calendarNews struct {
	before, after calendar.Entry
	known         bool // the calendar has the day
}

// compareCalendar returns what a file changes. A name in English that the file lacks stays.
func compareCalendar(a *app, tx *sqlite.Tx, entries []calendar.Entry) ([]calendarNews, error) {
	var news []calendarNews
	for _, e := range entries {
		there, err := tx.CalendarDays(a.ctx, day.Range{From: e.Day, To: e.Day})
		if err != nil {
			return nil, err
		}
		n := calendarNews{after: e, known: len(there) > 0}
		if n.known {
			n.before = there[0]
			if e.NameEN == "" && e.NameVI == n.before.NameVI {
				n.after.NameEN = n.before.NameEN
			}
			if e.Source == "" {
				n.after.Source = n.before.Source
			}
			if n.before == n.after {
				continue
			}
		}
		news = append(news, n)
	}
	return news, nil
}

// applyCalendar writes all of it as one act, which the Office can undo in chat.
func applyCalendar(a *app, tx *sqlite.Tx, news []calendarNews) error {
	var c calendar.Change
	for _, n := range news {
		c.Put = append(c.Put, n.after)
	}
	if _, err := tx.ChangeCalendar(a.ctx, c, 0, tx.Now()); err != nil {
		return err
	}
	return tx.Audit(a.ctx, people.AuditLine{Action: "calendar", Channel: "cli", Detail: fmt.Sprintf("import: %d", len(news))}, tx.Now())
}

// text is a line of the preview.
func (n calendarNews) text() string {
	if !n.known {
		return "+ " + calendarText(n.after)
	}
	return "~ " + calendarText(n.after) + " (trước: " + calendarText(n.before) + ")"
}

func calendarText(e calendar.Entry) string {
	kind := "nghỉ"
	if e.Kind == calendar.MakeUp {
		kind = "làm bù"
	}
	checked := "chưa kiểm tra"
	if e.Checked {
		checked = "đã kiểm tra"
	}
	text := e.Day.Local() + " " + kind + ": " + e.NameVI + ", " + checked
	if e.Source != "" {
		text += ", nguồn: " + e.Source
	}
	return text
}

// writeCalendarProblems lists what is wrong with a file, by row and column as Excel shows them.
func writeCalendarProblems(w io.Writer, problems []calendarfile.Problem) {
	for i, p := range problems {
		if i == maxProblems {
			fmt.Fprintf(w, "… và %d lỗi nữa.\n", len(problems)-maxProblems)
			return
		}
		where := ""
		if p.Row > 0 {
			where = fmt.Sprintf("dòng %d, cột %s (%s): ", p.Row, p.Letter, p.Heading)
		}
		fmt.Fprintln(w, where+calendarProblem(p))
	}
}

func calendarProblem(p calendarfile.Problem) string {
	switch p.Kind {
	case calendarfile.TooLarge:
		return fmt.Sprintf("tệp lớn hơn %d MB", calendarfile.MaxBytes>>20)
	case calendarfile.Unreadable:
		return "không đọc được tệp; hãy lưu lại thành .xlsx hoặc “CSV UTF-8”"
	case calendarfile.NoHeader:
		return "không tìm thấy dòng tiêu đề có đủ cột: " + p.Value
	case calendarfile.TooManyRows:
		return fmt.Sprintf("tệp dài hơn %d dòng", calendarfile.MaxRows)
	case calendarfile.NothingIn:
		return "dưới dòng tiêu đề không có ngày nào"
	case calendarfile.BadDate:
		return fmt.Sprintf("“%s” không phải là ngày; viết đủ ngày, tháng, năm: 04/02/2027", p.Value)
	case calendarfile.BadKind:
		return fmt.Sprintf("không hiểu loại “%s”; viết: nghỉ hoặc làm bù", p.Value)
	case calendarfile.BadMark:
		return fmt.Sprintf("không hiểu “%s”; viết: có hoặc chưa", p.Value)
	case calendarfile.Missing:
		return "chưa có gì"
	case calendarfile.TooLong:
		return fmt.Sprintf("dài hơn %d ký tự", calendarfile.MaxCell)
	case calendarfile.SameDay:
		return fmt.Sprintf("ngày %s đã có ở dòng %d", p.Value, p.Other)
	default:
		return string(p.Kind)
	}
}
