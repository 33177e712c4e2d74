package bot

import (
	"context"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/quiz"
)

// stepChoices are what can be chosen at a step.
func (t *turn) stepChoices(ctx context.Context, step string, d questionData) ([]channel.Choice, error) {
	var out []channel.Choice
	switch step {
	case "topic":
		topics, err := t.tx.Topics(ctx)
		if err != nil {
			return nil, err
		}
		for i, topic := range topics[:min(len(topics), 20)] {
			out = append(out, t.option(number(i), t.topicName(topic)))
		}
	case "answer":
		for i, o := range d.Content.Options {
			c := t.option(number(i), quiz.Letters[i:i+1]+". "+cut(o, 40))
			c.Aside = false
			out = append(out, c)
		}
	case "part":
		for _, part := range questionParts() {
			out = append(out, t.option(part, t.p.T("cauhoi.phan_"+part, nil)))
		}
	case "document", "article", "note":
		out = append(out, t.option("none", t.p.T("cauhoi.nut_khong_co", nil)))
	case "source":
		if basis := basisOf(d.Content); basis != "" {
			out = append(out, t.option("basis", t.p.T("cauhoi.nut_nhu_can_cu", nil)))
		}
	case "reason":
		out = append(out, t.option("law", t.p.T("cauhoi.ly_do_van_ban", nil)), t.option("unclear", t.p.T("cauhoi.ly_do_chua_ro", nil)))
	case "confirm":
		out = append(out, t.option("save", t.p.T("cauhoi.nut_luu", nil)))
	}
	return out, nil
}

// partText is what a part of a question says now.
func (t *turn) partText(ctx context.Context, c quiz.Content, part string) string {
	switch part {
	case "topic":
		name, err := t.topicNamed(ctx, c.Topic)
		if err != nil {
			return string(c.Topic)
		}
		return name
	case "question":
		return c.Text
	case "options":
		return strings.Join(c.Options[:], "\n")
	case "answer":
		return quiz.Letters[c.Answer : c.Answer+1]
	case "explanation":
		return c.Explanation
	case "document":
		return orDash(c.Document)
	case "article":
		return orDash(c.Article)
	case "note":
		return orDash(c.Note)
	default:
		return c.Source
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
