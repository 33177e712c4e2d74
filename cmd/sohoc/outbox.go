package main

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"sohoc/internal/outbox"
	"sohoc/internal/sqlite"
)

// outboxCmd lists messages.
type outboxCmd struct {
	Failed bool   `help:"Chỉ các tin không gửi được hoặc không rõ đã tới."`
	Format string `help:"text hoặc jsonl." enum:"text,jsonl" default:"text"`
	Limit  int    `help:"Nhiều nhất bao nhiêu tin." default:"100"`
}

// outboxLine is a message in the list. It holds no text: that is between the sender and the reader.
type outboxLine struct {
	ID       outbox.ID    `json:"id"`
	Channel  string       `json:"channel"`
	Chat     string       `json:"chat"`
	Class    string       `json:"class"`
	State    outbox.State `json:"state"`
	Attempts int          `json:"attempts"`
	Reason   string       `json:"reason,omitempty"`
	Created  time.Time    `json:"created_at"`
	Length   int          `json:"characters"`
}

// Run prints the messages.
func (c *outboxCmd) Run(a *app) error {
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer db.Close()
	var rows []outbox.Row
	err = db.View(a.ctx, func(tx *sqlite.Tx) (err error) {
		if c.Failed {
			rows, err = tx.FailedMessages(a.ctx, c.Limit)
			return err
		}
		rows, err = tx.WaitingMessages(a.ctx, 0, c.Limit)
		return err
	})
	if err != nil {
		return err
	}
	return c.print(a, rows)
}

func (c *outboxCmd) print(a *app, rows []outbox.Row) error {
	out := json.NewEncoder(a.stdout)
	for _, r := range rows {
		m := r.Message
		line := outboxLine{
			ID: r.ID, Channel: string(m.To.Channel), Chat: string(m.To.Chat), Class: string(m.Class), State: r.State,
			Attempts: r.Attempts, Reason: r.Reason, Created: r.Created, Length: utf8.RuneCountInString(m.Text),
		}
		var err error
		if c.Format == "jsonl" {
			err = out.Encode(line)
		} else {
			err = a.printf("%d\t%s\t%s %s\t%s\t%d lần\t%s\n", line.ID,
				line.Created.In(a.zone).Format("02/01/2006 15:04"), line.Channel, line.Chat, stateText(line.State), line.Attempts, line.Reason)
		}
		if err != nil {
			return err
		}
	}
	if len(rows) == 0 && c.Format == "text" {
		fmt.Fprintln(a.stderr, "Không có tin nào.")
	}
	return nil
}

// stateText is a state in the reader's words.
func stateText(s outbox.State) string {
	switch s {
	case outbox.Waiting:
		return "chờ gửi"
	case outbox.Sending:
		return "đang gửi"
	case outbox.Sent:
		return "đã gửi"
	case outbox.Failed:
		return "không gửi được"
	case outbox.Uncertain:
		return "không rõ đã tới"
	}
	return string(s)
}
