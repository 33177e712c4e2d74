package main

import (
	"strings"
	"testing"
)

func TestInviteAllSaysWhichCodesItEnds(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	if _, said, _ := o.run("invite", "--all"); strings.Contains(said, "hết giá trị") {
		t.Errorf("the first time: %s", said)
	}
	_, said, code := o.run("invite", "--all")
	if code != 0 || !strings.Contains(said, "CHÚ Ý: 3 mã cấp trước") || !strings.Contains(said, "--all --keep") {
		t.Errorf("the second time: exit %d, said %s", code, said)
	}
	_, said, _ = o.run("invite", "--staff", "A1")
	if !strings.Contains(said, "CHÚ Ý: 1 mã cấp trước") || strings.Contains(said, "--keep") {
		t.Errorf("one person: %s", said)
	}
	_, said, _ = o.at("2027-01-24T09:00:00+07:00").run("invite", "--all")
	if strings.Contains(said, "hết giá trị") {
		t.Errorf("when they have expired: %s", said)
	}
}

func TestInviteKeepLeavesOutWhoHasACode(t *testing.T) {
	t.Parallel()
	o := joinedOffice(t)
	first := invited(t, o.must("invite", "--staff", "A1"))
	out, said, code := o.run("invite", "--all", "--keep")
	rows := invited(t, out)
	if code != 0 || len(rows) != 2 || rows[0]["staff_code"] != "A3" || rows[1]["staff_code"] != "A4" {
		t.Fatalf("exit %d, rows %v", code, rows)
	}
	if !strings.Contains(said, "Đã cấp 2 mã") || !strings.Contains(said, "1 người giữ mã") || strings.Contains(said, "hết giá trị") {
		t.Errorf("said %s", said)
	}
	out, said, code = o.run("invite", "--all", "--keep")
	if code != 0 || len(invited(t, out)) != 0 || !strings.Contains(said, "đều có mã còn hạn") || strings.Contains(said, "hãy gửi") {
		t.Errorf("all have one: exit %d, wrote %s, said %s", code, out, said)
	}
	for _, row := range append(rows, first...) {
		if _, err := o.redeem(row["code"]); err != nil {
			t.Errorf("the code of %s: %v", row["staff_code"], err)
		}
	}
	if _, said, code := o.run("invite", "--staff", "A1", "--keep"); code != 1 || said != "sohoc: --keep chỉ dùng cùng với --all\n" {
		t.Errorf("--keep for one: exit %d, said %s", code, said)
	}
}
