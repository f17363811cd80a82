//! Suggestions as somebody types, and other spellings for words that are not there.
//!
//! Titles and names are found by their words as written, the last one unfinished. Typing errors are
//! looked for only when little is found without. Names of authors come out of the works that match:
//! the first few dozen, by count.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use ibid_core::query::{Field as On, Query as Asked, TermKind};
use ibid_core::text::{Mode, TokenKind, fold};
use ibid_core::{Handle, Kind};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Score, Searcher, TERMINATED, Term};

use super::directory;
use super::schema::{self, Fields, column};
use super::snapshot::Snapshot;
use super::tokens;
use super::vocabulary::Vocabulary;
use crate::results::{Spelling, Suggestion};

/// Words looked for in place of an unfinished one.
const ENDINGS: usize = 16;
/// Words looked for in place of a mistyped one.
const MEANT: usize = 6;
/// Fewer suggestions than this make us look for typing errors.
const FEW: usize = 3;
/// Shorter words are not taken for mistyped ones.
const MISTYPED: usize = 4;
/// Works looked at in one segment for several words, or for one or two letters; of more, the first
/// ones added.
const LOOKED_AT: usize = 4_000;
/// Works whose names are looked at.
const NAMED: usize = 48;
/// Words of a query that are looked at.
const MOST_WORDS: usize = 12;

/// Kinds of records that are fewer than works and stand before them.
const FEWER: [Kind; 4] = [Kind::Series, Kind::Person, Kind::Institution, Kind::Archive];

pub(super) fn suggest(
    snapshot: &Arc<Snapshot>,
    fields: &Fields,
    text: &str,
    limit: usize,
) -> tantivy::Result<Vec<Suggestion>> {
    let typed = Typed::read(text);
    if typed.words.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let finder = Finder { snapshot, fields, typed };
    let mut found = finder.all(limit, false)?;
    if found.len() < FEW.min(limit) {
        found.extend(finder.all(limit, true)?);
    }
    let mut seen = HashSet::new();
    found.retain(|suggestion| {
        seen.insert(match suggestion {
            Suggestion::Record { handle, .. } => handle.as_str().to_owned(),
            Suggestion::Name { name, .. } => name.clone(),
        })
    });
    found.truncate(limit);
    Ok(found)
}

/// What was typed, as words.
struct Typed {
    words: Vec<String>,
    /// Whether the last word may go on.
    open: bool,
}

impl Typed {
    fn read(text: &str) -> Typed {
        let plain = tokens::plain_words(text);
        let open = plain.last().is_some_and(|last| last.kind == TokenKind::Word && last.end == text.len());
        let words = tokens::readings(Mode::Exact, text).into_iter().next().unwrap_or_default();
        Typed { words: words.into_iter().map(|(_, word)| word).take(MOST_WORDS).collect(), open }
    }
}

struct Finder<'a> {
    snapshot: &'a Arc<Snapshot>,
    fields: &'a Fields,
    typed: Typed,
}

impl Finder<'_> {
    /// Some of each sort, works filling up what is left.
    fn all(&self, limit: usize, forgiving: bool) -> tantivy::Result<Vec<Suggestion>> {
        let share = limit.div_ceil(3);
        let mut found = Vec::new();
        if let Some(query) = self.query(self.fields.lead, forgiving)? {
            found.extend(self.records(&self.of_kinds(&query), share)?);
            let works = self.records(&query, limit)?;
            found.extend(self.names(share, forgiving)?);
            found.extend(works);
        } else {
            found.extend(self.names(share, forgiving)?);
        }
        Ok(found)
    }

    /// All the words in one field; `None` when one of them has no candidate.
    fn query(&self, field: Field, forgiving: bool) -> tantivy::Result<Option<Box<dyn Query>>> {
        let vocabulary = Vocabulary::new(self.snapshot, field);
        let last = self.typed.words.len() - 1;
        let mut must: Vec<Box<dyn Query>> = Vec::new();
        for (index, word) in self.typed.words.iter().enumerate() {
            let open = self.typed.open && index == last;
            let mut candidates: Vec<String> = match open {
                true => vocabulary.beginning(word, ENDINGS)?.into_iter().map(|it| it.text).collect(),
                false => Some(word.clone()).into_iter().collect(),
            };
            let unknown = candidates.is_empty() || (!open && vocabulary.documents(word)? == 0);
            if forgiving && unknown && word.chars().count() >= MISTYPED {
                candidates.extend(vocabulary.near(word, 1, open, MEANT)?.into_iter().map(|it| it.text));
            }
            if candidates.is_empty() {
                return Ok(None);
            }
            must.push(any_of(candidates.iter().map(|word| Term::from_field_text(field, word)).collect()));
        }
        Ok(match must.len() {
            1 => must.pop(),
            _ => Some(Box::new(BooleanQuery::intersection(must))),
        })
    }

    fn of_kinds(&self, query: &dyn Query) -> Box<dyn Query> {
        let terms = FEWER.iter().filter_map(|kind| self.fields.value(On::Kind, kind.word()));
        let kinds = BoostQuery::new(any_of(terms.collect()), 0.0);
        Box::new(BooleanQuery::intersection(vec![query.box_clone(), Box::new(kinds)]))
    }

    fn records(&self, query: &dyn Query, limit: usize) -> tantivy::Result<Vec<Suggestion>> {
        let mut records = Vec::new();
        for address in self.best(query, limit)? {
            let handle: Option<Handle> = self.snapshot.handle(address)?;
            if let Some((handle, kind)) = handle.zip(self.snapshot.kind(address)?) {
                records.push(Suggestion::Record { handle, kind });
            }
        }
        Ok(records)
    }

    fn best(&self, query: &dyn Query, limit: usize) -> tantivy::Result<Vec<DocAddress>> {
        let searcher = &self.snapshot.searcher;
        let found = match self.typed.words.as_slice() {
            // One word is one list or a union of some, which the engine need not walk through.
            [word] if word.chars().count() > 2 => {
                searcher.search(query, &TopDocs::with_limit(limit).order_by_score())?
            }
            _ => first_best(searcher, query, limit)?,
        };
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    /// Names that have all the words, those of most works first.
    fn names(&self, limit: usize, forgiving: bool) -> tantivy::Result<Vec<Suggestion>> {
        let Some(query) = self.query(self.fields.people, forgiving)? else { return Ok(Vec::new()) };
        let mut numbers: BTreeMap<(u32, u64), u64> = BTreeMap::new();
        for address in self.best(&*query, NAMED)? {
            let reader = self.snapshot.searcher.segment_reader(address.segment_ord);
            if let Some(names) = reader.fast_fields().str(column::NAMES)? {
                for number in names.term_ords(address.doc_id) {
                    *numbers.entry((address.segment_ord, number)).or_default() += 1;
                }
            }
        }
        let mut names: BTreeMap<String, u64> = BTreeMap::new();
        for ((segment, number), works) in numbers {
            let reader = self.snapshot.searcher.segment_reader(segment);
            let Some(column) = reader.fast_fields().str(column::NAMES)? else { continue };
            let entry = schema::text(&column, number)?.unwrap_or_default();
            let name = directory::name_in(&entry);
            if self.fits(name, forgiving) {
                *names.entry(name.to_owned()).or_default() += works;
            }
        }
        let mut names: Vec<(String, u64)> = names.into_iter().collect();
        names.sort_by_key(|&(_, works)| std::cmp::Reverse(works));
        names.truncate(limit);
        Ok(names.into_iter().map(|(name, works)| Suggestion::Name { name, works }).collect())
    }

    /// Whether this one of a work's names is the one that was typed.
    fn fits(&self, name: &str, forgiving: bool) -> bool {
        let mut words: Vec<String> =
            tokens::readings(Mode::Name, name).into_iter().flatten().map(|(_, word)| word).collect();
        words.push(fold(name));
        let near = |word: &str, typed: &str| {
            let begun: String = word.chars().take(typed.chars().count()).collect();
            rapidfuzz::distance::osa::distance(begun.chars(), typed.chars()) <= 1
        };
        let same = |word: &String, typed: &str| word.contains(typed) || (forgiving && near(word, typed));
        self.typed.words.iter().all(|typed| words.iter().any(|word| same(word, typed)))
    }
}

/// The best of the first few thousand of each segment.
fn first_best(
    searcher: &Searcher,
    query: &dyn Query,
    limit: usize,
) -> tantivy::Result<Vec<(Score, DocAddress)>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut found: Vec<(Score, DocAddress)> = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let mut documents = weight.scorer(reader, 1.0)?;
        let mut looked_at = 0;
        while looked_at < LOOKED_AT && documents.doc() != TERMINATED {
            looked_at += 1;
            if !reader.is_deleted(documents.doc()) {
                found.push((documents.score(), DocAddress::new(segment, documents.doc())));
            }
            documents.advance();
        }
    }
    found.sort_by(|(a, first), (b, second)| b.total_cmp(a).then_with(|| first.cmp(second)));
    found.truncate(limit);
    Ok(found)
}

fn any_of(mut terms: Vec<Term>) -> Box<dyn Query> {
    let list = |term| TermQuery::new(term, IndexRecordOption::WithFreqs);
    match terms.len() {
        1 => Box::new(list(terms.remove(0))),
        _ => Box::new(BooleanQuery::union(terms.into_iter().map(|term| Box::new(list(term)) as _).collect())),
    }
}

/// Words of the query that nothing has, with the nearest ones that titles or names have.
pub(super) fn spellings(
    snapshot: &Arc<Snapshot>,
    fields: &Fields,
    query: &Asked,
) -> tantivy::Result<Vec<Spelling>> {
    let mut spellings: Vec<Spelling> = Vec::new();
    for asked in query.terms().into_iter().filter(|asked| asked.kind != TermKind::Prefix).take(MOST_WORDS) {
        let vocabulary = match asked.field {
            Some(On::Author) => fields.people,
            _ => fields.lead,
        };
        for word in tokens::plain_words(asked.text).into_iter().filter(|word| word.kind == TokenKind::Word) {
            let known = spellings.iter().any(|spelling| spelling.word == word.text);
            if known || word.text.chars().count() < 3 || is_there(snapshot, fields, &word.text)? {
                continue;
            }
            let nearest = nearest(snapshot, vocabulary, fields.people, &word.text)?;
            if !nearest.is_empty() {
                spellings.push(Spelling { word: word.text, nearest });
            }
        }
    }
    Ok(spellings)
}

fn is_there(snapshot: &Snapshot, fields: &Fields, word: &str) -> tantivy::Result<bool> {
    let readings = tokens::readings(Mode::Text, word).into_iter().flatten();
    for (_, term) in readings {
        if snapshot.searcher.doc_freq(&Term::from_field_text(fields.text, &term))? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The nearest words of `first`, or where there are none, of `second`.
fn nearest(snapshot: &Snapshot, first: Field, second: Field, word: &str) -> tantivy::Result<Vec<String>> {
    let distance = if word.chars().count() < 5 { 1 } else { 2 };
    for field in [first, second] {
        let near = Vocabulary::new(snapshot, field).near(word, distance, false, 3)?;
        if !near.is_empty() {
            return Ok(near.into_iter().map(|word| word.text).collect());
        }
    }
    Ok(Vec::new())
}
