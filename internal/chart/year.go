package chart

import (
	"fmt"
	"time"

	"github.com/go-analyze/charts"

	"sohoc/internal/viet"
)

// Mark says how a day looks. No two marks differ by colour alone.
type Mark uint8

// The marks.
const (
	Blank  Mark = iota // nothing: a day to come
	Plain              // a frame: a working day without an entry
	Off                // a dot: weekend, holiday
	Away               // hatched: leave
	Little             // a small, a larger and a full square: how much was done
	Some
	Much
)

// Year is a picture of a year: twelve small months with a square for each day.
type Year struct {
	Title  string
	Note   string // stands below
	Year   int
	Months []string // twelve names
	Week   []string // seven short names, from Monday
	Key    []Sample // what the marks mean
	Marks  []Mark   // by the day of the year, from 1 January; what is missing is Blank
}

// Sample is a mark with its meaning.
type Sample struct {
	Mark Mark
	Text string
}

// Measures of the year in pixels.
const (
	yearColumns = 3
	monthGap    = 32
	cell        = (Width - 2*margin - (yearColumns-1)*monthGap) / yearColumns / 7
	monthWidth  = 7 * cell
	monthRows   = 6 // a month of 31 days that begins on a Sunday touches six weeks
)

// YearPNG draws y. Other than twelve months and seven days of the week is an error.
func YearPNG(y Year) ([]byte, error) {
	if len(y.Months) != 12 || len(y.Week) != 7 {
		return nil, fmt.Errorf("a year has %d months and its weeks %d days", len(y.Months), len(y.Week))
	}
	measure := newSheet(1)
	sheet := newSheet(measure.year(y))
	sheet.year(y)
	png, err := sheet.painter.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encode year: %w", err)
	}
	return png, nil
}

// year draws y and returns how high the picture must be.
func (s *sheet) year(y Year) int {
	s.y = margin
	s.words(viet.NFC(y.Title), style(44, dark(), true))
	s.y += 14
	for _, k := range y.Key {
		s.sample(viet.NFC(k.Text), style(30, dark(), false), func(x, top, _, _ int) { s.mark(k.Mark, x+7, top-8) })
	}
	s.y += blockGap / 2
	for m := range 12 {
		if m%yearColumns == 0 && m > 0 {
			s.y += s.monthHeight() + monthGap
		}
		s.month(y, time.Month(m+1), margin+(m%yearColumns)*(monthWidth+monthGap))
	}
	s.y += s.monthHeight() + monthGap
	s.words(viet.NFC(y.Note), style(32, quiet(), false))
	return s.y + margin/2
}

// monthHeight is the name, the days of the week and the weeks.
func (s *sheet) monthHeight() int { return 46 + 36 + monthRows*cell }

// month draws a month whose left edge is x, below s.y.
func (s *sheet) month(y Year, m time.Month, x int) {
	top := s.y
	s.painter.Text(viet.NFC(y.Months[m-1]), x, top+34, 0, style(32, dark(), true))
	for i, name := range y.Week {
		name = viet.NFC(name)
		f := style(22, quiet(), false)
		s.painter.Text(name, x+i*cell+(cell-s.painter.MeasureText(name, 0, f).Width())/2, top+46+24, 0, f)
	}
	first := time.Date(y.Year, m, 1, 0, 0, 0, 0, time.UTC)
	offset := (int(first.Weekday()) + 6) % 7
	for d := first; d.Month() == m; d = d.AddDate(0, 0, 1) {
		at := offset + d.Day() - 1
		if n := d.YearDay() - 1; n < len(y.Marks) {
			s.mark(y.Marks[n], x+at%7*cell, top+46+36+at/7*cell)
		}
	}
}

// mark draws a day into the square whose upper left corner is x, y.
func (s *sheet) mark(m Mark, x, y int) {
	square := func(inset int, fill charts.Color, line charts.Color) {
		s.painter.FilledRect(x+inset, y+inset, x+cell-inset, y+cell-inset, fill, line, 2)
	}
	switch m {
	case Plain:
		square(4, charts.ColorTransparent, faint())
	case Off:
		square(cell/2-4, quiet(), quiet())
	case Away:
		s.hatched(x+5, y+5, cell-10, cell-10)
	case Little:
		square(4, charts.ColorTransparent, deep())
		square(14, deep(), deep())
	case Some:
		square(4, charts.ColorTransparent, deep())
		square(9, deep(), deep())
	case Much:
		square(4, deep(), deep())
	default: // Blank
	}
}
