package telegramtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// maxBody is what a call may weigh: Telegram takes uploads up to 50 MB.
const maxBody = 51 << 20

// Param is one parameter of a call as it came over the wire; objects and arrays are JSON text.
type Param struct{ Name, Value string }

// Params are the parameters of a call in the order in which they came.
type Params []Param

// Lookup returns the value of a parameter and whether it was there.
func (p Params) Lookup(name string) (string, bool) {
	for i := range p {
		if p[i].Name == name {
			return p[i].Value, true
		}
	}
	return "", false
}

// Get returns the value of a parameter, empty if it is missing.
func (p Params) Get(name string) string {
	value, _ := p.Lookup(name)
	return value
}

// Int returns a parameter as a number, 0 if it is missing or none.
func (p Params) Int(name string) int64 {
	n, err := strconv.ParseInt(p.Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Upload is a file that a call carried.
type Upload struct {
	Field string // the parameter it came for
	Name  string
	MIME  string
	Data  string
}

// form is the decoded content of a request.
type form struct {
	params  Params
	uploads []Upload
}

// decode reads a request in any of the four forms that the Bot API takes: query, urlencoded, JSON and multipart.
func decode(r *http.Request, buffers *sync.Pool) (form, error) {
	var f form
	if r.URL.RawQuery != "" {
		if err := f.addQuery(r.URL.RawQuery); err != nil {
			return f, err
		}
	}
	body, err := readBody(r, buffers)
	if err != nil || body == "" {
		return f, err
	}
	kind := r.Header.Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "multipart/form-data"):
		return f, f.addMultipart(kind, body)
	case strings.HasPrefix(kind, "application/json"):
		return f, f.addJSON(body)
	case strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		return f, f.addQuery(body)
	default:
		return f, fmt.Errorf("content type %q is none of those that the Bot API takes", kind)
	}
}

// readBody borrows a buffer, which is done with once the body has become a string.
func readBody(r *http.Request, buffers *sync.Pool) (string, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return "", nil
	}
	buf, ok := buffers.Get().(*bytes.Buffer)
	if !ok {
		buf = new(bytes.Buffer)
	}
	defer buffers.Put(buf)
	buf.Reset()
	if _, err := buf.ReadFrom(io.LimitReader(r.Body, maxBody)); err != nil {
		return "", fmt.Errorf("read request: %w", err)
	}
	return buf.String(), nil
}

func (f *form) addQuery(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return fmt.Errorf("parse form: %w", err)
	}
	for name, all := range values {
		f.params = append(f.params, Param{name, all[0]})
	}
	f.sort()
	return nil
}

// addJSON keeps objects and arrays as JSON and takes strings out of their quotes, so that every form of request looks alike.
func (f *form) addJSON(body string) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &values); err != nil {
		return fmt.Errorf("parse JSON request: %w", err)
	}
	for name, raw := range values {
		value := string(raw)
		if value == "null" {
			continue
		}
		if raw[0] == '"' {
			if err := json.Unmarshal(raw, &value); err != nil {
				return fmt.Errorf("parse JSON string %s: %w", name, err)
			}
		}
		f.params = append(f.params, Param{name, value})
	}
	f.sort()
	return nil
}

// sort puts parameters that came without a meaningful order into one that does not change from run to run.
func (f *form) sort() {
	slices.SortFunc(f.params, func(a, b Param) int { return strings.Compare(a.Name, b.Name) })
}

var errMultipart = errors.New("the multipart body is broken")

// addMultipart cuts the body at its boundary. mime/multipart would do the same at several times the cost, and this is the path
// of each message in a load run.
func (f *form) addMultipart(contentType, body string) error {
	_, boundary, ok := strings.Cut(contentType, "boundary=")
	if !ok {
		return errMultipart
	}
	boundary = strings.Trim(boundary, `"`)
	open, delimiter := "--"+boundary, "\r\n--"+boundary
	if !strings.HasPrefix(body, open) {
		return errMultipart
	}
	rest := body[len(open):]
	for !strings.HasPrefix(rest, "--") {
		part, next, ok := strings.Cut(rest, delimiter)
		if !ok {
			return errMultipart
		}
		if err := f.addPart(part); err != nil {
			return err
		}
		rest = next
	}
	return nil
}

func (f *form) addPart(part string) error {
	head, value, ok := strings.Cut(part, "\r\n\r\n")
	if !ok {
		return errMultipart
	}
	name, ok := headerParam(head, ` name="`)
	if !ok {
		return errMultipart
	}
	filename, isFile := headerParam(head, ` filename="`)
	if !isFile {
		f.params = append(f.params, Param{name, value})
		return nil
	}
	_, kind, _ := strings.Cut(head, "Content-Type: ")
	kind, _, _ = strings.Cut(kind, "\r\n")
	f.uploads = append(f.uploads, Upload{Field: name, Name: filename, MIME: kind, Data: value})
	return nil
}

// headerParam finds a quoted parameter of the Content-Disposition header and undoes the escapes that Go's writer makes.
func headerParam(head, prefix string) (string, bool) {
	_, rest, ok := strings.Cut(head, prefix)
	if !ok {
		return "", false
	}
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			value := rest[:i]
			if strings.IndexByte(value, '\\') >= 0 {
				value = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(value)
			}
			return value, true
		}
	}
	return "", false
}
