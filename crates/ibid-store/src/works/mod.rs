//! Records of every kind: their current versions and all superseded ones.
//!
//! Here: what is stored of a record and how it reads back. Writing is in `write.rs`, lists in
//! `lists.rs`, `shelf.rs`, `arrivals.rs`, `dated.rs` and `places.rs`, handles near a wrong one in
//! `nearest.rs`, versions of one work in `versions.rs`. Deliberately not here: what a template means; the
//! text is kept as received
//! and read by `ibid_core::record::read`.

pub(crate) mod arrivals;
pub(crate) mod dated;
pub(crate) mod lists;
pub(crate) mod nearest;
pub(crate) mod places;
pub(crate) mod shelf;
pub(crate) mod spans;
pub(crate) mod versions;
pub(crate) mod write;

use std::cmp::Reverse;
use std::collections::HashMap;

use ibid_core::people::claim::Role;
use ibid_core::{Handle, Kind, Record};

use crate::Reader;
use crate::compress;
use crate::engine::{Columns, Row, Value, statements};
use crate::error::Result;

/// The columns of a [`Stored`], from `record r JOIN file f`.
macro_rules! columns {
    () => {
        "r.id, r.handle, r.kind, r.year, r.version, r.state, r.since, r.at, f.path, r.line, r.text"
    };
}
pub(crate) use columns;

statements! {
    BY_KEY = concat!("SELECT ", columns!(),
        " FROM record r JOIN file f ON f.id = r.file WHERE r.key IN ({list})");
    WITH_BESIDE = concat!("SELECT \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM repeat p WHERE p.record = r.id) THEN 1 ELSE 0 END AS BIGINT), \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM form v WHERE v.record = r.id) THEN 1 ELSE 0 END AS BIGINT), \
        (SELECT CAST(COALESCE(SUM(h.n), 0) AS BIGINT) FROM hit h WHERE h.record = r.id AND h.what = 1), \
        COALESCE((SELECT string_agg(CAST(a.role AS TEXT) || ',' || CAST(a.place AS TEXT) || ',' || g.short, ' ') \
            FROM authorship a JOIN registered g ON g.person = a.person \
            WHERE a.work = r.id AND a.place > 0 AND g.state = 0 AND g.short <> '' AND NOT EXISTS \
                (SELECT 1 FROM claim c WHERE c.person = a.person AND c.work = a.work AND c.state = 2)), ''), ",
        columns!(), " FROM record r JOIN file f ON f.id = r.file WHERE r.key = $1");
    YEARS = "SELECT r.handle, r.year FROM record r WHERE r.key IN ({list}) AND r.state = 0";
    PAST = "SELECT p.version, p.state, p.at, f.path, p.line, p.text FROM record r \
        JOIN past p ON p.record = r.id JOIN file f ON f.id = p.file \
        WHERE r.id = $1 ORDER BY p.version DESC";
    REPEATS = "SELECT p.line, f.path FROM repeat p JOIN file f ON f.id = p.file \
        WHERE p.record = $1 ORDER BY f.path, p.line";
}

/// Whether the source still holds a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Live,
    Withdrawn,
}

/// A record as it is now. Times are epoch seconds: `since` when the record came, `at` when this
/// version came. `file` is relative to the root of the mirror.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub id: i64,
    pub handle: Handle,
    pub kind: Kind,
    /// As the writer gave it, for sorting.
    pub year: Option<i16>,
    pub version: i64,
    pub state: State,
    pub since: i64,
    pub at: i64,
    pub file: String,
    pub line: u32,
    /// The template as received, decoded.
    pub text: String,
}

/// What else the ledger holds of a record, so that nobody asks for what is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// [`Reader::repeats`] has some.
    pub repeats: bool,
    /// [`Reader::versions`] may have some.
    pub versions: bool,
    /// How often its files were opened, see [`Reader::hits`].
    pub files_opened: i64,
    /// Registered people in it: as what, at which place among those, from 1, and their short-ids.
    pub profiles: Vec<(Role, u16, String)>,
}

/// One version of a record. A withdrawal is a version with the text of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub version: i64,
    pub state: State,
    pub at: i64,
    pub file: String,
    pub line: u32,
    pub text: String,
}

impl Stored {
    /// The record its text says; `None` when this program can no longer read it.
    pub fn record(&self) -> Option<Record> {
        ibid_core::record::read(&self.text)
    }

    /// Whether it is written here, and no harvest knows of it.
    pub fn is_ours(&self) -> bool {
        self.file == crate::people::profiles::FILE.1
    }

    pub(crate) fn from_row(row: Row) -> Result<Stored> {
        let mut row = row.of("record");
        let id = row.int("id")?;
        Stored::rest(id, row)
    }

    /// The columns after the id.
    pub(crate) fn rest(id: i64, mut row: Columns) -> Result<Stored> {
        Ok(Stored {
            id,
            handle: row.judged("handle", handle)?,
            kind: row.judged("kind", kind)?,
            year: row.judged("year", year)?,
            version: row.int("version")?,
            state: row.judged("state", state)?,
            since: row.int("since")?,
            at: row.int("at")?,
            file: row.text("path")?,
            line: row.judged("line", line)?,
            text: row.judged("text", text)?,
        })
    }
}

impl Reader {
    /// The record of exactly this handle.
    pub async fn record(&self, handle: &Handle) -> Result<Option<Stored>> {
        let mut found = self.by_key(&handle.key()).await?;
        Ok(found.iter().position(|it| it.handle == *handle).map(|at| found.swap_remove(at)))
    }

    /// The records whose handle has this key (see [`Handle::key`]): more than one where handles
    /// differ only in their colons.
    pub async fn by_key(&self, key: &str) -> Result<Vec<Stored>> {
        let rows = self.engine().run_list(BY_KEY, &[], &[key.into()]).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    /// As [`Reader::by_key`], with what else there is: one statement where a page took three.
    pub async fn with_beside(&self, key: &str) -> Result<Vec<(Stored, Beside)>> {
        let rows = self.engine().run(WITH_BESIDE, &[key.into()]).await?;
        let read = |row: Row| {
            let mut row = row.of("record");
            let (repeats, versions) = (row.int("repeat")? != 0, row.int("form")? != 0);
            let files_opened = row.int("hit")?;
            let profiles = row.judged("authorship", profiles)?;
            let beside = Beside { repeats, versions, files_opened, profiles };
            let id = row.int("id")?;
            Ok((Stored::rest(id, row)?, beside))
        };
        rows.into_iter().map(read).collect()
    }

    /// The records of these handles, in the same order.
    pub async fn records(&self, handles: &[Handle]) -> Result<Vec<Option<Stored>>> {
        let keys: Vec<Value<'_>> = handles.iter().map(|it| it.key().into()).collect();
        let mut found = HashMap::with_capacity(handles.len());
        for row in self.engine().run_list(BY_KEY, &[], &keys).await? {
            let stored = Stored::from_row(row)?;
            found.insert(stored.handle.clone(), stored);
        }
        Ok(handles.iter().map(|handle| found.get(handle).cloned()).collect())
    }

    /// Of these handles, those of records that are live: the newest `limit` of them, newest first. Only
    /// what is chosen is unpacked.
    pub async fn newest_of(&self, handles: &[Handle], limit: usize) -> Result<Vec<Stored>> {
        let keys: Vec<Value<'_>> = handles.iter().map(|it| it.key().into()).collect();
        let mut years = HashMap::with_capacity(handles.len());
        for row in self.engine().run_list(YEARS, &[], &keys).await? {
            let mut row = row.of("record");
            years.insert(row.judged("handle", handle)?, row.judged("year", year)?);
        }
        // Taken out, so that a handle named twice counts once.
        let mut chosen: Vec<(Option<i16>, Handle)> = handles
            .iter()
            .filter_map(|handle| years.remove_entry(handle).map(|(handle, year)| (year, handle)))
            .collect();
        chosen.sort_by_key(|(year, _)| Reverse(*year));
        let chosen: Vec<Handle> = chosen.into_iter().take(limit).map(|(_, handle)| handle).collect();
        Ok(self.records(&chosen).await?.into_iter().flatten().collect())
    }

    /// Every version of a record, the current one first; empty when there is no such record.
    pub async fn history(&self, handle: &Handle) -> Result<Vec<Version>> {
        let Some(Stored { id, version, state, at, file, line, text, .. }) = self.record(handle).await? else {
            return Ok(Vec::new());
        };
        let mut versions = vec![Version { version, state, at, file, line, text }];
        for row in self.engine().run(PAST, &[id.into()]).await? {
            let following = &versions[versions.len() - 1].text;
            let version = past(row.of("past"), following)?;
            versions.push(version);
        }
        Ok(versions)
    }

    /// Where else this handle was used: file and line of the templates that came second.
    pub async fn repeats(&self, record: i64) -> Result<Vec<(String, u32)>> {
        let rows = self.engine().run(REPEATS, &[record.into()]).await?;
        let place = |mut row: Columns| {
            let line = row.judged("line", line)?;
            Ok((row.text("path")?, line))
        };
        rows.into_iter().map(|row| place(row.of("repeat"))).collect()
    }
}

fn past(mut row: Columns, following: &str) -> Result<Version> {
    Ok(Version {
        version: row.int("version")?,
        state: row.judged("state", state)?,
        at: row.int("at")?,
        file: row.text("path")?,
        line: row.judged("line", line)?,
        text: row.judged("text", |it| match it {
            Value::Null => Some(following.to_owned()),
            it => text(it),
        })?,
    })
}

/// `1,2,pki42 2,1,psm7`.
fn profiles(value: Value<'_>) -> Option<Vec<(Role, u16, String)>> {
    let Value::Text(text) = value else { return None };
    let one = |it: &str| {
        let mut parts = it.splitn(3, ',');
        let role = Role::from_number(parts.next()?.parse().ok()?)?;
        Some((role, parts.next()?.parse().ok()?, parts.next()?.to_owned()))
    };
    text.split_whitespace().map(one).collect()
}

pub(crate) fn handle(value: Value<'_>) -> Option<Handle> {
    match value {
        Value::Text(text) => Handle::parse(&text),
        _ => None,
    }
}

/// The handle of a series by the names of its place.
pub(crate) fn series_handle(archive: &str, series: &str) -> Option<Handle> {
    Handle::parse(&format!("RePEc:{archive}:{series}:item")).map(|it| it.series_handle())
}

pub(crate) fn kind(value: Value<'_>) -> Option<Kind> {
    match value {
        Value::Int(number) => Kind::from_number(number),
        _ => None,
    }
}

pub(crate) fn state(value: Value<'_>) -> Option<State> {
    match value {
        Value::Int(0) => Some(State::Live),
        Value::Int(1) => Some(State::Withdrawn),
        _ => None,
    }
}

/// 0 stands for an unknown year, so that years are compared as numbers.
pub(crate) fn year(value: Value<'_>) -> Option<Option<i16>> {
    match value {
        Value::Int(0) => Some(None),
        Value::Int(year) => year.try_into().ok().map(Some),
        _ => None,
    }
}

pub(crate) fn line(value: Value<'_>) -> Option<u32> {
    match value {
        Value::Int(line) => line.try_into().ok(),
        _ => None,
    }
}

pub(crate) fn text(value: Value<'_>) -> Option<String> {
    match value {
        Value::Bytes(bytes) => compress::unpack(&bytes),
        _ => None,
    }
}
