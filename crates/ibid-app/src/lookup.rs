//! The lookup verb: pasted texts become records. A handle, a DOI, a short-id or an address names its
//! record outright; for titles and references the index gives candidates and a judge weighs them.
//!
//! Not here: what a text is and how a candidate is judged (`ibid_core::lookup`).

use std::collections::HashMap;
use std::sync::Arc;

use ibid_core::lookup::{Asked, Fit, Named, Reference, What, fits, settled};
use ibid_core::query::{self, Field, Node, Query};
use ibid_core::{Handle, Kind, Record};
use ibid_store::{Reader, State, Stored};

use crate::search::{Search, SearchError};

/// Records weighed for one reference.
const WEIGHED: usize = 30;
/// Records offered for one thing asked for.
const OFFERED: usize = 8;

/// What was found for one thing asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    pub asked: Asked,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// The candidate that may be taken without asking.
    pub settled: Option<usize>,
    /// There was no room to look: nothing can be said about it.
    pub missed: bool,
}

/// A record that may be meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub stored: Stored,
    pub record: Record,
    /// The name of its series; empty when it has none.
    pub place: String,
    /// How well it fits a title or reference; `None` when it was named outright.
    pub fit: Option<Fit>,
}

impl Answer {
    /// For what could not be looked up.
    pub fn missed(asked: Asked) -> Answer {
        Answer { asked, candidates: Vec::new(), settled: None, missed: true }
    }

    pub fn sure(&self) -> Option<&Candidate> {
        self.candidates.get(self.settled?)
    }
}

/// Looks things up. Made for one request; remembers names of series.
pub struct Lookup<'a> {
    search: &'a Search,
    reader: &'a Reader,
    places: HashMap<Handle, String>,
}

impl<'a> Lookup<'a> {
    pub fn new(search: &'a Search, reader: &'a Reader) -> Lookup<'a> {
        Lookup { search, reader, places: HashMap::new() }
    }

    pub async fn look_up(&mut self, asked: Asked) -> Result<Answer, SearchError> {
        let named = match &asked.what {
            What::Named(named) => self.named(named).await?,
            What::Doi(doi) => self.by_doi(doi).await?,
            What::Url { url, named } => {
                let found = match named {
                    Some(named) => self.named(named).await?,
                    None => Vec::new(),
                };
                if found.is_empty() { self.by_file(url).await? } else { found }
            }
            What::Words => return self.by_words(asked).await,
        };
        let mut candidates = Vec::new();
        for stored in named.into_iter().take(OFFERED) {
            candidates.extend(self.candidate(stored).await?);
        }
        let settled = (candidates.len() == 1).then_some(0);
        Ok(Answer { asked, candidates, settled, missed: false })
    }

    async fn named(&self, named: &Named) -> Result<Vec<Stored>, SearchError> {
        Ok(match named {
            Named::Handle(handle) => match self.reader.record(handle).await? {
                Some(stored) => vec![stored],
                None => self.reader.by_key(&handle.key()).await?,
            },
            Named::Key(key) => self.reader.by_key(key).await?,
            Named::Person(id) => {
                let wanted = id.clone();
                let is_it =
                    move |record: &Record| matches!(record, Record::Person(it) if it.short_id == wanted);
                self.exactly(&format!("kind:person keyword:{id}"), is_it).await?
            }
            Named::Jel(_) => Vec::new(),
        })
    }

    async fn by_doi(&self, doi: &str) -> Result<Vec<Stored>, SearchError> {
        let wanted = doi.to_owned();
        let is_it =
            move |record: &Record| record.as_work().is_some_and(|it| it.doi.eq_ignore_ascii_case(&wanted));
        self.exactly(&format!("doi:\"{doi}\""), is_it).await
    }

    /// Works with a file at this address, however it is fetched.
    async fn by_file(&self, url: &str) -> Result<Vec<Stored>, SearchError> {
        let Some(wanted) = query::url(url) else { return Ok(Vec::new()) };
        let node = Node::Is { field: Field::Url, value: wanted.clone() };
        let is_it = move |record: &Record| {
            let files = record.as_work().map_or(&[][..], |work| &work.files);
            files.iter().any(|file| query::url(&file.url).is_some_and(|it| it == wanted))
        };
        self.confirmed(Query { root: node, notes: Vec::new() }, is_it).await
    }

    /// What a query finds and a test confirms; live records only.
    async fn exactly(
        &self,
        text: &str,
        is_it: impl Fn(&Record) -> bool + Send + 'static,
    ) -> Result<Vec<Stored>, SearchError> {
        self.confirmed(query::parse(text), is_it).await
    }

    async fn confirmed(
        &self,
        query: Query,
        is_it: impl Fn(&Record) -> bool + Send + 'static,
    ) -> Result<Vec<Stored>, SearchError> {
        let mut found = self.search.best(query, WEIGHED).await?;
        let live = move |it: &Stored| it.state == State::Live && it.record().is_some_and(|it| is_it(&it));
        self.search.apart(move || found.drain(..).filter(live).collect()).await
    }

    async fn by_words(&mut self, asked: Asked) -> Result<Answer, SearchError> {
        let reference = Arc::new(Reference::new(&asked.text));
        if let Some(doi) = &reference.doi
            && let [one] = self.by_doi(doi).await?.as_slice()
        {
            let candidates = Vec::from_iter(self.candidate(one.clone()).await?);
            let settled = Some(0).filter(|_| !candidates.is_empty());
            return Ok(Answer { asked, candidates, settled, missed: false });
        }
        let mut weighed = self.weighed(&reference, reference.query()).await?;
        if winner(&weighed).is_none() {
            let seen: Vec<i64> = weighed.iter().map(|it| it.stored.id).collect();
            let more = self.weighed(&reference, reference.query_by_people()).await?;
            weighed.extend(more.into_iter().filter(|it| !seen.contains(&it.stored.id)));
        }
        let key = |it: &Candidate| it.fit.as_ref().map_or((None, 0.0), |fit| (Some(fit.sureness), fit.score));
        weighed.sort_by(|a, b| key(b).partial_cmp(&key(a)).unwrap_or(std::cmp::Ordering::Equal));
        weighed.truncate(OFFERED);
        let settled = winner(&weighed);
        Ok(Answer { asked, candidates: weighed, settled, missed: false })
    }

    /// The candidates a query gives that fit the reference, each with how well. Weighing one takes as
    /// long as finding it, so it is done where searches are.
    async fn weighed(
        &mut self,
        reference: &Arc<Reference>,
        query: Option<Query>,
    ) -> Result<Vec<Candidate>, SearchError> {
        let Some(query) = query else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for stored in self.search.best(query, WEIGHED).await? {
            if stored.state == State::Live && stored.kind.is_work() {
                let place = self.place(&stored).await?;
                found.push((stored, place));
            }
        }
        let reference = Arc::clone(reference);
        let weigh = move |(stored, place): (Stored, String)| {
            let record = stored.record()?;
            let fit = fits(&reference, record.as_work()?, &place)?;
            Some(Candidate { stored, record, place, fit: Some(fit) })
        };
        self.search.apart(move || found.into_iter().filter_map(weigh).collect()).await
    }

    /// One that was named outright.
    async fn candidate(&mut self, stored: Stored) -> Result<Option<Candidate>, SearchError> {
        let Some(record) = stored.record() else { return Ok(None) };
        let place = self.place(&stored).await?;
        Ok(Some(Candidate { stored, record, place, fit: None }))
    }

    async fn place(&mut self, stored: &Stored) -> Result<String, SearchError> {
        if !stored.kind.is_work() || stored.handle.series().is_empty() {
            return Ok(String::new());
        }
        let series = stored.handle.series_handle();
        if let Some(name) = self.places.get(&series) {
            return Ok(name.clone());
        }
        let declared = self.reader.record(&series).await?.filter(|it| it.kind == Kind::Series);
        let name = declared.and_then(|it| it.record()).map_or(String::new(), |it| it.title().to_owned());
        self.places.insert(series, name.clone());
        Ok(name)
    }
}

fn winner(candidates: &[Candidate]) -> Option<usize> {
    let fits: Vec<Fit> = candidates.iter().filter_map(|it| it.fit.clone()).collect();
    settled(&fits)
}
