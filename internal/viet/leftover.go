package viet

import (
	"strings"
	"unicode"
)

// Strength says how sure it is that a word is a leftover of typing with the input method off.
type Strength uint8

const (
	// None: the word is no leftover.
	None Strength = iota
	// Weak: the word can be read as a leftover, but also as itself: "phuts", "bai2". Only its company can tell.
	Weak
	// Strong: the keys make a syllable and hardly anything else: "luaatj", "ddaats", "ho5c".
	Strong
)

// english lists words that Telex would turn into a Vietnamese syllable. They are what they look like.
const english = " test list last best rest lost cost host most just must bus gas has his was is as us this thus yes six tax box max mix sex fix " +
	"tips tip docs maps tops tens sons songs cans hits bits lets sets cats hats cuts nets of if or her car bar tor war hers its mos ms nos " +
	"been seen teen soon noon moon room too see bee tee fee boom doom doors poor door now how low row bow tow law own down town cow new few dew " +
	"add odd class course free good use used user more some same these those here there chef beef queen trust toast boost roots loss less mess " +
	"boss bass miss kiss pass mass css ass add ads aws rss sos dos los las des les res mix mac max tex lux lex rex asus nas "

// englishSet holds the list above for look-up.
var englishSet = wordSet(english)

// Leftover reads one word as keystrokes of Telex ("luaatj") or VNI ("lua65t") and returns the syllable that was meant, with the
// capitals of the word. The syllable must be one that the grammar of Vietnamese allows. Whether the word is a person's name is the
// caller's question: names must not be repaired.
func Leftover(word string) (string, Strength) {
	if englishSet[strings.ToLower(word)] {
		return "", None
	}
	return unkey(word)
}

// EnglishLeftover reads one word that is English as well as keystrokes of Telex ("moon" for "môn", "car" for "cả"), as Leftover does.
// ok is false for any other word. Such a word is what it looks like unless the words beside it are leftovers too.
func EnglishLeftover(word string) (fixed string, ok bool) {
	if !englishSet[strings.ToLower(word)] {
		return "", false
	}
	fixed, s := unkey(word)
	return fixed, s != None
}

// unkey reads a word as keystrokes.
func unkey(word string) (string, Strength) {
	if len(word) < 2 || len(word) > 12 || !suspicious(word) {
		return "", None
	}
	lower := strings.ToLower(word)
	read := telex
	if strings.ContainsAny(lower, "0123456789") {
		read = vni
	}
	k := read(lower)
	if !k.ok || !k.used || len(k.letters) < 2 && !k.lone() {
		return "", None
	}
	s, ok := split(k.letters, k.tone)
	if !ok {
		return "", None
	}
	out := s.write()
	recase(word, out)
	return string(out), k.strength()
}

// suspicious is a quick test for keys that plain Vietnamese or numbers alone do not have.
func suspicious(word string) bool {
	previous, vowel := byte(0), false
	for i := range len(word) {
		c := word[i] | 0x20
		switch {
		case word[i] >= 0x80:
			return false
		case c == 'w' || c == 'j' || c == 'f', i > 0 && word[i] >= '1' && word[i] <= '9',
			vowel && (c == 's' || c == 'r' || c == 'x'), c == previous && strings.IndexByte("aeod", c) >= 0:
			return true
		}
		vowel = vowel || strings.IndexByte("aeiouy", c) >= 0
		previous = c
	}
	return word[0]|0x20 == 'd' && strings.ContainsAny(word[1:], "dD") // the second d may make the first a đ
}

// keys is what a reading of keystrokes has gathered.
type keys struct {
	letters []rune
	tone    Tone
	ok      bool
	used    bool // some key was a mark
	shaped  bool // a mark that plain text hardly has
	inner   bool // the tone was typed before the end of the word
	stray   bool // a mark was typed far from its letter
	rare    bool // the tone key ends no plain word (j, f)
	digit   bool
}

func (k keys) strength() Strength {
	switch {
	case k.stray, len(k.letters) < 2:
		return Weak
	case k.digit && (k.shaped || k.inner):
		return Strong
	case !k.digit && (k.shaped || k.rare):
		return Strong
	}
	return Weak
}

// lone reports whether the keys make a word of one vowel beyond doubt: "owr" is ở and "aj" ạ, while "aa" and "A2" are anything.
func (k keys) lone() bool {
	return k.rare || k.shaped && k.tone != Ngang
}

// setTone notes a tone; a second one makes the word impossible.
func (k *keys) setTone(t Tone) {
	k.ok = k.ok && k.tone == Ngang
	k.tone, k.used = t, true
}

// recase gives the letters of out the capitals of word: all, the first, or none.
func recase(word string, out []rune) {
	if !unicode.IsUpper(rune(word[0])) {
		return
	}
	all := strings.ToUpper(word) == word
	for i := range out {
		if i == 0 || all {
			out[i] = unicode.ToUpper(out[i])
		}
	}
}
