package telegramtest

import (
	"strconv"
	"sync"
	"time"
)

// queryLife is how long an answer to a button press is taken. Telegram documents no figure; bots see minutes.
const queryLife = 10 * time.Minute

// maxAnswer is the length of the text that answerCallbackQuery shows.
const maxAnswer = 200

// queries are the button presses that wait for their answer.
type queries struct {
	mu      sync.Mutex
	last    int64
	pressed map[string]time.Time
}

func (q *queries) open(now time.Time) string {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.pressed == nil {
		q.pressed = map[string]time.Time{}
	}
	q.last++
	id := strconv.FormatInt(4_000_000_000_000_000_000+q.last, 10)
	q.pressed[id] = now
	return id
}

// answerable says whether a press still takes an answer. A second answer is taken too, as at Telegram.
func (q *queries) answerable(id string, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	at, ok := q.pressed[id]
	return ok && now.Sub(at) <= queryLife
}

// ExpireQueries makes all button presses so far too old to be answered.
func (b *Bot) ExpireQueries() {
	b.queries.mu.Lock()
	defer b.queries.mu.Unlock()
	clear(b.queries.pressed)
}

func (x *exchange) answerCallbackQuery() *APIError {
	if !x.bot.queries.answerable(x.param("callback_query_id"), x.call.At) {
		return badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if longerThan(x.param("text"), maxAnswer) {
		return badRequest("MESSAGE_TOO_LONG")
	}
	return x.resultTrue()
}
