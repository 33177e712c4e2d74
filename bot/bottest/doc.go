// Package bottest plays written conversations against the bot, on a real SQLite file.
//
// A conversation is a .txtar file that a clerk can read and write. It has a section "department" and the same
// conversation in a section for each language, "vi" and "en":
//
//	Chị Lan ghi một mục rồi xóa.
//	-- department --
//	now 2026-11-24 09:00
//	unit Văn phòng
//	person NV01 | Nguyễn Thị Lan | Văn phòng | Chuyên viên | office | công chức | joined
//	-- vi --
//	Lan: /hoc 2h luật đất đai
//	  Đã ghi mục số 1.
//	  …
//	  [Sửa] [Xóa] [Thêm minh chứng]
//	Lan: [Xóa]
//	  Xóa mục số 1?
//	  …
//
// "Lan: words" is what somebody with that given name (or a stranger's made-up name) sends; "Lan: [Label]"
// chooses; "Lan: (tệp ten.pdf) caption" uploads; "Lan: (sửa 2) words" edits the second message
// that Lan wrote ("(sửa cuối)" the last);
// "Lan: (nhóm) words" speaks before others, "Lan: (nhóm @) words" addresses the bot there; "Lan: (nhãn dán)"
// sends a sticker; "Lan: (nút data)" presses a button of long ago. Lines set in by two blanks are the bot's
// answer, choices in brackets on the last of them; a line "  --" begins a further message, "  (cho Minh)" says
// that the message goes to somebody else, "  (im lặng)" that there is no answer. "@ 2026-11-25 08:00" or
// "@ +9h" moves the clock (when the department has a line "jobs weekly_reminder …", what these jobs send meanwhile
// stands below it, each with "(cho Lan, 15:30 27/11)", or "(im lặng)"), "@ restart" makes a new bot on the same database, "# …" is a remark. Roles of a
// person are head, office, director, admin, comma-separated; the last column is joined, invited CODE, left or
// empty. A code {CODE} in the answer is remembered and may be sent by "Lan: {CODE}".
//
// A line "channel zalo" in the department plays both forms on that channel, where people's names are shown and a number
// in the queue of strangers reads {SỐ}, here and in what is sent; "question …" puts a live question into the
// bank (see player.question).
//
// "bank FILE" in the department fills the bank of questions from the section of that name; what is uploaded as
// "(tệp FILE)" is the section of its name too, a workbook as a table with bars between its cells.
//
// Each conversation is played three times: with buttons as on Telegram, typed only as on Zalo, where "[Label]" is sent
// as the number that the list shows, and with buttons in the browser. A line "messengers" in the department leaves the
// browser out, of a conversation that is about having no browser. Run the tests with -update to write the bot's answers into the file.
package bottest
