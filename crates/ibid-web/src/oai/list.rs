//! ListRecords and ListIdentifiers: a page of a list, and the token of the next.
//!
//! The list is read by the place of its last row, in the order of changes. What changes meanwhile stands
//! further back and is met there, so that a harvester who reads to the end has had every record that was
//! there throughout. Deliberately not here: what a record is written as (`entries.rs`).

use std::fmt::Write;

use ibid_core::Handle;
use ibid_store::{Count, Dated, DatedList, Mark, Scope};

use super::asked::Prefix;
use super::entries::Entries;
use super::fault::{Code, Fault};
use super::{Told, time, token};
use crate::Site;
use crate::problem::{Answer, Problem};

/// Records and heads of a page.
pub(super) const RECORDS: usize = 1_000;
pub(super) const HEADS: usize = 2_000;
/// Works read, and then written on a thread of their own while the next are read.
const STEP: usize = 250;
/// Bytes of texts after which a page takes no further step.
const LARGE: usize = 2 << 20;

/// A list, from its beginning or from where it went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// Heads only.
    pub(super) bare: bool,
    pub(super) prefix: Prefix,
    /// An archive or a series.
    pub(super) set: Option<Handle>,
    /// Datestamps, both included.
    pub(super) from: Option<i64>,
    pub(super) until: Option<i64>,
    pub(super) so_far: Option<SoFar>,
}

/// What was read of a list: up to where, how much, and of how much when it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SoFar {
    pub(super) mark: Mark,
    pub(super) done: i64,
    pub(super) size: Option<i64>,
}

/// Works one after the other.
fn written(mut entries: Entries, works: &[Dated]) -> String {
    let mut out = String::with_capacity(works.iter().map(|work| work.text.len() + 700).sum());
    for work in works {
        entries.write(&work.handle, work.at, work.state, &work.text, &mut out);
    }
    out
}

impl List {
    fn scope(&self) -> Scope<'_> {
        match &self.set {
            None => Scope::All,
            Some(handle) if handle.series().is_empty() => Scope::Archive(handle.archive()),
            Some(handle) => Scope::Series(handle),
        }
    }

    fn dated(&self) -> DatedList<'_> {
        DatedList {
            scope: self.scope(),
            from: self.from.map_or(i64::MIN, time::written_at),
            until: self.until.map_or(i64::MAX, time::written_at),
            texts: !self.bare,
        }
    }

    pub(super) async fn write(&self, site: &Site, out: &mut String) -> Answer<Told> {
        let (verb, most) = if self.bare { ("ListIdentifiers", HEADS) } else { ("ListRecords", RECORDS) };
        let _ = writeln!(out, "<{verb}>");
        let dated = self.dated();
        let prefix = (!self.bare).then_some(self.prefix);
        let mut mark = self.so_far.map(|it| it.mark);
        let (mut pieces, mut count, mut bytes, mut ended) = (Vec::new(), 0, 0, false);
        while !ended && count < most && bytes < LARGE {
            let step = STEP.min(most - count);
            let works = site.reader().dated(&dated, mark, step).await?;
            mark = works.last().map(|work| dated.after(work)).or(mark);
            count += works.len();
            bytes += works.iter().map(|work| work.text.len()).sum::<usize>();
            ended = works.len() < step;
            let entries = Entries::of(site, prefix, works.iter().map(|work| &work.handle)).await?;
            pieces.push(tokio::task::spawn_blocking(move || written(entries, &works)));
        }
        for piece in pieces {
            out.push_str(&piece.await.map_err(Problem::inside)?);
        }
        let Some(mark) = mark.filter(|_| count > 0) else { return Ok(Err(self.nothing())) };
        let bare = DatedList { texts: false, ..dated };
        let more = !ended && !site.reader().dated(&bare, Some(mark), 1).await?.is_empty();
        self.write_token(site, mark, count as i64, more, out).await?;
        let _ = writeln!(out, "</{verb}>");
        Ok(Ok(()))
    }

    /// What is said where a page would be empty, which the protocol knows only as an error.
    fn nothing(&self) -> Fault {
        match self.so_far {
            None => Fault::new(Code::NoRecordsMatch, "no record has these datestamps in this set"),
            // All that was left has changed and is beyond `until` now, or the ledger is another one.
            Some(_) => Fault::new(Code::BadResumptionToken, "nothing is left of this list; begin it again"),
        }
    }

    /// A list on one page has none; the last page of a longer one has an empty one.
    async fn write_token(
        &self,
        site: &Site,
        mark: Mark,
        count: i64,
        more: bool,
        out: &mut String,
    ) -> Answer<()> {
        let before = self.so_far.map_or(0, |it| it.done);
        let done = before.saturating_add(count);
        let size = match (more, self.so_far) {
            (false, None) => return Ok(()),
            (false, Some(_)) => Some(done),
            (true, None) => self.size(site).await?,
            (true, Some(so_far)) => so_far.size,
        };
        out.push_str("<resumptionToken");
        // What came meanwhile may make the list longer than it was going to be.
        if let Some(size) = size {
            let _ = write!(out, " completeListSize=\"{}\"", size.max(done + i64::from(more)));
        }
        let _ = write!(out, " cursor=\"{before}\">");
        if more {
            out.push_str(&token::of_list(self, &SoFar { mark, done, size }));
        }
        out.push_str("</resumptionToken>\n");
        Ok(())
    }

    /// How long the list is, where that is counted already.
    async fn size(&self, site: &Site) -> Answer<Option<i64>> {
        if self.from.is_some() || self.until.is_some() {
            return Ok(None);
        }
        let reader = site.reader();
        let counts: Vec<Count> = match self.scope() {
            Scope::All => reader.totals().await?.counts,
            Scope::Series(series) => reader.counts(series).await?,
            Scope::Archive(archive) => {
                let own = match &self.set {
                    Some(handle) => reader.counts(handle).await?,
                    None => Vec::new(),
                };
                reader.series_of(archive).await?.into_iter().flat_map(|it| it.counts).chain(own).collect()
            }
        };
        let works = counts.iter().filter(|it| it.kind.is_work());
        Ok(Some(works.map(|it| it.live + it.withdrawn).sum()))
    }
}
