//! Which records are versions of one work, and what works are filed under so that this is found out.
//!
//! All of it is a projection: kept by whoever follows the journal, thrown away at will. Deliberately
//! not here: the rule by which two works are versions (`ibid_core::versions`).

use ibid_core::versions::{MOST_MARKS, Mark};

use super::{Stored, columns};
use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

/// Ids of marks of one record.
const SLOTS: i64 = MOST_MARKS as i64 + 1;

statements! {
    FILED_UNDER = "SELECT id, key, words FROM filed WHERE key IN ({list})";
    FILE = "filed (id, key, words)";
    UNFILE = "DELETE FROM filed WHERE id >= $1 AND id < $2";
    EMPTY_FILES = "DELETE FROM filed";
    FORMS = "SELECT b.record, b.work FROM form a JOIN form b ON b.work = a.work \
        WHERE a.record IN ({list})";
    JOIN = "form (record, work)";
    PART = "DELETE FROM form WHERE record = $1";
    PART_ALL = "DELETE FROM form";
    VERSIONS = concat!("SELECT ", columns!(), " FROM form a JOIN form b ON b.work = a.work \
        JOIN record r ON r.id = b.record JOIN file f ON f.id = r.file \
        WHERE a.record = $1 AND r.id <> $1 AND r.state = 0 ORDER BY r.id LIMIT $2");
    BY_ID = concat!("SELECT ", columns!(), " FROM record r JOIN file f ON f.id = r.file \
        WHERE r.id IN ({list})");
}

impl Tx {
    /// Which records are filed under these numbers, with the marks they are filed by.
    pub async fn filed_under(&mut self, keys: &[i64]) -> Result<Vec<(i64, Mark)>> {
        let rows = self.link.run_list(FILED_UNDER, &[], &ints(keys)).await?;
        rows.into_iter().map(mark).collect()
    }

    /// Files records under these marks, at most [`MOST_MARKS`] each, instead of those before.
    pub async fn file_under(&mut self, marks: &[(i64, Vec<Mark>)]) -> Result<()> {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (record, marks) in marks {
            let first = record * SLOTS;
            old.extend([first, first + SLOTS]);
            for (id, mark) in (first..first + SLOTS).zip(marks) {
                new.extend([id, mark.key, mark.words]);
            }
        }
        self.link.each(UNFILE, 2, &ints(&old)).await?;
        self.link.bulk(FILE, &ints(&new)).await
    }

    /// All versions of the works that these records are versions of: record and work. Those without
    /// other versions are left out.
    pub async fn forms(&mut self, records: &[i64]) -> Result<Vec<(i64, i64)>> {
        let mut out = Vec::new();
        for row in self.link.run_list(FORMS, &[], &ints(records)).await? {
            let mut row = row.of("form");
            out.push((row.int("record")?, row.int("work")?));
        }
        out.sort_unstable();
        out.dedup();
        Ok(out)
    }

    /// Takes records out of the works they are versions of, and puts these in: record and work.
    pub async fn regroup(&mut self, out: &[i64], forms: &[(i64, i64)]) -> Result<()> {
        self.link.each(PART, 1, &ints(out)).await?;
        let rows: Vec<i64> = forms.iter().flat_map(|&(record, work)| [record, work]).collect();
        self.link.bulk(JOIN, &ints(&rows)).await
    }

    /// Forgets all of it, to be made again.
    pub async fn forget_versions(&mut self) -> Result<()> {
        self.link.run(EMPTY_FILES, &[]).await?;
        self.link.run(PART_ALL, &[]).await.map(drop)
    }
}

impl Reader {
    /// Other live versions of the work this record is a version of, in the order in which they came.
    pub async fn versions(&self, record: i64, limit: usize) -> Result<Vec<Stored>> {
        let rows = self.engine().run(VERSIONS, &[record.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }

    /// Records by their ids, in any order; those there are.
    pub async fn by_id(&self, records: &[i64]) -> Result<Vec<Stored>> {
        let rows = self.engine().run_list(BY_ID, &[], &ints(records)).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }
}

fn mark(row: Row) -> Result<(i64, Mark)> {
    let mut row = row.of("filed");
    let record = row.int("id")?.div_euclid(SLOTS);
    Ok((record, Mark { key: row.int("key")?, words: row.int("words")? }))
}

fn ints(numbers: &[i64]) -> Vec<Value<'static>> {
    numbers.iter().map(|&number| Value::Int(number)).collect()
}
