package bottest

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"sohoc/bot"
	"sohoc/internal/channel"
	"sohoc/internal/job"
	"sohoc/internal/learning"
	"sohoc/internal/sqlite"
)

var staged = regexp.MustCompile(`^\((\pL[^)]*)\)\s*(.*)$`)

// event makes the event of what somebody says in a script.
func (p *player) event(name, said string) channel.Event {
	p.t.Helper()
	p.keys++
	a := p.address(name)
	e := channel.Event{
		Address: a, Key: channel.UpdateKey(strconv.Itoa(p.keys)), Kind: channel.Text, User: channel.UserID(a.Chat),
		Message: channel.MessageID("m" + strconv.Itoa(p.keys)), Language: string(p.lang), Sent: p.now,
		Text: strings.ReplaceAll(said, "{CODE}", p.code),
	}
	if p.knock != "" {
		e.Text = strings.ReplaceAll(e.Text, "{SỐ}", p.knock)
	}
	if p.only == channel.Zalo {
		e.Sender = name
	}
	if label, ok := strings.CutPrefix(said, "["); ok {
		return p.chosen(e, strings.TrimSuffix(label, "]"))
	}
	if m := staged.FindStringSubmatch(said); m != nil {
		e = p.staged(e, name, m[1], m[2])
	}
	if e.Kind == channel.Text || e.Kind == channel.Upload {
		p.sent[name] = append(p.sent[name], string(e.Message))
	}
	return e
}

// chosen presses the choice, or types its number.
func (p *player) chosen(e channel.Event, label string) channel.Event {
	p.t.Helper()
	for i, c := range p.last[e.Chat] {
		if p.neutral(c.Label) != label {
			continue
		}
		if p.form == Typed {
			e.Text = strconv.Itoa(i + 1)
			return e
		}
		e.Kind, e.Press, e.PressID, e.Text = channel.Press, c.Data, "p"+strconv.Itoa(p.keys), ""
		return e
	}
	p.t.Fatalf("[%s]: %v", label, errNoChoice)
	return e
}

// staged reads what stands in parentheses before the words.
func (p *player) staged(e channel.Event, name, what, rest string) channel.Event {
	p.t.Helper()
	e.Text = rest
	word, arg, _ := strings.Cut(what, " ")
	switch word {
	case "tệp":
		p.uploaded = arg
		e.Kind, e.File = channel.Upload, &channel.FileRef{ID: "file-" + arg, Name: arg, Size: 1000}
	case "tệp-lớn":
		e.Kind, e.File = channel.Upload, &channel.FileRef{ID: "file-" + arg, Name: arg, Size: learning.MaxEvidenceBytes + 1}
	case "sửa":
		e.Kind, e.Message = channel.Edited, channel.MessageID(p.written(name, arg))
	case "nhóm":
		e.Group, e.ToBot, e.Chat = true, arg == "@", "chat-nhóm"
	case "nhãn":
		e.Kind, e.Text = channel.Unhandled, ""
	case "nút":
		e.Kind, e.Press, e.PressID, e.Text = channel.Press, arg, "p"+strconv.Itoa(p.keys), ""
	default:
		e.Text = "(" + what + ") " + rest
	}
	return e
}

// work does a job as the program would, with a small picture in the place of what was uploaded.
func (p *player) work(r job.Request) []channel.Message {
	p.t.Helper()
	var messages []channel.Message
	p.must(p.db.Update(p.ctx(), func(tx *sqlite.Tx) (err error) {
		switch r.Kind {
		case bot.EvidenceJob:
			messages, err = p.bot.Attach(p.ctx(), tx, r.Args, learning.Evidence{
				Hash: fmt.Sprintf("%x", sha256.Sum256(r.Args)), Name: "tep", MIME: "image/png", Size: 1000,
			})
		case bot.ChartJob:
			var m channel.Message
			_, m, err = p.bot.DepartmentChart(p.ctx(), tx, r.Args)
			m.Photo = &channel.File{}
			messages = []channel.Message{m}
		default:
			var done bool
			if messages, done, err = p.questionJob(p.ctx(), tx, r); done || err != nil {
				return err
			}
			err = fmt.Errorf("job %s is not known to the player", r.Kind)
		}
		return err
	}))
	return messages
}

// written is the id of a message that somebody wrote: "cuối" is the last, a number counts from the first.
// Choices do not count, since only the typed form writes them.
func (p *player) written(name, which string) string {
	p.t.Helper()
	all := p.sent[name]
	if which == "cuối" {
		return all[len(all)-1]
	}
	n, err := strconv.Atoi(which)
	if err != nil || n < 1 || n > len(all) {
		p.t.Fatalf("(sửa %s): %s has written %d messages", which, name, len(all))
	}
	return all[n-1]
}
