//! The index: full text, facets and suggestions behind one small waist.
//!
//! Here: [`Index`], what goes in ([`Edit`], [`Document`]) and what comes out ([`Results`]). The index
//! is derived from the ledger and may be thrown away at any time; the number of the last journal line
//! it has seen lives in the same commit as the data. Not here: records' own text (pages read it from
//! the ledger), highlighting (`ibid_core::highlight`), and which engine answers: nobody outside knows.

mod document;
mod results;
mod tantivy;

use ibid_core::Handle;
use ibid_core::query::Query;

pub use document::{Byline, Document, document};
pub use results::{
    Because, By, Facet, Hit, NameForm, Part, Place, Request, Respelt, Results, Sort, Spelling, Suggestion,
    Why,
};

/// An open index. Cheap to clone; clones share one writer and one view of the data.
#[derive(Clone)]
pub struct Index {
    engine: Engine,
}

/// The engines there are. A closed set: which one is chosen by the URL in [`Index::open`].
#[derive(Clone)]
enum Engine {
    Embedded(tantivy::Engine),
}

/// One change to the index.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Adds a document, in place of the one with the same handle if there is one.
    Put(Box<Document>),
    /// Takes a document out; nothing happens when it is not there.
    Remove(Handle),
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process writes to this index. Reading goes on; leave the writing to that one.
    #[error("{place}: another process is writing to this index")]
    Busy { place: String },
    #[error("{url}: not the address of an index")]
    Address { url: String },
    #[error("{place}: {why}")]
    Failed { place: String, why: String },
}

type Result<T> = std::result::Result<T, Error>;

impl Index {
    /// Opens the index at `url`, making an empty one at position 0 where there is none, or where
    /// what is there was written by another version of this crate (`Index::commit` then removes it).
    /// Takes no writer lock. URLs: see `tantivy::Engine::open`.
    pub fn open(url: &str) -> Result<Index> {
        let engine = tantivy::Engine::open(url)?;
        Ok(Index { engine: Engine::Embedded(engine) })
    }

    /// Takes the writer lock now, instead of with the first edit; [`Error::Busy`] when another
    /// process has it. The lock is held until the last clone of this index is dropped.
    pub fn writer(&self) -> Result<()> {
        let Engine::Embedded(engine) = &self.engine;
        engine.writer()
    }

    /// Gives the writer lock back when this process holds it; edits not yet committed are forgotten.
    pub fn release(&self) -> Result<()> {
        let Engine::Embedded(engine) = &self.engine;
        engine.release()
    }

    /// Prepares for very many edits (`true`): more memory and threads, no merging, and the fewer
    /// commits the better, best one every few hundred thousand edits. `false` goes back to small
    /// quick commits. Takes effect with the next edit; edits pending then are committed first, the
    /// position staying where it was.
    pub fn bulk(&self, on: bool) -> Result<()> {
        let Engine::Embedded(engine) = &self.engine;
        engine.bulk(on)
    }

    /// Takes edits in, in order. They become visible, all at once, with [`Index::commit`].
    pub fn apply(&self, edits: impl IntoIterator<Item = Edit>) -> Result<()> {
        let Engine::Embedded(engine) = &self.engine;
        engine.apply(edits)
    }

    /// Makes all edits durable together with `seq`, the last journal line they come from, and shows
    /// them to this index's searches.
    pub fn commit(&self, seq: i64) -> Result<()> {
        let Engine::Embedded(engine) = &self.engine;
        engine.commit(seq)
    }

    /// The `seq` of the last commit, by whichever process; 0 for an empty index.
    pub fn position(&self) -> Result<i64> {
        let Engine::Embedded(engine) = &self.engine;
        engine.position()
    }

    /// Shows what other processes have committed since. True when there was something new.
    pub fn refresh(&self) -> Result<bool> {
        let Engine::Embedded(engine) = &self.engine;
        engine.refresh()
    }

    /// Empties the index, with the next [`Index::commit`]: until then searches see the old one, so
    /// that edits given in between rebuild it without anyone noticing. Pending edits are forgotten;
    /// as for many edits, there is no need for [`Index::bulk`].
    pub fn reset(&self) -> Result<()> {
        let Engine::Embedded(engine) = &self.engine;
        engine.reset()
    }

    /// How many documents there are.
    pub fn count(&self) -> u64 {
        let Engine::Embedded(engine) = &self.engine;
        engine.count()
    }

    pub fn search(&self, query: &Query, request: &Request) -> Result<Results> {
        let Engine::Embedded(engine) = &self.engine;
        engine.search(query, request)
    }

    /// The handles of all documents that match, in the order in which they lie in the index.
    pub fn handles(&self, query: &Query) -> Result<Vec<Handle>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.handles(query)
    }

    /// What someone who has typed `text` so far may be after: at most `limit`, best first. The last
    /// word counts as unfinished. Forgives a typing error where little is found otherwise.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.suggest(text, limit)
    }

    /// Why `query` finds this document, or does not: what of it stands where, and what that counts.
    /// The document is one that was put in, as it is now; `None` when the index does not have it.
    pub fn why(&self, query: &Query, document: &Document) -> Result<Option<Why>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.why(query, document)
    }

    /// The directory of the names that works carry, family name first, scripts after Latin: at most
    /// `limit` (and 1,000) forms from the key `from` on. To read on, ask
    /// from the last key with a blank after it.
    pub fn names(&self, from: &str, limit: usize) -> Result<Vec<NameForm>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.names(from, limit)
    }

    /// The records of people whose name has one of these forms (`ibid_core::name::form`), at most `limit`.
    pub fn registered(&self, forms: &[String], limit: usize) -> Result<Vec<Handle>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.registered(forms, limit)
    }

    /// Works that share rare words, people or subjects with this one, the closest first; never itself.
    pub fn alike(&self, work: &Document, limit: usize) -> Result<Vec<Hit>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.alike(work, limit)
    }

    /// Words of `query` that no document has, each with the nearest words that some have.
    pub fn spellings(&self, query: &Query) -> Result<Vec<Spelling>> {
        let Engine::Embedded(engine) = &self.engine;
        engine.spellings(query)
    }
}
