package main

import (
	"context"
	"fmt"
	"time"

	"sohoc/internal/outbox"
	"sohoc/internal/quota"
	"sohoc/internal/sqlite"
	"sohoc/internal/web"
)

// traffic says when the account last took a message or brought one, and what the running program says of it.
func (d *doctor) traffic(ctx context.Context, at door) []finding {
	var out []finding
	if d.health != nil {
		for _, c := range d.health.Channels {
			if c.Name == string(at.kind) && (c.Account == "" || c.Account == string(at.account)) {
				out = append(out, problemFound(at, c)...)
			}
		}
	}
	if d.db == nil {
		return out
	}
	var in time.Time
	var reach outbox.Reach
	err := d.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		if in, err = tx.LastEvent(ctx, at.kind, at.account); err != nil {
			return err
		}
		all, err := tx.Reaches(ctx)
		for _, r := range all {
			if r.Account == (outbox.Account{Channel: at.kind, ID: at.account}) {
				reach = r
			}
		}
		return err
	})
	if err != nil {
		return append(out, bad("Xem nhật ký của sohoc serve.", "%s: không đọc được sổ tin.", at.name))
	}
	if !reach.Down.IsZero() {
		out = append(out, bad("Tin nhắc đang đi bằng kênh khác; sửa đường tới máy chủ rồi chờ một phút.",
			"%s: sohoc serve không liên lạc được từ %s.", at.name, d.when(reach.Failing)))
	}
	return append(out, good("%s: tin đến gần nhất %s, máy chủ trả lời gần nhất %s.", at.name, d.when(in), d.when(reach.Worked)))
}

func problemFound(at door, c web.Channel) []finding {
	switch c.Problem {
	case "":
		return nil
	case "second_copy":
		return []finding{bad("Dừng bản kia. Nếu không có bản nào khác, token đã lộ: đổi token.", "%s: có chương trình khác dùng cùng token.", at.name)}
	}
	return []finding{bad("Xem nhật ký của sohoc serve.", "%s: sohoc serve không nhận được tin (%s).", at.name, troubleText(c.Problem))}
}

func (d *doctor) when(t time.Time) string {
	if t.IsZero() {
		return "chưa có"
	}
	return t.In(d.zone).Format("15:04 02/01/2006")
}

// plan says how far the month's messages are used up.
func (d *doctor) plan(ctx context.Context, at door) []finding {
	if d.db == nil {
		return nil
	}
	var uses []quota.Use
	err := d.db.View(ctx, func(tx *sqlite.Tx) (err error) {
		uses, err = tx.QuotaUse(ctx, quota.MonthOf(tx.Now(), d.zone))
		return err
	})
	if err != nil {
		return []finding{bad("Xem nhật ký của sohoc serve.", "%s: không đọc được hạn mức.", at.name)}
	}
	for _, u := range uses {
		if u.Account != (quota.Account{Channel: string(at.kind), ID: string(at.account)}) {
			continue
		}
		text := fmt.Sprintf("%s: tháng này đã dùng %d / %d tin, còn %d; %d / %d người.",
			at.name, u.Used(), u.Plan.Messages, u.Left(), u.People, u.Plan.People)
		const next = "Thêm một bot nữa (token thứ hai trong SOHOC_ZALO_TOKEN), hoặc nối thêm kênh cho mọi người."
		if u.Level() != 0 || u.Plan.People > 0 && u.People >= u.Plan.People {
			return []finding{warn(next, "%s", text)}
		}
		return []finding{good("%s", text)}
	}
	return []finding{good("%s: tháng này chưa dùng tin nào.", at.name)}
}
