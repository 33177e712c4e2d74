// Package chart draws one picture: how large a share each unit has, now and before, as horizontal bars.
//
// It is pure: the same data give the same bytes. The picture is made for a phone held upright; names are
// written in full above their bars. Nothing is told by colour alone: the earlier bar is hatched and thinner,
// and each bar carries its value in words. It knows no units, no periods and no language.
package chart

import (
	"fmt"

	"github.com/go-analyze/charts"

	"sohoc/internal/viet"
)

// Bar is a line of the chart.
type Bar struct {
	Name   string
	Now    Share
	Before *Share // nil = there is nothing to compare with
}

// Share is the length of a bar with the words at its end.
type Share struct {
	Percent int // 0 to 100; what lies beyond is cut
	Label   string
}

// Chart is what to draw.
type Chart struct {
	Title  string
	Now    string // what the full bars show
	Before string // what the hatched bars show; empty = there are none
	Note   string // stands below
	Bars   []Bar  // from top to bottom
}

// Width is that of the picture in pixels; its height grows with the bars.
const Width = 1080

// MaxBars bounds the height of the picture.
const MaxBars = 40

// PNG draws c. More than MaxBars bars, or none, is an error.
func PNG(c Chart) ([]byte, error) {
	if len(c.Bars) == 0 || len(c.Bars) > MaxBars {
		return nil, fmt.Errorf("a chart has 1 to %d bars, not %d", MaxBars, len(c.Bars))
	}
	c = composed(c)
	// Heights are known once the words are measured, so the first pass draws on a sheet that is thrown away.
	measure := newSheet(1)
	sheet := newSheet(measure.draw(c))
	sheet.draw(c)
	png, err := sheet.painter.Bytes()
	if err != nil {
		return nil, fmt.Errorf("encode chart: %w", err)
	}
	return png, nil
}

// composed returns c with all words in NFC: the font has no glyphs for marks that stand apart.
func composed(c Chart) Chart {
	c.Title, c.Now, c.Before, c.Note = viet.NFC(c.Title), viet.NFC(c.Now), viet.NFC(c.Before), viet.NFC(c.Note)
	bars := make([]Bar, len(c.Bars))
	for i, b := range c.Bars {
		b.Name = viet.NFC(b.Name)
		b.Now.Label = viet.NFC(b.Now.Label)
		if b.Before != nil {
			before := *b.Before
			before.Label = viet.NFC(before.Label)
			b.Before = &before
		}
		bars[i] = b
	}
	c.Bars = bars
	return c
}

func newSheet(height int) *sheet {
	white := charts.ColorWhite
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: Width, Height: height})
	p.FilledRect(0, 0, Width, height, white, white, 0)
	return &sheet{painter: p}
}
