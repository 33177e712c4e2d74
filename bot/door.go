package bot

import (
	"sohoc/internal/channel"
	"sohoc/internal/remind"
)

// door is the chat to which a message goes that nobody asked for: that of the preferred channel, else the one tied
// last whose messages wake the reader, else the browser chat, where it waits to be read. An account that takes no
// reminders now comes after all others. The doors are those that can be written to, the newest first; ok is false
// when there is none.
func door(prefer string, doors []remind.Door) (channel.Address, bool) {
	best := -1
	for i, d := range doors {
		if best < 0 || doorRank(prefer, d) < doorRank(prefer, doors[best]) {
			best = i
		}
	}
	if best < 0 {
		return channel.Address{}, false
	}
	d := doors[best]
	return channel.Address{Channel: channel.Kind(d.Channel), Account: channel.Account(d.Account.Account), Chat: channel.ChatID(d.Chat)}, true
}

func doorRank(prefer string, d remind.Door) int {
	switch {
	case d.Closed:
		return 3
	case prefer != "" && d.Channel == prefer:
		return 0
	case channel.Kind(d.Channel) != channel.Web:
		return 1
	default:
		return 2
	}
}
