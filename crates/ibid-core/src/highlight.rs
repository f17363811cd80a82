//! Why a text was found: its words that match a query, set off, and the part of it that says most.
//!
//! Uses the tokenizer of the index, so stems, accents and scripts match alike. Deliberately not here:
//! any markup; a page decides what a marked piece looks like.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::query::{Query, TermKind};
use crate::text::{Mode, Tokenizer};

/// A stretch of text, marked or not. Pieces in order make up what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// What to mark, made from a query once for all its hits.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Every word looked for, and its number.
    vocabulary: HashMap<String, usize>,
    patterns: Vec<Pattern>,
    /// Folded beginnings of words, each with the term it is.
    prefixes: Vec<(String, usize)>,
}

/// One reading of a term: words with their distance in positions from the first.
#[derive(Clone, Debug, PartialEq)]
struct Pattern {
    term: usize,
    words: Vec<(u32, usize)>,
}

impl Terms {
    /// The words, phrases and beginnings a query asks for.
    pub fn of(query: &Query) -> Terms {
        let mut terms = Terms::default();
        with_tokenizer(|tokenizer| {
            for (number, term) in query.terms().into_iter().enumerate() {
                match term.kind {
                    TermKind::Prefix => terms.add_prefix(number, term.text, tokenizer),
                    TermKind::Word | TermKind::Phrase => terms.add_words(number, term.text, tokenizer),
                }
            }
        });
        terms
    }

    /// Marks these texts as well, as other spellings of the first term.
    pub fn and<'a>(mut self, texts: impl IntoIterator<Item = &'a str>) -> Terms {
        with_tokenizer(|tokenizer| texts.into_iter().for_each(|text| self.add_words(0, text, tokenizer)));
        self
    }

    /// Only the last word of `non-lin*` is cut short, but the others say little alone.
    fn add_prefix(&mut self, term: usize, text: &str, tokenizer: &mut Tokenizer) {
        let mut last = None;
        tokenizer.tokenize(Mode::Exact, text, &mut |token| last = Some(token.text.to_owned()));
        self.prefixes.extend(last.map(|prefix| (prefix, term)));
    }

    fn add_words(&mut self, term: usize, text: &str, tokenizer: &mut Tokenizer) {
        for mode in MODES {
            for reading in tokenizer.readings(mode, text) {
                let words = reading.into_iter().map(|(offset, word)| (offset, self.number(word))).collect();
                let pattern = Pattern { term, words };
                if !self.patterns.contains(&pattern) {
                    self.patterns.push(pattern);
                }
            }
        }
    }

    fn number(&mut self, word: String) -> usize {
        let next = self.vocabulary.len();
        *self.vocabulary.entry(word).or_insert(next)
    }

    fn prefix_of(&self, word: &str) -> Option<usize> {
        self.prefixes.iter().find(|(prefix, _)| word.starts_with(prefix.as_str())).map(|(_, term)| *term)
    }
}

/// A text is read both ways, because it may hold names and a name may be looked for anywhere.
const MODES: [Mode; 2] = [Mode::Text, Mode::Name];

fn with_tokenizer<T>(work: impl FnOnce(&mut Tokenizer) -> T) -> T {
    thread_local! {
        static TOKENIZER: RefCell<Tokenizer> = RefCell::new(Tokenizer::new());
    }
    TOKENIZER.with_borrow_mut(work)
}

/// The whole text, with what matches marked.
pub fn mark(text: &str, terms: &Terms) -> Vec<Piece> {
    cut(text, 0..text.len(), &matches(text, terms))
}

/// The part of a text, of at most about `most` characters, where most of the terms stand; its beginning
/// when none does. An ellipsis tells where the text goes on.
pub fn snippet(text: &str, terms: &Terms, most: usize) -> Vec<Piece> {
    let spans = matches(text, terms);
    let part = window(text, &spans, most);
    let mut pieces = cut(text, part.clone(), &spans);
    if part.start > 0 {
        pieces.insert(0, Piece { text: "… ".to_owned(), marked: false });
    }
    if part.end < text.len() && !pieces.is_empty() {
        pieces.push(Piece { text: " …".to_owned(), marked: false });
    }
    pieces
}

/// A span of bytes that matches, and which term it is of.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    end: usize,
    term: usize,
}

/// A word of the text that is looked for.
struct Hit {
    word: usize,
    position: u32,
    start: usize,
    end: usize,
}

/// Everything that matches, by place.
fn matches(text: &str, terms: &Terms) -> Vec<Span> {
    let mut spans = Vec::new();
    for mode in MODES {
        if terms.patterns.is_empty() && (terms.prefixes.is_empty() || mode == Mode::Text) {
            continue;
        }
        let mut hits = Vec::new();
        with_tokenizer(|tokenizer| {
            tokenizer.tokenize(mode, text, &mut |token| {
                let (start, end, position) = (token.start, token.end, token.position);
                if let Some(&word) = terms.vocabulary.get(token.text) {
                    hits.push(Hit { word, position, start, end });
                }
                if mode == Mode::Name
                    && let Some(term) = terms.prefix_of(token.text)
                {
                    spans.push(Span { start, end, term });
                }
            });
        });
        terms.patterns.iter().for_each(|pattern| find(pattern, &hits, &mut spans));
    }
    spans.sort_by_key(|span| (span.start, span.end));
    spans
}

/// Where the words of a pattern stand at their distances.
fn find(pattern: &Pattern, hits: &[Hit], spans: &mut Vec<Span>) {
    let Some((&(_, first), rest)) = pattern.words.split_first() else { return };
    for (at, hit) in hits.iter().enumerate().filter(|(_, hit)| hit.word == first) {
        let end = rest.iter().try_fold(hit.end, |end, &(offset, word)| {
            let position = hit.position + offset;
            let near = hits[at..].iter().take_while(|hit| hit.position <= position);
            let found = near.filter(|hit| hit.position == position).find(|hit| hit.word == word)?;
            Some(end.max(found.end))
        });
        spans.extend(end.map(|end| Span { start: hit.start, end, term: pattern.term }));
    }
}

/// The best part: the most different terms, then the earliest.
fn window(text: &str, spans: &[Span], most: usize) -> Range<usize> {
    let end_of =
        |start: usize| text[start..].char_indices().nth(most).map_or(text.len(), |(at, _)| start + at);
    if end_of(0) == text.len() {
        return 0..text.len();
    }
    let mut best = (0, 0);
    for (at, span) in spans.iter().enumerate().take(200) {
        let end = end_of(span.start);
        let mut inside: Vec<usize> =
            spans[at..].iter().take_while(|it| it.end <= end).map(|it| it.term).collect();
        inside.sort_unstable();
        inside.dedup();
        if inside.len() > best.0 {
            best = (inside.len(), span.start);
        }
    }
    let start = lead(text, best.1, most / 4);
    let end = end_of(start);
    let end = if end == text.len() { end } else { start + whole_words(&text[start..end], &text[end..]) };
    start..end
}

/// The beginning of a word up to `back` characters before `at`, so that a match has company on both
/// sides; `at` itself when no word begins there.
fn lead(text: &str, at: usize, back: usize) -> usize {
    let Some((from, _)) = text[..at].char_indices().rev().take(back).last() else { return at };
    if from == 0 {
        return 0;
    }
    let word = text[from..at].find(char::is_whitespace);
    let start = word.map_or(at, |blank| from + blank);
    at.min(start + text[start..].find(|c: char| !c.is_whitespace()).unwrap_or(0))
}

/// The length of `part` without a last word that goes on in `rest`; where there is no blank to cut at,
/// without a last character that does.
fn whole_words(part: &str, rest: &str) -> usize {
    if rest.starts_with(char::is_whitespace) {
        return part.trim_end().len();
    }
    let blank = part.rfind(char::is_whitespace).filter(|blank| *blank > part.len() / 2);
    match blank {
        Some(blank) => part[..blank].trim_end().len(),
        None => {
            let mut ends = 0;
            for (at, grapheme) in
                format!("{part}{}", rest.chars().take(8).collect::<String>()).grapheme_indices(true)
            {
                if at + grapheme.len() > part.len() {
                    break;
                }
                ends = at + grapheme.len();
            }
            ends
        }
    }
}

/// The pieces of one part of a text.
fn cut(text: &str, part: Range<usize>, spans: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |range: Range<usize>, marked: bool| {
        if !range.is_empty() {
            pieces.push(Piece { text: text[range].to_owned(), marked });
        }
    };
    let mut at = part.start;
    for span in merged(spans.iter().filter(|span| span.start >= part.start && span.end <= part.end)) {
        push(at..span.start, false);
        at = span.end;
        push(span, true);
    }
    push(at..part.end, false);
    pieces
}

/// Spans that touch or overlap, as one.
fn merged<'a>(spans: impl Iterator<Item = &'a Span>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span.start..span.end),
        }
    }
    out
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
        check("economies*", "An economist, economies", "An economist, [economies]");
        check(
            "\"Il-sung\"",
            "Kim Ilsung, Kim Il-sung, Kim Il Sung",
            "Kim [Ilsung], Kim [Il-sung], Kim [Il Sung]",
        );
        check("nonlinear", "Non-linear models", "[Non-linear] models");
        check("韓", "韓国と北韓", "[韓]国と北[韓]");
        check("cafe", "Cafe\u{301} life", "[Cafe\u{301}] life");
        check("<b>", "a <b> & c", "a <[b]> & c");
        check("war OR peace", "war, peace", "[war], [peace]");
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

    #[test]
    fn cuts_leave_words_and_characters_whole() {
        let cases = [
            ("one two three four", 9, "one two …"),
            ("one two three four", 7, "one two …"),
            ("한국은행의통화정책", 4, "한국은행 …"),
            ("e\u{301}e\u{301}e\u{301}e\u{301}", 3, "e\u{301} …"),
            ("👩‍👩‍👧x👩‍👩‍👧y👩‍👩‍👧", 8, "👩‍👩‍👧x …"),
            ("short", 5, "short"),
            ("", 5, ""),
        ];
        for (text, most, expected) in cases {
            assert_eq!(show(&snippet(text, &Terms::default(), most)), expected, "{text:?}");
        }
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
