package bot

import "sohoc/internal/i18n"

// Introduction is what an empty chat shows (long) and what the profile page of the bot shows (short).
func (b *Bot) Introduction(lang i18n.Lang) (long, short string) {
	p := b.cfg.Catalog.In(lang)
	return p.T("gioi_thieu.dai", nil), p.T("gioi_thieu.ngan", nil)
}
