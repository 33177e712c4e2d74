package telegram

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// TestWhatIsSaidOfFailures plays rows of failures, ten seconds apart; each letter is one, a dot is a success.
func TestWhatIsSaidOfFailures(t *testing.T) {
	t.Parallel()
	failures := map[rune]error{
		'n': &netError{cause: errors.New("no route")},
		'p': &apiError{code: 403, foreign: true},
		'o': &apiError{code: 502},
		'c': &apiError{code: 409},
		't': &apiError{code: 401},
		'r': &apiError{code: 400},
		'u': errNoID,
		's': &storeError{cause: errors.New("disk")},
	}
	tests := map[string]struct{ row, want string }{
		"nothing":                         {"...", ""},
		"a hiccup":                        {"n.", "WARN unreachable, INFO unreachable"},
		"an outage":                       {"nnnnnn.", "WARN unreachable, ERROR unreachable, INFO unreachable"},
		"two hiccups":                     {"n.n.", "WARN unreachable, INFO unreachable, WARN unreachable, INFO unreachable"},
		"another trouble has its own row": {"nnooo.", "WARN unreachable, WARN overloaded, ERROR overloaded, INFO overloaded"},
		"a portal is no telegram":         {"p", "WARN unreachable"},
		"a second copy, six in a minute":  {"cccccccc.", "ERROR second_copy, ERROR second_copy, INFO second_copy"},
		"taking turns with a second copy": {"c.c.c.", "ERROR second_copy, INFO second_copy"},
		"a token that is no good":         {"tttttt.", "ERROR bad_token, INFO bad_token"},
		"nonsense":                        {"uuu", "WARN unreadable, ERROR unreadable"},
		"an unforeseen no":                {"r", "WARN other_refusals"},
		"the own disk":                    {"ssss.", "WARN not_taking_in, ERROR not_taking_in, INFO not_taking_in"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			log := slog.New(slog.NewTextHandler(&out, nil))
			var h health
			now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
			for _, what := range test.row {
				now = now.Add(10 * time.Second)
				if err, bad := failures[what]; bad {
					h.failed(log, now, err)
				} else {
					h.polled(log, now)
				}
			}
			var said []string
			for line := range strings.Lines(out.String()) {
				_, rest, _ := strings.Cut(line, "level=")
				level, rest, _ := strings.Cut(rest, " ")
				_, rest, _ = strings.Cut(rest, "problem=")
				problem, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
				said = append(said, level+" "+problem)
			}
			if got := strings.Join(said, ", "); got != test.want {
				t.Errorf("said %q, want %q", got, test.want)
			}
		})
	}
}
