package quiz_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sohoc/internal/day"
	"sohoc/internal/quiz"
)

// texts are those of a sound row, with some replaced: "field", "text", …; an empty text takes a field away.
func texts(t interface{ Fatal(...any) }, pairs ...string) map[quiz.Field]string {
	if len(pairs)%2 != 0 {
		t.Fatal("texts come in pairs")
	}
	out := map[quiz.Field]string{
		quiz.TopicField: "Công tác văn thư", quiz.TextField: "Lề trái?", quiz.AField: "10 mm", quiz.BField: "15 mm", quiz.CField: "30 mm",
		quiz.DField: "50 mm", quiz.AnswerField: "C", quiz.ExplanationField: "Phụ lục I.", quiz.SourceField: "Công báo",
	}
	for i := 0; i < len(pairs); i += 2 {
		if out[quiz.Field(pairs[i])] = pairs[i+1]; pairs[i+1] == "" {
			delete(out, quiz.Field(pairs[i]))
		}
	}
	return out
}

// sheet has rows from the second on, and all columns.
func sheet(rows ...map[quiz.Field]string) quiz.Sheet {
	s := quiz.Sheet{Has: map[quiz.Field]bool{}}
	for _, f := range quiz.Fields() {
		s.Has[f] = true
	}
	for i, r := range rows {
		s.Rows = append(s.Rows, quiz.Row{Number: i + 2, Texts: r})
	}
	return s
}

func TestWhatIsWrongWithARow(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("dài ", 200)
	for name, c := range map[string]struct {
		pairs []string
		want  []quiz.Problem
	}{
		"nothing":               {nil, nil},
		"no topic":              {[]string{"topic", ""}, []quiz.Problem{{Field: quiz.TopicField, Kind: quiz.Missing}}},
		"no question":           {[]string{"question", ""}, []quiz.Problem{{Field: quiz.TextField, Kind: quiz.Missing}}},
		"no source":             {[]string{"source", ""}, []quiz.Problem{{Field: quiz.SourceField, Kind: quiz.Missing}}},
		"no explanation":        {[]string{"explanation", ""}, []quiz.Problem{{Field: quiz.ExplanationField, Kind: quiz.Missing}}},
		"no option":             {[]string{"d", ""}, []quiz.Problem{{Field: quiz.DField, Kind: quiz.Missing}}},
		"two options the same":  {[]string{"d", "10 MM"}, []quiz.Problem{{Field: quiz.DField, Kind: quiz.SameOption, Value: "A"}}},
		"no answer":             {[]string{"answer", ""}, []quiz.Problem{{Field: quiz.AnswerField, Kind: quiz.Missing}}},
		"two answers":           {[]string{"answer", "A, C"}, []quiz.Problem{{Field: quiz.AnswerField, Kind: quiz.BadAnswer, Value: "A, C"}}},
		"an answer of two":      {[]string{"answer", "AB"}, []quiz.Problem{{Field: quiz.AnswerField, Kind: quiz.BadAnswer, Value: "AB"}}},
		"a fifth answer":        {[]string{"answer", "E"}, []quiz.Problem{{Field: quiz.AnswerField, Kind: quiz.BadAnswer, Value: "E"}}},
		"a small answer":        {[]string{"answer", "c"}, nil},
		"a long question":       {[]string{"question", long}, []quiz.Problem{{Field: quiz.TextField, Kind: quiz.TooLong, Max: quiz.MaxText}}},
		"a long note":           {[]string{"note", long}, []quiz.Problem{{Field: quiz.NoteField, Kind: quiz.TooLong, Max: quiz.MaxNote}}},
		"a long reason":         {[]string{"pause_reason", long}, []quiz.Problem{{Field: quiz.ReasonField, Kind: quiz.TooLong, Max: quiz.MaxReason}}},
		"a day without a year":  {[]string{"valid_to", "31/12"}, []quiz.Problem{{Field: quiz.ToField, Kind: quiz.BadDay, Value: "31/12"}}},
		"no day":                {[]string{"valid_from", "2026-02-30"}, []quiz.Problem{{Field: quiz.FromField, Kind: quiz.BadDay, Value: "2026-02-30"}}},
		"an end before":         {[]string{"valid_from", "02/01/2027", "valid_to", "01/01/2027"}, []quiz.Problem{{Field: quiz.ToField, Kind: quiz.BadOrder, Value: "02/01/2027"}}},
		"compared in future":    {[]string{"checked_on", "25/11/2026"}, []quiz.Problem{{Field: quiz.CheckedField, Kind: quiz.Later, Value: "25/11/2026"}}},
		"neither yes nor no":    {[]string{"press", "chắc vậy"}, []quiz.Problem{{Field: quiz.PressField, Kind: quiz.BadYes, Value: "chắc vậy"}}},
		"no state":              {[]string{"state", "mới"}, []quiz.Problem{{Field: quiz.StateField, Kind: quiz.BadState, Value: "mới"}}},
		"paused for no reason":  {[]string{"state", "tạm dừng"}, []quiz.Problem{{Field: quiz.ReasonField, Kind: quiz.Missing}}},
		"a code with a blank":   {[]string{"code", "Q 1"}, []quiz.Problem{{Field: quiz.CodeField, Kind: quiz.BadCode, Value: "Q 1"}}},
		"a code of many signs":  {[]string{"code", strings.Repeat("Q", 21)}, []quiz.Problem{{Field: quiz.CodeField, Kind: quiz.BadCode, Value: strings.Repeat("Q", 21)}}},
		"several, column after": {[]string{"source", "", "code", "Q_1", "answer", "x"}, []quiz.Problem{{Field: quiz.CodeField, Kind: quiz.BadCode, Value: "Q_1"}, {Field: quiz.AnswerField, Kind: quiz.BadAnswer, Value: "x"}, {Field: quiz.SourceField, Kind: quiz.Missing}}},
	} {
		got := quiz.ReadSheet(sheet(texts(t, c.pairs...)), today)
		for i := range c.want {
			c.want[i].Row = 2
		}
		if d := cmp.Diff(c.want, got.Problems); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestRowsThatAreTheSame(t *testing.T) {
	t.Parallel()
	got := quiz.ReadSheet(sheet(
		texts(t, "code", "q1"),
		texts(t, "code", "Q1", "question", "Lề phải?"),
		texts(t, "a", "50 mm", "d", "10 MM", "question", "LỀ TRÁI?"), // the same in another order
		texts(t, "question", "Lề trái?", "a", "11 mm"),               // the same stem with other options
	), today)
	want := []quiz.Problem{
		{Row: 3, Field: quiz.CodeField, Kind: quiz.SameCode, Value: "Q1", Other: 2},
		{Row: 4, Field: quiz.TextField, Kind: quiz.SameText, Other: 2},
	}
	if d := cmp.Diff(want, got.Problems); d != "" {
		t.Error(d)
	}
}

func TestStatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]quiz.State{
		"Nháp": quiz.Draft, "hold": quiz.Draft, "ĐÃ KIỂM TRA": quiz.Reviewed, "cho phat hanh": quiz.Reviewed, "ship": quiz.Reviewed, "đang dùng": quiz.Live,
		"live": quiz.Live, "Tạm dừng": quiz.Paused, "đã ngừng": quiz.Retired, "x": "", "": "",
	} {
		if got, ok := quiz.ReadState(text); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v", text, got, ok)
		}
	}
	for _, s := range quiz.States() {
		if got, _ := quiz.ReadState(quiz.StateWord(s)); got != s {
			t.Errorf("%s is written %q and read %s", s, quiz.StateWord(s), got)
		}
	}
	// A list of before there was a bank: what the press says must be compared first.
	list := quiz.ReadSheet(sheet(texts(t, "state", "ship", "press", "true"), texts(t, "state", "ship", "question", "Khác?")), today)
	if list.Lines[0].State != quiz.Draft || list.Lines[1].State != quiz.Reviewed {
		t.Errorf("states %s and %s", list.Lines[0].State, list.Lines[1].State)
	}
}

func topics() []quiz.TopicName { return newShelf().topics }

// plan compares rows with a bank.
func plan(t *testing.T, trust quiz.Trust, bank []quiz.Question, rows ...map[quiz.Field]string) quiz.Difference {
	t.Helper()
	list := quiz.ReadSheet(sheet(rows...), today)
	if len(list.Problems) > 0 {
		t.Fatal(list.Problems)
	}
	return quiz.Plan(list, bank, topics(), trust)
}

func TestStatesOfWhatIsNewByTrust(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state string
		want  map[quiz.Trust]quiz.State
	}{
		{"", map[quiz.Trust]quiz.State{quiz.Untrusted: quiz.Draft, quiz.Checked: quiz.Draft, quiz.Whole: quiz.Draft, quiz.OnlyNew: quiz.Draft}},
		{"đã kiểm tra", map[quiz.Trust]quiz.State{quiz.Untrusted: quiz.Draft, quiz.Checked: quiz.Reviewed, quiz.Whole: quiz.Reviewed, quiz.OnlyNew: quiz.Reviewed}},
		{"đang dùng", map[quiz.Trust]quiz.State{quiz.Untrusted: quiz.Draft, quiz.Checked: quiz.Reviewed, quiz.Whole: quiz.Live, quiz.OnlyNew: quiz.Reviewed}},
		{"đã ngừng", map[quiz.Trust]quiz.State{quiz.Untrusted: quiz.Draft, quiz.Checked: quiz.Retired, quiz.Whole: quiz.Retired, quiz.OnlyNew: quiz.Retired}},
		{"tạm dừng", map[quiz.Trust]quiz.State{quiz.Untrusted: quiz.Draft, quiz.Checked: quiz.Paused, quiz.Whole: quiz.Paused, quiz.OnlyNew: quiz.Paused}},
	} {
		for trust, want := range c.want {
			d := plan(t, trust, nil, texts(t, "state", c.state, "pause_reason", "Chờ", "checked_on", "20/11/2026"))
			q := d.Changes[0].After
			if q.State != want || (q.Pause.From != "") != (want == quiz.Paused) {
				t.Errorf("%q with trust %d: %s, pause %v, want %s", c.state, trust, q.State, q.Pause, want)
			}
		}
	}
	// A pause goes back to where the question can be released only if it was compared with its source.
	if q := plan(t, quiz.Checked, nil, texts(t, "state", "paused", "pause_reason", "Chờ")).Changes[0].After; q.Pause.From != quiz.Draft {
		t.Errorf("it goes back to %s", q.Pause.From)
	}
}

// bankOf is a bank with the question of texts, as of an import.
func bankOf(t *testing.T, state quiz.State, pairs ...string) []quiz.Question {
	t.Helper()
	q := plan(t, quiz.Whole, nil, texts(t, pairs...)).Changes[0].After
	q.ID, q.Code, q.State = 1, "Q001", state
	return []quiz.Question{q}
}

func TestWhatAFileDoesToWhatIsThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trust  quiz.Trust
		row    []string
		kind   quiz.ChangeKind
		fields []quiz.Field
		state  quiz.State
	}{
		"the same by its code":       {quiz.Untrusted, []string{"code", "q001"}, quiz.SameQuestion, nil, quiz.Live},
		"the same by its words":      {quiz.Untrusted, nil, quiz.SameQuestion, nil, quiz.Live},
		"options in another order":   {quiz.Untrusted, []string{"a", "30 mm", "c", "10 mm", "answer", "A"}, quiz.ChangedQuestion, []quiz.Field{quiz.AField, quiz.CField, quiz.AnswerField}, quiz.Draft},
		"other words under its code": {quiz.Untrusted, []string{"code", "Q001", "question", "Lề phải?", "d", "20 mm"}, quiz.ChangedQuestion, []quiz.Field{quiz.TextField, quiz.DField}, quiz.Draft},
		"a state from the chat":      {quiz.Untrusted, []string{"state", "nháp"}, quiz.SameQuestion, nil, quiz.Live},
		"a state from the operator":  {quiz.Checked, []string{"state", "nháp"}, quiz.SameQuestion, nil, quiz.Live},
		"a state of a moved bank":    {quiz.Whole, []string{"state", "đã ngừng"}, quiz.ChangedQuestion, []quiz.Field{quiz.StateField}, quiz.Retired},
		"what the program brings":    {quiz.OnlyNew, []string{"code", "Q001", "question", "Lề phải?"}, quiz.SameQuestion, nil, quiz.Live},
		"another topic":              {quiz.Untrusted, []string{"topic", "che do bao cao"}, quiz.ChangedQuestion, []quiz.Field{quiz.TopicField}, quiz.Draft},
	} {
		d := plan(t, c.trust, bankOf(t, quiz.Live), texts(t, c.row...))
		got := d.Changes[0]
		if got.Kind != c.kind || !cmp.Equal(got.Fields, c.fields) || got.After.State != c.state || len(d.Changes) != 1 {
			t.Errorf("%s: %s %v, then %s", name, got.Kind, got.Fields, got.After.State)
		}
		if changed := got.After.Version != 1; changed != (c.kind == quiz.ChangedQuestion && c.fields[0] != quiz.StateField) {
			t.Errorf("%s: it is version %d", name, got.After.Version)
		}
		if d.Nothing() != (c.kind == quiz.SameQuestion) {
			t.Errorf("%s: nothing to do: %v", name, d.Nothing())
		}
	}
}

func TestColumnsThatAFileLacksStay(t *testing.T) {
	t.Parallel()
	bank := bankOf(t, quiz.Live, "document", "Nghị định số 30/2020/NĐ-CP", "article", "Phụ lục I", "checked_on", "20/11/2026", "press", "x",
		"note", "Chưa chắc", "valid_from", "01/01/2026", "valid_to", "31/12/2026")
	s := sheet(texts(t))
	s.Has = map[quiz.Field]bool{quiz.NoteField: true}
	d := quiz.Plan(quiz.ReadSheet(s, today), bank, topics(), quiz.Untrusted)
	if got := d.Changes[0]; !cmp.Equal(got.Fields, []quiz.Field{quiz.NoteField}) || got.After.Document == "" || got.After.To != "2026-12-31" || !got.After.Press {
		t.Errorf("%v: %+v", got.Fields, got.After)
	}
}

func TestTopicsAreFoundOrPlanned(t *testing.T) {
	t.Parallel()
	d := plan(t, quiz.Untrusted, nil,
		texts(t, "topic", "van_thu"), texts(t, "topic", "OFFICE documents", "question", "b?"),
		texts(t, "topic", "Hòa giải ở cơ sở", "question", "c?"), texts(t, "topic", "hoa giai o co so", "question", "d?"))
	var got []quiz.Topic
	for _, c := range d.Changes {
		got = append(got, c.After.Topic)
	}
	if want := []quiz.Topic{"van_thu", "van_thu", "hoa_giai_o_co_so", "hoa_giai_o_co_so"}; !cmp.Equal(got, want) {
		t.Errorf("topics %v", got)
	}
	if want := []quiz.TopicName{{Code: "hoa_giai_o_co_so", VI: "Hòa giải ở cơ sở"}}; !cmp.Equal(d.Topics, want) {
		t.Errorf("new %v", d.Topics)
	}
}

func TestTheBankHasItUnderAnotherCode(t *testing.T) {
	t.Parallel()
	d := plan(t, quiz.Untrusted, bankOf(t, quiz.Live), texts(t, "code", "K7"))
	if want := []quiz.Problem{{Row: 2, Field: quiz.TextField, Kind: quiz.InBank, Value: "Q001"}}; !cmp.Equal(d.Problems, want) {
		t.Errorf("%v", d.Problems)
	}
}

func TestImportWritesWhatWasPlanned(t *testing.T) {
	t.Parallel()
	s := newShelf(bankOf(t, quiz.Live)...)
	rows := []map[quiz.Field]string{
		texts(t, "code", "Q001", "explanation", "Khác."), texts(t, "code", "K7", "question", "b?", "topic", "Hòa giải", "state", "đang dùng"),
	}
	for round, want := range []string{"8 import_questions new=1 changed=1 same=0 topics=1", "8 import_questions new=0 changed=0 same=2 topics=0"} {
		d, err := quiz.Prepare(t.Context(), s, quiz.ReadSheet(sheet(rows...), today), quiz.Untrusted)
		if err != nil || len(d.Problems) > 0 {
			t.Fatal(err, d.Problems)
		}
		if err := quiz.Import(t.Context(), s, d, by(8)); err != nil {
			t.Fatal(err)
		}
		if last := s.audit[len(s.audit)-1]; last != want {
			t.Errorf("round %d: %s", round, last)
		}
	}
	if len(s.questions) != 2 || s.questions[0].Version != 2 || s.questions[0].State != quiz.Draft || s.questions[0].Author != 8 {
		t.Errorf("%+v", s.questions)
	}
	if q := s.questions[1]; q.State != quiz.Draft || q.Author != 8 || q.Topic != "hoa_giai" {
		t.Errorf("%+v", q)
	}
	// The demonstration's bank goes live at once.
	s = newShelf()
	d, err := quiz.Prepare(t.Context(), s, quiz.ReadSheet(sheet(rows[1]), today), quiz.Whole)
	if err == nil {
		err = quiz.Import(t.Context(), s, d, by(0))
	}
	if err != nil || s.questions[0].State != quiz.Live || s.questions[0].Released.IsZero() {
		t.Errorf("%+v (%v)", s.questions, err)
	}
}

// What is written as a row is read back as it was, by people's words and by those of the program.
func TestAQuestionSurvivesItsRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zđăơ]{1,8}( [A-ZĐ0-9]{1,6}){0,3}`)
		days := rapid.SampledFrom([]day.Day{"", "2025-02-28", "2026-11-24"})
		q := quiz.Question{Code: "K-7", State: rapid.SampledFrom(quiz.States()).Draw(t, "state"), Content: quiz.Content{
			Topic: "van_thu", Text: word.Draw(t, "text") + "?", Answer: rapid.IntRange(0, 3).Draw(t, "answer"), Explanation: word.Draw(t, "why"),
			Document: word.Draw(t, "document"), Article: word.Draw(t, "article"), Source: word.Draw(t, "source"), From: days.Draw(t, "from"),
			Checked: days.Draw(t, "checked"), Press: rapid.Bool().Draw(t, "press"), Note: word.Draw(t, "note"),
		}}
		for i := range q.Options {
			q.Options[i] = quiz.Letters[i:i+1] + word.Draw(t, "option")
		}
		if q.State == quiz.Paused {
			q.Pause.Reason = word.Draw(t, "reason")
		}
		for _, row := range []map[quiz.Field]string{q.Texts("Công tác văn thư"), q.CodedTexts()} {
			maps.DeleteFunc(row, func(_ quiz.Field, text string) bool { return text == "" })
			list := quiz.ReadSheet(sheet(row), today)
			if len(list.Problems) > 0 {
				t.Fatalf("%v: %v", row, list.Problems)
			}
			got := quiz.Plan(list, nil, topics(), quiz.Whole).Changes[0].After
			if got.Content != q.Content || got.State != q.State || got.Pause.Reason != q.Pause.Reason || got.Code != q.Code {
				t.Errorf("%+v became %+v", q, got)
			}
		}
	})
}

func TestFindDocuments(t *testing.T) {
	t.Parallel()
	all := []quiz.Document{
		{ID: 1, Name: "Nghị định số 30/2020/NĐ-CP"}, {ID: 2, Name: "Nghị định số 09/2019/NĐ-CP"}, {ID: 3, Name: "Luật Thanh tra"},
		{ID: 4, Name: "Luật Thanh tra năm 2025"},
	}
	for words, want := range map[string][]quiz.DocumentID{
		"": nil, "số": nil, "nghị định 30": {1}, "ND-CP": {1, 2}, "NGHI DINH": {1, 2}, "luật thanh tra": {3}, "thanh tra": {3, 4}, "30/2020": {1},
		"luật 2025": {4}, "nghị định 31": nil, "nghị định số 30/2020/nđ-cp": {1},
	} {
		var got []quiz.DocumentID
		for _, d := range quiz.FindDocuments(all, words) {
			got = append(got, d.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", words, got, want)
		}
	}
}

func TestTheEndOfADocument(t *testing.T) {
	t.Parallel()
	s := newShelf()
	d := quiz.Document{ID: 3}
	for ended, want := range map[day.Day]string{today: "<nil>", "2020-01-01": "<nil>", "1999-01-01": "cauhoi.ngay_xa", "2099-01-01": "cauhoi.ngay_xa"} {
		if got := key(quiz.EndDocument(t.Context(), s, d, ended, by(8))); got != want {
			t.Errorf("%s: %s", ended, got)
		}
	}
	if err := quiz.EndDocument(t.Context(), s, d, "", by(8)); err != nil || s.ends[3] != "" {
		t.Errorf("taken back: %v, %s", err, s.ends[3])
	}
	if last := s.audit[len(s.audit)-1]; last != "8 document_end_undo 3" {
		t.Errorf("the audit says %q", last)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]quiz.Code{"q012": "Q012", "K-7": "K-7", "12": "12", "Câu12": "", "": "", "-1": "", "Q_1": ""} {
		if got, ok := quiz.ReadCode(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v", text, got, ok)
		}
	}
	if got := []quiz.Code{quiz.NumberedCode(7), quiz.NumberedCode(1234)}; !cmp.Equal(got, []quiz.Code{"Q007", "Q1234"}) {
		t.Errorf("%v", got)
	}
}
