package quiz

import (
	"context"
	"fmt"
	"strings"

	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// How far from today a document may be said to end.
const (
	maxPast   = 20 * 366 // days
	maxFuture = 5 * 366
)

// CheckEnd reports whether a document may be said to end on a day. Fault: "cauhoi.ngay_xa".
func CheckEnd(ended, today day.Day) error {
	if ended != "" && (ended < today.Add(-maxPast) || ended > today.Add(maxFuture)) {
		return fault.New(fault.Invalid, "cauhoi.ngay_xa", fault.Args{"Ngay": ended.Local()})
	}
	return nil
}

// EndDocument notes the first day on which a document is no longer in force. On that day its questions are no longer
// asked; nothing has to happen for it (see Question.LiveOn). An empty day takes it back. Fault: "cauhoi.ngay_xa".
func EndDocument(ctx context.Context, store BankStore, d Document, ended day.Day, by Actor) error {
	if err := CheckEnd(ended, by.Today); err != nil {
		return err
	}
	if err := store.SetDocumentEnd(ctx, d.ID, ended, by); err != nil {
		return fmt.Errorf("end document: %w", err)
	}
	action, detail := "document_end", fmt.Sprintf("%d from %s", d.ID, ended)
	if ended == "" {
		action, detail = "document_end_undo", fmt.Sprint(d.ID)
	}
	if err := store.Audit(ctx, people.AuditLine{By: by.Person, Action: action, Channel: by.Channel, Detail: detail}, by.Now); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// FindDocuments chooses the documents that words name: the one whose whole name they are, else those that hold all of
// the words, such as "nghị định 30" for "Nghị định số 30/2020/NĐ-CP".
func FindDocuments(all []Document, words string) []Document {
	asked := plainWords(words)
	if len(asked) == 0 {
		return nil
	}
	var out []Document
	for _, d := range all {
		has := plainWords(d.Name)
		if strings.Join(has, " ") == strings.Join(asked, " ") {
			return []Document{d}
		}
		if holds(has, asked) {
			out = append(out, d)
		}
	}
	return out
}

// plainWords are the folded words and numbers of a text; "số" says nothing.
func plainWords(s string) []string {
	words := strings.FieldsFunc(viet.Fold(s), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9')
	})
	var out []string
	for _, w := range words {
		if w != "so" {
			out = append(out, w)
		}
	}
	return out
}

func holds(has, asked []string) bool {
	known := map[string]bool{}
	for _, w := range has {
		known[w] = true
	}
	for _, w := range asked {
		if !known[w] {
			return false
		}
	}
	return true
}
