package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"sohoc/internal/sqlite"
	"sohoc/migrations"
)

// rowsOf fill the tables that a step brought, a row or more in each. Who adds a step adds rows for its tables.
var rowsOf = map[int64][]string{
	1: {
		"INSERT INTO units VALUES (1, 'Thanh tra', 'thanh tra', 1, '2020-01-01', NULL), (2, 'Cũ', 'cu', 2, '2020-01-01', '2025-12-31')",
		"INSERT INTO people VALUES (1, 'A1', 'Lý Thị An', 'ly thi an', 'cong_chuc', 'vi', 5), (2, 'A2', 'Ma Văn Bình', 'ma van binh', '', '', 6)",
		"INSERT INTO memberships VALUES (1, 1, 1, 'Chánh Thanh tra', 1, 0, 0, 0, '2026-01-01', NULL), (2, 2, 2, '', 0, 0, 0, 1, '2020-01-01', '2025-12-31')",
		"INSERT INTO invites VALUES (1, 1, 'join', x'0102', 7, 8, 9, NULL), (2, 2, 'link', x'0103', 7, 8, NULL, 9)",
		"INSERT INTO identities VALUES ('telegram', '42', 'u1', 'c1', 1, 10, NULL), ('web', 'so-hoc', 'u2', 'c2', 1, 11, 12)",
		"INSERT INTO consents VALUES (1, 1, '2026-11', 'telegram', 13, NULL), (2, 2, '2026-11', 'web', 14, 15)",
		"INSERT INTO leaves VALUES (1, 1, '2026-11-20', '2026-11-24', 16)",
		`INSERT INTO conversations VALUES ('telegram', '42', 'c1', '{"misses":2}', 17)`,
		"INSERT INTO providers VALUES ('MOOC', 'mooc,mooc.vn')",
		"INSERT INTO settings VALUES ('custom', '1', 'QĐ 7', 18, 1)",
		"UPDATE kinds SET name_vi = 'Tự học ở nhà' WHERE code = 'self_study'",
		`INSERT INTO entries VALUES (7, 1, 1, 'course', 'law', 'Luật Đất đai', 'luat dat dai', 'MOOC', '2026-11-20', '2026-11-22', 90, 'confirmed', 1,
			'telegram', '55', 2, '7/A1/x', 19, 20, NULL), (9, 2, 2, 'self_study', 'other', 'Tin học', 'tin hoc', '', '2025-11-20', '2025-11-20', 30, 'deleted', 0,
			'web', '', 1, NULL, 21, 22, 23)`,
		`INSERT INTO entry_versions VALUES (7, 1, '{"title":"Luật"}', 1, 24, 'telegram')`,
		"INSERT INTO files VALUES ('ab12', 'application/pdf', 7, 25)",
		"INSERT INTO evidence VALUES (1, 7, 'ab12', 'giấy.pdf', 26)",
		"INSERT INTO audit VALUES (1, 27, 1, 'see_unit', NULL, 1, 'telegram', '')",
		"INSERT INTO inbox VALUES (1, 'telegram', '42', '100', NULL, 1, 1, 28), (2, 'telegram', '42', '101', '{}', 0, 0, 29)",
		`INSERT INTO outbox VALUES (5, 'telegram', '42', 'c1', 'reply', 'repeat', NULL, '{"t":"a"}', 'waiting', 0, 0, '', 30, NULL),
			(6, 'telegram', '42', 'c1', 'reminder', 'once', 'weekly/1', NULL, 'sent', 1, 0, '', 31, 32)`,
		"INSERT INTO pauses VALUES ('telegram', '42', '', 33)",
		"INSERT INTO jobs VALUES (3, 'chart', '{}', 'waiting', 1, 34, 'x', 35)",
		"INSERT INTO cursors VALUES ('telegram', '42', 'offset', '36')",
	},
	2: {
		"INSERT INTO web_chats VALUES ('c2', 40)",
		"INSERT INTO web_sessions VALUES (1, 'c2', zeroblob(32), NULL, 41, 42)",
		`INSERT INTO web_messages VALUES (8, 'c2', 'k', 1, '{"t":"Chào"}', 43)`,
		"INSERT INTO web_file_links VALUES (zeroblob(32), 1, 'outgoing/a', 'a.csv', 'text/csv', 44, 45, NULL)",
	},
	3: {
		"UPDATE calendar_days SET name_vi = 'Nghỉ Tết' WHERE day = '2027-02-06'",
		`INSERT INTO calendar_changes VALUES (1, 1, '2026-12-01', '{"day":"2026-12-01"}', 1, 50, 0)`,
		"INSERT INTO milestones VALUES (1, 4, 51)",
	},
	4: {
		`INSERT INTO schedule_versions VALUES ('quiz', 1, '{"cron":"0 9 * * 3"}', 1, 50, 'telegram')`,
		"UPDATE schedules SET cron = '0 10 * * 3', version = 2, updated_at = 50, updated_by = 1 WHERE job = 'quiz'",
		"INSERT INTO occurrences VALUES ('quiz', 51, 'planned', '', '17', 0, 52, 53), ('backup', 54, 'skipped', 'too late', '', 0, 55, 55)",
	},
	5: {
		"INSERT INTO reminders VALUES (1, 70, 71, 3, 2, NULL, 0, 810, 4, 72, 'zalo'), (2, 73, 74, 5, 4, 75, 1, NULL, NULL, 0, '')",
		"INSERT INTO dues VALUES (1, 'weekly_reminder', 76, 1, 77, 'hours'), (2, 'head_digest', 78, 0, 79, 'together')",
		"INSERT INTO due_tallies VALUES ('weekly_reminder', 76, 'hold', 'hours', 7)",
	},
	6: {
		"UPDATE quiz_topics SET name_vi = 'Văn thư' WHERE code = 'van_thu'",
		"INSERT INTO quiz_documents VALUES (60, 'Nghị định số 30/2020/NĐ-CP', 'nghi dinh so 30/2020/nd-cp', '2027-07-01', 1, 60)",
		`INSERT INTO questions VALUES (60, 'Q960', 1, 'van_thu', 'Lề trái?', '1', '2', '3', '4', 2, 'Phụ lục I.', 60, 'Phụ lục I', 'Công báo', '2026-01-01',
			'2027-06-30', '2026-11-24', 1, 'Chưa chắc', 'le trai', 'paused', 'Chờ', 'live', 1, 2, 61, 62, 63)`,
		`INSERT INTO question_versions VALUES (60, 1, '{"question":"Lề trái?"}', 1, 'telegram', 62)`,
		"INSERT INTO question_reports VALUES (60, 60, 1, 1, 'Sai rồi', 'zalo', 64, NULL, NULL), (61, 60, 1, 2, '', 'web', 65, 66, 1)",
		"INSERT INTO question_files VALUES (60, 1, 'cau.xlsx', '{}', 67, NULL)",
	},
	7: {
		"INSERT INTO quiz_documents (id, name, folded) VALUES (70, 'Luật Lưu trữ', 'luat luu tru')",
		`INSERT INTO questions (id, code, version, topic, question, option_a, option_b, option_c, option_d, answer, explanation, document_id,
			source, folded, state, released_at, created_at, updated_at)
			VALUES (70, 'Q970', 2, 'van_thu', 'Mấy năm?', '1', '2', '3', '4', 2, 'Điều 7.', 70, 'Luật', 'may nam', 'live', 80, 81, 82)`,
		"INSERT INTO quiz_cards VALUES (1, 70, 2, 70, 2.5, 4.5, 3, 1, 1, '2026-11-23', '2026-11-25')",
		`INSERT INTO quiz_asked VALUES (7, 1, 1, 70, 2, 'van_thu', '2031', 1, 1, 'answered', 83, 1, 0, 1, 84, '2026-11-23', 'telegram', '55'),
			(9, 1, 1, 70, 2, 'van_thu', '0123', 2, 1, 'open', 85, NULL, NULL, NULL, NULL, NULL, '', '')`,
		"INSERT INTO quiz_wishes VALUES (1, 'daily', 1, 86), (2, 'off', 0, 87)",
		"INSERT INTO quiz_facts VALUES (1, 70, '2026-11-23')",
		"INSERT INTO quiz_unlearn VALUES (1, 70, '2026-12-01', 3, NULL), (2, 70, '2026-12-01', 1, 88)",
	},
	8: {
		"INSERT INTO doors VALUES ('zalo', '77', 80, 81, 82, 1)",
		"INSERT INTO quota_hours VALUES ('zalo', '77', 498700, 3, 4)",
		"INSERT INTO quota_notices VALUES ('zalo', '77', '2026-11', 80, 83)",
		"INSERT INTO outbox_unsure VALUES (5)",
	},
	9: {
		"INSERT INTO upload_links VALUES (zeroblob(32), 1, 'zalo', '77', 'u9', 'c9', 90, 91, NULL)",
		"INSERT INTO knocks VALUES ('zalo', '77', 'u8', 'c8', 'Người lạ', 'K7M2', 92)",
	},
	11: {
		"INSERT INTO quiz_forgotten VALUES (1, -93, 1, 'van_thu', '2026-11-23', 1)",
	},
}

// versions are those of the steps, in order.
func versions(t *testing.T) []int64 {
	t.Helper()
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var out []int64
	for i, name := range names {
		var v int64
		if _, err := fmt.Sscanf(name, "%05d_", &v); err != nil || v != int64(i+1) {
			t.Fatalf("step %d is called %s (%v)", i+1, name, err)
		}
		out = append(out, v)
	}
	return out
}

// oldDatabase makes a database as the program of a version left it, with rows in every table.
func oldDatabase(t *testing.T, version int64) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sohoc.db")
	pool := stranger(t, path)
	defer pool.Close()
	steps := fstest.MapFS{}
	names, _ := fs.Glob(migrations.FS, "*.sql")
	for _, name := range names[:version] {
		raw, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		steps[name] = &fstest.MapFile{Data: raw}
	}
	p, err := goose.NewProvider(database.DialectSQLite3, pool, steps)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	for v := int64(1); v <= version; v++ {
		for _, query := range rowsOf[v] {
			if _, err := pool.ExecContext(t.Context(), query); err != nil {
				t.Fatalf("%.40s…: %v", query, err)
			}
		}
	}
	for table, rows := range dump(t, pool) {
		if len(rows) == 0 {
			t.Errorf("table %s of version %d is empty: add rows to this test", table, version)
		}
	}
	return path
}

// stranger opens a file as another program would.
func stranger(t *testing.T, path string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=1&_journal_mode=WAL")
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	return pool
}

// dump is all that stands in the tables: table → its rows, each with the names of its columns.
func dump(t *testing.T, pool *sql.DB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, table := range strs(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'") {
		var columns []string
		for _, c := range strs(t, pool, "SELECT name FROM pragma_table_info('"+table+"')") {
			columns = append(columns, fmt.Sprintf("'%s=' || quote(%s)", c, c))
		}
		out[table] = strs(t, pool, "SELECT "+strings.Join(columns, " || ' ' || ")+" FROM "+table+" ORDER BY 1")
	}
	return out
}

func strs(t *testing.T, pool *sql.DB, query string) []string {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func dumpOf(t *testing.T, path string) map[string][]string {
	t.Helper()
	pool := stranger(t, path)
	defer pool.Close()
	return dump(t, pool)
}

// migrated opens a database with the present program and closes it again.
func migrated(t *testing.T, path string) (version int64) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if version, err = db.SchemaVersion(t.Context()); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	return version
}

func copiesBeside(t *testing.T, path string) []string {
	t.Helper()
	found, err := filepath.Glob(path + ".*")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEachVersionIsBroughtUpWithItsData(t *testing.T) {
	t.Parallel()
	all := versions(t)
	latest := all[len(all)-1]
	for _, v := range all {
		t.Run(fmt.Sprint(v), func(t *testing.T) {
			t.Parallel()
			path := oldDatabase(t, v)
			before := dumpOf(t, path)
			if got := migrated(t, path); got != latest {
				t.Fatalf("it is at %d, want %d", got, latest)
			}
			after := dumpOf(t, path)
			for table, rows := range before {
				if d := cmp.Diff(rows, after[table]); d != "" {
					t.Errorf("table %s: %s", table, d)
				}
			}
			found, err := sqlite.Inspect(t.Context(), path)
			if err != nil || len(found.Faults) > 0 {
				t.Errorf("it is not sound: %v (%v)", found.Faults, err)
			}
			copies := copiesBeside(t, path)
			if v == latest {
				if len(copies) != 0 {
					t.Errorf("nothing was to do, and beside it lie %v", copies)
				}
				return
			}
			if want := []string{fmt.Sprintf("%s.schema-%05d", path, v)}; !cmp.Equal(copies, want) {
				t.Fatalf("beside it lie %v, want %v", copies, want)
			}
			if d := cmp.Diff(before, dumpOf(t, copies[0])); d != "" {
				t.Errorf("the copy: %s", d)
			}
			if kept, err := sqlite.Inspect(t.Context(), copies[0]); err != nil || kept.Schema != v {
				t.Errorf("the copy is of version %d (%v)", kept.Schema, err)
			}
		})
	}
}

// However it came about, a database of the present version has the present schema.
func TestOldAndNewDatabasesHaveOneSchema(t *testing.T) {
	t.Parallel()
	schema := func(path string) []string {
		pool := stranger(t, path)
		defer pool.Close()
		return strs(t, pool, "SELECT coalesce(sql, name) FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY type, name")
	}
	old := oldDatabase(t, 1)
	fresh := filepath.Join(t.TempDir(), "neu", "sohoc.db")
	if migrated(t, old) != migrated(t, fresh) {
		t.Error("they are of different versions")
	}
	if d := cmp.Diff(schema(fresh), schema(old)); d != "" {
		t.Error(d)
	}
	if copies := copiesBeside(t, fresh); len(copies) != 0 {
		t.Errorf("beside a new one lie %v", copies)
	}
}

func TestCopyBeforeAMigrationIsNobodyElses(t *testing.T) {
	t.Parallel()
	path := oldDatabase(t, 1)
	migrated(t, path)
	info, err := os.Stat(path + ".schema-00001")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v)", info.Mode(), err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	path := oldDatabase(t, 1)
	hurt(t, path, "CREATE TABLE web_chats (in_the_way INTEGER)")
	before := dumpOf(t, path)
	for range 2 {
		if db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now}); err == nil {
			t.Fatal(errors.Join(errors.New("it is opened all the same"), db.Close()))
		}
		if d := cmp.Diff(before, dumpOf(t, path)); d != "" {
			t.Errorf("it changed: %s", d)
		}
	}
	kept, err := os.ReadFile(path + ".schema-00001")
	if err != nil {
		t.Fatal(err)
	}
	hurt(t, path, "DROP TABLE web_chats")
	if got := migrated(t, path); got < 2 {
		t.Errorf("it is at %d", got)
	}
	if again, err := os.ReadFile(path + ".schema-00001"); err != nil || string(again) != string(kept) {
		t.Errorf("the first copy was replaced (%v)", err)
	}
}

func TestACopyThatWasInterruptedIsMadeAnew(t *testing.T) {
	t.Parallel()
	path := oldDatabase(t, 1)
	before := dumpOf(t, path)
	if err := os.WriteFile(path+".schema-00001.part", []byte("SQLite format 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	migrated(t, path)
	if d := cmp.Diff(before, dumpOf(t, path+".schema-00001")); d != "" {
		t.Error(d)
	}
}

func TestAnOldProgramLeavesANewerDatabaseAlone(t *testing.T) {
	t.Parallel()
	all := versions(t)
	latest := all[len(all)-1]
	path := oldDatabase(t, latest)
	hurt(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
	before := dumpOf(t, path)
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now})
	if err == nil {
		t.Fatal(errors.Join(errors.New("it is opened"), db.Close()))
	}
	var newer *sqlite.NewerSchema
	if !errors.As(err, &newer) || *newer != (sqlite.NewerSchema{Database: 99, Program: latest}) {
		t.Fatalf("error %v", err)
	}
	if said := newer.Error(); !strings.Contains(said, "schema 99") || !strings.Contains(said, fmt.Sprintf("knows %d", latest)) {
		t.Errorf("it says %q", said)
	}
	if d := cmp.Diff(before, dumpOf(t, path)); d != "" || len(copiesBeside(t, path)) > 0 {
		t.Errorf("it was touched: %s%v", d, copiesBeside(t, path))
	}
}

func TestAFileThatIsNoDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sohoc.db")
	content := strings.Repeat("Danh sách cán bộ\n", 500)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path, Now: time.Now}); err == nil {
		t.Fatal(errors.Join(errors.New("it is opened"), db.Close()))
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != content {
		t.Errorf("it was changed (%v)", err)
	}
}
