// Package telegramtest is a Telegram that lives on this machine: a server that speaks the wire format of the Bot API, the
// people who write to a bot and press its buttons, and a record of everything that the bot did. Tests and load programs use it
// in place of api.telegram.org.
//
// What it guarantees: answers, refusals and updates have the shape of the real ones, and every call of the bot is held against
// the description of Bot API 10.1 (see Violation). Updates wait until a later offset confirms them. A message counts as delivered
// exactly when the server would have delivered it, whether or not the answer reached the bot, so a test can tell a lost message
// from a lost answer. Nothing sleeps: waiting is done on events. With a PipeListener the whole server runs inside a
// testing/synctest bubble.
//
// What it does not do: it keeps no flood limits of its own (script a TooManyRequests where one is wanted), it parses no Markdown,
// it does not try the rights of bots in groups, and it stores everything in memory.
//
// All methods of Server and Bot may be called from several goroutines.
package telegramtest
