package webchat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
)

func TestSecretsAreLongDifferentAndNeverPrinted(t *testing.T) {
	t.Parallel()
	seen := map[Secret]bool{}
	for range 1000 {
		s := NewSecret()
		if len(s) != 32 || seen[s] {
			t.Fatalf("%q", string(s))
		}
		seen[s] = true
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s)
		for _, printed := range []string{fmt.Sprint(s), fmt.Sprintf("%v %s", s, s), log.String()} {
			if strings.Contains(printed, string(s)) {
				t.Fatalf("printed: %s", printed)
			}
		}
	}
}

func TestAHashTellsSecretsApart(t *testing.T) {
	t.Parallel()
	one, other := NewSecret(), NewSecret()
	again := Secret(strings.Clone(string(one)))
	if one.Hash() != again.Hash() || one.Hash() == other.Hash() {
		t.Error("a hash is not that of its secret alone")
	}
}

func TestALinkIsOpenForADayAndAfterItsUseForARetry(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name string
		link FileLink
		want bool
	}{
		{"new", FileLink{Expires: now.Add(time.Second)}, true},
		{"a day old", FileLink{Expires: now}, false},
		{"just used", FileLink{Expires: now.Add(time.Hour), Used: now.Add(-LinkRetry + time.Second)}, true},
		{"used a while ago", FileLink{Expires: now.Add(time.Hour), Used: now.Add(-LinkRetry)}, false},
	} {
		if got := test.link.Open(now); got != test.want {
			t.Errorf("%s: open is %v", test.name, got)
		}
	}
}

// shelf keeps the last link.
type shelf struct {
	hash Hash
	link FileLink
	err  error
}

// Now implements LinkStore.
func (*shelf) Now() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }

// AddFileLink implements LinkStore.
func (s *shelf) AddFileLink(_ context.Context, hash Hash, l FileLink) error {
	s.hash, s.link = hash, l
	return s.err
}

func TestSharingAFileKeepsTheHashOnly(t *testing.T) {
	t.Parallel()
	var s shelf
	f := channel.File{Path: "outgoing/a.xlsx", Name: "a.xlsx"}
	secret, err := ShareFile(t.Context(), &s, 7, f)
	if err != nil || s.hash != secret.Hash() || s.link.Person != 7 || s.link.File != f || s.link.Expires != s.Now().Add(24*time.Hour) {
		t.Errorf("%v %+v", err, s)
	}
	s.err = context.DeadlineExceeded
	if secret, err := ShareFile(t.Context(), &s, 7, f); secret != "" || !errors.Is(err, s.err) {
		t.Errorf("a link that was not stored was handed out: %v", err)
	}
}
