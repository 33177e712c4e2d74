package quicklog_test

import (
	"testing"

	"sohoc/internal/quicklog"
)

func BenchmarkParse(b *testing.B) {
	p := quicklog.New(quicklog.Default())
	for name, line := range map[string]string{
		"short": "học 2h luật đất đai hôm qua",
		"usual": "hoc 2h chuyen doi so tren MOOC hom qua",
		"long":  "tập huấn Kế hoạch số 239/KH-UBND ngày 27/10/2023 về học tập suốt đời, từ 18/11 đến 19/11, 12 tiết, trên Bình dân học vụ số",
		"telex": "tuwj hocj tieengs Anh 30 phuts hoom qua",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Parse(line, tuesday)
			}
		})
	}
}

func BenchmarkParseThousand(b *testing.B) {
	p := quicklog.New(quicklog.Default())
	for name, line := range pathological() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.Parse(line, tuesday)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		quicklog.New(quicklog.Default())
	}
}
