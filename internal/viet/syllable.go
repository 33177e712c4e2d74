package viet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The grammar of a written syllable: an onset or none, a rime (nucleus and coda), one tone.
const (
	onsets = " b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x "
	rimes  = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
		"e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu " +
		"o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot " +
		"ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut " +
		"uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu " +
		"y yêm yên yêng yêt yêu ynh yt "
	vowels = "aăâeêioôơuưy"
)

// rimeSet and onsetSet hold the lists above for look-up.
var (
	rimeSet  = wordSet(rimes)
	onsetSet = wordSet(onsets)
)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// syllable is a syllable taken apart; its letters are lower case and toneless.
type syllable struct {
	onset, rime string
	tone        Tone
}

// Syllable reports whether word can be a Vietnamese syllable as it is written: a known onset and rime, letters that may stand
// together (k before i, e, ê, y; c elsewhere), and a tone that its coda allows (a word in -c, -ch, -p, -t has sắc or nặng).
func Syllable(word string) bool {
	_, ok := dissect([]rune(strings.ToLower(NFC(word))))
	return ok
}

// dissect takes a lower-case word apart.
func dissect(word []rune) (syllable, bool) {
	var s syllable
	var room [16]rune
	if len(word) == 0 || len(word) > len(room) {
		return s, false
	}
	bare := room[:len(word)]
	for i, r := range word {
		p, ok := partsOf[r]
		if !ok || p.tone != Ngang && s.tone != Ngang {
			return s, false
		}
		bare[i] = p.shape
		s.tone = max(s.tone, p.tone)
	}
	return split(bare, s.tone)
}

// split finds the onset and the rime of a toneless word. "gi" is an onset before a vowel, g and i elsewhere (gì, gìn).
func split(bare []rune, tone Tone) (syllable, bool) {
	for n := min(3, len(bare)-1); n >= 0; n-- {
		onset, rime := string(bare[:n]), string(bare[n:])
		if n > 0 && !onsetSet[onset] || !rimeSet[rime] || !together(onset, bare[n:]) {
			continue
		}
		if stopped(rime) && tone != Sac && tone != Nang {
			return syllable{}, false
		}
		return syllable{onset: onset, rime: rime, tone: tone}, true
	}
	return syllable{}, false
}

// together reports whether spelling allows the onset before the rime.
func together(onset string, rime []rune) bool {
	front := strings.ContainsRune("eêiy", rime[0])
	switch onset {
	case "k":
		return front
	case "gh", "ngh":
		return front && rime[0] != 'y'
	case "c", "ng":
		return !front
	case "g":
		return !front || rime[0] == 'i' && (len(rime) == 1 || rime[1] != 'a')
	case "qu":
		return !strings.ContainsRune("uoư", rime[0])
	case "":
		return true
	}
	return !(rime[0] == 'y' && len(rime) > 1)
}

// stopped reports whether the rime ends in a stop, which allows two tones only.
func stopped(rime string) bool {
	return strings.HasSuffix(rime, "c") || strings.HasSuffix(rime, "ch") || strings.HasSuffix(rime, "p") || strings.HasSuffix(rime, "t")
}

// write puts a syllable together with its tone where the older rule wants it: hòa, khỏe, thủy, but hoàn, thuyền.
func (s syllable) write() []rune {
	rime := []rune(s.rime)
	at := toneAt(rime)
	out := append([]rune(s.onset), rime...)
	out[len([]rune(s.onset))+at] = withTone[rime[at]][s.tone]
	return out
}

// toneAt returns the index of the vowel that carries the tone.
func toneAt(rime []rune) int {
	n := 0
	for n < len(rime) && strings.ContainsRune(vowels, rime[n]) {
		n++
	}
	for i := n - 1; i >= 0; i-- {
		if strings.ContainsRune("ăâêôơư", rime[i]) {
			return i
		}
	}
	if n == 3 || n == 2 && n < len(rime) {
		return 1
	}
	return 0
}

// OldTones returns text in NFC with the tone of every syllable where the older rule puts it (hoà → hòa, thuý → thúy, khoẻ → khỏe), as
// the Office writes. Whatever is no Vietnamese syllable stays as it is.
func OldTones(text string) string {
	text = NFC(text)
	if !Accented(text) || !utf8.ValidString(text) { // broken bytes would not stay as they are
		return text
	}
	runes := []rune(text)
	for i := 0; i < len(runes); {
		end := i
		for end < len(runes) && unicode.IsLetter(runes[end]) {
			end++
		}
		if end == i {
			i++
			continue
		}
		oldTone(runes[i:end])
		i = end
	}
	return string(runes)
}

// oldTone moves the tone of one word in place and keeps its capitals.
func oldTone(word []rune) {
	lower := slices.Clone(word)
	for i, r := range lower {
		lower[i] = unicode.ToLower(r)
	}
	s, ok := dissect(lower)
	if !ok || s.tone == Ngang {
		return
	}
	keepCase(word, s.write())
}

// keepCase writes the letters of to over those of word, with the capitals of word.
func keepCase(word, to []rune) {
	for i, r := range to {
		if unicode.IsUpper(word[i]) {
			r = unicode.ToUpper(r)
		}
		word[i] = r
	}
}
