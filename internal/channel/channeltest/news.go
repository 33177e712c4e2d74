package channeltest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"sohoc/internal/channel"
)

// news is what an adapter has to make of a fault.
type news struct {
	fault     Fault
	reasons   []channel.Reason // any of them
	uncertain bool
	arrives   bool // the message is there all the same
	passes    bool // the next attempt goes well
}

// badNews is the table of faults. Failover rests on the column "uncertain": what is certain goes by another door.
func badNews() []news {
	temporary := []channel.Reason{channel.Temporary}
	return []news{
		{fault: Refused, reasons: temporary},
		{fault: NoName, reasons: temporary},
		{fault: NoTLS, reasons: temporary},
		{fault: DropBefore, reasons: temporary, uncertain: true, passes: true},
		{fault: DropAfter, reasons: temporary, uncertain: true, arrives: true, passes: true},
		{fault: CutAnswer, reasons: temporary, uncertain: true, arrives: true, passes: true},
		{fault: GatewayPage, reasons: temporary, uncertain: true, passes: true},
		{fault: BlockPage, reasons: temporary, passes: true},
		{fault: ServerError, reasons: temporary, uncertain: true, passes: true},
		{fault: TooFast, reasons: []channel.Reason{channel.Throttled}}, // the wait may hold for the next attempt too
		{fault: BadToken, reasons: []channel.Reason{channel.Credentials}, passes: true},
		{fault: Gone, reasons: []channel.Reason{channel.Unreachable}},
		{fault: Refusal, reasons: []channel.Reason{channel.Rejected, channel.Markup}, passes: true},
	}
}

func (n news) check(t *testing.T, f Fixture) {
	t.Helper()
	if !f.Fail(n.fault) {
		t.Skip("this door cannot meet it")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := f.Sender.Send(ctx, f.message(secretWords))
	e := sendError(t, err)
	f.checkError(t, err)
	n.checkReason(t, e)
	if got := len(f.Arrived()) > 0; got != n.arrives {
		t.Errorf("arrived: %t, want %t", got, n.arrives)
	}
	if !n.passes {
		return
	}
	if err := f.Sender.Send(ctx, f.message("Chào anh/chị")); err != nil {
		t.Errorf("the next attempt: %v", err)
	}
}

func (n news) checkReason(t *testing.T, e *channel.SendError) {
	t.Helper()
	known := false
	for _, r := range n.reasons {
		known = known || e.Reason == r
	}
	if !known || e.Uncertain != n.uncertain {
		t.Errorf("it says %s, uncertain %t; want one of %v, uncertain %t", e.Reason, e.Uncertain, n.reasons, n.uncertain)
	}
	if e.Reason == channel.Throttled && e.RetryAfter < time.Second {
		t.Errorf("it asks to wait %v: at least a second keeps from hammering", e.RetryAfter)
	}
	if e.Reason != channel.Throttled && e.RetryAfter != 0 {
		t.Errorf("it asks to wait %v without being throttled", e.RetryAfter)
	}
}

// giveUp checks that an attempt ends with its context, and says that nothing is certain.
func giveUp(t *testing.T, f Fixture) {
	t.Helper()
	if !f.Fail(Slow) {
		t.Skip("this door does not wait for anybody")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err := f.Sender.Send(ctx, f.message(secretWords))
	e := sendError(t, err)
	f.checkError(t, err)
	if e.Reason != channel.Temporary || !e.Uncertain {
		t.Errorf("it says %s, uncertain %t", e.Reason, e.Uncertain)
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it does not say that the time was over: %v", err)
	}
}

// sendError returns the error as what it has to be.
func sendError(t *testing.T, err error) *channel.SendError {
	t.Helper()
	var e *channel.SendError
	if !errors.As(err, &e) {
		t.Fatalf("no SendError but %T: %v", err, err)
	}
	if e.Err == nil || strings.TrimSpace(e.Err.Error()) == "" {
		t.Error("the error does not say what happened")
	}
	return e
}

// texts yields what an error and all that it wraps would print in a log.
func texts(err error) iter.Seq[string] {
	return func(yield func(string) bool) {
		for ; err != nil; err = errors.Unwrap(err) {
			if !yield(err.Error()) || !yield(fmt.Sprintf("%+v %#v", err, err)) {
				return
			}
		}
	}
}
