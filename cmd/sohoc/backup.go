package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/evidence"
	"sohoc/internal/people"
	"sohoc/internal/sqlite"
)

// backupCmd copies the data while serve runs.
//
// A backup is a database file sohoc-YYYYMMDD-HHMMSS.db with its checksum beside it (….db.sha256, as sha256sum writes it).
// The evidence lies once for all backups in the subfolder files/, by hash: what is there already is not copied again.
// So the whole folder, or one database file with the folder files/, can be carried elsewhere and restored.
type backupCmd struct {
	To   string `placeholder:"THƯ MỤC" help:"Nơi lưu; mặc định: thư mục backups trong thư mục dữ liệu. Nên là đĩa khác."`
	Keep int    `default:"14" help:"Giữ bao nhiêu bản mới nhất."`
}

// Run makes a backup and removes the oldest.
func (c backupCmd) Run(a *app) (err error) {
	if c.Keep < 1 {
		return errors.New("--keep phải từ 1 trở lên")
	}
	db, err := a.openExisting()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s := a.backupFolder(c.To)
	made, err := s.add(a.ctx, db, evidence.Folder{Dir: a.cfg.Files()}, a.clock.Now().In(a.zone))
	if err != nil {
		return fmt.Errorf("sao lưu: %w", err)
	}
	err = db.Update(a.ctx, func(tx *sqlite.Tx) error {
		return tx.Audit(a.ctx, people.AuditLine{Action: "backup", Channel: "cli"}, tx.Now())
	})
	if err != nil {
		return err
	}
	removed, err := s.rotate(a.ctx, made.name, c.Keep)
	if err != nil {
		return fmt.Errorf("đã sao lưu vào %s nhưng chưa bỏ được bản cũ: %w", made.name, err)
	}
	fmt.Fprintf(a.stdout, "Đã sao lưu: %s\nSHA-256: %s\nTệp minh chứng: %d, trong đó mới chép %d.\n", s.path(made.name), made.sum, made.files, made.fresh)
	if removed > 0 {
		fmt.Fprintf(a.stdout, "Đã bỏ %d bản cũ, giữ %d bản mới nhất.\n", removed, c.Keep)
	}
	if made.missing > 0 {
		return fmt.Errorf("%d tệp minh chứng không có hoặc hỏng trong %s; bản sao lưu thiếu các tệp này", made.missing, a.cfg.Files())
	}
	return nil
}

// shelf is a folder of backups.
type shelf struct{ dir string }

// madeBackup is what came of making one.
type madeBackup struct {
	name, sum             string
	files, fresh, missing int
}

var backupName = regexp.MustCompile(`^sohoc-\d{8}-\d{6}(-\d+)?\.db$`)

func (s shelf) path(name string) string { return filepath.Join(s.dir, name) }

func (s shelf) evidence() evidence.Folder { return evidence.Folder{Dir: s.path("files")} }

// add makes a backup. The evidence comes after the database: a file is on disk before its row, so all that the copy's
// rows refer to is there.
func (s shelf) add(ctx context.Context, db *sqlite.DB, from evidence.Folder, now time.Time) (made madeBackup, err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return made, fmt.Errorf("tạo thư mục: %w", err)
	}
	if made.name, err = s.free(now); err != nil {
		return made, err
	}
	found, err := db.CopyTo(ctx, s.path(made.name))
	if err != nil {
		return made, err
	}
	made.files = len(found.Files)
	for _, f := range found.Files {
		if err := ctx.Err(); err != nil {
			return made, err
		}
		switch copied, err := shelve(from.Path(f.Hash), s.evidence().Path(f.Hash), f); {
		case errors.Is(err, errEvidence):
			made.missing++
		case err != nil:
			return made, err
		case copied:
			made.fresh++
		}
	}
	if made.sum, err = hashFile(s.path(made.name)); err != nil {
		return made, err
	}
	return made, placeDurably(s.path(made.name+".sha256"), strings.NewReader(made.sum+"  "+made.name+"\n"))
}

// free returns the name for a backup of now; a second one of the same second gets a number.
func (s shelf) free(now time.Time) (string, error) {
	base := now.Format("sohoc-20060102-150405")
	for n := 1; n < 1000; n++ {
		name := base + ".db"
		if n > 1 {
			name = base + "-" + strconv.Itoa(n) + ".db"
		}
		if _, err := os.Lstat(s.path(name)); errors.Is(err, os.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", fmt.Errorf("xem thư mục sao lưu: %w", err)
		}
	}
	return "", errors.New("quá nhiều bản sao lưu trong một giây")
}

// list returns the names of the backups, the newest first.
func (s shelf) list() ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("xem thư mục sao lưu: %w", err)
	}
	var names []string
	for _, e := range entries {
		if backupName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(stem(b), stem(a)) })
	return names, nil
}

func stem(name string) string { return strings.TrimSuffix(name, ".db") }

// rotate removes all but the newest backups, never the one just made, and then the evidence that no backup needs any
// more: a document that was destroyed does not live on for ever.
func (s shelf) rotate(ctx context.Context, made string, keep int) (removed int, err error) {
	names, err := s.list()
	if err != nil {
		return 0, err
	}
	kept := names[:min(keep, len(names))]
	for _, old := range names[len(kept):] {
		if old == made { // the clock was set back
			kept = append(slices.Clone(kept), old)
			continue
		}
		if err := errors.Join(os.Remove(s.path(old)), removeIfThere(s.path(old+".sha256"))); err != nil {
			return removed, err
		}
		removed++
	}
	if removed == 0 {
		return 0, nil
	}
	needed := map[string]bool{}
	for _, name := range kept {
		files, err := sqlite.FilesNeededBy(ctx, s.path(name))
		if err != nil {
			return removed, fmt.Errorf("bản %s không đọc được, nên giữ lại mọi tệp minh chứng: %w", name, err)
		}
		for _, f := range files {
			needed[f.Hash] = true
		}
	}
	_, err = s.evidence().Sweep(time.Now(), 0, func(hash string) (bool, error) { return needed[hash], nil })
	return removed, err
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("bỏ tệp cũ: %w", err)
	}
	return nil
}
