package chart_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"sohoc/internal/chart"
)

func sample(percents ...int) chart.Chart {
	c := chart.Chart{
		Title: "Tỷ lệ người đã ghi, tháng 11/2026", Now: "Tháng 11/2026, đến 24/11",
		Before: "Cùng kỳ tháng trước", Note: "Số liệu đến 09:15 24/11/2026",
	}
	for i, p := range percents {
		c.Bars = append(c.Bars, chart.Bar{
			Name: fmt.Sprintf("Trung tâm Trợ giúp pháp lý nhà nước số %d", i+1),
			Now:  chart.Share{Percent: p, Label: fmt.Sprintf("%d%%", p)},
		})
	}
	return c
}

func draw(t *testing.T, c chart.Chart) []byte {
	t.Helper()
	raw, err := chart.PNG(c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func decode(t *testing.T, raw []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// blue reports whether a pixel is of a full bar.
func blue(img image.Image, x, y int) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	return r>>8 == 20 && g>>8 == 94 && b>>8 == 168
}

// lengths returns the lengths of the full bars from top to bottom, the sample of the key left out.
func lengths(img image.Image) []int {
	var out []int
	above := false
	for y := range img.Bounds().Dy() {
		run := 0
		for x := range img.Bounds().Dx() {
			if blue(img, x, y) {
				run++
			}
		}
		if run > 2 && !above {
			out = append(out, run)
		}
		above = run > 2
	}
	return out[1:]
}

func TestSameDataSameBytes(t *testing.T) {
	t.Parallel()
	c := sample(10, 60)
	want := draw(t, c)
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(draw(t, c), want) {
				t.Error("the bytes differ")
			}
		})
	}
	if bytes.Equal(draw(t, sample(10, 61)), want) {
		t.Error("other data give the same picture")
	}
}

func TestBarsAreAsLongAsTheirShares(t *testing.T) {
	t.Parallel()
	got := lengths(decode(t, draw(t, sample(100, 50, 25, 1, 250))))
	if len(got) != 5 {
		t.Fatalf("%d bars are seen, want 5: %v", len(got), got)
	}
	whole := got[0]
	for i, want := range []int{whole, whole / 2, whole / 4, whole / 100, whole} {
		if d := got[i] - want; d < -3 || d > 3 {
			t.Errorf("bar %d is %d long, want %d", i+1, got[i], want)
		}
	}
	if none := lengths(decode(t, draw(t, sample(0, -5)))); len(none) != 0 {
		t.Errorf("shares of nothing have bars: %v", none)
	}
}

func TestEarlierBarIsHatchedNotFull(t *testing.T) {
	t.Parallel()
	c := sample(50)
	plain := decode(t, draw(t, c))
	c.Bars[0].Before = &chart.Share{Percent: 80, Label: "80%"}
	with := decode(t, draw(t, c))
	if with.Bounds().Dy() <= plain.Bounds().Dy() {
		t.Error("the earlier bar takes no room")
	}
	if got := lengths(with); len(got) != 1 {
		t.Errorf("%d full bars, want 1", len(got))
	}
	// Between the frame's lines there are gaps: the bar is told from a full one without colour.
	y := with.Bounds().Dy() - 112 // within the earlier bar, which ends 99 above the bottom
	changes := 0
	for x := 60; x < 400; x++ {
		if lit(with, x, y) != lit(with, x-1, y) {
			changes++
		}
	}
	if changes < 20 {
		t.Errorf("only %d changes of light along the earlier bar", changes)
	}
}

func lit(img image.Image, x, y int) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	return (r+g+b)/3>>8 > 200
}

func TestMarksThatStandApartAreComposed(t *testing.T) {
	t.Parallel()
	c := sample(40)
	c.Bars[0].Before = &chart.Share{Percent: 30, Label: "Kỳ trước"}
	apart := c
	apart.Title, apart.Note = norm.NFD.String(c.Title), norm.NFD.String(c.Note)
	apart.Bars = []chart.Bar{c.Bars[0]}
	apart.Bars[0].Name = norm.NFD.String(c.Bars[0].Name)
	apart.Bars[0].Before = &chart.Share{Percent: 30, Label: norm.NFD.String("Kỳ trước")}
	if !bytes.Equal(draw(t, c), draw(t, apart)) {
		t.Error("the picture depends on the composition of the letters")
	}
	if apart.Bars[0].Before.Label != norm.NFD.String("Kỳ trước") {
		t.Error("drawing changed the data that it was given")
	}
}

func TestNothingRunsOverTheEdge(t *testing.T) {
	t.Parallel()
	c := sample(100, 0)
	c.Title = strings.Repeat("Tỷ lệ người đã ghi trong kỳ ", 6)
	c.Now = strings.Repeat("tháng mười một ", 12)
	c.Bars[0].Name = "Phòng Xây dựng, kiểm tra văn bản quy phạm pháp luật và theo dõi thi hành pháp luật, quản lý xử lý vi phạm hành chính"
	c.Bars[0].Now.Label = "100% (1000/1000 người đã ghi)"
	img := decode(t, draw(t, c))
	for y := range img.Bounds().Dy() {
		for x := chart.Width - 20; x < chart.Width; x++ {
			if !lit(img, x, y) {
				t.Fatalf("there is ink at %d,%d", x, y)
			}
		}
	}
	if img.Bounds().Dx() != chart.Width {
		t.Errorf("the picture is %d wide, want %d", img.Bounds().Dx(), chart.Width)
	}
}

func TestHeightGrowsWithTheBars(t *testing.T) {
	t.Parallel()
	few, many := decode(t, draw(t, sample(1))), decode(t, draw(t, sample(make([]int, 12)...)))
	if few.Bounds().Dy() >= many.Bounds().Dy() || many.Bounds().Dy() > 2400 {
		t.Errorf("heights are %d and %d", few.Bounds().Dy(), many.Bounds().Dy())
	}
}

func TestBoundsOfTheChart(t *testing.T) {
	t.Parallel()
	if _, err := chart.PNG(sample()); err == nil {
		t.Error("a chart without bars is drawn")
	}
	if _, err := chart.PNG(sample(make([]int, chart.MaxBars+1)...)); err == nil {
		t.Error("a chart with too many bars is drawn")
	}
}

func BenchmarkPNG(b *testing.B) {
	c := sample(0, 10, 20, 30, 40, 50, 60, 70, 80, 90)
	for b.Loop() {
		if _, err := chart.PNG(c); err != nil {
			b.Fatal(err)
		}
	}
}

func TestLegendNamesOnlyWhatIsDrawn(t *testing.T) {
	t.Parallel()
	c := sample(50)
	with := decode(t, draw(t, c)).Bounds().Dy()
	c.Before = ""
	if without := decode(t, draw(t, c)).Bounds().Dy(); without >= with {
		t.Errorf("a legend of one line makes the picture %d high, of two %d", without, with)
	}
}

func TestOneVeryLongWordIsDrawn(t *testing.T) {
	t.Parallel()
	c := sample(50)
	c.Bars[0].Name = strings.Repeat("x", 300) // cannot be broken: it runs out of the picture, and nothing fails
	if got := lengths(decode(t, draw(t, c))); len(got) != 1 {
		t.Errorf("%d bars, want 1", len(got))
	}
}
