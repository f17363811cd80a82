//! Writing records: new ones, new versions, withdrawals, and what a harvest must know to decide.
//!
//! Every change of a record goes with a line of the journal and a step of the tally. Deliberately
//! not here: the decision what has changed.

use std::collections::HashMap;
use std::ops::Range;

use ibid_core::{Handle, Kind};

use super::{State, handle, kind, line, state, text};
use crate::compress::Packed;
use crate::engine::{Row, Value, statements, storable};
use crate::error::{Error, Result};
use crate::journal::News;
use crate::tx::Tx;

/// The columns of a [`Head`].
macro_rules! head {
    () => {
        "SELECT r.id, r.handle, r.version, r.state, r.digest, r.kind, r.file, r.line FROM record r"
    };
}

statements! {
    HEADS = concat!(head!(), " WHERE r.key IN ({list})");
    OF_FILE = concat!(head!(), " WHERE r.file = $1 ORDER BY r.id");
    /// Orphans are few: `CROSS JOIN` makes SQLite begin with them.
    ORPHANS = "SELECT r.id, r.handle, r.version, r.state, r.digest, r.kind, r.file, r.line \
        FROM orphan o CROSS JOIN record r CROSS JOIN file f \
        WHERE r.id = o.record AND f.id = r.file AND f.archive = $1 ORDER BY r.id";
    TEXTS = "SELECT id, text FROM record WHERE id IN ({list})";
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM record";
    ROWS = "record (id, handle, key, kind, place, year, shelf, version, state, digest, file, line, \
        since, at, text)";
    STANDING = "SELECT id, place, since, kind, version, state FROM record WHERE id IN ({list})";
    KEEP = "INSERT INTO past (record, version, state, at, file, line, text) \
        SELECT id, version, state, at, file, line, NULLIF(text, $2) FROM record WHERE id = $1";
    KEEP_WITHOUT_TEXT = "INSERT INTO past (record, version, state, at, file, line, text) \
        SELECT id, version, state, at, file, line, NULL FROM record WHERE id = $1";
    RENEW = "UPDATE record SET kind = $2, year = $3, version = version + 1, state = 0, \
        digest = $4, file = $5, line = $6, at = $7, text = $8, shelf = $9 WHERE id = $1";
    WITHDRAW = "UPDATE record SET version = version + 1, state = 1, at = $2 WHERE id = $1";
    MOVE = "UPDATE record SET file = $2, line = $3, digest = $4 WHERE id = $1";
    ORPHAN = "INSERT INTO orphan (record) VALUES ($1) ON CONFLICT (record) DO NOTHING";
    ADOPT = "DELETE FROM orphan WHERE record = $1";
    FORGET_REPEATS = "DELETE FROM repeat WHERE file = $1";
    REPEAT = "INSERT INTO repeat (record, file, line) VALUES ($1, $2, $3) \
        ON CONFLICT (record, file, line) DO NOTHING";
    REPEATS = "SELECT file, line FROM repeat WHERE record = $1 ORDER BY file, line";
}

/// What a harvest needs to know of a record to see whether it has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub id: i64,
    pub handle: Handle,
    pub version: i64,
    pub state: State,
    /// Of the text, as the caller gave it.
    pub digest: i64,
    pub kind: Kind,
    /// The id of the file, see [`Tx::file`].
    pub file: i64,
    pub line: u32,
}

/// A record not yet in the ledger.
#[derive(Clone, Debug)]
pub struct NewRecord {
    pub handle: Handle,
    pub kind: Kind,
    pub year: Option<i16>,
    /// Where it stands in its series, see [`ibid_core::shelf`].
    pub shelf: i64,
    pub digest: i64,
    pub file: i64,
    pub line: u32,
    pub text: Packed,
}

/// A new version of a record, live again if it was withdrawn.
#[derive(Clone, Debug)]
pub struct NewVersion {
    pub id: i64,
    pub kind: Kind,
    pub year: Option<i16>,
    /// Where it stands in its series, see [`ibid_core::shelf`].
    pub shelf: i64,
    pub digest: i64,
    pub file: i64,
    pub line: u32,
    pub text: Packed,
    /// The names of the changed fields, for people.
    pub what: String,
}

/// An unchanged record found at another place.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    pub id: i64,
    pub file: i64,
    pub line: u32,
    pub digest: i64,
}

/// Where a record stands before it is changed.
struct Standing {
    place: i64,
    since: i64,
    kind: i64,
    version: i64,
    state: i64,
}

impl Tx {
    /// The heads of these handles, in the same order.
    pub async fn heads(&mut self, handles: &[Handle]) -> Result<Vec<Option<Head>>> {
        let keys: Vec<Value<'_>> = handles.iter().map(|it| it.key().into()).collect();
        let rows = self.link.run_list(HEADS, &[], &keys).await?;
        if rows.is_empty() {
            return Ok(vec![None; handles.len()]);
        }
        let mut found = HashMap::with_capacity(rows.len());
        for row in rows {
            let head = head(row)?;
            found.insert(head.handle.as_str().to_owned(), head);
        }
        Ok(handles.iter().map(|it| found.get(&*storable(it.as_str())).cloned()).collect())
    }

    /// The records whose current version was read from this file.
    pub async fn records_of_file(&mut self, file: i64) -> Result<Vec<Head>> {
        self.link.run(OF_FILE, &[file.into()]).await?.into_iter().map(head).collect()
    }

    /// The current texts of these records, in the same order.
    pub async fn texts(&mut self, records: &[i64]) -> Result<Vec<String>> {
        let ids: Vec<Value<'_>> = records.iter().map(|&id| id.into()).collect();
        let mut found = HashMap::with_capacity(records.len());
        for row in self.link.run_list(TEXTS, &[], &ids).await? {
            let mut row = row.of("record");
            found.insert(row.int("id")?, row.judged("text", text)?);
        }
        let text = |id| found.get(id).cloned().ok_or_else(|| unknown(*id));
        records.iter().map(text).collect()
    }

    /// Adds records and answers their ids, in order. No handle may be in the ledger already.
    pub async fn insert(&mut self, records: &[NewRecord], at: i64) -> Result<Range<i64>> {
        let first = self.next_record().await?;
        let moment = self.journal.moment(at);
        let mut rows = Vec::with_capacity(records.len() * 15);
        for (id, new) in (first..).zip(records) {
            let place = self.place_of(&new.handle).await?;
            let (kind, year) = (new.kind.number(), i64::from(new.year.unwrap_or(0)));
            self.tally.add(place, at, kind, 1, 0);
            self.journal.append(moment, id, 1, News::New, "");
            rows.extend([
                Value::Int(id),
                new.handle.as_str().into(),
                new.handle.key().into(),
                Value::Int(kind),
                Value::Int(place),
                Value::Int(year),
                Value::Int(new.shelf),
                Value::Int(1),
                Value::Int(0),
                Value::Int(new.digest),
                Value::Int(new.file),
                Value::Int(i64::from(new.line)),
                Value::Int(at),
                Value::Int(moment),
                new.text.bytes().into(),
            ]);
        }
        self.link.bulk(ROWS, &rows).await?;
        let end = first + records.len() as i64;
        self.ids.record = Some(end);
        Ok(first..end)
    }

    /// Puts new versions in the place of the current ones, which go to the history. Each record at
    /// most once a call.
    pub async fn supersede(&mut self, versions: &[NewVersion], at: i64) -> Result<()> {
        let at = self.journal.moment(at);
        let ids: Vec<i64> = versions.iter().map(|it| it.id).collect();
        let standing = self.standing(&ids).await?;
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (it, was) in versions.iter().zip(standing) {
            let kind = it.kind.number();
            self.tally.add(was.place, was.since, was.kind, was.state - 1, -was.state);
            self.tally.add(was.place, was.since, kind, 1, 0);
            let news = if was.state == 0 { News::Changed } else { News::Restored };
            self.journal.append(at, it.id, was.version + 1, news, &it.what);
            old.extend([Value::Int(it.id), it.text.bytes().into()]);
            new.extend([
                Value::Int(it.id),
                Value::Int(kind),
                Value::Int(i64::from(it.year.unwrap_or(0))),
                Value::Int(it.digest),
                Value::Int(it.file),
                Value::Int(i64::from(it.line)),
                Value::Int(at),
                it.text.bytes().into(),
                Value::Int(it.shelf),
            ]);
        }
        self.link.each(KEEP, 2, &old).await?;
        self.link.each(RENEW, 9, &new).await?;
        self.adopt(&ids).await
    }

    /// Withdraws records: they stay, with their text and history. Those withdrawn already stay as
    /// they are.
    pub async fn withdraw(&mut self, records: &[i64], at: i64) -> Result<()> {
        let at = self.journal.moment(at);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (&id, was) in records.iter().zip(self.standing(records).await?) {
            if was.state == 0 {
                self.tally.add(was.place, was.since, was.kind, -1, 1);
                self.journal.append(at, id, was.version + 1, News::Withdrawn, "");
                old.push(Value::Int(id));
                new.extend([Value::Int(id), Value::Int(at)]);
            }
        }
        self.link.each(KEEP_WITHOUT_TEXT, 1, &old).await?;
        self.link.each(WITHDRAW, 2, &new).await?;
        self.adopt(records).await
    }

    /// Notes where unchanged records stand now. No news.
    pub async fn relocate(&mut self, moved: &[Moved]) -> Result<()> {
        let mut values = Vec::with_capacity(moved.len() * 4);
        for it in moved {
            let line = Value::Int(i64::from(it.line));
            values.extend([Value::Int(it.id), Value::Int(it.file), line, Value::Int(it.digest)]);
        }
        self.link.each(MOVE, 4, &values).await?;
        let ids: Vec<i64> = moved.iter().map(|it| it.id).collect();
        self.adopt(&ids).await
    }

    /// Notes records that no longer stand where they stood. Whether they are gone is judged when the
    /// walk of the archive ends; the note outlives a crash.
    pub async fn orphan(&mut self, records: &[i64]) -> Result<()> {
        self.link.each(ORPHAN, 1, &ids(records)).await
    }

    /// Takes such notes back. New versions, moves and withdrawals do so by themselves.
    pub async fn adopt(&mut self, records: &[i64]) -> Result<()> {
        self.link.each(ADOPT, 1, &ids(records)).await
    }

    /// The orphans whose last place was in a file of this archive.
    pub async fn orphans(&mut self, archive: &str) -> Result<Vec<Head>> {
        self.link.run(ORPHANS, &[archive.into()]).await?.into_iter().map(head).collect()
    }

    /// Replaces what is known of templates in `file` that use a handle taken elsewhere: record, line.
    pub async fn put_repeats(&mut self, file: i64, repeats: &[(i64, u32)]) -> Result<()> {
        self.link.run(FORGET_REPEATS, &[file.into()]).await?;
        let row = |&(record, line): &(i64, u32)| {
            [Value::Int(record), Value::Int(file), Value::Int(i64::from(line))]
        };
        let values: Vec<Value<'_>> = repeats.iter().flat_map(row).collect();
        self.link.each(REPEAT, 3, &values).await
    }

    /// Where else the handle of a record is used: file id and line.
    pub async fn repeats(&mut self, record: i64) -> Result<Vec<(i64, u32)>> {
        let mut out = Vec::new();
        for row in self.link.run(REPEATS, &[record.into()]).await? {
            let mut row = row.of("repeat");
            out.push((row.int("file")?, row.judged("line", line)?));
        }
        Ok(out)
    }

    async fn next_record(&mut self) -> Result<i64> {
        match self.ids.record {
            Some(id) => Ok(id),
            None => self.after(NEWEST).await,
        }
    }

    async fn standing(&mut self, records: &[i64]) -> Result<Vec<Standing>> {
        let mut found = HashMap::with_capacity(records.len());
        for row in self.link.run_list(STANDING, &[], &ids(records)).await? {
            let mut row = row.of("record");
            let id = row.int("id")?;
            let standing = Standing {
                place: row.int("place")?,
                since: row.int("since")?,
                kind: row.int("kind")?,
                version: row.int("version")?,
                state: row.int("state")?,
            };
            found.insert(id, standing);
        }
        let take = |id: &i64| found.remove(id).ok_or_else(|| unknown(*id));
        records.iter().map(take).collect()
    }
}

fn head(row: Row) -> Result<Head> {
    let mut row = row.of("record");
    Ok(Head {
        id: row.int("id")?,
        handle: row.judged("handle", handle)?,
        version: row.int("version")?,
        state: row.judged("state", state)?,
        digest: row.int("digest")?,
        kind: row.judged("kind", kind)?,
        file: row.int("file")?,
        line: row.judged("line", line)?,
    })
}

fn ids(records: &[i64]) -> Vec<Value<'static>> {
    records.iter().map(|&id| Value::Int(id)).collect()
}

fn unknown(id: i64) -> Error {
    Error::NotFound(format!("record {id}"))
}
