package quiz

import (
	"slices"
	"strings"
	"unicode"

	"sohoc/internal/viet"
)

// Pair is one answer that somebody typed.
type Pair struct {
	Place  int // the number of the question in the message; 0 = not said
	Letter int // counted from 0; Options and more is a letter that no option has
}

// maxTyped bounds the texts that are read as answers, in bytes: a whole round is "câu 1 a, câu 2 c, câu 3 b".
const maxTyped = 120

// farLetters is how far behind the last option a letter may be to be taken for a slip and not for a word.
const farLetters = 4

// around are folded words that stand around letters and numbers of answers and change nothing.
var around = []string{
	"cau", "hoi", "dap", "an", "phuong", "chon", "tra", "loi", "la", "so", "y", "va", "thi", "a", "nhe", "nha", "em", "da", "vang", "toi",
	"question", "answer", "option", "is", "and", "i", "choose", "pick",
}

// ReadAnswers reads what somebody typed as answers by letter: "b", "câu B", "1A 2C 3B", "câu 1 a, câu 2 c", or the
// letters of a whole round in a row ("A C B", "ACB"). ok is false for anything else: nothing may be left over, for a
// word too many is a sentence. A number alone is no letter.
func ReadAnswers(text string) (pairs []Pair, ok bool) {
	if len(text) > maxTyped {
		return nil, false
	}
	tokens := answerTokens(viet.NFC(text))
	place, spoken := 0, false
	for _, tok := range tokens {
		switch {
		case tok.place > 0 && place == 0:
			place = tok.place
		case tok.place > 0:
			return nil, false // two numbers in a row
		case tok.letters != "":
			if len(tok.letters) > 1 && (place > 0 || len(tokens) > 1) {
				return nil, false
			}
			for _, l := range tok.letters {
				pairs = append(pairs, Pair{Place: place, Letter: int(l - 'a')})
				place = 0
			}
			spoken = true
		}
	}
	return pairs, spoken && place == 0 && uniform(pairs)
}

// uniform reports whether either all pairs name their place or none does.
func uniform(pairs []Pair) bool {
	return !slices.ContainsFunc(pairs, func(p Pair) bool { return (p.Place > 0) != (pairs[0].Place > 0) })
}

// answerToken is a number, one letter, or the letters of a round.
type answerToken struct {
	place   int
	letters string // lower case
}

// answerTokens cuts a text into numbers and letters, and leaves out the words around them. A word that is neither
// makes it no answer: it returns nothing.
func answerTokens(text string) []answerToken {
	var out []answerToken
	for _, word := range answerWords(text) {
		switch {
		case word[0] >= '0' && word[0] <= '9':
			if len(word) > 1 || word == "0" {
				return nil
			}
			out = append(out, answerToken{place: int(word[0] - '0')})
		case isLetter(word):
			out = append(out, answerToken{letters: strings.ToLower(word)})
		case isRun(word):
			out = append(out, answerToken{letters: strings.ToLower(word)})
		case !slices.Contains(around, viet.Fold(word)):
			return nil
		}
	}
	return out
}

// answerWords cuts at everything that is no letter or digit, and between a digit and a letter.
func answerWords(text string) []string {
	var out []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	digit := false
	for _, r := range text {
		isDigit := r >= '0' && r <= '9'
		if !isDigit && !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			flush()
			continue
		}
		if isDigit != digit {
			flush()
		}
		digit = isDigit
		word.WriteRune(r)
	}
	flush()
	return out
}

// isLetter reports whether a word is one letter without a mark that is, or might be meant to be, an option: "ạ" is a
// word of courtesy.
func isLetter(word string) bool {
	return len(word) == 1 && unicode.ToLower(rune(word[0])) >= 'a' && unicode.ToLower(rune(word[0])) < rune('a'+Options+farLetters)
}

// isRun reports whether a word is the letters of a round, as "ACB" or "dbca"; two small letters are rather a word.
func isRun(word string) bool {
	upper := strings.ToUpper(word) == word
	if len(word) < 2 || len(word) < 3 && !upper || len(word) > 2*DailyCap {
		return false
	}
	for _, r := range strings.ToUpper(word) {
		if !strings.ContainsRune(Letters, r) {
			return false
		}
	}
	return true
}
