-- Records of persons that are written here. merged: the record whose person this is as well, 0 none; gained:
-- the version of that record that the merging wrote, 0 none. hidden: what of it is not shown, a template,
-- packed; or nothing. Whose a profile is stands with the account.
CREATE TABLE profile (
    record {serial},
    merged BIGINT NOT NULL,
    gained BIGINT NOT NULL,
    hidden {bytes}
);
CREATE INDEX profile_merged ON profile (merged) WHERE merged > 0;

-- Every short-id a person ever had, so that none is given twice. Filled in from the texts of records that
-- are there already.
CREATE TABLE short_id (
    id TEXT NOT NULL,
    record BIGINT NOT NULL,
    PRIMARY KEY (id, record)
);
