//! A reference taken apart: its words in order, its numbers, its years, its DOI; and the query that
//! finds candidates for it.

use std::collections::HashSet;

use super::named::doi_in;
use crate::query::{Field, Node, Query, Years};
use crate::text::{Mode, TokenKind, Tokenizer};

/// A reference or a title, as pasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub text: String,
    /// Folded, in order; characters of scripts without blanks stand alone.
    pub(super) words: Vec<String>,
    /// Which of `words` are numbers.
    pub(super) years: Vec<i16>,
    pub doi: Option<String>,
}

/// Words read of one reference.
const LONGEST: usize = 400;
/// Words a query is made of.
const ASKED: usize = 14;

impl Reference {
    pub fn new(text: &str) -> Reference {
        let words = words_of(text, LONGEST);
        let years = words.iter().filter_map(|word| year(word)).collect();
        Reference { text: text.to_owned(), words, years, doi: doi_in(text) }
    }

    /// A query whose best answers are the candidates: any of the longest words, which are the
    /// rarest as a rule, and the first, which are names. `None` when there is no word.
    pub fn query(&self) -> Option<Query> {
        let words = self.asked();
        let node = |text: &&str| Node::Word { field: None, text: (*text).to_owned() };
        one_of(words.iter().map(node).collect())
    }

    /// A second query, for references that give no title: people and years.
    pub fn query_by_people(&self) -> Option<Query> {
        let (from, to) = (self.years.iter().min()?, self.years.iter().max()?);
        let names = self.words.iter().filter(|word| is_long(word)).take(4);
        let names: Vec<Node> =
            names.map(|word| Node::Word { field: Some(Field::Author), text: word.clone() }).collect();
        let people = one_of(names)?.root;
        let years =
            Node::Years { which: Years::Published, from: Some(from.saturating_sub(1)), to: Some(to + 1) };
        Some(Query { root: Node::And(vec![people, years]), notes: Vec::new() })
    }

    fn asked(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let distinct: Vec<&str> =
            self.words.iter().map(String::as_str).filter(|word| seen.insert(*word)).collect();
        let mut words: Vec<&str> = distinct.iter().copied().filter(|word| is_long(word)).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.truncate(ASKED - 2);
        let first = distinct.iter().copied().filter(|word| is_long(word)).take(2);
        for word in first.collect::<Vec<_>>() {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        if words.is_empty() {
            words = distinct.into_iter().take(ASKED).collect();
        }
        words
    }
}

/// The words of a text, folded.
pub(super) fn words_of(text: &str, most: usize) -> Vec<String> {
    // No words are so long, one with another, that the rest would be needed.
    let text = &text[..text.floor_char_boundary(most.saturating_mul(64))];
    let mut words = Vec::new();
    let mut sink = |token: crate::text::Token<'_>| {
        if words.len() < most && matches!(token.kind, TokenKind::Word | TokenKind::Single) {
            words.push(token.text.to_owned());
        }
    };
    Tokenizer::new().tokenize(Mode::Exact, text, &mut sink);
    words
}

/// A word as a year somebody wrote a work in; "2011a" is one too.
pub(super) fn year(word: &str) -> Option<i16> {
    let digits = word.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(word);
    let year = (digits.len() == 4).then(|| digits.parse::<i16>().ok())??;
    (1500..=2100).contains(&year).then_some(year)
}

/// Long enough to tell something; any word of a script without blanks is.
fn is_long(word: &str) -> bool {
    let letters = word.chars().any(|c| !c.is_ascii_digit());
    letters && (word.len() >= 4 || !word.is_ascii()) && !COMMON.contains(&word)
}

/// Words of every other reference.
const COMMON: [&str; 24] = [
    "about",
    "available",
    "between",
    "discussion",
    "edited",
    "editors",
    "effects",
    "evidence",
    "from",
    "html",
    "http",
    "https",
    "into",
    "journal",
    "paper",
    "papers",
    "press",
    "review",
    "series",
    "that",
    "their",
    "university",
    "with",
    "working",
];

fn one_of(mut nodes: Vec<Node>) -> Option<Query> {
    let root = match nodes.len() {
        0 => return None,
        1 => nodes.remove(0),
        _ => Node::Or(nodes),
    };
    Some(Query { root, notes: Vec::new() })
}
