package chart_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"sohoc/internal/chart"
)

func sampleYear() chart.Year {
	y := chart.Year{
		Title: "Nhịp học năm 2026", Note: "Số liệu đến 09:15 24/11/2026", Year: 2026,
		Months: []string{"Tháng 1", "Tháng 2", "Tháng 3", "Tháng 4", "Tháng 5", "Tháng 6", "Tháng 7", "Tháng 8", "Tháng 9", "Tháng 10", "Tháng 11", "Tháng 12"},
		Week:   []string{"T2", "T3", "T4", "T5", "T6", "T7", "CN"},
		Key:    []chart.Sample{{Mark: chart.Some, Text: "có ghi học"}, {Mark: chart.Away, Text: "nghỉ phép, công tác"}, {Mark: chart.Off, Text: "cuối tuần, ngày lễ"}},
	}
	for i := range 328 {
		y.Marks = append(y.Marks, chart.Mark(i%7))
	}
	return y
}

func drawn(t *testing.T, y chart.Year) image.Image {
	t.Helper()
	raw, err := chart.YearPNG(y)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// ink counts the pixels of a picture that are not white.
func ink(img image.Image) int {
	n := 0
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0xffff {
				n++
			}
		}
	}
	return n
}

func TestYearIsAPictureForAPhone(t *testing.T) {
	t.Parallel()
	img := drawn(t, sampleYear())
	if b := img.Bounds(); b.Dx() != chart.Width || b.Dy() < 1200 || b.Dy() > 2400 {
		t.Errorf("the picture is %d × %d", b.Dx(), b.Dy())
	}
	a, err := chart.YearPNG(sampleYear())
	if err != nil {
		t.Fatal(err)
	}
	if b, err := chart.YearPNG(sampleYear()); err != nil || !bytes.Equal(a, b) {
		t.Errorf("the same year gives another picture (%v)", err)
	}
}

// Each mark looks different from each other in its amount of ink, not only in its colour.
func TestMarksDifferWithoutColour(t *testing.T) {
	t.Parallel()
	marked := func(m chart.Mark) int {
		y := sampleYear()
		for i := range y.Marks {
			y.Marks[i] = m
		}
		return ink(drawn(t, y))
	}
	all := []chart.Mark{chart.Blank, chart.Plain, chart.Off, chart.Away, chart.Little, chart.Some, chart.Much}
	amount, seen := map[chart.Mark]int{}, map[int]chart.Mark{}
	for _, m := range all {
		n := marked(m)
		if other, ok := seen[n]; ok {
			t.Errorf("marks %d and %d have the same ink", m, other)
		}
		amount[m], seen[n] = n, m
	}
	if amount[chart.Little] >= amount[chart.Some] || amount[chart.Some] >= amount[chart.Much] {
		t.Errorf("ink does not grow: %v", amount)
	}
}

func TestAYearThatIsNone(t *testing.T) {
	t.Parallel()
	y := sampleYear()
	y.Months = y.Months[1:]
	if _, err := chart.YearPNG(y); err == nil {
		t.Error("eleven months are drawn")
	}
	y = sampleYear()
	y.Marks = append(y.Marks, make([]chart.Mark, 100)...) // more days than the year has
	if _, err := chart.YearPNG(y); err != nil {
		t.Error(err)
	}
}
