//! The lookup verb: pasted texts become records. A handle, a DOI, a short-id or an address names its
//! record outright; for titles and references the index gives candidates and a judge weighs them.
//!
//! Not here: what a text is and how a candidate is judged (`ibid_core::lookup`).

use std::collections::HashMap;

use ibid_core::lookup::{Asked, Fit, Named, Reference, What, fits, settled};
use ibid_core::query::{self, Query};
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
            candidates.extend(self.candidate(stored, None).await?);
        }
        let settled = (candidates.len() == 1).then_some(0);
        Ok(Answer { asked, candidates, settled })
    }

    async fn named(&self, named: &Named) -> Result<Vec<Stored>, SearchError> {
        Ok(match named {
            Named::Handle(handle) => match self.reader.record(handle).await? {
                Some(stored) => vec![stored],
                None => self.reader.by_key(&handle.key()).await?,
            },
            Named::Key(key) => self.reader.by_key(key).await?,
            Named::Person(id) => {
                let is_it = |record: &Record| matches!(record, Record::Person(it) if it.short_id == *id);
                self.exactly(&format!("kind:person keyword:{id}"), is_it).await?
            }
            Named::Jel(_) => Vec::new(),
        })
    }

    async fn by_doi(&self, doi: &str) -> Result<Vec<Stored>, SearchError> {
        let is_it = |record: &Record| record.as_work().is_some_and(|it| it.doi.eq_ignore_ascii_case(doi));
        self.exactly(&format!("doi:\"{doi}\""), is_it).await
    }

    /// Works with a file at this address, however it is fetched.
    async fn by_file(&self, url: &str) -> Result<Vec<Stored>, SearchError> {
        let bare = without_scheme(url);
        let is_it = |record: &Record| {
            let files = record.as_work().map_or(&[][..], |work| &work.files);
            files.iter().any(|file| without_scheme(&file.url).eq_ignore_ascii_case(bare))
        };
        let mut found = Vec::new();
        for scheme in ["https", "http", "ftp"] {
            found.extend(self.exactly(&format!("url:\"{scheme}://{bare}\""), is_it).await?);
        }
        found.dedup_by_key(|stored| stored.id);
        Ok(found)
    }

    /// What a query finds and a test confirms; live records only.
    async fn exactly(&self, text: &str, is_it: impl Fn(&Record) -> bool) -> Result<Vec<Stored>, SearchError> {
        let mut found = self.search.best(query::parse(text), WEIGHED).await?;
        found.retain(|it| it.state == State::Live && it.record().is_some_and(|record| is_it(&record)));
        Ok(found)
    }

    async fn by_words(&mut self, asked: Asked) -> Result<Answer, SearchError> {
        let reference = Reference::new(&asked.text);
        if let Some(doi) = &reference.doi
            && let [one] = self.by_doi(doi).await?.as_slice()
        {
            let candidates = Vec::from_iter(self.candidate(one.clone(), None).await?);
            return Ok(Answer { asked, settled: Some(0).filter(|_| !candidates.is_empty()), candidates });
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
        Ok(Answer { asked, candidates: weighed, settled })
    }

    /// The candidates a query gives, each with how well it fits.
    async fn weighed(
        &mut self,
        reference: &Reference,
        query: Option<Query>,
    ) -> Result<Vec<Candidate>, SearchError> {
        let Some(query) = query else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for stored in self.search.best(query, WEIGHED).await? {
            if stored.state != State::Live || !stored.kind.is_work() {
                continue;
            }
            out.extend(self.candidate(stored, Some(reference)).await?);
        }
        Ok(out)
    }

    /// `None` for what a reference does not fit at all.
    async fn candidate(
        &mut self,
        stored: Stored,
        reference: Option<&Reference>,
    ) -> Result<Option<Candidate>, SearchError> {
        let Some(record) = stored.record() else { return Ok(None) };
        let place = self.place(&stored).await?;
        let fit = match (reference, record.as_work()) {
            (Some(reference), Some(work)) => match fits(reference, work, &place) {
                Some(fit) => Some(fit),
                None => return Ok(None),
            },
            _ => None,
        };
        Ok(Some(Candidate { stored, record, place, fit }))
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

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}
