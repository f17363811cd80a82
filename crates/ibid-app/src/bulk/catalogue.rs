//! The catalogue as one file, from which another installation makes a copy of it that works off line; and
//! what changed since as small ones.
//!
//! A file is lines of JSON: a head that says which catalogue and which lines of its journal, the figures of
//! archives, a record a line as its source wrote it but for e-mail addresses, and an end that counts them.
//! So each file says itself what it is, wherever it was carried. Not here: reading it (`load.rs`), for which
//! the lines are described. Decision 28 says why.

use ibid_core::date::moment;
use ibid_core::export::redif;
use ibid_store::{ArchiveRead, Reader, State, Store, Stored};
use serde::{Deserialize, Serialize};

use super::folder::{Error, Folder, Result};
use super::lines::Lines;
use super::manifest::Listed;
use crate::ahead::Ahead;

/// The shape described here.
pub(super) const FORMAT: u32 = 1;
/// Records read at once.
const STEP: usize = 500;

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Line {
    Head(Head),
    Archive(Harvested),
    Record(Entry),
    End {
        /// How many lines stand before this one.
        lines: u64,
    },
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    /// The catalogue's name.
    pub catalogue: String,
    /// Holds what changed after this line of its journal; nothing for every record there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<i64>,
    /// Holds everything up to this line.
    pub position: i64,
    pub made: String,
    /// The same in seconds since 1970.
    pub made_at: i64,
}

/// The last harvest of an archive.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Harvested {
    code: String,
    read_at: i64,
    files: i64,
    templates: i64,
    created: i64,
    changed: i64,
    unchanged: i64,
    vanished: i64,
    errors: i64,
    warnings: i64,
}

/// A record. Times are epoch seconds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) state: Now,
    /// When it came, and when this version of it came.
    pub(super) since: i64,
    pub(super) at: i64,
    /// Where its template stands in the mirror.
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) redif: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Now {
    Live,
    Withdrawn,
}

impl Head {
    pub(super) fn whole(catalogue: &str, position: i64, at: i64) -> Head {
        let catalogue = catalogue.to_owned();
        Head { format: FORMAT, catalogue, after: None, position, made: moment(at), made_at: at }
    }

    pub(super) fn changes(catalogue: &str, (after, position): (i64, i64), at: i64) -> Head {
        Head { after: Some(after), ..Head::whole(catalogue, position, at) }
    }
}

/// The name by which copies know this catalogue, given to it when it is first asked for.
pub(super) async fn name(store: &Store) -> Result<String> {
    loop {
        if let Some(name) = store.reader().catalogue().await? {
            return Ok(name);
        }
        let mut chance = [0; 8];
        getrandom::fill(&mut chance).map_err(|error| Error::Chance(error.to_string()))?;
        let mut tx = store.writer().begin().await?;
        tx.name_catalogue(&format!("{:016x}", u64::from_be_bytes(chance))).await?;
        tx.commit().await?;
    }
}

/// Every record there is, withdrawn ones too, in the order in which they came.
pub(super) async fn whole(reader: &Reader, folder: &mut Folder, head: Head) -> Result<Listed> {
    let name = format!("catalogue-{:010}", head.position);
    let mut writing = Writing::begin(reader, folder, name, head).await?;
    let (mut ahead, mut last) = (Ahead::new(), 0);
    loop {
        while !ahead.is_full() {
            let some = reader.all_after(last, STEP).await?;
            let Some(stored) = some.last() else { break };
            last = stored.id;
            ahead.give(move || some.iter().filter_map(line).collect::<Vec<String>>());
        }
        let Some(lines) = ahead.take().await else { break };
        for line in lines {
            writing.line(&line)?;
        }
    }
    writing.end()
}

/// Every record that changed between two lines of the journal, as it is now.
pub(super) async fn changes(reader: &Reader, folder: &mut Folder, head: Head) -> Result<Listed> {
    let (mut seen, position) = (head.after.unwrap_or_default(), head.position);
    let name = format!("changes-{seen:010}-{position:010}");
    let mut writing = Writing::begin(reader, folder, name, head).await?;
    while seen < position {
        let some = reader.changed_since(seen, STEP).await?;
        let Some((last, _)) = some.last() else { break };
        seen = *last;
        for line in some.iter().filter_map(|(_, stored)| line(stored)) {
            writing.line(&line)?;
        }
    }
    writing.end()
}

/// The line of a record, ended; `None` when its text can no longer be read.
fn line(stored: &Stored) -> Option<String> {
    let Some(redif) = redif::again(&stored.text) else {
        tracing::warn!("{}: its text can no longer be read; left out of the catalogue file", stored.handle);
        return None;
    };
    let state = match stored.state {
        State::Live => Now::Live,
        State::Withdrawn => Now::Withdrawn,
    };
    let Stored { since, at, line, .. } = *stored;
    Some(said(&Line::Record(Entry { state, since, at, file: stored.file.clone(), line, redif })))
}

fn said(line: &Line) -> String {
    // Values of these shapes cannot fail to be said.
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

/// A file on its way.
struct Writing<'a> {
    lines: Lines<'a>,
    count: u64,
}

impl<'a> Writing<'a> {
    async fn begin(reader: &Reader, folder: &'a mut Folder, name: String, head: Head) -> Result<Writing<'a>> {
        let mut writing = Writing { lines: Lines::one(folder, name), count: 0 };
        writing.line(&said(&Line::Head(head)))?;
        for state in reader.archives().await? {
            writing.line(&said(&Line::Archive(state.read.into())))?;
        }
        Ok(writing)
    }

    fn line(&mut self, line: &str) -> Result<()> {
        self.count += 1;
        self.lines.write(line)
    }

    fn end(mut self) -> Result<Listed> {
        self.lines.write(&said(&Line::End { lines: self.count }))?;
        Ok(self.lines.end()?.pop().unwrap_or_default())
    }
}

impl From<ArchiveRead> for Harvested {
    fn from(read: ArchiveRead) -> Harvested {
        let ArchiveRead { code, read_at, files, templates, created, .. } = read;
        let ArchiveRead { changed, unchanged, vanished, errors, warnings, .. } = read;
        Harvested { code, read_at, files, templates, created, changed, unchanged, vanished, errors, warnings }
    }
}

impl From<Harvested> for ArchiveRead {
    fn from(it: Harvested) -> ArchiveRead {
        let Harvested { code, read_at, files, templates, created, .. } = it;
        let Harvested { changed, unchanged, vanished, errors, warnings, .. } = it;
        ArchiveRead {
            code,
            read_at,
            files,
            templates,
            created,
            changed,
            unchanged,
            vanished,
            errors,
            warnings,
        }
    }
}
