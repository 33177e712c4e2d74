// Package zalotest is a Zalo that lives on this machine: a server that speaks the wire format of the Zalo Bot Platform, the people
// who write to a bot, and a record of everything that the bot did. Tests and load programs use it in place of
// bot-api.zaloplatforms.com.
//
// What it guarantees: answers, refusals and events have the shape of the real ones, with their known oddities: a refusal comes with
// HTTP 200, an idle poll is a refusal 408, a poll brings one update and forgets it as the answer is begun, a quota that is used up
// is a 429 without a time, one method spells its error code in another way, webhook bodies come wrapped or not. A message counts
// as delivered exactly when the platform would have delivered it, whether or not the answer reached the bot; an update whose answer
// could not be written is in the list of what the platform itself lost. Nothing sleeps: waiting is done on events. With a
// net.Listener over pipes the whole server runs inside a testing/synctest bubble.
//
// What it does not do: it fetches no picture that it is told to send, knows no groups' rights, and stores everything in memory.
//
// All methods of Server and Bot may be called from several goroutines.
package zalotest
