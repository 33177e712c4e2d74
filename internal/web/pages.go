package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"sohoc/internal/i18n"
)

//go:embed pages/*.html assets
var embedded embed.FS

// pages are the templates and what they load. A file is asked for under a name that changes with its content,
// so browsers may keep it for ever.
type pages struct {
	templates *template.Template
	names     map[string]string // of a file to the one under which it is served
	files     map[string]asset
}

type asset struct {
	kind    string
	content []byte
	small   []byte // the same, gzipped
}

func loadPages(s *Server) (*pages, error) {
	p := &pages{names: map[string]string{}, files: map[string]asset{}}
	entries, err := fs.ReadDir(embedded, "assets")
	if err != nil {
		return nil, fmt.Errorf("list assets: %w", err)
	}
	for _, e := range entries {
		content, err := embedded.ReadFile("assets/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		sum := sha256.Sum256(content)
		ext := path.Ext(e.Name())
		name := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext
		p.names[e.Name()] = name
		small, err := gzipped(content)
		if err != nil {
			return nil, err
		}
		p.files[name] = asset{kind: kindOf(ext), content: content, small: small}
	}
	p.templates, err = template.New("").Funcs(template.FuncMap{
		"asset": func(name string) string { return s.site.base + "/assets/" + p.names[name] },
	}).ParseFS(embedded, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("read pages: %w", err)
	}
	return p, nil
}

func gzipped(content []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("compress asset: %w", err)
	}
	return out.Bytes(), nil
}

// kindOf does not ask the machine, whose list may lack these.
func kindOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	default:
		return mime.TypeByExtension(ext)
	}
}

// asset serves a file under its lasting name. Only these are compressed: what they hold is no secret, so its
// length tells nothing.
func (p *pages) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := p.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Vary", "Accept-Encoding")
	content := a.content
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		content = a.small
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // the caller hung up
	}
}

// render writes a page whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, page string, data any) {
	var out bytes.Buffer
	if err := s.pages.templates.ExecuteTemplate(&out, page, data); err != nil {
		s.tell(r, "render a page", err)
		http.Error(w, "503", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the caller hung up
}

// view is what every page knows.
type view struct {
	Lang i18n.Lang
	Base string
	In   bool
	CSRF string
	Name string // of the person
	Unit string

	printer *i18n.Printer
}

func (s *Server) view(v visitor) view {
	out := view{Lang: v.lang, Base: s.site.base, In: v.in, printer: s.cfg.Catalog.In(v.lang)}
	if v.in {
		out.CSRF, out.Name, out.Unit = v.csrf(), v.actor.Person.Name, v.actor.Member.UnitName
	}
	return out
}

// T is a sentence of the catalogue, with names and values in turn.
func (v view) T(key string, pairs ...any) string {
	args := i18n.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return v.printer.T(key, args)
}

// loginView is the page for a code.
type loginView struct {
	view

	Form     string // this form's own key
	Code     string
	Linked   bool // the code came with a link
	Wrong    string
	Out      bool // the person has just left
	Unsafe   bool // no cookie can be handed out here
	Personas []Persona
}

// refusalView is a page of one sentence.
type refusalView struct {
	view

	Sentence string
}

// linkView is the page of a link to a file.
type linkView struct {
	view

	Name, Until, Action string
}
