-- +goose Up
-- What waits is read class by class: an answer is found at once, however many reminders were queued before it.
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (class, id) WHERE state IN ('waiting', 'sending');
