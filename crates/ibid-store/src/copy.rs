//! The whole ledger to another place: moving to the other engine, backing up, restoring.
//!
//! Here: what is truth, table by table, read in one snapshot and written in one transaction.
//! Deliberately not here: cursors and whatever else can be made again.

use std::path::Path;

use crate::Store;
use crate::engine::{Link, Value, file_url, statements};
use crate::error::{Error, Result};
use crate::journal;

/// Rows read at a time.
const BATCH: i64 = 500;

/// A table's page after a key, and its bulk target. The key stands first among the columns.
macro_rules! page {
    ($table:literal, ($($key:literal),+) > $marks:literal, $limit:literal, $columns:literal) => {
        concat!("SELECT ", page!(@list $($key),+), ", ", $columns, " FROM ", $table, " WHERE (",
            page!(@list $($key),+), ") > ", $marks, " ORDER BY ", page!(@list $($key),+),
            " LIMIT ", $limit)
    };
    (@list $first:literal $(, $rest:literal)*) => { concat!($first $(, ", ", $rest)*) };
}

statements! {
    ARCHIVES = page!("archive", ("code") > "($1)", "$2",
        "read_at, files, templates, created, changed, unchanged, vanished, errors, warnings");
    ARCHIVE = "archive (code, read_at, files, templates, created, changed, unchanged, vanished, \
        errors, warnings)";
    FILES = page!("file", ("id") > "($1)", "$2",
        "archive, path, digest, size, modified, read_at, templates, errors, warnings");
    FILE = "file (id, archive, path, digest, size, modified, read_at, templates, errors, warnings)";
    PLACES = page!("place", ("id") > "($1)", "$2", "archive, series");
    PLACE = "place (id, archive, series)";
    RECORDS = page!("record", ("id") > "($1)", "$2", "handle, key, kind, place, year, \
        shelf, version, state, digest, file, line, since, at, text");
    RECORD = "record (id, handle, key, kind, place, year, shelf, version, state, digest, file, \
        line, since, at, text)";
    PASTS = page!("past", ("record", "version") > "($1, $2)", "$3", "state, at, file, line, text");
    PAST = "past (record, version, state, at, file, line, text)";
    REPEATS = "SELECT record, file, line FROM repeat WHERE (record, file, line) > ($1, $2, $3) \
        ORDER BY record, file, line LIMIT $4";
    REPEAT = "repeat (record, file, line)";
    ORPHANS = "SELECT record FROM orphan WHERE record > $1 ORDER BY record LIMIT $2";
    ORPHAN = "orphan (record)";
    PROBLEMS = page!("problem", ("file", "nr") > "($1, $2)", "$3",
        "line, col, severity, code, message, handle, fix");
    PROBLEM = "problem (file, nr, line, col, severity, code, message, handle, fix)";
    LINES = page!("journal", ("seq") > "($1)", "$2", "at, record, version, news, what");
    LINE = "journal (seq, at, record, version, news, what)";
    COUNTS = page!("tally", ("place", "kind") > "($1, $2)", "$3", "live, withdrawn");
    COUNT = "tally (place, kind, live, withdrawn)";
    DAYS = page!("arrival", ("day", "kind") > "($1, $2)", "$3", "live");
    DAY = "arrival (day, kind, live)";
    HITS = page!("hit", ("record", "what", "day") > "($1, $2, $3)", "$4", "n");
    HIT = "hit (record, what, day, n)";
    CLAIMS = page!("claim", ("person", "work") > "($1, $2)", "$3",
        "state, role, place, version, evidence, at, account");
    CLAIM = "claim (person, work, state, role, place, version, evidence, at, account)";
    DISPUTES = page!("dispute", ("id") > "($1)", "$2", "person, work, state, account, reason, at, \
        answer, answered_at, decision, decided_at, decided_by");
    DISPUTE = "dispute (id, person, work, state, account, reason, at, answer, answered_at, decision, \
        decided_at, decided_by)";
    NOTICES = "SELECT person, work, what, version, at, sent FROM notice \
        WHERE (person, work, what, version) > ($1, $2, $3, $4) \
        ORDER BY person, work, what, version LIMIT $5";
    NOTICE = "notice (person, work, what, version, at, sent)";
    ACCOUNTS = page!("account", ("id") > "($1)", "$2", "email, key, person, lang, muted, state, \
        bounces, secret, since, seen, leaves");
    ACCOUNT = "account (id, email, key, person, lang, muted, state, bounces, secret, since, seen, leaves)";
    SESSIONS = page!("session", ("id") > "($1)", "$2", "digest, account, means, agent, made, seen, ends");
    SESSION = "session (id, digest, account, means, agent, made, seen, ends)";
    LINKS = page!("link", ("id") > "($1)", "$2", "digest, what, account, email, key, detail, made, \
        ends, used");
    LINK = "link (id, digest, what, account, email, key, detail, made, ends, used)";
    ROLES = "SELECT account, role, target, at, by_account FROM role \
        WHERE (account, role, target) > ($1, $2, $3) ORDER BY account, role, target LIMIT $4";
    ROLE = "role (account, role, target, at, by_account)";
    PASSKEYS = page!("passkey", ("id") > "($1)", "$2", "account, credential, name, body, made, used");
    PASSKEY = "passkey (id, account, credential, name, body, made, used)";
    ORCIDS = page!("orcid", ("account") > "($1)", "$2", "orcid, at");
    ORCID = "orcid (account, orcid, at)";
    ACTS = page!("act", ("id") > "($1)", "$2", "at, by_account, behalf, what, whom, why");
    ACT = "act (id, at, by_account, behalf, what, whom, why)";
    MAILS = page!("mail", ("id") > "($1)", "$2", "key, account, email, subject, body, leave, made, \
        due, tries, state, said");
    MAIL = "mail (id, key, account, email, subject, body, leave, made, due, tries, state, said)";
    PROFILES = page!("profile", ("record") > "($1)", "$2", "merged, gained, hidden");
    PROFILE = "profile (record, merged, gained, hidden)";
    PETITIONS = page!("petition", ("id") > "($1)", "$2", "what, about, account, text, at, state, answer, \
        decided_at, decided_by");
    PETITION = "petition (id, what, about, account, text, at, state, answer, decided_at, decided_by)";
    SHORT_IDS = "SELECT id, record FROM short_id WHERE (id, record) > ($1, $2) ORDER BY id, record LIMIT $3";
    SHORT_ID = "short_id (id, record)";
    ORIGINS = page!("origin", ("name") > "($1)", "$2", "catalogue, seq");
    ORIGIN = "origin (name, catalogue, seq)";
    EMPTY = "SELECT (SELECT COUNT(*) FROM file) + (SELECT COUNT(*) FROM record) \
        + (SELECT COUNT(*) FROM account)";
}

/// Page, target, and columns of the key, of every table that holds truth.
const TABLES: [(&str, &str, usize); 27] = [
    (ARCHIVES, ARCHIVE, 1),
    (FILES, FILE, 1),
    (PLACES, PLACE, 1),
    (RECORDS, RECORD, 1),
    (PASTS, PAST, 2),
    (REPEATS, REPEAT, 3),
    (ORPHANS, ORPHAN, 1),
    (PROBLEMS, PROBLEM, 2),
    (LINES, LINE, 1),
    (COUNTS, COUNT, 2),
    (DAYS, DAY, 2),
    (HITS, HIT, 3),
    (CLAIMS, CLAIM, 2),
    (DISPUTES, DISPUTE, 1),
    (NOTICES, NOTICE, 4),
    (ACCOUNTS, ACCOUNT, 1),
    (SESSIONS, SESSION, 1),
    (LINKS, LINK, 1),
    (ROLES, ROLE, 3),
    (PASSKEYS, PASSKEY, 1),
    (ORCIDS, ORCID, 1),
    (ACTS, ACT, 1),
    (MAILS, MAIL, 1),
    (PROFILES, PROFILE, 1),
    (SHORT_IDS, SHORT_ID, 2),
    (PETITIONS, PETITION, 1),
    (ORIGINS, ORIGIN, 1),
];

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    pub records: usize,
    /// Superseded versions.
    pub past: usize,
    /// Lines of the journal.
    pub lines: usize,
}

impl Store {
    /// Copies the ledger as it is at this moment into an empty one, all of it or nothing. A ledger
    /// that holds something already is a [`Error::Conflict`].
    pub async fn copy_to(&self, other: &Store) -> Result<Copied> {
        let mut from = self.0.engine.snapshot().await?;
        let mut to = other.0.engine.begin().await?;
        to.append_lock().await?;
        let there = to.run(EMPTY, &[]).await?.pop();
        if there.map_or(Ok(0), |row| row.of("record").int("count"))? != 0 {
            return Err(Error::Conflict(format!("{}: is not empty", other.place())));
        }
        let mut copied = Copied::default();
        for (page, target, key) in TABLES {
            let rows = copy_table(&mut from, &mut to, page, target, key).await?;
            match target {
                RECORD => copied.records = rows,
                PAST => copied.past = rows,
                LINE => copied.lines = rows,
                _ => {}
            }
        }
        to.commit().await?;
        other.0.wake(journal::position(&other.0.engine).await?);
        Ok(copied)
    }

    /// Copies the ledger as it is at this moment into a new file, whatever the engine: a ledger
    /// itself, to be opened as `sqlite:FILE`. The file is there when the copy is whole, not before.
    pub async fn backup(&self, file: &Path) -> Result<Copied> {
        let fault = |cause: std::io::Error| Error::Engine {
            place: file.display().to_string(),
            cause: cause.to_string(),
        };
        if file.try_exists().map_err(fault)? {
            return Err(Error::Conflict(format!("{}: is there already", file.display())));
        }
        let mut name = file.as_os_str().to_owned();
        name.push(".part");
        let part = Path::new(&name);
        if part.try_exists().map_err(fault)? {
            std::fs::remove_file(part).map_err(fault)?;
        }
        let copy = Store::open(&file_url(part)).await?;
        let copied = self.copy_to(&copy).await?;
        drop(copy);
        std::fs::rename(part, file).map_err(fault)?;
        Ok(copied)
    }
}

async fn copy_table(
    from: &mut Link,
    to: &mut Link,
    page: &'static str,
    target: &'static str,
    key: usize,
) -> Result<usize> {
    let width = target.matches(',').count() + 1;
    let mut after = match target {
        ARCHIVE | ORIGIN => vec![Value::from("")],
        SHORT_ID => vec![Value::from(""), Value::Int(-1)],
        ROLE => vec![Value::Int(-1), Value::from(""), Value::from("")],
        _ => vec![Value::Int(-1); key],
    };
    let mut copied = 0;
    loop {
        after.push(Value::Int(BATCH));
        let rows = from.run(page, &after).await?;
        let Some(last) = rows.last() else {
            return Ok(copied);
        };
        after = last.0[..key].to_vec();
        copied += rows.len();
        let mut values = Vec::with_capacity(rows.len() * width);
        values.extend(rows.into_iter().flat_map(|row| row.0));
        to.bulk(target, &values).await?;
    }
}
