package telegramtest

import "encoding/json"

// The objects below are the parts of the Bot API's types that the fake fills; the tests hold them against the API description.

type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type chat struct {
	ID        ChatID `json:"id"`
	Title     string `json:"title,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Type      string `json:"type"`
}

type entity struct {
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	Type   string `json:"type"`
	URL    string `json:"url,omitempty"`
}

// fileRef is what PhotoSize, Document, Voice and Sticker have in common, with the fields that only some of them own left out.
type fileRef struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int64  `json:"file_size,omitempty"`
	FileName     string `json:"file_name,omitempty"`
	MIMEType     string `json:"mime_type,omitempty"`
	Width        int    `json:"width,omitempty"`
	Height       int    `json:"height,omitempty"`
	Duration     *int   `json:"duration,omitempty"`
	Type         string `json:"type,omitempty"`
	IsAnimated   *bool  `json:"is_animated,omitempty"`
	IsVideo      *bool  `json:"is_video,omitempty"`
	Emoji        string `json:"emoji,omitempty"`
}

type contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	UserID      int64  `json:"user_id,omitempty"`
}

type message struct {
	MessageID       MessageID       `json:"message_id"`
	From            json.RawMessage `json:"from,omitempty"`
	Chat            chat            `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date,omitempty"`
	ReplyTo         json.RawMessage `json:"reply_to_message,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []entity        `json:"entities,omitempty"`
	Photo           []fileRef       `json:"photo,omitempty"`
	Document        *fileRef        `json:"document,omitempty"`
	Voice           *fileRef        `json:"voice,omitempty"`
	Sticker         *fileRef        `json:"sticker,omitempty"`
	Contact         *contact        `json:"contact,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []entity        `json:"caption_entities,omitempty"`
	NewChatMembers  []user          `json:"new_chat_members,omitempty"`
	MigrateTo       ChatID          `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     ChatID          `json:"migrate_from_chat_id,omitempty"`
	ReplyMarkup     json.RawMessage `json:"reply_markup,omitempty"`
}

type callbackQuery struct {
	ID           string          `json:"id"`
	From         user            `json:"from"`
	Message      json.RawMessage `json:"message,omitempty"`
	ChatInstance string          `json:"chat_instance"`
	Data         string          `json:"data"`
}

// inaccessible is a message that Telegram no longer shows to the bot; its date is always 0.
type inaccessible struct {
	Chat      chat      `json:"chat"`
	MessageID MessageID `json:"message_id"`
	Date      int64     `json:"date"`
}

type chatMember struct {
	User      json.RawMessage `json:"user"`
	Status    string          `json:"status"`
	UntilDate *int64          `json:"until_date,omitempty"`
}

type chatMemberUpdated struct {
	Chat chat       `json:"chat"`
	From user       `json:"from"`
	Date int64      `json:"date"`
	Old  chatMember `json:"old_chat_member"`
	New  chatMember `json:"new_chat_member"`
}

// mustJSON encodes the package's own objects, which always can be.
func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("telegramtest: " + err.Error())
	}
	return data
}
