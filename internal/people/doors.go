package people

import (
	"context"

	"sohoc/internal/day"
)

// Lone is somebody who can be written to by one account only, or by none: when that cannot be reached, neither
// can they.
type Lone struct {
	Actor   Actor
	Channel string // of the one account; empty = there is none that can be written to
}

// DoorStore knows by which accounts people can be written to.
type DoorStore interface {
	// Operators lists who runs the machine and has agreed, as of today.
	Operators(ctx context.Context, today day.Day) ([]Actor, error)
	// LoneDoors lists who has agreed and can be written to by one account only, or by none, by unit and name.
	LoneDoors(ctx context.Context, today day.Day) ([]Lone, error)
}
