package bot

import (
	"context"

	"sohoc/internal/channel"
	"sohoc/internal/learning"
)

// uploadPage is the address of a page at which this person can upload for this chat; "" where the chat takes files
// itself, or no page can be reached.
func (t *turn) uploadPage(ctx context.Context) (string, error) {
	if t.event.Channel != channel.Zalo || t.cfg.Upload == nil {
		return "", nil
	}
	return t.cfg.Upload(ctx, t.tx, t.event, t.actor.Person.ID)
}

// sayWithPage says a sentence and, where there is one, the page for what the chat does not take.
func (t *turn) sayWithPage(ctx context.Context, text string, choices ...channel.Choice) error {
	page, err := t.uploadPage(ctx)
	if err != nil {
		return err
	}
	if page != "" {
		text += "\n" + t.p.T("zalo.trang_gui_tep", args{"Link": page})
	}
	t.sayText(text, choices...)
	return nil
}

// unread answers what the bot cannot read. A file that the channel keeps to itself can come by a page.
func (t *turn) unread(ctx context.Context) error {
	if t.event.Channel == channel.Zalo && t.event.File != nil {
		return t.sayWithPage(ctx, t.p.T("zalo.khong_chuyen_tep", args{"Max": learning.MaxEvidenceBytes >> 20}))
	}
	t.say("chung.khong_doc", nil)
	return nil
}
