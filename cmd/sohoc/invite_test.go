package main

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// invited reads the table that invite wrote.
func invited(t *testing.T, text string) []map[string]string {
	t.Helper()
	text, ok := strings.CutPrefix(text, "\ufeff")
	if !ok {
		t.Error("no byte order mark: Excel will garble the names")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "staff_code,name,unit,code,telegram_link,web_link,expires_at" {
		t.Fatalf("columns %s", got)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		line := map[string]string{}
		for i, name := range rows[0] {
			line[name] = row[i]
		}
		out = append(out, line)
	}
	return out
}

// redeem tries a code.
func (o *office) redeem(code string) (in people.Invite, err error) {
	o.t.Helper()
	_ = o.database().Update(o.t.Context(), func(tx *sqlite.Tx) error {
		in, err = people.Redeem(o.t.Context(), tx, code, tx.Now())
		return nil
	})
	return in, err
}

func joinedOffice(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.must("import", "roster", o.file("ds.csv", rosterFour), "--apply")
	o.update(func(tx *sqlite.Tx) error {
		a, _, err := tx.ByStaffCode(t.Context(), "A2", "2026-11-24")
		if err != nil {
			return err
		}
		return tx.GiveConsent(t.Context(), a.Person.ID, people.ConsentVersion, "web", tx.Now())
	})
	return o
}

func TestInviteAllLeavesOutWhoHasJoined(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	o.environ = append(o.environ, "SOHOC_PUBLIC_URL=https://hoc.example.vn/")
	out, said, code := o.run("invite", "--all")
	if code != 0 || !strings.Contains(said, "Đã cấp 3 mã") || !strings.Contains(said, "Chưa biết tên bot Telegram") {
		t.Errorf("exit %d, said %s", code, said)
	}
	rows := invited(t, out)
	if len(rows) != 3 || rows[0]["staff_code"] != "A1" || rows[1]["name"] != "Tạ Thị Cúc" || rows[2]["unit"] != "Thanh tra" {
		t.Fatalf("rows %v", rows)
	}
	for _, row := range rows {
		in, err := o.redeem(row["code"])
		if err != nil || in.Purpose != people.Join {
			t.Errorf("%s: code %s: %+v, %v", row["staff_code"], row["code"], in, err)
		}
		if row["web_link"] != "https://hoc.example.vn/moi?code="+row["code"] || row["telegram_link"] != "" {
			t.Errorf("links %q, %q", row["web_link"], row["telegram_link"])
		}
		at, err := time.Parse(time.RFC3339, row["expires_at"])
		if want := time.Date(2026, 12, 8, 2, 0, 0, 0, time.UTC); err != nil || at.Sub(want).Abs() > time.Minute {
			t.Errorf("expires %s (%v), want 14 days on", row["expires_at"], err)
		}
	}
}

func TestInviteKnowsTheBotsName(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	o.update(func(tx *sqlite.Tx) error { return tx.Set(t.Context(), "telegram_username", "so_hoc_bot") })
	row := invited(t, o.must("invite", "--staff", "a1"))[0]
	if row["telegram_link"] != "https://t.me/so_hoc_bot?start="+row["code"] || row["web_link"] != "" {
		t.Errorf("links %q, %q", row["telegram_link"], row["web_link"])
	}
}

func TestANewCodeEndsTheOldOne(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	first := invited(t, o.must("invite", "--staff", "A1,A3"))
	second := invited(t, o.must("invite", "--staff", "A1"))
	if _, err := o.redeem(first[0]["code"]); err == nil {
		t.Error("the old code still opens")
	}
	for _, code := range []string{second[0]["code"], first[1]["code"]} {
		if _, err := o.redeem(code); err != nil {
			t.Errorf("code %s: %v", code, err)
		}
	}
}

func TestInviteSlips(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	o.environ = append(o.environ, "SOHOC_PUBLIC_URL=https://hoc.example.vn")
	o.update(func(tx *sqlite.Tx) error { return tx.Set(t.Context(), "telegram_username", "so_hoc_bot") })
	out := o.must("invite", "--all", "--format", "text")
	if got := strings.Count(out, "Kính gửi anh/chị "); got != 3 {
		t.Errorf("%d slips, want 3", got)
	}
	if strings.Contains(out, "Văn phòng sẽ chỉ") {
		t.Error("a slip with links sends people to the Office")
	}
	slip, _, _ := strings.Cut(out, "- - -")
	for _, want := range []string{
		"Kính gửi anh/chị Lý Thị An (mã cán bộ A1), Văn phòng\n", "đến 09:00 ngày 08/12/2026.\n", "https://t.me/so_hoc_bot?start=",
		"@so_hoc_bot", "https://hoc.example.vn/moi?code=", "chỉ dành cho anh/chị",
	} {
		if !strings.Contains(slip, want) {
			t.Errorf("slip lacks %q:\n%s", want, slip)
		}
	}
	_, after, _ := strings.Cut(slip, "Mã mời của anh/chị: ")
	typed, _, _ := strings.Cut(after, "\n")
	code, ok := people.ReadCode(typed)
	if _, err := o.redeem(code); !ok || err != nil {
		t.Errorf("the code as printed, %q, does not open: %v", typed, err)
	}
}

func TestInviteSlipsWithoutLinks(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	out := o.must("invite", "--staff", "A1", "--format", "text")
	if !strings.Contains(out, "Nhắn mã trên cho Sổ Học") || strings.Contains(out, "t.me") {
		t.Errorf("slip:\n%s", out)
	}
}

func TestInviteRefuses(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	o.must("import", "roster", o.file("three.csv", strings.Join(strings.SplitAfter(rosterFour, "\n")[:4], "")), "--apply")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--staff", "A1,ZZ"}, "không có mã cán bộ “ZZ”"},
		{[]string{"--staff", "A4"}, "hiện không thuộc đơn vị nào"},
		{nil, "--all"},
		{[]string{"--all", "--staff", "A1"}, "--all"},
	} {
		out, said, code := o.run(append([]string{"invite"}, c.args...)...)
		if code == 0 || !strings.Contains(said, c.want) || strings.Contains(out, "A1") {
			t.Errorf("%v: exit %d, said %s, wrote %s", c.args, code, said, out)
		}
	}
}

func TestInviteSomebodyWhoHasJoinedSaysSo(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	if _, said, code := o.run("invite", "--staff", "A2"); code != 0 || !strings.Contains(said, "(A2) đã tham gia") {
		t.Errorf("exit %d, said %s", code, said)
	}
}
