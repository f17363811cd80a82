//! Profiles: records of persons that are written here, and the short-ids of all persons.
//!
//! Deliberately not here: what a profile says, which is a record like any other (`works`), and whose it is,
//! which is said by the account.

use std::collections::BTreeSet;

use crate::compress::Packed;
use crate::engine::{Columns, Row, Value, statements};
use crate::error::Result;
use crate::works::{Stored, columns, text};
use crate::{NewFile, Reader, Tx};

/// The columns of a [`Profile`].
macro_rules! profile {
    () => {
        "SELECT record, merged, gained, hidden FROM profile"
    };
}

statements! {
    PROFILE = concat!(profile!(), " WHERE record = $1");
    MERGED = "SELECT record FROM profile WHERE merged = $1 ORDER BY record";
    PUT = "INSERT INTO profile (record, merged, gained, hidden) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (record) DO UPDATE SET merged = excluded.merged, gained = excluded.gained, \
        hidden = excluded.hidden";
    NAME = "INSERT INTO short_id (id, record) VALUES ($1, $2) ON CONFLICT (id, record) DO NOTHING";
    TAKEN = "SELECT id FROM short_id WHERE id > $1 AND id < $2";
    SHORT = concat!("SELECT ", columns!(), " FROM short_id s JOIN record r ON r.id = s.record \
        JOIN file f ON f.id = r.file LEFT JOIN profile p ON p.record = r.id WHERE s.id = $1 \
        ORDER BY CASE WHEN p.record IS NULL THEN r.state ELSE 0 END, r.id");
    REPEAT = "INSERT INTO repeat (record, file, line) VALUES ($1, $2, $3) \
        ON CONFLICT (record, file, line) DO NOTHING";
    BLANK = "UPDATE past SET text = $2 WHERE record = $1";
}

/// Where records stand that are written here. No harvest walks it: archives have three letters.
pub(crate) const FILE: (&str, &str) = ("ibid", "ibid/profiles.rdf");

/// More people than share the first letters of a name.
const HIGHEST: u64 = 1_000_000;

/// Whether a record with this source was written here.
pub fn is_own_file(path: &str) -> bool {
    path == FILE.1
}

/// What the ledger keeps of a profile beside its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub record: i64,
    /// The record whose person this is as well, 0 when it stands for itself.
    pub merged: i64,
    /// The version of that record that the merging wrote, 0 when there was nothing to add.
    pub gained: i64,
    /// A template with what is not shown; often empty.
    pub hidden: String,
}

impl Tx {
    /// The id of the file in which records stand that are written here, if there are any.
    pub async fn ours(&mut self) -> Result<Option<i64>> {
        Ok(self.file(FILE.1).await?.map(|it| it.id))
    }

    /// The same; made if there is none.
    pub async fn own_file(&mut self, at: i64) -> Result<i64> {
        let (archive, path) = FILE;
        if let Some(id) = self.ours().await? {
            return Ok(id);
        }
        let (digest, read_at) = (Default::default(), at);
        self.put_file(&NewFile {
            archive,
            path,
            digest,
            size: 0,
            modified: at,
            read_at,
            templates: 0,
            errors: 0,
            warnings: 0,
        })
        .await
    }

    /// The profile that is this record.
    pub async fn profile(&mut self, record: i64) -> Result<Option<Profile>> {
        self.link.run(PROFILE, &[record.into()]).await?.pop().map(profile).transpose()
    }

    /// Notes that a record is written here, with what stands beside it.
    pub async fn put_profile(&mut self, it: &Profile) -> Result<()> {
        let hidden = (!it.hidden.is_empty()).then(|| Packed::new(&it.hidden));
        let hidden = hidden.as_ref().map_or(Value::Null, |it| it.bytes().into());
        let values = [it.record.into(), it.merged.into(), it.gained.into(), hidden];
        self.link.run(PUT, &values).await.map(drop)
    }

    /// Notes short-ids of persons' records, those noted already too.
    pub async fn put_short_ids(&mut self, ids: &[(String, i64)]) -> Result<()> {
        let row = |(id, record): &(String, i64)| [Value::from(id.clone()), Value::Int(*record)];
        self.link.each(NAME, 2, &ids.iter().flat_map(row).collect::<Vec<_>>()).await
    }

    /// A short-id nobody ever had: these letters and the next number. One beyond all reason, which any
    /// archive may write, is not counted on from.
    pub async fn free_short_id(&mut self, letters: &str) -> Result<String> {
        // Digits stand between these two.
        let range = [format!("{letters}/"), format!("{letters}:")];
        let mut taken: BTreeSet<u64> = BTreeSet::new();
        for row in self.link.run(TAKEN, &range.map(Value::from)).await? {
            let id = row.of("short_id").text("id")?;
            taken.extend(id[letters.len()..].parse::<u64>().ok());
        }
        let newest = taken.range(..HIGHEST).next_back().copied().unwrap_or(0);
        let free = (newest + 1..).find(|number| !taken.contains(number)).unwrap_or(newest);
        Ok(format!("{letters}{free}"))
    }

    /// Remembers that the handle of a record is used in a file too.
    pub async fn add_repeat(&mut self, record: i64, file: i64, line: u32) -> Result<()> {
        self.link.run(REPEAT, &[record.into(), file.into(), i64::from(line).into()]).await.map(drop)
    }

    /// Puts a text in the place of all former ones of a record. The current text is for the caller to
    /// replace.
    pub async fn blank(&mut self, record: i64, text: &Packed) -> Result<()> {
        self.link.run(BLANK, &[record.into(), text.bytes().into()]).await.map(drop)
    }
}

impl Reader {
    /// The profile that is this record.
    pub async fn profile(&self, record: i64) -> Result<Option<Profile>> {
        self.engine().run(PROFILE, &[record.into()]).await?.pop().map(profile).transpose()
    }

    /// Records whose person is this one as well.
    pub async fn merged_into(&self, record: i64) -> Result<Vec<i64>> {
        let rows = self.engine().run(MERGED, &[record.into()]).await?;
        rows.into_iter().map(|row| row.of("profile").int("record")).collect()
    }

    /// The records that have or had this short-id, live ones first; among these, what was written here and
    /// withdrawn, so that nobody gets the address of who was merged or erased by harvesting its short-id.
    pub async fn by_short_id(&self, id: &str) -> Result<Vec<Stored>> {
        let rows = self.engine().run(SHORT, &[id.into()]).await?;
        rows.into_iter().map(Stored::from_row).collect()
    }
}

fn profile(row: Row) -> Result<Profile> {
    let mut row: Columns = row.of("profile");
    Ok(Profile {
        record: row.int("record")?,
        merged: row.int("merged")?,
        gained: row.int("gained")?,
        hidden: row.judged("hidden", |it| match it {
            Value::Null => Some(String::new()),
            it => text(it),
        })?,
    })
}
