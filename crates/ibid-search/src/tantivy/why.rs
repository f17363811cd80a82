//! Why a document is found: what of the query stands in which of its parts, and what that counts.
//!
//! The score of a word comes from the engine. One list holds the words of all parts, those of a title
//! several times, so what a part has of a score is its part of the words in that list.

use std::collections::HashMap;
use std::sync::Arc;

use ibid_core::query::{Field as On, Node, Query as Asked, Term, TermKind};
use ibid_core::text::{Mode, Reading};
use tantivy::DocAddress;

use super::answer::score_of;
use super::compile;
use super::schema::{self, Fields};
use super::snapshot::Snapshot;
use super::tokens::{self, Manner};
use crate::document::Document;
use crate::results::{Because, Part, Why};

pub(super) fn why(
    snapshot: &Arc<Snapshot>,
    fields: &Fields,
    query: &Asked,
    document: &Document,
) -> tantivy::Result<Option<Why>> {
    let Some(address) = snapshot.address(fields, &document.handle)? else { return Ok(None) };
    let compiled = compile::compile(&query.root, fields, snapshot)?;
    let score = score_of(snapshot, &*compiled.query, address)?;
    let parts = parts(document);
    let mut terms: Vec<Because> = Vec::new();
    for term in query.terms() {
        let known = |it: &Because| it.text == term.text && it.only == term.field;
        if !terms.iter().any(known) {
            terms.push(because(snapshot, fields, &term, address, &parts)?);
        }
    }
    Ok(Some(Why { score, terms, respelt: compiled.respelt }))
}

fn because(
    snapshot: &Arc<Snapshot>,
    fields: &Fields,
    term: &Term<'_>,
    address: DocAddress,
    parts: &[(Part, Places)],
) -> tantivy::Result<Because> {
    let (field, text) = (term.field, term.text.to_owned());
    let node = match term.kind {
        TermKind::Word => Node::Word { field, text },
        TermKind::Phrase => Node::Phrase { field, text },
        TermKind::Prefix => Node::Prefix { field, text },
    };
    let compiled = compile::compile(&node, fields, snapshot)?;
    let score = score_of(snapshot, &*compiled.query, address)?;
    let mut found: Vec<(Part, usize, f32)> = Vec::new();
    if let Some(score) = score {
        let counts = parts.iter().map(|(part, places)| (*part, places.count(term)));
        let counts: Vec<(Part, usize)> =
            counts.filter(|(part, count)| *count > 0 && in_field(term.field, *part)).collect();
        let weight = |(part, count): &(Part, usize)| (weight(*part) * count) as f32;
        let sum: f32 = counts.iter().map(weight).sum();
        found = counts.iter().map(|it| (it.0, it.1, score * weight(it) / sum)).collect();
        found.sort_by(|a, b| b.2.total_cmp(&a.2));
    }
    let score = score.unwrap_or(0.0);
    Ok(Because { text: term.text.to_owned(), only: term.field, score, parts: found })
}

fn in_field(field: Option<On>, part: Part) -> bool {
    field.is_none_or(|field| {
        matches!(
            (field, part),
            (On::Title, Part::Title)
                | (On::Author, Part::People)
                | (On::Abstract, Part::Abstract)
                | (On::Keyword, Part::Keywords)
                | (On::Series, Part::Series)
        )
    })
}

/// How many times a word of this part stands in the list of all words.
fn weight(part: Part) -> usize {
    match part {
        Part::Title => Manner::Title.weight(),
        Part::Keywords => Manner::Keyword.weight(),
        Part::People => Manner::Text.weight() + Manner::Name.weight(),
        Part::Abstract | Part::Series | Part::Number => Manner::Text.weight(),
    }
}

/// The words of each part.
fn parts(document: &Document) -> Vec<(Part, Places)> {
    let titles = [&document.title].into_iter().chain(&document.other_titles);
    let names = document.people.iter().map(|person| &person.name);
    let number = schema::number(document).into_iter();
    vec![
        (Part::Title, Places::of(&[Mode::Text], titles.map(String::as_str))),
        (Part::People, Places::of(&[Mode::Name, Mode::Text], names.map(String::as_str))),
        (Part::Keywords, Places::of(&[Mode::Text], document.keywords.iter().map(String::as_str))),
        (Part::Abstract, Places::of(&[Mode::Text], [document.summary.as_str()])),
        (Part::Series, Places::of(&[Mode::Text], [document.series_name.as_str()])),
        (Part::Number, Places::of(&[Mode::Text], number)),
    ]
}

/// Bytes of a text whose words are counted: more than any abstract but a book's worth has.
const READ: usize = 200_000;

/// The words of some texts, by text, in order, with their places; read in one manner or in several.
struct Places {
    texts: Vec<HashMap<String, Vec<u32>>>,
    modes: Vec<Mode>,
}

impl Places {
    fn of<'a>(modes: &[Mode], texts: impl IntoIterator<Item = &'a str>) -> Places {
        let read = |text: &str| {
            let mut places: HashMap<String, Vec<u32>> = HashMap::new();
            let text = &text[..text.floor_char_boundary(READ)];
            for mode in modes {
                for (position, word) in tokens::placed(*mode, text) {
                    places.entry(word).or_default().push(position);
                }
            }
            for known in places.values_mut() {
                known.sort_unstable();
                known.dedup();
            }
            places
        };
        Places { texts: texts.into_iter().map(read).collect(), modes: modes.to_vec() }
    }

    /// How many times the term stands there.
    fn count(&self, term: &Term<'_>) -> usize {
        if term.kind == TermKind::Prefix {
            let start = ibid_core::text::fold(term.text);
            let begin = |(word, places): (&String, &Vec<u32>)| {
                if word.starts_with(&start) { places.len() } else { 0 }
            };
            return self.texts.iter().flat_map(|words| words.iter().map(begin)).sum();
        }
        let readings: Vec<Reading> =
            self.modes.iter().flat_map(|mode| tokens::readings(*mode, term.text)).collect();
        let most = |words| readings.iter().map(|reading| standing(words, reading)).max().unwrap_or(0);
        self.texts.iter().map(most).sum()
    }
}

/// How many times a reading stands in a text.
fn standing(words: &HashMap<String, Vec<u32>>, reading: &Reading) -> usize {
    let Some(((first_offset, first), rest)) = reading.split_first() else { return 0 };
    let starts = words.get(first).map_or(&[][..], Vec::as_slice);
    let whole = |start: &&u32| {
        rest.iter().all(|(offset, word)| {
            let at = **start + offset - first_offset;
            words.get(word).is_some_and(|places| places.binary_search(&at).is_ok())
        })
    };
    starts.iter().filter(whole).count()
}
