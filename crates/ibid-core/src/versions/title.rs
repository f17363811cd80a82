//! How near two titles are: by their words, small slips forgiven, and what must not differ.
//!
//! Deliberately not here: who wrote the works and when.

use std::ops::Not;

use crate::people::is_slip;
use crate::text::{fold, roman};

/// A title, ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Title {
    /// Words that carry meaning, in order; what stands in round brackets left out where that leaves any.
    words: Vec<String>,
    /// How many of the words stand before the subtitle; all of them when there is none.
    head: usize,
    /// Numbers in digits and the Roman ones of parts, in order of value.
    numbers: Vec<u32>,
}

/// How two titles compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    /// The same words in the same order.
    Same,
    /// The same words in another order, or few more; or one is the other with a subtitle.
    Near,
    /// At least half of the words are shared: alone that says nothing.
    Half,
    Far,
}

/// Bytes of a title that are read; what goes on is an abstract.
const LONGEST: usize = 4_000;
/// Parts are not counted further in Roman numerals; beyond, they are words or years.
const LAST_NUMERAL: u32 = 12;

/// Words that say nothing of a subject.
const STOP_WORDS: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "be", "between", "but", "by", "can", "das", "de", "del",
    "der", "des", "die", "do", "does", "du", "el", "en", "et", "for", "from", "how", "i", "ii", "iii", "in",
    "into", "is", "it", "its", "iv", "la", "las", "le", "les", "los", "of", "on", "or", "s", "some", "that",
    "the", "their", "to", "und", "und", "upon", "v", "vi", "vii", "viii", "ix", "x", "was", "what", "when",
    "why", "will", "with", "y",
];

/// Words by which a title says that it is about another work, or a piece of one.
const APART: &[&str] = &[
    "addendum",
    "addenda",
    "appendix",
    "comment",
    "commentary",
    "comments",
    "corrections",
    "correction",
    "corrigenda",
    "corrigendum",
    "discussion",
    "editorial",
    "erratum",
    "errata",
    "foreword",
    "introduction",
    "postscript",
    "preface",
    "rejoinder",
    "replies",
    "reply",
    "response",
    "retraction",
    "retracted",
    "review",
    "reviews",
    "revisited",
    "reconsidered",
    "reexamined",
    "supplement",
    "supplementary",
    "solutions",
];

/// Words of titles that any number of works have: with nothing else beside them they name none.
const COMMON: &[&str] = &[
    "abstracts",
    "acknowledgements",
    "annual",
    "author",
    "authors",
    "back",
    "board",
    "book",
    "books",
    "call",
    "conclusion",
    "conclusions",
    "contents",
    "contributors",
    "cover",
    "editor",
    "editors",
    "front",
    "guest",
    "index",
    "issue",
    "issues",
    "journal",
    "list",
    "matter",
    "memoriam",
    "news",
    "note",
    "notes",
    "obituary",
    "overview",
    "papers",
    "preliminary",
    "proceedings",
    "referees",
    "remarks",
    "report",
    "special",
    "summary",
    "symposium",
    "table",
    "untitled",
    "volume",
    "working",
];

impl Title {
    pub(super) fn of(text: &str) -> Title {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let folded = fold(text);
        let bare = without_brackets(&folded);
        let mut title = Title { words: Vec::new(), head: 0, numbers: numbers(text, &folded) };
        let (head, tail) = parted(&bare);
        title.words.extend(words(head));
        title.head = title.words.len();
        title.words.extend(words(tail));
        if title.head == 0 {
            title.head = title.words.len();
        }
        if title.words.is_empty() {
            title.words.extend(words(&folded));
            title.head = title.words.len();
        }
        title
    }

    /// Whether it names a work: more than "Introduction" or "Book Reviews".
    pub(super) fn names_a_work(&self) -> bool {
        let says = |word: &&String| !APART.contains(&word.as_str()) && !COMMON.contains(&word.as_str());
        let saying: Vec<&String> = self.words.iter().filter(says).collect();
        saying.len() > 1 || saying.iter().any(|word| word.chars().count() > 3)
    }

    /// The first word and the longest one before the subtitle, of which titles of the same work most
    /// likely share one.
    pub(super) fn marks(&self) -> [&str; 2] {
        let head = &self.words[..self.head];
        let first = head.first().map_or("", String::as_str);
        let longest = head.iter().max_by_key(|word| (word.chars().count(), *word));
        [first, longest.map_or("", String::as_str)]
    }

    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    pub(super) fn nearness(&self, other: &Title) -> Nearness {
        let (mine, theirs, shared) = apart(&self.words, &other.words);
        if mine.iter().chain(&theirs).any(|word| APART.contains(word)) {
            return Nearness::Far;
        }
        if self.numbers != other.numbers {
            return Nearness::Far;
        }
        if run_together(&mine, &theirs) {
            return if in_order(&self.words, &other.words) { Nearness::Same } else { Nearness::Near };
        }
        if shared > 2 && (self.is_head_of(other) || other.is_head_of(self)) {
            return Nearness::Near;
        }
        let more = mine.len().max(theirs.len());
        match mine.len().min(theirs.len()) {
            0 if more == 1 && shared > 3 || more == 2 && shared > 6 => Nearness::Near,
            _ if shared >= 2 && shared >= more => Nearness::Half,
            _ => Nearness::Far,
        }
    }

    /// Whether `other` is this title with a subtitle.
    fn is_head_of(&self, other: &Title) -> bool {
        self.head == self.words.len()
            && other.head < other.words.len()
            && matches!(apart(&self.words, &other.words[..other.head]), (mine, theirs, _) if run_together(&mine, &theirs))
    }
}

/// Words of one title and of the other that find no partner, and how many do.
fn apart<'a>(some: &'a [String], others: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>, usize) {
    let mut left: Vec<&str> = others.iter().map(String::as_str).collect();
    let mut mine = Vec::new();
    for word in some {
        let equal = left.iter().position(|it| it == word);
        match equal.or_else(|| left.iter().position(|it| same_word(it, word))) {
            Some(at) => drop(left.remove(at)),
            None => mine.push(word.as_str()),
        }
    }
    let shared = some.len() - mine.len();
    (mine, left, shared)
}

fn same_word(one: &str, other: &str) -> bool {
    let ends = |long: &str, short: &str| {
        short.len() > 3 && long.strip_prefix(short).is_some_and(|end| matches!(end, "s" | "d" | "es" | "ed"))
    };
    one.contains(|c: char| c.is_ascii_digit()).not()
        && (is_slip(one, other, 5) || ends(one, other) || ends(other, one))
}

/// Nothing is left, or what is left differs in blanks only: "test bed", "testbed".
fn run_together(mine: &[&str], theirs: &[&str]) -> bool {
    let (one, other) = (mine.concat(), theirs.concat());
    one == other || mine.len() != theirs.len() && same_word(&one, &other)
}

/// Whether no two words have changed places.
fn in_order(some: &[String], others: &[String]) -> bool {
    match some.len() == others.len() {
        true => some.iter().zip(others).all(|(a, b)| a == b || same_word(a, b)),
        false => some.concat() == others.concat() || same_word(&some.concat(), &others.concat()),
    }
}

/// Words that carry meaning; numbers are compared by themselves.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let parts = parts.map(|it| it.trim_end_matches("'s").replace('\'', ""));
    parts.filter(|it| !it.bytes().all(|byte| byte.is_ascii_digit()) && !STOP_WORDS.contains(&it.as_str()))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let inside = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars()
        .filter({
            let mut inside = inside;
            move |&c| inside(c)
        })
        .collect()
}

/// A title before and behind the mark that opens its subtitle.
fn parted(text: &str) -> (&str, &str) {
    let colon = text.find([':', '?']).map(|at| (at, 1));
    let dash =
        [" - ", " -- ", "--"].into_iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min();
    match colon.into_iter().chain(dash).min() {
        Some((at, length)) => (&text[..at], &text[at + length..]),
        None => (text, ""),
    }
}

/// Numbers in digits, "1950-61" read as 1950 and 1961; and Roman ones, in capitals as parts are
/// counted, "I" only where no sentence would have it.
fn numbers(text: &str, folded: &str) -> Vec<u32> {
    let mut out = Vec::new();
    let mut before = None;
    for run in folded.split(|c: char| !c.is_ascii_digit() && c != '-') {
        for (at, digits) in run.split('-').enumerate() {
            let Ok(number) = digits.get(..digits.len().min(9)).unwrap_or("").parse::<u32>() else {
                before = None;
                continue;
            };
            let century = before.filter(|it| at > 0 && digits.len() == 2 && *it > 999);
            let number = century.map_or(number, |year| year - year % 100 + number);
            before = Some(number);
            out.push(number);
        }
    }
    let mut before = "";
    let mut tokens = text.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        let ends = tokens.peek().is_none() || token.ends_with([':', '.', ',', ';', ')']);
        let part = ["part", "volume", "vol", "book"].iter().any(|it| before.eq_ignore_ascii_case(it));
        let counts = |it: &u32| !before.is_empty() && (*it > 1 && word.len() > 1 || ends || part);
        out.extend(roman(word).filter(|it| *it <= LAST_NUMERAL).filter(counts));
        let ordinals = ["one", "two", "three", "four", "five", "six"];
        let spelt = part.then(|| ordinals.iter().position(|it| word.eq_ignore_ascii_case(it))).flatten();
        out.extend(spelt.map(|at| at as u32 + 1));
        before = word;
    }
    out.sort_unstable();
    out
}
