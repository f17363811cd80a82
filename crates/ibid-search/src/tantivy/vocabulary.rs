//! The words of a field: those that begin alike, and those that are spelt nearly alike.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use super::snapshot::Snapshot;

/// The most terms looked at in one segment. Two letters have fewer; one letter is cut off.
const MOST_TERMS: usize = 20_000;

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

    /// Words that begin with `start`, the most frequent first, `start` itself before all.
    pub(super) fn beginning(&self, start: &str, limit: usize) -> tantivy::Result<Vec<Word>> {
        let mut found: HashMap<Vec<u8>, u64> = HashMap::new();
        for reader in self.snapshot.searcher.segment_readers() {
            let lists = reader.inverted_index(self.field)?;
            let mut terms = lists.terms().range().ge(start).lt(format!("{start}\u{10ffff}")).into_stream()?;
            let mut seen = 0;
            while seen < MOST_TERMS && terms.advance() {
                seen += 1;
                let documents = u64::from(terms.value().doc_freq);
                match found.get_mut(terms.key()) {
                    Some(sum) => *sum += documents,
                    None => drop(found.insert(terms.key().to_vec(), documents)),
                }
            }
        }
        Ok(best(found, limit, |word| usize::from(word != start)))
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
        let mut found: HashMap<Vec<u8>, u64> = HashMap::new();
        for reader in self.snapshot.searcher.segment_readers() {
            let lists = reader.inverted_index(self.field)?;
            let mut terms = lists.terms().search(query.automaton()?).into_stream()?;
            while terms.advance() {
                *found.entry(terms.key().to_vec()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
        let letters = word.chars().count();
        Ok(best(found, limit, |near| {
            let near: String = if prefix { near.chars().take(letters).collect() } else { near.to_owned() };
            rapidfuzz::distance::osa::distance(word.chars(), near.chars())
        }))
    }
}

fn best(found: HashMap<Vec<u8>, u64>, limit: usize, rank: impl Fn(&str) -> usize) -> Vec<Word> {
    let words = found.into_iter().filter_map(|(text, documents)| {
        let text = String::from_utf8(text).ok()?;
        Some((rank(&text), Word { text, documents }))
    });
    let mut words: Vec<(usize, Word)> = words.collect();
    let order = |(rank, word): &(usize, Word)| (*rank, Reverse(word.documents));
    if words.len() > limit && limit > 0 {
        words.select_nth_unstable_by_key(limit - 1, order);
    }
    words.truncate(limit);
    words.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.1.text.cmp(&b.1.text)));
    words.into_iter().map(|(_, word)| word).collect()
}
