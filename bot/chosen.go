package bot

import (
	"slices"
	"strconv"

	"sohoc/internal/day"
	"sohoc/internal/learning"
)

// The values of choices come back from outside: whoever speaks a channel's protocol can send any. What no step of a
// form offers is stale.

// chosenMinutes reads a length, at most that of a day.
func chosenMinutes(value string) (int, error) {
	m, err := strconv.Atoi(value)
	if err != nil || m < 1 || m > learning.MaxMinutesPerDay {
		return 0, stale()
	}
	return m, nil
}

// chosenDay reads a day that is not to come.
func (t *turn) chosenDay(value string) (day.Day, error) {
	d, err := day.Parse(value)
	if err != nil || d > t.today {
		return "", stale()
	}
	return d, nil
}

// chosenCode reads the code of something that stands in a list.
func chosenCode(list []learning.Listed, value string) (string, error) {
	if !slices.ContainsFunc(list, func(l learning.Listed) bool { return l.Code == value }) {
		return "", stale()
	}
	return value, nil
}

// chosenYes reads a yes or a no.
func chosenYes(value string) (bool, error) {
	if value != "yes" && value != "no" {
		return false, stale()
	}
	return value == "yes", nil
}
