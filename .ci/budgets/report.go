package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A result is one line of the table.
type result struct {
	name   string
	value  float64
	budget float64
	atMost bool   // the budget is an upper bound; else a lower one
	unit   string // printed after the value
	worst  []offender
}

// An offender is something that a person can go and look at.
type offender struct {
	where string
	value float64 // for sorting; the larger the worse
	note  string
}

func (r result) broken() bool {
	if r.atMost {
		return r.value > r.budget
	}
	return r.value < r.budget
}

// atMost makes a result that must not exceed budget.
func atMost(name string, value, budget float64, worst []offender) result {
	return result{name: name, value: value, budget: budget, atMost: true, worst: worstFirst(worst)}
}

// atLeast makes a result that must reach budget.
func atLeast(name string, value, budget float64, worst []offender) result {
	return result{name: name, value: value, budget: budget, worst: worstFirst(worst)}
}

// none makes a result for things of which there must be none.
func none(name string, found []offender) result {
	return atMost(name, float64(len(found)), 0, found)
}

func worstFirst(o []offender) []offender {
	slices.SortStableFunc(o, func(a, b offender) int {
		if c := cmp.Compare(b.value, a.value); c != 0 {
			return c
		}
		return cmp.Compare(a.where, b.where)
	})
	return o
}

// printTable writes the table and returns how many budgets are broken.
func printTable(w io.Writer, results []result, worst int) int {
	broken := 0
	for _, r := range results {
		mark, show := "ok", worst
		if r.broken() {
			mark, show = "BROKEN", 40
			broken++
		}
		sign := "≥"
		if r.atMost {
			sign = "≤"
		}
		fmt.Fprintf(w, "%-6s  %-38s %8s  %s %s\n", mark, r.name, number(r.value)+r.unit, sign, number(r.budget)+r.unit)
		printWorst(w, r.worst, show)
	}
	fmt.Fprintf(w, "\n%d budgets, %d broken\n", len(results), broken)
	return broken
}

func printWorst(w io.Writer, worst []offender, show int) {
	for i, o := range worst {
		if i == show {
			fmt.Fprintf(w, "          … and %d more\n", len(worst)-show)
			return
		}
		fmt.Fprintf(w, "          %s  %s\n", o.where, o.note)
	}
}

func number(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
