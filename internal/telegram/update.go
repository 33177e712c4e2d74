package telegram

// The objects below are the parts of the Bot API's types that the product reads. They are much smaller than
// the library's models, which is what makes decoding cheap; what they do not name is skipped.

type update struct {
	ID            int64         `json:"update_id"`
	Message       *message      `json:"message"`
	EditedMessage *message      `json:"edited_message"`
	CallbackQuery *callback     `json:"callback_query"`
	MyChatMember  *memberChange `json:"my_chat_member"`
}

// allowedUpdates names the fields of update; Telegram keeps everything else to itself.
func allowedUpdates() []string {
	return []string{"message", "edited_message", "callback_query", "my_chat_member"}
}

type user struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	Language string `json:"language_code"`
}

type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

type message struct {
	ID        int64    `json:"message_id"`
	From      user     `json:"from"`
	Chat      chat     `json:"chat"`
	Date      int64    `json:"date"` // unix seconds; 0 for a message that can no longer be read
	EditDate  int64    `json:"edit_date"`
	ReplyTo   replied  `json:"reply_to_message"`
	Text      string   `json:"text"`
	Caption   string   `json:"caption"`
	Photo     []file   `json:"photo"`
	Document  *file    `json:"document"`
	MigrateTo int64    `json:"migrate_to_chat_id"`
	Animation *present `json:"animation"` // comes with a document, which is none
	Audio     *present `json:"audio"`
	Contact   *present `json:"contact"`
	Dice      *present `json:"dice"`
	Game      *present `json:"game"`
	Location  *present `json:"location"`
	PaidMedia *present `json:"paid_media"`
	Poll      *present `json:"poll"`
	Sticker   *present `json:"sticker"`
	Story     *present `json:"story"`
	Venue     *present `json:"venue"`
	Video     *present `json:"video"`
	VideoNote *present `json:"video_note"`
	Voice     *present `json:"voice"`
}

// foreign reports whether m carries something that people send and the product does not read. The rest of
// what is neither text nor file are notices of Telegram's own: somebody joined, a message was pinned.
func (m *message) foreign() bool {
	for _, part := range [...]*present{
		m.Animation, m.Audio, m.Contact, m.Dice, m.Game, m.Location, m.PaidMedia, m.Poll, m.Sticker, m.Story,
		m.Venue, m.Video, m.VideoNote, m.Voice,
	} {
		if part != nil {
			return true
		}
	}
	return false
}

type replied struct {
	From user `json:"from"`
}

// present takes no more of an object than that it is there.
type present struct{}

// UnmarshalJSON accepts whatever it is.
func (*present) UnmarshalJSON([]byte) error { return nil }

type file struct {
	ID     string `json:"file_id"`
	Name   string `json:"file_name"`
	MIME   string `json:"mime_type"`
	Size   int64  `json:"file_size"` // bytes
	Width  int64  `json:"width"`
	Height int64  `json:"height"`
}

type callback struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type memberChange struct {
	Chat chat         `json:"chat"`
	From user         `json:"from"`
	Date int64        `json:"date"`
	Old  memberStatus `json:"old_chat_member"`
	New  memberStatus `json:"new_chat_member"`
}

type memberStatus struct {
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"` // for status restricted
	CanSend  bool   `json:"can_send_messages"`
}

// mayWrite reports whether the bot can write to the chat.
func (s memberStatus) mayWrite() bool {
	switch s.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return s.IsMember && s.CanSend
	default:
		return false
	}
}
