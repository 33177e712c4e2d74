package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"sohoc/internal/fault"
)

func TestIsAndOfLookThroughTheChain(t *testing.T) {
	t.Parallel()
	f := fault.New(fault.Conflict, "entry.gone", fault.Args{"ID": 7})
	for _, c := range []struct {
		name string
		err  error
		want *fault.Fault
	}{
		{"itself", f, f},
		{"wrapped", fmt.Errorf("remove: %w", f), f},
		{"wrapped twice", fmt.Errorf("a: %w", fmt.Errorf("b: %w", f)), f},
		{"joined", errors.Join(io.EOF, f), f},
		{"another error", io.EOF, nil},
		{"none", nil, nil},
	} {
		if got := fault.Of(c.err); got != c.want {
			t.Errorf("%s: found %v, want %v", c.name, got, c.want)
		}
		if got := fault.Is(c.err, fault.Conflict); got != (c.want != nil) {
			t.Errorf("%s: is a conflict: %v", c.name, got)
		}
		if fault.Is(c.err, fault.Invalid) {
			t.Errorf("%s: is invalid as well", c.name)
		}
	}
}

func TestTheOutermostFaultSpeaks(t *testing.T) {
	t.Parallel()
	inner := fault.New(fault.NotFound, "entry.none", nil)
	outer := fault.New(fault.Invalid, "log.title", nil).Because(inner)
	if got := fault.Of(fmt.Errorf("log: %w", outer)); got != outer || !errors.Is(outer, inner) {
		t.Errorf("found %v", got)
	}
}

func TestErrorNamesNoValues(t *testing.T) {
	t.Parallel()
	f := fault.New(fault.Limit, "log.day_full", fault.Args{"Name": "Nguyễn Văn A"})
	if got := f.Error(); got != "limit log.day_full" {
		t.Errorf("the log reads %q", got)
	}
	if f.Unwrap() != nil {
		t.Error("it has a cause that nobody gave")
	}
	caused := f.Because(io.ErrUnexpectedEOF)
	if got := caused.Error(); got != "limit log.day_full: unexpected EOF" {
		t.Errorf("the log reads %q", got)
	}
}

func TestBecauseLeavesTheFaultAsItIs(t *testing.T) {
	t.Parallel()
	f := fault.New(fault.Forbidden, "log.too_old", fault.Args{"Days": 14})
	caused := f.Because(io.EOF)
	if f.Unwrap() != nil || !errors.Is(caused, io.EOF) {
		t.Errorf("causes: %v, %v", f.Unwrap(), caused.Unwrap())
	}
	if caused.Kind != f.Kind || caused.Key != f.Key || caused.Args["Days"] != 14 {
		t.Errorf("the copy is %+v", caused)
	}
}
