//go:build !race

package bottest

// slowed says that the race detector watches.
const slowed = false
