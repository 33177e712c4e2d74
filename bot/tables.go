package bot

import (
	"reflect"

	"sohoc/internal/i18n"
	"sohoc/internal/learning"
	"sohoc/internal/quicklog"
)

// tables gives the parser the lists and rules that the Office has set, in place of its own where there are any.
func tables(l learning.Lists, r learning.Rules) quicklog.Tables {
	t := quicklog.Default()
	t.Units = quicklog.Units{
		TietMinutes: r.Units.TietMinutes, BuoiTiet: r.Units.BuoiTiet, NgayTiet: r.Units.NgayTiet, TuanNgay: r.Units.TuanNgay,
	}
	t.Fields = merge(t.Fields, l.Fields)
	t.Providers = merge(t.Providers, l.Providers)
	return t
}

// merge adds the words of the Office's list to the parser's own.
func merge(own []quicklog.Term, listed []learning.Listed) []quicklog.Term {
	at := map[string]int{}
	out := append([]quicklog.Term(nil), own...)
	for i, term := range out {
		at[term.Code] = i
	}
	for _, l := range listed {
		if len(l.Words) == 0 {
			continue
		}
		i, ok := at[l.Code]
		if !ok {
			i, out = len(out), append(out, quicklog.Term{Code: l.Code})
		}
		out[i].Words = append(append([]string(nil), out[i].Words...), l.Words...)
	}
	return out
}

// same reports whether two books would make the same parser.
func same(a, b *book) bool {
	return a.rules == b.rules && reflect.DeepEqual(a.lists, b.lists)
}

// kindName and fieldName are the names of the lists in the reader's language, the code when there is none.
func (t *turn) kindName(k learning.Kind) string   { return t.listed(t.set.lists.Kinds, string(k)) }
func (t *turn) fieldName(f learning.Field) string { return t.listed(t.set.lists.Fields, string(f)) }

func (t *turn) listed(list []learning.Listed, code string) string {
	for _, l := range list {
		if l.Code == code {
			return t.inLang(l)
		}
	}
	return code
}

func (t *turn) inLang(l learning.Listed) string {
	if t.p.Lang == i18n.EN && l.NameEN != "" {
		return l.NameEN
	}
	return l.NameVI
}
