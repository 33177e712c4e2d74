package telegramtest

import "strings"

// detect finds commands and mentions as Telegram's servers do, at the beginning of words.
func detect(text string) []entity {
	if !strings.ContainsAny(text, "/@") {
		return nil
	}
	var found []entity
	offset := 0 // of the word, in UTF-16 units
	for len(text) > 0 {
		end := strings.IndexAny(text, " \n\t")
		if end < 0 {
			end = len(text)
		}
		if kind, length := classify(text[:end]); kind != "" {
			found = append(found, entity{Offset: offset, Length: length, Type: kind})
		}
		next := min(end+1, len(text))
		offset += utf16Len(text[:next])
		text = text[next:]
	}
	return found
}

// classify says whether a word begins with a command or a mention, and how long that is.
func classify(word string) (kind string, length int) {
	if len(word) < 2 {
		return "", 0
	}
	n := 1 + nameLen(word[1:])
	switch {
	case n == 1:
		return "", 0
	case word[0] == '@' && n >= 5: // user names have four characters at least
		return "mention", n
	case word[0] == '/':
		if rest := word[n:]; strings.HasPrefix(rest, "@") && nameLen(rest[1:]) > 0 {
			n += 1 + nameLen(rest[1:])
		}
		return "bot_command", n
	}
	return "", 0
}

// nameLen is the length of the command or user name at the beginning of s.
func nameLen(s string) int {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return i
		}
	}
	return len(s)
}
