package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const maxDirect = 25

func readMod(root string) ([]string, error) {
	source, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, fmt.Errorf("read the module file: %w", err)
	}
	return strings.Split(string(source), "\n"), nil
}

func modulePath(root string) (string, error) {
	lines, err := readMod(root)
	if err != nil {
		return "", err
	}
	for _, line := range lines {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "module" {
			return strings.Trim(fields[1], `"`), nil
		}
	}
	return "", fmt.Errorf("%s names no module", filepath.Join(root, "go.mod"))
}

// directDependencies lists the required modules that are not marked as indirect. The marks themselves are kept
// right by go mod tidy, which .ci/run checks.
func directDependencies(root string) ([]string, error) {
	lines, err := readMod(root)
	if err != nil {
		return nil, err
	}
	var direct []string
	block := false
	for _, line := range lines {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 2 && fields[0] == "require" && fields[1] == "(":
			block = true
			continue
		case len(fields) == 1 && fields[0] == ")":
			block = false
		case len(fields) > 2 && fields[0] == "require":
			fields = fields[1:]
		case !block:
			continue
		}
		if len(fields) >= 2 && strings.HasPrefix(fields[1], "v") && !strings.Contains(line, "// indirect") {
			direct = append(direct, fields[0])
		}
	}
	return direct, nil
}

func dependencies(direct []string) result {
	r := atMost("direct dependencies", float64(len(direct)), maxDirect, nil)
	if r.broken() {
		for _, d := range direct {
			r.worst = append(r.worst, offender{where: d})
		}
	}
	return r
}
