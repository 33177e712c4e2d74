package telegramtest

func (x *exchange) editMessageText() *APIError {
	return x.edit(func(m, next *stored) *APIError {
		next.Text, next.ParseMode, next.entities = x.param("text"), x.param("parse_mode"), nil
		if err := next.parseText(); err != nil {
			return err
		}
		if m.media != nil {
			return badRequest("there is no text in the message to edit")
		}
		return checkText(next.Text)
	})
}

func (x *exchange) editMessageCaption() *APIError {
	return x.edit(func(m, next *stored) *APIError {
		next.Text, next.ParseMode, next.entities = x.param("caption"), x.param("parse_mode"), nil
		if err := next.parseText(); err != nil {
			return err
		}
		if m.media == nil {
			return badRequest("there is no caption in the message to edit")
		}
		if longerThan(next.Text, maxCaption) {
			return badRequest("message caption is too long")
		}
		return nil
	})
}

func (x *exchange) editMessageReplyMarkup() *APIError {
	return x.edit(func(*stored, *stored) *APIError { return nil })
}

// edit lets change make a new version of a message of the bot. As at Telegram an edit without reply_markup takes the keyboard
// away, and one that changes nothing is refused.
func (x *exchange) edit(change func(m, next *stored) *APIError) *APIError {
	if err := x.reachable(); err != nil {
		return err
	}
	m, ok := x.bot.journal.find(MessageID(x.call.Params.Int("message_id")))
	switch {
	case !ok || m.Chat != x.call.Chat:
		return badRequest("message to edit not found")
	case !m.own:
		return badRequest("message can't be edited")
	}
	next := m
	if err := change(&m, &next); err != nil {
		return err
	}
	next.Markup = x.param("reply_markup")
	if err := x.checkMarkup(next.Markup); err != nil {
		return err
	}
	if next.Text == m.Text && next.Markup == m.Markup {
		return badRequest("message is not modified: specified new message content and reply markup are exactly the same as a " +
			"current content and reply markup of the message")
	}
	next.editedAt = x.call.At
	x.call.MessageID = m.MessageID
	x.bot.journal.keep(&next)
	x.out = x.bot.appendMessage(x.out, &next)
	return nil
}

func (x *exchange) deleteMessage() *APIError {
	if err := x.reachable(); err != nil {
		return err
	}
	m, ok := x.bot.journal.find(MessageID(x.call.Params.Int("message_id")))
	if !ok || m.Chat != x.call.Chat {
		return badRequest("message to delete not found")
	}
	m.deleted = true
	x.call.MessageID = m.MessageID
	x.bot.journal.keep(&m)
	return x.resultTrue()
}

// find returns a copy of a message that stands in a chat.
func (j *journal) find(id MessageID) (stored, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	m := j.messages[id]
	if m == nil || m.deleted {
		return stored{}, false
	}
	return *m, true
}

func (j *journal) has(chat ChatID, id MessageID) bool {
	m, ok := j.find(id)
	return ok && m.Chat == chat
}
