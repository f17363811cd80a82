//! Versions of the same work, found by rule: the same people, a near-same title, years that fit.
//!
//! [`Filed`] is what a work is filed under and sought by, a few marks that two versions most likely
//! share; [`same`] decides about two works. Both look at nothing but the works. Deliberately not here:
//! finding the works that share a number, and whose versions hang together by others.

mod title;

use xxhash_rust::xxh3::xxh3_64;

use crate::Handle;
use crate::people::{Mention, in_common, mentions};
use crate::record::{Kind, Relation, Work};
use title::{Nearness, Title};

/// Why two works are versions of one; the strongest reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// One of them names the other in a `*-Handle`.
    Declared,
    /// The same DOI.
    Doi,
    /// The same people and the same words in the title.
    SameTitle,
    /// The same people and a title that differs in little; the abstracts, where there are two, in little
    /// too.
    NearTitle,
}

/// What a work is filed under and what its versions are sought by. Two works are compared when one
/// seeks what the other is filed under.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filed {
    /// At most [`MOST_MARKS`], each number once.
    pub under: Vec<Mark>,
    pub sought: Vec<Mark>,
}

/// A number under which few works stand, and the words of the title, by which most of the others among
/// them are passed over unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub key: i64,
    /// A bit for each word; all of them where the title is no matter.
    pub words: i64,
}

/// The most marks of a work.
pub const MOST_MARKS: usize = 15;

/// Titles and people of a work that are looked at.
const TITLES: usize = 3;
const PEOPLE: usize = 300;
/// Handles a work declares that are looked at.
const DECLARED: usize = 8;

/// Years from one version to another: of texts, and of books, which are printed again.
const YEARS_APART: i16 = 12;
const YEARS_OF_BOOKS: i16 = 40;
/// And within one series, where the same title may come back each year.
const YEARS_IN_SERIES: i16 = 4;

impl Filed {
    pub fn of(work: &Work) -> Filed {
        let by_handle = |handle: &Handle| Mark { key: key("handle", [&handle.key(), ""]), words: -1 };
        let mut under: Vec<Mark> = declared(work).map(by_handle).collect();
        if is_text(work.kind) {
            by_title(work, &mut under);
            if !work.doi.is_empty() {
                under.push(Mark { key: key("doi", [&work.doi.to_ascii_lowercase(), ""]), words: -1 });
            }
        }
        under.sort_unstable_by_key(|mark| mark.key);
        under.dedup_by(|again, mark| {
            let same = again.key == mark.key;
            mark.words |= if same { again.words } else { 0 };
            same
        });
        under.truncate(MOST_MARKS);
        let sought = under.iter().copied().chain([by_handle(&work.handle)]).collect();
        Filed { under, sought }
    }

    /// Whether the two works are worth comparing. The order does not matter but for handles: who is
    /// named seeks who names it.
    pub fn seeks(&self, other: &Filed) -> bool {
        self.sought.iter().any(|mark| other.under.iter().any(|it| mark.meets(it)))
    }
}

impl Mark {
    /// The same number, and two thirds of the words of the shorter title.
    pub fn meets(&self, other: &Mark) -> bool {
        let fewer = self.words.count_ones().min(other.words.count_ones());
        self.key == other.key && (self.words & other.words).count_ones() * 3 + 2 >= fewer * 2
    }
}

/// Under the beginning of the title with the first family name in the alphabet, and under the longest
/// words of the title with the last one: a slip in one leaves the other.
fn by_title(work: &Work, under: &mut Vec<Mark>) {
    let people = people(work);
    let families = people.iter().map(Mention::family);
    let (Some(first), Some(last)) = (families.clone().min(), families.max()) else { return };
    for title in titles(work).filter(Title::names_a_work) {
        let [beginning, longest] = title.marks();
        let bit = |word: &String| 1_i64 << (xxh3_64(stub(word, 5).as_bytes()) % 64);
        let words = title.words().iter().map(bit).fold(0, |all, bit| all | bit);
        let beginning = key("beginning", [&family(first), &stub(beginning, 5)]);
        let longest = key("longest", [&family(last), &stub(longest, 5)]);
        under.extend([beginning, longest].map(|key| Mark { key, words }));
    }
}

/// What of a family name stays in all its forms. Names in Han and Hangul may not be divided.
fn family(name: &str) -> String {
    stub(name, if name.starts_with(|c| c >= '\u{2e80}') { 1 } else { 5 })
}

/// The beginning of a word, as it stays through most slips.
fn stub(word: &str, length: usize) -> String {
    let mut out = String::with_capacity(8);
    for c in word.chars().filter(|c| c.is_alphanumeric()) {
        if !out.ends_with(c) {
            out.push(c);
        }
        if out.chars().count() == length {
            break;
        }
    }
    out
}

fn key(kind: &str, words: [&str; 2]) -> i64 {
    xxh3_64([kind, words[0], words[1]].join("\n").as_bytes()).cast_signed()
}

/// Whether two works are versions of one, and why. The order of the two does not matter.
pub fn same(one: &Work, other: &Work) -> Option<Why> {
    if one.handle == other.handle || is_part_of(one, other) || is_part_of(other, one) {
        return None;
    }
    if declared(one).any(|it| *it == other.handle) || declared(other).any(|it| *it == one.handle) {
        return Some(Why::Declared);
    }
    if !is_text(one.kind) || !is_text(other.kind) {
        return None;
    }
    let nearness = nearest(one, other);
    let same_doi = !one.doi.is_empty() && one.doi.eq_ignore_ascii_case(&other.doi);
    if same_doi && nearness != Nearness::Far {
        return Some(Why::Doi);
    }
    let exactly = nearness == Nearness::Same;
    // Most pairs end here; names cost little and abstracts much.
    if !matches!(nearness, Nearness::Same | Nearness::Near)
        || !same_people(&people(one), &people(other), exactly)
    {
        return None;
    }
    let agree = abstracts_agree(one, other);
    match exactly {
        true => years_fit(one, other, agree).then_some(Why::SameTitle),
        false => near_enough(one, other, agree).then_some(Why::NearTitle),
    }
}

/// A title that differs in a word may well be the next paper on the matter. What the abstracts say
/// decides; without them only works of one time that are not two numbers of one series.
fn near_enough(one: &Work, other: &Work, agree: Option<bool>) -> bool {
    let apart = one.year().zip(other.year()).map_or(0, |(a, b)| (i32::from(a) - i32::from(b)).abs());
    let two_numbers = in_one_series(one, other) && one.kind != Kind::Article;
    years_fit(one, other, agree) && agree.unwrap_or(apart <= 1 && !two_numbers)
}

/// Talks are given about a text and are none; programs are named after the paper they are for.
fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Paper | Kind::Article | Kind::Chapter | Kind::Book)
}

/// The other forms of a work that it names itself, the first few.
pub fn declared(work: &Work) -> impl Iterator<Item = &Handle> {
    work.relations
        .iter()
        .filter(|(relation, _)| *relation == Relation::Version)
        .map(|(_, handle)| handle)
        .take(DECLARED)
}

/// Whether one is a chapter of the other.
fn is_part_of(one: &Work, other: &Work) -> bool {
    let parts = one.relations.iter().filter(|(relation, _)| *relation != Relation::Version);
    parts.into_iter().any(|(_, handle)| *handle == other.handle)
}

/// Those who wrote it, else those who edited it.
fn people(work: &Work) -> Vec<Mention> {
    let people = if work.authors.is_empty() { &work.editors } else { &work.authors };
    mentions(&people[..people.len().min(PEOPLE)])
}

fn titles(work: &Work) -> impl Iterator<Item = Title> {
    std::iter::once(&work.title).chain(&work.other_titles).take(TITLES).map(|it| Title::of(it))
}

/// How near the nearest of their titles are.
fn nearest(one: &Work, other: &Work) -> Nearness {
    let others: Vec<Title> = titles(other).filter(Title::names_a_work).collect();
    let pairs = titles(one).filter(Title::names_a_work);
    let pairs = pairs.flat_map(|title| others.iter().map(move |it| title.nearness(it)).collect::<Vec<_>>());
    pairs.min_by_key(|it| *it as u8).unwrap_or(Nearness::Far)
}

/// All on the shorter list are on the longer one, and they are half of it; of one person among many,
/// only the same title makes a version.
fn same_people(some: &[Mention], others: &[Mention], same_title: bool) -> bool {
    let (fewer, more) = (some.len().min(others.len()), some.len().max(others.len()));
    let common = in_common(some, others, if same_title { Mention::looks_like } else { Mention::may_be });
    let all = common == fewer && fewer * 2 >= more;
    let most = common >= 2 && common * 4 >= more * 3;
    common > 0 && (all || most || same_title && common == fewer)
}

fn in_one_series(one: &Work, other: &Work) -> bool {
    one.kind == other.kind && one.handle.series_handle() == other.handle.series_handle()
}

/// `agree`: whether their abstracts do, where both have one.
fn years_fit(one: &Work, other: &Work, agree: Option<bool>) -> bool {
    let (Some(a), Some(b)) = (one.year(), other.year()) else { return true };
    let apart = match (one.kind, other.kind) {
        // The same article printed twice is one article with two records; a title that comes back in
        // another issue is a column's.
        (Kind::Article, Kind::Article) if in_one_series(one, other) => {
            let same_place = (&one.volume, &one.issue) == (&other.volume, &other.issue);
            return a == b && (same_place || agree == Some(true));
        }
        (Kind::Book, Kind::Book) => YEARS_OF_BOOKS,
        _ if in_one_series(one, other) => YEARS_IN_SERIES,
        _ => YEARS_APART,
    };
    (i32::from(a) - i32::from(b)).abs() <= i32::from(apart)
}

/// Of an abstract no more than so many bytes and words are looked at; and how many words there must be
/// to say anything.
const ABSTRACT: usize = 20_000;
const ABSTRACT_WORDS: usize = 200;
const LEAST_WORDS: usize = 30;

/// Whether the longer abstract has most words of the shorter one; `None` where one says too little.
fn abstracts_agree(one: &Work, other: &Work) -> Option<bool> {
    let words = |work: &Work| {
        let text = crate::text::fold(&crate::text::beginning(&work.summary, ABSTRACT));
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|it| it.chars().count() > 3);
        let mut words: Vec<String> = words.take(ABSTRACT_WORDS).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (some, others) = (words(one), words(other));
    let shared = some.iter().filter(|it| others.binary_search(it).is_ok()).count();
    let fewer = some.len().min(others.len());
    (fewer >= LEAST_WORDS).then_some(shared * 10 >= fewer * 6)
}

#[cfg(test)]
mod tests;
