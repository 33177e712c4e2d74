package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/entryfile"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// inviteCmd gives out one-time codes by which people join. It is the only time that a code can be read: the database
// keeps its hash.
type inviteCmd struct {
	All    bool     `xor:"whom" help:"Mọi người chưa tham gia."`
	Staff  []string `xor:"whom" placeholder:"MÃ" help:"Một hay vài người, theo mã cán bộ."`
	Keep   bool     `help:"Cùng với --all: trừ những người đã có mã còn hạn, để mã đó vẫn dùng được."`
	Format string   `enum:"csv,text" default:"csv" help:"csv (cho chương trình, Excel) hoặc text (phiếu in, mỗi người một phiếu)."`
}

// invitation is a code on its way to a person.
type invitation struct {
	who     people.Actor
	code    string
	expires time.Time
}

// handout is what one run gives out.
type handout struct {
	fresh []invitation
	ended int // older codes that would still have opened
	kept  int // people who keep theirs and get none
}

// Help shows the ways to call the command.
func (inviteCmd) Help() string {
	return "sohoc invite --all [--keep]: mọi người chưa tham gia.\n\nsohoc invite --staff MÃ[,MÃ…]: những người này."
}

// Run issues the codes and writes them to stdout. A new code ends the person's old one.
func (c inviteCmd) Run(a *app) (err error) {
	switch {
	case !c.All && len(c.Staff) == 0:
		return errors.New("cần chọn một: sohoc invite --all (mọi người chưa tham gia) hoặc sohoc invite --staff MÃ")
	case c.Keep && !c.All:
		return errors.New("--keep chỉ dùng cùng với --all")
	}
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var out handout
	var username string
	err = db.Update(a.ctx, func(tx *sqlite.Tx) error {
		settings, err := tx.Settings(a.ctx)
		if err != nil {
			return err
		}
		username = settings["telegram_username"]
		whom, err := c.whom(a.ctx, tx, day.Of(tx.Now().In(a.zone)))
		if err != nil {
			return err
		}
		out, err = c.issue(a.ctx, tx, whom)
		return err
	})
	if err != nil {
		return err
	}
	l := links{username: username, public: strings.TrimRight(a.cfg.PublicURL, "/"), zone: a.zone}
	c.account(a.stderr, out)
	l.hint(a.stderr, out.fresh)
	if c.Format == "text" {
		return l.slips(a.stdout, out.fresh)
	}
	return l.table(a.stdout, out.fresh)
}

// whom returns who gets a code. With --staff, somebody who has joined gets one too: for a lost account.
func (c inviteCmd) whom(ctx context.Context, tx *sqlite.Tx, today day.Day) ([]people.Actor, error) {
	if c.All {
		return tx.NotJoined(ctx, today)
	}
	var out []people.Actor
	for _, code := range c.Staff {
		who, ok, err := tx.ByStaffCode(ctx, code, today)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, fmt.Errorf("chưa cấp mã nào: không có mã cán bộ “%s” trong sổ", code)
		case who.State == people.Left:
			return nil, fmt.Errorf("chưa cấp mã nào: %s (%s) hiện không thuộc đơn vị nào", who.Person.Name, who.Person.StaffCode)
		}
		out = append(out, who)
	}
	return out, nil
}

// issue gives each person a new code; with --keep, each who has none that opens.
func (c inviteCmd) issue(ctx context.Context, tx *sqlite.Tx, whom []people.Actor) (out handout, err error) {
	held, err := tx.Invited(ctx, people.Join, tx.Now())
	if err != nil {
		return out, err
	}
	for _, who := range whom {
		older := held[who.Person.ID]
		if c.Keep && older > 0 {
			out.kept++
			continue
		}
		out.ended += older
		code, expires, err := people.Issue(ctx, tx, who.Person.ID, people.Join, tx.Now())
		if err != nil {
			return out, err
		}
		line := people.AuditLine{Action: "invite", Person: who.Person.ID, Channel: "cli"}
		if err := tx.Audit(ctx, line, tx.Now()); err != nil {
			return out, err
		}
		out.fresh = append(out.fresh, invitation{who: who, code: code, expires: expires})
	}
	return out, nil
}

// account says on stderr what was given out and what that ends.
func (c inviteCmd) account(w io.Writer, out handout) {
	switch {
	case len(out.fresh) > 0:
		fmt.Fprintf(w, "Đã cấp %d mã, dùng một lần, hết hạn sau %d ngày.\n", len(out.fresh), int(people.InviteLife.Hours()/24))
	case out.kept > 0:
		fmt.Fprintln(w, "Không cấp mã nào: mọi người chưa tham gia đều có mã còn hạn.")
	default:
		fmt.Fprintln(w, "Không cấp mã nào: sổ chưa có ai, hoặc mọi người đều đã tham gia.")
	}
	if out.kept > 0 {
		fmt.Fprintf(w, "%d người giữ mã đã cấp, còn hạn.\n", out.kept)
	}
	if out.ended > 0 {
		fmt.Fprintf(w, "CHÚ Ý: %d mã cấp trước, còn hạn và chưa dùng, nay hết giá trị; hãy gửi mã mới cho những người đó.\n", out.ended)
	}
	if out.ended > 0 && c.All {
		fmt.Fprintln(w, "Lần sau, để giữ mã cũ và chỉ cấp cho người chưa có: sohoc invite --all --keep")
	}
}

// links knows the addresses that open the doors with a code.
type links struct {
	username string // of the Telegram bot; empty until serve has once reached Telegram
	public   string // SOHOC_PUBLIC_URL
	zone     *time.Location
}

func (l links) telegram(code string) string {
	if l.username == "" {
		return ""
	}
	return "https://t.me/" + url.PathEscape(l.username) + "?start=" + code
}

func (l links) web(code string) string {
	if l.public == "" {
		return ""
	}
	return l.public + "/moi?code=" + code
}

// hint says on stderr why links are missing and who had joined already.
func (l links) hint(w io.Writer, out []invitation) {
	if len(out) == 0 {
		return
	}
	if l.username == "" {
		fmt.Fprintln(w, "Chưa biết tên bot Telegram nên chưa có đường dẫn Telegram: chạy sohoc serve một lần với SOHOC_TELEGRAM_TOKEN.")
	}
	if l.public == "" {
		fmt.Fprintln(w, "Chưa đặt SOHOC_PUBLIC_URL nên chưa có đường dẫn trình duyệt.")
	}
	for _, i := range out {
		if i.who.State == people.Active {
			fmt.Fprintf(w, "Lưu ý: %s (%s) đã tham gia; mã mới cho phép nối thêm một tài khoản vào sổ của người này.\n", i.who.Person.Name, i.who.Person.StaffCode)
		}
	}
}

// table writes CSV with a byte order mark, as all CSV of the product: Excel takes it for UTF-8.
func (l links) table(w io.Writer, out []invitation) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("in mã mời: %w", err)
	}
	rows := [][]string{{"staff_code", "name", "unit", "code", "telegram_link", "web_link", "expires_at"}}
	for _, i := range out {
		rows = append(rows, []string{
			entryfile.Guard(i.who.Person.StaffCode), entryfile.Guard(i.who.Person.Name), entryfile.Guard(i.who.Member.UnitName), i.code,
			l.telegram(i.code), l.web(i.code), i.expires.In(l.zone).Format(time.RFC3339),
		})
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("in mã mời: %w", err)
	}
	return nil
}

// slips writes a letter for each person, to be printed and cut.
func (l links) slips(w io.Writer, out []invitation) error {
	for _, i := range out {
		var b strings.Builder
		fmt.Fprintf(&b, "Kính gửi anh/chị %s (mã cán bộ %s), %s\n\n", i.who.Person.Name, i.who.Person.StaffCode, i.who.Member.UnitName)
		b.WriteString("Mời anh/chị tham gia Sổ Học: sổ ghi việc học, ghi bằng cách nhắn tin.\n")
		fmt.Fprintf(&b, "Mã mời của anh/chị: %s %s\n", i.code[:people.CodeLength/2], i.code[people.CodeLength/2:])
		fmt.Fprintf(&b, "Mã dùng một lần, đến %s.\n\n", i.expires.In(l.zone).Format("15:04 ngày 02/01/2006"))
		if link := l.telegram(i.code); link != "" {
			fmt.Fprintf(&b, "Trên Telegram: mở %s rồi bấm Bắt đầu,\nhoặc tìm @%s và nhắn mã trên.\n", link, l.username)
		}
		if link := l.web(i.code); link != "" {
			fmt.Fprintf(&b, "Trên trình duyệt: mở %s\n", link)
		}
		if l.username == "" && l.public == "" {
			b.WriteString("Nhắn mã trên cho Sổ Học; Văn phòng sẽ chỉ cho anh/chị nơi nhắn.\n")
		}
		b.WriteString("Mã này chỉ dành cho anh/chị; xin không chuyển cho người khác.\n")
		b.WriteString(strings.Repeat("- ", 36) + "\n\n")
		if _, err := io.WriteString(w, b.String()); err != nil {
			return fmt.Errorf("in mã mời: %w", err)
		}
	}
	return nil
}
