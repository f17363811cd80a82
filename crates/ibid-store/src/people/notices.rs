//! What people are to be told of by mail, each thing once, however often the views are made again.
//!
//! Deliberately not here: the mails themselves, and who wants any.

use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    NOTE = "INSERT INTO notice (person, work, what, version, at, sent) VALUES ($1, $2, $3, $4, $5, 0) \
        ON CONFLICT (person, work, what, version) DO NOTHING";
    WAITING = "SELECT person, work, what, version, at FROM notice WHERE sent = 0 AND person = $1 \
        ORDER BY at, work, what, version";
    WHO_WAITS = "SELECT person, MIN(at) FROM notice WHERE sent = 0 AND person > $1 GROUP BY person \
        ORDER BY person LIMIT $2";
    SENT = "UPDATE notice SET sent = $5 WHERE person = $1 AND work = $2 AND what = $3 AND version = $4";
    FORGET_PERSON = "DELETE FROM notice WHERE person = $1";
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// A new work that may be theirs.
    MayBeYours,
    /// A claim that no longer fits its work.
    InDoubt,
}

impl Told {
    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            Told::MayBeYours => 1,
            Told::InDoubt => 2,
        }
    }
}

/// One thing to tell one person. Ids are those of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    pub person: i64,
    pub work: i64,
    pub told: Told,
    /// Of the work; of new works 0, so that they are told of once and for all.
    pub version: i64,
    pub at: i64,
}

impl Notice {
    fn key(&self) -> [Value<'static>; 4] {
        [self.person, self.work, self.told.number(), self.version].map(Value::Int)
    }
}

impl Tx {
    /// Notes what is to be told, unless it was noted before, told or not.
    pub async fn note(&mut self, notices: &[Notice]) -> Result<()> {
        let row = |it: &Notice| it.key().into_iter().chain([Value::Int(it.at)]).collect::<Vec<_>>();
        let rows: Vec<Value<'_>> = notices.iter().flat_map(row).collect();
        self.link.each(NOTE, 5, &rows).await
    }

    /// Notes that these have been told.
    pub async fn told(&mut self, notices: &[Notice], at: i64) -> Result<()> {
        let row = |it: &Notice| it.key().into_iter().chain([Value::Int(at)]).collect::<Vec<_>>();
        let rows: Vec<Value<'_>> = notices.iter().flat_map(row).collect();
        self.link.each(SENT, 5, &rows).await
    }

    /// Forgets all a person was told or is to be told.
    pub async fn forget_notices_of(&mut self, person: i64) -> Result<()> {
        self.link.run(FORGET_PERSON, &[person.into()]).await.map(drop)
    }
}

impl Reader {
    /// What a person is still to be told, the oldest first.
    pub async fn notices(&self, person: i64) -> Result<Vec<Notice>> {
        self.engine().run(WAITING, &[person.into()]).await?.into_iter().map(notice).collect()
    }

    /// Persons who are to be told something, by id, with the moment of the oldest of it.
    pub async fn notices_wait_for(&self, after: i64, limit: usize) -> Result<Vec<(i64, i64)>> {
        let mut out = Vec::new();
        for row in self.engine().run(WHO_WAITS, &[after.into(), (limit as i64).into()]).await? {
            let mut row = row.of("notice");
            out.push((row.int("person")?, row.int("at")?));
        }
        Ok(out)
    }
}

fn notice(row: Row) -> Result<Notice> {
    let mut row = row.of("notice");
    Ok(Notice {
        person: row.int("person")?,
        work: row.int("work")?,
        told: row.judged("what", |it| match it {
            Value::Int(1) => Some(Told::MayBeYours),
            Value::Int(2) => Some(Told::InDoubt),
            _ => None,
        })?,
        version: row.int("version")?,
        at: row.int("at")?,
    })
}
