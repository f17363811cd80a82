//! Related works, each with what it shares with the one it is related to.
//!
//! The index proposes, the works themselves decide: a candidate about which nothing can be said is left
//! out, and so are other versions of the same work, which are told as such.

use ibid_core::Record;
use ibid_core::record::Work;
use ibid_core::related::{Compared, nearness};
use ibid_core::versions::same;

pub use ibid_core::related::Reason;

use crate::search::{Found, Search, SearchError};

/// Candidates looked at for each work wanted.
const CANDIDATES: usize = 4;

/// A work and what it shares, the weightiest first.
#[derive(Clone, Debug)]
pub struct Related {
    pub found: Found,
    pub reasons: Vec<Reason>,
}

impl Search {
    /// Up to `limit` works related to this one, those that share most first.
    pub async fn related(&self, work: &Work, limit: usize) -> Result<Vec<Related>, SearchError> {
        let candidates = self.alike(work, limit * CANDIDATES).await?;
        let work = work.clone();
        self.apart(move || judged(&work, candidates, limit)).await
    }
}

fn judged(work: &Work, candidates: Vec<Found>, limit: usize) -> Vec<Related> {
    let one = Compared::new(work);
    let related = |found: Found| {
        let Record::Work(other) = &found.record else { return None };
        let reasons = if same(work, other).is_some() { Vec::new() } else { one.reasons(other) };
        (!reasons.is_empty()).then_some(Related { found, reasons })
    };
    let mut related: Vec<Related> = candidates.into_iter().filter_map(related).collect();
    // Sorting is stable: what shares as much stays in the order of the index.
    related.sort_by_key(|it| std::cmp::Reverse(nearness(&it.reasons)));
    related.truncate(limit);
    related
}
