package web

import (
	"net/http"
	"sync"
	"time"

	"sohoc/internal/channel"
	"sohoc/internal/webchat"
)

// How long a picture can be had by its public address: as long as a messenger may take to fetch it. How many can at
// the same time.
const (
	pictureLife = 10 * time.Minute
	maxPictures = 500
)

// showcase holds pictures that a messenger is to fetch. It lives in memory: a message whose sending a restart broke
// off is sent anew, with another address.
type showcase struct {
	mu    sync.Mutex
	shown map[webchat.Hash]exhibit
}

type exhibit struct {
	file  channel.File
	until time.Time
}

// Show makes a picture public for a short while and returns its address, which nobody can guess; "" when the public
// address is not one of https: messengers fetch from no other.
func (s *Server) Show(f channel.File) string {
	if !s.site.secure || !picture(f.MIME) {
		return ""
	}
	secret := webchat.NewSecret()
	s.showcase.put(secret.Hash(), exhibit{file: f, until: s.cfg.Now().Add(pictureLife)}, s.cfg.Now())
	return s.site.origin + s.site.base + "/anh/" + string(secret) + extension(f.MIME)
}

// extension is what messengers go by that look at no header.
func extension(mime string) string {
	switch mime {
	case "image/png":
		return ".png"
	case "image/webp":
		return ".webp"
	case "image/gif":
		return ".gif"
	default:
		return ".jpg"
	}
}

func (c *showcase) put(at webchat.Hash, e exhibit, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shown == nil {
		c.shown = map[webchat.Hash]exhibit{}
	}
	for hash, old := range c.shown {
		if !now.Before(old.until) || len(c.shown) >= maxPictures {
			delete(c.shown, hash)
		}
	}
	c.shown[at] = e
}

func (c *showcase) find(at webchat.Hash, now time.Time) (channel.File, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.shown[at]
	return e.file, ok && now.Before(e.until)
}

// shown serves a picture to who has its address.
func (s *Server) shown(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == '.' {
			name = name[:i]
			break
		}
	}
	f, ok := s.showcase.find(webchat.Secret(name).Hash(), s.cfg.Now())
	if !ok {
		http.NotFound(w, r)
		return
	}
	content, err := openBelow(s.cfg.Files, f.Path)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.serveFile(w, r, content, webchat.Attachment{Name: f.Name, MIME: f.MIME})
}
