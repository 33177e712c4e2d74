package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
)

// Secret is a text that never prints.
type Secret string

// String returns *** or nothing.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText implements encoding.TextMarshaler.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func fromFile(s *Secret, path, name string) error {
	if path == "" {
		return nil
	}
	if *s != "" {
		return fmt.Errorf("%s và %s_FILE đều được đặt: hãy bỏ một", name, name)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return &fileError{name: name + "_FILE", path: path, cause: err}
	}
	*s = Secret(strings.TrimSpace(string(raw)))
	if *s == "" {
		return fmt.Errorf("%s_FILE: tệp %s trống", name, path)
	}
	return nil
}

// fileError says in the reader's words why a secret's file cannot be read.
type fileError struct {
	name, path string
	cause      error
}

// Error implements error.
func (e *fileError) Error() string {
	why := "không đọc được tệp"
	switch {
	case errors.Is(e.cause, fs.ErrNotExist):
		why = "không có tệp"
	case errors.Is(e.cause, fs.ErrPermission):
		why = "không được phép đọc tệp"
	}
	return e.name + ": " + why + " " + e.path
}

// Unwrap returns what the system says.
func (e *fileError) Unwrap() error { return e.cause }
