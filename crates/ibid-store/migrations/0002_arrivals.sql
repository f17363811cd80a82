-- How many live records came on a day (since / 86400), kept in the transactions that change them.
CREATE TABLE arrival (
    day BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    live BIGINT NOT NULL,
    PRIMARY KEY (day, kind)
);
INSERT INTO arrival (day, kind, live)
    SELECT since / 86400, kind, COUNT(*) FROM record WHERE state = 0 GROUP BY since / 86400, kind;

-- Live works in the order in which they came; and by name the few records that are not works.
CREATE INDEX record_since ON record (since, id) WHERE state = 0 AND kind <= 6;
CREATE INDEX record_kind ON record (kind, key, handle) WHERE state = 0 AND kind > 6;
