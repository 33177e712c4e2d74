package outbox

import "sohoc/internal/channel"

// classes is how many classes of messages there are; a class stands for its rank.
const classes = 3

// The ranks, the most urgent first.
const (
	rankReply = iota
	rankReminder
	rankBroadcast
)

// rankOf orders the classes. What the program does not know is the least urgent.
func rankOf(c channel.Class) int {
	switch c {
	case channel.Reply:
		return rankReply
	case channel.Reminder:
		return rankReminder
	default:
		return rankBroadcast
	}
}

// classOf is what rankOf turns into a rank.
func classOf(rank int) channel.Class {
	return [classes]channel.Class{channel.Reply, channel.Reminder, channel.Broadcast}[rank]
}

// window is the part of the table that is held in memory: of one class of a lane or, while one chat floods
// it, of one class of that chat. What is in memory is always the oldest that waits, so the order holds.
type window struct {
	parent  *window // of a flood: the lane's, whose bound holds for it too
	limit   int
	held    int // rows in memory, with those whose last mark is not stored yet
	scanned ID  // every row up to here has been taken, or belongs to another window
	behind  bool
	// drops counts the rows that Queue turned away: a look at the table that began before is no news of them.
	drops     int
	dropsSeen int
	joins     bool // takes part in the look at the table that goes on at this moment
}

func (w *window) full() bool {
	return w.held >= w.limit || (w.parent != nil && w.parent.full())
}

func (w *window) hold(n int) {
	w.held += n
	if w.parent != nil {
		w.parent.held += n
	}
}

// wants reports whether rows that wait in the table only should be fetched. It waits for half the window to
// be free, so that a long table is not read for one row at a time.
func (w *window) wants() bool {
	return w.behind && w.held <= w.limit/2 && !w.full()
}

// join decides whether the window takes part in the next look, and says from where it has to begin.
func (w *window) join(polling bool) (ID, bool) {
	w.joins = w.wants() || (polling && !w.behind)
	w.dropsSeen = w.drops
	return w.scanned, w.joins
}

// stop ends the window's part in a look: row id has no place.
func (w *window) stop(id ID) {
	w.joins, w.behind, w.scanned = false, true, id-1
}

// pass notes that a look has come to row last, and perhaps to the end of the table.
func (w *window) pass(last ID, end bool) {
	if !w.joins {
		return
	}
	w.joins = false
	w.scanned = max(w.scanned, last)
	w.behind = !end || w.drops != w.dropsSeen
}
