package bot

import (
	"context"
	"strconv"
	"strings"

	"sohoc/internal/channel"
	"sohoc/internal/people"
	"sohoc/internal/viet"
)

// command is something that can be asked for by /name, or by plain words.
type command struct {
	name  string
	words []string // folded; the first is what help shows for typing
	needs people.Action
	menu  bool // stands in the command menu of who may use it
	run   func(t *turn, ctx context.Context, arg string) error
	// takes reports whether words that follow the plain name are an argument, not a sentence that happens
	// to begin like a command; nil = none are. After /name anything is an argument.
	takes func(t *turn, arg string) bool
}

// commands is the one router of all channels. Order is that of the menu: what is
// wanted most comes first, what another answer leads to is not in it.
func commands() []command {
	anything := func(*turn, string) bool { return true }
	return []command{
		{name: "hoc", words: []string{"hoc", "ghi", "log"}, needs: people.LogOwn, menu: true, run: (*turn).cmdLog, takes: anything},
		{name: "toi", words: []string{"toi", "cua toi", "so cua toi", "me"}, needs: "", menu: true, run: (*turn).cmdMe, takes: (*turn).periodArg},
		{name: "tiendo", words: progressWords(), needs: people.SeeOwn, menu: true, run: (*turn).cmdProgress, takes: (*turn).progressArg},
		{name: "lai", words: []string{"lai", "giong hom qua", "nhu hom qua", "again"}, needs: people.LogOwn, menu: true, run: (*turn).cmdAgain},
		{name: "quiz", words: []string{"quiz", "lam quiz", "tra loi cau hoi", "kiem tra kien thuc"}, needs: people.LogOwn, menu: true, run: (*turn).cmdQuiz, takes: (*turn).quizArg},
		{name: "nghi", words: []string{"nghi", "nghi phep", "nghi om", "bao nghi", "di cong tac", "cong tac", "lich nghi", "lich nghi cua toi", "leave", "my leave"}, needs: people.SeeOwn, menu: true, run: (*turn).cmdLeave},
		{name: "nhac", words: []string{"nhac", "nhac nho", "nhac viec", "gio nhac", "remind", "reminder", "reminders"}, needs: people.SeeOwn, menu: true, run: (*turn).cmdRemind, takes: (*turn).remindArg},
		{name: "sua", words: []string{"sua", "edit"}, needs: people.LogOwn, menu: true, run: (*turn).cmdEdit, takes: (*turn).editArg},
		{name: "xoa", words: []string{"xoa", "delete"}, needs: people.LogOwn, menu: true, run: (*turn).cmdRemove, takes: (*turn).entryArg},
		{name: "moi", words: []string{"ma moi", "moi tham gia", "invite"}, needs: people.InvitePeople, menu: true, run: (*turn).cmdInvite, takes: anything},
		{name: "hangcho", words: []string{"hang cho", "hangcho", "queue"}, needs: people.InvitePeople, run: (*turn).cmdQueue, takes: anything},
		{name: "ketqua", words: []string{"ket qua", "ketqua", "ket qua quiz", "results"}, needs: people.SeeDepartment, menu: true, run: (*turn).cmdResults, takes: (*turn).resultsArg},
		{name: "cauhoi", words: []string{"cau hoi", "cauhoi", "ngan hang cau hoi", "questions", "question bank"}, needs: people.ManageQuestions, menu: true, run: (*turn).cmdQuestions, takes: (*turn).questionArg},
		{name: "caidat", words: []string{"cai dat", "caidat", "viec theo lich", "settings", "schedule"}, needs: people.Configure, menu: true, run: (*turn).cmdSettings, takes: (*turn).settingArg},
		{name: "lich", words: []string{"lich", "lich nghi le", "lich lam viec", "ngay nghi le", "calendar", "holidays"}, needs: people.Configure, menu: true, run: (*turn).cmdCalendar, takes: (*turn).calendarArg},
		{name: "hanmuc", words: []string{"han muc", "hanmuc", "quota", "budget"}, needs: people.Configure, menu: true, run: (*turn).cmdQuota},
		{name: "lienket", words: []string{"lien ket", "lienket", "link"}, needs: people.SeeOwn, menu: true, run: (*turn).cmdLink},
		{name: "ngonngu", words: []string{"ngon ngu", "ngonngu", "language", "tieng viet", "english"}, menu: true, run: (*turn).cmdLanguage, takes: anything},
		{name: "riengtu", words: []string{"rieng tu", "riengtu", "privacy"}, menu: true, run: (*turn).cmdPrivacy},
		{name: "trogiup", words: []string{"tro giup", "trogiup", "help", "huong dan", "menu"}, menu: true, run: (*turn).cmdHelp},
		{name: "hoantac", words: []string{"hoan tac", "hoantac", "lay lai", "undo"}, needs: people.LogOwn, run: (*turn).cmdUndo},
		{name: "minhchung", words: []string{"minh chung", "them minh chung", "minhchung", "evidence"}, needs: people.LogOwn, run: (*turn).cmdEvidence, takes: (*turn).entryArg},
		{name: "onlai", words: []string{"on lai", "onlai", "on tap", "cau sai", "on cau sai", "mistakes"}, needs: people.LogOwn, run: (*turn).cmdMissed},
		{name: "dieuhay", words: []string{"dieu hay", "dieuhay", "moi tuan mot dieu hay", "fact"}, needs: people.LogOwn, run: (*turn).cmdFact, takes: (*turn).factArg},
		{name: "tatquiz", words: []string{"tat cau hoi", "tat quiz", "dung cau hoi", "dung hoi nua", "thoi hoi", "thoi nhan cau hoi", "khong nhan cau hoi", "khong hoi nua", "stop questions"}, needs: people.LogOwn, run: (*turn).cmdQuizOff},
		{name: "batquiz", words: []string{"bat cau hoi", "bat lai cau hoi", "bat quiz", "nhan cau hoi", "resume questions"}, needs: people.LogOwn, run: (*turn).cmdQuizOn},
		{name: "tiep", words: []string{"tiep", "tiep tuc", "tiep tuc nhac", "bat nhac", "bat lai nhac", "bat nhac lai", "bat nhac tuan", "resume"}, needs: people.SeeOwn, run: (*turn).cmdResume},
		{name: "tatnhac", words: []string{"tat nhac", "dung nhac", "dung nhac nua", "khong nhac nua", "thoi nhac", "tat nhac nho", "tat nhac viec", "tat nhac tuan", "tat nhac hang tuan", "stop reminders", "mute"}, needs: people.SeeOwn, run: (*turn).cmdMute},
		{name: "dilam", words: []string{"di lam lai", "di lam lai roi", "da di lam", "da di lam lai", "toi di lam lai", "em di lam lai", "het nghi", "het phep", "back to work", "back at work", "i am back"}, needs: people.SeeOwn, run: (*turn).cmdBackToWork, takes: (*turn).leaveArg},
		{name: "huynghi", words: []string{"huy nghi", "huy nghi phep", "huy lich nghi", "bo nghi", "khong nghi nua", "cancel leave"}, needs: people.SeeOwn, run: (*turn).cmdEndLeave, takes: (*turn).leaveArg},
		{name: "start", words: []string{"bat dau", "start"}, run: (*turn).cmdStart, takes: anything},
	}
}

// table is what router knows, made once for each Bot.
type table struct {
	byName    map[string]*command
	byWord    map[string]*command
	all       []command
	byVerb    map[string]action
	forms     map[string]formDef
	questions map[string]questionVerb // of /cauhoi
}

func newTable() *table {
	t := &table{byName: map[string]*command{}, byWord: map[string]*command{}, all: commands(), byVerb: verbs(), questions: questionVerbs(), forms: forms()}
	for i := range t.all {
		c := &t.all[i]
		t.byName[c.name] = c
		for _, w := range c.words {
			t.byWord[w] = c
		}
	}
	return t
}

// slash splits "/name argument". Telegram's "@bot" was taken off by the adapter.
func slash(text string) (name, arg string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "/")
	if !ok {
		return "", "", false
	}
	name, arg, _ = strings.Cut(rest, " ")
	if first, more, cut := strings.Cut(name, "\n"); cut {
		name, arg = first, more+" "+arg
	}
	return strings.ReplaceAll(viet.Fold(name), "_", ""), strings.TrimSpace(arg), true
}

// maxCommandWords bounds the texts in which a command with an argument is looked for; longer ones are sentences.
const maxCommandWords = 12

// plain finds the command that a text without a slash asks for: its words alone, or its words and an argument
// that it takes. The longest words win.
func (t *turn) plain(text string) (*command, string) {
	trimmed := strings.Trim(strings.TrimSpace(text), ".!?")
	folded := viet.Fold(trimmed)
	if c, ok := t.table.byWord[folded]; ok {
		return c, ""
	}
	words := strings.Fields(trimmed)
	if len(words) > maxCommandWords {
		return nil, ""
	}
	if c, arg := t.wish(words); c != nil {
		return c, arg
	}
	if when, ok := t.leaveWish(words); ok {
		return t.table.byName["nghi"], when
	}
	for n := min(3, len(words)-1); n >= 1; n-- {
		c, ok := t.table.byWord[viet.Fold(strings.Join(words[:n], " "))]
		arg := strings.Join(words[n:], " ")
		if ok && c.takes != nil && c.takes(t, arg) {
			return c, arg
		}
	}
	return nil, ""
}

// run does a command, if the person may.
func (t *turn) run(ctx context.Context, c *command, arg string) error {
	if c.needs != "" && t.actor.Reach(c.needs) == people.Nobody {
		return t.refuse(ctx, c)
	}
	t.state.Misses = 0
	if asksYesOrNo(t.state.Offer) && !t.state.Form.Open() {
		t.state.Offer = nil // put aside: a later "ok" must not delete anything
	}
	return c.run(t, ctx, arg)
}

// refuse says that a command is not for this person; a try at other people's records is on record.
func (t *turn) refuse(ctx context.Context, c *command) error {
	if t.actor.State != people.Active {
		return t.notActive(ctx)
	}
	t.say("quyen.khong", args{"Lenh": "/" + c.name})
	return t.tx.Audit(ctx, people.AuditLine{By: t.actor.Person.ID, Action: "refused", Channel: string(t.event.Channel), Detail: c.name}, t.now)
}

// offered finds the choice that a typed answer means: its number, its letter, or its label.
func offered(offer []channel.Choice, text string) (channel.Choice, bool) {
	folded := strings.Trim(viet.Fold(text), " .)")
	for i, c := range offer {
		if folded == number(i+1) || !c.Shown && viet.Fold(c.Label) == folded {
			return c, true
		}
	}
	if words := softened(wordsOf(text)); len(words) == 2 && sameWords(words[:1], []string{"chọn"}) || len(words) == 1 && words[0] != folded {
		last := words[len(words)-1]
		if n, err := strconv.Atoi(last); err == nil && n >= 1 && n <= len(offer) && last == number(n) {
			return offer[n-1], true // "chọn 2", "2 ạ"
		}
	}
	letter := strings.ToLower(strings.Trim(text, " .)")) // "ạ" is no "a"
	if len(letter) == 1 && letter == folded && folded[0] >= 'a' && int(folded[0]-'a') < len(offer) {
		return offer[folded[0]-'a'], true
	}
	return channel.Choice{}, false
}
