-- Where a work stands in its series, see ibid_core::shelf; 0 for everything else. Filled in from the
-- texts of records that are there already.
ALTER TABLE record ADD COLUMN shelf BIGINT NOT NULL DEFAULT 0;

-- The live works of a series by year and by number; both also count them.
DROP INDEX record_place;
CREATE INDEX record_place ON record (place, year, shelf, id) WHERE state = 0 AND kind <= 6;
CREATE INDEX record_shelf ON record (place, shelf, id) WHERE state = 0 AND kind <= 6;
