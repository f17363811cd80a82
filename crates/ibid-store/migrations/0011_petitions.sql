-- What people ask curators for. what: 1 a harvested profile that is theirs, 2 an institution the directory
-- lacks. about: the handle of the profile, or that of the person whose institution it is. text: in their
-- words. state: 1 open, 2 granted, 3 refused. Moments are 0 for what has not happened.
CREATE TABLE petition (
    id {serial},
    what BIGINT NOT NULL,
    about TEXT NOT NULL,
    account BIGINT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    state BIGINT NOT NULL,
    answer TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    decided_by BIGINT NOT NULL
);
CREATE INDEX petition_open ON petition (id) WHERE state = 1;
CREATE INDEX petition_account ON petition (account, id);
