package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/fault"
	"sohoc/internal/i18n"
	"sohoc/internal/job"
	"sohoc/internal/people"
	"sohoc/internal/quiz"
	"sohoc/internal/quizfile"
)

// The kinds of jobs about files of questions: one that was sent is fetched and read, what it says is written, and the
// bank is made into a file.
const (
	QuestionFileJob   job.Kind = "question_file"
	QuestionApplyJob  job.Kind = "question_apply"
	QuestionExportJob job.Kind = "question_export"
)

// QuestionArgs are the arguments of these jobs.
type QuestionArgs struct {
	To     channel.Address `json:"to"`
	Person people.PersonID `json:"person"`
	Lang   string          `json:"lang"`
	Upload channel.FileRef `json:"file,omitzero"`   // of QuestionFileJob
	File   int64           `json:"id,omitempty"`    // of QuestionApplyJob: the number of what was read
	Format string          `json:"format,omitzero"` // of QuestionExportJob: "xlsx" or "json"
}

// QuestionFiles keeps files of questions between their being shown and their being written.
type QuestionFiles interface {
	// AddQuestionFile keeps what a file said, and forgets those that are old.
	AddQuestionFile(ctx context.Context, person people.PersonID, name string, body []byte, now time.Time) (id int64, err error)
	// TakeQuestionFile returns a file that the person has sent and that was not written yet, and notes that it is now;
	// ok is false when there is none.
	TakeQuestionFile(ctx context.Context, id int64, person people.PersonID, now time.Time) (body []byte, ok bool, err error)
	// ReportNotes lists what people wrote to the open reports on a question, without their names.
	ReportNotes(ctx context.Context, id quiz.QuestionID) ([]string, error)
}

// maxQuestionFile bounds a file of questions, in bytes.
const maxQuestionFile = quizfile.MaxBytes

// askQuestionFile waits for a file.
func (t *turn) askQuestionFile(ctx context.Context, _ string) error {
	if err := t.open("cauhoi", "file", questionData{}); err != nil {
		return err
	}
	return t.askQuestion(ctx)
}

// questionFile takes an upload that is a file of questions: one that the form waits for, or a workbook or JSON from
// somebody who keeps the bank. taken is false for everything else.
func (t *turn) questionFile(f channel.FileRef) (taken bool, err error) {
	waits := t.state.Form.Name == "cauhoi" && t.state.Form.Step == "file"
	ext := strings.ToLower(path.Ext(f.Name))
	if !t.keeps() || !waits && (t.busy() || !slices.Contains([]string{".xlsx", ".xls", ".json"}, ext)) {
		return false, nil
	}
	if f.Size > maxQuestionFile {
		return true, fault.New(fault.Limit, "cauhoi.tep_too_large", fault.Args{"MB": maxQuestionFile >> 20})
	}
	if waits {
		t.close()
	}
	return true, t.questionJob(QuestionFileJob, QuestionArgs{Upload: f})
}

// questionJob queues a job about a file of questions for the person who writes.
func (t *turn) questionJob(kind job.Kind, a QuestionArgs) error {
	a.To, a.Person, a.Lang = t.event.Address, t.actor.Person.ID, string(t.p.Lang)
	r, err := job.New(kind, a)
	if err != nil {
		return err
	}
	t.out.Jobs = append(t.out.Jobs, r)
	t.out.Typing = true
	return nil
}

// applyQuestionFile is the yes to writing what was shown.
func (t *turn) applyQuestionFile(_ context.Context, rest string) error {
	id, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return stale()
	}
	t.state.Offer = nil
	return t.questionJob(QuestionApplyJob, QuestionArgs{File: id})
}

// exportQuestions sends the bank as a file: a workbook, or JSON when that is asked for.
func (t *turn) exportQuestions(_ context.Context, rest string) error {
	format := "xlsx"
	if strings.EqualFold(strings.TrimSpace(rest), "json") {
		format = "json"
	}
	t.say("cauhoi.dang_xuat", nil)
	return t.questionJob(QuestionExportJob, QuestionArgs{Format: format})
}

// PreviewQuestions says what a fetched file of questions would change, keeps it, and asks whether to write it.
func (b *Bot) PreviewQuestions(ctx context.Context, tx Tx, raw json.RawMessage, content []byte) ([]channel.Message, error) {
	a, p, ok, err := b.questionArgs(ctx, tx, raw)
	if err != nil || !ok {
		return nil, err
	}
	today := day.Of(tx.Now().In(b.cfg.Zone))
	list, table, unusable := ReadQuestions(content, today)
	if unusable != nil {
		return answered(a.To, QuestionFault(p, *unusable)), nil
	}
	problems := list.Problems
	var d quiz.Difference
	if len(problems) == 0 {
		if d, err = quiz.Prepare(ctx, tx, list, quiz.Untrusted); err != nil {
			return nil, err
		}
		problems = d.Problems
	}
	switch {
	case len(problems) > 0:
		return answered(a.To, QuestionProblems(p, problems, table)), nil
	case d.Nothing():
		return answered(a.To, QuestionDifference(p, d, table.Ignored)+"\n"+p.T("cauhoi.tep_nhu_cu", nil)), nil
	}
	body, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("encode questions: %w", err)
	}
	id, err := tx.AddQuestionFile(ctx, a.Person, a.Upload.Name, body, tx.Now())
	if err != nil {
		return nil, err
	}
	m := answered(a.To, QuestionDifference(p, d, table.Ignored)+"\n"+p.T("cauhoi.hoi_ghi_tep", nil))
	m[0].Choices = []channel.Choice{
		{Data: press("ch", "put", strconv.FormatInt(id, 10)), Label: p.T("chung.co", nil), Aside: true},
		{Data: "no", Label: p.T("chung.khong", nil), Aside: true},
	}
	return m, Offered(ctx, tx, a.To, m[0].Choices, tx.Now())
}

// ApplyQuestions writes a file of questions that was shown. What has changed since then is compared anew.
func (b *Bot) ApplyQuestions(ctx context.Context, tx Tx, raw json.RawMessage) ([]channel.Message, error) {
	a, p, ok, err := b.questionArgs(ctx, tx, raw)
	if err != nil || !ok {
		return nil, err
	}
	body, ok, err := tx.TakeQuestionFile(ctx, a.File, a.Person, tx.Now())
	if err != nil {
		return nil, err
	}
	if !ok {
		return answered(a.To, p.T("chung.nut_cu", nil)), nil
	}
	var list quiz.List
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, fmt.Errorf("decode questions: %w", err)
	}
	d, err := quiz.Prepare(ctx, tx, list, quiz.Untrusted)
	if err != nil {
		return nil, err
	}
	if len(d.Problems) > 0 {
		return answered(a.To, QuestionProblems(p, d.Problems, quizfile.Table{})), nil
	}
	by := quiz.Actor{Person: a.Person, Channel: string(a.To.Channel), Now: tx.Now(), Today: day.Of(tx.Now().In(b.cfg.Zone))}
	if err := quiz.Import(ctx, tx, d, by); err != nil {
		return nil, err
	}
	text := p.T("cauhoi.da_ghi_tep", args{"Moi": d.Count(quiz.NewQuestion), "Doi": d.Count(quiz.ChangedQuestion)})
	return answered(a.To, text+"\n"+p.T("cauhoi.cho_nguoi_khac", nil)), nil
}

// QuestionsRefused says why a file of questions could not be had: key is "mc.khong_tai_duoc" or "cauhoi.tep_too_large".
func (b *Bot) QuestionsRefused(raw json.RawMessage, key string) ([]channel.Message, error) {
	var a QuestionArgs
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	return answered(a.To, b.cfg.Catalog.In(langOf(a.Lang, "", "")).T(key, args{"MB": maxQuestionFile >> 20})), nil
}

// ExportQuestions makes the bank into a file and the message that brings it; where the file lies is for the caller to
// say. No content means that there is nobody to send it to any more.
func (b *Bot) ExportQuestions(ctx context.Context, tx Tx, raw json.RawMessage) ([]byte, channel.Message, error) {
	a, p, ok, err := b.questionArgs(ctx, tx, raw)
	if err != nil || !ok {
		return nil, channel.Message{}, err
	}
	questions, err := tx.Questions(ctx, quiz.Filter{})
	if err != nil {
		return nil, channel.Message{}, err
	}
	topics, err := tx.Topics(ctx)
	if err != nil {
		return nil, channel.Message{}, err
	}
	var out bytes.Buffer
	if err := WriteQuestions(&out, a.Format, questions, topics); err != nil {
		return nil, channel.Message{}, fmt.Errorf("write questions: %w", err)
	}
	m := answered(a.To, p.N("cauhoi.da_xuat", len(questions), nil))[0]
	m.File = &channel.File{Name: "cau-hoi-" + string(day.Of(tx.Now().In(b.cfg.Zone))) + "." + a.Format, MIME: questionMIME(a.Format)}
	return out.Bytes(), m, nil
}

func questionMIME(format string) string {
	if format == "json" {
		return "application/json"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// questionArgs reads the arguments of a job; ok is false when the person no longer keeps the bank from that chat.
func (b *Bot) questionArgs(ctx context.Context, tx Tx, raw json.RawMessage) (a QuestionArgs, p *i18n.Printer, ok bool, err error) {
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, nil, false, fmt.Errorf("decode job: %w", err)
	}
	p = b.cfg.Catalog.In(langOf(a.Lang, "", ""))
	ok, err = b.stillWrites(ctx, tx, EvidenceArgs{To: a.To, Person: a.Person})
	if err != nil || !ok {
		return a, p, false, err
	}
	actor, ok, err := tx.ActorByID(ctx, a.Person, day.Of(tx.Now().In(b.cfg.Zone)))
	return a, p, ok && actor.Reach(people.ManageQuestions) != people.Nobody, err
}

// answered is a reply to a chat.
func answered(to channel.Address, text string) []channel.Message {
	return []channel.Message{{To: to, Text: text, Class: channel.Reply, Policy: channel.Repeat}}
}
