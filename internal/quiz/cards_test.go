package quiz_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sohoc/internal/calendar"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

// office is the calendar of Viet Nam around the days of these tests: it holds New Year and Tết 2027.
func office() *calendar.Calendar {
	var entries []calendar.Entry
	for year := 2026; year <= 2028; year++ {
		entries = append(entries, calendar.VietNam(year)...)
	}
	return calendar.New(entries, calendar.DefaultHours(), time.FixedZone("+07", 7*60*60))
}

// dayIn draws a day of the year around Tết 2027.
func dayIn(t *rapid.T, name string) day.Day {
	return day.Day("2026-11-24").Add(rapid.IntRange(0, 300).Draw(t, name))
}

// workday draws a day that is worked on.
func workday(t *rapid.T, cal *calendar.Calendar) day.Day {
	return cal.NextDay(dayIn(t, "day"))
}

// history answers one question n times, each answer on the day on which the card is due or some days later.
func history(t *rapid.T, cal *calendar.Calendar) (quiz.Card, []bool) {
	c := quiz.Card{Person: 1, Question: 7}
	on := workday(t, cal)
	answers := rapid.SliceOfN(rapid.Bool(), 1, 12).Draw(t, "answers")
	for _, right := range answers {
		next, err := c.Answered(right, on, cal)
		if err != nil {
			t.Fatal(err)
		}
		c, on = next, next.Due.Add(rapid.IntRange(0, 20).Draw(t, "late"))
	}
	return c, answers
}

// longestHolidays is how many days in a row nobody works at most: Tết with its weekends.
const longestHolidays = 12

func TestAnAnswerSpacesTheCard(t *testing.T) {
	t.Parallel()
	cal := office()
	rapid.Check(t, func(t *rapid.T) {
		c, answers := history(t, cal)
		right := answers[len(answers)-1]
		switch {
		case c.Due <= c.Reviewed:
			t.Fatalf("answered on %s it is due on %s", c.Reviewed, c.Due)
		case !cal.Working(c.Due):
			t.Fatalf("it is due on %s, when nobody works", c.Due)
		case c.Due.Sub(c.Reviewed) > quiz.MaxInterval+longestHolidays:
			t.Fatalf("it comes back after %d days", c.Due.Sub(c.Reviewed))
		case c.Stability <= 0 || c.Difficulty < 1 || c.Difficulty > 10:
			t.Fatalf("its memory is out of bounds: %+v", c)
		case c.Reps != len(answers) || c.Missed == right:
			t.Fatalf("after %v it says %+v", answers, c)
		case !right && c.Due > cal.NextDay(cal.NextDay(c.Reviewed)):
			t.Fatalf("missed on %s it is due on %s, later than two working days", c.Reviewed, c.Due)
		case c.Firm(c.Reviewed) != right || c.Firm(c.Due):
			t.Fatalf("it is firm at the wrong time: %+v", c)
		}
	})
}

func TestTheSameAnswersLeadToTheSameDays(t *testing.T) {
	t.Parallel()
	cal := office()
	rapid.Check(t, func(t *rapid.T) {
		c, _ := history(t, cal)
		on, right := c.Due.Add(rapid.IntRange(0, 30).Draw(t, "late")), rapid.Bool().Draw(t, "right")
		a, errA := c.Answered(right, on, cal)
		b, errB := c.Answered(right, on, cal)
		if errA != nil || errB != nil || a != b {
			t.Fatalf("%+v (%v) and %+v (%v)", a, errA, b, errB)
		}
	})
}

// A right answer is worth more the longer it was remembered: intervals grow.
func TestWhoKnowsItIsAskedLessAndLess(t *testing.T) {
	t.Parallel()
	cal := office()
	c, err := quiz.Card{Person: 1, Question: 1}.Answered(true, "2026-11-24", cal)
	if err != nil {
		t.Fatal(err)
	}
	var gaps []int
	for range 6 {
		gaps = append(gaps, c.Due.Sub(c.Reviewed))
		if c, err = c.Answered(true, c.Due, cal); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.IsSorted(gaps[:4]) || gaps[0] > 7 || gaps[5] < 90 { // the last ones stand at the limit
		t.Errorf("it comes back after %v days", gaps)
	}
}

// An old mistake must not wait out the interval that was earned before it.
func TestAMatureCardThatIsMissedComesBackSoon(t *testing.T) {
	t.Parallel()
	cal := office()
	c := quiz.Card{Person: 1, Question: 1, Stability: 120, Difficulty: 3, Reps: 6, Reviewed: "2026-08-03", Due: "2026-12-01"}
	c, err := c.Answered(false, "2026-12-31", cal) // a Thursday; Friday is New Year
	if err != nil || c.Due > "2027-01-05" || c.Lapses != 1 {
		t.Errorf("it is due on %s after %d lapses (%v)", c.Due, c.Lapses, err)
	}
}

// A clock that was set back makes no error and no day in the past.
func TestAnAnswerBeforeTheLastOne(t *testing.T) {
	t.Parallel()
	cal := office()
	c, err := quiz.Card{Person: 1, Question: 1}.Answered(true, "2026-11-24", cal)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.Answered(true, "2026-11-20", cal); err != nil || c.Due <= "2026-11-20" || c.Reviewed != "2026-11-20" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestShuffleIsAPermutationOfOnesOwn(t *testing.T) {
	t.Parallel()
	seen := map[quiz.Order]int{}
	atA := [quiz.Options]int{}
	const many = 2400
	for p := range many {
		o := quiz.Shuffle(people.PersonID(p), 3, p%3)
		seen[o]++
		atA[o.Option(0)]++
		for option := range quiz.Options {
			if o.Option(o.Letter(option)) != option {
				t.Fatalf("order %q loses option %d", o, option)
			}
		}
	}
	if len(seen) != 24 {
		t.Errorf("only %d of 24 orders occur", len(seen))
	}
	for option, n := range atA {
		if n < many/6 || n > many/3 {
			t.Errorf("option %d stands first %d times of %d", option, n, many)
		}
	}
	if again := quiz.Shuffle(5, 3, 0); again != quiz.Shuffle(5, 3, 0) {
		t.Error("the same person gets another order")
	}
	same := 0
	for q := range quiz.QuestionID(200) {
		if quiz.Shuffle(5, q, 0) == quiz.Shuffle(5, q, 1) {
			same++
		}
	}
	if same > 40 {
		t.Errorf("%d of 200 questions come back in the same order", same)
	}
}
