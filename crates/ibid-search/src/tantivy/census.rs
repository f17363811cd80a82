//! Counting everything that matches, and sorting it where the engine cannot, in one pass.
//!
//! All that results are counted by, or one thing alone, which costs a part of it. Values are counted by
//! their number within a segment, in arrays, and brought together at the end.
//! Years a work is about are counted as differences where its ranges begin and end, so a work about
//! a century costs as much as one about a year.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, Score, SegmentOrdinal, SegmentReader};

use super::columns::{Columns, NO_KIND, NO_SERIES, NONE};
use super::order::{Order, Ranked, Wanted, rank};
use super::snapshot::Snapshot;
use crate::results::{By, Facet, Sort};

/// Years beyond this one are no years.
const LAST_YEAR: u16 = 9_999;
const YEARS: usize = LAST_YEAR as usize + 2;

/// What to find out about all that matches.
pub(super) struct Census {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) counted: Counted,
    /// The first so many in this order. By relevance only where the engine cannot find the best
    /// without looking at all: it takes the score of everything.
    pub(super) sort: Option<Wanted>,
}

/// What all that matches is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    Nothing,
    One(By),
    All,
}

impl Counted {
    fn has(self, by: By) -> bool {
        self == Counted::All || self == Counted::One(by)
    }
}

/// What was found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    pub(super) total: u64,
    pub(super) facets: Vec<(Facet, Vec<(String, u64)>)>,
    pub(super) years: Vec<(i16, u64)>,
    pub(super) about: Vec<(i16, u64)>,
    /// Best first within each segment: rank, segment, number of the handle there.
    pub(super) sorted: Vec<Ranked>,
}

/// Counts of one segment.
pub(super) struct Tally {
    columns: Option<Arc<Columns>>,
    total: u64,
    counts: Option<Box<Counts>>,
    order: Option<(Sort, Order)>,
}

/// What is not counted by has no places.
struct Counts {
    counted: Counted,
    facets: [Vec<u32>; 6],
    years: Vec<u32>,
    /// Difference to the year before.
    about: Vec<i32>,
}

impl Collector for Census {
    type Fruit = Findings;
    type Child = Tally;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Tally> {
        let needed = self.counted != Counted::Nothing || self.sort.is_some();
        let columns = needed.then(|| self.snapshot.columns(segment)).transpose()?;
        let order = self.sort.as_ref().map(|wanted| {
            Ok::<_, tantivy::TantivyError>((wanted.sort, Order::new(wanted, segment, reader)?))
        });
        let counting = columns.as_ref().filter(|_| self.counted != Counted::Nothing);
        Ok(Tally {
            total: 0,
            counts: counting.map(|it| Box::new(Counts::new(self.counted, it))),
            columns,
            order: order.transpose()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort.as_ref().is_some_and(|wanted| wanted.sort == Sort::Relevance)
    }

    /// As the engine would, but whole blocks also where documents were deleted.
    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Tally> {
        let mut tally = self.for_segment(segment, reader)?;
        let deleted = |doc: DocId| reader.is_deleted(doc);
        if self.requires_scoring() {
            weight.for_each(reader, &mut |doc, score| {
                if !deleted(doc) {
                    tally.collect(doc, score);
                }
            })?;
        } else if reader.has_deletes() {
            let mut alive = Vec::with_capacity(COLLECT_BLOCK_BUFFER_LEN);
            weight.for_each_no_score(reader, &mut |docs| {
                alive.clear();
                alive.extend(docs.iter().copied().filter(|&doc| !deleted(doc)));
                tally.collect_block(&alive);
            })?;
        } else {
            weight.for_each_no_score(reader, &mut |docs| tally.collect_block(docs))?;
        }
        Ok(tally)
    }

    fn merge_fruits(&self, tallies: Vec<Tally>) -> tantivy::Result<Findings> {
        let mut findings = Findings::default();
        let places = |by: By, many: usize| if self.counted.has(by) { many } else { 0 };
        let mut facets: [Vec<u64>; 6] = std::array::from_fn(|facet| {
            vec![0; places(By::Facet(Facet::ALL[facet]), self.snapshot.names(facet).len())]
        });
        let mut years = vec![0_u64; places(By::Published, YEARS)];
        let mut about = vec![0_i64; places(By::About, YEARS)];
        for tally in tallies {
            findings.total += tally.total;
            if let (Some(columns), Some(counts)) = (&tally.columns, &tally.counts) {
                counts.add_to(columns, &mut facets);
                years.iter_mut().zip(&counts.years).for_each(|(sum, &n)| *sum += u64::from(n));
                about.iter_mut().zip(&counts.about).for_each(|(sum, &n)| *sum += i64::from(n));
            }
            findings.sorted.extend(tally.order.map(|(_, order)| order.ranked()).unwrap_or_default());
        }
        if self.counted != Counted::Nothing {
            findings.facets = self.named(&facets);
            findings.years = by_year(years.into_iter());
            let running = about.into_iter().scan(0, |sum, n| {
                *sum += n;
                u64::try_from(*sum).ok()
            });
            findings.about = by_year(running);
        }
        Ok(findings)
    }
}

impl Census {
    /// The most frequent values of each facet by name; of equals the first by name.
    fn named(&self, facets: &[Vec<u64>; 6]) -> Vec<(Facet, Vec<(String, u64)>)> {
        let named = |(facet, counts): (usize, &Vec<u64>)| {
            let mut found: Vec<usize> = (0..counts.len()).filter(|&number| counts[number] > 0).collect();
            let names = self.snapshot.names(facet).names(found.iter().copied());
            let mut named: Vec<(&str, u64)> =
                names.iter().map(|name| &**name).zip(found.drain(..).map(|number| counts[number])).collect();
            let order = |&(name, count): &(&str, u64)| (Reverse(count), name.to_owned());
            if named.len() > Facet::MOST {
                named.select_nth_unstable_by(Facet::MOST, |a, b| (b.1, a.0).cmp(&(a.1, b.0)));
                named.truncate(Facet::MOST);
            }
            named.sort_by_cached_key(order);
            (Facet::ALL[facet], named.into_iter().map(|(name, count)| (name.to_owned(), count)).collect())
        };
        let counted = |(facet, _): &(usize, _)| self.counted.has(By::Facet(Facet::ALL[*facet]));
        facets.iter().enumerate().filter(counted).map(named).collect()
    }
}

/// What stands for "no value" lies beyond all numbers.
fn tally(counts: &mut [u32], numbers: impl Iterator<Item = usize>) {
    for number in numbers {
        if let Some(count) = counts.get_mut(number) {
            *count += 1;
        }
    }
}

fn by_year(counts: impl Iterator<Item = u64>) -> Vec<(i16, u64)> {
    let years = (0_i16..).zip(counts).skip(1).take(usize::from(LAST_YEAR));
    years.filter(|&(_, count)| count > 0).collect()
}

impl SegmentCollector for Tally {
    type Fruit = Tally;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let (Some((sort, order)), Some(columns)) = (&mut self.order, &self.columns) {
            order.offer(doc, rank(*sort, columns, doc, score));
        }
        self.count(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        if let (Some((sort, order)), Some(columns)) = (&mut self.order, &self.columns) {
            for &doc in docs {
                order.offer(doc, rank(*sort, columns, doc, 0.0));
            }
        }
        self.count(docs);
    }

    fn harvest(self) -> Tally {
        self
    }
}

impl Tally {
    fn count(&mut self, docs: &[DocId]) {
        self.total += docs.len() as u64;
        if let (Some(counts), Some(columns)) = (&mut self.counts, &self.columns) {
            counts.count(columns, docs);
        }
    }
}

impl Counts {
    fn new(counted: Counted, columns: &Columns) -> Counts {
        let places = |by: By, many: usize| if counted.has(by) { many } else { 0 };
        let facet = |facet: usize| places(By::Facet(Facet::ALL[facet]), columns.values[facet].len());
        Counts {
            counted,
            facets: std::array::from_fn(|it| vec![0; facet(it)]),
            years: vec![0; places(By::Published, YEARS)],
            about: vec![0; places(By::About, YEARS)],
        }
    }

    fn count(&mut self, columns: &Columns, docs: &[DocId]) {
        match self.counted {
            Counted::Nothing => (),
            Counted::One(by) => self.count_by(by, columns, docs),
            Counted::All => self.count_all(columns, docs),
        }
    }

    fn count_by(&mut self, by: By, columns: &Columns, docs: &[DocId]) {
        let [kinds, series, jel, languages, access, archives] = &mut self.facets;
        let rows = docs.iter().map(|&doc| columns.row(doc));
        match by {
            By::Facet(Facet::Kind) => tally(kinds, rows.map(|row| row.kind.into())),
            By::Facet(Facet::Series) => tally(series, rows.map(|row| row.series as usize)),
            By::Facet(Facet::Language) => tally(languages, rows.map(|row| row.language.into())),
            By::Facet(Facet::Access) => tally(access, rows.map(|row| row.access.into())),
            By::Facet(Facet::Archive) => tally(archives, rows.map(|row| row.archive.into())),
            By::Facet(Facet::Jel) => {
                tally(jel, docs.iter().flat_map(|&doc| columns.whole(doc).1).map(|&code| code.into()));
            }
            By::Published => tally(&mut self.years, rows.map(|row| row.year.min(LAST_YEAR).into())),
            By::About => docs.iter().for_each(|&doc| self.count_about(columns.whole(doc).2)),
        }
    }

    fn count_about(&mut self, about: &[(u16, u16)]) {
        for &(from, to) in about {
            self.about[usize::from(from.min(LAST_YEAR))] += 1;
            self.about[usize::from(to.min(LAST_YEAR)) + 1] -= 1;
        }
    }

    fn count_all(&mut self, columns: &Columns, docs: &[DocId]) {
        let [kinds, series, jel, languages, access, archives] = &mut self.facets;
        for &doc in docs {
            let (row, codes, about) = columns.whole(doc);
            for (counts, value) in [(&mut *kinds, row.kind), (&mut *access, row.access)] {
                if value != NO_KIND {
                    counts[usize::from(value)] += 1;
                }
            }
            for (counts, value) in [(&mut *languages, row.language), (&mut *archives, row.archive)] {
                if value != NONE {
                    counts[usize::from(value)] += 1;
                }
            }
            if row.series != NO_SERIES {
                series[row.series as usize] += 1;
            }
            for &code in codes {
                jel[usize::from(code)] += 1;
            }
            self.years[usize::from(row.year.min(LAST_YEAR))] += 1;
            for &(from, to) in about {
                self.about[usize::from(from.min(LAST_YEAR))] += 1;
                self.about[usize::from(to.min(LAST_YEAR)) + 1] -= 1;
            }
        }
    }

    fn add_to(&self, columns: &Columns, sums: &mut [Vec<u64>; 6]) {
        for ((counts, numbers), sums) in self.facets.iter().zip(&columns.values).zip(sums) {
            for (&count, &number) in counts.iter().zip(numbers) {
                if let Some(sum) = sums.get_mut(number as usize).filter(|_| count > 0) {
                    *sum += u64::from(count);
                }
            }
        }
    }
}
