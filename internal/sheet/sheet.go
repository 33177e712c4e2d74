// Package sheet looks into an Excel workbook before it is read, for whoever reads one that somebody sent.
//
// A workbook of a few kilobytes can make its reader fill the memory of the machine: a text that is kept once and shown
// in every cell, or a cell at the far end of every row. Check refuses such a one while it holds next to nothing. It
// does not say whether a workbook makes sense, and it reads no cell for anybody.
package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Bounds of what a reader is let in for.
const (
	maxColumn = 256       // of a cell that says something
	maxText   = 128 << 10 // bytes of a shared text; Excel takes 32,767 characters
	maxShown  = 32 << 20  // bytes of the shared texts in all cells together
	maxShared = 1 << 20   // shared texts
)

// ErrTooMuch says that a workbook would grow beyond all need.
var ErrTooMuch = errors.New("the workbook is too much to read")

// Check walks through a workbook whose parts may be unpacked to limit bytes together. Besides ErrTooMuch it returns
// errors of files that are no workbook.
func Check(data []byte, limit int64) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("open workbook: %w", err)
	}
	s := scan{left: limit}
	// The shared texts come first: the cells name them by their number.
	for _, shared := range []bool{true, false} {
		for _, f := range z.File {
			name := strings.ToLower(f.Name)
			if strings.HasSuffix(name, "sharedstrings.xml") != shared {
				continue
			}
			// A sheet may have any name; what is a picture soon shows itself to be no XML.
			if err := s.part(f); errors.Is(err, ErrTooMuch) || err != nil && strings.HasSuffix(name, ".xml") {
				return err
			}
		}
	}
	return nil
}

// scan is what is known so far.
type scan struct {
	left   int64
	shared []int32 // the lengths of the shared texts
	shown  int64
}

// part walks through one part of a workbook.
func (s *scan) part(f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("open part: %w", err)
	}
	defer in.Close()
	counted := &io.LimitedReader{R: in, N: s.left + 1}
	decoder := xml.NewDecoder(counted)
	w := walk{scan: s}
	for {
		token, err := decoder.RawToken()
		s.left = counted.N - 1
		switch {
		case s.left < 0:
			return ErrTooMuch
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read part: %w", err)
		}
		if err := w.see(token); err != nil {
			return err
		}
	}
}

// walk is where a part is being looked at.
type walk struct {
	*scan

	within string // si or c, empty elsewhere
	text   int    // bytes of the shared text
	column int
	isText bool // the cell shows a shared text
	value  strings.Builder
	inV    bool
}

func (w *walk) see(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		w.begin(t)
	case xml.CharData:
		return w.chars(t)
	case xml.EndElement:
		return w.end(t.Name.Local)
	}
	return nil
}

func (w *walk) begin(t xml.StartElement) {
	switch t.Name.Local {
	case "row":
		w.column = 0
	case "si":
		w.within, w.text = "si", 0
	case "c":
		w.within, w.isText = "c", false
		w.column++
		w.value.Reset()
		for _, a := range t.Attr {
			switch a.Name.Local {
			case "r":
				w.column = columnOf(a.Value)
			case "t":
				w.isText = a.Value == "s"
			}
		}
	case "v":
		w.inV = w.within == "c"
	}
}

func (w *walk) chars(text xml.CharData) error {
	switch {
	case w.within == "si":
		if w.text += len(text); w.text > maxText {
			return ErrTooMuch
		}
	case w.within == "c" && len(bytes.TrimSpace(text)) > 0:
		if w.column > maxColumn {
			return ErrTooMuch
		}
		if w.inV && w.isText && w.value.Len() < 20 {
			w.value.Write(text)
		}
	}
	return nil
}

func (w *walk) end(name string) error {
	switch name {
	case "v":
		w.inV = false
	case "si":
		w.within = ""
		if w.shared = append(w.shared, int32(w.text)); len(w.shared) > maxShared {
			return ErrTooMuch
		}
	case "c":
		w.within = ""
		at, err := strconv.Atoi(strings.TrimSpace(w.value.String()))
		if err != nil || !w.isText || at < 0 || at >= len(w.shared) {
			return nil //nolint:nilerr // it shows no shared text
		}
		if w.shown += int64(w.shared[at]); w.shown > maxShown {
			return ErrTooMuch
		}
	}
	return nil
}

// columnOf is the number of the column of a cell, from 1: 28 of "AB7".
func columnOf(cell string) int {
	n := 0
	for _, r := range strings.ToUpper(strings.ReplaceAll(cell, "$", "")) {
		if r < 'A' || r > 'Z' || n > maxColumn {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}
