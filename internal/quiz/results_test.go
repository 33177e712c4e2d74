package quiz_test

import (
	"testing"

	"pgregory.net/rapid"

	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
)

// some draws first answers of a few people over some weeks.
func some(t *rapid.T) []quiz.Tally {
	var out []quiz.Tally
	for range rapid.IntRange(0, 60).Draw(t, "tallies") {
		answers := rapid.IntRange(1, 3).Draw(t, "answers")
		out = append(out, quiz.Tally{
			Group: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "group"), Person: people.PersonID(rapid.IntRange(1, 9).Draw(t, "person")),
			On: day.Day("2026-01-05").Add(rapid.IntRange(0, 69).Draw(t, "on")), Answers: answers, Right: rapid.IntRange(0, answers).Draw(t, "right"),
		})
	}
	return out
}

func until(all []quiz.Tally, last day.Day) []quiz.Tally {
	var out []quiz.Tally
	for _, x := range all {
		if x.On <= last {
			out = append(out, x)
		}
	}
	return out
}

// Whoever looks every week and subtracts learns nothing about fewer than five people.
func TestNoTwoLooksDifferByFewPeople(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := some(t)
		// What is published up to a week must be the sum of whole weeks; find which, and who came in between.
		before, seen := quiz.Result{Group: "a"}, day.Day("2026-01-04")
		for last := day.Day("2026-01-11"); last <= "2026-03-15"; last = last.Add(7) {
			got := quiz.Results(until(all, last), []string{"a"})[0]
			if got == before {
				continue
			}
			who, right, answers := map[people.PersonID]bool{}, 0, 0
			for _, x := range all {
				if x.Group == "a" && x.On > seen && x.On <= last {
					who[x.Person] = true
					right, answers = right+x.Right, answers+x.Answers
				}
			}
			if len(who) < quiz.MinPeople {
				t.Fatalf("from %s to %s the figures move by %d people: %+v", seen, last, len(who), got)
			}
			if got.Answers-before.Answers != answers || got.Right-before.Right != right {
				t.Fatalf("from %s to %s %d of %d were right; the figures went from %+v to %+v", seen, last, right, answers, before, got)
			}
			before, seen = got, last
		}
		if before.Enough != (before.People >= quiz.MinPeople) || !before.Enough && before != (quiz.Result{Group: "a"}) {
			t.Fatalf("%+v", before)
		}
	})
}

func TestFourPeopleAreTooFewAndFiveEnough(t *testing.T) {
	t.Parallel()
	var all []quiz.Tally
	for p := range people.PersonID(4) {
		all = append(all, quiz.Tally{Group: "a", Person: p + 1, On: "2026-01-06", Right: 1, Answers: 2})
	}
	if got := quiz.Results(all, []string{"a", "none"}); got[0].Enough || got[0].Answers != 0 || got[1] != (quiz.Result{Group: "none"}) {
		t.Errorf("four people make %+v", got)
	}
	all = append(all, quiz.Tally{Group: "a", Person: 5, On: "2026-01-07", Right: 3, Answers: 3})
	got := quiz.Results(all, []string{"a"})[0]
	if want := (quiz.Result{Group: "a", People: 5, Right: 7, Answers: 11, Enough: true}); got != want || got.Percent() != 64 {
		t.Errorf("five people make %+v, %d %%", got, got.Percent())
	}
}

func TestResultsEndWithTheLastWholeWeek(t *testing.T) {
	t.Parallel()
	for today, want := range map[day.Day]day.Day{
		"2026-11-23": "2026-11-22", "2026-11-24": "2026-11-22", "2026-11-29": "2026-11-22", "2026-11-30": "2026-11-29", "2027-01-01": "2026-12-27",
	} {
		if got := quiz.ClosedUntil(today); got != want {
			t.Errorf("on %s the figures go to %s, want %s", today, got, want)
		}
	}
}

func TestMasteryCountsWhatIsFirm(t *testing.T) {
	t.Parallel()
	live := bank(8) // topics repeat every four
	cards := []quiz.Card{
		{Question: 1, Version: 1, Due: "2026-12-01"}, {Question: 5, Version: 1, Due: "2026-12-01"}, // firm, firm
		{Question: 2, Version: 1, Due: "2026-12-01", Missed: true}, {Question: 6, Version: 1, Due: "2026-12-02"}, // missed, firm
		{Question: 3, Version: 1, Due: "2026-11-24"},  // due
		{Question: 99, Version: 1, Due: "2026-12-01"}, // no longer asked
	}
	want := []quiz.Mastery{{Topic: "boi_duong", Met: 1}, {Topic: "bao_mat", Met: 2, Firm: 1}, {Topic: "van_thu", Met: 2, Firm: 2}}
	got := quiz.MasteryOf(cards, live, "2026-11-24")
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("place %d: %+v, want %+v", i, got[i], want[i])
		}
	}
	live[0].Version = 2
	if got := quiz.MasteryOf(cards, live, "2026-11-24"); got[2].Firm != 1 && got[1].Firm != 1 {
		t.Errorf("a changed question counts as known: %+v", got)
	}
}
