package timetable

import "time"

// named are the days that have a name; a longer phrase stands before the one that it begins with.
var named = []struct {
	kind    Kind
	phrases [][]string
}{
	{FirstWorking, [][]string{
		{"ngay", "lam", "viec", "dau", "tien"}, {"ngay", "lam", "viec", "dau", "thang"}, {"first", "working", "day"},
		{"first", "workday"}, {"first", "business", "day"},
	}},
	{WorkingDays, [][]string{
		{"cac", "ngay", "lam", "viec"}, {"moi", "ngay", "lam", "viec"}, {"hang", "ngay", "lam", "viec"}, {"ngay", "lam", "viec"},
		{"ngay", "thuong"}, {"every", "working", "day"}, {"working", "days"}, {"working", "day"}, {"workdays"}, {"business", "days"},
	}},
	{Daily, [][]string{
		{"hang", "ngay"}, {"moi", "ngay"}, {"cac", "ngay", "trong", "tuan"}, {"every", "day"}, {"daily"}, {"hang", "dem"}, {"moi", "dem"},
		{"nightly"}, {"every", "night"},
	}},
}

var exceptHolidays = [][]string{
	{"tru", "ngay", "nghi", "le"}, {"tru", "ngay", "nghi"}, {"tru", "ngay", "le"}, {"tru", "cac", "ngay", "nghi"}, {"except", "holidays"},
	{"except", "on", "holidays"}, {"not", "on", "holidays"}, {"neu", "la", "ngay", "lam", "viec"},
}

// fillers say nothing that is not known without them.
var fillers = [][]string{
	{"hang", "tuan"}, {"moi", "tuan"}, {"hang", "thang"}, {"moi", "thang"}, {"cua", "thang"}, {"trong", "thang"}, {"trong", "tuan"},
	{"of", "each", "month"}, {"of", "every", "month"}, {"of", "the", "month"}, {"each", "month"}, {"every", "month"}, {"monthly"},
	{"every", "week"}, {"each", "week"}, {"weekly"},
	{"ngay"}, {"vao"}, {"luc"}, {"cac"}, {"va"}, {"and"}, {"on"}, {"at"}, {"the"}, {"every"}, {"each"}, {"moi"}, {","}, {"."}, {"tu"}, {"from"},
}

// dayNames are the days of the week by one word.
var dayNames = map[string]time.Weekday{
	"monday": time.Monday, "mondays": time.Monday, "mon": time.Monday,
	"tuesday": time.Tuesday, "tuesdays": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday,
	"wednesday": time.Wednesday, "wednesdays": time.Wednesday, "wed": time.Wednesday,
	"thursday": time.Thursday, "thursdays": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday,
	"friday": time.Friday, "fridays": time.Friday, "fri": time.Friday,
	"saturday": time.Saturday, "saturdays": time.Saturday, "sat": time.Saturday,
	"sunday": time.Sunday, "sundays": time.Sunday, "sun": time.Sunday, "cn": time.Sunday,
}

// counted are the days of the week as Vietnamese counts them, after "thứ": Monday is the second.
var counted = map[string]time.Weekday{
	"hai": time.Monday, "2": time.Monday, "ba": time.Tuesday, "3": time.Tuesday, "tu": time.Wednesday, "4": time.Wednesday,
	"nam": time.Thursday, "5": time.Thursday, "sau": time.Friday, "6": time.Friday, "bay": time.Saturday, "7": time.Saturday,
}

// parts of the day move an hour: "3 giờ chiều" is 15.
var parts = map[string]func(hour int) int{
	"sang":  func(h int) int { return h },
	"trua":  afternoonBefore(5),
	"chieu": afternoonBefore(12),
	"toi":   afternoonBefore(12),
	"dem": func(h int) int {
		switch {
		case h == 12:
			return 0
		case h >= 9 && h < 12:
			return h + 12
		default:
			return h
		}
	},
	"am": func(h int) int { return h % 12 },
	"pm": func(h int) int { return h%12 + 12 },
}

func afternoonBefore(limit int) func(int) int {
	return func(h int) int {
		if h >= 1 && h < limit {
			return h + 12
		}
		return h
	}
}
