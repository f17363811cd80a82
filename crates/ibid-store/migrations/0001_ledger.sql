-- The ledger. Columns are integer, real, text and bytes; times are epoch seconds; nothing is queried
-- inside a text. {serial} is an integer primary key that the writer numbers, {bytes} a byte string.

-- The last harvest of each archive.
CREATE TABLE archive (
    code TEXT PRIMARY KEY,
    read_at BIGINT NOT NULL,
    files BIGINT NOT NULL,
    templates BIGINT NOT NULL,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    vanished BIGINT NOT NULL,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL
);

-- Files as last read; path is relative to the root of the mirror. An empty digest: read it again.
CREATE TABLE file (
    id {serial},
    archive TEXT NOT NULL,
    path TEXT NOT NULL,
    digest {bytes} NOT NULL,
    size BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    templates BIGINT NOT NULL,
    errors BIGINT NOT NULL,
    warnings BIGINT NOT NULL
);
CREATE UNIQUE INDEX file_path ON file (path);
CREATE INDEX file_archive ON file (archive, path);

-- Series, and with an empty series the archives, that handles name, declared or not.
CREATE TABLE place (
    id {serial},
    archive TEXT NOT NULL,
    series TEXT NOT NULL
);
CREATE UNIQUE INDEX place_name ON place (archive, series);

-- The current version of every record. state: 0 live, 1 withdrawn. year: 0 when unknown.
-- since: when the record came; at: when this version came. text: packed, see compress.rs.
CREATE TABLE record (
    id {serial},
    handle TEXT NOT NULL,
    key TEXT NOT NULL,
    kind BIGINT NOT NULL,
    place BIGINT NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    digest BIGINT NOT NULL,
    file BIGINT NOT NULL,
    line BIGINT NOT NULL,
    since BIGINT NOT NULL,
    at BIGINT NOT NULL,
    text {bytes} NOT NULL
);
CREATE INDEX record_key ON record (key);
CREATE INDEX record_file ON record (file);
CREATE INDEX record_place ON record (place, year, id);

-- Versions no longer current. A missing text is that of the next version.
CREATE TABLE past (
    record BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    at BIGINT NOT NULL,
    file BIGINT NOT NULL,
    line BIGINT NOT NULL,
    text {bytes},
    PRIMARY KEY (record, version)
);

-- Further templates that use a handle already taken.
CREATE TABLE repeat (
    record BIGINT NOT NULL,
    file BIGINT NOT NULL,
    line BIGINT NOT NULL,
    PRIMARY KEY (record, file, line)
);
CREATE INDEX repeat_file ON repeat (file);

-- Records no longer found where they stood, to be judged when the walk of the archive ends.
CREATE TABLE orphan (
    record BIGINT PRIMARY KEY
);

-- What is wrong with a file as last read; nr counts from 1 within the file.
CREATE TABLE problem (
    file BIGINT NOT NULL,
    nr BIGINT NOT NULL,
    line BIGINT NOT NULL,
    col BIGINT NOT NULL,
    severity BIGINT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    handle TEXT NOT NULL,
    fix TEXT NOT NULL,
    PRIMARY KEY (file, nr)
);

-- What is new, in the order of commits, without gaps. news: 1 new, 2 changed, 3 withdrawn, 4 restored.
CREATE TABLE journal (
    seq {serial},
    at BIGINT NOT NULL,
    record BIGINT NOT NULL,
    version BIGINT NOT NULL,
    news BIGINT NOT NULL,
    what TEXT NOT NULL
);

-- Counts of records, kept in the transactions that change them. place 0 is the whole ledger.
CREATE TABLE tally (
    place BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    live BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    PRIMARY KEY (place, kind)
);

-- How far each projection that lives in this database has followed the journal.
CREATE TABLE cursor (
    name TEXT PRIMARY KEY,
    seq BIGINT NOT NULL
);
