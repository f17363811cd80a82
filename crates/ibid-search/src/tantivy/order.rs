//! The order of hits: the first so many of a segment, from the beginning or from a place on.
//!
//! Every order is a number, higher first, and of equals the lower handle: so a place is a number and
//! a handle, and what lies beyond it is told without looking at what lies before it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::{StrColumn, TermOrdHit};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::Columns;
use super::schema::column;
use crate::results::{Place, Sort};

/// Which hits are wanted: the first `most` in this order, from a place on.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) sort: Sort,
    pub(super) most: usize,
    pub(super) from: Option<Place>,
}

/// A document with its place in the order asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ranked {
    pub(super) rank: u64,
    pub(super) segment: SegmentOrdinal,
    /// Number of its handle within the segment; handles are numbered in order.
    pub(super) handle: u64,
}

/// Collects the best of one segment. Within, the better of two is the greater pair: going back,
/// ranks are turned round.
pub(super) struct Order {
    most: usize,
    segment: SegmentOrdinal,
    handles: Option<StrColumn>,
    back: bool,
    from: Option<Bound>,
    /// The best so far, worst on top.
    best: BinaryHeap<Reverse<(u64, u64)>>,
}

/// Where hits begin: below this rank, or at it up to this handle.
struct Bound {
    rank: u64,
    handle: Option<u64>,
}

impl Order {
    pub(super) fn new(
        wanted: &Wanted,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Order> {
        let handles = reader.fast_fields().str(column::HANDLE)?;
        let bound = |place: &Place| Bound::new(place, handles.as_ref());
        let from = wanted.from.as_ref().map(bound).transpose()?;
        let back = wanted.from.as_ref().is_some_and(|place| place.before);
        let best = BinaryHeap::with_capacity(wanted.most + 1);
        Ok(Order { most: wanted.most, segment, handles, back, from, best })
    }

    pub(super) fn offer(&mut self, doc: DocId, rank: u64) {
        let rank = if self.back { !rank } else { rank };
        if self.from.as_ref().is_some_and(|bound| rank > bound.rank) {
            return;
        }
        if self.best.len() == self.most && self.best.peek().is_none_or(|Reverse((worst, _))| rank < *worst) {
            return;
        }
        let handle = self.handles.as_ref().and_then(|it| it.ords().first(doc)).unwrap_or(0);
        let handle = if self.back { handle } else { !handle };
        let beyond = |bound: &Bound| rank < bound.rank || bound.handle.is_some_and(|last| handle <= last);
        if self.from.as_ref().is_none_or(beyond) {
            self.best.push(Reverse((rank, handle)));
        }
        if self.best.len() > self.most {
            self.best.pop();
        }
    }

    /// Documents of lower scores need not be offered any more. Only for [`Sort::Relevance`], onwards.
    pub(super) fn threshold(&self) -> Score {
        match self.best.peek() {
            Some(Reverse((worst, _))) if self.best.len() == self.most => score(*worst).next_down(),
            _ => Score::MIN,
        }
    }

    pub(super) fn ranked(self) -> Vec<Ranked> {
        let Order { segment, back, best, .. } = self;
        let turned = |Reverse((rank, handle)): Reverse<(u64, u64)>| match back {
            true => Ranked { rank: !rank, segment, handle },
            false => Ranked { rank, segment, handle: !handle },
        };
        best.into_iter().map(turned).collect()
    }
}

impl Bound {
    fn new(place: &Place, handles: Option<&StrColumn>) -> tantivy::Result<Bound> {
        let hit = handles
            .map(|handles| handles.dictionary().term_ord_or_next(place.handle.as_str()))
            .transpose()?;
        let (before, after) = match hit {
            Some(TermOrdHit::Exact(number)) => (number.checked_sub(1), number + 1),
            Some(TermOrdHit::Next(number)) => (number.checked_sub(1), number),
            None => (None, 0),
        };
        Ok(match place.before {
            true => Bound { rank: !place.rank, handle: before },
            false => Bound { rank: place.rank, handle: Some(!after) },
        })
    }
}

/// Higher comes first. Scores are not negative, so their bits are in their order.
pub(super) fn rank(sort: Sort, columns: &Columns, doc: DocId, score: Score) -> u64 {
    let row = columns.row(doc);
    match sort {
        Sort::Relevance => u64::from(score.max(0.0).to_bits()) << 32 | u64::from(row.date),
        Sort::Newest => u64::from(row.date),
        Sort::Oldest if row.date == 0 => 0,
        Sort::Oldest => u64::from(u32::MAX - row.date),
        Sort::Added => u64::from(row.came),
        Sort::Cited => u64::from(row.cited) << 32 | u64::from(row.date),
        Sort::About => {
            let first = columns.whole(doc).2.iter().min();
            first.map_or(0, |&(from, to)| u64::from(u32::MAX - (u32::from(from) << 16 | u32::from(to))))
        }
    }
}

/// The score in a rank by relevance.
pub(super) fn score(rank: u64) -> Score {
    Score::from_bits((rank >> 32) as u32)
}
