package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"slices"

	"sohoc/internal/channel"
	"sohoc/internal/day"
	"sohoc/internal/evidence"
	"sohoc/internal/learning"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
	"sohoc/internal/webchat"
)

// People of the persona who is a head, by place in the roster: one for each reason why somebody has not taken part.
const (
	demoUnjoined = 39
	demoAway     = 48
	demoNewcomer = 57
	demoSilent   = 21
)

// cast says, before anybody is written, who of the invented people joins, comes late, or stops writing.
func cast(s *seeder) {
	month := day.MonthOf(s.today).From
	for i := range demoPeople {
		switch {
		case i == demoUnjoined, i%14 == 13:
			s.outside[i] = true
		case i == demoNewcomer:
			s.since[i] = s.today.Add(-9)
			s.quiet[i] = s.today.Add(-400) // has not written anything yet
		case i == demoAway, i == demoSilent:
			s.quiet[i] = month
		}
	}
}

// settle gives the invented people their accounts and some of them leave.
func settle(ctx context.Context, tx *sqlite.Tx, s *seeder) error {
	for i, who := range s.people {
		if i == demoAway || i%14 == 9 {
			days := day.Range{From: s.today.Add(-1), To: s.today.Add(3)}
			if err := tx.AddLeave(ctx, who.id, days, tx.Now()); err != nil {
				return err
			}
		}
		if s.outside[i] || slices.ContainsFunc(demoRoles, func(r demoRole) bool { return r.place == i }) {
			continue // a persona has a seat of its own
		}
		account := webchat.AccountOf(channel.ChatID("demo-" + who.code))
		if err := tx.LinkAccount(ctx, account, who.id, s.startOf(i)); err != nil {
			return err
		}
	}
	return nil
}

// demoProofs is how many different pictures prove the courses of the demonstration.
const demoProofs = 12

// proofs keeps invented certificates in the folder of files.
func proofs(ctx context.Context, folder evidence.Folder) ([]learning.Evidence, error) {
	out := make([]learning.Evidence, demoProofs)
	for i := range out {
		kept, err := folder.Keep(ctx, func(_ context.Context, w io.Writer) error { return png.Encode(w, certificate(i)) })
		if err != nil {
			return nil, fmt.Errorf("keep an invented certificate: %w", err)
		}
		out[i] = learning.Evidence{Hash: kept.Hash, Name: fmt.Sprintf("giay-chung-nhan-%d.png", i+1), MIME: kept.MIME, Size: kept.Size}
	}
	return out, nil
}

// certificate draws a sheet with a frame, lines for words, and a seal; each number has its own.
func certificate(n int) image.Image {
	sheet := image.NewPaletted(image.Rect(0, 0, 420, 297), color.Palette{
		color.White, color.RGBA{R: 176, G: 132, B: 50, A: 255}, color.RGBA{R: 130, G: 140, B: 150, A: 255}, color.RGBA{R: 190, G: 30, B: 45, A: 255},
	})
	fill := func(r image.Rectangle, ink uint8) {
		draw.Draw(sheet, r, image.NewUniform(sheet.Palette[ink]), image.Point{}, draw.Src)
	}
	fill(image.Rect(12, 12, 408, 285), 1)
	fill(image.Rect(18, 18, 402, 279), 0)
	fill(image.Rect(110, 46, 310, 62), 3) // the title
	for line := range 5 {
		half := 90 + (n*37+line*23)%70
		fill(image.Rect(210-half, 92+line*22, 210+half, 99+line*22), 2)
	}
	for y := -24; y <= 24; y++ {
		for x := -24; x <= 24; x++ {
			if d := x*x + y*y; d <= 24*24 && d >= 18*18 {
				sheet.SetColorIndex(316+x, 236+y, 3)
			}
		}
	}
	return sheet
}

// agree writes that somebody has joined, on the first day in the unit.
func (s *seeder) agree(ctx context.Context, tx *sqlite.Tx, i int, id people.PersonID) error {
	if s.account != "" {
		chat := fmt.Sprint(s.chat + int64(i))
		account := people.Account{Channel: "telegram", Account: s.account, User: chat, Chat: chat}
		if err := tx.LinkAccount(ctx, account, id, s.startOf(i)); err != nil {
			return err
		}
	}
	return tx.GiveConsent(ctx, id, people.ConsentVersion, s.channel(), s.startOf(i))
}
