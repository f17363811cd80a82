//! What came into the catalogue, day by day.
//!
//! A day is one of UTC, counted from 1970-01-01; a record came on the day it was first read, however
//! often it changed since. Deliberately not here: what came last whatever the day, see `lists.rs`.

use std::ops::Range;

use super::{Stored, columns};
use crate::Reader;
use crate::engine::{Row, statements};
use crate::error::Result;

/// Seconds of a day.
const DAY: i64 = 86_400;

statements! {
    ARRIVED = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.state = 0 AND r.kind <= 6 AND r.since >= $1 AND (r.since, r.id) < ($2, $3) \
        ORDER BY r.since DESC, r.id DESC LIMIT $4");
    DAYS = "SELECT day, CAST(SUM(live) AS BIGINT) FROM arrival \
        WHERE day < $1 AND kind <= 6 AND live > 0 GROUP BY day ORDER BY day DESC LIMIT $2";
    NEXT_DAY = "SELECT day, CAST(SUM(live) AS BIGINT) FROM arrival \
        WHERE day > $1 AND kind <= 6 AND live > 0 GROUP BY day ORDER BY day LIMIT 1";
}

/// How many of the works that are live now came on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970-01-01.
    pub day: i64,
    pub works: i64,
}

/// The last row of a page of arrivals, after which the next one goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub since: i64,
    pub id: i64,
}

impl Stored {
    /// Where a list of arrivals goes on after this record.
    pub fn arrival(&self) -> Arrival {
        Arrival { since: self.since, id: self.id }
    }
}

/// The day on which a moment in epoch seconds falls.
pub(crate) fn day_of(at: i64) -> i64 {
    at.div_euclid(DAY)
}

impl Reader {
    /// The live works that came on these days, the latest first.
    pub async fn arrived(
        &self,
        days: Range<i64>,
        after: Option<Arrival>,
        limit: usize,
    ) -> Result<Vec<Stored>> {
        let end = Arrival { since: days.end.saturating_mul(DAY), id: i64::MIN };
        let before = after.filter(|it| it.since < end.since).unwrap_or(end);
        let start = days.start.saturating_mul(DAY);
        let values = [start.into(), before.since.into(), before.id.into(), (limit as i64).into()];
        let rows = self.engine().run(ARRIVED, &values).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    /// The last `limit` days before `before` on which works came that are live, the latest first.
    pub async fn days(&self, before: i64, limit: usize) -> Result<Vec<Day>> {
        let rows = self.engine().run(DAYS, &[before.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(day).collect()
    }

    /// The first day after `after` on which works came that are live.
    pub async fn next_day(&self, after: i64) -> Result<Option<Day>> {
        let rows = self.engine().run(NEXT_DAY, &[after.into()]).await?;
        rows.into_iter().next().map(day).transpose()
    }
}

fn day(row: Row) -> Result<Day> {
    let mut row = row.of("arrival");
    Ok(Day { day: row.int("day")?, works: row.int("live")? })
}
