-- +goose Up
-- First answers of people who have taken their consent back, without the people. Figures that were published already
-- must not change by one person on the day of which the Office is told who that was.

CREATE TABLE quiz_forgotten (
  id          INTEGER PRIMARY KEY,
  who         INTEGER NOT NULL CHECK (who < 0), -- drawn by lot for each withdrawal: tells people apart, and names none
  unit_id     INTEGER NOT NULL REFERENCES units ON DELETE RESTRICT,
  topic       TEXT NOT NULL REFERENCES quiz_topics ON DELETE RESTRICT,
  answered_on TEXT NOT NULL CHECK (answered_on GLOB '????-??-??'),
  correct     INTEGER NOT NULL CHECK (correct IN (0, 1))
) STRICT;
CREATE INDEX quiz_forgotten_day ON quiz_forgotten (answered_on);
