package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// seedCmd fills an empty folder with invented people and entries, for load tests and trials. The same numbers on the
// same day give the same rows.
type seedCmd struct {
	People          int    `default:"100" help:"Số người."`
	Entries         int    `default:"0" help:"Số mục đã ghi, rải trong 12 tháng qua."`
	TelegramFrom    int64  `placeholder:"CHAT" help:"Gắn mỗi người với một khung chat Telegram, từ số này trở lên. Bỏ trống: không gắn."`
	TelegramAccount string `placeholder:"ID" help:"Số của bot Telegram; mặc định lấy từ SOHOC_TELEGRAM_TOKEN."`
}

// seedBatch is how many entries share a transaction.
const seedBatch = 10_000

// Run fills the folder.
func (c seedCmd) Run(a *app) (err error) {
	account := cmp.Or(c.TelegramAccount, botNumber(a))
	switch {
	case c.People < 1 || c.Entries < 0:
		return errors.New("--people phải từ 1 trở lên, --entries không được âm")
	case c.TelegramFrom != 0 && account == "":
		return errors.New("cần --telegram-account hoặc SOHOC_TELEGRAM_TOKEN để gắn người với Telegram")
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s := newSeeder(day.Of(a.clock.Now().In(a.zone)), a.zone)
	if c.TelegramFrom != 0 {
		s.account, s.chat = account, c.TelegramFrom
	}
	err = db.Update(a.ctx, func(tx *sqlite.Tx) error { return s.populate(a.ctx, tx, c.People) })
	if err != nil {
		return err
	}
	for done := 0; done < c.Entries && err == nil; done += seedBatch {
		err = db.Update(a.ctx, func(tx *sqlite.Tx) error {
			return s.write(a.ctx, tx, done, min(done+seedBatch, c.Entries), c.Entries)
		})
		if err == nil {
			err = a.ctx.Err()
		}
	}
	if err != nil {
		return fmt.Errorf("ghi các mục học: %w", err)
	}
	fmt.Fprintf(a.stdout, "Đã tạo %d người trong %d đơn vị và %d mục đã ghi.\n", c.People, len(seedUnits), c.Entries)
	for i, p := range s.people[:min(len(s.people), len(seedPosts))] {
		fmt.Fprintf(a.stdout, "%s  %s, %s%s\n", p.code, seedPosts[i].post, seedUnits[seedPosts[i].unit].name, s.chatNote(i))
	}
	return nil
}

// botNumber returns the bot's id, which is the part of its token before the colon.
func botNumber(a *app) string {
	number, _, _ := strings.Cut(string(a.cfg.TelegramToken), ":")
	return number
}

func (s *seeder) chatNote(i int) string {
	if s.account == "" {
		return ""
	}
	return " (chat " + strconv.FormatInt(s.chat+int64(i), 10) + ")"
}

// seeder remembers what it has made.
type seeder struct {
	today   day.Day
	zone    *time.Location
	rand    *dice
	account string // of Telegram; empty = none
	chat    int64  // of the first person
	people  []seeded

	// What is so of some people, by place in the roster.
	outside map[int]bool    // never joined
	since   map[int]day.Day // came to the unit later than the others
	quiet   map[int]day.Day // writes nothing from this day on
	proofs  []learning.Evidence
}

type seeded struct {
	id   people.PersonID
	unit people.UnitID
	code string
	name string
}

func newSeeder(today day.Day, zone *time.Location) *seeder {
	return &seeder{
		today: today, zone: zone, rand: newDice(),
		outside: map[int]bool{}, since: map[int]day.Day{}, quiet: map[int]day.Day{},
	}
}

// first is the day on which the invented book was opened.
func (s *seeder) first() day.Day { return day.YearOf(s.today.Add(-365)).From }

// start is the first day of the person at a place.
func (s *seeder) start(i int) day.Day { return cmp.Or(s.since[i], s.first()) }

// startOf is the instant at which the person at a place joined: in the morning of the first day.
func (s *seeder) startOf(i int) time.Time { return s.start(i).In(s.zone).Add(8 * time.Hour) }

// writer picks who writes on a day.
func (s *seeder) writer(on day.Day) seeded {
	for {
		i := s.rand.diligent(len(s.people))
		if from, ok := s.quiet[i]; !s.outside[i] && (!ok || on < from) {
			return s.people[i]
		}
	}
}

// entry returns the n-th of all entries: days go by evenly, the hours are those in which people write.
func (s *seeder) entry(n, all int) learning.Entry {
	on := s.today.Add(-365 + n*365/all) // to yesterday: the day that is not over yet would differ from hour to hour
	if weekend := int(on.Weekday()+6)%7 - 4; weekend > 0 && s.rand.below(4) > 0 {
		on = on.Add(-weekend) // most of a weekend's learning is done on Friday
	}
	return s.entryOn(on)
}

// entryOn invents an entry of somebody on a day.
func (s *seeder) entryOn(on day.Day) learning.Entry {
	who := s.writer(on)
	topic := seedTopics[s.rand.below(len(seedTopics))]
	written := on.In(s.zone).Add(7*time.Hour + time.Duration(s.rand.below(14*3600*1000))*time.Millisecond)
	d := learning.Draft{
		Title: topic.title, Kind: topic.kind, Field: topic.field, Provider: topic.provider, Start: on, End: on,
		Minutes: topic.minutes[s.rand.below(len(topic.minutes))],
	}
	if topic.parts > 0 {
		d.Title += " " + strconv.Itoa(1+s.rand.below(topic.parts))
	}
	return learning.Entry{
		Person: who.id, Unit: who.unit, Draft: d, Status: learning.Recorded, Channel: s.channel(), Version: 1,
		Created: written, Updated: written,
	}
}

// channel is the door through which the invented people came.
func (s *seeder) channel() string {
	if s.account == "" {
		return "web"
	}
	return "telegram"
}
