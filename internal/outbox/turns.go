package outbox

import "container/heap"

// line is a first-come-first-served line of chats: the chat that was served goes to its end, which is what
// keeps one chat with many messages from holding up the others.
type line struct {
	first, last *chat
}

func (l *line) push(c *chat) {
	c.prev, c.next = l.last, nil
	if l.last == nil {
		l.first = c
	} else {
		l.last.next = c
	}
	l.last = c
}

func (l *line) remove(c *chat) {
	if c.prev == nil {
		l.first = c.next
	} else {
		c.prev.next = c.next
	}
	if c.next == nil {
		l.last = c.prev
	} else {
		c.next.prev = c.prev
	}
	c.prev, c.next = nil, nil
}

// agenda orders chats by the hour of their turn.
type agenda []*chat

var _ heap.Interface = (*agenda)(nil)

// Len implements heap.Interface.
func (a agenda) Len() int { return len(a) }

// Less implements heap.Interface.
func (a agenda) Less(i, j int) bool { return a[i].at.Before(a[j].at) }

// Swap implements heap.Interface.
func (a agenda) Swap(i, j int) {
	a[i], a[j] = a[j], a[i]
	a[i].index, a[j].index = i, j
}

// Push implements heap.Interface.
func (a *agenda) Push(x any) {
	c, ok := x.(*chat)
	if !ok {
		return
	}
	c.index = len(*a)
	*a = append(*a, c)
}

// Pop implements heap.Interface.
func (a *agenda) Pop() any {
	old := *a
	c := old[len(old)-1]
	old[len(old)-1] = nil
	*a = old[:len(old)-1]
	return c
}
