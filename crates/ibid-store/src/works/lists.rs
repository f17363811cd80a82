//! Lists of records: the newest, all of them, and how many there are.
//!
//! Lists are paged by the last row seen, never by a count of rows to skip. Deliberately not here: the
//! works of a series (`shelf.rs`), finding records by what they say.

use ibid_core::{Handle, Kind};

use super::{Stored, columns, kind, series_handle};
use crate::Reader;
use crate::engine::{Columns, statements};
use crate::error::Result;

statements! {
    NEWEST = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.state = 0 AND r.kind <= 6 ORDER BY r.id DESC LIMIT $1");
    ALL_AFTER = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.id > $1 ORDER BY r.id LIMIT $2");
    OF_KIND = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.state = 0 AND r.kind > 6 AND r.kind = $1 AND (r.key, r.handle) > ($2, $3) \
        ORDER BY r.key, r.handle LIMIT $4");
    SERIES_OF = "SELECT t.place, p.series, t.kind, t.live, t.withdrawn \
        FROM place p JOIN tally t ON t.place = p.id \
        WHERE p.archive = $1 AND p.series <> '' ORDER BY p.series, t.kind";
    SERIES_COUNTS = "SELECT t.place, t.kind, t.live, t.withdrawn \
        FROM place p JOIN tally t ON t.place = p.id \
        WHERE p.archive = $1 AND p.series = $2 ORDER BY t.kind";
    COUNTS = "SELECT place, kind, live, withdrawn FROM tally WHERE place = 0 ORDER BY kind";
    SIZES = "SELECT COUNT(*), CAST(COALESCE(SUM(files), 0) AS BIGINT) FROM archive";
}

/// How many records of one kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    pub kind: Kind,
    pub live: i64,
    pub withdrawn: i64,
}

/// A series of an archive, declared or only named by handles, with the counts of its records; a
/// declared series counts itself as one of kind [`Kind::Series`].
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesState {
    pub handle: Handle,
    pub counts: Vec<Count>,
}

/// The whole ledger in figures. `archives` were harvested, and had so many `files` when they last were.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    pub counts: Vec<Count>,
    pub archives: i64,
    pub files: i64,
    pub position: i64,
}

impl Reader {
    /// The live works that came last, the latest first.
    pub async fn newest(&self, limit: usize) -> Result<Vec<Stored>> {
        let rows = self.engine().run(NEWEST, &[(limit as i64).into()]).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    /// All records, withdrawn ones too, in the order in which they came: up to `limit` with an id
    /// above `after`. For exports and rebuilding.
    pub async fn all_after(&self, after: i64, limit: usize) -> Result<Vec<Stored>> {
        let rows = self.engine().run(ALL_AFTER, &[after.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    /// The live records of a kind that is not a work's (people, institutions, series, archives) in the
    /// order of their keys: up to `limit` after this one. Works are too many to be listed so, and
    /// are not.
    pub async fn of_kind(&self, kind: Kind, after: Option<&Handle>, limit: usize) -> Result<Vec<Stored>> {
        debug_assert!(!kind.is_work(), "works are listed by series or by day");
        let (key, handle) = after.map_or_else(Default::default, |it| (it.key(), it.as_str()));
        let values = [kind.number().into(), key.into(), handle.into(), (limit as i64).into()];
        let rows = self.engine().run(OF_KIND, &values).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    /// The series of an archive by name.
    pub async fn series_of(&self, archive: &str) -> Result<Vec<SeriesState>> {
        let mut out: Vec<SeriesState> = Vec::new();
        for row in self.engine().run(SERIES_OF, &[archive.into()]).await? {
            let mut row = row.of("tally");
            row.int("place")?;
            let name = row.text("series")?;
            let handle = series_handle(archive, &name).ok_or_else(|| row.wrong("series"))?;
            let count = count(&mut row)?;
            match out.last_mut() {
                Some(last) if last.handle == handle => last.counts.push(count),
                _ => out.push(SeriesState { handle, counts: vec![count] }),
            }
        }
        Ok(out)
    }

    /// How many records of each kind a series (or an archive's own place) holds; kinds it never held
    /// are left out.
    pub async fn counts(&self, series: &Handle) -> Result<Vec<Count>> {
        let key = [series.archive().into(), series.series().into()];
        let rows = self.engine().run(SERIES_COUNTS, &key).await?;
        rows.into_iter().map(|row| placed_count(row.of("tally"))).collect()
    }

    /// The whole ledger in figures.
    pub async fn totals(&self) -> Result<Totals> {
        let rows = self.engine().run(COUNTS, &[]).await?;
        let counts = rows.into_iter().map(|row| placed_count(row.of("tally")));
        let counts = counts.collect::<Result<_>>()?;
        let (mut archives, mut files) = (0, 0);
        for row in self.engine().run(SIZES, &[]).await? {
            let mut row = row.of("archive");
            (archives, files) = (row.int("count")?, row.int("count")?);
        }
        Ok(Totals { counts, archives, files, position: self.position().await? })
    }
}

fn placed_count(mut row: Columns) -> Result<Count> {
    row.int("place")?;
    count(&mut row)
}

fn count(row: &mut Columns) -> Result<Count> {
    Ok(Count { kind: row.judged("kind", kind)?, live: row.int("live")?, withdrawn: row.int("withdrawn")? })
}
