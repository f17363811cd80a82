//! The works of a series in their order: by year, or by number from the first on.
//!
//! The number is the mark that `ibid_core::shelf` makes of volume, issue, page and number, kept beside
//! the record. Lists are paged by the last row seen. Deliberately not here: counts by kind, see
//! `lists.rs`.

use ibid_core::Handle;

use super::{Stored, columns, year};
use crate::Reader;
use crate::engine::{Row, statements};
use crate::error::Result;

statements! {
    BY_YEAR = concat!("SELECT r.shelf, ", columns!(), " FROM place p JOIN record r ON r.place = p.id \
        JOIN file f ON f.id = r.file \
        WHERE p.archive = $1 AND p.series = $2 AND (r.year, r.shelf, r.id) < ($3, $4, $5) \
        AND r.state = 0 AND r.kind <= 6 ORDER BY r.year DESC, r.shelf DESC, r.id DESC LIMIT $6");
    BY_NUMBER = concat!("SELECT r.shelf, ", columns!(), " FROM place p JOIN record r ON r.place = p.id \
        JOIN file f ON f.id = r.file \
        WHERE p.archive = $1 AND p.series = $2 AND (r.shelf, r.id) > ($3, $4) \
        AND r.state = 0 AND r.kind <= 6 ORDER BY r.shelf, r.id LIMIT $5");
    YEARS = "SELECT r.year, COUNT(*) FROM place p JOIN record r ON r.place = p.id \
        WHERE p.archive = $1 AND p.series = $2 AND r.state = 0 AND r.kind <= 6 \
        GROUP BY r.year ORDER BY r.year DESC";
    /// The divisor is the one of `ibid_core::shelf::first`.
    VOLUMES = "SELECT r.year, r.shelf / 8589934592, COUNT(*) \
        FROM place p JOIN record r ON r.place = p.id \
        WHERE p.archive = $1 AND p.series = $2 AND r.state = 0 AND r.kind <= 6 \
        GROUP BY r.year, r.shelf / 8589934592 ORDER BY r.year DESC, 2 DESC LIMIT $3";
}

/// How the works of a series are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesOrder {
    /// By year, then number, both downwards; works without a year last.
    NewestFirst,
    /// From the lowest number on; works without one first.
    ByNumber,
}

/// The last row of a page of a series, after which the next one goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    pub year: Option<i16>,
    pub shelf: i64,
    pub id: i64,
}

/// A work and where it stands in its series.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub shelf: i64,
    pub stored: Stored,
}

impl Placed {
    /// Where a list goes on after this work.
    pub fn after(&self) -> After {
        After { year: self.stored.year, shelf: self.shelf, id: self.stored.id }
    }
}

/// The works of a series of one year and, where asked for, one volume. `first` is what
/// [`ibid_core::shelf::first`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    pub year: Option<i16>,
    pub first: i64,
    pub works: i64,
}

impl Reader {
    /// The live works of a series, in this order: up to `limit` after this one.
    pub async fn series_items(
        &self,
        series: &Handle,
        order: SeriesOrder,
        after: Option<After>,
        limit: usize,
    ) -> Result<Vec<Placed>> {
        let (archive, name) = (series.archive().into(), series.series().into());
        let limit = (limit as i64).into();
        let rows = match order {
            SeriesOrder::NewestFirst => {
                let (year, shelf, id) = match after {
                    Some(After { year, shelf, id }) => (i64::from(year.unwrap_or(0)), shelf, id),
                    None => (i64::MAX, i64::MAX, i64::MAX),
                };
                let values = [archive, name, year.into(), shelf.into(), id.into(), limit];
                self.engine().run(BY_YEAR, &values).await?
            }
            SeriesOrder::ByNumber => {
                let (shelf, id) = after.map_or((-1, 0), |it| (it.shelf, it.id));
                self.engine().run(BY_NUMBER, &[archive, name, shelf.into(), id.into(), limit]).await?
            }
        };
        rows.into_iter().map(placed).collect()
    }

    /// How many live works a series has of each year, the latest first; those without a year last.
    pub async fn series_years(&self, series: &Handle) -> Result<Vec<(Option<i16>, i64)>> {
        let key = [series.archive().into(), series.series().into()];
        let mut out = Vec::new();
        for row in self.engine().run(YEARS, &key).await? {
            let mut row = row.of("record");
            out.push((row.judged("year", year)?, row.int("count")?));
        }
        Ok(out)
    }

    /// The same by volume too, up to `limit` of them.
    pub async fn series_volumes(&self, series: &Handle, limit: usize) -> Result<Vec<Volume>> {
        let values = [series.archive().into(), series.series().into(), (limit as i64).into()];
        self.engine().run(VOLUMES, &values).await?.into_iter().map(volume).collect()
    }
}

fn placed(row: Row) -> Result<Placed> {
    let mut row = row.of("record");
    let shelf = row.int("shelf")?;
    let id = row.int("id")?;
    Ok(Placed { shelf, stored: Stored::rest(id, row)? })
}

fn volume(row: Row) -> Result<Volume> {
    let mut row = row.of("record");
    Ok(Volume { year: row.judged("year", year)?, first: row.int("shelf")?, works: row.int("count")? })
}
