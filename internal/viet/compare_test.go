package viet_test

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sohoc/internal/viet"
)

func TestCompareOrdersNames(t *testing.T) {
	t.Parallel()
	want := []string{
		"Lê An",
		"Nguyễn An",
		"Hoàng Thị An",
		"Nguyễn Thị An",
		"Nguyễn Văn An",
		"Vũ Ân",
		"Trần Bình",
		"Lý Dũng",
		"Đỗ Đức",
		"Phạm Hà",
		"Phạm Hả",
		"Phạm Hã",
		"Phạm Há",
		"Phạm Hạ",
		"Bùi Hòa",
		"Bùi Thị Hoan",
		"Ma Ơn",
		"Ma Tu",
		"Ma Tư",
		"Ma Yên",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, viet.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("order\n got %q\nwant %q", got, want)
	}
}

func TestCompareFewWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "An", -1},
		{"An", "an", -1},
		{"Đức", norm.NFD.String("Đức"), 0},
		{"Nguyễn  Văn An", "NGUYỄN VĂN AN", 1},
		{"Tổ 2", "Tổ 10", 1},
		{"Ba", "3", 1},
		{"Ба", "Yên", 1},
	}
	for _, tt := range tests {
		if got := viet.Compare(tt.a, tt.b); got != tt.want {
			t.Errorf("Compare(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestCompareIsAnOrder(t *testing.T) {
	t.Parallel()
	name := rapid.StringMatching(`(Lê|Nguyễn|Đỗ|Hà)( Thị| Văn| Ân)?( [AĂÂĐDEÊOÔƠUƯ][nm]?| Hòa| Hoà)?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := name.Draw(t, "a"), name.Draw(t, "b"), name.Draw(t, "c")
		if viet.Compare(a, b) != -viet.Compare(b, a) {
			t.Fatalf("not symmetric: %q %q", a, b)
		}
		if viet.Compare(a, b) <= 0 && viet.Compare(b, c) <= 0 && viet.Compare(a, c) > 0 {
			t.Fatalf("not transitive: %q %q %q", a, b, c)
		}
	})
}
