package config

import (
	"fmt"
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
		return fmt.Errorf("%s and %s_FILE are both set: leave one", name, name)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s_FILE: %w", name, err)
	}
	*s = Secret(strings.TrimSpace(string(raw)))
	if *s == "" {
		return fmt.Errorf("%s_FILE: the file %s is empty", name, path)
	}
	return nil
}
