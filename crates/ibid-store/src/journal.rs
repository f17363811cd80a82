//! The journal: what is new, numbered in the order in which it was committed, without gaps.
//!
//! A reader that remembers the last number it saw never misses a change, because numbers are given
//! under the append lock and become visible in their order. Moments never go back from one line to the
//! next either. Deliberately not here: following it.

use ibid_core::{Handle, Kind};

use crate::engine::{Columns, Engine, Link, Value, statements};
use crate::error::Result;
use crate::works::{Stored, columns, handle, kind};
use crate::{Reader, Tx};

statements! {
    POSITION = "SELECT COALESCE(MAX(seq), 0) FROM journal";
    LAST = "SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1";
    LINES = "journal (seq, at, record, version, news, what)";
    SINCE = "SELECT j.seq, j.at, j.record, r.handle, r.kind, j.version, j.news, j.what \
        FROM journal j JOIN record r ON r.id = j.record \
        WHERE j.seq > $1 ORDER BY j.seq LIMIT $2";
    CHANGED = concat!("SELECT j.seq, ", columns!(), " FROM journal j JOIN record r ON r.id = j.record \
        JOIN file f ON f.id = r.file WHERE j.seq > $1 ORDER BY j.seq LIMIT $2");
    CURSOR = "SELECT seq FROM cursor WHERE name = $1";
    SET_CURSOR = "INSERT INTO cursor (name, seq) VALUES ($1, $2) \
        ON CONFLICT (name) DO UPDATE SET seq = excluded.seq";
}

/// What a line of the journal says of its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum News {
    New,
    Changed,
    Withdrawn,
    Restored,
}

impl News {
    const ALL: [News; 4] = [News::New, News::Changed, News::Withdrawn, News::Restored];

    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            News::New => 1,
            News::Changed => 2,
            News::Withdrawn => 3,
            News::Restored => 4,
        }
    }

    /// The word used in feeds and the API.
    pub fn word(self) -> &'static str {
        match self {
            News::New => "new",
            News::Changed => "changed",
            News::Withdrawn => "withdrawn",
            News::Restored => "restored",
        }
    }
}

/// One line of the journal. `at` is in epoch seconds; `record` the id of a [`Stored`]; `what` names the
/// changed fields, if any.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub seq: i64,
    pub at: i64,
    pub record: i64,
    pub handle: Handle,
    pub kind: Kind,
    pub version: i64,
    pub news: News,
    pub what: String,
}

/// The journal of one transaction: lines are gathered and written when it commits.
pub(crate) struct Journal {
    position: i64,
    /// The moment of the last line.
    latest: i64,
    lines: Vec<Value<'static>>,
}

impl Journal {
    /// Takes the append lock, and then the last number given.
    pub(crate) async fn open(link: &mut Link) -> Result<Journal> {
        link.append_lock().await?;
        let (mut position, mut latest) = (0, i64::MIN);
        if let Some(row) = link.run(LAST, &[]).await?.pop() {
            let mut row = row.of("journal");
            (position, latest) = (row.int("seq")?, row.int("at")?);
        }
        Ok(Journal { position, latest, lines: Vec::new() })
    }

    /// The moment of a change that is said to happen at `at`: not before any change that is in the
    /// ledger already, whatever the clock was set to or two machines disagree about.
    pub(crate) fn moment(&mut self, at: i64) -> i64 {
        self.latest = self.latest.max(at);
        self.latest
    }

    pub(crate) fn append(&mut self, at: i64, record: i64, version: i64, news: News, what: &str) {
        self.position += 1;
        self.lines.extend([
            Value::Int(self.position),
            Value::Int(at),
            Value::Int(record),
            Value::Int(version),
            Value::Int(news.number()),
            Value::from(what.to_owned()),
        ]);
    }

    /// Writes the lines and answers the last number given.
    pub(crate) async fn write(self, link: &mut Link) -> Result<i64> {
        link.bulk(LINES, &self.lines).await?;
        Ok(self.position)
    }
}

impl Tx {
    /// Remembers how far a projection has come, in the transaction that changed its data.
    pub async fn set_cursor(&mut self, name: &str, seq: i64) -> Result<()> {
        self.link.run(SET_CURSOR, &[name.into(), seq.into()]).await.map(drop)
    }
}

impl Reader {
    /// The number of the last line of the journal, 0 when there is none. Cheap enough to poll.
    pub async fn position(&self) -> Result<i64> {
        position(self.engine()).await
    }

    /// Up to `limit` lines after number `since`, oldest first.
    pub async fn journal(&self, since: i64, limit: usize) -> Result<Vec<Line>> {
        let rows = self.engine().run(SINCE, &[since.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(|row| line(row.of("journal"))).collect()
    }

    /// The records of up to `limit` lines after number `since`, each once and as it is now, with the
    /// number of its last line among them, in that order. The last number is where to go on; nothing
    /// means that there is nothing new.
    pub async fn changed_since(&self, since: i64, limit: usize) -> Result<Vec<(i64, Stored)>> {
        let rows = self.engine().run(CHANGED, &[since.into(), (limit as i64).into()]).await?;
        let mut seen = std::collections::HashSet::with_capacity(rows.len());
        let mut out = Vec::with_capacity(rows.len());
        for row in rows.into_iter().rev() {
            let mut row = row.of("journal");
            let seq = row.int("seq")?;
            let id = row.int("record")?;
            if seen.insert(id) {
                out.push((seq, Stored::rest(id, row)?));
            }
        }
        out.reverse();
        Ok(out)
    }

    /// How far a projection has come, 0 at the start.
    pub async fn cursor(&self, name: &str) -> Result<i64> {
        let rows = self.engine().run(CURSOR, &[name.into()]).await?;
        first(rows.into_iter().map(|row| row.of("cursor")))
    }
}

pub(crate) async fn position(engine: &Engine) -> Result<i64> {
    let rows = engine.run(POSITION, &[]).await?;
    first(rows.into_iter().map(|row| row.of("journal")))
}

fn first(mut rows: impl Iterator<Item = Columns>) -> Result<i64> {
    rows.next().map_or(Ok(0), |mut row| row.int("seq"))
}

fn line(mut row: Columns) -> Result<Line> {
    Ok(Line {
        seq: row.int("seq")?,
        at: row.int("at")?,
        record: row.int("record")?,
        handle: row.judged("handle", handle)?,
        kind: row.judged("kind", kind)?,
        version: row.int("version")?,
        news: row.judged("news", |it| News::ALL.into_iter().find(|n| it == Value::Int(n.number())))?,
        what: row.text("what")?,
    })
}
