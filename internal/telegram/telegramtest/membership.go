package telegramtest

// Block lets a person block the bot: it is told, and messages to the chat are refused with 403 from now on.
func (b *Bot) Block(chat ChatID) UpdateID {
	b.directory.block(chat, true)
	return b.memberUpdate(chat, chat, "member", "kicked")
}

// Unblock takes Block back; it happens at Telegram when the person starts the bot again.
func (b *Bot) Unblock(chat ChatID) UpdateID {
	b.directory.block(chat, false)
	return b.memberUpdate(chat, chat, "kicked", "member")
}

// AddToGroup lets a person add the bot to a group.
func (b *Bot) AddToGroup(group, by ChatID) UpdateID {
	b.directory.block(group, false)
	update := b.memberUpdate(group, by, "left", "member")
	now := b.now()
	said := b.enter(group, by, "", now)
	b.pushObject("message", message{
		MessageID: said.MessageID, From: mustJSON(b.directory.person(by).user()), Chat: b.directory.chat(group), Date: now.Unix(),
		NewChatMembers: []user{{ID: b.ID(), IsBot: true, FirstName: b.profile.FirstName, Username: b.profile.Username}},
	})
	return update
}

// RemoveFromGroup lets a person remove the bot from a group: messages to the group are refused with 403 from now on.
func (b *Bot) RemoveFromGroup(group, by ChatID) UpdateID {
	b.directory.block(group, true)
	return b.memberUpdate(group, by, "member", "kicked")
}

func (b *Bot) memberUpdate(chat, by ChatID, before, after string) UpdateID {
	return b.pushObject("my_chat_member", chatMemberUpdated{
		Chat: b.directory.chat(chat), From: b.directory.person(by).user(), Date: b.now().Unix(),
		Old: b.member(before), New: b.member(after),
	})
}

func (b *Bot) member(status string) chatMember {
	m := chatMember{User: b.me, Status: status}
	if status == "kicked" {
		m.UntilDate = new(int64) // 0: for ever
	}
	return m
}

// Migrate turns a group into a supergroup: the bot is told in both chats, and messages to the old one are refused with the new id.
func (b *Bot) Migrate(from, to, by ChatID) UpdateID {
	d := &b.directory
	d.mu.RLock()
	title, named := d.titles[from]
	d.mu.RUnlock()
	if named {
		b.Group(to, title)
	}
	d.migrate(from, to)
	now := b.now()
	author := mustJSON(d.person(by).user())
	b.pushObject("message", message{
		MessageID: b.enter(to, by, "", now).MessageID, From: author, Chat: d.chat(to), Date: now.Unix(), MigrateFrom: from,
	})
	return b.pushObject("message", message{
		MessageID: b.enter(from, by, "", now).MessageID, From: author, Chat: d.chat(from), Date: now.Unix(), MigrateTo: to,
	})
}
