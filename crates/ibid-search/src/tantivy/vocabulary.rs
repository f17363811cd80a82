//! The words of a field: those that begin alike, and those that are spelt nearly alike.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{SegmentOrdinal, Term};

use super::snapshot::Snapshot;

/// Beginnings of so many bytes are those of very many words: what a segment says of them is kept.
const SHORT: usize = 3;
/// The most words of one segment looked at: more than begin alike in two letters.
const MOST: usize = 64;

/// A word and how many documents have it, deleted ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) documents: u64,
}

/// The words of one field in one view of the index.
pub(super) struct Vocabulary<'a> {
    snapshot: &'a Snapshot,
    field: Field,
}

impl Vocabulary<'_> {
    pub(super) fn new(snapshot: &Snapshot, field: Field) -> Vocabulary<'_> {
        Vocabulary { snapshot, field }
    }

    /// How many documents have the word.
    pub(super) fn documents(&self, word: &str) -> tantivy::Result<u64> {
        self.snapshot.searcher.doc_freq(&Term::from_field_text(self.field, word))
    }

    /// Words that begin with `start`, at most 64, the most frequent first, `start` itself before all.
    pub(super) fn beginning(&self, start: &str, limit: usize) -> tantivy::Result<Vec<Word>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in (0..).take(self.snapshot.searcher.segment_readers().len()) {
            for word in self.beginning_in(segment, start)?.iter() {
                *found.entry(word.text.clone()).or_default() += word.documents;
            }
        }
        if let documents @ 1.. = self.documents(start)? {
            found.insert(start.to_owned(), documents);
        }
        Ok(best(found, limit, |word| usize::from(word != start)))
    }

    /// The most frequent words of one segment that begin so.
    fn beginning_in(&self, segment: SegmentOrdinal, start: &str) -> tantivy::Result<Arc<[Word]>> {
        if start.len() > SHORT {
            return self.read_beginning(segment, start).map(Arc::from);
        }
        self.snapshot.beginning(segment, self.field, start, || self.read_beginning(segment, start))
    }

    fn read_beginning(&self, segment: SegmentOrdinal, start: &str) -> tantivy::Result<Vec<Word>> {
        let lists = self.snapshot.searcher.segment_reader(segment).inverted_index(self.field)?;
        let mut terms = lists.terms().range().ge(start).lt(format!("{start}\u{10ffff}")).into_stream()?;
        // Words kept are in the order of the stream; only those that may be among the best are read.
        let mut kept: Vec<Word> = Vec::new();
        let mut least = 0;
        while terms.advance() {
            let documents = u64::from(terms.value().doc_freq);
            if documents <= least {
                continue;
            }
            kept.push(Word { text: String::from_utf8_lossy(terms.key()).into_owned(), documents });
            if kept.len() == 2 * MOST {
                kept.select_nth_unstable_by_key(MOST - 1, |word| Reverse(word.documents));
                kept.truncate(MOST);
                least = kept[MOST - 1].documents;
            }
        }
        Ok(kept)
    }

    /// Words at most `distance` (1 or 2) typing errors away from `word`, nearest first, the more
    /// frequent before the less; with `prefix`, words that begin so.
    pub(super) fn near(
        &self,
        word: &str,
        distance: u8,
        prefix: bool,
        limit: usize,
    ) -> tantivy::Result<Vec<Word>> {
        let term = Term::from_field_text(self.field, word);
        let query = if prefix {
            FuzzyTermQuery::new_prefix(term, distance, true)
        } else {
            FuzzyTermQuery::new(term, distance, true)
        };
        let near = query.automaton()?;
        let mut found: HashMap<Vec<u8>, u64> = HashMap::new();
        for reader in self.snapshot.searcher.segment_readers() {
            let lists = reader.inverted_index(self.field)?;
            let mut terms = lists.terms().search(&near).into_stream()?;
            while terms.advance() {
                let documents = u64::from(terms.value().doc_freq);
                match found.get_mut(terms.key()) {
                    Some(sum) => *sum += documents,
                    None => drop(found.insert(terms.key().to_vec(), documents)),
                }
            }
        }
        let found = found
            .into_iter()
            .filter_map(|(text, documents)| Some((String::from_utf8(text).ok()?, documents)));
        let letters = word.chars().count();
        Ok(best(found.collect(), limit, |near| {
            let near = if prefix { near.chars().take(letters).collect() } else { near.to_owned() };
            rapidfuzz::distance::osa::distance(word.chars(), near.chars())
        }))
    }
}

/// The first by rank, then the most frequent.
fn best(found: HashMap<String, u64>, limit: usize, rank: impl Fn(&str) -> usize) -> Vec<Word> {
    let ranked = found.into_iter().map(|(text, documents)| (rank(&text), Word { text, documents }));
    let mut words: Vec<(usize, Word)> = ranked.collect();
    words.sort_unstable_by(|(a, first), (b, second)| {
        (a, Reverse(first.documents), &first.text).cmp(&(b, Reverse(second.documents), &second.text))
    });
    words.truncate(limit);
    words.into_iter().map(|(_, word)| word).collect()
}
