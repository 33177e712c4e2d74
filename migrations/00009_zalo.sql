-- +goose Up
-- What a channel needs that carries no files and names nobody: pages to upload at, and a queue for unknown senders.

-- A page at which whoever has its address may upload for a chat. Of the secret only the hash is kept.
CREATE TABLE upload_links (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  channel    TEXT NOT NULL,
  account    TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  chat_id    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_links_expiry ON upload_links (expires_at);

-- A page goes with the account that it is for, and with the consent.
-- +goose StatementBegin
CREATE TRIGGER upload_links_of_account AFTER DELETE ON identities
BEGIN
  DELETE FROM upload_links WHERE channel = OLD.channel AND account = OLD.account AND user_id = OLD.user_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER upload_links_of_consent AFTER UPDATE OF withdrawn_at ON consents WHEN NEW.withdrawn_at IS NOT NULL
BEGIN
  DELETE FROM upload_links WHERE person_id = NEW.person_id;
END;
-- +goose StatementEnd

-- Who has written without being known, by the name that the channel shows, until the Office says who it is. Kept for
-- days only, and gone as soon as the account is somebody's.
CREATE TABLE knocks (
  channel    TEXT NOT NULL,
  account    TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  chat_id    TEXT NOT NULL,
  name       TEXT NOT NULL,
  code       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (channel, account, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX knocks_age ON knocks (created_at);

-- +goose StatementBegin
CREATE TRIGGER knocks_of_account AFTER INSERT ON identities
BEGIN
  DELETE FROM knocks WHERE channel = NEW.channel AND account = NEW.account AND user_id = NEW.user_id;
END;
-- +goose StatementEnd
