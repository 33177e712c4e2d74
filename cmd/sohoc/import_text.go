package main

import (
	"fmt"
	"io"
	"strings"

	"sohoc/internal/people"
	"sohoc/internal/roster"
)

// maxProblems bounds how many faults of a file are listed; the rest is counted.
const maxProblems = 50

// writeProblems lists what is wrong with a file, by row and column as Excel shows them.
func writeProblems(w io.Writer, problems []roster.Problem) {
	for i, p := range problems {
		if i == maxProblems {
			fmt.Fprintf(w, "… và %d lỗi nữa.\n", len(problems)-maxProblems)
			return
		}
		fmt.Fprintln(w, problemText(p))
	}
}

// problemText is one line: where, and what.
func problemText(p roster.Problem) string {
	var where string
	if p.Row > 0 {
		where = fmt.Sprintf("dòng %d", p.Row)
		if p.Col > 0 {
			where += fmt.Sprintf(", cột %s (%s)", p.Letter(), p.Heading)
		}
		where += ": "
	}
	return where + problemSentence(p)
}

func problemSentence(p roster.Problem) string {
	switch p.Kind {
	case roster.Empty:
		return "tệp trống"
	case roster.TooLarge:
		return fmt.Sprintf("tệp lớn hơn %d MB", roster.MaxBytes>>20)
	case roster.OldExcel:
		return "tệp là Excel cũ (.xls) hoặc có mật khẩu; hãy lưu lại thành .xlsx, không đặt mật khẩu"
	case roster.Broken:
		return "tệp Excel hỏng hoặc tải về chưa đủ"
	case roster.BadEncoding:
		return "tệp không phải UTF-8 hay UTF-16; trong Excel hãy lưu lại thành “CSV UTF-8” hoặc .xlsx"
	case roster.NoHeader:
		return "không tìm thấy dòng tiêu đề; thiếu cột: " + p.Value
	case roster.SameColumn:
		return fmt.Sprintf("cột này trùng nghĩa với cột “%s”", p.Value)
	case roster.TooManyRows:
		return fmt.Sprintf("danh sách dài hơn %d dòng", roster.MaxRows)
	case roster.NoPeople:
		return "dưới dòng tiêu đề không có ai"
	case roster.Missing:
		return "chưa có gì"
	case roster.TooLong:
		return fmt.Sprintf("dài hơn %d ký tự", roster.MaxCell)
	case roster.SpacedCode:
		return fmt.Sprintf("mã “%s” có dấu cách", p.Value)
	case roster.SameCode:
		return fmt.Sprintf("mã “%s” đã có ở dòng %d", p.Value, p.Other)
	case roster.BadRole:
		return fmt.Sprintf("không hiểu vai trò “%s”; viết: nhân viên, trưởng đơn vị, văn phòng, lãnh đạo Sở hoặc quản trị", p.Value)
	case roster.BadCategory:
		return fmt.Sprintf("không hiểu đối tượng “%s”; viết: công chức, viên chức hoặc người lao động", p.Value)
	case roster.TwoHeads:
		return fmt.Sprintf("“%s” đã có trưởng đơn vị ở dòng %d", p.Value, p.Other)
	case roster.NoHead:
		return fmt.Sprintf("“%s” chưa có trưởng đơn vị", p.Value)
	case roster.Spellings:
		return fmt.Sprintf("“%s” được hiểu là cùng đơn vị với dòng %d, dù viết khác", p.Value, p.Other)
	case roster.NoPerson:
		return fmt.Sprintf("bỏ qua, không phải một người: “%s”", p.Value)
	default:
		return string(p.Kind)
	}
}

// maxLeftOut bounds how many rows below the table are shown; a second table may stand there.
const maxLeftOut = 20

// writeNotes tells what looks odd about a list.
func writeNotes(w io.Writer, notes []roster.Problem) {
	out := 0
	for _, p := range notes {
		if p.Kind == roster.NoPerson {
			if out++; out > maxLeftOut {
				continue
			}
		}
		fmt.Fprintf(w, "Lưu ý: %s.\n", problemText(p))
	}
	if out > maxLeftOut {
		fmt.Fprintf(w, "Lưu ý: … và %d dòng nữa dưới bảng bị bỏ qua.\n", out-maxLeftOut)
	}
}

// writeDifference tells what a list changes, in the order of weight.
func writeDifference(w io.Writer, list roster.List, d roster.Difference) {
	fmt.Fprintf(w, "Đã đọc %d người.\n", len(list.Lines))
	if len(list.Ignored) > 0 {
		fmt.Fprintf(w, "Không dùng các cột: %s.\n", strings.Join(list.Ignored, ", "))
	}
	if list.Headings > 0 {
		fmt.Fprintf(w, "Bỏ qua %d dòng tiêu đề nhóm.\n", list.Headings)
	}
	writeNotes(w, list.Notes)
	if d.Nothing() {
		fmt.Fprintln(w, "Không có gì thay đổi.")
		writeLater(w, d)
		return
	}
	fmt.Fprintf(w, "Thay đổi có hiệu lực từ %s (đổi bằng --since).\n", d.Since.Local())
	for _, u := range d.Units {
		fmt.Fprintln(w, unitText(u))
	}
	for _, part := range []struct {
		kind  roster.Kind
		title string
	}{
		{roster.New, "Người mới"}, {roster.Back, "Trở lại"}, {roster.Moved, "Chuyển đơn vị"}, {roster.Changed, "Đổi thông tin"}, {roster.Left, "Rời danh sách"},
	} {
		writeChanges(w, d, part.kind, part.title)
	}
	for _, pair := range d.Same {
		gone, come := d.Changes[pair[0]].Before, d.Changes[pair[1]].After
		fmt.Fprintf(w, "Lưu ý: %s rời danh sách với mã %s, có người cùng tên vào với mã %s. Nếu là một người, hãy giữ mã cũ trong tệp để không mất sổ.\n",
			gone.Name, gone.StaffCode, come.StaffCode)
	}
	writeLater(w, d)
	if d.ManyLeave() {
		fmt.Fprintf(w, "CẢNH BÁO: %d trong %d người đang có trong sổ sẽ rời danh sách. Tệp này có phải là danh sách đầy đủ không?\n",
			d.Count(roster.Left), d.Registered)
	}
	fmt.Fprintf(w, "Tổng: %s.\n", differenceCounts(d))
}

func writeLater(w io.Writer, d roster.Difference) {
	if d.Later > 0 && !d.First {
		fmt.Fprintf(w, "%d người đã đúng đơn vị nhưng tính từ ngày sau %s, nên giữ nguyên; muốn lùi ngày của họ thì thêm --redate.\n", d.Later, d.Since.Local())
	}
}

func differenceCounts(d roster.Difference) string {
	text := fmt.Sprintf("%d người mới, %d trở lại, %d chuyển đơn vị, %d đổi thông tin, %d rời danh sách, %d giữ nguyên",
		d.Count(roster.New), d.Count(roster.Back), d.Count(roster.Moved), d.Count(roster.Changed), d.Count(roster.Left), d.Unchanged)
	var opened, ended int
	for _, u := range d.Units {
		switch u.Kind {
		case roster.UnitNew:
			opened++
		case roster.UnitEnded:
			ended++
		case roster.UnitOpened, roster.UnitRenamed:
		}
	}
	if opened+ended > 0 {
		text += fmt.Sprintf("; %d đơn vị mới, %d đơn vị kết thúc", opened, ended)
	}
	return text
}

func unitText(u roster.UnitChange) string {
	switch u.Kind {
	case roster.UnitNew:
		return fmt.Sprintf("Đơn vị mới: %s", u.After.Name)
	case roster.UnitOpened:
		if u.Before.To != "" {
			return fmt.Sprintf("Đơn vị hoạt động trở lại: %s", u.After.Name)
		}
		return fmt.Sprintf("Đơn vị có từ %s: %s", u.After.From.Local(), u.After.Name)
	case roster.UnitRenamed:
		return fmt.Sprintf("Đơn vị viết lại: %s → %s", u.Before.Name, u.After.Name)
	case roster.UnitEnded:
		return fmt.Sprintf("Đơn vị kết thúc ngày %s: %s", u.After.To.Local(), u.After.Name)
	default:
		return string(u.Kind)
	}
}

func writeChanges(w io.Writer, d roster.Difference, kind roster.Kind, title string) {
	n := d.Count(kind)
	if n == 0 {
		return
	}
	fmt.Fprintf(w, "%s (%d):\n", title, n)
	for _, c := range d.Changes {
		if c.Kind == kind {
			fmt.Fprintf(w, "  %s  %s: %s\n", c.After.StaffCode, c.After.Name, changeText(c))
		}
	}
}

func changeText(c roster.Change) string {
	var parts []string
	switch c.Kind {
	case roster.New, roster.Back:
		parts = append(parts, placeText(c.Is))
	case roster.Moved:
		parts = append(parts, c.Was.UnitName+" → "+c.Is.UnitName)
	case roster.Left:
		parts = append(parts, placeText(c.Was))
		if c.Remove {
			parts = append(parts, "chưa từng dùng sổ nên xóa hẳn")
		}
	case roster.Changed:
	}
	if c.Kind == roster.Moved || c.Kind == roster.Changed {
		for _, aspect := range c.Aspects {
			parts = append(parts, aspectText(c, aspect))
		}
	}
	if c.Entries > 0 {
		parts = append(parts, fmt.Sprintf("%d mục đã ghi sẽ tính cho đơn vị mới", c.Entries))
	}
	return strings.Join(parts, "; ")
}

func aspectText(c roster.Change, aspect roster.Aspect) string {
	switch aspect {
	case roster.NameAspect:
		return fmt.Sprintf("tên: %s → %s", c.Before.Name, c.After.Name)
	case roster.CategoryAspect:
		return fmt.Sprintf("đối tượng: %s → %s", categoryText(c.Before.Category), categoryText(c.After.Category))
	case roster.PostAspect:
		return fmt.Sprintf("chức vụ: %s → %s", orNone(c.Was.Post), orNone(c.Is.Post))
	case roster.RoleAspect:
		return fmt.Sprintf("vai trò: %s → %s", rolesText(c.Was.Roles), rolesText(c.Is.Roles))
	case roster.StartAspect:
		return fmt.Sprintf("tính từ: %s → %s", c.Was.From.Local(), c.Is.From.Local())
	case roster.PlannedAspect:
		if c.Kind == roster.Moved {
			return fmt.Sprintf("thay cho ngày %s đã ghi trước", c.Was.To.Add(1).Local())
		}
		return fmt.Sprintf("không chuyển hay nghỉ sau %s như đã ghi trước", c.Was.To.Local())
	default:
		return string(aspect)
	}
}

// placeText says where somebody works, as what.
func placeText(m people.Membership) string {
	text := m.UnitName
	if m.Post != "" {
		text += ", " + m.Post
	}
	if m.Roles != (people.Roles{}) {
		text += " (" + rolesText(m.Roles) + ")"
	}
	return text
}

func rolesText(r people.Roles) string {
	var held []string
	for _, role := range []struct {
		has  bool
		name string
	}{{r.Head, "trưởng đơn vị"}, {r.Office, "văn phòng"}, {r.Director, "lãnh đạo Sở"}, {r.Admin, "quản trị"}} {
		if role.has {
			held = append(held, role.name)
		}
	}
	if len(held) == 0 {
		return "nhân viên"
	}
	return strings.Join(held, ", ")
}

func categoryText(c people.Category) string {
	switch c {
	case people.CongChuc:
		return "công chức"
	case people.VienChuc:
		return "viên chức"
	case people.NguoiLaoDong:
		return "người lao động"
	case people.Uncategorised:
	}
	return "chưa rõ"
}

func orNone(s string) string {
	if s == "" {
		return "không"
	}
	return s
}
