//! The works a LaTeX document cites, by the keys it cites them with: handles, DOIs, and the keys our own
//! BibTeX gives out.
//!
//! Not here: which keys a document cites (`ibid_core::tex`), and the entries (`export`).

use ibid_core::export::{bibtex_key, bibtex_key_parts};
use ibid_core::lookup::{Asked, What, plainly};
use ibid_store::{Reader, State, Stored};

use crate::lookup::Lookup;
use crate::search::{Search, SearchError, SearchRequest, Sort};

/// Works looked at that may have a key: many people write in a year, few with one name and word.
const CANDIDATES: usize = 500;

/// What a key leads to.
#[derive(Debug)]
pub enum Cited {
    Work(Box<Stored>),
    Nothing,
    /// Several works have this key; how many.
    Several(usize),
}

/// Finds the work each key means.
pub struct Bibliography<'a> {
    search: &'a Search,
    reader: &'a Reader,
    lookup: Lookup<'a>,
}

impl<'a> Bibliography<'a> {
    pub fn new(search: &'a Search, reader: &'a Reader) -> Bibliography<'a> {
        Bibliography { search, reader, lookup: Lookup::new(search, reader) }
    }

    pub async fn find(&mut self, key: &str) -> Result<Cited, SearchError> {
        let mut found = match plainly(key) {
            Some(what @ (What::Named(_) | What::Doi(_))) => {
                let answer = self.lookup.look_up(Asked { text: key.to_owned(), what }).await?;
                answer.candidates.into_iter().map(|it| it.stored).collect()
            }
            _ => self.by_own_key(key).await?,
        };
        found.retain(|stored| stored.state == State::Live && stored.kind.is_work());
        Ok(match found.len() {
            0 => Cited::Nothing,
            1 => Cited::Work(Box::new(found.remove(0))),
            several => Cited::Several(several),
        })
    }

    /// Works whose entry would have this key, whatever number stands behind it: that was counted in one
    /// file only.
    async fn by_own_key(&self, key: &str) -> Result<Vec<Stored>, SearchError> {
        let Some((family, year, word)) = bibtex_key_parts(key) else { return Ok(Vec::new()) };
        let key = key.split('-').next().unwrap_or(key);
        let word = if word.is_empty() { String::new() } else { format!(" title:{word}") };
        // A family name of several words stands in the key as one.
        for asked in [format!("year:{year} author:{family}{word}"), format!("year:{year}{word}")] {
            let request = SearchRequest {
                text: asked,
                sort: Sort::Newest,
                limit: CANDIDATES,
                ..SearchRequest::default()
            };
            let hits = self.search.hits(request).await?.hits;
            let handles: Vec<_> = hits.into_iter().map(|hit| hit.handle).collect();
            let mut records = self.reader.records(&handles).await?;
            let is_it = |stored: &Stored| {
                let record = stored.record();
                record.as_ref().and_then(|it| it.as_work()).is_some_and(|work| bibtex_key(work) == key)
            };
            let found: Vec<_> = records.drain(..).flatten().filter(is_it).collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }
}
