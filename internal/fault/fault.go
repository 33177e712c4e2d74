// Package fault gives errors a kind for programs and a key for people.
//
// A Fault says which sentence of the catalogue explains it, and with which values; the sentence itself is
// chosen at the edge, in the reader's language. Whatever is not a Fault is nobody's business but the log's:
// the reader gets an apology.
package fault

import (
	"errors"
	"fmt"
)

// Kind classifies a fault for the program that meets it.
type Kind string

// The kinds of faults.
const (
	Invalid   Kind = "invalid"   // the input cannot be right, whoever sends it
	NotFound  Kind = "not_found" // what it speaks of is not there, or not for this person to know of
	Forbidden Kind = "forbidden" // the person has no right to it
	Conflict  Kind = "conflict"  // it was right once, but no longer: done already, changed, expired
	Limit     Kind = "limit"     // too much, too often
)

// Args are the values that the sentence of a fault names.
type Args map[string]any

// Fault is an error that a person can be told.
type Fault struct {
	Kind Kind
	Key  string // of the catalogue's sentence, such as "hoc.too_long"
	Args Args
	err  error
}

// New returns a fault of the given kind with the key of its sentence; args may be nil.
func New(kind Kind, key string, args Args) *Fault {
	return &Fault{Kind: kind, Key: key, Args: args}
}

// Because returns a copy of f that wraps its cause.
func (f *Fault) Because(err error) *Fault {
	c := *f
	c.err = err
	return &c
}

// Error returns the kind and key, for logs: no values, since these may be personal.
func (f *Fault) Error() string {
	if f.err != nil {
		return fmt.Sprintf("%s %s: %v", f.Kind, f.Key, f.err)
	}
	return fmt.Sprintf("%s %s", f.Kind, f.Key)
}

// Unwrap returns the cause, if one was given.
func (f *Fault) Unwrap() error { return f.err }

// Is reports whether err is, or wraps, a fault of the given kind.
func Is(err error, kind Kind) bool {
	var f *Fault
	return errors.As(err, &f) && f.Kind == kind
}

// Of returns the fault in err's chain, or nil.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}
