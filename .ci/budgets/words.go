package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// unfinishedWord finds what people write when they mean to come back. Tests are searched as well.
var (
	unfinishedWord  = regexp.MustCompile(`\b(TODO|FIXME|HACK)\b`)
	unfinishedPanic = regexp.MustCompile(`(?i)not (yet )?implemented|unimplemented|todo`)
)

func initFunctions(t *tree) result {
	var found []offender
	for _, f := range t.files {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				found = append(found, offender{where: t.at(fn.Pos()), note: "runs before anybody asked"})
			}
		}
	}
	return none("init functions", found)
}

func unfinished(t *tree) result {
	var found []offender
	for _, f := range t.files {
		for _, group := range f.ast.Comments {
			for _, c := range group.List {
				if word := unfinishedWord.FindString(c.Text); word != "" {
					found = append(found, offender{where: t.at(c.Pos()), note: word})
				}
			}
		}
		eachCall(f, func(call *ast.CallExpr) {
			if isName(call.Fun, "panic") && len(call.Args) == 1 && unfinishedPanic.MatchString(text(call.Args[0])) {
				found = append(found, offender{where: t.at(call.Pos()), note: "panic instead of code"})
			}
		})
	}
	return none("unfinished things", found)
}

// errorsByText finds strings.Contains(err.Error(), …) and its kin. Tests may look at a text: it is what they test.
func errorsByText(t *tree) result {
	var found []offender
	for _, f := range t.product() {
		eachCall(f, func(call *ast.CallExpr) {
			fun, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !isName(fun.X, "strings") && !isName(fun.X, "regexp") {
				return
			}
			for _, arg := range call.Args {
				if callsError(arg) {
					found = append(found, offender{where: t.at(call.Pos()), note: "use errors.Is, errors.As or a kind"})
				}
			}
		})
	}
	return none("errors told apart by their text", found)
}

func callsError(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 0 {
		return false
	}
	fun, ok := call.Fun.(*ast.SelectorExpr)
	return ok && fun.Sel.Name == "Error"
}

// sleepsInTests finds tests that wait for the clock on the wall. A file that imports testing/synctest sleeps in
// the bubble's time, which costs nothing and is exact.
func sleepsInTests(t *tree) result {
	var found []offender
	for _, f := range t.files {
		if !f.test || imports(f, "testing/synctest") {
			continue
		}
		eachCall(f, func(call *ast.CallExpr) {
			if fun, ok := call.Fun.(*ast.SelectorExpr); ok && isName(fun.X, "time") && fun.Sel.Name == "Sleep" {
				found = append(found, offender{where: t.at(call.Pos()), note: "wait for an event"})
			}
		})
	}
	return none("sleeps in tests", found)
}

func eachCall(f *file, visit func(*ast.CallExpr)) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			visit(call)
		}
		return true
	})
}

func imports(f *file, path string) bool {
	for _, i := range f.ast.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil && p == path {
			return true
		}
	}
	return false
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// text joins the string literals of an expression.
func text(e ast.Expr) string {
	var b strings.Builder
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			b.WriteString(lit.Value)
		}
		return true
	})
	return b.String()
}
