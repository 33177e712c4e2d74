-- +goose Up
-- What is done at an hour of the calendar. The Office edits the hours in words.

CREATE TABLE schedules (
  job        TEXT PRIMARY KEY,
  sort       INTEGER NOT NULL,
  cron       TEXT NOT NULL CHECK (cron <> ''),   -- minute hour day-of-month month day-of-week
  zone       TEXT NOT NULL DEFAULT '',           -- '' = the department's
  rule       TEXT NOT NULL DEFAULT '' CHECK (rule IN ('', 'working_day', 'first_working_day')),
  policy     TEXT NOT NULL CHECK (policy IN ('skip', 'latest', 'each')), -- what becomes of missed slots
  grace      INTEGER NOT NULL DEFAULT 0 CHECK (grace >= 0),              -- ms
  enabled    INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  taken_to   INTEGER NOT NULL DEFAULT 0,         -- slots up to here stand in the ledger; 0 = never looked at
  version    INTEGER NOT NULL DEFAULT 1,
  updated_at INTEGER,
  updated_by INTEGER REFERENCES people ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE schedule_versions (
  job        TEXT NOT NULL REFERENCES schedules ON DELETE CASCADE,
  version    INTEGER NOT NULL,                   -- the version that was replaced
  before     TEXT NOT NULL CHECK (json_valid(before)),
  changed_by INTEGER REFERENCES people ON DELETE SET NULL,
  changed_at INTEGER NOT NULL,
  channel    TEXT NOT NULL,
  PRIMARY KEY (job, version)
) STRICT, WITHOUT ROWID;

-- The ledger: each slot once.
CREATE TABLE occurrences (
  job        TEXT NOT NULL REFERENCES schedules ON DELETE CASCADE,
  due_at     INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('planned', 'done', 'skipped')),
  reason     TEXT NOT NULL DEFAULT '',           -- why it was left out, or what went wrong last
  cursor     TEXT NOT NULL DEFAULT '',           -- how far its planner has come
  failures   INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (job, due_at),
  CHECK (state <> 'skipped' OR reason <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX occurrences_open ON occurrences (due_at, job) WHERE state = 'planned';

-- Friday's reminder is not made up for on Monday; a digest is, on the same day or the next.
INSERT INTO schedules (job, sort, cron, rule, policy, grace) VALUES
  ('weekly_reminder', 1, '30 15 * * 5',     '',                  'latest',  20 * 3600000),
  ('head_digest',     2, '0 8 * * 1',       '',                  'latest',  30 * 3600000),
  ('office_digest',   3, '15 8 * * 1',      '',                  'latest',  30 * 3600000),
  ('quiz',            4, '0 9 * * 3',       '',                  'latest',   8 * 3600000),
  ('quiz_more',       5, '0 9 * * 1,2,4,5', 'working_day',       'latest',   8 * 3600000),
  ('weekly_fact',     6, '0 14 * * 4',      '',                  'latest',   8 * 3600000),
  ('monthly_summary', 7, '30 8 * * *',      'first_working_day', 'latest',  72 * 3600000),
  ('director_page',   8, '0 9 * * *',       'first_working_day', 'latest',  72 * 3600000),
  ('backup',          9, '30 1 * * *',      '',                  'latest',  20 * 3600000);
