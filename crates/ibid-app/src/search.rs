//! The search verb: a text and what it is narrowed to become a page of records with what matched
//! set off.
//!
//! The index says which records and how many; what is shown of them is read from the ledger. A hit
//! the ledger no longer has, or has withdrawn since, is left out. Searching runs on threads of its own,
//! a bounded number at a time, so that a flood of searches slows searches and nothing else.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid_core::highlight::{self, Terms};
use ibid_core::query::{self, Node, Query};
use ibid_core::record::{Person, Work};
use ibid_core::{Handle, Record};
use ibid_search::{Index, Request, document};
use ibid_store::{Reader, State, Stored};
use tokio::sync::Semaphore;

pub use ibid_core::highlight::Piece;
pub use ibid_search::{
    Because, By, Facet, Hit, NameForm, Part, Place, Respelt, Results, Sort, Spelling, Suggestion, Why,
};

/// Searches running at a time; the processor has nothing to gain from more.
const AT_ONCE: usize = 4;
/// Searches running or waiting; beyond that an answer would come too late to be read.
const WAITING: usize = 64;
/// Characters of text a hit is shown with, about two lines.
const SNIPPET: usize = 260;

/// Searches the catalogue. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    reader: Reader,
    index: Index,
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// What is asked: a text in the search language, and conditions beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRequest {
    pub text: String,
    /// Further conditions, all of which hold; `Node::Or` for one of several.
    pub narrowed: Vec<Node>,
    /// Conditions on what results are counted by. All of them hold; but what a condition is on is
    /// counted as if it were not there, so that a reader sees what else there is to choose.
    pub chosen: Vec<(By, Node)>,
    pub sort: Sort,
    /// Hits to skip and to give; together at most 1,000.
    pub offset: usize,
    pub limit: usize,
    /// The place to go on from, instead of skipping.
    pub from: Option<Place>,
    /// Whether to count facets and years.
    pub facets: bool,
}

impl Default for SearchRequest {
    fn default() -> SearchRequest {
        SearchRequest {
            text: String::new(),
            narrowed: Vec::new(),
            chosen: Vec::new(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            from: None,
            facets: false,
        }
    }
}

/// The answer.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// The text as understood, without the conditions.
    pub query: Query,
    pub results: Results,
    pub hits: Vec<Found>,
    /// Words found nowhere and their nearest; asked for only when nothing was found.
    pub spellings: Vec<Spelling>,
    /// Time in the index and the ledger together.
    pub took: Duration,
}

/// One record found.
#[derive(Clone, Debug)]
pub struct Found {
    pub stored: Stored,
    pub record: Record,
    pub score: f32,
    /// The title, with what matched set off.
    pub title: Vec<Piece>,
    /// The part of its text that says most about why it was found; may be empty.
    pub snippet: Vec<Piece>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("too many searches at once")]
    Busy,
    #[error(transparent)]
    Index(#[from] ibid_search::Error),
    #[error(transparent)]
    Ledger(#[from] ibid_store::Error),
    #[error("the search broke off")]
    Broken,
}

impl Search {
    pub fn new(reader: Reader, index: Index) -> Search {
        let (running, waiting) = (Semaphore::new(AT_ONCE), Semaphore::new(WAITING));
        Search { reader, index, running: Arc::new(running), waiting: Arc::new(waiting) }
    }

    /// The last journal line the index has seen.
    pub fn position(&self) -> Result<i64, SearchError> {
        Ok(self.index.position()?)
    }

    pub async fn search(&self, request: SearchRequest) -> Result<SearchPage, SearchError> {
        let start = Instant::now();
        let query = query::parse(&request.text);
        let asked = query.clone();
        let (results, spellings) = self.on_thread(move |index| ask(index, &asked, &request)).await?;
        let names = results.respelt.iter().flat_map(|it| &it.names);
        let terms = Terms::of(&query).and(names.map(|(name, _)| name.as_str()));
        let hits = self.found(results.hits.clone(), &terms).await?;
        Ok(SearchPage { query, results, hits, spellings, took: start.elapsed() })
    }

    /// The best records for a query, best first, with nothing counted and nothing set off.
    pub(crate) async fn best(&self, query: Query, limit: usize) -> Result<Vec<Stored>, SearchError> {
        let wanted = Request { limit, facets: false, total: false, ..Request::default() };
        let results = self.on_thread(move |index| index.search(&query, &wanted)).await?;
        let handles: Vec<Handle> = results.hits.into_iter().map(|hit| hit.handle).collect();
        Ok(self.reader.records(&handles).await?.into_iter().flatten().collect())
    }

    /// How many records each of these conditions holds for.
    pub async fn counts(&self, conditions: Vec<Node>) -> Result<Vec<u64>, SearchError> {
        self.on_thread(move |index| {
            let counted = Request { limit: 0, facets: false, ..Request::default() };
            let query = |root| Query { root, notes: Vec::new() };
            conditions.into_iter().map(|it| Ok(index.search(&query(it), &counted)?.total)).collect()
        })
        .await
    }

    /// Hits without what the ledger says of them, and nothing counted.
    pub async fn hits(&self, request: SearchRequest) -> Result<Results, SearchError> {
        let query = query::parse(&request.text);
        let counting = Request { facets: false, total: false, ..Request::default() };
        self.on_thread(move |index| {
            let chosen = request.chosen.iter().map(|(_, node)| node);
            let whole = narrowed(&query, request.narrowed.iter().chain(chosen));
            let SearchRequest { sort, offset, limit, from, .. } = request;
            index.search(&whole, &Request { sort, offset, limit, from, ..counting })
        })
        .await
    }

    /// The handles of all that is found, in no particular order.
    pub async fn all(&self, text: &str) -> Result<Vec<Handle>, SearchError> {
        let query = query::parse(text);
        self.on_thread(move |index| index.handles(&query)).await
    }

    /// What completes a text being typed.
    pub async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let text = text.to_owned();
        self.on_thread(move |index| index.suggest(&text, limit)).await
    }

    /// Why a search finds a record, or does not; `None` when there is no such record in the index.
    pub async fn why(
        &self,
        request: SearchRequest,
        handle: &Handle,
    ) -> Result<Option<(Record, Why)>, SearchError> {
        let Some(stored) = self.reader.record(handle).await? else { return Ok(None) };
        let Some(record) = stored.record() else { return Ok(None) };
        let series = self.reader.record(&handle.series_handle()).await?.and_then(|it| it.record());
        let series_name = series.as_ref().map_or("", Record::title);
        let Some(document) = document(&record, series_name) else { return Ok(None) };
        let why = self.on_thread(move |index| {
            let chosen = request.chosen.iter().map(|(_, node)| node);
            index.why(
                &narrowed(&query::parse(&request.text), request.narrowed.iter().chain(chosen)),
                &document,
            )
        });
        Ok(why.await?.map(|why| (record, why)))
    }

    /// The directory of names that works carry, family name first, from a key on.
    pub async fn names(&self, from: &str, limit: usize) -> Result<Vec<NameForm>, SearchError> {
        let from = from.to_owned();
        self.on_thread(move |index| index.names(&from, limit)).await
    }

    /// People with a record of their own whose name has one of these forms, at most `limit`.
    pub async fn registered(&self, forms: Vec<String>, limit: usize) -> Result<Vec<Person>, SearchError> {
        if forms.is_empty() {
            return Ok(Vec::new());
        }
        let handles = self.on_thread(move |index| index.registered(&forms, limit)).await?;
        let stored = self.reader.records(&handles).await?;
        let live = stored.into_iter().flatten().filter(|it| it.state == State::Live);
        Ok(live
            .filter_map(|it| match it.record()? {
                Record::Person(person) => Some(*person),
                _ => None,
            })
            .collect())
    }

    /// Works that may interest a reader of this one, the closest first; never itself. Why each of them
    /// does is for `ibid_core` to say.
    pub async fn alike(&self, work: &Work, limit: usize) -> Result<Vec<Found>, SearchError> {
        let Some(document) = document(&Record::Work(Box::new(work.clone())), "") else {
            return Ok(Vec::new());
        };
        let hits = self.on_thread(move |index| index.alike(&document, limit)).await?;
        self.found(hits, &Terms::of(&query::parse(""))).await
    }

    /// What the ledger holds of these hits.
    async fn found(&self, hits: Vec<Hit>, terms: &Terms) -> Result<Vec<Found>, SearchError> {
        let handles: Vec<Handle> = hits.iter().map(|hit| hit.handle.clone()).collect();
        let stored = self.reader.records(&handles).await?;
        Ok(hits.iter().zip(stored).filter_map(|(hit, stored)| found(stored?, hit.score, terms)).collect())
    }

    /// Work that takes long beside a search, as one of the searches.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, SearchError> {
        self.on_thread(|_| Ok(work())).await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> Result<T, ibid_search::Error> + Send + 'static,
    ) -> Result<T, SearchError> {
        let place = self.waiting.clone().try_acquire_owned().map_err(|_| SearchError::Busy)?;
        let turn = self.running.clone().acquire_owned().await.map_err(|_| SearchError::Busy)?;
        let index = self.index.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work ends, even when nobody waits for it any more.
            let _held = (place, turn);
            work(&index)
        });
        Ok(done.await.map_err(|_| SearchError::Broken)??)
    }
}

fn ask(
    index: &Index,
    query: &Query,
    request: &SearchRequest,
) -> Result<(Results, Vec<Spelling>), ibid_search::Error> {
    let without = |by: By| {
        let others = request.chosen.iter().filter(|(it, _)| *it != by).map(|(_, node)| node);
        (by, narrowed(query, request.narrowed.iter().chain(others)))
    };
    let whole = narrowed(query, request.narrowed.iter().chain(request.chosen.iter().map(|(_, node)| node)));
    let wanted = Request {
        sort: request.sort,
        offset: request.offset,
        limit: request.limit,
        from: request.from.clone(),
        facets: request.facets,
        total: true,
        instead: request.chosen.iter().map(|(by, _)| without(*by)).collect(),
    };
    let results = index.search(&whole, &wanted)?;
    let spellings = if results.total == 0 { index.spellings(&whole)? } else { Vec::new() };
    Ok((results, spellings))
}

/// The query with the conditions beside it, in the one shape of a parsed tree.
fn narrowed<'a>(query: &Query, conditions: impl Iterator<Item = &'a Node>) -> Query {
    let mut nodes = match &query.root {
        Node::All => Vec::new(),
        Node::And(nodes) => nodes.clone(),
        node => vec![node.clone()],
    };
    for condition in conditions {
        match condition {
            Node::All => (),
            Node::And(more) => nodes.extend(more.iter().cloned()),
            Node::Or(one) if one.len() == 1 => nodes.extend(one.iter().cloned()),
            node => nodes.push(node.clone()),
        }
    }
    let root = match nodes.len() {
        0 => Node::All,
        1 => nodes.remove(0),
        _ => Node::And(nodes),
    };
    Query { root, notes: query.notes.clone() }
}

fn found(stored: Stored, score: f32, terms: &Terms) -> Option<Found> {
    if stored.state == State::Withdrawn {
        return None;
    }
    let record = stored.record()?;
    let title = highlight::mark(record.title(), terms);
    let snippet = highlight::snippet(&told(&record), terms, SNIPPET);
    Some(Found { stored, record, score, title, snippet })
}

/// What a record says at length.
fn told(record: &Record) -> String {
    match record {
        Record::Work(work) => work.summary.join(" "),
        Record::Series(series) => series.description.join(" "),
        Record::Archive(archive) => archive.description.join(" "),
        Record::Person(_) | Record::Institution(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ibid_core::query::Field;

    fn kind(word: &str) -> Node {
        Node::Is { field: Field::Kind, value: word.to_owned() }
    }

    #[test]
    fn conditions_stand_beside_the_query() {
        let check = |text: &str, conditions: &[Node], expected: &str| {
            let query = narrowed(&query::parse(text), conditions.iter());
            assert_eq!(query.to_text(), expected, "{text}");
        };
        check("", &[], "");
        check("money", &[], "money");
        check("", &[kind("talk")], "kind:talk");
        check("money", &[kind("talk")], "money kind:talk");
        check("money bank", &[Node::Or(vec![kind("talk")])], "money bank kind:talk");
        check("a OR b", &[Node::Or(vec![kind("talk"), kind("paper")])], "(a OR b) (kind:talk OR kind:paper)");
    }
}
