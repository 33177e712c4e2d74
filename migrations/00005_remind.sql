-- +goose Up
-- Messages that nobody asked for: what people chose for them, when the last ones went out, and what is held back.

-- One row for each person to whom something was sent, or who has chosen something.
CREATE TABLE reminders (
  person_id   INTEGER PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  last_at     INTEGER NOT NULL DEFAULT 0,  -- the last message that nobody asked for
  reminded_at INTEGER NOT NULL DEFAULT 0,  -- the last reminder
  sent        INTEGER NOT NULL DEFAULT 0 CHECK (sent >= 0),       -- reminders so far: chooses the words
  unanswered  INTEGER NOT NULL DEFAULT 0 CHECK (unanswered >= 0), -- reminders since the person was last heard of
  paused_at   INTEGER,                     -- reminders stopped by themselves
  off         INTEGER NOT NULL DEFAULT 0 CHECK (off IN (0, 1)),
  minute      INTEGER CHECK (minute BETWEEN 0 AND 1439),          -- the own time of day; none = the common one
  weekday     INTEGER CHECK (weekday BETWEEN 0 AND 6),            -- 0 = Sunday; for weekly jobs
  chosen_at   INTEGER NOT NULL DEFAULT 0,  -- when that was chosen
  channel     TEXT NOT NULL DEFAULT ''     -- the preferred one; '' = none
) STRICT;
CREATE INDEX reminders_own ON reminders (minute, weekday, person_id) WHERE minute IS NOT NULL;
CREATE INDEX reminders_paused ON reminders (person_id) WHERE paused_at IS NOT NULL;

-- What was decided about a slot for a person before the slot was over, or beyond it: it is held until an instant,
-- or it is settled, since it went along with another message.
CREATE TABLE dues (
  person_id INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  job       TEXT NOT NULL,
  due_at    INTEGER NOT NULL,
  held      INTEGER NOT NULL CHECK (held IN (0, 1)),
  at        INTEGER NOT NULL,               -- held until; settled at
  reason    TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (person_id, job, due_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX dues_held ON dues (at, person_id) WHERE held = 1;
CREATE INDEX dues_age ON dues (due_at) WHERE held = 0;

-- How many people got what, and why the others did not. No names: who wants to know about one person rehearses.
CREATE TABLE due_tallies (
  job     TEXT NOT NULL,
  due_at  INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('send', 'merge', 'hold', 'skip')),
  reason  TEXT NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (job, due_at, outcome, reason)
) STRICT, WITHOUT ROWID;

-- Who is away on a day is asked for each part of a slot.
CREATE INDEX leaves_open ON leaves (to_day, from_day, person_id);

-- It is kept for who agreed, and goes with the consent.
-- +goose StatementBegin
CREATE TRIGGER reminders_of_consent AFTER UPDATE OF withdrawn_at ON consents WHEN NEW.withdrawn_at IS NOT NULL
BEGIN
  DELETE FROM reminders WHERE person_id = NEW.person_id;
  DELETE FROM dues WHERE person_id = NEW.person_id;
END;
-- +goose StatementEnd
