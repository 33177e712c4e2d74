package telegramtest

import (
	"encoding/json"
	"time"
)

// methods are the methods that the fake really does; generic answers the rest.
//
//nolint:gochecknoglobals // a table that is never written
var methods = map[string]func(*exchange) *APIError{
	"getMe":                  (*exchange).getMe,
	"getUpdates":             (*exchange).getUpdates,
	"sendMessage":            (*exchange).sendMessage,
	"sendPhoto":              (*exchange).sendPhoto,
	"sendDocument":           (*exchange).sendDocument,
	"sendChatAction":         (*exchange).sendChatAction,
	"answerCallbackQuery":    (*exchange).answerCallbackQuery,
	"editMessageText":        (*exchange).editMessageText,
	"editMessageCaption":     (*exchange).editMessageCaption,
	"editMessageReplyMarkup": (*exchange).editMessageReplyMarkup,
	"deleteMessage":          (*exchange).deleteMessage,
	"setMyCommands":          (*exchange).setMyCommands,
	"deleteMyCommands":       (*exchange).deleteMyCommands,
	"getMyCommands":          (*exchange).getMyCommands,
	"setWebhook":             (*exchange).setWebhook,
	"deleteWebhook":          (*exchange).deleteWebhook,
	"getWebhookInfo":         (*exchange).getWebhookInfo,
	"getFile":                (*exchange).getFile,
}

func (x *exchange) param(name string) string { return x.call.Params.Get(name) }

func (x *exchange) result(json []byte)    { x.out = append(x.out, json...) }
func (x *exchange) resultTrue() *APIError { x.out = append(x.out, "true"...); return nil }
func (x *exchange) upload(name string) *Upload {
	for i := range x.call.Uploads {
		if x.call.Uploads[i].Field == name {
			return &x.call.Uploads[i]
		}
	}
	return nil
}

func (x *exchange) getMe() *APIError {
	type me struct {
		user

		CanJoinGroups  bool `json:"can_join_groups"`
		CanReadAll     bool `json:"can_read_all_group_messages"`
		SupportsInline bool `json:"supports_inline_queries"`
		CanConnect     bool `json:"can_connect_to_business"`
		HasMainWebApp  bool `json:"has_main_web_app"`
	}
	p := x.bot.profile
	x.result(mustJSON(me{
		user:          user{ID: p.id(), IsBot: true, FirstName: p.FirstName, Username: p.Username},
		CanJoinGroups: true,
	}))
	return nil
}

func (x *exchange) getUpdates() *APIError {
	if x.bot.settings.hook().URL != "" {
		return &APIError{Code: 409, Description: "Conflict: can't use getUpdates method while webhook is active; " +
			"use deleteWebhook to delete the webhook first"}
	}
	if raw, ok := x.call.Params.Lookup("allowed_updates"); ok {
		var kinds []string
		if err := json.Unmarshal([]byte(raw), &kinds); err != nil {
			return badRequest("can't parse allowed updates JSON object")
		}
		x.bot.queue.allow(kinds)
	}
	limit := int(x.call.Params.Int("limit"))
	if limit <= 0 || limit > 100 {
		limit = 100
	}
	var refusal *APIError
	x.out, refusal = x.bot.queue.wait(x.context(), poll{
		offset:  x.call.Params.Int("offset"),
		limit:   limit,
		timeout: time.Duration(x.call.Params.Int("timeout")) * time.Second,
	}, x.out)
	return refusal
}

func (x *exchange) sendChatAction() *APIError {
	if err := x.reachable(); err != nil {
		return err
	}
	if x.param("action") == "" {
		return badRequest("wrong parameter action in request")
	}
	return x.resultTrue()
}
