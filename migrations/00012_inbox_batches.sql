-- +goose Up
-- Events that came many at once, stored as they came before their channel is acknowledged; gone once they are noted in
-- the inbox.
CREATE TABLE inbox_batches (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  events TEXT NOT NULL
) STRICT;
