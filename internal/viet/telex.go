package viet

import "strings"

// telexTone maps the tone keys of Telex.
func telexTone(c byte) (Tone, bool) {
	switch c {
	case 's':
		return Sac, true
	case 'f':
		return Huyen, true
	case 'r':
		return Hoi, true
	case 'x':
		return Nga, true
	case 'j':
		return Nang, true
	}
	return Ngang, false
}

// telex reads Telex keystrokes: aa ee oo dd for â ê ô đ, w for the breve and the horn, s f r x j for the tones, each where people type
// them: behind the letter or at the end of the word.
func telex(word string) keys {
	k := keys{ok: true, letters: make([]rune, 0, 12)}
	if stem, found := strings.CutSuffix(word, "ches"); found {
		word, k.stray = stem+"chs", true // "saches": the English ear adds an e
	}
	vowel := false
	for i := range len(word) {
		c := word[i]
		tone, isTone := telexTone(c)
		switch {
		case isTone && vowel:
			k.setTone(tone)
			k.rare = k.rare || c == 'j' || c == 'f'
			k.inner = k.inner || i < len(word)-1
		case c == 'w':
			k.horn()
		case c == 'd' && len(k.letters) > 0 && k.letters[0] == 'd':
			k.letters[0], k.used, k.shaped = 'đ', true, true
			k.stray = k.stray || i > 1
		case strings.IndexByte("aeo", c) >= 0 && k.double(rune(c), word[i-min(i, 1)] == c):
		default:
			k.letters = append(k.letters, rune(c))
			vowel = vowel || strings.IndexByte("aeiouy", c) >= 0
		}
	}
	k.close()
	if k.inner && !k.shaped && !k.rare {
		k.stray = true // "test", "list": the key may be a letter
	}
	return k
}

// double gives an earlier vowel its circumflex; near tells that the key stands right behind it.
func (k *keys) double(c rune, near bool) bool {
	at := -1
	for i, r := range k.letters {
		if r == c {
			at = i
		}
	}
	if at < 0 || !near && at == len(k.letters)-1 && k.tone == Ngang {
		return false
	}
	if !near && !k.coda(at) && k.tone == Ngang {
		return false
	}
	k.letters[at] = map[rune]rune{'a': 'â', 'e': 'ê', 'o': 'ô'}[c]
	k.used, k.shaped = true, true
	k.stray = k.stray || !near
	return true
}

// coda reports whether a consonant stands behind letter at.
func (k *keys) coda(at int) bool {
	for _, r := range k.letters[at+1:] {
		if !strings.ContainsRune(vowels, r) {
			return true
		}
	}
	return false
}

// horn reads w: ươ for uo, else the last vowel that can take a mark.
func (k *keys) horn() {
	for i := len(k.letters) - 1; i >= 0; i-- {
		before := rune(0)
		if i > 0 {
			before = k.letters[i-1]
		}
		to := map[rune]rune{'a': 'ă', 'o': 'ơ', 'u': 'ư'}[k.letters[i]]
		if to == 0 {
			continue
		}
		switch {
		case k.letters[i] == 'o' && before == 'u' && (i < 2 || k.letters[i-2] != 'q'):
			k.letters[i-1] = 'ư'
		case k.letters[i] == 'a' && before == 'u' && (i < 2 || k.letters[i-2] != 'q'):
			i, to = i-1, 'ư' // muaw
		}
		k.letters[i], k.used, k.shaped = to, true, true
		return
	}
	k.ok = false
}

// close settles what only the whole word shows: ươ needs both marks before a coda, and has none for "uơ" at the end.
func (k *keys) close() {
	s := k.letters
	for i := 1; i < len(s); i++ {
		last := i == len(s)-1
		if s[i-1] == 'ư' && s[i] == 'o' && !last {
			s[i] = 'ơ'
		}
		if s[i-1] == 'u' && s[i] == 'ơ' && !last && (i < 2 || s[i-2] != 'q') {
			s[i-1] = 'ư'
		}
		if s[i-1] == 'ư' && s[i] == 'ơ' && last {
			s[i-1] = 'u' // thuowr: thuở
		}
	}
}

// vni reads VNI keystrokes: 1–5 for the tones, 6 for the circumflex, 7 for the horn, 8 for the breve, 9 for đ.
func vni(word string) keys {
	k := keys{ok: true, digit: true, letters: make([]rune, 0, 12)}
	tones := [...]Tone{1: Sac, 2: Huyen, 3: Hoi, 4: Nga, 5: Nang}
	for i := range len(word) {
		c := word[i]
		inside := i < len(word)-1 && (word[i+1] < '0' || word[i+1] > '9')
		switch {
		case c >= '1' && c <= '5':
			k.setTone(tones[c-'0'])
			k.inner = k.inner || inside
		case c == '6':
			k.shape("aeo", "âêô")
		case c == '7':
			k.horn7()
		case c == '8':
			k.shape("a", "ă")
		case c == '9':
			if len(k.letters) == 0 || k.letters[0] != 'd' {
				k.ok = false
				return k
			}
			k.letters[0], k.used, k.shaped = 'đ', true, true
		case c == '0':
			k.ok = false
		default:
			k.letters = append(k.letters, rune(c))
		}
	}
	k.close()
	if k.shaped && k.tone == Ngang && word[len(word)-1] >= '6' && word[len(word)-1] < '9' {
		k.shaped = false // "so6", "lo7": also a number behind a word
	}
	return k
}

// shape marks the last vowel of from with its partner in to.
func (k *keys) shape(from, to string) {
	for i := len(k.letters) - 1; i >= 0; i-- {
		if n := strings.IndexRune(from, k.letters[i]); n >= 0 {
			k.letters[i] = []rune(to)[n]
			k.used, k.shaped = true, true
			return
		}
	}
	k.ok = false
}

func (k *keys) horn7() {
	for i := len(k.letters) - 1; i >= 0; i-- {
		switch k.letters[i] {
		case 'o':
			if i > 0 && k.letters[i-1] == 'u' && (i < 2 || k.letters[i-2] != 'q') {
				k.letters[i-1] = 'ư'
			}
			k.letters[i] = 'ơ'
		case 'u':
			k.letters[i] = 'ư'
		default:
			continue
		}
		k.used, k.shaped = true, true
		return
	}
	k.ok = false
}
