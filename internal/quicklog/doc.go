// Package quicklog reads one Vietnamese line, as a tired person types it, into a draft of a learning entry: what, how long, when, of
// which kind and field, from which provider.
//
// How: the line is cut into tokens; every recogniser proposes readings of spans (a duration, a day, a document number, a kind word,
// …); one chain of readings that covers most of the line is chosen (choose.go); the chain is resolved into one entry, or into one
// question or refusal (resolve.go). What no reading consumed is the title.
//
// Guarantees: pure (no clock, no I/O, no state that changes: a Parser may be used by many goroutines); linear time; never both an Ask
// and a Problem; nothing is guessed: where two readings hold, the result asks. Case, diacritics and the Unicode form of a line
// change nothing but its title.
//
// When several things are missing, one question is asked, in this order: repeat, split, time_or_duration, duration, date, title. A
// refusal comes before any question: not_positive, invalid_date, future_date, out_of_bounds.
//
// A count of days is taken as consecutive calendar days from its date (weekends included): who means working days states the end.
// A week is the five days from its date; a further week adds seven.
//
// Debatable lines are settled so: hours that no part of a day can hold ("sáng nay 8h") and a range that runs backwards ("từ 10h đến
// 8h") ask time_or_duration; two ranges in one line add up; a date that belongs to a document is no day of learning; a verb of kind
// that governs something stays in the title ("Đọc sách"); names are told by their capital letters, where a line has others.
//
// It does not know who writes, how far back one may log, or what is in the catalogue: that is the chat's business.
package quicklog
