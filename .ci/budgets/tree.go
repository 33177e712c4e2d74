package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A tree is the parsed source of the product.
type tree struct {
	root    string
	module  string // the module's path
	fset    *token.FileSet
	files   []*file
	scripts []script
}

// A file is one Go file of the tree.
type file struct {
	path  string // from the root, with slashes
	dir   string
	ast   *ast.File
	lines int // of the whole file
	code  int // lines on which something else than a comment stands
	test  bool
}

// A script is a conversation or another test that is kept as text.
type script struct {
	path  string
	lines int
}

func readTree(root string) (*tree, error) {
	module, err := modulePath(root)
	if err != nil {
		return nil, err
	}
	t := &tree{root: root, module: module, fset: token.NewFileSet()}
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return t.enter(p, d.Name())
		}
		return t.read(p)
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", root, err)
	}
	return t, nil
}

// enter decides whether a folder belongs to the product. A testdata folder does for its scripts.
func (t *tree) enter(p, name string) error {
	if p != t.root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "vendor") {
		return fs.SkipDir
	}
	return nil
}

func (t *tree) read(p string) error {
	rel, err := filepath.Rel(t.root, p)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	inTestdata := strings.Contains("/"+rel, "/testdata/")
	switch {
	case strings.HasSuffix(rel, ".txtar"):
		return t.readScript(p, rel)
	case strings.HasSuffix(rel, ".go") && !inTestdata:
		return t.readGo(p, rel)
	}
	return nil
}

func (t *tree) readGo(p, rel string) error {
	source, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(t.fset, rel, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if ast.IsGenerated(parsed) {
		return nil
	}
	dir := path.Dir(rel)
	t.files = append(t.files, &file{
		path: rel, dir: dir, ast: parsed,
		lines: strings.Count(string(source), "\n"),
		code:  codeLines(source),
		test:  strings.HasSuffix(rel, "_test.go") || isTestPackage(dir),
	})
	return nil
}

func (t *tree) readScript(p, rel string) error {
	source, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	lines := 0
	for line := range strings.Lines(string(source)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	t.scripts = append(t.scripts, script{path: rel, lines: lines})
	return nil
}

// isTestPackage says whether a folder holds a package that only tests import, such as bottest, or the tests that
// run the program from outside.
func isTestPackage(dir string) bool {
	for part := range strings.SplitSeq(dir, "/") {
		if part == "endtoend" || strings.HasSuffix(part, "test") && part != "test" {
			return true
		}
	}
	return false
}

// product returns the files that are shipped.
func (t *tree) product() []*file {
	var out []*file
	for _, f := range t.files {
		if !f.test {
			out = append(out, f)
		}
	}
	return out
}

// at names a position as path:line.
func (t *tree) at(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}
