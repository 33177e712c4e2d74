package sqlite_test

import (
	"testing"

	"go.uber.org/goleak"
)

// The writer ends with the database.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
