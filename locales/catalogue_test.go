package locales_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"text/template"
	"text/template/parse"

	"github.com/BurntSushi/toml"

	"sohoc/internal/i18n"
	"sohoc/locales"
)

// sentence is what stands under a key: one text, or one for each plural form.
type sentence struct {
	plural bool
	forms  map[string]string // "" for a text without plural forms
}

// catalogue is a language's file, by dotted key.
type catalogue map[string]sentence

// forms are the plural forms that a count has in both languages.
var forms = []string{"one", "other"}

// read reads a language's file as TOML, without the library that speaks it: what that would make of a mistake is not what we want to know.
func read(t *testing.T, lang i18n.Lang) catalogue {
	t.Helper()
	raw, err := locales.FS.ReadFile("active." + string(lang) + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	c := catalogue{}
	c.collect(t, "", tree)
	return c
}

func (c catalogue) collect(t *testing.T, prefix string, tree map[string]any) {
	t.Helper()
	for name, value := range tree {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		switch v := value.(type) {
		case string:
			c[key] = sentence{forms: map[string]string{"": v}}
		case map[string]any:
			if _, plural := v["other"]; !plural {
				c.collect(t, key, v)
				continue
			}
			s := sentence{plural: true, forms: map[string]string{}}
			for form, text := range v {
				s.forms[form], _ = text.(string)
			}
			c[key] = s
		default:
			t.Errorf("%s is a %T", key, value)
		}
	}
}

// each calls fn for every text of every language.
func each(t *testing.T, fn func(lang i18n.Lang, key, text string)) {
	t.Helper()
	for _, lang := range i18n.Langs() {
		c := read(t, lang)
		for _, key := range slices.Sorted(maps.Keys(c)) {
			for _, form := range slices.Sorted(maps.Keys(c[key].forms)) {
				fn(lang, strings.TrimSuffix(key+"."+form, "."), c[key].forms[form])
			}
		}
	}
}

// placeholders lists the values that a text names, each once, sorted.
func placeholders(t *testing.T, key, text string) []string {
	t.Helper()
	tmpl, err := template.New(key).Parse(text)
	if err != nil {
		t.Errorf("%s is no template: %v", key, err)
		return nil
	}
	seen := map[string]bool{}
	names(tmpl.Root, seen)
	return slices.Sorted(maps.Keys(seen))
}

// names collects the fields in a part of a template.
func names(n parse.Node, seen map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, each := range n.Nodes {
			names(each, seen)
		}
	case *parse.ActionNode:
		names(n.Pipe, seen)
	case *parse.PipeNode:
		for _, cmd := range n.Cmds {
			for _, arg := range cmd.Args {
				names(arg, seen)
			}
		}
	case *parse.FieldNode:
		seen[n.Ident[0]] = true
	case *parse.IfNode:
		branch(&n.BranchNode, seen)
	case *parse.WithNode:
		branch(&n.BranchNode, seen)
	}
}

func branch(n *parse.BranchNode, seen map[string]bool) {
	names(n.Pipe, seen)
	names(n.List, seen)
	if n.ElseList != nil {
		names(n.ElseList, seen)
	}
}

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	t.Parallel()
	vi, en := read(t, i18n.VI), read(t, i18n.EN)
	for key := range vi {
		if _, ok := en[key]; !ok {
			t.Errorf("English lacks %s", key)
		}
	}
	for key := range en {
		if _, ok := vi[key]; !ok {
			t.Errorf("Vietnamese lacks %s", key)
		}
	}
	if len(vi) < 300 {
		t.Errorf("only %d keys were read", len(vi))
	}
}

func TestPluralsHaveBothForms(t *testing.T) {
	t.Parallel()
	counted := 0
	for _, lang := range i18n.Langs() {
		other := read(t, i18n.VI)
		for key, s := range read(t, lang) {
			if s.plural != other[key].plural {
				t.Errorf("%s is counted in one language only", key)
			}
			if !s.plural {
				continue
			}
			counted++
			if got := slices.Sorted(maps.Keys(s.forms)); !slices.Equal(got, forms) {
				t.Errorf("%s in %s has the forms %v, want %v", key, lang, got, forms)
			}
			for form, text := range s.forms {
				if !slices.Contains(placeholders(t, key, text), "N") {
					t.Errorf("%s.%s in %s does not say how many", key, form, lang)
				}
			}
		}
	}
	if counted == 0 {
		t.Error("nothing is counted")
	}
}

// A table with one of these names in it would be taken for a message by the library.
func TestNoKeyIsAReservedWord(t *testing.T) {
	t.Parallel()
	reserved := []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}
	for key := range read(t, i18n.VI) {
		for word := range strings.SplitSeq(key, ".") {
			if slices.Contains(reserved, strings.ToLower(word)) {
				t.Errorf("%s", key)
			}
		}
	}
}

func TestBothLanguagesNameTheSameValues(t *testing.T) {
	t.Parallel()
	vi := read(t, i18n.VI)
	each(t, func(lang i18n.Lang, key, text string) {
		base := key
		for _, form := range forms {
			base = strings.TrimSuffix(base, "."+form)
		}
		var want []string
		for _, form := range []string{"", "other"} {
			if first, ok := vi[base].forms[form]; ok {
				want = placeholders(t, base, first)
			}
		}
		if got := placeholders(t, key, text); !slices.Equal(got, want) {
			t.Errorf("%s in %s names %v, in Vietnamese %v", key, lang, got, want)
		}
	})
}

// Each sentence can be said: by the library, with values for all that it names, and nothing left of the template.
func TestEverySentenceCanBeSaid(t *testing.T) {
	t.Parallel()
	catalog, err := i18n.Load(locales.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Langs() {
		p := catalog.In(lang)
		for key, s := range read(t, lang) {
			args := i18n.Args{}
			for _, text := range s.forms {
				for _, name := range placeholders(t, key, text) {
					args[name] = "Tý"
				}
			}
			said := []string{p.T(key, args)}
			if s.plural {
				delete(args, "N")
				said = []string{p.N(key, 0, args), p.N(key, 1, args), p.N(key, 40, args)}
			}
			for _, text := range said {
				if text == key || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") {
					t.Errorf("%s in %s says %q", key, lang, text)
				}
			}
		}
	}
}
