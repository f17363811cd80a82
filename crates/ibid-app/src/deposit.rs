//! The operator's own works for the registry of DOIs: which of the catalogue they are, and what becomes
//! of each.
//!
//! Not here: the registry's format (`ibid_core::export::deposit`), and where the batches go.

use std::collections::{BTreeMap, HashSet};

use ibid_core::export::deposit::{Deposit, Type};
use ibid_core::record::Work;
use ibid_core::{Handle, Kind};
use ibid_store::{Reader, Stored};

use crate::export::{Names, live_work};

/// Records read at once.
const STEP: usize = 500;

/// Works ready to be registered, and those that cannot be.
#[derive(Debug, Default)]
pub struct Batches {
    /// By what the registry tells apart: a batch holds works of one type only.
    pub ready: BTreeMap<Type, Ready>,
    /// Works of the prefix that were left out, and why.
    pub left_out: Vec<(Handle, String)>,
}

/// The body of a batch.
#[derive(Debug, Default)]
pub struct Ready {
    pub works: usize,
    pub xml: String,
}

/// Collects the works whose DOI has this prefix, like `10.5555`: of these, or of all. `page` gives the
/// address of a work's page.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn collect(
    reader: &Reader,
    these: Option<Vec<Handle>>,
    prefix: &str,
    page: impl Fn(Kind, &Handle) -> String,
) -> ibid_store::Result<Batches> {
    let mut collecting = Collecting {
        names: Names::new(reader.clone()),
        prefix,
        seen: HashSet::new(),
        batches: Batches::default(),
    };
    match these {
        Some(handles) => {
            for handles in handles.chunks(STEP) {
                let some = reader.records(handles).await?;
                collecting.take(some.into_iter().flatten(), &page).await?;
            }
        }
        None => {
            let mut after = 0;
            loop {
                let some = reader.all_after(after, STEP).await?;
                let Some(last) = some.last() else { break };
                after = last.id;
                collecting.take(some.into_iter(), &page).await?;
            }
        }
    }
    Ok(collecting.batches)
}

struct Collecting<'a> {
    names: Names,
    prefix: &'a str,
    /// DOIs that are given already: a batch that gives one twice is refused.
    seen: HashSet<String>,
    batches: Batches,
}

impl Collecting<'_> {
    async fn take(
        &mut self,
        some: impl Iterator<Item = Stored>,
        page: impl Fn(Kind, &Handle) -> String,
    ) -> ibid_store::Result<()> {
        for stored in some {
            if let Some(work) = self.own(&stored) {
                let series = self.names.of(&stored).await?;
                let page = page(work.kind, &work.handle);
                let deposit = Deposit { source: series.source(&work), issn: &series.issn, page: &page };
                self.add(&work, &deposit);
            }
        }
        Ok(())
    }

    /// The work, when its DOI is of the prefix. Most records are told by their text not to be.
    fn own(&self, stored: &Stored) -> Option<Box<Work>> {
        let maybe = stored.kind.is_work() && stored.text.contains(self.prefix);
        let work = maybe.then(|| live_work(stored)).flatten()?;
        let suffix = work.doi.strip_prefix(self.prefix)?;
        suffix.starts_with('/').then_some(work)
    }

    fn add(&mut self, work: &Work, deposit: &Deposit<'_>) {
        let refused = match deposit.entry() {
            _ if self.seen.contains(&work.doi.to_lowercase()) => {
                format!("another work has given the DOI {}", work.doi)
            }
            Ok((kind, xml)) => {
                self.seen.insert(work.doi.to_lowercase());
                let ready = self.batches.ready.entry(kind).or_default();
                ready.works += 1;
                ready.xml.push_str(&xml);
                return;
            }
            Err(reason) => reason.text().to_owned(),
        };
        self.batches.left_out.push((work.handle.clone(), refused));
    }
}
