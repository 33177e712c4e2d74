package quiz_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

// bank is n live questions in some topics.
func bank(n int) []quiz.Question {
	topics := []quiz.Topic{"van_thu", "bao_mat", "boi_duong", "ky_nang_so"}
	out := make([]quiz.Question, n)
	for i := range out {
		out[i] = quiz.Question{ID: quiz.QuestionID(i + 1), Version: 1, State: quiz.Live}
		out[i].Topic = topics[i%len(topics)]
	}
	return out
}

// hand draws cards of some of n questions, with due days around today.
func hand(t *rapid.T, n int, today day.Day) []quiz.Card {
	var out []quiz.Card
	for id := 1; id <= n; id++ {
		if !rapid.Bool().Draw(t, "has") {
			continue
		}
		reviewed := today.Add(-rapid.IntRange(1, 40).Draw(t, "ago"))
		out = append(out, quiz.Card{
			Person: 1, Question: quiz.QuestionID(id), Version: 1, Reps: 1, Stability: 1, Difficulty: 5,
			Missed: rapid.Bool().Draw(t, "missed"), Reviewed: reviewed, Due: reviewed.Add(rapid.IntRange(1, 40).Draw(t, "gap")),
		})
	}
	return out
}

func TestSpreadLosesNothingAndBurdensNoDay(t *testing.T) {
	t.Parallel()
	cal := office()
	rapid.Check(t, func(t *rapid.T) {
		today := workday(t, cal)
		cards := hand(t, 40, today)
		room := rapid.IntRange(0, quiz.DailyCap).Draw(t, "room")
		var laid []quiz.QuestionID
		var flat []quiz.Card
		last := today.Add(-1)
		for _, p := range quiz.Spread(cards, today, room, cal) {
			most := quiz.DailyCap
			if p.On == today {
				most = room
			}
			if len(p.Cards) == 0 || len(p.Cards) > most {
				t.Fatalf("%d cards on %s, at most %d may", len(p.Cards), p.On, most)
			}
			if p.On <= last || p.On != today && !cal.Working(p.On) {
				t.Fatalf("cards on %s after %s", p.On, last)
			}
			last = p.On
			for _, c := range p.Cards {
				laid, flat = append(laid, c.Question), append(flat, c)
			}
		}
		var due []quiz.QuestionID
		for _, c := range cards {
			if c.Due <= today {
				due = append(due, c.Question)
			}
		}
		slices.Sort(laid)
		if !slices.Equal(laid, due) {
			t.Fatalf("due are %v, laid out %v", due, laid)
		}
		for i := 1; i < len(flat); i++ {
			if flat[i].Missed && !flat[i-1].Missed || !flat[i].Missed && !flat[i-1].Missed && flat[i].Due < flat[i-1].Due {
				t.Fatalf("%+v comes before %+v", flat[i-1], flat[i])
			}
		}
	})
}

func TestPickKeepsToTheLiveAndTheRoom(t *testing.T) {
	t.Parallel()
	cal := office()
	rapid.Check(t, func(t *rapid.T) {
		today := workday(t, cal)
		live := bank(rapid.IntRange(0, 30).Draw(t, "live"))
		cards := hand(t, 40, today)
		room := rapid.IntRange(0, quiz.DailyCap).Draw(t, "room")
		got := quiz.Pick(quiz.Learner{Person: 1, Today: today, Days: cal}, cards, live, room)
		if len(got) > room {
			t.Fatalf("%d questions for room %d", len(got), room)
		}
		dueCount := 0
		byID := map[quiz.QuestionID]quiz.Card{}
		for _, c := range cards {
			byID[c.Question] = c
			if int(c.Question) <= len(live) && c.Due <= today {
				dueCount++
			}
		}
		for i, id := range got {
			if int(id) > len(live) || slices.Contains(got[:i], id) {
				t.Fatalf("%v of %d live questions", got, len(live))
			}
			c, known := byID[id]
			if known && c.Due > today {
				t.Fatalf("question %d is due on %s only", id, c.Due)
			}
			if known != (i < min(room, dueCount)) {
				t.Fatalf("%v: %d are due, and %d comes at place %d", got, dueCount, id, i)
			}
		}
	})
}

func TestNewQuestionsGoOverAllTopics(t *testing.T) {
	t.Parallel()
	live := bank(40)
	var cards []quiz.Card
	met := map[quiz.Topic]int{}
	for range 4 {
		got := quiz.Pick(quiz.Learner{Person: 9, Today: "2026-11-24", Days: office()}, cards, live, 1)
		q := live[got[0]-1]
		met[q.Topic]++
		cards = append(cards, quiz.Card{Person: 9, Question: q.ID, Version: 1, Reviewed: "2026-11-23", Due: "2027-01-01"})
	}
	if len(met) != 4 {
		t.Errorf("the first four questions are of the topics %v", met)
	}
}

func TestNeighboursAreNotAllAskedTheSame(t *testing.T) {
	t.Parallel()
	live, first := bank(40), map[quiz.QuestionID]bool{}
	for p := range people.PersonID(30) {
		first[quiz.Pick(quiz.Learner{Person: p, Today: "2026-11-24", Days: office()}, nil, live, 1)[0]] = true
	}
	if len(first) < 10 {
		t.Errorf("30 people begin with %d different questions", len(first))
	}
}

func TestAChangedQuestionIsDueAtOnce(t *testing.T) {
	t.Parallel()
	live := bank(1)
	card := quiz.Card{Person: 1, Question: 1, Version: 1, Reviewed: "2026-11-20", Due: "2027-02-01"}
	if got := quiz.Pick(quiz.Learner{Person: 1, Today: "2026-11-24", Days: office()}, []quiz.Card{card}, live, 3); len(got) != 0 {
		t.Errorf("unchanged it is asked: %v", got)
	}
	live[0].Version = 2
	if got := quiz.Pick(quiz.Learner{Person: 1, Today: "2026-11-24", Days: office()}, []quiz.Card{card}, live, 3); !slices.Equal(got, []quiz.QuestionID{1}) {
		t.Errorf("changed it is not asked: %v", got)
	}
}

// Sixty days of somebody who answers as it comes, is away now and then, and always takes what is offered: what was
// missed comes back within two working days, no day has more than its share, nothing is asked twice on a day.
func TestSixtyDaysOfAsking(t *testing.T) {
	t.Parallel()
	cal := office()
	rapid.Check(t, func(t *rapid.T) {
		run := newRun(cal, rapid.IntRange(1, 60).Draw(t, "questions"))
		skill := rapid.IntRange(0, 100).Draw(t, "skill")
		today := workday(t, cal)
		for range 60 {
			if rapid.IntRange(1, 20).Draw(t, "away") == 1 {
				for range rapid.IntRange(1, 15).Draw(t, "days away") {
					today = cal.NextDay(today)
				}
				run.away()
			}
			run.day(t, today, func() bool { return rapid.IntRange(0, 99).Draw(t, "answer") < skill })
			today = cal.NextDay(today)
		}
	})
}

// run holds the cards of a simulated person.
type run struct {
	cal   *calendar.Calendar
	live  []quiz.Question
	cards map[quiz.QuestionID]quiz.Card
	owed  map[quiz.QuestionID]day.Day // missed questions, and by when they must be back
}

func newRun(cal *calendar.Calendar, n int) *run {
	return &run{cal: cal, live: bank(n), cards: map[quiz.QuestionID]quiz.Card{}, owed: map[quiz.QuestionID]day.Day{}}
}

// away forgives what could not come back in an absence.
func (r *run) away() { clear(r.owed) }

func (r *run) day(t *rapid.T, today day.Day, knows func() bool) {
	var hand []quiz.Card
	for _, c := range r.cards {
		hand = append(hand, c)
	}
	got := quiz.Pick(quiz.Learner{Person: 1, Today: today, Days: r.cal}, hand, r.live, quiz.DailyCap)
	if len(got) > quiz.DailyCap {
		t.Fatalf("%s: %d questions", today, len(got))
	}
	for _, id := range got {
		c := r.cards[id]
		if c.Reviewed == today {
			t.Fatalf("%s: question %d twice", today, id)
		}
		c.Person, c.Question, c.Version = 1, id, 1
		next, err := c.Answered(knows(), today, r.cal)
		if err != nil {
			t.Fatal(err)
		}
		r.cards[id] = next
		delete(r.owed, id)
		if next.Missed {
			r.owed[id] = r.cal.NextDay(r.cal.NextDay(today))
		}
	}
	for id, by := range r.owed {
		if by <= today {
			t.Fatalf("%s: question %d was missed and should be back by %s", today, id, by)
		}
	}
}
