//! All records by spans of their ids, and when anything in each span last changed.
//!
//! Ids are given in the order of coming, so spans never move, and the journal says which of them have
//! changed since it was last asked: nobody goes through all records to make a map of them. Deliberately
//! not here: what the map looks like.

use ibid_core::{Handle, Kind};

use super::{handle, kind, text};
use crate::Reader;
use crate::engine::{Value, statements};
use crate::error::Result;

/// Ids in a span.
const SPAN: i64 = 10_000;
/// Lines of the journal gone through at once.
const LINES: i64 = 50_000;

statements! {
    /// The divisor is `SPAN`.
    CHANGED = "SELECT record / 10000, MAX(at) FROM journal WHERE seq > $1 AND seq <= $2 \
        GROUP BY record / 10000 ORDER BY 1";
    IN_SPAN = "SELECT r.handle, r.kind, r.at, CASE WHEN r.kind = 9 THEN r.text END FROM record r \
        WHERE r.id >= $1 AND r.id < $2 AND r.state = 0 ORDER BY r.id";
}

/// A live record by name. Times are epoch seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub handle: Handle,
    pub kind: Kind,
    pub at: i64,
    /// The text of a person's record, whose page goes by a name in it; of others nothing.
    pub text: Option<String>,
}

impl Reader {
    /// The spans in which anything has changed in the next lines of the journal after `since`, when it
    /// last did among them, and where those lines end. Asked again from there it comes to the end.
    pub async fn spans_changed(&self, since: i64) -> Result<(Vec<(i64, i64)>, i64)> {
        let end = self.position().await?.min(since.saturating_add(LINES));
        let mut spans = Vec::new();
        for row in self.engine().run(CHANGED, &[since.into(), end.into()]).await? {
            let mut row = row.of("journal");
            spans.push((row.int("record")?, row.int("at")?));
        }
        Ok((spans, end))
    }

    /// The live records of a span, in the order in which they came.
    pub async fn span(&self, number: i64) -> Result<Vec<Named>> {
        let start = number.saturating_mul(SPAN);
        let rows = self.engine().run(IN_SPAN, &[start.into(), start.saturating_add(SPAN).into()]).await?;
        let read = |mut row: crate::engine::Columns| {
            Ok(Named {
                handle: row.judged("handle", handle)?,
                kind: row.judged("kind", kind)?,
                at: row.int("at")?,
                text: row.judged("text", |it| match it {
                    Value::Null => Some(None),
                    it => text(it).map(Some),
                })?,
            })
        };
        rows.into_iter().map(|row| read(row.of("record"))).collect()
    }
}
