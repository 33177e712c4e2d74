package web

import (
	"testing"

	"sohoc/internal/channel"
)

func TestAHubWakesTheChatAndNoOther(t *testing.T) {
	t.Parallel()
	h := newHub()
	mine, _ := h.open("a", 1)
	other, _ := h.open("b", 2)
	h.wake("a")
	h.wake("a") // nobody has looked yet: one signal is enough
	if len(mine.news) != 1 || len(other.news) != 0 {
		t.Errorf("signals: %d and %d, want 1 and 0", len(mine.news), len(other.news))
	}
	h.typing("b")
	if len(other.typing) != 1 || len(mine.typing) != 0 {
		t.Error("typing went to the wrong chat")
	}
}

func TestAHubLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	h := newHub()
	var all []*stream
	for i := range 30 {
		st, ok := h.open(channel.ChatID("chat"+string(rune('a'+i%5))), 1)
		if !ok {
			t.Fatal("no room")
		}
		all = append(all, st)
	}
	all = append(all, h.listen("chata"))
	for _, st := range all {
		h.leave(st)
		h.leave(st) // twice does no harm
	}
	if h.count != 0 || len(h.chats) != 0 {
		t.Errorf("%d streams, %d chats are left", h.count, len(h.chats))
	}
}

func TestAHubIsBounded(t *testing.T) {
	t.Parallel()
	h := newHub()
	for i := range maxStreams {
		if _, ok := h.open(channel.ChatID(rune('a'+i)), 1); !ok {
			t.Fatalf("stream %d was refused", i)
		}
	}
	if _, ok := h.open("one more", 1); ok {
		t.Error("one more than the bound was let in")
	}
}

func TestAClosedHubLetsNobodyIn(t *testing.T) {
	t.Parallel()
	h := newHub()
	before, _ := h.open("a", 1)
	h.close()
	h.close()
	<-before.done
	if _, ok := h.open("a", 1); ok {
		t.Error("a stream began after the end")
	}
	<-h.listen("a").done
}
