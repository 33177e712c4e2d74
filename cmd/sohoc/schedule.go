package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/people"
	"sohoc/internal/remind"
	"sohoc/internal/schedule"
)

// scheduleCmd shows who would get what on the days to come, and who would not and why. It sends nothing: the program's
// own planner works through a copy of the database, whose clock is put forward from one due instant to the next. It runs
// beside serve. What the people who would be written to do meanwhile nobody knows: the preview takes them to do nothing.
type scheduleCmd struct {
	From   string `help:"Ngày đầu (YYYY-MM-DD hoặc d/m/yyyy), không trước hôm nay; mặc định là hôm nay." placeholder:"NGÀY"`
	Days   int    `default:"7" help:"Bao nhiêu ngày, nhiều nhất 366."`
	Format string `help:"text hoặc jsonl." enum:"text,jsonl" default:"text"`
}

// maxPreview bounds the days of a preview.
const maxPreview = 366

// Help documents the fields of a line.
func (scheduleCmd) Help() string {
	return strings.Join([]string{
		"Xem trước ai sẽ được gửi gì, khi nào, và vì sao không. Không gửi gì; chạy được khi serve đang chạy.",
		"",
		"Dạng jsonl, mỗi dòng một quyết định:",
		"",
		"at: lúc quyết định · job: việc · due: giờ của lượt",
		"do: send (gửi), merge (đi chung tin), hold (giữ lại), skip (không gửi), done (việc không gửi cho ai), none (bỏ cả lượt)",
		"why: lý do · until: giữ đến lúc nào",
		"person, name, unit: mã, tên, đơn vị · channel: kênh · characters: độ dài tin",
	}, "\n")
}

// Run prints the preview.
func (c scheduleCmd) Run(a *app) (err error) {
	today := day.Of(a.clock.Now().In(a.zone))
	from := today
	if c.From != "" {
		if from, err = day.ParseLocal(c.From, today.Add(maxPreview)); err != nil {
			return fmt.Errorf("--from: %q không phải ngày; viết như 2026-11-30", c.From)
		}
	}
	switch {
	case from < today:
		return fmt.Errorf("--from: ngày %s đã qua; chỉ xem được từ hôm nay", from.Local())
	case from > today.Add(maxPreview):
		return fmt.Errorf("--from: ngày %s xa quá một năm", from.Local())
	case c.Days < 1 || c.Days > maxPreview:
		return fmt.Errorf("--days phải từ 1 đến %d", maxPreview)
	}
	r, err := newRehearsal(a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	span := day.Range{From: from, To: from.Add(c.Days - 1)}
	if c.Format == "jsonl" {
		out := json.NewEncoder(a.stdout)
		out.SetEscapeHTML(false)
		return r.run(a.ctx, span, func(lines []forecast) error {
			for _, l := range lines {
				if err := out.Encode(l); err != nil {
					return fmt.Errorf("ghi kết quả: %w", err)
				}
			}
			return nil
		})
	}
	text := newForecastText(a, r)
	if err := r.run(a.ctx, span, text.add); err != nil {
		return err
	}
	return text.end(a.ctx, span)
}

// forecast is one decision, or what becomes of a whole slot.
type forecast struct {
	At         time.Time     `json:"at"`
	Job        schedule.Code `json:"job"`
	Due        time.Time     `json:"due"`
	Do         string        `json:"do"`
	Why        string        `json:"why,omitempty"`
	Until      time.Time     `json:"until,omitzero"`
	Person     string        `json:"person,omitempty"`
	Name       string        `json:"name,omitempty"`
	Unit       string        `json:"unit,omitempty"`
	Channel    string        `json:"channel,omitempty"`
	Characters int           `json:"characters,omitempty"`
}

// What becomes of a slot that is about nobody.
const (
	slotDone = "done"
	slotNone = "none"
)

// written is a message with the person that it goes to.
type written struct {
	who  people.PersonID
	said channel.Message
}

// addressed reads from the key of a message whom it is for.
func addressed(m channel.Message) (written, bool) {
	var id int64
	_, err := fmt.Sscanf(m.Dedupe[strings.LastIndexByte(m.Dedupe, '/')+1:], "%d", &id)
	return written{people.PersonID(id), m}, err == nil
}

// forecastOf words a decision. The message of a person stands beside what is sent.
func forecastOf(n remind.Note, now time.Time, zone *time.Location) forecast {
	f := forecast{
		At: now.In(zone), Job: schedule.Code(n.Slot.Job), Due: n.Slot.Due.In(zone), Do: string(n.Do), Why: string(n.Why),
	}
	if !n.At.IsZero() {
		f.Until = n.At.In(zone)
	}
	return f
}

// named adds who the person is, on the day of the decision.
func (r *rehearsal) named(ctx context.Context, f forecast, who people.PersonID) (forecast, error) {
	a, ok := r.known[who]
	if !ok {
		var err error
		if a, err = r.look(ctx, who, day.Of(f.At)); err != nil {
			return f, err
		}
		r.known[who] = a
	}
	f.Person, f.Name = a.Person.StaffCode, a.Person.Name
	f.Unit = cmp.Or(a.Member.UnitName, f.Unit)
	return f, nil
}
