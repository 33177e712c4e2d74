-- +goose Up
-- What is written in a minute is dated today or yesterday, by many people: an index that begins with unit, day and number
-- takes it all in one place, where one that goes on with the person writes a page of its own for each. The index by person
-- cannot be spared; it now answers also what entries_recent did, which wrote another page. The age of inbox keys follows
-- from their order.

DROP INDEX entries_unit;
CREATE INDEX entries_unit ON entries (unit_id, end_day, id, person_id, kind, minutes, status, evidence)
  WHERE status IN ('recorded', 'pending', 'confirmed');

DROP INDEX entries_person;
DROP INDEX entries_recent;
CREATE INDEX entries_person ON entries (person_id, end_day, kind, minutes, status, evidence, created_at);

DROP INDEX inbox_age;
