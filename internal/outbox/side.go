package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"sohoc/internal/channel"
)

const (
	sideSize    = 256
	sideWorkers = 4
	sideLimit   = 10 * time.Second
)

// errand is something small that is tried once and forgotten.
type errand struct {
	answer *channel.PressAnswer
	typing channel.Address
}

// Answer acknowledges a press, if there is room: an answer that comes late is worth nothing.
func (s *Sender) Answer(a channel.PressAnswer) {
	s.run(accountOf(a.To), errand{answer: &a})
}

// Typing shows that an answer is being prepared, if there is room.
func (s *Sender) Typing(to channel.Address) {
	s.run(accountOf(to), errand{typing: to})
}

func (s *Sender) run(a Account, e errand) {
	life := s.life.Load()
	if life == nil {
		return
	}
	l := life.keeper.lanes[a]
	if l == nil {
		return
	}
	select {
	case l.side <- e:
	default:
	}
}

// errands does small things until ctx ends.
func (l *lane) errands(ctx context.Context) {
	for {
		select {
		case e := <-l.side:
			l.errand(ctx, e)
		case <-ctx.Done():
			return
		}
	}
}

func (l *lane) errand(ctx context.Context, e errand) {
	defer func() {
		if v := recover(); v != nil {
			l.log.Error("an adapter panicked", slog.String("type", fmt.Sprintf("%T", v)), stack())
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, sideLimit)
	defer cancel()
	var err error
	if e.answer != nil {
		err = l.sender.Answer(ctx, *e.answer)
	} else {
		err = l.sender.Typing(ctx, e.typing)
	}
	if err != nil && ctx.Err() == nil {
		l.log.Debug("a press was not acknowledged, or typing not shown", slog.Any("error", err))
	}
}
