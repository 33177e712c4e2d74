// Package job runs slow work beside the worker: a chart, a download, a wide read.
//
// A job is queued in the transaction that asks for it, so it is neither lost nor done for a message that
// was rolled back. It runs outside the writer; its effect (rows and messages) and its end commit together,
// so that a process kill makes it run again but never makes it count twice. Work that fails is tried again a few
// times, work that panics is not; what is given up is kept, and who waits for it is told in the same
// transaction. It does not order jobs among each other, and has no schedule: see the ledger of occurrences.
package job

import (
	"encoding/json"
	"fmt"
	"time"
)

// ID identifies a queued job.
type ID int64

// Kind says which work it is; the wiring maps kinds to functions.
type Kind string

// Request is work to be queued. Args is a JSON document.
type Request struct {
	Kind Kind
	Args json.RawMessage
}

// New returns a request with args encoded. Args that do not encode are a fault of the program, and an error.
func New(kind Kind, args any) (Request, error) {
	raw, err := json.Marshal(args)
	if err != nil {
		return Request{}, fmt.Errorf("encode job %s: %w", kind, err)
	}
	return Request{Kind: kind, Args: raw}, nil
}

// Row is a queued job.
type Row struct {
	ID ID
	Request
	Attempts  int
	NotBefore time.Time
}
