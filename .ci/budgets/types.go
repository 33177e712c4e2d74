package main

import (
	"errors"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
)

// A typed is the product with its types, as far as they can be known without building anything: our own packages
// and the standard library. What comes from other modules stays unknown, and the errors that follow from that are
// of no interest here.
type typed struct {
	tree     *tree
	info     *types.Info
	byDir    map[string][]*file // the product's files of a folder
	packages map[string]*types.Package
	standard types.Importer
}

var errThirdParty = errors.New("not ours and not the standard library's")

func checkTypes(t *tree) *typed {
	c := &typed{
		tree: t,
		info: &types.Info{
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Types:      map[ast.Expr]types.TypeAndValue{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		},
		byDir:    map[string][]*file{},
		packages: map[string]*types.Package{},
		standard: importer.ForCompiler(token.NewFileSet(), "source", nil),
	}
	for _, f := range t.files {
		if !strings.HasSuffix(f.path, "_test.go") {
			c.byDir[f.dir] = append(c.byDir[f.dir], f)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(c.byDir)) {
		_, _ = c.Import(path.Join(t.module, dir))
	}
	c.checkTests()
	return c
}

// Import checks a package of ours and what it imports.
func (c *typed) Import(importPath string) (*types.Package, error) {
	if p, ok := c.packages[importPath]; ok {
		return p, nil
	}
	dir, ours := c.dirOf(importPath)
	switch {
	case ours:
		p := c.check(importPath, c.byDir[dir])
		c.packages[importPath] = p
		return p, nil
	case strings.Contains(strings.Split(importPath, "/")[0], "."):
		return nil, errThirdParty
	}
	p, err := c.standard.Import(importPath)
	if err == nil {
		c.packages[importPath] = p
	}
	return p, err
}

func (c *typed) dirOf(importPath string) (string, bool) {
	dir := "."
	if importPath != c.tree.module {
		rest, ok := strings.CutPrefix(importPath, c.tree.module+"/")
		if !ok {
			return "", false
		}
		dir = rest
	}
	_, ok := c.byDir[dir]
	return dir, ok
}

func (c *typed) check(importPath string, files []*file) *types.Package {
	config := types.Config{Importer: c, FakeImportC: true, Error: func(error) {}}
	var parsed []*ast.File
	for _, f := range files {
		parsed = append(parsed, f.ast)
	}
	p, _ := config.Check(importPath, c.tree.fset, parsed, c.info)
	return p
}

// checkTests checks the test files too, since a variable that only a test replaces is state all the same. Tests
// of the package itself are checked together with its files, whose objects are then found anew under the same
// names: variables are therefore told apart by package and name.
func (c *typed) checkTests() {
	inside, outside := map[string][]*file{}, map[string][]*file{}
	for _, f := range c.tree.files {
		switch {
		case !strings.HasSuffix(f.path, "_test.go"):
		case strings.HasSuffix(f.ast.Name.Name, "_test"):
			outside[f.dir] = append(outside[f.dir], f)
		default:
			inside[f.dir] = append(inside[f.dir], f)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(inside)) {
		c.check(path.Join(c.tree.module, dir), slices.Concat(c.byDir[dir], inside[dir]))
	}
	for _, dir := range slices.Sorted(maps.Keys(outside)) {
		c.check(path.Join(c.tree.module, dir)+"_test", outside[dir])
	}
}
