-- iDs that were proved at ORCID's door, as ORCID prints them. An account has one, and an iD one account.
CREATE TABLE orcid (
    account BIGINT PRIMARY KEY,
    orcid TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX orcid_orcid ON orcid (orcid);
