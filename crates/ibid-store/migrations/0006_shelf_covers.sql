-- Kind and state stand in the index too, so that the works of a year are counted without reading them.
DROP INDEX record_place;
CREATE INDEX record_place ON record (place, year, shelf, id, kind, state) WHERE state = 0 AND kind <= 6;
