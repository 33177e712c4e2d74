package quicklog

// form is what a reading takes its span for.
type form uint8

const (
	formOpaque   form = iota + 1 // part of the title, whatever its words look like
	formDuration                 //
	formInterval                 // from one time of day to another
	formClock                    // a time of day
	formDay                      //
	formPart                     // a part of a day without a day: "buổi sáng"
	formRepeat                   //
	formKind                     //
	formField                    //
	formProvider                 //
	formCommand                  //
	formNot                      //
)

// reading is one way to take the tokens from at to before next.
type reading struct {
	form  form
	at    int
	next  int
	score int
	dur   duration
	day   span
	lex   *lexeme
}

// Scores: a reading earns for each token that it explains, so that the chain explains as much of the line as can be, and pays for
// being one more, so that one reading beats two of its halves. The extra points settle ties: the more specific form wins.
const (
	perToken      = 10
	perReading    = 8
	extraOpaque   = 1
	extraKind     = 2
	extraClock    = 2
	extraDuration = 3
	extraDay      = 4
	extraDocument = 5
	extraInterval = 6
)

// maxListed bounds how far a list of days or of numbered parts is followed, so that the time for a line stays linear.
const maxListed = 15

// propose adds a reading of the tokens from at to before next.
func (l *line) propose(r reading, extra int) {
	r.score = (r.next-r.at)*perToken - perReading + extra
	l.readings = append(l.readings, r)
}

// removed reports whether what a reading consumed leaves the title.
func (f form) removed() bool {
	switch f {
	case formDuration, formInterval, formClock, formDay, formPart, formRepeat, formProvider:
		return true
	default:
		return false
	}
}

// timely reports whether the form says when or how long.
func (f form) timely() bool {
	return f.removed() && f != formProvider
}
