package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/people"
)

// cmdLink is /lienket: a code for a further channel, and the channels that are tied. With "go KEY" it asks
// whether to untie one, with "go! KEY" it does.
func (t *turn) cmdLink(ctx context.Context, arg string) error {
	kept, err := t.tx.KeptAbout(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	if verb, key, ok := strings.Cut(arg, " "); ok && (verb == "go" || verb == "go!") {
		return t.untie(ctx, kept.Doors, key, verb == "go!")
	}
	code, expires, err := people.Issue(ctx, t.tx, t.actor.Person.ID, people.Link, t.now)
	if err != nil {
		return err
	}
	lines := []string{t.p.T("lien_ket.ma", args{
		"Ma": code, "Phut": int(people.LinkLife.Minutes()), "Gio": expires.In(t.cfg.Zone).Format("15:04"),
	})}
	if links := t.links(code); links != "" {
		lines = append(lines, links)
	}
	lines = append(lines, t.p.T("lien_ket.danh_sach", nil))
	var choices []channel.Choice
	for _, d := range kept.Doors {
		name := t.doorName(d)
		if t.isHere(d) {
			lines = append(lines, t.p.T("lien_ket.dong_nay", args{"Kenh": name}))
			continue
		}
		lines = append(lines, t.p.T("lien_ket.dong", args{"Kenh": name}))
		choices = append(choices, channel.Choice{
			Data:  press("cmd", "lienket go "+doorKey(d)),
			Label: t.p.T("lien_ket.go", args{"Kenh": name}),
		})
	}
	t.sayText(strings.Join(lines, "\n"), choices...)
	return nil
}

// links are the addresses that open a chat with a code, a line for each channel that has one.
func (t *turn) links(code string) string {
	var lines []string
	seen := map[string]bool{}
	for _, kind := range []channel.Kind{channel.Telegram, channel.Zalo, channel.Web} {
		link := t.cfg.Links(kind, code)
		if link == "" || seen[link] {
			continue
		}
		seen[link] = true
		lines = append(lines, t.p.T("lien_ket.duong_dan", args{"Kenh": t.channelName(string(kind)), "Link": link}))
	}
	return strings.Join(lines, "\n")
}

// doorKey names a door among those of a person without naming the account.
func doorKey(d people.Door) string {
	return d.Channel + "." + strconv.FormatInt(d.Linked.UnixMilli(), 36)
}

// isHere reports whether the person writes through a door just now.
func (t *turn) isHere(d people.Door) bool {
	here := account(t.event)
	return d.Channel == here.Channel && d.Account.Account == here.Account && d.User == here.User
}

// untie takes a channel from the person, after a question.
func (t *turn) untie(ctx context.Context, doors []people.Door, key string, sure bool) error {
	for _, d := range doors {
		if doorKey(d) != key || t.isHere(d) {
			continue
		}
		name := t.doorName(d)
		if !sure {
			t.say("lien_ket.hoi_go", args{"Kenh": name}, t.yesNo(press("cmd", "lienket go! "+key), "no")...)
			return nil
		}
		return t.untieDoor(ctx, d, name)
	}
	t.state.Offer = nil
	t.say("lien_ket.khong_con", nil)
	return nil
}

func (t *turn) untieDoor(ctx context.Context, d people.Door, name string) error {
	if err := t.tx.UnlinkAccounts(ctx, t.actor.Person.ID, d.Account); err != nil {
		return err
	}
	to := addressOf(d.Account)
	old, err := t.tx.Conversation(ctx, to)
	if err != nil {
		return err
	}
	// Whoever holds that chat is a stranger now; what it remembers belongs to the person.
	if err := t.tx.SaveConversation(ctx, to, forgotten(old), t.now); err != nil {
		return err
	}
	if err := t.audit(ctx, "unlink", t.actor.Person.ID, d.Channel); err != nil {
		return err
	}
	t.state.Offer = nil
	t.say("lien_ket.da_go", args{"Kenh": name})
	t.sayTo(to, t.p.T("lien_ket.bi_go", nil))
	t.out.Menu = &MenuChange{To: to, Lang: t.p.Lang, Commands: t.Menu(people.Roles{}, people.Unknown, t.p.Lang)}
	return nil
}

// enterByFurtherDoor welcomes somebody who has agreed already on one more channel, and tells the others.
func (t *turn) enterByFurtherDoor(ctx context.Context, by people.Purpose) error {
	if err := t.audit(ctx, "link", t.actor.Person.ID, string(by)); err != nil {
		return err
	}
	t.state.Lang = ""
	t.close()
	here := t.channelName(string(t.event.Channel))
	a := t.whoArgs()
	a["Kenh"] = here
	t.say("lien_ket.da_noi", a)
	t.setMenu()
	return t.tellOtherDoors(ctx, "lien_ket.co_kenh_moi", args{"Kenh": here})
}

// tellOtherDoors says something on the person's other channels.
func (t *turn) tellOtherDoors(ctx context.Context, key string, a args) error {
	accounts, err := t.tx.Accounts(ctx, t.actor.Person.ID)
	if err != nil {
		return err
	}
	for _, other := range accounts {
		if to := addressOf(other); to != t.event.Address {
			t.sayTo(to, t.p.T(key, a))
		}
	}
	return nil
}

// sayTo says something in another chat than the one being answered. It offers nothing: what that chat was
// offered still stands.
func (t *turn) sayTo(to channel.Address, text string) {
	t.out.Messages = append(t.out.Messages, channel.Message{To: to, Text: text, Class: channel.Reply, Policy: channel.Repeat})
}

func addressOf(a people.Account) channel.Address {
	return channel.Address{Channel: channel.Kind(a.Channel), Account: channel.Account(a.Account), Chat: channel.ChatID(a.Chat)}
}
