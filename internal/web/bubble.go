package web

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"
	"time"

	"sohoc/internal/day"
	"sohoc/internal/webchat"
)

// bubble is a message as a page shows it.
type bubble struct {
	item

	Who     string
	Alt     string        // what a picture shows, as far as the message says
	Lead    template.HTML // the first line of several
	Body    template.HTML
	Clock   string // hour and minute
	NewDay  bool   // the first of its day on this page
	Now     bool   // its choices are what can be chosen now
	Choose  string // what its choices are called to a screen reader
	Save    string // what saves a file
	Cleared string // said in place of a file that is gone
}

func dayOf(at time.Time, zone *time.Location) day.Day { return day.Of(at.In(zone)) }

// bubble lays a message out in the visitor's language.
func (s *Server) bubble(v visitor, m webchat.Message) bubble {
	p := s.view(v)
	b := bubble{item: s.item(v, m, false), Clock: m.At.In(s.cfg.Zone).Format("15:04"), Choose: p.T("web.lua_chon"), Save: p.T("web.tai_ve"), Cleared: p.T("web.tep_da_don")}
	b.Who = p.T("web.so_hoc")
	if m.Mine {
		b.Who = p.T("web.anh_chi")
	}
	text := m.Text
	b.Alt, _, _ = strings.Cut(text, "\n")
	if lead, rest, several := strings.Cut(text, "\n"); several && !m.Mine && len(lead) <= maxLead {
		b.Lead, text = markup(lead, true), rest
	}
	b.Body = markup(text, !m.Mine)
	return b
}

// maxLead is how long, in bytes, a first line may be that stands as a heading.
const maxLead = 120

// item lays a message out for programs, with its markup when html is wanted.
func (s *Server) item(v visitor, m webchat.Message, html bool) item {
	on := dayOf(m.At, s.cfg.Zone)
	p := s.view(v)
	it := item{
		ID: m.ID, Mine: m.Mine, Text: m.Text, At: m.At.UTC().Format(time.RFC3339Nano), Day: string(on),
		DayName: p.T("web.ngay", "Thu", p.T(fmt.Sprintf("web.thu%d", on.Weekday())), "Ngay", on.Local()),
	}
	if m.Mine {
		it.Key, _, _ = strings.Cut(strings.TrimPrefix(m.Key, "me/"), "/")
	}
	for _, c := range m.Choices {
		it.Choices = append(it.Choices, choice{Value: fmt.Sprintf("%d~%s", m.ID, c.Data), Label: c.Label})
	}
	it.Photo = s.attached(m, "photo", m.Photo)
	it.File = s.attached(m, "file", m.File)
	if html {
		var out bytes.Buffer
		if err := s.pages.templates.ExecuteTemplate(&out, "message", s.bubble(v, m)); err == nil {
			it.HTML = out.String()
		}
	}
	return it
}

func (s *Server) attached(m webchat.Message, part string, a *webchat.Attachment) *attached {
	if a == nil {
		return nil
	}
	life := webchat.SentLife
	if m.Mine {
		life = webchat.UploadLife
	}
	out := &attached{
		URL: fmt.Sprintf("%s/files/%d/%s", s.site.base, m.ID, part), Name: cmp.Or(a.Name, part),
		Size: sizeText(a.Size), Gone: s.cfg.Now().Sub(m.At) > life,
	}
	// A page shows pictures up to 320 wide and 360 high; what it is told keeps the room for them.
	if a.Width > 0 && a.Height > 0 {
		out.Width, out.Height = a.Width, a.Height
	}
	return out
}

// sizeText is a size as people read it.
func sizeText(bytes int64) string {
	switch {
	case bytes <= 0:
		return ""
	case bytes < 1<<20:
		return fmt.Sprintf("%d KB", max(1, bytes>>10))
	default:
		return strings.Replace(fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20)), ".", ",", 1)
	}
}

func shortHash(h webchat.Hash) string { return hex.EncodeToString(h[:6]) }
