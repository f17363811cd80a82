//! Places (what handles name: archives and series) with all their records, for copies of the whole.
//!
//! The order is the same each time as long as nothing changes, whatever came first. Deliberately not
//! here: lists for readers (`lists.rs`, `shelf.rs`).

use super::{Stored, columns};
use crate::Reader;
use crate::engine::statements;
use crate::error::Result;

statements! {
    PLACES = "SELECT id, archive, series FROM place ORDER BY archive, series";
    OF_PLACE = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.place = $1 AND (r.year, r.id) > ($2, $3) ORDER BY r.year, r.id LIMIT $4");
}

/// What the handles of some records name. `series` is empty for an archive's own handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: i64,
    pub archive: String,
    pub series: String,
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

    /// The records of a place, withdrawn ones too, by year and then in the order in which they came: up
    /// to `limit` after this one.
    pub async fn of_place(&self, place: i64, after: Option<&Stored>, limit: usize) -> Result<Vec<Stored>> {
        let (year, id) = after.map_or((i64::MIN, 0), |it| (i64::from(it.year.unwrap_or(0)), it.id));
        let values = [place.into(), year.into(), id.into(), (limit as i64).into()];
        let rows = self.engine().run(OF_PLACE, &values).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }
}
