-- +goose Up
-- What people were asked, what they answered, and what they remember of it.

-- What a person remembers of a question. A card exists once it was answered; its reset is its removal.
CREATE TABLE quiz_cards (
  person_id   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  question_id INTEGER NOT NULL REFERENCES questions ON DELETE CASCADE,
  version     INTEGER NOT NULL,                              -- of the question that was answered last
  document_id INTEGER REFERENCES quiz_documents ON DELETE SET NULL, -- on which that rested
  stability   REAL NOT NULL CHECK (stability > 0),   -- days until the recall has fallen to nine in ten
  difficulty  REAL NOT NULL CHECK (difficulty BETWEEN 1 AND 10),
  reps        INTEGER NOT NULL CHECK (reps > 0),
  lapses      INTEGER NOT NULL CHECK (lapses >= 0),
  missed      INTEGER NOT NULL CHECK (missed IN (0, 1)), -- the last answer was wrong
  reviewed_on TEXT NOT NULL CHECK (reviewed_on GLOB '????-??-??'),
  due_on      TEXT NOT NULL CHECK (due_on > reviewed_on AND due_on GLOB '????-??-??'),
  PRIMARY KEY (person_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quiz_cards_document ON quiz_cards (document_id);

-- A question that was put to a person, with the order of its options as sent. Buttons live for years: no id twice.
CREATE TABLE quiz_asked (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  unit_id     INTEGER NOT NULL REFERENCES units ON DELETE RESTRICT, -- the person's unit when asked
  question_id INTEGER NOT NULL REFERENCES questions ON DELETE CASCADE,
  version     INTEGER NOT NULL,
  topic       TEXT NOT NULL REFERENCES quiz_topics ON DELETE RESTRICT,
  shown       TEXT NOT NULL CHECK (shown GLOB '[0-3][0-3][0-3][0-3]'), -- the option that stood as A, B, C, D
  round       INTEGER NOT NULL CHECK (round > 0),                      -- what was put together has the same, counted for each person
  place       INTEGER NOT NULL CHECK (place BETWEEN 1 AND 9),          -- its number in the message
  state       TEXT NOT NULL CHECK (state IN ('open', 'answered', 'passed', 'void')),
  asked_at    INTEGER NOT NULL,
  answer      INTEGER CHECK (answer BETWEEN 0 AND 3),      -- the option, not its letter
  correct     INTEGER CHECK (correct IN (0, 1)),
  first       INTEGER CHECK (first IN (0, 1)),             -- the person's first answer to this question
  answered_at INTEGER,
  answered_on TEXT CHECK (answered_on GLOB '????-??-??'),
  channel     TEXT NOT NULL DEFAULT '',                    -- where the answer came from
  message_id  TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'answered') = (answer IS NOT NULL)),
  CHECK ((answer IS NULL) = (correct IS NULL) AND (answer IS NULL) = (answered_at IS NULL)
     AND (answer IS NULL) = (answered_on IS NULL) AND (answer IS NULL) = (first IS NULL))
) STRICT;
-- One person is asked one question once at a time.
CREATE UNIQUE INDEX quiz_asked_open ON quiz_asked (person_id, question_id) WHERE state = 'open';
CREATE INDEX quiz_asked_day ON quiz_asked (person_id, answered_on);
CREATE INDEX quiz_asked_question ON quiz_asked (person_id, question_id);
CREATE INDEX quiz_asked_round ON quiz_asked (person_id, round);
CREATE INDEX quiz_asked_first ON quiz_asked (answered_on, topic, unit_id, person_id, correct) WHERE first = 1;

-- Who wants what; no row is the default: the weekly quiz, what was missed again, no weekly fact.
CREATE TABLE quiz_wishes (
  person_id  INTEGER PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  quiz       TEXT NOT NULL DEFAULT 'weekly' CHECK (quiz IN ('weekly', 'daily', 'off')),
  fact       INTEGER NOT NULL DEFAULT 0 CHECK (fact IN (0, 1)),
  updated_at INTEGER NOT NULL
) STRICT;

-- The facts that a person was told, none twice before all were told.
CREATE TABLE quiz_facts (
  person_id   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  question_id INTEGER NOT NULL REFERENCES questions ON DELETE CASCADE,
  told_on     TEXT NOT NULL CHECK (told_on GLOB '????-??-??'),
  PRIMARY KEY (person_id, question_id)
) STRICT, WITHOUT ROWID;

-- Who had learnt by a document that is no longer in force, and was told so (told_at), or is yet to be.
CREATE TABLE quiz_unlearn (
  person_id   INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  document_id INTEGER NOT NULL REFERENCES quiz_documents ON DELETE CASCADE,
  ended_on    TEXT NOT NULL CHECK (ended_on GLOB '????-??-??'),
  questions   INTEGER NOT NULL CHECK (questions > 0),
  told_at     INTEGER,
  PRIMARY KEY (person_id, document_id, ended_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX quiz_unlearn_untold ON quiz_unlearn (person_id) WHERE told_at IS NULL;
