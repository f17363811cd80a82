-- Who may sign in. key: the address folded, '' once erased; the row of an erased account stays bare, so
-- that its number is never given again. person: the handle of the profile, '' without one. muted: bits of
-- letters not wanted. state: 1 open, 2 locked, 3 leaving, 4 erased. leaves: when it is to be erased, 0 never.
CREATE TABLE account (
    id {serial},
    email TEXT NOT NULL,
    key TEXT NOT NULL,
    person TEXT NOT NULL,
    lang TEXT NOT NULL,
    muted BIGINT NOT NULL,
    state BIGINT NOT NULL,
    bounces BIGINT NOT NULL,
    secret {bytes} NOT NULL,
    since BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    leaves BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_key ON account (key) WHERE key <> '';
CREATE INDEX account_person ON account (person) WHERE person <> '';
CREATE INDEX account_leaves ON account (leaves) WHERE leaves > 0;

-- Signed-in browsers. digest: of what the browser holds, which stands nowhere else.
CREATE TABLE session (
    id {serial},
    digest {bytes} NOT NULL,
    account BIGINT NOT NULL,
    means TEXT NOT NULL,
    agent TEXT NOT NULL,
    made BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    ends BIGINT NOT NULL
);
CREATE UNIQUE INDEX session_digest ON session (digest);
CREATE INDEX session_account ON session (account);

-- Links sent by mail, each good for one deed. key: the address folded. used: when, 0 not yet.
CREATE TABLE link (
    id {serial},
    digest {bytes} NOT NULL,
    what TEXT NOT NULL,
    account BIGINT NOT NULL,
    email TEXT NOT NULL,
    key TEXT NOT NULL,
    detail TEXT NOT NULL,
    made BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    used BIGINT NOT NULL
);
CREATE UNIQUE INDEX link_digest ON link (digest);
CREATE INDEX link_key ON link (key, made);
CREATE INDEX link_account ON link (account);

-- What accounts may do beyond what everybody may. target: an archive, a report, a person, '' for all.
CREATE TABLE role (
    account BIGINT NOT NULL,
    role TEXT NOT NULL,
    target TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_account BIGINT NOT NULL,
    PRIMARY KEY (account, role, target)
);
CREATE INDEX role_target ON role (role, target);

-- Keys that browsers and devices hold. body: as the library that checks them wants it.
CREATE TABLE passkey (
    id {serial},
    account BIGINT NOT NULL,
    credential {bytes} NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    made BIGINT NOT NULL,
    used BIGINT NOT NULL
);
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_account ON passkey (account);

-- Who did what, to whom or what, on whose behalf, when and why. by_account: 0 the operator on the command
-- line or the program itself. Holds no addresses: it stays when an account is erased.
CREATE TABLE act (
    id {serial},
    at BIGINT NOT NULL,
    by_account BIGINT NOT NULL,
    behalf TEXT NOT NULL,
    what TEXT NOT NULL,
    whom TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE INDEX act_by ON act (by_account, id);
CREATE INDEX act_whom ON act (whom, id);

-- Letters to be sent. key: what the letter is about, so that it is written once. state: 1 waiting, 2 sent,
-- 3 given up, 4 returned. A letter that was sent is empty: what it said was for its reader.
CREATE TABLE mail (
    id {serial},
    key TEXT NOT NULL,
    account BIGINT NOT NULL,
    email TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    leave TEXT NOT NULL,
    made BIGINT NOT NULL,
    due BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    state BIGINT NOT NULL,
    said TEXT NOT NULL
);
CREATE UNIQUE INDEX mail_key ON mail (key);
CREATE INDEX mail_due ON mail (due) WHERE state = 1;
CREATE INDEX mail_account ON mail (account);
