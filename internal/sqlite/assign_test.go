package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

type (
	id    int64
	name  string
	raw   []byte
	ratio float64
	flag  bool
)

func ptr[T any](v T) *T { return &v }

func TestAssign(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		into any // a pointer to the zero value
		from driver.Value
		want any
	}{
		{new(string), "Lan", "Lan"},
		{new(name), "Lan", name("Lan")},
		{new(string), []byte("Lan"), "Lan"},
		{new(string), int64(7), "7"},
		{new(int64), int64(-7), int64(-7)},
		{new(int), int64(7), 7},
		{new(id), int64(7), id(7)},
		{new(int), "12", 12},
		{new(int64), "12", int64(12)},
		{new(bool), int64(1), true},
		{new(flag), int64(0), flag(false)},
		{new(float64), 0.5, 0.5},
		{new(ratio), int64(2), ratio(2)},
		{new([]byte), "x", []byte("x")},
		{new([]byte), []byte("x"), []byte("x")},
		{ptr([]byte("old")), nil, []byte(nil)},
		{new(raw), "x", raw("x")},
		{new(raw), []byte("x"), raw("x")},
		{new(any), int64(7), int64(7)},
		{new(any), nil, nil},
		{new(sql.NullString), nil, sql.NullString{}},
		{new(sql.NullInt64), int64(7), sql.NullInt64{Int64: 7, Valid: true}},
		{new(*string), "x", ptr("x")},
		{ptr(ptr("old")), nil, (*string)(nil)},
		{new(*id), int64(7), ptr(id(7))},
	} {
		err := assign(c.into, c.from)
		if got := reflect.ValueOf(c.into).Elem().Interface(); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v into %T: %#v, %v; want %#v", c.from, c.into, got, err, c.want)
		}
	}
}

func TestAssignRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		into any
		from driver.Value
	}{
		{new(string), nil}, {new(int), nil}, {new(bool), nil}, {new(id), nil},
		{new(int), "Lan"}, {new(int8), int64(1000)}, {new(bool), int64(2)}, {new(int), 0.5}, {new(float64), "x"},
		{new(string), 0.5}, {new([]int), []byte("x")}, {new(struct{}), "x"}, {"no pointer", "x"}, {(*int)(nil), int64(1)},
	} {
		if err := assign(c.into, c.from); err == nil {
			t.Errorf("%v goes into %T", c.from, c.into)
		}
	}
	if got, want := assign(new(int64), 2.5).Error(), "a float64 is no int64"; got != want {
		t.Errorf("the error %q is not %q: a value may be personal", got, want)
	}
}

// What goes in by exec, run and insert comes out by row and each, and is as it was.
func TestStatements(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "s.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx := t.Context()
	err = db.Update(ctx, func(tx *Tx) error {
		if _, err := tx.exec(ctx, "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT UNIQUE, b BLOB, n INTEGER) STRICT"); err != nil {
			return err
		}
		const insert = "INSERT INTO t (s, b, n) VALUES (?, ?, ?) ON CONFLICT (s) DO NOTHING"
		for i, c := range []struct {
			s    any
			id   int64
			kept bool
		}{{"một", 1, true}, {name("hai"), 2, true}, {"một", 2, false}, {"", 3, true}, {nil, 4, true}, {sql.NullString{}, 5, true}} {
			got, kept, err := tx.insert(ctx, insert, c.s, []byte{0, byte(i)}, ptr(int32(i)))
			if err != nil || kept != c.kept || kept && got != c.id {
				t.Errorf("row %d: id %d, kept %v, %v", i, got, kept, err)
			}
		}
		if err := tx.run(ctx, "UPDATE t SET n = n + ? WHERE id > ?", 100, id(3)); err != nil {
			return err
		}
		res, err := tx.exec(ctx, "DELETE FROM t WHERE id = ?", 5)
		if n, count := res.RowsAffected(); err != nil || n != 1 {
			t.Errorf("%d rows deleted, %v, %v", n, count, err)
		}
		var got []string
		err = tx.each(ctx, func(s scanner) error {
			var text sql.NullString
			var b []byte
			var n int
			err := s.Scan(&text, &b, &n)
			got = append(got, text.String+string('0'+rune(b[1]))+"/"+string('0'+rune(n%100)))
			return err
		}, "SELECT s, b, n FROM t ORDER BY id")
		if want := []string{"một0/0", "hai1/1", "3/3", "4/4"}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("read are %q, %v; want %q", got, err, want)
		}
		var n int
		if err := tx.row(ctx, "SELECT n FROM t WHERE id = ?", 99).Scan(&n); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("no row is %v", err)
		}
		if err := tx.row(ctx, "SELECT n FROM t WHERE id = ?").Scan(&n); err == nil {
			t.Error("an argument may be left out")
		}
		if err := tx.row(ctx, "SELECT n, s FROM t").Scan(&n); err == nil {
			t.Error("a column may be left out")
		}
		if err := tx.run(ctx, "INSERT INTO t (id, n) VALUES (?, ?)", 1, 1); err == nil {
			t.Error("a key may be there twice")
		}
		if err := tx.run(ctx, "INSERT INTO t (id) VALUES (?)", struct{}{}); err == nil {
			t.Error("anything is an argument")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A statement stays usable after an error, and after rows that were not read to their end.
func TestAStatementIsUsedAgain(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "s.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx := t.Context()
	err = db.View(ctx, func(tx *Tx) error {
		const query = "SELECT value FROM json_each(?)"
		for range 3 {
			var n int
			if err := tx.row(ctx, query, "no JSON").Scan(&n); err == nil {
				t.Error("nonsense is read")
			}
			if err := tx.row(ctx, query, "[7, 8, 9]").Scan(&n); err != nil || n != 7 {
				t.Errorf("%d, %v", n, err)
			}
			seen := 0
			if err := tx.each(ctx, func(scanner) error { seen++; return nil }, query, "[7, 8, 9]"); err != nil || seen != 3 {
				t.Errorf("%d rows, %v", seen, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
