package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/fault"
	"sohoc/internal/learning"
)

// entryNumber reads "41" or "#41" at the start of an argument. Without one it is the newest entry.
func (t *turn) entryNumber(ctx context.Context, arg string) (learning.EntryID, error) {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(arg), "#"), " ")
	if id, err := strconv.ParseInt(first, 10, 64); err == nil {
		return learning.EntryID(id), nil
	}
	e, ok, err := t.tx.LastEntry(ctx, t.actor.Person.ID)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fault.New(fault.NotFound, "entry.chua_co", nil)
	}
	return e.ID, nil
}

// entryArg reports whether the argument of a plain word is the number of an entry.
func (t *turn) entryArg(arg string) bool {
	_, err := strconv.Atoi(strings.TrimPrefix(arg, "#"))
	return err == nil
}

// editTarget splits the argument of /sua into the entry's number, with or without a #, and the new value. Without a
// number, and when the number is that of an amount or a day ("2 giờ", "20 tháng 11"), all is the value.
func (t *turn) editTarget(arg string) (number, value string) {
	first, rest, _ := strings.Cut(arg, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case !t.entryArg(first):
		return "", arg
	case rest == "", strings.HasPrefix(first, "#"):
		return first, rest
	case t.isValue(arg):
		return "", arg
	}
	unit, _, _ := strings.Cut(rest, " ")
	if _, ok := t.set.parser.Duration(first + " " + unit); ok {
		return "", arg
	}
	return first, rest
}

// isValue reports whether words are a duration, a day or both, and nothing else.
func (t *turn) isValue(words string) bool {
	if _, ok := t.set.parser.Duration(words); ok {
		return true
	}
	r := t.parse(words)
	return r.Title == "" && (r.Minutes > 0 || r.HasDate)
}

// editArg reports whether the argument of a plain "sửa" is a number, a duration or a day: "sua 41", "sua 1h".
func (t *turn) editArg(arg string) bool {
	number, value := t.editTarget(arg)
	if value == "" {
		return number != ""
	}
	if t.isValue(value) {
		return true
	}
	r := t.parse(value)
	return r.Minutes > 0 || r.HasDate
}

// cmdEdit is /sua [number] [new value].
func (t *turn) cmdEdit(ctx context.Context, arg string) error {
	number, value := t.editTarget(arg)
	id, err := t.entryNumber(ctx, number)
	if err != nil {
		return err
	}
	if value == "" {
		return t.beginEdit(ctx, id)
	}
	return t.amend(ctx, id, value)
}

// entry returns an entry of the person that has not been deleted.
func (t *turn) entry(ctx context.Context, id learning.EntryID) (learning.Entry, error) {
	e, ok, err := t.tx.Entry(ctx, t.actor.Person.ID, id)
	switch {
	case err != nil:
		return e, err
	case !ok:
		return e, fault.New(fault.NotFound, "entry.none", fault.Args{"ID": id})
	case e.Status == learning.Deleted:
		return e, fault.New(fault.Conflict, "entry.gone", fault.Args{"ID": id})
	}
	return e, nil
}
