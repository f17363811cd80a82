-- How often something of a record was asked for on a day (seconds since 1970 / 86400). what: 1 a file.
CREATE TABLE hit (
    record BIGINT NOT NULL,
    what BIGINT NOT NULL,
    day BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (record, what, day)
);
CREATE INDEX hit_day ON hit (day);
