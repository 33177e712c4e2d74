package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

const maxCollaborators = 8

// plainValues are packages of the standard library whose pointers are data, not helpers.
var plainValues = []string{"time", "math/big", "net/url", "net/netip", "regexp", "text/template", "html/template", "go/ast", "go/token"}

// collaborators counts in each struct the fields through which it makes others work: interfaces with methods,
// functions, and pointers to things with methods. A struct that needs more than a few does several jobs. Structs
// named …Config or …Options are lists of settings and are left out.
func collaborators(c *typed) result {
	most := 0
	var worst []offender
	for _, f := range c.tree.product() {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if !ok || strings.HasSuffix(spec.Name.Name, "Config") || strings.HasSuffix(spec.Name.Name, "Options") {
				return true
			}
			count := c.countCollaborators(s)
			most = max(most, count)
			if count > maxCollaborators/2 {
				worst = append(worst, offender{c.tree.at(spec.Pos()), float64(count), fmt.Sprintf("%s, %d", spec.Name.Name, count)})
			}
			return true
		})
	}
	return atMost("most collaborators of a struct", float64(most), maxCollaborators, worst)
}

func (c *typed) countCollaborators(s *ast.StructType) int {
	n := 0
	for _, field := range s.Fields.List {
		// A field with a tag is data on its way to or from somewhere.
		if field.Tag == nil && c.isCollaborator(field.Type) {
			n += max(1, len(field.Names))
		}
	}
	return n
}

func (c *typed) isCollaborator(e ast.Expr) bool {
	t := c.info.TypeOf(e)
	if t == nil || t == types.Typ[types.Invalid] || isUnknownPointer(t) {
		// Another module's: a pointer is taken for a helper, a value for data.
		_, pointer := e.(*ast.StarExpr)
		return pointer
	}
	switch under := t.Underlying().(type) {
	case *types.Interface:
		return under.NumMethods() > 0 && t != types.Universe.Lookup("error").Type()
	case *types.Signature:
		return true
	case *types.Pointer:
		named, ok := under.Elem().(*types.Named)
		if !ok || named.Obj().Pkg() == nil || slices.Contains(plainValues, named.Obj().Pkg().Path()) {
			return false
		}
		return types.NewMethodSet(t).Len() > 0
	}
	return false
}

func isUnknownPointer(t types.Type) bool {
	p, ok := t.(*types.Pointer)
	return ok && p.Elem() == types.Typ[types.Invalid]
}
