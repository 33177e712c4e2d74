package bot_test

import (
	"testing"

	"sohoc/bot/bottest"
)

// TestConversations plays every written conversation, in both languages, with buttons and typed only.
func TestConversations(t *testing.T) {
	t.Parallel()
	bottest.Play(t, "testdata/*.txtar")
}
