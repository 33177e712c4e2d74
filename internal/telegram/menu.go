package telegram

import (
	"context"
	"fmt"
	"strings"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"sohoc/internal/channel"
)

// Command is a line of the menu that opens beside the text field.
type Command struct {
	Name        string // with or without the slash; a–z, 0–9 and _
	Description string
}

// Commands sets the menu of one private chat or, with an empty chat, of all private chats that have none of
// their own. An empty lang is for people whose language has no menu; a chat's own menu is best set with an
// empty lang, since Telegram prefers it in any language. No commands remove the menu. Errors are
// *channel.SendError.
func (a *Adapter) Commands(ctx context.Context, chat channel.ChatID, lang string, commands []Command) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	var scope models.BotCommandScope = &models.BotCommandScopeAllPrivateChats{}
	if chat != "" {
		scope = &models.BotCommandScopeChat{ChatID: chat}
	}
	var err error
	if len(commands) == 0 {
		_, err = a.library.DeleteMyCommands(ctx, &tgbot.DeleteMyCommandsParams{Scope: scope, LanguageCode: lang})
	} else {
		_, err = a.library.SetMyCommands(ctx, &tgbot.SetMyCommandsParams{
			Commands: wireCommands(commands), Scope: scope, LanguageCode: lang,
		})
	}
	return a.told("set the command menu", err)
}

func wireCommands(commands []Command) []models.BotCommand {
	out := make([]models.BotCommand, len(commands))
	for i, c := range commands {
		out[i] = models.BotCommand{
			Command:     strings.TrimPrefix(c.Name, "/"),
			Description: channel.Clip(c.Description, descriptionLimit),
		}
	}
	return out
}

// Limits of Telegram's for what it shows about a bot.
const (
	descriptionLimit = 256 // of a command
	profileLimit     = 512 // of the empty chat
	shortLimit       = 120 // of the profile page
)

// Describe sets what an empty chat shows (long) and what the profile page shows (short), for one language or,
// with an empty lang, for all that have no text of their own. Errors are *channel.SendError.
func (a *Adapter) Describe(ctx context.Context, lang, long, short string) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	_, err := a.library.SetMyDescription(ctx, &tgbot.SetMyDescriptionParams{
		Description: channel.Clip(long, profileLimit), LanguageCode: lang,
	})
	if err != nil {
		return a.told("set the description", err)
	}
	_, err = a.library.SetMyShortDescription(ctx, &tgbot.SetMyShortDescriptionParams{
		ShortDescription: channel.Clip(short, shortLimit), LanguageCode: lang,
	})
	return a.told("set the short description", err)
}

// told turns the error of a call that sends no message into what callers know.
func (a *Adapter) told(what string, err error) error {
	if err = a.ownError(err); err != nil {
		return fmt.Errorf("%s: %w", what, sendError(err, false))
	}
	return nil
}
