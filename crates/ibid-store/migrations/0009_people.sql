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

-- The rest is a projection with the cursor "people". Registered persons, withdrawn ones too, by the
-- names that works call them: short-id, and key of the handle.
CREATE TABLE registered (
    person {serial},
    short TEXT NOT NULL,
    key TEXT NOT NULL,
    state BIGINT NOT NULL
);
CREATE INDEX registered_short ON registered (short);
CREATE INDEX registered_key ON registered (key);

-- Numbers that the names of those written here go by, so that they hear of new works.
CREATE TABLE called (
    key BIGINT NOT NULL,
    person BIGINT NOT NULL,
    PRIMARY KEY (key, person)
);
CREATE INDEX called_person ON called (person);

-- Works that persons' records name as theirs; role and place as in claim.
CREATE TABLE authorship (
    work BIGINT NOT NULL,
    person BIGINT NOT NULL,
    role BIGINT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (work, person, role)
);
CREATE INDEX authorship_person ON authorship (person);

-- Keys of handles that persons' records name and that are not there yet. role: 0 a workplace.
CREATE TABLE awaited (
    key TEXT NOT NULL,
    person BIGINT NOT NULL,
    role BIGINT NOT NULL,
    PRIMARY KEY (key, person, role)
);
CREATE INDEX awaited_person ON awaited (person);

-- Persons whom works' own records name, by short-id or key, registered or not.
CREATE TABLE said (
    work BIGINT NOT NULL,
    role BIGINT NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (work, role, place)
);
CREATE INDEX said_name ON said (name);

-- Who is at which institution; share: of the person's time in hundredths, 0 when not given, 255 of who
-- studied there.
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
