package bot

import (
	"strings"
	"unicode/utf16"

	"sohoc/internal/learning"
)

// absence is who has not taken part, as of a day.
type absence struct {
	people []learning.Absent
	past   bool   // the day is over
	nobody string // what to say when there are no such people
}

// withAbsent puts who has not taken part, by reason and with names, between head and tail. Names are left out,
// and their number said, where the whole would be longer than one screen. Each reason gets a fair part of what
// the ones before it left.
func (t *turn) withAbsent(head string, absent absence, tail string) string {
	switch {
	case len(absent.people) > 0:
	case absent.nobody == "":
		return head + tail
	default:
		return head + "\n\n" + absent.nobody + tail
	}
	names := map[learning.Reason][]string{}
	for _, a := range absent.people {
		names[a.Reason] = append(names[a.Reason], a.Name)
	}
	var open []learning.Reason
	room := maxScreen - length(head) - length(tail) - 1
	for _, r := range learning.Reasons() {
		if len(names[r]) > 0 {
			open = append(open, r)
			room -= length(t.reasonLine(absent.key(r), len(names[r]), t.andMore(len(names[r])))) + 1
		}
	}
	var b strings.Builder
	b.WriteString(head + "\n")
	for i, r := range open {
		list := t.fit(names[r], max(room, 0)/(len(open)-i))
		room -= length(list)
		b.WriteString("\n" + t.reasonLine(absent.key(r), len(names[r]), list))
	}
	return b.String() + tail
}

// key is the sentence for a reason: who had not joined then may have joined since.
func (a absence) key(r learning.Reason) string {
	if a.past && r == learning.NotJoined {
		return "tiendo.luc_do_chua_tham_gia"
	}
	return "tiendo.vang_" + string(r)
}

func (t *turn) reasonLine(key string, n int, names string) string {
	return t.p.T(key, args{"N": n, "Ten": names})
}

// fit lists as many names as fit into room, and says how many more there are. The words for that have room of
// their own.
func (t *turn) fit(names []string, room int) string {
	all := strings.Join(names, ", ")
	if length(all) <= room {
		return all
	}
	used, n := 0, 0
	for n < len(names) && used+length(names[n])+2 <= room {
		used += length(names[n]) + 2
		n++
	}
	if n == len(names) {
		return all
	}
	if n == 0 {
		return t.andMore(len(names))
	}
	return strings.Join(names[:n], ", ") + ", " + t.andMore(len(names)-n)
}

func (t *turn) andMore(n int) string { return t.p.N("tiendo.va_nguoi_nua", n, nil) }

// length is the length of s in UTF-16 units, by which channels count.
func length(s string) int { return len(utf16.Encode([]rune(s))) }
