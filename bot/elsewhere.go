package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/quota"
	"sohoc/internal/remind"
)

// OtherDoor returns by which other chat the reader of a message can be written to; ok is false when by none. What
// the message offers can be answered by a number there.
func (b *Bot) OtherDoor(ctx context.Context, tx Tx, m channel.Message) (to channel.Address, ok bool, err error) {
	prefer, doors, err := tx.OtherDoors(ctx, m.To, day.Of(tx.Now().In(b.cfg.Zone)))
	if err != nil {
		return to, false, err
	}
	if to, ok = door(prefer, doors); !ok {
		return to, false, nil
	}
	return to, true, Offered(ctx, tx, to, m.Choices, tx.Now())
}

// Outage says that an account of the product cannot be reached, or can be again.
type Outage struct {
	Account channel.Account
	Channel channel.Kind
	Since   time.Time // when it was reached last
	Over    bool
}

// TellOutage words an outage for the operators, each by a door that is open. Who has none is not told.
func (b *Bot) TellOutage(ctx context.Context, tx Tx, o Outage) ([]channel.Message, error) {
	key, state := "hanmuc.mat_kenh", "down"
	if o.Over {
		key, state = "hanmuc.co_kenh", "up"
	}
	names, err := b.accountNames(ctx, tx)
	if err != nil {
		return nil, err
	}
	dedupe := fmt.Sprintf("door/%s/%s/%s/%d", o.Channel, o.Account, state, tx.Now().UnixMilli())
	return b.tellOperators(ctx, tx, dedupe, func(t *turn) string {
		account := quota.Account{Channel: string(o.Channel), ID: string(o.Account)}
		return t.p.T(key, args{"Kenh": names.of(t, account), "Luc": t.readable(o.Since)})
	})
}

// tellOperators writes to who runs the machine. The account that a message is about is closed by then, so it takes
// another.
func (b *Bot) tellOperators(ctx context.Context, tx Tx, dedupe string, words func(*turn) string) ([]channel.Message, error) {
	operators, err := tx.Operators(ctx, b.today(tx))
	if err != nil || len(operators) == 0 {
		return nil, err
	}
	return b.tellPeople(ctx, tx, operators, dedupe, words)
}

func (b *Bot) tellPeople(
	ctx context.Context, tx Tx, who []people.Actor, dedupe string, words func(*turn) string,
) ([]channel.Message, error) {
	closed, err := tx.ClosedDoors(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]people.PersonID, len(who))
	for i, a := range who {
		ids[i] = a.Person.ID
	}
	today := b.today(tx)
	known, err := tx.Reminded(ctx, remind.Query{IDs: ids, Today: today, From: tx.Now()})
	if err != nil {
		return nil, err
	}
	var out []channel.Message
	for _, p := range known {
		doors := slices.DeleteFunc(slices.Clone(p.Doors), func(d remind.Door) bool { return isClosed(closed, d.Account) })
		to, ok := door(p.Record.Channel, doors)
		if !ok {
			continue
		}
		reader := &turn{Bot: b, p: b.cfg.Catalog.In(langOf(p.Actor.Person.Lang, "", "")), now: tx.Now(), today: today}
		out = append(out, channel.Message{
			To: to, Text: words(reader), Class: channel.Reminder, Policy: channel.Once,
			Dedupe: dedupe + "/" + number(p.Actor.Person.ID),
		})
	}
	return out, nil
}

func isClosed(closed []quota.Closed, a people.Account) bool {
	return slices.ContainsFunc(closed, func(c quota.Closed) bool { return c.Account == quota.Account{Channel: a.Channel, ID: a.Account} })
}

// accountNames are the accounts with a plan, in the order in which they are numbered.
type accountNames []quota.Account

func (b *Bot) accountNames(ctx context.Context, tx Tx) (accountNames, error) {
	uses, err := tx.QuotaUse(ctx, quota.MonthOf(tx.Now(), b.cfg.Zone))
	if err != nil {
		return nil, err
	}
	return namesOf(uses), nil
}

func namesOf(uses []quota.Use) accountNames {
	var out accountNames
	for _, u := range uses {
		out = append(out, u.Account)
	}
	return out
}

// today is the day of a transaction.
func (b *Bot) today(tx Tx) day.Day { return day.Of(tx.Now().In(b.cfg.Zone)) }

// of is the name of an account: the channel's, and which of several bots.
func (n accountNames) of(t *turn, a quota.Account) string {
	name := t.channelName(a.Channel)
	if at := slices.Index(n, a); at >= 0 {
		return t.p.T("hanmuc.bot", args{"Kenh": name, "So": strconv.Itoa(at + 1)})
	}
	return name
}

// readable is an instant as people read it.
func (t *turn) readable(at time.Time) string { return at.In(t.cfg.Zone).Format("15:04 02/01/2006") }
