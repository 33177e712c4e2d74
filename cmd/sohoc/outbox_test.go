package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sohoc/internal/channel"
	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// officeWithMessages has three that wait, two of which then failed or may have arrived.
func officeWithMessages(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.update(func(tx *sqlite.Tx) error {
		for i, class := range []channel.Class{channel.Reply, channel.Reminder, channel.Broadcast} {
			m := channel.Message{
				To:   channel.Address{Channel: channel.Telegram, Account: "42", Chat: channel.ChatID(fmt.Sprint(100 + i))},
				Text: "Chào chị Lý Thị An", Class: class,
			}
			if err := tx.QueueMessages(t.Context(), m); err != nil {
				return err
			}
		}
		return tx.MarkMessages(t.Context(), []outbox.Mark{
			{ID: 2, State: outbox.Failed, Attempts: 3, Reason: "rejected"},
			{ID: 3, State: outbox.Uncertain, Attempts: 1, Reason: "cut off"},
		})
	})
	return o
}

func TestOutboxListsWhatCouldNotBeSent(t *testing.T) {
	t.Parallel()
	o := officeWithMessages(t)
	out := o.must("outbox", "--failed")
	want := "3\t24/11/2026 09:00\ttelegram 102\tkhông rõ đã tới\t1 lần\tcut off\n2\t24/11/2026 09:00\ttelegram 101\tkhông gửi được\t3 lần\trejected\n"
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
	if out := o.must("outbox"); out != "1\t24/11/2026 09:00\ttelegram 100\tchờ gửi\t0 lần\t\n" {
		t.Errorf("waiting: %q", out)
	}
	if out := o.must("outbox", "--failed", "--limit", "1"); strings.Count(out, "\n") != 1 || !strings.HasPrefix(out, "3\t") {
		t.Errorf("the newest alone: %q", out)
	}
}

func TestOutboxForPrograms(t *testing.T) {
	t.Parallel()
	o := officeWithMessages(t)
	var got []map[string]any
	for line := range strings.Lines(o.must("outbox", "--failed", "--format", "jsonl")) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if created, ok := m["created_at"].(string); !ok || !strings.HasPrefix(created, "2026-11-24T02:00:") {
			t.Errorf("created %v", m["created_at"])
		}
		delete(m, "created_at")
		got = append(got, m)
	}
	want := []map[string]any{
		{"id": 3., "channel": "telegram", "chat": "102", "class": "broadcast", "state": "uncertain", "attempts": 1., "reason": "cut off", "characters": 18.},
		{"id": 2., "channel": "telegram", "chat": "101", "class": "reminder", "state": "failed", "attempts": 3., "reason": "rejected", "characters": 18.},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A message is between the sender and the reader: whoever runs the machine sees that it failed, not what it says.
func TestOutboxShowsNoText(t *testing.T) {
	t.Parallel()
	o := officeWithMessages(t)
	for _, args := range [][]string{{}, {"--failed"}, {"--format", "jsonl"}, {"--failed", "--format", "jsonl"}} {
		if out := o.must(append([]string{"outbox"}, args...)...); out == "" || strings.Contains(out, "Lý Thị An") {
			t.Errorf("%v: %s", args, out)
		}
	}
}

func TestOutboxOfNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if _, said, code := o.run("outbox"); code != 1 || !strings.Contains(said, "Chưa có cơ sở dữ liệu") {
		t.Errorf("in a wrong folder: exit %d, said %q", code, said)
	}
	o.must("migrate")
	if out, said, code := o.run("outbox", "--failed"); code != 0 || out != "" || said != "Không có tin nào.\n" {
		t.Errorf("exit %d, wrote %q, said %q", code, out, said)
	}
	if out, said, code := o.run("outbox", "--format", "jsonl"); code != 0 || out != "" || said != "" {
		t.Errorf("for programs: exit %d, wrote %q, said %q", code, out, said)
	}
}
