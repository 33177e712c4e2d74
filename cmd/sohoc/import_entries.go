package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/entryfile"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/roster"
	"sohoc/internal/sqlite"
	"sohoc/internal/viet"
)

// importEntriesCmd brings in what export entries has written, once however often it is run.
type importEntriesCmd struct {
	File string `arg:"" name:"tệp" help:"Tệp .jsonl hoặc .csv mà lệnh export entries đã xuất."`
}

// importBatch is how many entries share a transaction: some 30 ms in which a running serve waits.
const importBatch = 1000

// Run reads the file twice: the first time to find every fault, the second time to write.
func (c importEntriesCmd) Run(a *app) (err error) {
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var known references
	err = db.View(a.ctx, func(tx *sqlite.Tx) (err error) {
		known, err = readReferences(a.ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if err := c.check(a, known); err != nil {
		return err
	}
	return c.write(a, db, known)
}

// check reads the whole file and lists its faults.
func (c importEntriesCmd) check(a *app, known references) error {
	faults := 0
	err := c.each(a.ctx, func(r entryfile.Record, line int, err error) error {
		if err == nil {
			_, err = known.entry(r, line)
		}
		var fault *entryfile.LineError
		if err == nil || !errors.As(err, &fault) {
			return err
		}
		if faults++; faults <= maxProblems {
			fmt.Fprintln(a.stderr, lineText(fault))
		}
		return nil
	})
	if err == nil && faults > maxProblems {
		fmt.Fprintf(a.stderr, "… và %d lỗi nữa.\n", faults-maxProblems)
	}
	if err == nil && faults > 0 {
		err = fmt.Errorf("chưa ghi gì: tệp có %d lỗi, hãy sửa rồi chạy lại", faults)
	}
	return err
}

// each calls fn with every record, or with what is wrong with its line.
func (c importEntriesCmd) each(ctx context.Context, fn func(entryfile.Record, int, error) error) (err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return openFailure(c.File, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in, err := entryfile.NewReader(f)
	var missing *entryfile.MissingColumns
	if errors.As(err, &missing) {
		return fmt.Errorf("không phải tệp do export entries xuất ra; thiếu cột: %s", strings.Join(missing.Names, ", "))
	}
	if err != nil {
		return fmt.Errorf("không đọc được tệp: %w", err)
	}
	for ctx.Err() == nil {
		r, line, err := in.Next()
		var fault *entryfile.LineError
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.As(err, &fault) {
			return fmt.Errorf("không đọc được tệp: %w", err)
		}
		if err := fn(r, line, err); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// imported is an entry on its way in.
type imported struct {
	learning.Entry
	record entryfile.Record
}

// intake counts what became of the entries of a file.
type intake struct {
	added, skipped int
	differ         []int64 // the numbers of those that stand in the register with other content
}

func (n *intake) add(more intake) {
	n.added, n.skipped, n.differ = n.added+more.added, n.skipped+more.skipped, append(n.differ, more.differ...)
}

// store brings a batch in.
func store(ctx context.Context, tx *sqlite.Tx, batch []imported) (n intake, err error) {
	for _, e := range batch {
		fresh, err := tx.ImportEntry(ctx, e.Entry, e.record.Origin())
		if err != nil {
			return n, err
		}
		if fresh {
			n.added++
			continue
		}
		n.skipped++
		here, err := tx.EntryRecords(ctx, e.ID-1, 1, true)
		if err != nil {
			return n, err
		}
		if len(here) == 1 && here[0].Origin() == e.record.Origin() && here[0].Content() != e.record.Content() {
			n.differ = append(n.differ, e.record.ID)
		}
	}
	return n, nil
}

// write brings the entries in, a batch at a time. When it is interrupted, running it again brings the rest.
func (c importEntriesCmd) write(a *app, db *sqlite.DB, known references) error {
	var batch []imported
	var all intake
	flush := func() error {
		var n intake
		err := db.Update(a.ctx, func(tx *sqlite.Tx) (err error) {
			n, err = store(a.ctx, tx, batch)
			return err
		})
		if err != nil {
			return fmt.Errorf("ghi các mục học: %w", err)
		}
		all.add(n)
		batch = batch[:0]
		return yield(a.ctx)
	}
	err := c.each(a.ctx, func(r entryfile.Record, line int, err error) error {
		if err != nil {
			return err // the file was changed since it was checked
		}
		e, err := known.entry(r, line)
		if err != nil {
			return err
		}
		if batch = append(batch, imported{Entry: e, record: r}); len(batch) < importBatch {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return err
	}
	err = db.Update(a.ctx, func(tx *sqlite.Tx) error {
		detail := fmt.Sprintf("added=%d skipped=%d differ=%d", all.added, all.skipped, len(all.differ))
		return tx.Audit(a.ctx, people.AuditLine{Action: "import_entries", Channel: "cli", Detail: detail}, tx.Now())
	})
	if err != nil {
		return err
	}
	all.write(a.stdout)
	return nil
}

// maxNumbers is how many numbers of entries are named.
const maxNumbers = 10

func (n intake) write(w io.Writer) {
	fmt.Fprintf(w, "Đã nhập %d mục, bỏ qua %d mục đã có.\n", n.added, n.skipped)
	if len(n.differ) == 0 {
		return
	}
	var numbers []string
	for _, id := range n.differ[:min(len(n.differ), maxNumbers)] {
		numbers = append(numbers, strconv.FormatInt(id, 10))
	}
	if len(n.differ) > maxNumbers {
		numbers = append(numbers, "…")
	}
	fmt.Fprintf(w, "%d mục khác với sổ, không ghi đè: %s\n", len(n.differ), strings.Join(numbers, ", "))
}

// yield leaves the database to a running serve for a moment: who waits for a lock asks again only now and then.
func yield(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(5 * time.Millisecond):
		return nil
	}
}

// references are what lines of a file point to.
type references struct {
	people map[string]roster.Known
	units  map[string]people.UnitID
	kinds  map[string]bool
	fields map[string]bool
}

func readReferences(ctx context.Context, tx *sqlite.Tx) (references, error) {
	out := references{people: map[string]roster.Known{}, units: map[string]people.UnitID{}, kinds: map[string]bool{}, fields: map[string]bool{}}
	register, err := tx.Register(ctx)
	if err != nil {
		return out, err
	}
	for _, k := range register.People {
		out.people[k.StaffCode] = k
	}
	for _, u := range register.Units {
		out.units[viet.Fold(u.Name)] = u.ID
	}
	lists, _, err := tx.Book(ctx)
	for _, k := range lists.Kinds {
		out.kinds[k.Code] = true
	}
	for _, f := range lists.Fields {
		out.fields[f.Code] = true
	}
	return out, err
}

// entry returns the entry that a line means. The unit is that of the person on the first day, by the memberships that
// are known here; only for a day without membership the file's own word counts.
func (k references) entry(r entryfile.Record, line int) (learning.Entry, error) {
	alien := func(field, value string) error {
		return &entryfile.LineError{Line: line, Field: field, Value: value, Alien: true}
	}
	person, ok := k.people[r.StaffCode]
	if !ok {
		return learning.Entry{}, alien("staff_code", r.StaffCode)
	}
	unit, ok := k.units[viet.Fold(r.Unit)]
	for _, m := range person.Timeline {
		if m.From <= r.Start && (m.To == "" || m.To >= r.Start) {
			unit, ok = m.Unit, true
		}
	}
	switch {
	case !ok:
		return learning.Entry{}, alien("unit", r.Unit)
	case !k.kinds[r.Kind]:
		return learning.Entry{}, alien("kind", r.Kind)
	case !k.fields[r.Field]:
		return learning.Entry{}, alien("field", r.Field)
	}
	return learning.Entry{
		ID: learning.EntryID(r.ID), Person: person.ID, Unit: unit, Status: learning.Status(r.Status), Channel: r.Channel, Version: 1,
		Draft: learning.Draft{
			Title: r.Title, Kind: learning.Kind(r.Kind), Field: learning.Field(r.Field), Provider: r.Provider, Start: r.Start, End: r.End,
			Minutes: r.Minutes,
		},
		Created: r.CreatedAt.Time, Updated: r.CreatedAt.Time,
	}, nil
}

// lineText says what is wrong with a line of a file of entries.
func lineText(e *entryfile.LineError) string {
	switch {
	case e.Field == "":
		return fmt.Sprintf("dòng %d: không đọc được", e.Line)
	case e.Alien:
		return fmt.Sprintf("dòng %d (%s): trong sổ không có “%s”", e.Line, e.Field, e.Value)
	case e.Value == "":
		return fmt.Sprintf("dòng %d (%s): chưa có gì", e.Line, e.Field)
	default:
		return fmt.Sprintf("dòng %d (%s): “%s” không đúng", e.Line, e.Field, e.Value)
	}
}
