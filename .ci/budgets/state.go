package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// A variable of a package, by the path of the package and its name.
type variable struct{ pkg, name string }

// changers are functions that change what their first argument refers to.
var changers = map[string][]string{
	"slices": {"Sort", "SortFunc", "SortStableFunc", "Reverse", "Delete", "DeleteFunc", "Compact", "CompactFunc"},
	"maps":   {"Copy", "DeleteFunc", "Insert"},
	"sort":   {"Strings", "Ints", "Float64s", "Slice", "SliceStable", "Sort", "Stable"},
}

// mutableState lists the variables of the product's packages that change after they were declared, or may:
// assigned to, written into, their address taken, called through a pointer method, or of a type that exists only
// to be changed. Tables, compiled expressions, error values and embedded files never are and may stay.
func mutableState(c *typed) result {
	s := &stateFinder{typed: c, changes: map[variable][]offender{}}
	for _, f := range c.tree.files {
		ast.Inspect(f.ast, s.visit)
	}
	var found []offender
	for _, f := range c.tree.product() {
		found = append(found, s.declaredIn(f)...)
	}
	return none("mutable variables of packages", found)
}

type stateFinder struct {
	*typed
	changes map[variable][]offender
}

func (s *stateFinder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, left := range n.Lhs {
				s.changed(left, "assigned")
			}
		}
	case *ast.IncDecStmt:
		s.changed(n.X, "counted")
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			s.changed(n.Key, "assigned")
			s.changed(n.Value, "assigned")
		}
	case *ast.SendStmt:
		s.changed(n.Chan, "sent to")
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			s.changed(n.X, "its address taken")
		}
	case *ast.CallExpr:
		s.call(n)
	}
	return true
}

func (s *stateFinder) call(call *ast.CallExpr) {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if builtin, ok := s.info.Uses[fun].(*types.Builtin); ok && len(call.Args) > 0 &&
			slices.Contains([]string{"delete", "clear", "copy", "close"}, builtin.Name()) {
			s.changed(call.Args[0], "given to "+builtin.Name())
		}
	case *ast.SelectorExpr:
		s.method(call, fun)
	}
}

func (s *stateFinder) method(call *ast.CallExpr, fun *ast.SelectorExpr) {
	if x, ok := fun.X.(*ast.Ident); ok {
		if pkg, ok := s.info.Uses[x].(*types.PkgName); ok {
			if len(call.Args) > 0 && slices.Contains(changers[pkg.Imported().Path()], fun.Sel.Name) {
				s.changed(call.Args[0], "rearranged")
			}
			return
		}
	}
	selection := s.info.Selections[fun]
	if selection == nil || selection.Kind() != types.MethodVal {
		return
	}
	signature, ok := selection.Obj().Type().(*types.Signature)
	if !ok || signature.Recv() == nil {
		return
	}
	_, byPointer := signature.Recv().Type().(*types.Pointer)
	_, isPointer := selection.Recv().(*types.Pointer)
	if byPointer && !isPointer {
		s.changed(fun.X, "changed by "+fun.Sel.Name)
	}
}

// changed notes that something happened to the variable at the root of e, if it is one of a package.
func (s *stateFinder) changed(e ast.Expr, how string) {
	if v, ok := s.root(e); ok {
		p := s.tree.fset.Position(e.Pos())
		s.changes[v] = append(s.changes[v], offender{note: fmt.Sprintf("%s at %s:%d", how, p.Filename, p.Line)})
	}
}

func (s *stateFinder) root(e ast.Expr) (variable, bool) {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.Ident:
			return packageVariable(s.info.Uses[x])
		case *ast.SelectorExpr:
			if v, ok := packageVariable(s.info.Uses[x.Sel]); ok {
				return v, true
			}
			e = x.X
		default:
			return variable{}, false
		}
	}
}

func packageVariable(o types.Object) (variable, bool) {
	v, ok := o.(*types.Var)
	if !ok || v.IsField() || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return variable{}, false
	}
	return variable{v.Pkg().Path(), v.Name()}, true
}

// declaredIn lists the variables that f declares and that are or may be changed.
func (s *stateFinder) declaredIn(f *file) []offender {
	var found []offender
	for _, d := range f.ast.Decls {
		general, ok := d.(*ast.GenDecl)
		if !ok || general.Tok != token.VAR {
			continue
		}
		for _, spec := range general.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				found = append(found, s.judge(name)...)
			}
		}
	}
	return found
}

func (s *stateFinder) judge(name *ast.Ident) []offender {
	v, ok := packageVariable(s.info.Defs[name])
	if !ok {
		return nil
	}
	if changes := s.changes[v]; len(changes) > 0 {
		return []offender{{where: s.tree.at(name.Pos()), note: name.Name + ": " + changes[0].note}}
	}
	if kind := madeForChange(s.info.Defs[name].Type()); kind != "" {
		return []offender{{where: s.tree.at(name.Pos()), note: name.Name + " is a " + kind}}
	}
	return nil
}

// madeForChange names the types that are of no use unless they change. A sync.Pool is left out: what it holds
// can be seen by nobody.
func madeForChange(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if _, ok := t.Underlying().(*types.Chan); ok {
		return "channel"
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	switch pkg := named.Obj().Pkg().Path(); {
	case pkg == "sync/atomic", pkg == "sync" && named.Obj().Name() != "Pool":
		return pkg[strings.LastIndex(pkg, "/")+1:] + "." + named.Obj().Name()
	}
	return ""
}
