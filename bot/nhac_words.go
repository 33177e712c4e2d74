package bot

import (
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/timetable"
	"sohoc/internal/viet"
)

// remindWish is what somebody wants of reminders.
type remindWish struct {
	on, off, common bool
	channel         channel.Kind
	minute          int
	hasMinute       bool
	day             time.Weekday
	hasDay          bool
}

// What words after "nhắc" ask for, folded.
var (
	remindOn      = []string{"bat", "bat lai", "tiep", "tiep tuc", "lai", "lai di", "on", "resume"}
	remindOff     = []string{"tat", "tat di", "thoi", "dung", "khong nhac", "off", "stop", "mute"}
	remindCommon  = []string{"gio chung", "chung", "theo gio chung", "nhu moi nguoi", "common time", "the common time"}
	remindBrowser = []string{"trinh duyet", "browser", "the browser"}
	remindLeads   = []string{"nho viec", "nho", "viec", "cho toi", "toi", "qua", "bang", "giup", "me", "by", "via", "gio"}
	remindNothing = []string{"", "di", "nhe", "voi", "please"}
)

// readRemindWish reads the words after "nhắc"; ok is false when they ask for nothing that is known. Words that say
// nothing ("nhắc tôi đi") are an empty wish.
func readRemindWish(words string) (w remindWish, ok bool) {
	folded := strings.Trim(viet.Fold(words), " .,!?")
	switch {
	case isWord(folded, remindOn):
		return remindWish{on: true}, true
	case isWord(folded, remindOff):
		return remindWish{off: true}, true
	case isWord(folded, remindCommon):
		return remindWish{common: true}, true
	}
	rest := strings.Fields(folded)
	for found := true; found && len(rest) > 0; {
		rest, found = skipLead(rest, remindLeads)
	}
	phrase := strings.Join(rest, " ")
	switch kind := channel.Kind(phrase); {
	case isWord(phrase, remindNothing):
		return remindWish{}, true
	case kind == channel.Telegram, kind == channel.Zalo, kind == channel.Web:
		return remindWish{channel: kind}, true
	case isWord(phrase, remindBrowser):
		return remindWish{channel: channel.Web}, true
	default:
		return readRemindTime(phrase)
	}
}

// readRemindTime reads a time of day, a day of the week, or both.
func readRemindTime(phrase string) (w remindWish, ok bool) {
	wish, err := timetable.Parse(phrase)
	if err != nil {
		return w, false
	}
	if wish.At != nil {
		w.hasMinute, w.minute = true, wish.At.Hour*60+wish.At.Minute
	}
	if wish.Days == nil {
		return w, true
	}
	if wish.Days.Kind != timetable.Weekly {
		return remindWish{}, false
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		switch {
		case !wish.Days.Weekdays.Has(d):
		case w.hasDay:
			return remindWish{}, false // one reminder a week has one day
		default:
			w.hasDay, w.day = true, d
		}
	}
	return w, w.hasDay
}
