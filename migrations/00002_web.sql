-- +goose Up
-- The chat in the browser.

CREATE TABLE web_chats (
  chat_id    TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A browser's right to a chat: of its cookie only the hash is kept. form_hash is that of the login form, until
-- the session is used: the same form gets the same session when the first answer to it was lost.
CREATE TABLE web_sessions (
  id         INTEGER PRIMARY KEY,
  chat_id    TEXT NOT NULL REFERENCES web_chats ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  form_hash  BLOB UNIQUE CHECK (length(form_hash) = 32),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX web_sessions_chat ON web_sessions (chat_id);
CREATE INDEX web_sessions_expiry ON web_sessions (expires_at);

-- What was said. The numbers never come twice: a browser asks for what came after one.
CREATE TABLE web_messages (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  chat_id    TEXT NOT NULL REFERENCES web_chats ON DELETE CASCADE,
  key        TEXT NOT NULL,
  mine       INTEGER NOT NULL CHECK (mine IN (0, 1)),
  body       TEXT NOT NULL CHECK (json_valid(body)),
  created_at INTEGER NOT NULL,
  UNIQUE (chat_id, key)
) STRICT;
CREATE INDEX web_messages_chat ON web_messages (chat_id, id);
CREATE INDEX web_messages_age ON web_messages (created_at);

-- What was said belongs to the person: it goes with the account, and with the consent.
-- +goose StatementBegin
CREATE TRIGGER web_messages_of_account AFTER DELETE ON identities WHEN OLD.channel = 'web'
BEGIN
  DELETE FROM web_messages WHERE chat_id = OLD.chat_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER web_messages_of_consent AFTER UPDATE OF withdrawn_at ON consents WHEN NEW.withdrawn_at IS NOT NULL
BEGIN
  DELETE FROM web_messages
  WHERE chat_id IN (SELECT chat_id FROM identities WHERE person_id = NEW.person_id AND channel = 'web');
END;
-- +goose StatementEnd

CREATE TABLE web_file_links (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  path       TEXT NOT NULL,
  name       TEXT NOT NULL,
  mime       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX web_file_links_expiry ON web_file_links (expires_at);
