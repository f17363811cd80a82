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

/// A page of live works, up to `$3`: those of the moment `$1` before the id `$2`, or those since the
/// moment `$1` before `$2`. Asked in one, SQLite would go through all that came at that moment, which is
/// as much as a harvest brought.
macro_rules! page {
    ($where:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM record r JOIN file f ON f.id = r.file WHERE r.state = 0 AND r.kind <= 6 AND ",
            $where,
            " ORDER BY r.since DESC, r.id DESC LIMIT $3"
        )
    };
}

statements! {
    SAME = page!("r.since = $1 AND r.id < $2");
    EARLIER = page!("r.since >= $1 AND r.since < $2");
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
        let (start, end) = (days.start.saturating_mul(DAY), days.end.saturating_mul(DAY));
        let mut out = Vec::new();
        let before = match after.filter(|it| it.since < end) {
            Some(last) if last.since < start => return Ok(out),
            Some(last) => {
                out.append(&mut self.arrivals(SAME, [last.since, last.id], limit).await?);
                last.since
            }
            None => end,
        };
        if out.len() < limit {
            out.append(&mut self.arrivals(EARLIER, [start, before], limit - out.len()).await?);
        }
        Ok(out)
    }

    async fn arrivals(&self, sql: &'static str, [one, two]: [i64; 2], limit: usize) -> Result<Vec<Stored>> {
        let rows = self.engine().run(sql, &[one.into(), two.into(), (limit as i64).into()]).await?;
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
