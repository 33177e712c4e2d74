-- +goose Up
-- Times are INTEGER unix milliseconds in UTC; days are TEXT YYYY-MM-DD. "now" is always passed in.

CREATE TABLE units (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  folded     TEXT NOT NULL,              -- lower case, no diacritics, to find it by
  sort       INTEGER NOT NULL DEFAULT 0,
  valid_from TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
  valid_to   TEXT CHECK (valid_to IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE UNIQUE INDEX units_open_name ON units (folded) WHERE valid_to IS NULL;

CREATE TABLE people (
  id         INTEGER PRIMARY KEY,
  staff_code TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  folded     TEXT NOT NULL,
  category   TEXT NOT NULL DEFAULT '' CHECK (category IN ('', 'cong_chuc', 'vien_chuc', 'nguoi_lao_dong')),
  lang       TEXT NOT NULL DEFAULT '' CHECK (lang IN ('', 'vi', 'en')),
  created_at INTEGER NOT NULL
) STRICT;

-- Where somebody belongs, as what, and when. Two memberships of a person never overlap.
CREATE TABLE memberships (
  id         INTEGER PRIMARY KEY,
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  unit_id    INTEGER NOT NULL REFERENCES units ON DELETE RESTRICT,
  post       TEXT NOT NULL DEFAULT '',
  head       INTEGER NOT NULL DEFAULT 0 CHECK (head IN (0, 1)),
  office     INTEGER NOT NULL DEFAULT 0 CHECK (office IN (0, 1)),
  director   INTEGER NOT NULL DEFAULT 0 CHECK (director IN (0, 1)),
  admin      INTEGER NOT NULL DEFAULT 0 CHECK (admin IN (0, 1)),
  valid_from TEXT NOT NULL CHECK (valid_from GLOB '????-??-??'),
  valid_to   TEXT CHECK (valid_to IS NULL OR valid_to >= valid_from),
  UNIQUE (person_id, valid_from)
) STRICT;
CREATE INDEX memberships_unit ON memberships (unit_id, valid_from, valid_to, person_id);

CREATE TABLE invites (
  id         INTEGER PRIMARY KEY,
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  purpose    TEXT NOT NULL CHECK (purpose IN ('join', 'link')),
  code_hash  BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,                    -- spent by joining
  ended_at   INTEGER                     -- replaced by a newer code
) STRICT;
CREATE INDEX invites_person ON invites (person_id) WHERE used_at IS NULL AND ended_at IS NULL;

-- A person's account on a channel.
CREATE TABLE identities (
  channel        TEXT NOT NULL,
  account        TEXT NOT NULL,
  user_id        TEXT NOT NULL,
  chat_id        TEXT NOT NULL,
  person_id      INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  linked_at      INTEGER NOT NULL,
  unreachable_at INTEGER,
  PRIMARY KEY (channel, account, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_person ON identities (person_id);
CREATE INDEX identities_chat ON identities (channel, account, chat_id);

-- Proof of consent: who agreed to which wording, when, by which door; and the withdrawal.
CREATE TABLE consents (
  id           INTEGER PRIMARY KEY,
  person_id    INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  version      TEXT NOT NULL,
  channel      TEXT NOT NULL,
  given_at     INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT;
CREATE UNIQUE INDEX consents_open ON consents (person_id) WHERE withdrawn_at IS NULL;

-- Days on which a person is away. Only dates: never a reason.
CREATE TABLE leaves (
  id         INTEGER PRIMARY KEY,
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  from_day   TEXT NOT NULL,
  to_day     TEXT NOT NULL CHECK (to_day >= from_day),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX leaves_person ON leaves (person_id, to_day);

CREATE TABLE conversations (
  channel    TEXT NOT NULL,
  account    TEXT NOT NULL,
  chat_id    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (json_valid(state)),
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (channel, account, chat_id)
) STRICT, WITHOUT ROWID;

-- Lists and rules that the Office may change; each has its source.
CREATE TABLE kinds (
  code    TEXT PRIMARY KEY,
  sort    INTEGER NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  counter TEXT NOT NULL CHECK (counter IN ('training', 'self')) -- tiết bồi dưỡng | giờ tự học
) STRICT, WITHOUT ROWID;
CREATE TABLE fields (
  code    TEXT PRIMARY KEY,
  sort    INTEGER NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  words   TEXT NOT NULL DEFAULT ''       -- comma-separated words of a quick log that mean this field
) STRICT, WITHOUT ROWID;
CREATE TABLE providers (
  name  TEXT PRIMARY KEY,
  words TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE targets (
  category   TEXT NOT NULL CHECK (category IN ('cong_chuc', 'vien_chuc', 'nguoi_lao_dong')),
  valid_from TEXT NOT NULL,
  tiet       INTEGER NOT NULL CHECK (tiet >= 0), -- per calendar year
  source     TEXT NOT NULL,
  PRIMARY KEY (category, valid_from)
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  source     TEXT NOT NULL DEFAULT '',
  updated_at INTEGER,
  updated_by INTEGER REFERENCES people ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- the number that people see; never given twice
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE RESTRICT,
  unit_id    INTEGER NOT NULL REFERENCES units ON DELETE RESTRICT, -- the person's unit on start_day
  kind       TEXT NOT NULL REFERENCES kinds,
  field      TEXT NOT NULL REFERENCES fields,
  title      TEXT NOT NULL CHECK (title <> ''),
  folded     TEXT NOT NULL,
  provider   TEXT NOT NULL DEFAULT '',
  start_day  TEXT NOT NULL CHECK (start_day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  end_day    TEXT NOT NULL CHECK (end_day >= start_day AND end_day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  minutes    INTEGER NOT NULL CHECK (minutes > 0),
  status     TEXT NOT NULL CHECK (status IN ('recorded', 'pending', 'confirmed', 'returned', 'withdrawn', 'deleted')),
  evidence   INTEGER NOT NULL DEFAULT 0,  -- how many files are attached
  channel    TEXT NOT NULL,
  message_id TEXT NOT NULL DEFAULT '',    -- the chat message that made it
  version    INTEGER NOT NULL DEFAULT 1,
  origin     TEXT UNIQUE,                 -- identity in the export that it was imported from
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
-- Totals are queries over these two. Minutes count on the last day.
CREATE INDEX entries_unit ON entries (unit_id, end_day, person_id, kind, minutes, status, evidence)
  WHERE status IN ('recorded', 'pending', 'confirmed');
CREATE INDEX entries_person ON entries (person_id, end_day, kind, minutes, status, evidence)
  WHERE status IN ('recorded', 'pending', 'confirmed');
CREATE INDEX entries_recent ON entries (person_id, id);

CREATE TABLE entry_versions (
  entry_id   INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
  version    INTEGER NOT NULL,            -- the version that was replaced
  before     TEXT NOT NULL CHECK (json_valid(before)),
  changed_by INTEGER REFERENCES people ON DELETE SET NULL,
  changed_at INTEGER NOT NULL,
  channel    TEXT NOT NULL,
  PRIMARY KEY (entry_id, version)
) STRICT, WITHOUT ROWID;

-- A file is stored once by the hash of its content, beside the database.
CREATE TABLE files (
  hash       TEXT PRIMARY KEY,            -- SHA-256, hexadecimal
  mime       TEXT NOT NULL,
  size       INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
  id         INTEGER PRIMARY KEY,
  entry_id   INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
  hash       TEXT NOT NULL REFERENCES files,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (entry_id, hash)
) STRICT;

CREATE TABLE audit (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  person_id INTEGER REFERENCES people ON DELETE SET NULL, -- who did it; none = the command line
  action    TEXT NOT NULL,
  target_person INTEGER,
  target_unit   INTEGER,
  channel   TEXT NOT NULL,
  detail    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_target ON audit (target_person, at);

-- The durable machinery.
CREATE TABLE inbox (
  id         INTEGER PRIMARY KEY,
  channel    TEXT NOT NULL,
  account    TEXT NOT NULL,
  update_key TEXT NOT NULL,
  body       TEXT,                        -- erased once handled
  attempts   INTEGER NOT NULL DEFAULT 0,
  failed     INTEGER NOT NULL DEFAULT 0 CHECK (failed IN (0, 1)),
  created_at INTEGER NOT NULL,
  UNIQUE (channel, account, update_key)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (id) WHERE body IS NOT NULL;
CREATE INDEX inbox_age ON inbox (created_at) WHERE body IS NULL;

CREATE TABLE outbox (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  channel    TEXT NOT NULL,
  account    TEXT NOT NULL,
  chat_id    TEXT NOT NULL,
  class      TEXT NOT NULL CHECK (class IN ('reply', 'reminder', 'broadcast')),
  policy     TEXT NOT NULL CHECK (policy IN ('repeat', 'once')),
  dedupe_key TEXT UNIQUE,
  body       TEXT,                        -- erased once sent
  state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  reason     TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  done_at    INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_failed ON outbox (id) WHERE state IN ('failed', 'uncertain');
CREATE TABLE pauses (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  chat_id TEXT NOT NULL,                  -- '' = the whole account
  until   INTEGER NOT NULL,
  PRIMARY KEY (channel, account, chat_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: files that wait to be sent are named by it
  kind       TEXT NOT NULL,
  args       TEXT NOT NULL CHECK (json_valid(args)),
  state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failed')), -- a finished one is gone
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  reason     TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE cursors (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  name    TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (channel, account, name)
) STRICT, WITHOUT ROWID;

INSERT INTO kinds (code, sort, name_vi, name_en, counter) VALUES
  ('course',      1, 'Đào tạo, bồi dưỡng',               'Course',                    'training'),
  ('training',    2, 'Tập huấn, hội nghị, hội thảo',     'Training, conference',      'training'),
  ('self_study',  3, 'Tự học',                           'Self-study',                'self'),
  ('group_study', 4, 'Học nhóm, sinh hoạt chuyên môn',   'Group study',               'self'),
  ('online_exam', 5, 'Thi trực tuyến',                   'Online exam',               'self');
INSERT INTO fields (code, sort, name_vi, name_en) VALUES
  ('political_theory', 1, 'Lý luận chính trị',          'Political theory'),
  ('defence_security', 2, 'Quốc phòng và an ninh',      'Defence and security'),
  ('state_management', 3, 'Quản lý nhà nước',           'State management'),
  ('job_skills',       4, 'Chuyên môn, nghiệp vụ',      'Job skills'),
  ('law',              5, 'Pháp luật',                  'Law'),
  ('foreign_language', 6, 'Ngoại ngữ',                  'Foreign language'),
  ('ethnic_language',  7, 'Tiếng dân tộc thiểu số',     'Ethnic minority language'),
  ('digital',          8, 'Kỹ năng số',                 'Digital skills'),
  ('soft_skills',      9, 'Kỹ năng mềm',                'Soft skills'),
  ('other',           10, 'Khác',                       'Other');
INSERT INTO targets (category, valid_from, tiet, source) VALUES
  ('cong_chuc', '2025-07-01', 40, 'Nghị định 171/2025/NĐ-CP');
INSERT INTO settings (key, value, source) VALUES
  ('tiet_minutes', '45', ''), ('buoi_tiet', '4', ''), ('ngay_tiet', '8', ''), ('tuan_ngay', '5', ''),
  ('backdate_days', '14', ''), ('new_days', '30', '');
