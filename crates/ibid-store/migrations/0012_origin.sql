-- Which catalogue a ledger holds. name 'own': by what name others know it that copy it (seq is 0);
-- 'copied': which other catalogue it is a copy of, up to which line of that one's journal.
CREATE TABLE origin (
    name TEXT PRIMARY KEY,
    catalogue TEXT NOT NULL,
    seq BIGINT NOT NULL
);
