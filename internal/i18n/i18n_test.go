package i18n_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"sohoc/internal/i18n"
)

const (
	vi = `
loi = "Xin lỗi, có lỗi."
[the]
muc = "Mục số {{.ID}}: {{.Title}}"
trong = ""
hong = "{{.ID.Nothing}}"
[don_vi.gio]
one = "{{.N}} giờ{{with .Them}} {{.}}{{end}}"
other = "{{.N}} giờ{{with .Them}} {{.}}{{end}}"
[chi]
viet = "chỉ có tiếng Việt"
`
	en = `
loi = "Sorry, an error."
[the]
muc = "Entry {{.ID}}: {{.Title}}"
[don_vi.gio]
one = "{{.N}} hour{{with .Them}} {{.}}{{end}}"
other = "{{.N}} hours{{with .Them}} {{.}}{{end}}"
`
)

func load(t *testing.T) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load(fstest.MapFS{"active.vi.toml": {Data: []byte(vi)}, "active.en.toml": {Data: []byte(en)}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestT(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, k := range []struct {
		lang i18n.Lang
		key  string
		args i18n.Args
		want string
	}{
		{i18n.VI, "loi", nil, "Xin lỗi, có lỗi."},
		{i18n.EN, "loi", nil, "Sorry, an error."},
		{i18n.VI, "the.muc", i18n.Args{"ID": 7, "Title": "Luật <Đất đai> & \"khác\""}, "Mục số 7: Luật <Đất đai> & \"khác\""},
		{i18n.EN, "the.muc", i18n.Args{"ID": 7, "Title": "x {{.ID}}"}, "Entry 7: x {{.ID}}"},
		{i18n.VI, "chi.viet", nil, "chỉ có tiếng Việt"},
		// What is missing shows as its own name.
		{i18n.EN, "chi.viet", nil, "chi.viet"},
		{i18n.VI, "khong.co", nil, "khong.co"},
		{i18n.VI, "the", nil, "the"},
		{i18n.VI, "the.trong", nil, "the.trong"},
		{i18n.VI, "the.hong", i18n.Args{"ID": 7}, "the.hong"},
		{i18n.VI, "", nil, ""},
	} {
		if got := c.In(k.lang).T(k.key, k.args); got != k.want {
			t.Errorf("%s %q: %q, want %q", k.lang, k.key, got, k.want)
		}
	}
}

func TestN(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, k := range []struct {
		lang i18n.Lang
		n    int
		args i18n.Args
		want string
	}{
		{i18n.EN, 0, nil, "0 hours"},
		{i18n.EN, 1, nil, "1 hour"},
		{i18n.EN, 2, nil, "2 hours"},
		{i18n.EN, 21, i18n.Args{"Them": "more"}, "21 hours more"},
		{i18n.VI, 0, nil, "0 giờ"},
		{i18n.VI, 1, nil, "1 giờ"},
		{i18n.VI, 40, nil, "40 giờ"},
		{i18n.EN, 3, i18n.Args{"N": "some"}, "some hours"}, // who gives N a form of its own keeps it
	} {
		if got := c.In(k.lang).N("don_vi.gio", k.n, k.args); got != k.want {
			t.Errorf("%s, %d: %q, want %q", k.lang, k.n, got, k.want)
		}
	}
	if got := c.In(i18n.EN).N("khong.co", 2, nil); got != "khong.co" {
		t.Errorf("a missing key says %q", got)
	}
}

func TestNLeavesTheArgsAlone(t *testing.T) {
	t.Parallel()
	args := i18n.Args{"Them": "x"}
	load(t).In(i18n.VI).N("don_vi.gio", 2, args)
	if len(args) != 1 {
		t.Errorf("the caller's args are now %v", args)
	}
}

func TestGuess(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]i18n.Lang{
		"vi": i18n.VI, "vi-VN": i18n.VI, "en": i18n.EN, "en-GB": i18n.EN, "EN-us": i18n.EN, "en_US": i18n.EN, "fr": i18n.VI, "": i18n.VI, "zh-Hans": i18n.VI,
	} {
		if got := i18n.Guess(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
}

func TestInFallsBackToVietnamese(t *testing.T) {
	t.Parallel()
	c := load(t)
	if i18n.Langs()[0] != i18n.VI {
		t.Errorf("the default is %s", i18n.Langs()[0])
	}
	for _, lang := range []i18n.Lang{"", "fr", "VI"} {
		if got := c.In(lang); got != c.In(i18n.VI) || got.Lang != i18n.VI {
			t.Errorf("%q speaks %s", lang, got.Lang)
		}
	}
	if c.In(i18n.EN).Lang != i18n.EN {
		t.Error("English speaks something else")
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := &fstest.MapFile{Data: []byte(vi)}
	for name, files := range map[string]fstest.MapFS{
		"no English": {"active.vi.toml": good},
		"no files":   {},
		"no TOML":    {"active.vi.toml": good, "active.en.toml": {Data: []byte("loi = ")}},
	} {
		if c, err := i18n.Load(files); err == nil || c != nil {
			t.Errorf("%s: loads", name)
		}
	}
}

func TestASentenceThatCannotBeSaidIsItsName(t *testing.T) {
	t.Parallel()
	c, err := i18n.Load(fstest.MapFS{"active.vi.toml": {Data: []byte(vi)}, "active.en.toml": {Data: []byte(`loi = "{{.N"`)}})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.In(i18n.EN).T("loi", nil); got != "loi" {
		t.Errorf("it says %q", got)
	}
}

func TestSpeakingAtOnceIsSafe(t *testing.T) {
	t.Parallel()
	c := load(t)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for n := range 50 {
				if got, want := c.In(i18n.EN).N("don_vi.gio", n+2, nil), fmt.Sprintf("%d hours", n+2); got != want {
					t.Errorf("speaker %d says %q, want %q", i, got, want)
				}
			}
		})
	}
	all.Wait()
}
