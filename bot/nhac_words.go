package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/channel"
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
	remindOn     = []string{"bat", "bat lai", "tiep", "tiep tuc", "lai", "lai di", "on", "resume"}
	remindOff    = []string{"tat", "tat di", "thoi", "dung", "khong nhac", "off", "stop", "mute"}
	remindCommon = []string{"gio chung", "chung", "theo gio chung", "nhu moi nguoi", "default", "common time"}
	remindIdle   = []string{"nho", "viec", "toi", "vao", "luc", "hang tuan", "moi tuan", "cho toi", "me", "at", "on", "every", "weekly", "ngay", "qua", "bang", "by", "via", "buoi", "di", "giup", "nhe", "please"}
)

// clockForm is a time of day in folded words: "8h", "8h30", "13:30", "8 gio 30", "2 gio chieu", "8 ruoi", "3 pm".
var clockForm = regexp.MustCompile(`\b(\d{1,2}) ?(?:(?:h|g|gio|:) ?(\d{1,2}|ruoi)?(?: ?(?:phut|p)\b)?)? ?(sang|chieu|trua|toi|am|pm)?\b`)

// weekdayForm is a day of the week in folded words.
var weekdayForm = regexp.MustCompile(`\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn)|(mon|tues|wednes|thurs|fri|satur|sun)days?|t([2-7]))\b`)

// readRemindWish reads the words after "nhắc"; ok is false when they ask for nothing that is known. Words that say
// nothing ("nhắc tôi đi") are an empty wish.
func readRemindWish(words string) (w remindWish, ok bool) {
	folded := strings.Trim(viet.Fold(words), " .,!?")
	switch {
	case isWord(folded, remindOn):
		return remindWish{on: true}, true
	case isWord(folded, remindOff):
		return remindWish{off: true}, true
	}
	rest, found := takeWeekday(&w, folded)
	rest, timed := takeClock(&w, rest)
	if found || timed {
		return w, idle(rest)
	}
	rest = strings.TrimSpace(withoutIdle(rest))
	if isWord(rest, remindCommon) {
		return remindWish{common: true}, true
	}
	if rest == "" {
		return remindWish{}, true
	}
	switch channel.Kind(rest) {
	case channel.Telegram, channel.Zalo, channel.Web:
		return remindWish{channel: channel.Kind(rest)}, true
	}
	if isWord(rest, []string{"trinh duyet", "browser"}) {
		return remindWish{channel: channel.Web}, true
	}
	return remindWish{}, false
}

// takeWeekday takes a day of the week out of folded words.
func takeWeekday(w *remindWish, folded string) (rest string, found bool) {
	m := weekdayForm.FindStringSubmatchIndex(folded)
	if m == nil {
		return folded, false
	}
	sub := weekdayForm.FindStringSubmatch(folded)
	days := map[string]time.Weekday{
		"hai": time.Monday, "ba": time.Tuesday, "tu": time.Wednesday, "nam": time.Thursday, "sau": time.Friday, "bay": time.Saturday,
		"mon": time.Monday, "tues": time.Tuesday, "wednes": time.Wednesday, "thurs": time.Thursday, "fri": time.Friday,
		"satur": time.Saturday, "sun": time.Sunday, "chu nhat": time.Sunday, "cn": time.Sunday,
	}
	name := sub[1] + sub[2] + sub[3] + sub[4]
	w.hasDay = true
	if n, err := strconv.Atoi(name); err == nil {
		w.day = time.Weekday(n - 1)
	} else {
		w.day = days[name]
	}
	return folded[:m[0]] + " " + folded[m[1]:], true
}

// takeClock takes a time of day out of folded words. A bare number is none.
func takeClock(w *remindWish, folded string) (rest string, found bool) {
	m := clockForm.FindStringSubmatchIndex(folded)
	if m == nil {
		return folded, false
	}
	sub := clockForm.FindStringSubmatch(folded)
	hour, _ := strconv.Atoi(sub[1]) // one or two digits
	minute := 30
	if sub[2] != "ruoi" {
		minute, _ = strconv.Atoi(sub[2]) // none is 0
	}
	if (sub[3] == "chieu" || sub[3] == "toi" || sub[3] == "pm") && hour < 12 {
		hour += 12
	}
	if strings.TrimSpace(sub[0]) == sub[1] || hour > 23 || minute > 59 {
		return folded, false
	}
	w.hasMinute, w.minute = true, hour*60+minute
	return folded[:m[0]] + " " + folded[m[1]:], true
}

// idle reports whether folded words say nothing beside what was taken out of them.
func idle(rest string) bool { return strings.TrimSpace(withoutIdle(rest)) == "" }

// withoutIdle drops words that change nothing.
func withoutIdle(folded string) string {
	words := strings.Fields(strings.NewReplacer(",", " ", ".", " ").Replace(folded))
	for n := 2; n >= 1; n-- {
		for i := 0; i+n <= len(words); {
			if isWord(strings.Join(words[i:i+n], " "), remindIdle) {
				words = append(words[:i], words[i+n:]...)
				continue
			}
			i++
		}
	}
	return strings.Join(words, " ")
}
