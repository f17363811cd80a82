//! Whether words stand in the abstract, told by their places in the field that holds everything.
//!
//! The abstract comes first there and ends with a token of its own, so a word is in it when its
//! first place comes before that token. This spares a second list for each word of each abstract.

use ibid_core::text::Reading;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::AllScorer;
use tantivy::query::doc_predicate_query::{
    ConstOrVariableSegmentPredicate, DocPredicate, SegmentDocPredicate,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::tokens::ABSTRACT_END;

/// Words at their distances, all within the abstract. To be intersected with a query for the words:
/// by itself it looks at every document.
#[derive(Debug)]
pub(super) struct InAbstract {
    field: Field,
    words: Reading,
}

impl InAbstract {
    pub(super) fn new(field: Field, words: &Reading) -> InAbstract {
        InAbstract { field, words: words.clone() }
    }
}

impl DocPredicate for InAbstract {
    type SegmentDocPredicate = Within;

    fn doc_predicate(
        &self,
        reader: &SegmentReader,
    ) -> tantivy::Result<ConstOrVariableSegmentPredicate<Within>> {
        let lists = reader.inverted_index(self.field)?;
        let list = |word: &str| {
            let term = Term::from_field_text(self.field, word);
            lists.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
        };
        let mut words = Vec::new();
        for (offset, word) in &self.words {
            match list(word)? {
                Some(list) => words.push((*offset, Place::new(list))),
                None => return Ok(ConstOrVariableSegmentPredicate::Const(false)),
            }
        }
        let Some(end) = list(ABSTRACT_END)? else { return Ok(ConstOrVariableSegmentPredicate::Const(false)) };
        Ok(ConstOrVariableSegmentPredicate::Variable {
            predicate: Within { words, end: Place::new(end) },
            necessary_condition: Box::new(AllScorer::new(reader.max_doc())),
        })
    }
}

/// The lists of one segment.
pub(super) struct Within {
    words: Vec<(u32, Place)>,
    end: Place,
}

/// One list and the places of its word in the document looked at.
struct Place {
    list: SegmentPostings,
    places: Vec<u32>,
}

impl Place {
    fn new(list: SegmentPostings) -> Place {
        Place { list, places: Vec::new() }
    }

    /// Reads the places in `doc`; false when the word is not there.
    fn read(&mut self, doc: DocId) -> bool {
        let found = self.list.doc() == doc || (self.list.doc() < doc && self.list.seek(doc) == doc);
        if found {
            self.list.positions(&mut self.places);
        }
        found
    }
}

impl SegmentDocPredicate for Within {
    fn eval(&mut self, doc: DocId) -> bool {
        if !self.end.read(doc) || !self.words.iter_mut().all(|(_, word)| word.read(doc)) {
            return false;
        }
        let Some((&end, ((first_offset, first), others))) =
            self.end.places.first().zip(self.words.split_first())
        else {
            return false;
        };
        let starts = first.places.iter().filter_map(|place| place.checked_sub(*first_offset));
        starts.take_while(|&start| start < end).any(|start| {
            others.iter().all(|(offset, word)| {
                start + offset < end && word.places.binary_search(&(start + offset)).is_ok()
            })
        })
    }
}
