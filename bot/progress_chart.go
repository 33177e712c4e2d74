package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/chart"
	"sohoc/internal/day"
	"sohoc/internal/i18n"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// ChartJob draws all units beside each other: it reads a year and paints for tenths of a second.
const ChartJob job.Kind = "chart"

// ChartArgs say which picture is asked for, and by whom.
type ChartArgs struct {
	By     people.PersonID `json:"by"`
	To     channel.Address `json:"to"`
	Lang   i18n.Lang       `json:"lang"`
	Period string          `json:"period,omitempty"` // a learning.Period's Code
	Year   int             `json:"year,omitempty"`   // in place of a period: the own year of By, day by day
}

// maxCaption is the length of the words under a picture, in UTF-16 units: what Telegram takes.
const maxCaption = 1024

// DepartmentChart does a ChartJob: it returns the picture and the message to send it with, whose Photo lacks
// only its Path. It writes nothing, so tx may be a reader's. No picture and an empty message mean that there is
// nothing to send: the person may no longer see it, or there is nothing to draw.
func (b *Bot) DepartmentChart(ctx context.Context, tx Tx, raw json.RawMessage) (png []byte, m channel.Message, err error) {
	a, err := decodeChart(raw)
	if err != nil {
		return nil, m, err
	}
	set, err := b.openBook(ctx, tx)
	if err != nil {
		return nil, m, err
	}
	t := &turn{Bot: b, tx: tx, p: b.cfg.Catalog.In(a.Lang), set: set, now: tx.Now(), today: day.Of(tx.Now().In(b.cfg.Zone))}
	actor, ok, err := tx.ActorByID(ctx, a.By, t.today)
	switch {
	case err != nil || !ok:
		return nil, m, err
	case a.Year != 0:
		t.actor = actor
		return t.yearPicture(ctx, a)
	case !mayChart(actor):
		return nil, m, nil
	}
	period, err := learning.ParsePeriod(a.Period)
	if err != nil {
		return nil, m, fmt.Errorf("decode chart job: %w", err)
	}
	d, err := learning.OfDepartment(ctx, tx, t.view(progressAsk{period: period}))
	if err != nil {
		return nil, m, err
	}
	if len(d.Rows) == 0 {
		return nil, m, nil
	}
	if png, err = chart.PNG(t.chartOf(d, period)); err != nil {
		return nil, m, err
	}
	name := t.p.T("tiendo.ten_tep", args{"Ngay": string(period.Days.To)})
	return png, channel.Message{
		To: a.To, Text: t.caption(d, period), Class: channel.Reply, Policy: channel.Repeat,
		Photo: &channel.File{Name: name, MIME: "image/png"},
	}, nil
}

// chartOf is the picture of participation, by need.
func (t *turn) chartOf(d learning.Department, p learning.Period) chart.Chart {
	c := chart.Chart{
		Title: t.p.T("tiendo.hinh", args{"Ky": t.wholeName(p)}),
		Now:   upper(t.periodName(p)), Note: t.stamp(p),
	}
	if d.HasBefore && d.Begun {
		c.Before = upper(t.beforeName(p))
	}
	for _, r := range d.Rows[:min(len(d.Rows), chart.MaxBars)] {
		bar := chart.Bar{Name: r.Unit.Name, Now: t.share(r.Figures)}
		if r.HasBefore && d.Begun {
			before := t.share(r.Before)
			bar.Before = &before
		}
		c.Bars = append(c.Bars, bar)
	}
	return c
}

func (t *turn) share(f learning.Figures) chart.Share {
	if f.Members == 0 {
		return chart.Share{Label: t.p.T("tiendo.hinh_khong_nguoi", nil)}
	}
	label := t.p.T("tiendo.hinh_nhan", args{"TyLe": f.Percent(), "Co": f.TookPart, "Tong": t.headcount(f.Members)})
	return chart.Share{Percent: f.Percent(), Label: label}
}

// caption says what the picture shows, and how the units stand with the yearly duty, where anybody has reached
// it. How fresh the figures are stands in the picture.
func (t *turn) caption(d learning.Department, p learning.Period) string {
	lines := []string{t.p.T("tiendo.hinh", args{"Ky": t.periodName(p)})}
	if duty := t.dutyLine(p, d.Total.Duty); duty != "" {
		lines = append(lines, duty)
	}
	room := maxCaption - length(strings.Join(lines, "\n"))
	for _, r := range d.Rows {
		if r.Figures.Duty.Due == 0 || d.Total.Duty.Reached == 0 {
			continue
		}
		line := t.p.T("tiendo.dong_du_tiet", args{
			"DonVi": unitLabel(r.Unit.Name), "Du": r.Figures.Duty.Reached, "Tren": r.Figures.Duty.Due,
		})
		if room -= length(line) + 1; room < 0 {
			break
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
