// Command budgets measures the source tree against the project's budgets and prints a table.
//
// It covers what a linter that looks at one file or one function cannot see: medians and ratios, how much is
// documented, variables of a package that change while the program runs, structs with too many collaborators,
// words that say that something is unfinished, and traces of the machine on which the code was written.
//
// It reads the sources and runs nothing of them. Third-party types are not resolved: a pointer to one counts as
// a collaborator. The exit code is 1 when a budget is broken, 2 when the tree cannot be read.
//
// It lives in a folder with a dot so that it is no part of the product: go test ./... passes it by, and
// .ci/run tests it by name.
package main

import (
	"flag"
	"fmt"
	"go/build"
	"io"
	"os"
	"os/exec"
	"strings"
)

func main() {
	// The standard library is read as source, and its C parts say nothing that its Go parts do not.
	build.Default.CgoEnabled = false
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("budgets", flag.ContinueOnError)
	flags.SetOutput(errs)
	root := flags.String("root", ".", "the folder with go.mod")
	worst := flags.Int("worst", 3, "how many of the worst to name for a budget that holds; a broken one names all")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	tree, err := readTree(*root)
	if err != nil {
		fmt.Fprintln(errs, "budgets:", err)
		return 2
	}
	results, err := measure(tree)
	if err != nil {
		fmt.Fprintln(errs, "budgets:", err)
		return 2
	}
	if broken := printTable(out, results, *worst); broken > 0 {
		return 1
	}
	return 0
}

// measure runs every measurement in the order of the table.
func measure(t *tree) ([]result, error) {
	direct, err := directDependencies(t.root)
	if err != nil {
		return nil, err
	}
	traces, err := findTraces(t.root, traceWords(environment()))
	if err != nil {
		return nil, err
	}
	types := checkTypes(t)
	return []result{
		medianFile(t), longestFile(t), medianFunction(t), longestFunction(t), mostParameters(t),
		testRatio(t), packageComments(t), exportedDocs(t),
		dependencies(direct), collaborators(types), mutableState(types),
		initFunctions(t), unfinished(t), errorsByText(t), sleepsInTests(t), traces,
	}, nil
}

// environment is what the process was given and what the go command has been told for good.
func environment() []string {
	environ := os.Environ()
	if proxy, err := exec.Command("go", "env", "GOPROXY").Output(); err == nil {
		environ = append(environ, "GOPROXY="+strings.TrimSpace(string(proxy)))
	}
	return environ
}
