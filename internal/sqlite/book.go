package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sohoc/internal/learning"
)

// Book returns the lists and rules that the Office has set.
func (tx *Tx) Book(ctx context.Context) (learning.Lists, learning.Rules, error) {
	var l learning.Lists
	rules := learning.DefaultRules()
	for _, list := range []struct {
		into  *[]learning.Listed
		query string
	}{
		{&l.Kinds, "SELECT code, name_vi, name_en, counter, '' FROM kinds ORDER BY sort"},
		{&l.Fields, "SELECT code, name_vi, name_en, '', words FROM fields ORDER BY sort"},
		{&l.Providers, "SELECT name, name, name, '', words FROM providers ORDER BY name"},
	} {
		err := tx.each(ctx, func(s scanner) error {
			var e learning.Listed
			var words string
			err := s.Scan(&e.Code, &e.NameVI, &e.NameEN, &e.Counter, &words)
			e.Words = split(words)
			*list.into = append(*list.into, e)
			return err
		}, list.query)
		if err != nil {
			return l, rules, fmt.Errorf("read list: %w", err)
		}
	}
	settings, err := tx.Settings(ctx)
	if err != nil {
		return l, rules, err
	}
	for key, into := range map[string]*int{
		"tiet_minutes": &rules.Units.TietMinutes, "buoi_tiet": &rules.Units.BuoiTiet, "ngay_tiet": &rules.Units.NgayTiet,
		"tuan_ngay": &rules.Units.TuanNgay, "backdate_days": &rules.BackdateDays, "new_days": &rules.NewDays,
	} {
		if n, err := strconv.Atoi(settings[key]); err == nil && n > 0 {
			*into = n
		}
	}
	return l, rules, nil
}

func split(words string) []string {
	var out []string
	for w := range strings.SplitSeq(words, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// Settings returns all settings.
func (tx *Tx) Settings(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := tx.each(ctx, func(s scanner) error {
		var k, v string
		err := s.Scan(&k, &v)
		out[k] = v
		return err
	}, "SELECT key, value FROM settings")
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	return out, nil
}

// Set stores a setting.
func (tx *Tx) Set(ctx context.Context, key, value string) error {
	const query = `INSERT INTO settings (key, value, updated_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`
	if _, err := tx.exec(ctx, query, key, value, millis(tx.now)); err != nil {
		return fmt.Errorf("store setting: %w", err)
	}
	return nil
}

// EvidenceOf lists the files of an entry.
func (tx *Tx) EvidenceOf(ctx context.Context, id learning.EntryID) ([]learning.Evidence, error) {
	var out []learning.Evidence
	err := tx.each(ctx, func(s scanner) error {
		var e learning.Evidence
		err := s.Scan(&e.Hash, &e.Name, &e.MIME, &e.Size)
		out = append(out, e)
		return err
	}, "SELECT e.hash, e.name, f.mime, f.size FROM evidence e JOIN files f USING (hash) WHERE entry_id = ? ORDER BY e.id", id)
	if err != nil {
		return nil, fmt.Errorf("list evidence: %w", err)
	}
	return out, nil
}

// AddEvidence ties a stored file to an entry; the same file twice changes nothing.
func (tx *Tx) AddEvidence(ctx context.Context, id learning.EntryID, e learning.Evidence, now time.Time) (bool, error) {
	const file = "INSERT INTO files (hash, mime, size, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING"
	if _, err := tx.exec(ctx, file, e.Hash, e.MIME, e.Size, millis(now)); err != nil {
		return false, fmt.Errorf("note file: %w", err)
	}
	const tie = "INSERT INTO evidence (entry_id, hash, name, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (entry_id, hash) DO NOTHING"
	res, err := tx.exec(ctx, tie, id, e.Hash, e.Name, millis(now))
	if err != nil {
		return false, fmt.Errorf("tie file to entry: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := tx.exec(ctx, "UPDATE entries SET evidence = evidence + 1 WHERE id = ?", id); err != nil {
		return false, fmt.Errorf("count evidence: %w", err)
	}
	return true, nil
}

// KnowsFile reports whether any entry refers to a stored content.
func (tx *Tx) KnowsFile(ctx context.Context, hash string) (bool, error) {
	var known bool
	if err := tx.row(ctx, "SELECT EXISTS (SELECT 1 FROM evidence WHERE hash = ?)", hash).Scan(&known); err != nil {
		return false, fmt.Errorf("look for file: %w", err)
	}
	return known, nil
}
