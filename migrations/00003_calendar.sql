-- +goose Up
-- The days off and the make-up days, a row each. The Office edits them; what it replaces is kept.

CREATE TABLE calendar_days (
  day        TEXT PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  kind       TEXT NOT NULL CHECK (kind IN ('holiday', 'working')),
  name_vi    TEXT NOT NULL CHECK (name_vi <> ''),
  name_en    TEXT NOT NULL DEFAULT '',
  source     TEXT NOT NULL DEFAULT '',
  doubt      TEXT NOT NULL DEFAULT '' CHECK (doubt IN ('', 'notice', 'planned')), -- 'planned' counts once checked
  checked    INTEGER NOT NULL DEFAULT 0 CHECK (checked IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What a change replaced: the changes of one act have one batch. No row before = the day was in no table.
CREATE TABLE calendar_changes (
  id         INTEGER PRIMARY KEY,
  batch      INTEGER NOT NULL,
  day        TEXT NOT NULL,
  before     TEXT CHECK (before IS NULL OR json_valid(before)),
  changed_by INTEGER REFERENCES people ON DELETE SET NULL, -- none = the command line
  changed_at INTEGER NOT NULL,
  undone     INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX calendar_changes_batch ON calendar_changes (batch);

-- Lets a connection keep the calendar that it has read. It is random: a number that a rolled-back transaction has
-- given would come back and mean something else.
CREATE TABLE calendar_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version TEXT NOT NULL
) STRICT;
INSERT INTO calendar_version VALUES (1, hex(randomblob(8)));

-- Milestones of a streak that a person has been told of: once each.
CREATE TABLE milestones (
  person_id INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
  weeks     INTEGER NOT NULL CHECK (weeks > 0),
  told_at   INTEGER NOT NULL,
  PRIMARY KEY (person_id, weeks)
) STRICT, WITHOUT ROWID;

INSERT INTO calendar_days (day, kind, name_vi, name_en, source, doubt, checked) VALUES
  ('2026-01-01', 'holiday', 'Tết Dương lịch', 'New Year''s Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2026-01-02', 'holiday', 'Nghỉ hoán đổi (làm bù 10/01/2026)', 'Swapped day off (made up on 10/01/2026)', 'Thông báo nghỉ lễ, Tết năm 2026', 'notice', 0),
  ('2026-01-10', 'working', 'Làm bù cho 02/01/2026', 'Working day in place of 02/01/2026', 'Thông báo nghỉ lễ, Tết năm 2026', 'notice', 0),
  ('2026-02-16', 'holiday', 'Giao thừa Tết Nguyên đán', 'Lunar New Year''s Eve', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2026-02-17', 'holiday', 'Mùng 1 Tết Nguyên đán', 'Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2026-02-18', 'holiday', 'Mùng 2 Tết Nguyên đán', 'Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2026-02-19', 'holiday', 'Mùng 3 Tết Nguyên đán', 'Lunar New Year, day 3', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2026-02-20', 'holiday', 'Mùng 4 Tết Nguyên đán', 'Lunar New Year, day 4', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2026-04-26', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'Hung Kings'' Commemoration Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2026-04-27', 'holiday', 'Nghỉ bù Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'In lieu of Hung Kings'' Commemoration Day', 'Bộ luật Lao động 2019, Điều 111 khoản 3', '', 1),
  ('2026-04-30', 'holiday', 'Ngày Chiến thắng', 'Reunification Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2026-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Labour Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2026-08-22', 'working', 'Làm bù cho 31/08/2026', 'Working day in place of 31/08/2026', 'Thông báo nghỉ lễ, Tết năm 2026', 'notice', 0),
  ('2026-08-31', 'holiday', 'Nghỉ hoán đổi (làm bù 22/08/2026)', 'Swapped day off (made up on 22/08/2026)', 'Thông báo nghỉ lễ, Tết năm 2026', 'notice', 0),
  ('2026-09-01', 'holiday', 'Quốc khánh (ngày liền kề)', 'National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2026-09-02', 'holiday', 'Quốc khánh', 'National Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2026-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Viet Nam Culture Day', 'Nghị quyết 80-NQ/TW ngày 07/01/2026 (chủ trương)', 'planned', 0),
  ('2027-01-01', 'holiday', 'Tết Dương lịch', 'New Year''s Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2027-02-05', 'holiday', 'Giao thừa Tết Nguyên đán', 'Lunar New Year''s Eve', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2027-02-06', 'holiday', 'Mùng 1 Tết Nguyên đán', 'Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2027-02-07', 'holiday', 'Mùng 2 Tết Nguyên đán', 'Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2027-02-08', 'holiday', 'Mùng 3 Tết Nguyên đán', 'Lunar New Year, day 3', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2027-02-09', 'holiday', 'Mùng 4 Tết Nguyên đán', 'Lunar New Year, day 4', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2027-02-10', 'holiday', 'Nghỉ bù Mùng 1 Tết Nguyên đán', 'In lieu of Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2027-02-11', 'holiday', 'Nghỉ bù Mùng 2 Tết Nguyên đán', 'In lieu of Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2027-04-16', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'Hung Kings'' Commemoration Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2027-04-30', 'holiday', 'Ngày Chiến thắng', 'Reunification Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2027-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Labour Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2027-05-03', 'holiday', 'Nghỉ bù Ngày Quốc tế Lao động', 'In lieu of Labour Day', 'Bộ luật Lao động 2019, Điều 111 khoản 3', '', 1),
  ('2027-09-02', 'holiday', 'Quốc khánh', 'National Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2027-09-03', 'holiday', 'Quốc khánh (ngày liền kề)', 'National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2027-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Viet Nam Culture Day', 'Nghị quyết 80-NQ/TW ngày 07/01/2026 (chủ trương)', 'planned', 0),
  ('2028-01-01', 'holiday', 'Tết Dương lịch', 'New Year''s Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2028-01-03', 'holiday', 'Nghỉ bù Tết Dương lịch', 'In lieu of New Year''s Day', 'Bộ luật Lao động 2019, Điều 111 khoản 3', '', 1),
  ('2028-01-25', 'holiday', 'Giao thừa Tết Nguyên đán', 'Lunar New Year''s Eve', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2028-01-26', 'holiday', 'Mùng 1 Tết Nguyên đán', 'Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2028-01-27', 'holiday', 'Mùng 2 Tết Nguyên đán', 'Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2028-01-28', 'holiday', 'Mùng 3 Tết Nguyên đán', 'Lunar New Year, day 3', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2028-01-29', 'holiday', 'Mùng 4 Tết Nguyên đán', 'Lunar New Year, day 4', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2028-01-31', 'holiday', 'Nghỉ bù Mùng 4 Tết Nguyên đán', 'In lieu of Lunar New Year, day 4', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2028-04-04', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'Hung Kings'' Commemoration Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2028-04-30', 'holiday', 'Ngày Chiến thắng', 'Reunification Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2028-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Labour Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2028-05-02', 'holiday', 'Nghỉ bù Ngày Chiến thắng', 'In lieu of Reunification Day', 'Bộ luật Lao động 2019, Điều 111 khoản 3', '', 1),
  ('2028-09-02', 'holiday', 'Quốc khánh', 'National Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2028-09-03', 'holiday', 'Quốc khánh (ngày liền kề)', 'National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2028-09-04', 'holiday', 'Nghỉ bù Quốc khánh', 'In lieu of National Day', 'Bộ luật Lao động 2019, Điều 111 khoản 3', '', 1),
  ('2028-09-05', 'holiday', 'Nghỉ bù Quốc khánh (ngày liền kề)', 'In lieu of National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2028-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Viet Nam Culture Day', 'Nghị quyết 80-NQ/TW ngày 07/01/2026 (chủ trương)', 'planned', 0),
  ('2029-01-01', 'holiday', 'Tết Dương lịch', 'New Year''s Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2029-02-12', 'holiday', 'Giao thừa Tết Nguyên đán', 'Lunar New Year''s Eve', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2029-02-13', 'holiday', 'Mùng 1 Tết Nguyên đán', 'Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2029-02-14', 'holiday', 'Mùng 2 Tết Nguyên đán', 'Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2029-02-15', 'holiday', 'Mùng 3 Tết Nguyên đán', 'Lunar New Year, day 3', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2029-02-16', 'holiday', 'Mùng 4 Tết Nguyên đán', 'Lunar New Year, day 4', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2029-04-23', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'Hung Kings'' Commemoration Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2029-04-30', 'holiday', 'Ngày Chiến thắng', 'Reunification Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2029-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Labour Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2029-09-01', 'holiday', 'Quốc khánh (ngày liền kề)', 'National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2029-09-02', 'holiday', 'Quốc khánh', 'National Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2029-09-03', 'holiday', 'Nghỉ bù Quốc khánh (ngày liền kề)', 'In lieu of National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2029-09-04', 'holiday', 'Nghỉ bù Quốc khánh', 'In lieu of National Day', 'Bộ luật Lao động 2019, Điều 111 khoản 3', '', 1),
  ('2029-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Viet Nam Culture Day', 'Nghị quyết 80-NQ/TW ngày 07/01/2026 (chủ trương)', 'planned', 0),
  ('2030-01-01', 'holiday', 'Tết Dương lịch', 'New Year''s Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2030-02-01', 'holiday', 'Giao thừa Tết Nguyên đán', 'Lunar New Year''s Eve', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2030-02-02', 'holiday', 'Mùng 1 Tết Nguyên đán', 'Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2030-02-03', 'holiday', 'Mùng 2 Tết Nguyên đán', 'Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2030-02-04', 'holiday', 'Mùng 3 Tết Nguyên đán', 'Lunar New Year, day 3', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2030-02-05', 'holiday', 'Mùng 4 Tết Nguyên đán', 'Lunar New Year, day 4', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2030-02-06', 'holiday', 'Nghỉ bù Mùng 1 Tết Nguyên đán', 'In lieu of Lunar New Year, day 1', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2030-02-07', 'holiday', 'Nghỉ bù Mùng 2 Tết Nguyên đán', 'In lieu of Lunar New Year, day 2', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2030-04-12', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'Hung Kings'' Commemoration Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2030-04-30', 'holiday', 'Ngày Chiến thắng', 'Reunification Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2030-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Labour Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2030-09-01', 'holiday', 'Quốc khánh (ngày liền kề)', 'National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 112', 'notice', 0),
  ('2030-09-02', 'holiday', 'Quốc khánh', 'National Day', 'Bộ luật Lao động 2019, Điều 112', '', 1),
  ('2030-09-03', 'holiday', 'Nghỉ bù Quốc khánh (ngày liền kề)', 'In lieu of National Day (the day beside it)', 'Bộ luật Lao động 2019, Điều 111 khoản 3', 'notice', 0),
  ('2030-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Viet Nam Culture Day', 'Nghị quyết 80-NQ/TW ngày 07/01/2026 (chủ trương)', 'planned', 0);

-- +goose StatementBegin
CREATE TRIGGER calendar_day_added AFTER INSERT ON calendar_days
BEGIN
  UPDATE calendar_version SET version = hex(randomblob(8));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calendar_day_changed AFTER UPDATE ON calendar_days
BEGIN
  UPDATE calendar_version SET version = hex(randomblob(8));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calendar_day_removed AFTER DELETE ON calendar_days
BEGIN
  UPDATE calendar_version SET version = hex(randomblob(8));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calendar_hours_set AFTER UPDATE ON settings WHEN NEW.key = 'working_hours'
BEGIN
  UPDATE calendar_version SET version = hex(randomblob(8));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calendar_hours_added AFTER INSERT ON settings WHEN NEW.key = 'working_hours'
BEGIN
  UPDATE calendar_version SET version = hex(randomblob(8));
END;
-- +goose StatementEnd
