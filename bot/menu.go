package bot

import (
	"time"

	"sohoc/internal/day"
	"sohoc/internal/dialog"
	"sohoc/internal/i18n"
	"sohoc/internal/people"
)

// Menu returns the command menu of somebody with these roles in this state: what the person may use, in the
// router's order. It hides and never guards: each command is checked when it is used.
func (b *Bot) Menu(roles people.Roles, state people.State, lang i18n.Lang) []MenuItem {
	actor := people.Actor{State: state, Member: people.Membership{Roles: roles}}
	p := b.cfg.Catalog.In(lang)
	var out []MenuItem
	for _, c := range b.table.all {
		if c.menu && (c.needs == "" || actor.Reach(c.needs) != people.Nobody) {
			out = append(out, MenuItem{Name: c.name, Description: p.T("menu."+c.name, nil)})
		}
	}
	return out
}

// setMenu lets the command menu of this chat follow the person, the state and the language.
func (t *turn) setMenu() {
	t.out.Menu = &MenuChange{
		To: t.event.Address, Lang: t.p.Lang,
		Commands: t.Menu(t.actor.Member.Roles, t.actor.State, t.p.Lang),
	}
}

// speak goes on in another language.
func (t *turn) speak(lang i18n.Lang) { t.p = t.cfg.Catalog.In(lang) }

// dayOf is the local day of an instant, as people write it.
func (t *turn) dayOf(at time.Time) string { return day.Of(at.In(t.cfg.Zone)).Local() }

// forgotten is the memory of a chat that no longer belongs to a person: its language, nothing else.
func forgotten(s dialog.State) dialog.State { return dialog.State{Lang: s.Lang} }
