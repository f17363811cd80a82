//! What is asked of an index and what it answers: plain values, the same for every engine.

use ibid_core::query::Query;
use ibid_core::{Handle, Kind};

/// How to answer a query. Filters are part of the query itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to give. At most 1,000 together with `offset`; what lies further is cut off. To go
    /// further, go on from a place.
    pub limit: usize,
    /// Where to go on; hits are those nearest to it.
    pub from: Option<Place>,
    /// Whether to count the values of every facet and the years.
    pub facets: bool,
    /// Whether to count all that matches; without it (and without facets) `Results::total` is the
    /// number of hits given, and the best hits are found without looking at all others.
    pub total: bool,
    /// Counts to take from other queries than the one asked: what there would be to choose from, had
    /// nothing been chosen.
    pub instead: Vec<(By, Query)>,
}

/// A place in the order of hits, right after or right before one of them. It stays where it is when
/// works come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Of the hit, as [`Hit::rank`] has it.
    pub rank: u64,
    pub handle: Handle,
    /// Whether what comes before the hit is meant, instead of what comes after it.
    pub before: bool,
}

/// What results are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    Facet(Facet),
    Published,
    About,
}

impl Default for Request {
    /// The first ten by relevance, with everything counted.
    fn default() -> Request {
        Request {
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            from: None,
            facets: true,
            total: true,
            instead: Vec::new(),
        }
    }
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match first, of equals the newest; newest first where the query gives nothing to rank by.
    #[default]
    Relevance,
    /// By date, as fine as it is known; undated last.
    Newest,
    /// By date; undated last.
    Oldest,
    /// Most cited first, then newest.
    Cited,
    /// By the first year it is about; those about none last.
    About,
    /// What came into the catalogue last first, whenever it was published.
    Added,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Documents that match, exactly (see [`Request::total`]).
    pub total: u64,
    pub hits: Vec<Hit>,
    /// Whether there are more hits beyond those given, in the direction asked.
    pub more: bool,
    /// For each facet its most frequent values, most frequent first. Empty unless asked for.
    pub facets: Vec<(Facet, Vec<(String, u64)>)>,
    /// Documents by year of publication, ascending, no zeros. Empty unless asked for.
    pub years: Vec<(i16, u64)>,
    /// Documents by year they are about, ascending, no zeros. One document may count in many.
    pub about: Vec<(i16, u64)>,
    /// Names in the query that were searched in other spellings too.
    pub respelt: Vec<Respelt>,
}

/// A name that was searched in other spellings than the one asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelt {
    /// As typed.
    pub asked: String,
    /// Asked for as an author's, in `author:`.
    pub author: bool,
    /// The other spellings, each with how many documents have it.
    pub names: Vec<(String, u64)>,
}

impl Results {
    /// The counts of one facet; empty when not asked for.
    pub fn facet(&self, facet: Facet) -> &[(String, u64)] {
        self.facets.iter().find(|(it, _)| *it == facet).map_or(&[], |(_, values)| values)
    }
}

/// One document found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub handle: Handle,
    /// Comparable within one answer only; 0 when not ranked by relevance.
    pub score: f32,
    /// Its place in the order asked for; higher comes first, of equals the lower handle.
    pub rank: u64,
}

impl Hit {
    /// Right after this hit, or right before it.
    pub fn place(&self, before: bool) -> Place {
        Place { rank: self.rank, handle: self.handle.clone(), before }
    }
}

/// Why a document is found, or is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// What it is ranked by; `None` when the query as a whole does not find it.
    pub score: Option<f32>,
    /// For each word, phrase and prefix asked for what it gave.
    pub terms: Vec<Because>,
    /// Names in the query that were searched in other spellings too.
    pub respelt: Vec<Respelt>,
}

/// What one word, phrase or prefix has to do with a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    /// As typed.
    pub text: String,
    /// The only part it was looked for in.
    pub only: Option<ibid_core::query::Field>,
    /// What it adds to the score; 0 when it is not there.
    pub score: f32,
    /// Where it stands, how many times, and what of the score that makes; the most first.
    pub parts: Vec<(Part, usize, f32)>,
}

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Title,
    People,
    Keywords,
    Abstract,
    Series,
    Number,
}

/// What results are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Words of `ibid_core::Kind`.
    Kind,
    /// Handles of series; works only.
    Series,
    /// JEL codes as given, not their parents.
    Jel,
    /// ISO 639-1.
    Language,
    /// Words of `ibid_core::record::Access`; works only.
    Access,
    /// Archive codes: `hst`.
    Archive,
}

impl Facet {
    pub const ALL: [Facet; 6] =
        [Facet::Kind, Facet::Series, Facet::Jel, Facet::Language, Facet::Access, Facet::Archive];

    /// The most values given: the longest lists a page would still show.
    pub(crate) const MOST: usize = 40;
}

/// Something that completes what was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Suggestion {
    /// A record whose title or name fits.
    Record { handle: Handle, kind: Kind },
    /// The name of an author or editor as works have it, and how many of the works looked at do.
    Name { name: String, works: u64 },
}

/// One entry of the directory of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameForm {
    /// Where it stands: "kimura mitsuhiko". Several forms may stand at one place.
    pub key: String,
    /// A spelling of it.
    pub name: String,
    /// Works that carry this form: what `byline:"…"` finds.
    pub works: u64,
}

/// A word that was not found, and words that are nearest to it, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Spelling {
    /// The word as typed.
    pub word: String,
    pub nearest: Vec<String>,
}
