package bot

import (
	"context"
	"fmt"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/quota"
	"sohoc/internal/remind"
)

// budgetLines says what the next run of reminders takes of each plan: "Zalo (bot 1): sẽ dùng 98 / còn 412". It is
// empty when no account has a plan.
func (t *turn) budgetLines(ctx context.Context) (string, error) {
	uses, err := t.tx.QuotaUse(ctx, quota.MonthOf(t.now, t.cfg.Zone))
	if err != nil {
		return "", err
	}
	var lines []string
	for i, u := range uses {
		n, err := t.tx.ProactiveCount(ctx, u.Account, t.today)
		if err != nil {
			return "", err
		}
		lines = append(lines, t.p.T("hanmuc.luot", args{
			"Ten": t.accountName(i, u.Account), "Se": t.grouped(n), "Con": t.grouped(u.Room()),
		}))
	}
	return strings.Join(lines, "\n"), nil
}

// budgetBefore plans a run against the plans before it starts: when one does not bear it, the operators are told
// how many messages will go by other doors, or wait. The outbox sees to that.
func (b *Bot) budgetBefore(ctx context.Context, tx Tx, s remind.Slot) ([]channel.Message, error) {
	uses, err := tx.QuotaUse(ctx, quota.MonthOf(tx.Now(), b.cfg.Zone))
	if err != nil || len(uses) == 0 {
		return nil, err
	}
	names := namesOf(uses)
	var out []channel.Message
	for _, u := range uses {
		n, err := tx.ProactiveCount(ctx, u.Account, b.today(tx))
		if err != nil {
			return nil, err
		}
		if n == 0 || u.Fits(n) {
			continue
		}
		dedupe := fmt.Sprintf("budget/%s/%d/%s/%s", s.Job, s.Due.UnixMilli(), u.Account.Channel, u.Account.ID)
		told, err := b.tellOperators(ctx, tx, dedupe, func(t *turn) string {
			return t.p.T("hanmuc.luot_khong_du", args{
				"Ten": names.of(t, u.Account), "Se": t.grouped(n), "Con": t.grouped(u.Room()), "Thieu": t.grouped(n - u.Room()),
			})
		})
		if err != nil {
			return nil, err
		}
		out = append(out, told...)
	}
	return out, nil
}

// Budget looks at the plan of an account after messages were counted: it reports whether the plan bears reminders,
// and words what the operators have to know, once a month for each limit.
func (b *Bot) Budget(ctx context.Context, tx Tx, a quota.Account) (open bool, messages []channel.Message, err error) {
	month := quota.MonthOf(tx.Now(), b.cfg.Zone)
	uses, err := tx.QuotaUse(ctx, month)
	if err != nil {
		return false, nil, err
	}
	for _, u := range uses {
		if u.Account != a {
			continue
		}
		level := u.Level()
		if err := tx.SetSpent(ctx, a, level == quota.CloseAt); err != nil {
			return false, nil, err
		}
		messages, err = b.tellLevel(ctx, tx, month, u, namesOf(uses))
		return level != quota.CloseAt, messages, err
	}
	return true, nil, tx.SetSpent(ctx, a, false)
}

// tellLevel words that a limit of a plan was passed. Passing two at once is one message.
func (b *Bot) tellLevel(ctx context.Context, tx Tx, m quota.Month, u quota.Use, names accountNames) ([]channel.Message, error) {
	level := u.Level()
	if level == 0 {
		return nil, nil
	}
	first, err := tx.NoteQuota(ctx, u.Account, m, level)
	if err != nil || !first {
		return nil, err
	}
	key := "hanmuc.bao_80"
	if level == quota.CloseAt {
		key = "hanmuc.bao_95"
		if _, err := tx.NoteQuota(ctx, u.Account, m, quota.WarnAt); err != nil {
			return nil, err
		}
	}
	dedupe := fmt.Sprintf("quota/%s/%s/%s/%d", u.Account.Channel, u.Account.ID, m.Name(), level)
	return b.tellOperators(ctx, tx, dedupe, func(t *turn) string {
		return t.p.T(key, args{
			"Ten": names.of(t, u.Account), "Dung": t.grouped(u.Used()), "Tong": t.grouped(u.Plan.Messages), "Con": t.grouped(u.Left()),
		})
	})
}
