//! What of a record is used, counted by day; nothing of who used it.
//!
//! Deliberately not here: what counts as a use (`ibid_app::usage`).

use crate::engine::{Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    ADD = "INSERT INTO hit (record, what, day, n) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (record, what, day) DO UPDATE SET n = hit.n + excluded.n";
    COUNT = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM hit WHERE record = $1 AND what = $2";
    BETWEEN = "SELECT record, CAST(SUM(n) AS BIGINT) FROM hit WHERE what = $1 AND day >= $2 AND day < $3 \
        AND record IN ({list}) GROUP BY record ORDER BY record";
}

/// What of a record was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// One of its files.
    File,
}

impl What {
    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            What::File => 1,
        }
    }
}

/// So many uses of a record on a day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hits {
    pub record: i64,
    pub what: What,
    pub day: i64,
    pub count: i64,
}

impl Tx {
    /// Adds to what is counted already.
    pub async fn add_hits(&mut self, hits: &[Hits]) -> Result<()> {
        let row = |it: &Hits| [it.record, it.what.number(), it.day, it.count].map(Value::Int);
        let values: Vec<Value<'_>> = hits.iter().flat_map(row).collect();
        self.link.each(ADD, 4, &values).await
    }
}

impl Reader {
    /// How often this of a record was asked for so far.
    pub async fn hits(&self, record: i64, what: What) -> Result<i64> {
        let rows = self.engine().run(COUNT, &[record.into(), what.number().into()]).await?;
        rows.into_iter().next().map_or(Ok(0), |row| row.of("hit").int("n"))
    }

    /// How often this of each of these records was asked for from one day to before another; those never
    /// asked for are left out.
    pub async fn hits_between(
        &self,
        records: &[i64],
        what: What,
        from: i64,
        until: i64,
    ) -> Result<Vec<(i64, i64)>> {
        let list: Vec<Value<'_>> = records.iter().map(|&it| it.into()).collect();
        let fixed = [what.number().into(), from.into(), until.into()];
        let mut out = Vec::new();
        for row in self.engine().run_list(BETWEEN, &fixed, &list).await? {
            let mut row = row.of("hit");
            out.push((row.int("record")?, row.int("n")?));
        }
        Ok(out)
    }
}
