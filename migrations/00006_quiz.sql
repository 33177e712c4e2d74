-- +goose Up
-- The bank of questions. What a question says is kept in versions; what stands in questions is the newest.

CREATE TABLE quiz_topics (
  code    TEXT PRIMARY KEY CHECK (code <> ''),
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL DEFAULT '',
  folded  TEXT NOT NULL UNIQUE,
  sort    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO quiz_topics (code, name_vi, name_en, folded, sort) VALUES
  ('ke_hoach_cua_so',  'Kế hoạch của Sở',            'The department''s plan',       'ke hoach cua so', 1),
  ('xa_hoi_hoc_tap',   'Xã hội học tập',             'Learning society',             'xa hoi hoc tap', 2),
  ('cong_dan_hoc_tap', 'Công dân học tập',           'Learning citizen',             'cong dan hoc tap', 3),
  ('don_vi_hoc_tap',   'Đơn vị học tập',             'Learning unit',                'don vi hoc tap', 4),
  ('hoc_tap_suot_doi', 'Học tập suốt đời',           'Lifelong learning',            'hoc tap suot doi', 5),
  ('ky_nang_so',       'Kỹ năng số',                 'Digital skills',               'ky nang so', 6),
  ('du_lieu_ca_nhan',  'Bảo vệ dữ liệu cá nhân',     'Personal data protection',     'bao ve du lieu ca nhan', 7),
  ('tri_tue_nhan_tao', 'Trí tuệ nhân tạo',           'Artificial intelligence',      'tri tue nhan tao', 8),
  ('bao_mat',          'Bí mật nhà nước, an ninh mạng', 'State secrets, cyber security', 'bi mat nha nuoc, an ninh mang', 9),
  ('boi_duong',        'Đào tạo, bồi dưỡng',         'Training of officials',        'dao tao, boi duong', 10),
  ('van_thu',          'Công tác văn thư',           'Office documents',             'cong tac van thu', 11),
  ('bao_cao',          'Chế độ báo cáo',             'Reporting',                    'che do bao cao', 12),
  ('nganh_tu_phap',    'Ngành Tư pháp',              'The justice sector',           'nganh tu phap', 13),
  ('tuyen_quang',      'Tỉnh Tuyên Quang',           'Tuyên Quang province',         'tinh tuyen quang', 14);

-- A document that questions rest on. ended_on is the first day on which it is no longer in force.
CREATE TABLE quiz_documents (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL CHECK (name <> ''),
  folded   TEXT NOT NULL UNIQUE,
  ended_on TEXT CHECK (ended_on GLOB '????-??-??'),
  ended_by INTEGER REFERENCES people ON DELETE SET NULL, -- who said so; none = the command line
  ended_at INTEGER CHECK ((ended_at IS NULL) = (ended_on IS NULL))
) STRICT;

CREATE TABLE questions (
  id          INTEGER PRIMARY KEY,
  code        TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(code) BETWEEN 1 AND 20),
  version     INTEGER NOT NULL CHECK (version > 0),
  topic       TEXT NOT NULL REFERENCES quiz_topics ON DELETE RESTRICT,
  question    TEXT NOT NULL CHECK (question <> ''),
  option_a    TEXT NOT NULL CHECK (option_a <> ''),
  option_b    TEXT NOT NULL CHECK (option_b <> '' AND option_b <> option_a),
  option_c    TEXT NOT NULL CHECK (option_c <> '' AND option_c NOT IN (option_a, option_b)),
  option_d    TEXT NOT NULL CHECK (option_d <> '' AND option_d NOT IN (option_a, option_b, option_c)),
  answer      INTEGER NOT NULL CHECK (answer BETWEEN 0 AND 3),
  explanation TEXT NOT NULL CHECK (explanation <> ''),
  document_id INTEGER REFERENCES quiz_documents ON DELETE RESTRICT,
  article     TEXT NOT NULL DEFAULT '',
  source      TEXT NOT NULL CHECK (source <> ''),
  valid_from  TEXT CHECK (valid_from GLOB '????-??-??'),
  valid_to    TEXT CHECK (valid_to GLOB '????-??-??' AND (valid_from IS NULL OR valid_to >= valid_from)),
  checked_on  TEXT CHECK (checked_on GLOB '????-??-??'),
  press       INTEGER NOT NULL DEFAULT 0 CHECK (press IN (0, 1)),
  note        TEXT NOT NULL DEFAULT '',
  folded      TEXT NOT NULL,              -- all its words, to find it by
  state       TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'live', 'paused', 'retired')),
  pause_reason TEXT NOT NULL DEFAULT '' CHECK ((pause_reason <> '') = (state = 'paused')),
  pause_from  TEXT CHECK (pause_from IN ('draft', 'reviewed', 'live')) CHECK ((pause_from IS NOT NULL) = (state = 'paused')),
  author_id   INTEGER REFERENCES people ON DELETE SET NULL, -- of this version; none = the program or the command line
  reviewer_id INTEGER REFERENCES people ON DELETE SET NULL,
  released_at INTEGER CHECK (released_at IS NOT NULL OR state <> 'live'),
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX questions_state ON questions (state, topic);
CREATE INDEX questions_document ON questions (document_id);

-- Every version of a question, the newest too: what was answered once can be shown for ever.
CREATE TABLE question_versions (
  question_id INTEGER NOT NULL REFERENCES questions ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  content     TEXT NOT NULL CHECK (json_valid(content)),
  author_id   INTEGER REFERENCES people ON DELETE SET NULL,
  channel     TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (question_id, version)
) STRICT, WITHOUT ROWID;

-- "Câu này sai?": while one is open, the question is not sent to anybody.
CREATE TABLE question_reports (
  id          INTEGER PRIMARY KEY,
  question_id INTEGER NOT NULL REFERENCES questions ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  person_id   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  note        TEXT NOT NULL DEFAULT '',
  channel     TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  closed_at   INTEGER,
  closed_by   INTEGER REFERENCES people ON DELETE SET NULL
) STRICT;
CREATE UNIQUE INDEX question_reports_open ON question_reports (question_id, person_id) WHERE closed_at IS NULL;
CREATE INDEX question_reports_person ON question_reports (person_id);

-- A file of questions that was read and shown, until its sender says whether to write it.
CREATE TABLE question_files (
  id         INTEGER PRIMARY KEY,
  person_id  INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  name       TEXT NOT NULL,
  body       TEXT NOT NULL CHECK (json_valid(body)),
  created_at INTEGER NOT NULL,
  applied_at INTEGER
) STRICT;
CREATE INDEX question_files_person ON question_files (person_id, created_at);

-- What may be asked on a day D: from_day <= D AND D < until_day. The same as quiz.Question.LiveOn, for queries.
CREATE VIEW askable (question_id, version, topic, from_day, until_day) AS
SELECT q.id, q.version, q.topic, coalesce(q.valid_from, '0000-01-01'),
  min(coalesce(date(q.valid_to, '+1 day'), '9999-12-31'), coalesce(d.ended_on, '9999-12-31'))
FROM questions q LEFT JOIN quiz_documents d ON d.id = q.document_id
WHERE q.state = 'live' AND NOT EXISTS (SELECT 1 FROM question_reports r WHERE r.question_id = q.id AND r.closed_at IS NULL);
