package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

const minDocumented = 97.0 // per cent

// wellKnown are methods whose meaning the standard library has fixed.
var wellKnown = []string{
	"Error", "String", "Unwrap", "Is", "As", "Read", "Write", "Close", "ServeHTTP", "Len", "Less", "Swap",
	"MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON", "Scan", "Value", "LogValue", "Format",
}

func packageComments(t *tree) result {
	commented, first := map[string]bool{}, map[string]string{}
	for _, f := range t.files {
		if strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		if _, seen := first[f.dir]; !seen {
			first[f.dir] = f.path
		}
		if f.ast.Doc != nil && len(f.ast.Doc.Text()) > 0 {
			commented[f.dir] = true
		}
	}
	var missing []offender
	for dir, path := range first {
		if !commented[dir] {
			missing = append(missing, offender{path, 0, "package " + dir + " has no comment"})
		}
	}
	return none("packages without a comment", missing)
}

// documentation counts the exported names of the packages.
type documentation struct {
	tree    *tree
	total   int
	missing []offender
}

func exportedDocs(t *tree) result {
	d := &documentation{tree: t}
	for _, f := range t.files {
		if f.ast.Name.Name == "main" || strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		for _, decl := range f.ast.Decls {
			d.declaration(decl)
		}
	}
	share := 100.0
	if d.total > 0 {
		share = 100 * float64(d.total-len(d.missing)) / float64(d.total)
	}
	r := atLeast("exported names documented", share, minDocumented, d.missing)
	r.unit = " %"
	return r
}

func (d *documentation) declaration(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if exportedReceiver(decl) && (decl.Recv == nil || !slices.Contains(wellKnown, decl.Name.Name)) {
			d.count(decl.Name, decl.Doc)
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			d.spec(decl, spec)
		}
	}
}

func (d *documentation) spec(decl *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		d.count(spec.Name, decl.Doc, spec.Doc, spec.Comment)
		if i, ok := spec.Type.(*ast.InterfaceType); ok && spec.Name.IsExported() {
			d.methods(i)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			// The comment of a block speaks for its lines, as golint has it.
			d.count(name, decl.Doc, spec.Doc, spec.Comment)
		}
	}
}

func (d *documentation) methods(i *ast.InterfaceType) {
	for _, m := range i.Methods.List {
		for _, name := range m.Names {
			if !slices.Contains(wellKnown, name.Name) {
				d.count(name, m.Doc, m.Comment)
			}
		}
	}
}

func (d *documentation) count(name *ast.Ident, docs ...*ast.CommentGroup) {
	if !name.IsExported() {
		return
	}
	d.total++
	for _, doc := range docs {
		if doc != nil && len(doc.Text()) > 0 {
			return
		}
	}
	d.missing = append(d.missing, offender{d.tree.at(name.Pos()), 0, fmt.Sprintf("%s has no comment", name.Name)})
}

// exportedReceiver says whether readers of the documentation see f: a function, or a method of an exported type.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return true
	}
	expr := f.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		case *ast.Ident:
			return token.IsExported(e.Name)
		default:
			return false
		}
	}
}
