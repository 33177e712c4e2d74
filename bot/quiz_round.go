package bot

import (
	"context"
	"strings"

	"sohoc/internal/quiz"
)

// answerRound counts the answers that one message gives to several questions, and says how each was. Who answered
// some is told which wait; nothing is counted when it is not clear what is meant.
func (t *turn) answerRound(ctx context.Context, open []quiz.Asked, pairs []quiz.Pair) error {
	pairs, key := placed(open, pairs)
	if key != "" {
		t.say(key, args{"ViDu": exampleAnswers(open)})
		return nil
	}
	l, err := t.learner(ctx)
	if err != nil {
		return err
	}
	round, err := t.tx.RoundOf(ctx, l.Person, open[0].Round)
	if err != nil {
		return err
	}
	var lines, unknown []string
	counted := 0
	for _, p := range pairs {
		a, ok := atPlace(round, p.Place)
		switch {
		case !ok:
			unknown = append(unknown, t.p.T("quiz.khong_cho", args{"So": p.Place}))
			continue
		case p.Letter >= quiz.Options:
			unknown = append(unknown, t.p.T("quiz.cau_bon_phuong_an", args{"So": p.Place}))
			continue
		}
		r, err := quiz.Answer(ctx, t.tx, l, a.ID, t.try(p.Letter))
		if err != nil {
			return err
		}
		lines = append(lines, t.roundLine(p.Place, r))
		if !r.Gone && !r.Repeat {
			counted++
		}
	}
	return t.sayRoundFeedback(ctx, l, append(lines, unknown...), counted)
}

// sayRoundFeedback says how the answers of a message were and what still waits.
func (t *turn) sayRoundFeedback(ctx context.Context, l quiz.Learner, lines []string, counted int) error {
	rest, err := t.tx.OpenAsked(ctx, l.Person)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		lines = append(lines, t.p.T("quiz.con_cau", args{"Cac": placesOf(rest), "ViDu": exampleAnswers(rest)}))
		t.state.Offer = nil
		t.sayText(strings.Join(lines, "\n"))
		return nil
	}
	if counted > 0 {
		lines = append(lines, t.p.T("quiz.bao_sai_so", nil))
	}
	return t.sayFeedback(ctx, l, strings.Join(lines, "\n"))
}

// placed gives each answer its place; the key says why it is not clear what is meant.
func placed(open []quiz.Asked, pairs []quiz.Pair) ([]quiz.Pair, string) {
	if pairs[0].Place == 0 {
		if len(pairs) != len(open) {
			return nil, "quiz.ca_so_cau"
		}
		out := make([]quiz.Pair, len(pairs))
		for i, p := range pairs {
			out[i] = quiz.Pair{Place: open[i].Place, Letter: p.Letter}
		}
		return out, ""
	}
	said := map[int]int{}
	var out []quiz.Pair
	for _, p := range pairs {
		if letter, twice := said[p.Place]; twice {
			if letter != p.Letter {
				return nil, "quiz.hai_dap_an"
			}
			continue
		}
		said[p.Place] = p.Letter
		out = append(out, p)
	}
	return out, ""
}

func atPlace(asked []quiz.Asked, place int) (quiz.Asked, bool) {
	for _, a := range asked {
		if a.Place == place {
			return a, true
		}
	}
	return quiz.Asked{}, false
}

func placesOf(asked []quiz.Asked) string {
	words := make([]string, len(asked))
	for i, a := range asked {
		words[i] = number(a.Place)
	}
	return strings.Join(words, ", ")
}

// roundLine says how one answer of several was.
func (t *turn) roundLine(place int, r quiz.Reply) string {
	switch {
	case r.Gone:
		return t.p.T("quiz.cau_khong_con", args{"So": place})
	case r.Repeat:
		return t.p.T("quiz.cau_da_tra_loi", args{"So": place})
	}
	head := t.p.T("quiz.cau_dung", args{"So": place})
	if !r.Asked.Given.Right {
		head = t.p.T("quiz.cau_sai", args{
			"So": place, "Chu": letterName(r.Asked.Shown.Letter(r.Question.Answer)), "DapAn": r.Question.Options[r.Question.Answer],
			"Ngay": r.Card.Due.Short(),
		})
	}
	return head + "\n" + t.whyLines(r.Question) + "\n"
}
