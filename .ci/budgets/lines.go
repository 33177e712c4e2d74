package main

import (
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
)

// Budgets of size.
const (
	maxMedianFile     = 120
	maxFile           = 500
	maxMedianFunction = 12
	maxFunction       = 80
	maxParameters     = 5
	minTestRatio      = 1.2
)

// codeLines counts the lines on which a token stands that is not a comment, so that neither comments nor
// blank lines weigh in the ratio of tests to code.
func codeLines(source []byte) int {
	fset := token.NewFileSet()
	handle := fset.AddFile("", fset.Base(), len(source))
	var s scanner.Scanner
	s.Init(handle, source, func(token.Position, string) {}, 0)
	seen := map[int]bool{}
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return len(seen)
		}
		if tok == token.SEMICOLON && literal == "\n" {
			continue
		}
		first := handle.Line(pos)
		for line := first; line <= first+newlines(literal); line++ {
			seen[line] = true
		}
	}
}

func newlines(s string) int {
	n := 0
	for _, c := range s {
		if c == '\n' {
			n++
		}
	}
	return n
}

func medianFile(t *tree) result {
	var lengths []float64
	for _, f := range t.product() {
		lengths = append(lengths, float64(f.lines))
	}
	return atMost("median file, lines", median(lengths), maxMedianFile, nil)
}

// longestFile holds for tests as well: nobody reads a long one.
func longestFile(t *tree) result {
	longest := 0
	var worst []offender
	for _, f := range t.files {
		longest = max(longest, f.lines)
		if f.lines > maxFile*3/5 {
			worst = append(worst, offender{f.path, float64(f.lines), fmt.Sprintf("%d lines", f.lines)})
		}
	}
	return atMost("longest file, lines", float64(longest), maxFile, worst)
}

func medianFunction(t *tree) result {
	var lengths []float64
	eachFunction(t, func(f *ast.FuncDecl) {
		lengths = append(lengths, float64(functionLines(t, f)))
	})
	return atMost("median function, lines", median(lengths), maxMedianFunction, nil)
}

func longestFunction(t *tree) result {
	longest := 0
	var worst []offender
	eachFunction(t, func(f *ast.FuncDecl) {
		n := functionLines(t, f)
		longest = max(longest, n)
		if n > maxFunction/2 {
			worst = append(worst, offender{t.at(f.Pos()), float64(n), fmt.Sprintf("%s, %d lines", f.Name.Name, n)})
		}
	})
	return atMost("longest function, lines", float64(longest), maxFunction, worst)
}

func mostParameters(t *tree) result {
	most := 0
	var worst []offender
	eachFunction(t, func(f *ast.FuncDecl) {
		n := f.Type.Params.NumFields()
		most = max(most, n)
		if n >= maxParameters {
			worst = append(worst, offender{t.at(f.Pos()), float64(n), fmt.Sprintf("%s, %d parameters", f.Name.Name, n)})
		}
	})
	return atMost("most parameters", float64(most), maxParameters, worst)
}

func eachFunction(t *tree, visit func(*ast.FuncDecl)) {
	for _, f := range t.product() {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				visit(fn)
			}
		}
	}
}

// functionLines counts from the line with "func" to the closing brace, both included.
func functionLines(t *tree, f *ast.FuncDecl) int {
	return t.fset.Position(f.End()).Line - t.fset.Position(f.Pos()).Line + 1
}

// testRatio counts conversations among the tests: they are the specification, and each of their lines is
// played and compared.
func testRatio(t *tree) result {
	code, tests, scripts := 0, 0, 0
	perDir := map[string][2]int{}
	for _, f := range t.files {
		n := perDir[f.dir]
		if f.test {
			tests += f.code
			n[1] += f.code
		} else {
			code += f.code
			n[0] += f.code
		}
		perDir[f.dir] = n
	}
	for _, s := range t.scripts {
		scripts += s.lines
	}
	ratio := 0.0
	if code > 0 {
		ratio = float64(tests+scripts) / float64(code)
	}
	r := atLeast("test lines per code line", ratio, minTestRatio, leastTested(perDir))
	r.worst = append([]offender{{"all", 0, fmt.Sprintf("%d lines of code, %d of tests, %d of scripts", code, tests, scripts)}}, r.worst...)
	return r
}

func leastTested(perDir map[string][2]int) []offender {
	var worst []offender
	for dir, n := range perDir {
		if n[0] > 0 && float64(n[1]) < minTestRatio*float64(n[0]) {
			missing := minTestRatio*float64(n[0]) - float64(n[1])
			worst = append(worst, offender{dir, missing, fmt.Sprintf("%d lines of code, %d of tests", n[0], n[1])})
		}
	}
	return worst
}
