//! One request over one view of the index: hits in order, counts, and the place to go on from.

use std::sync::Arc;

use ibid_core::Handle;
use ibid_core::query::Query as Asked;
use tantivy::collector::Count;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Score, TERMINATED, Term};

use super::census::{Census, Counted, Findings};
use super::compile::{self, Compiled};
use super::order::{Order, Ranked, Wanted, rank, score};
use super::schema::Fields;
use super::snapshot::Snapshot;
use crate::results::{By, Hit, Place, Request, Results, Sort};

/// How far into the hits a request may go that counts from the first.
const DEEPEST: usize = 1_000;

pub(super) struct Answer<'a> {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) fields: &'a Fields,
    pub(super) request: &'a Request,
}

impl Answer<'_> {
    pub(super) fn find(&self, query: &Asked) -> tantivy::Result<Results> {
        let mut compiled = self.compile(query)?;
        let mut results = self.of(&compiled)?;
        results.respelt = std::mem::take(&mut compiled.respelt);
        for (by, query) in self.request.instead.iter().filter(|_| self.request.facets) {
            let findings = self.census(&self.compile(query)?, Counted::One(*by), None)?;
            match by {
                By::Published => results.years = findings.years,
                By::About => results.about = findings.about,
                By::Facet(facet) => {
                    let others = findings.facets.into_iter().filter(|(it, _)| it == facet);
                    results.facets.retain(|(it, _)| it != facet);
                    results.facets.extend(others);
                }
            }
        }
        Ok(results)
    }

    fn compile(&self, query: &Asked) -> tantivy::Result<Compiled> {
        compile::compile(&query.root, self.fields, &self.snapshot)
    }

    /// Ranked hits of plain queries are found apart from the counting, because the engine finds
    /// them without looking at all that matches; everything else is one pass.
    fn of(&self, compiled: &Compiled) -> tantivy::Result<Results> {
        let sort = match self.request.sort {
            Sort::Relevance if !compiled.ranked => Sort::Newest,
            sort => sort,
        };
        let wanted = self.wanted(sort, compiled)?;
        let counted = self.request.facets || self.request.total;
        let back = wanted.from.as_ref().is_some_and(|place| place.before);
        if sort == Sort::Relevance && !back && (compiled.plain || !counted) {
            let mut results = self.cut(self.best(&*compiled.query, &wanted)?, sort)?;
            if self.request.facets {
                fill(&mut results, self.census(compiled, Counted::All, None)?);
            } else {
                results.total = self.total(compiled, results.hits.len())?;
            }
            return Ok(results);
        }
        let counted = if self.request.facets { Counted::All } else { Counted::Nothing };
        let mut findings = self.census(compiled, counted, Some(wanted).filter(|wanted| wanted.most > 0))?;
        let mut results = self.cut(std::mem::take(&mut findings.sorted), sort)?;
        fill(&mut results, findings);
        Ok(results)
    }

    /// One hit more than asked for tells whether there are more.
    fn wanted(&self, sort: Sort, compiled: &Compiled) -> tantivy::Result<Wanted> {
        let Request { offset, limit, from, .. } = self.request;
        let most = offset.saturating_add(*limit).min(DEEPEST);
        let most = if *limit == 0 || *offset >= DEEPEST { 0 } else { most + 1 };
        let from = from.clone().map(|place| self.where_now(place, sort, compiled)).transpose()?;
        Ok(Wanted { sort, most, from })
    }

    /// Scores move a little with every work that comes in, so a place by relevance is looked up anew.
    fn where_now(&self, place: Place, sort: Sort, compiled: &Compiled) -> tantivy::Result<Place> {
        if sort != Sort::Relevance {
            return Ok(place);
        }
        let Some(address) = self.snapshot.address(self.fields, &place.handle)? else { return Ok(place) };
        let Some(score) = score_of(&self.snapshot, &*compiled.query, address)? else { return Ok(place) };
        let columns = self.snapshot.columns(address.segment_ord)?;
        Ok(Place { rank: rank(sort, &columns, address.doc_id, score), ..place })
    }

    /// The best by relevance, without looking at what cannot be among them.
    fn best(&self, query: &dyn Query, wanted: &Wanted) -> tantivy::Result<Vec<Ranked>> {
        let mut found = Vec::new();
        if wanted.most == 0 {
            return Ok(found);
        }
        let weight = self.weight(query)?;
        let mut least = Score::MIN;
        for (segment, reader) in (0..).zip(self.snapshot.searcher.segment_readers()) {
            let columns = self.snapshot.columns(segment)?;
            let mut order = Order::new(wanted, segment, reader)?;
            weight.for_each_pruning(least, reader, &mut |doc, score| {
                if !reader.is_deleted(doc) {
                    order.offer(doc, rank(Sort::Relevance, &columns, doc, score));
                }
                order.threshold().max(least)
            })?;
            least = least.max(order.threshold());
            found.extend(order.ranked());
        }
        Ok(found)
    }

    fn weight(&self, query: &dyn Query) -> tantivy::Result<Box<dyn Weight>> {
        query.weight(EnableScoring::enabled_from_searcher(&self.snapshot.searcher))
    }

    fn total(&self, compiled: &Compiled, hits: usize) -> tantivy::Result<u64> {
        match self.request.total {
            true => Ok(self.snapshot.searcher.search(&compiled.query, &Count)? as u64),
            false => Ok(hits as u64),
        }
    }

    /// Counts and sorts. What everything amounts to is counted once for each view.
    fn census(
        &self,
        compiled: &Compiled,
        counted: Counted,
        sort: Option<Wanted>,
    ) -> tantivy::Result<Findings> {
        let everything = compiled.all && counted != Counted::Nothing;
        let known = self.snapshot.everything.get().filter(|_| everything);
        if let Some(known) = known
            && sort.is_none()
        {
            return Ok(known.clone());
        }
        if let Some(value) = &compiled.value
            && counted == Counted::Nothing
            && sort.is_none()
        {
            return Ok(Findings { total: self.snapshot.total(value)?, ..Findings::default() });
        }
        let counted = match everything {
            true if known.is_some() => Counted::Nothing,
            true => Counted::All,
            false => counted,
        };
        let census = Census { snapshot: Arc::clone(&self.snapshot), counted, sort };
        let mut findings = self.snapshot.searcher.search(&compiled.query, &census)?;
        if let Some(known) = known {
            findings = Findings { sorted: findings.sorted, ..known.clone() };
        } else if everything {
            let kept = Findings { sorted: Vec::new(), ..findings.clone() };
            self.snapshot.everything.get_or_init(|| kept);
        }
        Ok(findings)
    }

    /// The hits asked for, of the best of each segment.
    fn cut(&self, mut ranked: Vec<Ranked>, sort: Sort) -> tantivy::Result<Results> {
        let Request { offset, limit, from, .. } = self.request;
        let back = from.as_ref().is_some_and(|place| place.before);
        let most = offset.saturating_add(*limit).min(DEEPEST);
        // Only what can be among the hits gets its handle read.
        ranked.sort_unstable_by_key(|it| if back { it.rank } else { !it.rank });
        if let Some(&Ranked { rank: last, .. }) = ranked.get(most) {
            ranked.retain(|it| if back { it.rank <= last } else { it.rank >= last });
        }
        let mut found = Vec::with_capacity(ranked.len());
        for ranked in ranked {
            let handle = self.snapshot.handle_numbered(ranked.segment, ranked.handle)?;
            found.extend(handle.map(|handle| (ranked.rank, handle)));
        }
        found.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.as_str().cmp(second.as_str())));
        let more = found.len() > most;
        let skip = if back { found.len().saturating_sub(most) } else { *offset };
        let hit = |(rank, handle): (u64, Handle)| Hit {
            handle,
            score: if sort == Sort::Relevance { score(rank) } else { 0.0 },
            rank,
        };
        let hits = found.into_iter().skip(skip).take(most.saturating_sub(*offset)).map(hit).collect();
        Ok(Results { hits, more, ..Results::default() })
    }
}

fn fill(results: &mut Results, findings: Findings) {
    let Findings { total, facets, years, about, .. } = findings;
    (results.total, results.facets, results.years, results.about) = (total, facets, years, about);
}

impl Snapshot {
    /// Where the document with this handle stands.
    pub(super) fn address(&self, fields: &Fields, handle: &Handle) -> tantivy::Result<Option<DocAddress>> {
        let term = Term::from_field_text(fields.handle, handle.as_str());
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let lists = reader.inverted_index(fields.handle)?;
            let Some(mut list) = lists.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while list.doc() != TERMINATED {
                if !reader.is_deleted(list.doc()) {
                    return Ok(Some(DocAddress::new(segment, list.doc())));
                }
                list.advance();
            }
        }
        Ok(None)
    }
}

/// The score a query gives one document; `None` when it does not find it.
pub(super) fn score_of(
    snapshot: &Snapshot,
    query: &dyn Query,
    address: DocAddress,
) -> tantivy::Result<Option<Score>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(&snapshot.searcher))?;
    let mut found = weight.scorer(snapshot.searcher.segment_reader(address.segment_ord), 1.0)?;
    if found.doc() < address.doc_id {
        found.seek(address.doc_id);
    }
    Ok((found.doc() == address.doc_id).then(|| found.score()))
}
