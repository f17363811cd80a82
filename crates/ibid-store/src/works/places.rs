//! Places (what handles name: archives and series) with all their records, for copies of the whole.
//!
//! Deliberately not here: lists for readers (`lists.rs`, `shelf.rs`).

use std::collections::HashMap;

use super::{Stored, columns, year};
use crate::Reader;
use crate::engine::{Row, Value, statements};
use crate::error::Result;

statements! {
    PLACES = "SELECT id, archive, series FROM place ORDER BY archive, series";
    /// No index holds withdrawn records and those that are no works by place; all rows are read once.
    STANDING = "SELECT id, place, year FROM record WHERE id > $1 ORDER BY id LIMIT $2";
    BY_ID = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.id IN ({list})");
}

/// What the handles of some records name. `series` is empty for an archive's own handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: i64,
    pub archive: String,
    pub series: String,
}

/// Where a record stands: by its place, and there by year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub id: i64,
    pub place: i64,
    pub year: Option<i16>,
}

impl Reader {
    /// Every place that handles name, by archive and series; people and institutions have one each.
    pub async fn places(&self) -> Result<Vec<Place>> {
        let mut out = Vec::new();
        for row in self.engine().run(PLACES, &[]).await? {
            let mut row = row.of("place");
            out.push(Place {
                id: row.int("id")?,
                archive: row.text("archive")?,
                series: row.text("series")?,
            });
        }
        Ok(out)
    }

    /// Where records stand, withdrawn ones too, in the order in which they came: up to `limit` with an id
    /// above `after`.
    pub async fn standing(&self, after: i64, limit: usize) -> Result<Vec<Standing>> {
        let rows = self.engine().run(STANDING, &[after.into(), (limit as i64).into()]).await?;
        let read = |row: Row| {
            let mut row = row.of("record");
            Ok(Standing { id: row.int("id")?, place: row.int("place")?, year: row.judged("year", year)? })
        };
        rows.into_iter().map(read).collect()
    }

    /// The records of these ids, in the same order.
    pub async fn by_ids(&self, ids: &[i64]) -> Result<Vec<Stored>> {
        let values: Vec<Value<'_>> = ids.iter().map(|&id| id.into()).collect();
        let mut found = HashMap::with_capacity(ids.len());
        for row in self.engine().run_list(BY_ID, &[], &values).await? {
            let stored = Stored::from_row(row)?;
            found.insert(stored.id, stored);
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}
