package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var rewrite = flag.Bool("rewrite", false, "write the transcripts anew, with what the commands say now")

// The transcripts in testdata/commands read as what somebody at the console types and sees:
//
//	# a remark
//	@ 2026-11-24T09:00:00+07:00   sets the clock
//	% other                       goes on in another data folder
//	$ import roster ds.csv        a command; its output follows, lines of stderr after "! ", and the exit code if not 0
//
// The files below the transcript are those that the commands name. Codes, checksums and the number of the schema are blotted out.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/commands/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no transcripts (%v)", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			o := newOffice(t)
			for _, f := range archive.Files {
				o.file(f.Name, string(f.Data))
			}
			want := string(archive.Comment)
			got := o.play(want)
			if *rewrite {
				archive.Comment = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("transcript (-want +got):\n%s", diff)
			}
		})
	}
}

// play runs the commands of a transcript and returns the transcript as it is now.
func (o *office) play(transcript string) string {
	o.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(transcript) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "", "#":
			b.WriteString(line)
		case "@":
			b.WriteString(line)
			o.at(rest)
		case "%":
			b.WriteString(line)
			o.environ = append(o.environ, "SOHOC_DATA_DIR="+filepath.Join(o.dir, rest))
		case "$":
			b.WriteString(line)
			b.WriteString(o.see(rest))
		default: // output of another time
		}
	}
	return b.String()
}

var (
	aCode     = regexp.MustCompile(`\b[A-HJKMNP-RT-Z2-46-9]{8}\b`)
	aPrinted  = regexp.MustCompile(`: [A-HJKMNP-RT-Z2-46-9]{4} [A-HJKMNP-RT-Z2-46-9]{4}\n`)
	aChecksum = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	aSchema   = regexp.MustCompile(`(?m)^Lược đồ: \d+$`)
	aTable    = regexp.MustCompile(`(?m)^  ([a-z_]+) +\d+\n`)
)

// see runs one command and returns what is seen. A word "> FILE" at the end puts the output into a file.
func (o *office) see(line string) string {
	o.t.Helper()
	line, into, _ := strings.Cut(line, " > ")
	args := strings.Fields(line)
	for i, arg := range args {
		if strings.HasPrefix(arg, "-") || i == 0 {
			continue
		}
		if _, err := os.Stat(filepath.Join(o.dir, arg)); err == nil || strings.HasPrefix(arg, "./") {
			args[i] = filepath.Join(o.dir, arg)
		}
	}
	out, said, code := o.run(args...)
	if into != "" {
		o.file(into, out)
		out = ""
	}
	var b strings.Builder
	b.WriteString(out)
	for line := range strings.Lines(said) {
		b.WriteString("! " + line)
	}
	if code != 0 {
		fmt.Fprintf(&b, "(%d)\n", code)
	}
	seen := strings.ReplaceAll(b.String(), o.dir+"/", "")
	seen = aPrinted.ReplaceAllString(strings.ReplaceAll(seen, "\ufeff", ""), ": #### ####\n")
	// The schema grows: only the tables that the transcripts speak of are shown.
	seen = aTable.ReplaceAllStringFunc(aSchema.ReplaceAllString(seen, "Lược đồ: #"), func(line string) string {
		switch strings.Fields(line)[0] {
		case "people", "units", "memberships", "entries":
			return line
		}
		return ""
	})
	// A blank line of output would end the paragraph for the eye, and a mark at its start would be read as a command.
	seen = regexp.MustCompile(`(?m)^$\n`).ReplaceAllString(seen, "|\n")
	seen = regexp.MustCompile(`(?m)^([#@%$] )`).ReplaceAllString(seen, "|$1")
	return aChecksum.ReplaceAllString(aCode.ReplaceAllString(seen, "########"), "<sha256>")
}
