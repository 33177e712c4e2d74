-- +goose Up
-- How the product's own accounts fare, and what of their plans is used.

-- An account that cannot be reached, or whose plan is nearly used up, carries no reminders: they go by another
-- door of the same person. Times are 0 for never.
CREATE TABLE doors (
  channel    TEXT NOT NULL,
  account    TEXT NOT NULL,
  failing_at INTEGER NOT NULL DEFAULT 0, -- since when nothing has succeeded; 0 = it works
  down_at    INTEGER NOT NULL DEFAULT 0, -- since when it is given up
  worked_at  INTEGER NOT NULL DEFAULT 0, -- when the channel last answered
  spent      INTEGER NOT NULL DEFAULT 0 CHECK (spent IN (0, 1)), -- only replies go out
  PRIMARY KEY (channel, account)
) STRICT, WITHOUT ROWID;

-- Where no reminder is to be sent at this moment.
CREATE VIEW closed_doors AS SELECT channel, account FROM doors WHERE down_at <> 0 OR spent = 1;

-- Messages in and out of an account whose plan has an end. By the hour: whose month it is depends on the zone.
CREATE TABLE quota_hours (
  channel  TEXT NOT NULL,
  account  TEXT NOT NULL,
  hour     INTEGER NOT NULL,             -- since 1970 in UTC
  received INTEGER NOT NULL DEFAULT 0,
  sent     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, account, hour)
) STRICT, WITHOUT ROWID;

-- What the operator was told about a month, so that it is told once.
CREATE TABLE quota_notices (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  month   TEXT NOT NULL CHECK (month GLOB '????-??'),
  level   INTEGER NOT NULL,              -- percent
  told_at INTEGER NOT NULL,
  PRIMARY KEY (channel, account, month, level)
) STRICT, WITHOUT ROWID;

-- Messages of which an attempt has failed after which nothing is certain: they go by no other door.
CREATE TABLE outbox_unsure (
  id INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE
) STRICT;
