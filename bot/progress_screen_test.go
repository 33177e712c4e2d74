package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

func units16(s string) int { return len(utf16.Encode([]rune(s))) }

// A unit of sixty with long names, in every reason at once, stays on one screen; everybody is listed or counted.
func TestSixtyPeopleFitOneScreen(t *testing.T) {
	t.Parallel()
	const unit = "Phòng Xây dựng, kiểm tra văn bản quy phạm pháp luật và theo dõi thi hành pháp luật"
	o := newOffice(t, unit)
	o.person("Trưởng", unit, people.Roles{Head: true}, true)
	for i := range 59 {
		o.person(fmt.Sprintf("Hoàng Nguyễn Thị Phương Khánh Quỳnh %02d", i), unit, people.Roles{}, i%2 == 0)
	}
	o.update(func(tx *sqlite.Tx) error {
		return tx.ExecForTest(t.Context(), `INSERT INTO leaves (person_id, from_day, to_day, created_at)
SELECT id, '2026-11-01', '2026-11-30', 1 FROM people WHERE id % 6 = 1`)
	})
	o.update(func(tx *sqlite.Tx) error {
		return tx.ExecForTest(t.Context(), "UPDATE memberships SET valid_from = '2026-11-20' WHERE person_id % 6 = 3")
	})
	out, _ := o.ask("Trưởng", "/tiendo")
	answer := text(out)
	if n := units16(answer); n > 2000 || n < 1700 {
		t.Errorf("the answer has %d units, want at most 2000 and that used:\n%s", n, answer)
	}
	counted := 0
	for _, line := range strings.Split(answer, "\n") {
		m := regexp.MustCompile(`^(Chưa ghi|Mới về|Đang nghỉ|Chưa tham gia sổ) \((\d+)\): (.*)$`).FindStringSubmatch(line)
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		listed := 0
		for _, name := range strings.Split(m[3], ", ") {
			if more := regexp.MustCompile(`^… và (\d+) người nữa$`).FindStringSubmatch(name); more != nil {
				left, _ := strconv.Atoi(more[1])
				listed += left
				continue
			}
			listed++
		}
		if listed != n {
			t.Errorf("%q lists or counts %d people, want %d", line, listed, n)
		}
		counted += n
	}
	if counted != 59 { // who asks is not listed
		t.Errorf("%d people are missing in all, want 59:\n%s", counted, answer)
	}
}

func TestNamesThatFitAreAllListed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("Vũ Trưởng", "Văn phòng", people.Roles{Head: true}, true)
	o.entry("Vũ Trưởng", "Văn phòng", "2026-11-23")
	for _, name := range []string{"Trần Đức", "Lê Ân", "Phạm An", "Ngô Dũng", "Đỗ Bình"} {
		o.person(name, "Văn phòng", people.Roles{}, true)
	}
	out, _ := o.ask("Vũ Trưởng", "/tiendo")
	if want := "Chưa ghi (5): Phạm An, Lê Ân, Đỗ Bình, Ngô Dũng, Trần Đức"; !strings.Contains(text(out), want) {
		t.Errorf("%q is not in\n%s", want, text(out))
	}
	if strings.Contains(text(out), "người nữa") {
		t.Errorf("names are cut though there is room:\n%s", text(out))
	}
}

func TestEverybodyHasWritten(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Head: true}, true)
	o.entry("An", "Văn phòng", "2026-11-23")
	if out, _ := o.ask("An", "/tiendo"); !strings.Contains(text(out), "Mọi người trong đơn vị đều đã ghi.") {
		t.Errorf("the answer is\n%s", text(out))
	}
}

// A colleague's hours must not follow from the average: not in a small unit, not where few have joined, and not where
// few others have written anything down.
func TestAverageHidesSingleColleagues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		members, joined int
		writers         string
		shown           bool
	}{
		"enough":                         {4, 4, "P1 P2 P3", true},
		"the reader has written too":     {4, 4, "P0 P1 P2 P3", true},
		"three members":                  {3, 3, "P0 P1 P2", false},
		"three have joined":              {6, 3, "P0 P1 P2", false},
		"one other has written":          {8, 8, "P1", false},
		"two others have written":        {8, 8, "P0 P1 P2", false},
		"nobody has written":             {8, 8, "", false},
		"who wrote in a former period":   {8, 8, "P1 P2 -P3", false},
		"one wrote, and wrote it thrice": {8, 8, "P1 P1 P1", false},
	} {
		o := newOffice(t, "Văn phòng")
		for i := range c.members {
			o.person("P"+strconv.Itoa(i), "Văn phòng", people.Roles{}, i < c.joined)
		}
		for who := range strings.FieldsSeq(c.writers) {
			on := day.Day("2026-11-23")
			if former, ok := strings.CutPrefix(who, "-"); ok {
				who, on = former, "2026-10-23"
			}
			o.entry(who, "Văn phòng", on)
		}
		out, _ := o.ask("P0", "/tiendo")
		if got := strings.Contains(text(out), "Bình quân đơn vị"); got != c.shown {
			t.Errorf("%s: the average is shown: %v, want %v", name, got, c.shown)
		}
	}
}

// Twelve units make fifteen lines; more are on the next page, and typed numbers mean what the page shows.
func TestDepartmentIsPaged(t *testing.T) {
	t.Parallel()
	var units []string
	for i := range 30 {
		units = append(units, fmt.Sprintf("Phòng Công chứng số %d", i+1))
	}
	o := newOffice(t, units...)
	o.person("An", units[0], people.Roles{Director: true}, true)
	seen := map[string]bool{}
	out, _ := o.ask("An", "/tiendo")
	for page := 1; ; page++ {
		m := out.Messages[0]
		if lines := strings.Count(m.Text, "\n") + 1; lines > 16 || page == 3 && lines > 15 {
			t.Errorf("page %d has %d lines", page, lines)
		}
		if got, want := len(out.Jobs), map[bool]int{true: 1, false: 0}[page == 1]; got != want {
			t.Errorf("page %d asks for %d pictures, want %d", page, got, want)
		}
		next := ""
		for i, c := range m.Choices {
			switch {
			case c.Label == "Xem tiếp":
				next = c.Data
			case strings.HasPrefix(c.Label, "Phòng"):
				if !strings.Contains(m.Text, fmt.Sprintf("\n%d. %s: ", i+1, c.Label)) {
					t.Errorf("choice %d is %q, the text says otherwise:\n%s", i+1, c.Label, m.Text)
				}
				seen[c.Label] = true
			}
			if len(c.Data) > 64 {
				t.Errorf("data of %q is too long: %q", c.Label, c.Data)
			}
		}
		if next == "" {
			break
		}
		out, _ = o.ask("An", next)
	}
	if len(seen) != 30 {
		t.Errorf("%d units are seen on all pages, want 30", len(seen))
	}
	typed, trail := o.ask("An", "2")
	if len(trail) != 1 || trail[0].Action != "see_unit" {
		t.Errorf("the typed number opened %q (%+v)", text(typed), trail)
	}
}

func TestTwelveUnitsFitFifteenLines(t *testing.T) {
	t.Parallel()
	var units []string
	for i := range 12 {
		units = append(units, fmt.Sprintf("Phòng Công chứng số %d", i+1))
	}
	o := newOffice(t, units...)
	o.person("An", units[0], people.Roles{Office: true}, true)
	out, _ := o.ask("An", "/tiendo")
	if lines := strings.Count(out.Messages[0].Text, "\n") + 1; lines > 15 {
		t.Errorf("twelve units take %d lines:\n%s", lines, out.Messages[0].Text)
	}
}

// Everybody sees the units in one order, by need. The unit of somebody who is head and Office has a line above.
func TestAllSeeTheUnitsInOneOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Phòng A", "Phòng B", "Phòng C")
	o.person("An", "Phòng C", people.Roles{Head: true, Office: true}, true)
	o.person("Bình", "Phòng A", people.Roles{}, true)
	o.person("Cúc", "Phòng B", people.Roles{Director: true}, true)
	o.entry("An", "Phòng C", "2026-11-23")
	o.entry("Bình", "Phòng A", "2026-11-23")
	for who, want := range map[string]string{"An": "B A C", "Cúc": "B A C"} {
		out, _ := o.ask(who, "/tiendo")
		var got []string
		for _, c := range out.Messages[0].Choices[:3] {
			got = append(got, strings.TrimPrefix(c.Label, "Phòng "))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s sees the units in the order %v, want %s", who, got, want)
		}
		line := "\nĐơn vị của anh/chị, Phòng C: 1/1 người, 1 giờ/người\n1. Phòng B"
		if got := strings.Contains(text(out), line); got != (who == "An") {
			t.Errorf("%s sees the own unit above the others: %v\n%s", who, got, text(out))
		}
	}
}

func (o *office) chart(out bot.Outcome) (picture []byte, m channel.Message) {
	o.t.Helper()
	if len(out.Jobs) != 1 || out.Jobs[0].Kind != bot.ChartJob {
		o.t.Fatalf("jobs are %+v, want one chart", out.Jobs)
	}
	err := o.db.View(o.t.Context(), func(tx *sqlite.Tx) (err error) { // a reader is enough
		picture, m, err = o.bot.DepartmentChart(context.Background(), tx, out.Jobs[0].Args)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return picture, m
}

func TestChartOfTheDepartment(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng", "Phòng Hành chính tư pháp")
	o.person("An", "Văn phòng", people.Roles{Director: true}, true)
	o.person("Bình", "Phòng Hành chính tư pháp", people.Roles{}, true)
	o.entry("Bình", "Phòng Hành chính tư pháp", "2026-11-23")
	out, _ := o.ask("An", "/tiendo")
	picture, m := o.chart(out)
	if _, err := png.Decode(bytes.NewReader(picture)); err != nil {
		t.Errorf("the picture is none: %v", err)
	}
	if m.To != out.Messages[0].To || m.Photo == nil || m.Photo.Name != "tien-do-2026-11-24.png" || m.Photo.MIME != "image/png" {
		t.Errorf("the message is %+v", m)
	}
	for _, part := range []string{"tháng 11/2026, đến ngày 24/11", "0/2 công chức", "tạm tính"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("the caption lacks %q:\n%s", part, m.Text)
		}
	}
	if strings.Contains(m.Text, "•") || strings.Contains(m.Text, "Số liệu đến") {
		t.Errorf("the caption lists duties that nobody has reached, or is stamped twice:\n%s", m.Text)
	}
	if again, _ := o.chart(out); !bytes.Equal(picture, again) {
		t.Error("the same job draws another picture")
	}
}

func TestChartIsNotForWhoLostTheRole(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Office: true}, true)
	out, _ := o.ask("An", "/tiendo")
	o.update(func(tx *sqlite.Tx) error {
		return tx.ExecForTest(t.Context(), "UPDATE memberships SET office = 0")
	})
	if picture, m := o.chart(out); picture != nil || m.Text != "" {
		t.Errorf("a picture of %d bytes goes out with %q", len(picture), m.Text)
	}
}

func TestCaptionFitsUnderAPicture(t *testing.T) {
	t.Parallel()
	var units []string
	for i := range 40 {
		units = append(units, fmt.Sprintf("Trung tâm Trợ giúp pháp lý nhà nước số %d", i+1))
	}
	o := newOffice(t, units...)
	for i, u := range units {
		o.person("P"+strconv.Itoa(i), u, people.Roles{Director: i == 0}, true)
	}
	o.training("P0", units[0], 40, 1, learning.Recorded)
	out, _ := o.ask("P0", "/tiendo")
	_, m := o.chart(out)
	if n := units16(m.Text); n > 1024 || n < 900 {
		t.Errorf("the caption has %d units, want at most 1024 and that used", n)
	}
	if !strings.Contains(m.Text, "\n• Trung tâm Trợ giúp pháp lý… số 1: 1/1\n") {
		t.Errorf("who reached the duty is not listed:\n%s", m.Text)
	}
}

// A number after /tiendo is a row of the list that was shown last; it never names a unit by chance.
func TestNumberOpensARowOfTheList(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Phòng Công chứng số 1", "Phòng Công chứng số 2")
	o.person("An", "Phòng Công chứng số 1", people.Roles{Director: true}, true)
	o.entry("An", "Phòng Công chứng số 1", "2026-11-23")
	if out, _ := o.ask("An", "/tiendo 1"); !strings.HasPrefix(text(out), "Sổ Học chưa rõ số 1 là gì.") || out.Messages[0].Choices[0].Label != "Tháng 1" {
		t.Errorf("without a list: %s %v", text(out), out.Messages[0].Choices)
	}
	o.ask("An", "/tiendo")
	if out, _ := o.ask("An", "/tiendo 2"); !strings.HasPrefix(text(out), "Phòng Công chứng số 2\n") {
		t.Errorf("row 2 of the list: %s", text(out))
	}
	o.ask("An", "/tiendo")
	for _, words := range []string{"/tiendo 3", "/tiendo 9", "/tiendo 0"} { // the third choice is "Tháng trước"
		if out, _ := o.ask("An", words); !strings.HasPrefix(text(out), "Sổ Học chưa rõ số ") {
			t.Errorf("%s: %s", words, text(out))
		}
		o.ask("An", "/tiendo")
	}
}

func TestWhoAsksIsNotListedAmongTheMissing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Head: true}, true)
	out, _ := o.ask("An", "/tiendo")
	if strings.Contains(text(out), "Chưa ghi (") || strings.Contains(text(out), "mọi người") {
		t.Errorf("alone:\n%s", text(out))
	}
	o.person("Bình", "Văn phòng", people.Roles{}, true)
	o.entry("Bình", "Văn phòng", "2026-11-23")
	if out, _ := o.ask("An", "/tiendo"); !strings.Contains(text(out), "Ngoài anh/chị, mọi người trong đơn vị đều đã ghi.") {
		t.Errorf("all but the head have written:\n%s", text(out))
	}
	o.person("Cúc", "Văn phòng", people.Roles{}, false)
	for words, want := range map[string]string{"/tiendo": "Chưa tham gia sổ (1): Cúc", "/tiendo 23/11": "Lúc đó chưa tham gia sổ (1): Cúc"} {
		if out, _ := o.ask("An", words); !strings.Contains(text(out), want) {
			t.Errorf("%s does not say %q:\n%s", words, want, text(out))
		}
	}
}

func TestThousandsStandApart(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Director: true}, true)
	o.entry("An", "Văn phòng", "2026-11-23")
	o.update(func(tx *sqlite.Tx) error {
		return tx.ExecForTest(t.Context(), `INSERT INTO entries (person_id, unit_id, kind, field, title, start_day, end_day, minutes, status, channel, version, created_at, updated_at, folded)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
SELECT person_id, unit_id, kind, field, title, start_day, end_day, 60, status, channel, version, created_at, updated_at, folded FROM entries, n`)
	})
	if out, _ := o.ask("An", "/tiendo"); !strings.Contains(text(out), " 1.201 giờ") || !strings.Contains(text(out), "1.201 giờ/người") {
		t.Errorf("the hours are not grouped:\n%s", text(out))
	}
}

// Nothing grows out of a time before the book.
func TestTimeBeforeTheBookIsNoComparison(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng")
	o.person("An", "Văn phòng", people.Roles{Head: true, Office: true}, true)
	o.entry("An", "Văn phòng", "2026-11-23")
	asks := []string{"/tiendo", "/tiendo văn phòng", "td::"}
	for _, words := range asks {
		if out, _ := o.ask("An", words); !strings.Contains(text(out), "Kỳ trước sổ chưa hoạt động.") || strings.Contains(text(out), "tăng") {
			t.Errorf("%s:\n%s", words, text(out))
		}
	}
	o.entry("An", "Văn phòng", "2026-09-01") // the book was in use, though nobody wrote in October
	for _, words := range asks {
		if out, _ := o.ask("An", words); !strings.Contains(text(out), "tăng") {
			t.Errorf("%s:\n%s", words, text(out))
		}
	}
}

func TestHeadsAskInTheirOwnWords(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "Văn phòng", "Phòng A")
	o.person("An", "Phòng A", people.Roles{Head: true}, true)
	o.person("Bình", "Văn phòng", people.Roles{Office: true, Head: true}, true)
	for who, asks := range map[string]map[string]string{
		"An": {
			"phòng tôi thế nào rồi?": "Phòng A\n", "ai chưa ghi": "Phòng A\n", "bao nhiêu người đã ghi": "Phòng A\n", "td": "Phòng A\n",
			"tiến độ phòng tôi": "Phòng A\n", "tiến độ phòng tôi tuần này": "Phòng A\nTuần 23/11–29/11/2026, đến ngày 24/11",
			"tiến độ cả sở": "Anh/chị chỉ xem được số liệu của Phòng A.", "/tiendo xyz": "Sổ Học chưa đọc được khoảng thời gian hay đơn vị «xyz».",
		},
		"Bình": {"tiến độ cả sở": "Toàn Sở,", "tiến độ cả sở 10/2026": "Toàn Sở, tháng 10/2026. Xếp từ đơn vị cần quan tâm trước.\n", "/tiendo phòng tôi": "Văn phòng\n", "/tiendo đâu": "Sổ Học chưa đọc được"},
	} {
		for words, want := range asks {
			if out, _ := o.ask(who, words); !strings.HasPrefix(text(out), want) {
				t.Errorf("%s says %q, answer:\n%s", who, words, text(out))
			}
		}
	}
}
