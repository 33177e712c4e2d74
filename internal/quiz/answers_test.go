package quiz_test

import (
	"slices"
	"testing"

	"sohoc/internal/quiz"
)

func TestReadAnswers(t *testing.T) {
	t.Parallel()
	type pairs = []quiz.Pair
	a, b, c, e := quiz.Pair{Letter: 0}, quiz.Pair{Letter: 1}, quiz.Pair{Letter: 2}, quiz.Pair{Letter: 4}
	round := pairs{{1, 0}, {2, 2}, {3, 1}}
	for text, want := range map[string]pairs{
		"A": {a}, "b": {b}, "B.": {b}, "(c)": {c}, " a ": {a}, "câu B": {b}, "CÂU b": {b}, "cau b": {b}, "đáp án C": {c}, "chọn b ạ": {b},
		"Em chọn B nhé": {b}, "phương án a": {a}, "e": {e}, "câu E": {e}, "ca\u0302u B": {b}, "answer b": {b}, "I choose B": {b},
		"1A 2C 3B": round, "1a 2c 3b": round, "1a2c3b": round, "1-A, 2-C, 3-B": round, "1.A 2.C 3.B": round, "1) a 2) c 3) b": round,
		"câu 1 a, câu 2 c, câu 3 b": round, "Câu 1: A; câu 2: C; câu 3: B": round, "1 a 2 c 3 b": round, "1A\n2C\n3B": round,
		"trả lời: 1A 2C 3B": round, "1 là A, 2 là C và 3 là B ạ": round, "A C B": {a, c, b}, "a, c, b": {a, c, b}, "ACB": {a, c, b},
		"acb": {a, c, b}, "2c": {{2, 2}}, "3B 1A": {{3, 1}, {1, 0}}, "1A 4C": {{1, 0}, {4, 2}}, "1E": {{1, 4}},
	} {
		got, ok := quiz.ReadAnswers(text)
		if !ok || !slices.Equal(got, want) {
			t.Errorf("%q reads %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "2", "12", "câu 2", "ạ", "dạ", "vâng ạ", "da", "ab", "bà", "k", "y", "ok", "2h luật đất đai", "a di đà", "học a b c", "1A 2", "1 2 A", "1A B",
		"/quiz", "10A", "0A", "bad luck", "1AB 2C", "A1 B2", "câu", "hôm nay học B1", "b c d e f g h i k l m n o p q r s t u v x y",
		"tiếng anh B1", "A 2h", "đ", "Á", "1A 2C 3B vì tôi nghĩ thế", "i", "🅰", "abba abba", "1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A 1A",
	} {
		if got, ok := quiz.ReadAnswers(text); ok {
			t.Errorf("%q reads %v, want nothing", text, got)
		}
	}
}

// Whatever is typed, answers name a letter near the options and a place of one digit.
func FuzzReadAnswers(f *testing.F) {
	for _, s := range []string{"1A 2C 3B", "câu B", "ạ", "12", "a b c", "ＡＢ", "1\u0301A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pairs, ok := quiz.ReadAnswers(text)
		if ok && len(pairs) == 0 {
			t.Fatalf("%q is an answer without an answer", text)
		}
		for _, p := range pairs {
			if ok && (p.Letter < 0 || p.Letter > 7 || p.Place < 0 || p.Place > 9) {
				t.Fatalf("%q reads %+v", text, p)
			}
		}
	})
}
