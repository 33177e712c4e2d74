package chart

import (
	"strings"

	"github.com/go-analyze/charts"
)

// Measures in pixels. On a phone the picture is shrunk to about a third: letters of 32 are read there as of 11.
const (
	margin    = 40
	blockGap  = 28  // between two units
	nowHeight = 44  // of a full bar
	oldHeight = 30  // of a hatched bar
	hatch     = 9   // between two lines of a hatch
	labelRoom = 390 // for the words at a bar's end
	labelGap  = 18  // before them
	barRoom   = Width - 2*margin - labelGap - labelRoom
)

// sheet is a picture being drawn from top to bottom.
type sheet struct {
	painter *charts.Painter
	y       int // what is above it is drawn
}

func dark() charts.Color  { return charts.Color{R: 16, G: 42, B: 67, A: 255} }
func deep() charts.Color  { return charts.Color{R: 20, G: 94, B: 168, A: 255} }
func quiet() charts.Color { return charts.Color{R: 82, G: 96, B: 109, A: 255} }
func faint() charts.Color { return charts.Color{R: 217, G: 226, B: 236, A: 255} }

func style(size float64, color charts.Color, bold bool) charts.FontStyle {
	family := charts.FontFamilyNotoSans
	if bold {
		family = charts.FontFamilyNotoSansBold
	}
	return charts.FontStyle{FontSize: size, FontColor: color, Font: charts.GetFont(family)}
}

// draw draws c and returns how high the picture must be.
func (s *sheet) draw(c Chart) int {
	s.y = margin
	s.words(c.Title, style(44, dark(), true))
	s.y += 14
	s.key(c)
	s.y += blockGap / 2
	for _, b := range c.Bars {
		s.block(b)
	}
	s.words(c.Note, style(32, quiet(), false))
	return s.y + margin/2
}

// words writes a text over the whole width, in as many lines as it takes.
func (s *sheet) words(text string, f charts.FontStyle) {
	for _, line := range s.wrap(text, Width-2*margin, f) {
		s.line(line, margin, f)
	}
}

// line writes one line and moves below it.
func (s *sheet) line(text string, x int, f charts.FontStyle) {
	height := int(f.FontSize * 1.6)
	s.y += height
	s.painter.Text(text, x, s.y-height/4, 0, f)
}

// key says what the two kinds of bars show.
func (s *sheet) key(c Chart) {
	f := style(33, dark(), false)
	s.sample(c.Now, f, s.full)
	if c.Before != "" {
		s.sample(c.Before, f, s.hatched)
	}
}

func (s *sheet) sample(text string, f charts.FontStyle, bar func(x, y, w, h int)) {
	const side = 58
	top := s.y
	for i, line := range s.wrap(text, Width-2*margin-side-18, f) {
		s.line(line, margin+side+18, f)
		if i == 0 {
			bar(margin, top+15, side, 24)
		}
	}
	s.y += 4
}

// block draws a unit: its name, the bar of now, the bar of before.
func (s *sheet) block(b Bar) {
	s.words(b.Name, style(36, dark(), true))
	s.y += 6
	s.bar(b.Now, nowHeight, style(36, dark(), true), s.full)
	if b.Before != nil {
		s.y += 8
		s.bar(*b.Before, oldHeight, style(32, quiet(), false), s.hatched)
	}
	s.y += blockGap
}

// bar draws a bar on its track, with the words at its end.
func (s *sheet) bar(share Share, height int, f charts.FontStyle, fill func(x, y, w, h int)) {
	width := barRoom * min(max(share.Percent, 0), 100) / 100
	s.painter.FilledRect(margin, s.y, margin+barRoom, s.y+height, charts.ColorTransparent, faint(), 2)
	if width > 0 {
		fill(margin, s.y, width, height)
	}
	// The words stand at the right of the track: at a short bar's end they would cross the track's line.
	for f.FontSize > 10 && s.painter.MeasureText(share.Label, 0, f).Width() > labelRoom {
		f.FontSize--
	}
	s.painter.Text(share.Label, margin+barRoom+labelGap, s.y+height/2+int(f.FontSize*0.45), 0, f)
	s.y += height
}

func (s *sheet) full(x, y, w, h int) {
	s.painter.FilledRect(x, y, x+w, y+h, deep(), deep(), 0)
}

// hatched draws a frame filled with slanted lines.
func (s *sheet) hatched(x, y, w, h int) {
	for at := -h; at < w; at += hatch {
		from, to := charts.Point{X: x + at, Y: y + h}, charts.Point{X: x + at + h, Y: y}
		if cut := x - from.X; cut > 0 {
			from.X, from.Y = from.X+cut, from.Y-cut
		}
		if cut := to.X - (x + w); cut > 0 {
			to.X, to.Y = to.X-cut, to.Y+cut
		}
		if from.X < to.X {
			s.painter.LineStroke([]charts.Point{from, to}, quiet(), 2)
		}
	}
	s.painter.FilledRect(x, y, x+w, y+h, charts.ColorTransparent, quiet(), 2)
}

// wrap splits text at spaces into lines of at most width pixels. A word that is wider has a line of its own.
func (s *sheet) wrap(text string, width int, f charts.FontStyle) []string {
	var lines []string
	for word := range strings.FieldsSeq(text) {
		last := len(lines) - 1
		if last >= 0 {
			if longer := lines[last] + " " + word; s.painter.MeasureText(longer, 0, f).Width() <= width {
				lines[last] = longer
				continue
			}
		}
		lines = append(lines, word)
	}
	return lines
}
