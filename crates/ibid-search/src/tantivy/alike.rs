//! Works that may interest a reader of this one: those that share its rarest words, its people and
//! its subjects.
//!
//! Rare words have short lists, so what is looked at stays small however many works there are. Only
//! candidates come from here; what they have to do with the work is said by whoever reads them.

use std::collections::HashSet;

use ibid_core::query::Field as On;
use ibid_core::text::Mode;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::schema::Fields;
use super::snapshot::Snapshot;
use super::tokens;
use crate::document::Document;
use crate::results::Hit;

/// Words compared by; of more, the rarest.
const WORDS: usize = 12;
/// People and subjects compared by.
const PEOPLE: usize = 6;
const SUBJECTS: usize = 4;
/// A word or subject of more than this part of all documents says little: of few documents, of many.
const COMMON_OF_FEW: u64 = 4;
const COMMON: u64 = 50;
const FEW: u64 = 2_000;
/// Candidates beyond those wanted, because some are no works or the work itself.
const SPARE: usize = 8;

/// What a shared person, and what a shared subject, counts beside a shared word.
const BY_PERSON: f32 = 1.2;
const BY_SUBJECT: f32 = 0.5;

pub(super) fn alike(
    snapshot: &Snapshot,
    fields: &Fields,
    work: &Document,
    limit: usize,
) -> tantivy::Result<Vec<Hit>> {
    let all = snapshot.searcher.num_docs();
    let most = FEW.min(all / COMMON_OF_FEW).max(all / COMMON);
    let clauses = Clauses { snapshot, fields, most }.of(work)?;
    if clauses.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let query = BooleanQuery::new(clauses.into_iter().map(|clause| (Occur::Should, clause)).collect());
    let top = TopDocs::with_limit(limit.saturating_add(SPARE)).order_by_score();
    let mut hits = Vec::with_capacity(limit);
    for (score, address) in snapshot.searcher.search(&query, &top)? {
        let is_work = snapshot.kind(address)?.is_some_and(|kind| kind.is_work());
        let handle = snapshot.handle(address)?.filter(|handle| is_work && *handle != work.handle);
        hits.extend(handle.map(|handle| Hit { handle, score, rank: u64::from(score.to_bits()) << 32 }));
    }
    hits.truncate(limit);
    Ok(hits)
}

struct Clauses<'a> {
    snapshot: &'a Snapshot,
    fields: &'a Fields,
    /// The most documents a word may have.
    most: u64,
}

impl Clauses<'_> {
    fn of(&self, work: &Document) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut clauses = self.words(work)?;
        let people = work.people.iter().take(PEOPLE).map(|person| ibid_core::name::form(&person.name));
        let people: Vec<Term> = people.filter_map(|form| self.fields.value(On::Byline, &form)).collect();
        clauses.extend(self.weighed(people, BY_PERSON)?);
        let codes = work.jel.iter().filter_map(|code| self.fields.value(On::Jel, code.as_str()));
        let codes: Vec<Term> = codes.take(SUBJECTS).collect();
        clauses.extend(self.weighed(codes, BY_SUBJECT)?);
        Ok(clauses)
    }

    fn words(&self, work: &Document) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut seen = HashSet::new();
        let mut rare: Vec<(u64, Term)> = Vec::new();
        let texts = [&work.title].into_iter().chain(&work.other_titles).chain(&work.keywords);
        for word in texts.flat_map(|text| tokens::words(Mode::Text, text)) {
            if !seen.insert(word.clone()) {
                continue;
            }
            let term = Term::from_field_text(self.fields.text, &word);
            let documents = self.snapshot.searcher.doc_freq(&term)?;
            // A word of one document is this work's own.
            if (2..=self.most).contains(&documents) {
                rare.push((documents, term));
            }
        }
        rare.sort_by_key(|(documents, _)| *documents);
        Ok(rare.into_iter().take(WORDS).map(|(_, term)| list(term)).collect())
    }

    fn weighed(&self, terms: Vec<Term>, by: f32) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        for term in terms {
            if (2..=self.most).contains(&self.snapshot.searcher.doc_freq(&term)?) {
                clauses.push(Box::new(BoostQuery::new(list(term), by)));
            }
        }
        Ok(clauses)
    }
}

fn list(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}
