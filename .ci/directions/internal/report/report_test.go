package report

import (
	_ "sohoc/cmd/wiring" // want command-line-only-in-cmd
	_ "testing"
)
