-- What a work is filed under, so that other versions of it are found; id: 16 times the record's and
-- the place among its marks. words: a bit for each word of the title.
CREATE TABLE filed (
    id {serial},
    key BIGINT NOT NULL,
    words BIGINT NOT NULL
);
CREATE INDEX filed_key ON filed (key);

-- Records that are versions of one work, which goes by the lowest of their ids. Only where there are
-- two at least. Both tables are a projection with the cursor "versions".
CREATE TABLE form (
    record {serial},
    work BIGINT NOT NULL
);
CREATE INDEX form_work ON form (work);
