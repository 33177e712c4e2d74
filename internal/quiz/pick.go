package quiz

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"

	"sohoc/internal/day"
	"sohoc/internal/people"
)

// DailyCap is how many questions a person is asked on one day at most.
const DailyCap = 3

// Spread lays out which cards come on which day, from today on: those that are due, DailyCap on each working day, what
// was missed before the rest and each in the order in which it fell due. Today may have less room. A backlog after
// weeks of absence thus costs no day more than any other; nothing in it is dropped.
func Spread(cards []Card, today day.Day, room int, days Days) []Portion {
	due := slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return c.Due > today })
	slices.SortFunc(due, func(a, b Card) int {
		if a.Missed != b.Missed {
			return -cmp.Compare(flag(a.Missed), flag(b.Missed))
		}
		if a.Missed {
			// By the day of the answer, not the due day: that is from when the two working days run.
			return cmp.Or(cmp.Compare(a.Reviewed, b.Reviewed), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Question, b.Question))
		}
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Question, b.Question))
	})
	var out []Portion
	for on := today; len(due) > 0; on, room = days.NextDay(on), DailyCap {
		if n := min(max(room, 0), len(due)); n > 0 {
			out = append(out, Portion{On: on, Cards: due[:n:n]})
			due = due[n:]
		}
	}
	return out
}

// Portion is what comes on one day.
type Portion struct {
	On    day.Day
	Cards []Card
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Pick chooses what a person is asked today, at most room questions: what is due by Spread; and where that leaves room,
// new questions. Of these come first the topics of which the person has met least, then an order of the person's own,
// so that neighbours are not all asked the same. Only live questions are asked.
func Pick(l Learner, cards []Card, live []Question, room int) []QuestionID {
	asked := current(cards, live, l.Today)
	var out []QuestionID
	for _, p := range Spread(asked, l.Today, room, l.Days) {
		if p.On != l.Today {
			break
		}
		out = append(out, ids(p.Cards)...)
	}
	return append(out, fresh(l.Person, asked, live, room-len(out))...)
}

// current are the cards of live questions. One whose question says something else since is due at once.
func current(cards []Card, live []Question, today day.Day) []Card {
	version := make(map[QuestionID]int, len(live))
	for _, q := range live {
		version[q.ID] = q.Version
	}
	var out []Card
	for _, c := range cards {
		v, ok := version[c.Question]
		if !ok {
			continue
		}
		if v != c.Version {
			c.Due = min(c.Due, today)
		}
		out = append(out, c)
	}
	return out
}

// fresh chooses n questions that a person was never asked.
func fresh(person people.PersonID, cards []Card, live []Question, n int) []QuestionID {
	topics := make(map[QuestionID]Topic, len(live))
	for _, q := range live {
		topics[q.ID] = q.Topic
	}
	met := map[Topic]int{}
	for _, c := range cards {
		met[topics[c.Question]]++
		delete(topics, c.Question)
	}
	rest := make([]QuestionID, 0, len(topics))
	for id := range topics {
		rest = append(rest, id)
	}
	own := func(id QuestionID) uint64 { return lot(person, id, 0) }
	slices.SortFunc(rest, func(a, b QuestionID) int { return cmp.Or(cmp.Compare(own(a), own(b)), cmp.Compare(a, b)) })
	var out []QuestionID
	for range min(max(n, 0), len(rest)) {
		i := 0
		for j := range rest {
			if met[topics[rest[j]]] < met[topics[rest[i]]] {
				i = j
			}
		}
		met[topics[rest[i]]]++
		out = append(out, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	return out
}

// lot draws a number for a person, a question and how often it was asked: the same for the same three.
func lot(person people.PersonID, question QuestionID, nth int) uint64 {
	h := fnv.New64a()
	buf := strconv.AppendInt(nil, int64(person), 10)
	buf = strconv.AppendInt(append(buf, '/'), int64(question), 10)
	buf = strconv.AppendInt(append(buf, '/'), int64(nth), 10)
	_, _ = h.Write(buf) // a hash takes everything
	x := h.Sum64()
	// FNV's low bits hardly stir for short inputs; fold the high ones in.
	x ^= x >> 31
	x *= 0x9E3779B97F4A7C15
	return x ^ x>>29
}

// Order says which option stood at which letter: its first digit is the option that was shown as A.
type Order string

// Shuffle returns the order of the options for a person who is asked a question for the nth time (from 0).
func Shuffle(person people.PersonID, question QuestionID, nth int) Order {
	rest := []byte("0123")
	n := lot(person, question, nth+1)
	out := make([]byte, 0, Options)
	for len(rest) > 0 {
		i := int(n % uint64(len(rest)))
		n /= uint64(len(rest))
		out = append(out, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	return Order(out)
}

// Option returns the option that stood at a letter, counted from 0.
func (o Order) Option(letter int) int { return int(o[letter] - '0') }

// Letter returns the letter at which an option stood, counted from 0.
func (o Order) Letter(option int) int {
	return slices.Index([]byte(o), byte('0'+option))
}
