//! Why a text was found: its words that match a query, set off, and the part of it that says most.
//!
//! Uses the tokenizer of the index, so stems, accents and scripts match alike. Deliberately not here:
//! any markup; a page decides what a marked piece looks like.

use std::collections::{HashMap, HashSet};

use crate::query::{Query, TermKind};
use crate::text::{Mode, Reading, Tokenizer};

/// A stretch of text, marked or not. Pieces in order make up what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// What to mark, made from a query once for all its hits.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Single words, with the number of the term they stand for.
    words: HashMap<String, usize>,
    /// Terms with their distance from the first, at least two.
    phrases: Vec<Reading>,
    /// Folded beginnings of words.
    prefixes: Vec<String>,
}

impl Terms {
    /// The words, phrases and beginnings a query asks for.
    pub fn of(query: &Query) -> Terms {
        let (mut terms, mut tokenizer) = (Terms::default(), Tokenizer::new());
        for term in query.terms() {
            if term.kind == TermKind::Prefix {
                let mut folded = None;
                tokenizer.tokenize(Mode::Exact, term.text, &mut |token| folded = Some(token.text.to_owned()));
                terms.prefixes.extend(folded);
                continue;
            }
            for mode in [Mode::Text, Mode::Name] {
                tokenizer.readings(mode, term.text).into_iter().for_each(|reading| terms.add(reading));
            }
        }
        terms
    }

    fn add(&mut self, mut reading: Reading) {
        match reading.len() {
            0 => {}
            1 => {
                let number = self.words.len();
                self.words.entry(reading.remove(0).1).or_insert(number);
            }
            _ if self.phrases.contains(&reading) => {}
            _ => self.phrases.push(reading),
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.prefixes.is_empty()
    }
}

/// The whole text, with what matches marked.
pub fn mark(text: &str, terms: &Terms) -> Vec<Piece> {
    cut(text, 0..text.len(), &matches(text, terms).spans)
}

/// The part of a text, of at most about `most` characters, where most of the terms stand; its beginning
/// when none does. An ellipsis tells where the text goes on.
pub fn snippet(text: &str, terms: &Terms, most: usize) -> Vec<Piece> {
    let found = matches(text, terms);
    let part = window(text, &found, most);
    let mut pieces = cut(text, part.clone(), &found.spans);
    if part.start > 0 {
        pieces.insert(0, Piece { text: "… ".to_owned(), marked: false });
    }
    if part.end < text.len() && !pieces.is_empty() {
        pieces.push(Piece { text: " …".to_owned(), marked: false });
    }
    pieces
}

/// Numbers of terms that are no single words begin here.
const PREFIXES: usize = 1 << 20;
const PHRASES: usize = 1 << 21;

/// A span of bytes that matches, and which term it is of.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    end: usize,
    term: usize,
}

#[derive(Default)]
struct Found {
    /// By start.
    spans: Vec<Span>,
    /// Ends of words: where a text may be cut.
    ends: Vec<usize>,
}

struct Word {
    text: String,
    start: usize,
    end: usize,
    position: u32,
}

fn matches(text: &str, terms: &Terms) -> Found {
    let mut found = Found::default();
    let (mut tokenizer, mut words) = (Tokenizer::new(), Vec::new());
    for mode in [Mode::Text, Mode::Name] {
        words.clear();
        tokenizer.tokenize(mode, text, &mut |token| {
            let (text, start, end) = (token.text.to_owned(), token.start, token.end);
            words.push(Word { text, start, end, position: token.position });
        });
        single_words(&words, terms, &mut found.spans);
        phrases(&words, terms, &mut found.spans);
        if terms.is_empty() {
            break;
        }
    }
    found.ends = words.iter().map(|word| word.end).collect();
    found.ends.sort_unstable();
    found.ends.dedup();
    found.spans.sort_by_key(|span| (span.start, span.end));
    found
}

fn single_words(words: &[Word], terms: &Terms, spans: &mut Vec<Span>) {
    for word in words {
        let prefix = terms.prefixes.iter().position(|prefix| word.text.starts_with(prefix.as_str()));
        let term = match terms.words.get(&word.text) {
            Some(&number) => Some(number),
            None => prefix.map(|number| PREFIXES + number),
        };
        spans.extend(term.map(|term| Span { start: word.start, end: word.end, term }));
    }
}

fn phrases(words: &[Word], terms: &Terms, spans: &mut Vec<Span>) {
    for (term, phrase) in terms.phrases.iter().enumerate() {
        for (at, first) in words.iter().enumerate().filter(|(_, word)| word.text == phrase[0].1) {
            let mut rest = phrase[1..].iter().map(|(offset, text)| {
                let position = first.position + offset;
                let here = words[at..].iter().take_while(|word| word.position <= position);
                here.filter(|word| word.position == position).find(|word| word.text == *text)
            });
            let last = rest.try_fold(first.end, |end, word| Some(end.max(word?.end)));
            spans.extend(last.map(|end| Span { start: first.start, end, term: PHRASES + term }));
        }
    }
}

/// The best part: the most different terms, then the earliest.
fn window(text: &str, found: &Found, most: usize) -> std::ops::Range<usize> {
    if text.chars().take(most + 1).count() <= most {
        return 0..text.len();
    }
    let width = |start: usize| {
        text[start..].char_indices().nth(most).map_or(text.len(), |(offset, _)| start + offset)
    };
    let mut best = (0, 0);
    for (at, span) in found.spans.iter().enumerate().take(200) {
        let end = width(span.start);
        let inside = found.spans[at..].iter().take_while(|span| span.end <= end);
        let terms = inside.map(|span| span.term).collect::<HashSet<_>>().len();
        if terms > best.0 {
            best = (terms, span.start);
        }
    }
    let start = lead(text, found, best.1, most / 4);
    let end = width(start);
    if end == text.len() {
        return start..end;
    }
    let whole = found.ends.partition_point(|&it| it <= end);
    let end = found.ends[..whole].last().copied().filter(|&it| it > start).unwrap_or(end);
    start..end
}

/// A word's beginning some way before `at`, so that a match has company on both sides.
fn lead(text: &str, found: &Found, at: usize, back: usize) -> usize {
    let from = text[..at].char_indices().rev().nth(back).map_or(0, |(offset, _)| offset);
    if from == 0 {
        return 0;
    }
    let next = found.ends.partition_point(|&it| it < from);
    let after = found.ends.get(next).copied().unwrap_or(at).min(at);
    after + text[after..at].find(|c: char| !c.is_whitespace() && !c.is_ascii_punctuation()).unwrap_or(at - after)
}

/// The pieces of one part of a text.
fn cut(text: &str, part: std::ops::Range<usize>, spans: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, marked: bool| {
        if from < to {
            pieces.push(Piece { text: text[from..to].to_owned(), marked });
        }
    };
    let (mut at, mut open) = (part.start, None::<(usize, usize)>);
    for span in spans.iter().filter(|span| span.start >= part.start && span.end <= part.end) {
        match &mut open {
            Some((_, end)) if span.start <= *end => *end = span.end.max(*end),
            _ => {
                if let Some((start, end)) = open.replace((span.start, span.end)) {
                    push(at, start, false);
                    push(start, end, true);
                    at = end;
                }
            }
        }
    }
    if let Some((start, end)) = open {
        push(at, start, false);
        push(start, end, true);
        at = end;
    }
    push(at, part.end, false);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query;

    /// Marked pieces in brackets.
    fn show(pieces: &[Piece]) -> String {
        pieces.iter().map(|it| if it.marked { format!("[{}]", it.text) } else { it.text.clone() }).collect()
    }

    fn check(query: &str, text: &str, expected: &str) {
        let terms = Terms::of(&query::parse(query));
        assert_eq!(show(&mark(text, &terms)), expected, "{query}");
    }

    #[test]
    fn what_matches_is_marked() {
        check("policy", "Monetary Policies and policy", "Monetary [Policies] and [policy]");
        check("muller", "Müller and Mueller", "[Müller] and [Mueller]");
        check("\"monetary policy\"", "policy of monetary policy", "policy of [monetary policy]");
        check("mone*", "Money, monetary, demon", "[Money], [monetary], demon");
        check("-policy money", "money policy", "[money] policy");
        check("京都", "東京都と京都", "東[京都]と[京都]");
        check("북한", "소련과 북한의 관계", "소련과 [북한]의 관계");
        check("", "nothing asked", "nothing asked");
        check("title:korea", "North Korea", "North [Korea]");
    }

    #[test]
    fn a_snippet_is_the_part_with_most_terms() {
        let text = format!("{} the bank of Korea raised rates {}", "filler ".repeat(60), "more ".repeat(60));
        let terms = Terms::of(&query::parse("korea rates"));
        let pieces = snippet(&text, &terms, 80);
        let shown = show(&pieces);
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
        assert!(shown.contains("[Korea]") && shown.contains("[rates]"), "{shown}");
        assert!(shown.chars().count() < 100, "{shown}");
        let none = show(&snippet(&text, &Terms::of(&query::parse("absent")), 20));
        assert_eq!(none, "filler filler filler …");
    }

    proptest! {
        #[test]
        fn marking_never_changes_a_text(text in "\\PC{0,200}", query in "\\PC{0,30}") {
            let terms = Terms::of(&query::parse(&query));
            let joined: String = mark(&text, &terms).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(&joined, &text);
            let inner: String = snippet(&text, &terms, 40).into_iter().filter(|it| it.text != "… " && it.text != " …").map(|it| it.text).collect();
            prop_assert!(text.contains(&inner));
        }
    }
}
