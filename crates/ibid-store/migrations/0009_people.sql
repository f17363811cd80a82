-- What a registered person answered when asked whether a work is theirs. state: 1 claimed, 2 refused;
-- role: 1 author, 2 editor, 3 speaker; place: among those of that role in the work, from 1, 0 when not
-- known; version: of the work when it was judged; account: who answered, 0 when nobody is left.
CREATE TABLE claim (
    person BIGINT NOT NULL,
    work BIGINT NOT NULL,
    state BIGINT NOT NULL,
    role BIGINT NOT NULL,
    place BIGINT NOT NULL,
    version BIGINT NOT NULL,
    evidence TEXT NOT NULL,
    at BIGINT NOT NULL,
    account BIGINT NOT NULL,
    PRIMARY KEY (person, work)
);
CREATE INDEX claim_work ON claim (work);

-- Claims that somebody else holds to be wrong. state: 0 open, 1 upheld, 2 dismissed, 3 taken back.
-- Moments are 0 for what has not happened.
CREATE TABLE dispute (
    id {serial},
    person BIGINT NOT NULL,
    work BIGINT NOT NULL,
    state BIGINT NOT NULL,
    account BIGINT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    decision TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    decided_by BIGINT NOT NULL
);
CREATE INDEX dispute_state ON dispute (state, id);
CREATE INDEX dispute_claim ON dispute (person, work);

-- What people are to be told of by mail, each once. what: 1 a work that may be theirs, 2 a claim in
-- doubt; sent: 0 while it waits.
CREATE TABLE notice (
    person BIGINT NOT NULL,
    work BIGINT NOT NULL,
    what BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    PRIMARY KEY (person, work, what, version)
);
CREATE INDEX notice_waiting ON notice (person, at) WHERE sent = 0;

-- The rest is a projection with the cursor "people". Registered persons with their short-ids, which
-- withdrawn ones keep; numbers their names go by; handles they name that are not there yet.
CREATE TABLE registered (
    person {serial},
    short TEXT NOT NULL,
    state BIGINT NOT NULL
);
CREATE INDEX registered_short ON registered (short);
CREATE TABLE called (
    key BIGINT NOT NULL,
    person BIGINT NOT NULL,
    PRIMARY KEY (key, person)
);
CREATE INDEX called_person ON called (person);
CREATE TABLE awaited (
    key TEXT NOT NULL,
    person BIGINT NOT NULL,
    PRIMARY KEY (key, person)
);
CREATE INDEX awaited_person ON awaited (person);

-- Who has written, edited or given what. said: 1 by the person's record, 2 by the work's own.
CREATE TABLE authorship (
    work BIGINT NOT NULL,
    person BIGINT NOT NULL,
    role BIGINT NOT NULL,
    said BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (work, person, role, said)
);
CREATE INDEX authorship_person ON authorship (person);

-- Who is at which institution; share: of the person's time in hundredths, 0 when not given.
CREATE TABLE member (
    institution BIGINT NOT NULL,
    person BIGINT NOT NULL,
    share BIGINT NOT NULL,
    PRIMARY KEY (institution, person)
);
CREATE INDEX member_person ON member (person);

-- Claims that no longer fit the work as it is; version: the work's.
CREATE TABLE doubt (
    person BIGINT NOT NULL,
    work BIGINT NOT NULL,
    version BIGINT NOT NULL,
    why BIGINT NOT NULL,
    PRIMARY KEY (person, work)
);
CREATE INDEX doubt_work ON doubt (work);
