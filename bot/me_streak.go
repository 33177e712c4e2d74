package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sohoc/internal/calendar"
	"sohoc/internal/channel"
	"sohoc/internal/chart"
	"sohoc/internal/day"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/people"
)

// streakLines say how long the person has written something down each working week, and a milestone that is news.
// Who has written nothing down yet is told nothing.
func (t *turn) streakLines(ctx context.Context) ([]string, error) {
	s, err := t.streak(ctx)
	if err != nil || len(s.Past) == 0 {
		return nil, err
	}
	lines := []string{t.streakLine(s)}
	news, err := t.milestoneOf(ctx, s)
	if news != "" {
		lines = append(lines, news)
	}
	return lines, err
}

func (t *turn) streak(ctx context.Context) (learning.Streak, error) {
	cal, err := t.workdays(ctx)
	if err != nil {
		return learning.Streak{}, err
	}
	return learning.OwnStreak(ctx, t.tx, t.actor.Person.ID, cal, t.today)
}

// streakLine is the streak in one line.
func (t *turn) streakLine(s learning.Streak) string {
	key := "chuoi.dong"
	if s.Weeks == 0 {
		key = "chuoi.dong_moi"
	}
	week := map[learning.WeekState]string{
		learning.WeekKept: "chuoi.tuan_nay_co", learning.WeekRest: "chuoi.tuan_nay_nghi", learning.WeekRunning: "chuoi.tuan_nay_chua",
	}[s.Running()]
	return t.p.T(key, args{
		"So": t.weeks(s.Weeks), "Dai": t.weeks(s.Longest), "TuanNay": t.p.T(week, nil), "Con": t.weeks(s.Freezes),
	})
}

func (t *turn) weeks(n int) string { return t.p.N("chuoi.tuan", n, nil) }

// milestoneNews is a milestone that an entry has just reached, "" for none. Only the first entry of a week can reach
// one; another day's entry costs one look, and another of the same day not even that (see learning.Logged.NewDay).
func (t *turn) milestoneNews(ctx context.Context) (string, error) {
	monday := t.today.Add(-(int(t.today.Weekday()) + 6) % 7)
	week, err := t.tx.Acts(ctx, t.actor.Person.ID, monday)
	if err != nil || len(week) != 1 {
		return "", err
	}
	s, err := t.streak(ctx)
	if err != nil {
		return "", err
	}
	return t.milestoneOf(ctx, s)
}

// milestoneOf says a milestone that was not told before, once.
func (t *turn) milestoneOf(ctx context.Context, s learning.Streak) (string, error) {
	weeks, ok, err := learning.NewMilestone(ctx, t.tx, t.actor.Person.ID, s, t.now)
	if err != nil || !ok {
		return "", err
	}
	return t.p.T("chuoi.moc", args{"So": t.weeks(weeks)}), nil
}

// pressYear asks for the picture of the person's own year: "nam:2026".
func (t *turn) pressYear(_ context.Context, rest string) error {
	year := yearOf(rest)
	if year == 0 || year > t.today.Year() {
		return stale()
	}
	r, err := job.New(ChartJob, ChartArgs{By: t.actor.Person.ID, To: t.event.Address, Lang: t.p.Lang, Year: year})
	if err != nil {
		return fmt.Errorf("ask for the picture of a year: %w", err)
	}
	t.out.Jobs = append(t.out.Jobs, r)
	t.out.Typing = true
	return nil
}

// yearChoice offers the picture.
func (t *turn) yearChoice() channel.Choice {
	return t.aside(press("nam", number(t.today.Year())), "chuoi.nut_hinh")
}

// yearPicture does the ChartJob of a year: only the person sees it. It writes nothing.
func (t *turn) yearPicture(ctx context.Context, a ChartArgs) (png []byte, m channel.Message, err error) {
	if t.actor.State != people.Active {
		return nil, m, nil
	}
	until := min(day.New(a.Year, time.December, 31), t.today)
	y, err := learning.OwnYear(ctx, t.tx, t.actor.Person.ID, until)
	if err != nil {
		return nil, m, err
	}
	cal, err := t.workdays(ctx)
	if err != nil {
		return nil, m, err
	}
	if png, err = chart.YearPNG(t.chartOfYear(y, cal)); err != nil {
		return nil, m, err
	}
	return png, channel.Message{
		To: a.To, Text: t.yearInWords(y), Class: channel.Reply, Policy: channel.Repeat,
		Photo: &channel.File{Name: t.p.T("chuoi.ten_tep", args{"Nam": a.Year}), MIME: "image/png"},
	}, nil
}

// chartOfYear is the picture of a year.
func (t *turn) chartOfYear(y learning.YearOfLearning, cal *calendar.Calendar) chart.Year {
	c := chart.Year{
		Title: t.p.T("chuoi.hinh", args{"Nam": y.Days.To.Year()}), Note: t.p.T("chuoi.hinh_den", args{"Ngay": y.Days.To.Local()}),
		Year: y.Days.To.Year(), Week: strings.Fields(t.p.T("chuoi.thu_tat", nil)),
		Key: []chart.Sample{
			{Mark: chart.Little, Text: t.p.T("chuoi.duoi_mot_gio", nil)}, {Mark: chart.Some, Text: t.p.T("chuoi.mot_den_ba", nil)},
			{Mark: chart.Much, Text: t.p.T("chuoi.tu_ba", nil)}, {Mark: chart.Away, Text: t.p.T("chuoi.nghi_phep", nil)},
			{Mark: chart.Off, Text: t.p.T("chuoi.ngay_nghi", nil)},
		},
	}
	for m := range 12 {
		c.Months = append(c.Months, upper(t.p.T("chuoi.thang", args{"Thang": t.monthName(day.New(c.Year, time.Month(m+1), 1))})))
	}
	for d := y.Days.From; d <= y.Days.To; d = d.Add(1) {
		c.Marks = append(c.Marks, markOf(y, d, cal))
	}
	return c
}

// markOf is how a day looks.
func markOf(y learning.YearOfLearning, d day.Day, cal *calendar.Calendar) chart.Mark {
	minutes, learnt := y.Minutes[d]
	switch {
	case learnt && minutes >= 3*60:
		return chart.Much
	case learnt && minutes >= 60:
		return chart.Some
	case learnt:
		return chart.Little
	case people.Away(y.Leaves, d):
		return chart.Away
	case !cal.Working(d):
		return chart.Off
	default:
		return chart.Plain
	}
}

// yearInWords says what the picture shows, for who cannot see it.
func (t *turn) yearInWords(y learning.YearOfLearning) string {
	days, minutes := y.Learnt(0)
	lines := []string{t.p.T("chuoi.hinh", args{"Nam": y.Days.To.Year()}), t.p.T("chuoi.ca_nam", args{"Ngay": t.p.N("chuoi.ngay", days, nil), "Gio": t.hours(minutes)})}
	for m := range 12 {
		days, minutes := y.Learnt(m + 1)
		if days > 0 {
			month := t.p.T("chuoi.thang", args{"Thang": t.monthName(day.New(y.Days.To.Year(), time.Month(m+1), 1))})
			lines = append(lines, t.p.T("chuoi.dong_thang", args{"Thang": upper(month), "Ngay": t.p.N("chuoi.ngay", days, nil), "Gio": t.hours(minutes)}))
		}
	}
	return strings.Join(lines, "\n")
}

// decodeChart reads the arguments of a ChartJob.
func decodeChart(raw json.RawMessage) (a ChartArgs, err error) {
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, fmt.Errorf("decode chart job: %w", err)
	}
	return a, nil
}

// addMilestone puts a milestone under what was just said, so that it costs no message of its own.
func (t *turn) addMilestone(ctx context.Context) error {
	news, err := t.milestoneNews(ctx)
	if last := len(t.out.Messages) - 1; err == nil && news != "" && last >= 0 {
		t.out.Messages[last].Text += "\n" + news
	}
	return err
}
