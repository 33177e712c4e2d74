package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// group answers what is said before others: only when addressed, with no record and no code. What is not
// addressed to the bot is not looked at. A code that was shown around is ended, whoever it was for, and the
// answer is the same for one that never existed: it tells nobody which codes are right.
func (t *turn) group(ctx context.Context) error {
	t.acknowledge()
	if !t.event.ToBot || t.event.Kind == channel.Edited {
		return nil
	}
	key := "nhom.nhan_rieng"
	if code, sent := sentCode(t.event); sent && code != "" {
		if err := t.endShownCode(ctx, code); err != nil {
			return err
		}
		key = "nhom.lo_ma"
	}
	a := args{"VanPhong": t.office()}
	if !t.actor.Known() {
		return t.refuseStranger(key, a)
	}
	t.say(key, a)
	return nil
}

// endShownCode ends a code that others have seen.
func (t *turn) endShownCode(ctx context.Context, code string) error {
	in, ok, err := t.tx.InviteByHash(ctx, people.HashCode(code))
	if err != nil || !ok || in.Used || in.Ended {
		return err
	}
	if err := t.tx.EndInvites(ctx, in.Person, in.Purpose, t.now); err != nil {
		return err
	}
	return t.audit(ctx, "end_code", in.Person, "shown in a group")
}
