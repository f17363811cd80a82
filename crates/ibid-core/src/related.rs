//! What two works have to do with each other, said so that a reader can judge it.
//!
//! People, subjects, classes, years about; a shared series only beside something else. Deliberately
//! not here: finding candidates, and versions of the same work (`versions.rs`).

use std::collections::HashSet;

use crate::jel::Code;
use crate::people::Mention;
use crate::record::Work;
use crate::text::{beginning, fold};

/// One thing that two works share, in the words of the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Names, as the first work gives them.
    People(Vec<String>),
    /// Both are about these years.
    Years(i16, i16),
    /// Keywords and words of the title, the most telling first.
    Subjects(Vec<String>),
    /// Classes that have none below them.
    Jel(Vec<Code>),
    Series,
}

/// Names, words or classes that one reason tells at most.
const TOLD: usize = 4;
/// People of a work that are looked at.
const PEOPLE: usize = 100;
/// Bytes of an abstract that are looked at.
const ABSTRACT: usize = 20_000;

/// Works with less in common are not shown as related: a series and a single word, say.
const LEAST: u32 = 10;

/// Words of titles that say how something is treated, not what.
const METHOD: &[&str] = &[
    "about",
    "account",
    "across",
    "after",
    "against",
    "analysi",
    "analyse",
    "analyze",
    "application",
    "approach",
    "aspect",
    "assessment",
    "based",
    "before",
    "between",
    "beyond",
    "case",
    "century",
    "change",
    "circa",
    "comparative",
    "comparison",
    "data",
    "determinant",
    "development",
    "during",
    "early",
    "economic",
    "economie",
    "economy",
    "effect",
    "empirical",
    "estimate",
    "estimating",
    "estimation",
    "evidence",
    "example",
    "experience",
    "first",
    "framework",
    "from",
    "general",
    "history",
    "impact",
    "implication",
    "into",
    "introduction",
    "late",
    "lesson",
    "measure",
    "measurement",
    "measuring",
    "method",
    "model",
    "modern",
    "more",
    "note",
    "over",
    "overview",
    "paper",
    "part",
    "perspective",
    "problem",
    "question",
    "recent",
    "report",
    "result",
    "review",
    "role",
    "second",
    "since",
    "some",
    "study",
    "studie",
    "survey",
    "test",
    "than",
    "that",
    "their",
    "theory",
    "theoretical",
    "this",
    "through",
    "time",
    "toward",
    "under",
    "using",
    "versu",
    "view",
    "what",
    "when",
    "where",
    "which",
    "with",
    "within",
    "without",
    "world",
    "year",
];

/// A work read once, to be compared with any number of others.
pub struct Compared<'a> {
    work: &'a Work,
    /// The first of its people, by the names it gives them.
    people: Vec<(&'a str, Mention)>,
    subjects: Subjects<'a>,
    years: Vec<(i16, i16)>,
}

impl<'a> Compared<'a> {
    pub fn new(work: &'a Work) -> Compared<'a> {
        let agents = work.authors.iter().chain(&work.editors).filter(|agent| !agent.name.is_empty());
        let people = agents.take(PEOPLE).map(|agent| (agent.name.as_str(), Mention::of(agent))).collect();
        Compared { work, people, subjects: Subjects::of(work), years: work.years_about() }
    }

    /// What it shares with `other`, the weightiest first; nothing when it is too little to speak of.
    pub fn reasons(&self, other: &Work) -> Vec<Reason> {
        let other = Compared::new(other);
        let one_series = self.work.handle.series_handle() == other.work.handle.series_handle();
        let found = [
            shared_people(&self.people, &other.people),
            shared_subjects(&self.subjects, &other.subjects),
            shared_years(&self.years, &other.years),
            shared_classes(self.work, other.work),
            one_series.then_some((3, Reason::Series)),
        ];
        let mut found: Vec<(u32, Reason)> = found.into_iter().flatten().collect();
        if found.iter().map(|(weight, _)| weight).sum::<u32>() < LEAST {
            return Vec::new();
        }
        found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        found.into_iter().map(|(_, reason)| reason).collect()
    }
}

/// How much two works have in common, for ranking. 0: too little to speak of.
pub fn nearness(reasons: &[Reason]) -> u32 {
    let weigh = |reason: &Reason| match reason {
        Reason::People(names) => 20 + 10 * names.len() as u32,
        Reason::Years(..) => 10,
        Reason::Subjects(words) => words.iter().map(|word| weight_of(word)).sum(),
        Reason::Jel(codes) => 8 * codes.len() as u32,
        Reason::Series => 3,
    };
    reasons.iter().map(weigh).sum()
}

fn shared_people(mine: &[(&str, Mention)], theirs: &[(&str, Mention)]) -> Option<(u32, Reason)> {
    let shared = mine.iter().filter(|(_, mention)| theirs.iter().any(|(_, it)| mention.may_be(it)));
    let names: Vec<String> = shared.map(|(name, _)| (*name).to_owned()).take(TOLD).collect();
    weighed(names.is_empty(), Reason::People(names))
}

fn shared_classes(one: &Work, other: &Work) -> Option<(u32, Reason)> {
    let narrow = one.jel.iter().filter(|code| code.as_str().len() > 2 && other.jel.contains(code));
    let codes: Vec<Code> = narrow.copied().take(TOLD).collect();
    weighed(codes.is_empty(), Reason::Jel(codes))
}

/// The longest span of years that both are about, unless that is next to nothing of either.
fn shared_years(mine: &[(i16, i16)], theirs: &[(i16, i16)]) -> Option<(u32, Reason)> {
    let pairs = mine.iter().flat_map(|mine| theirs.iter().map(move |theirs| (*mine, *theirs)));
    let length = |(from, to): (i16, i16)| i32::from(to) - i32::from(from) + 1;
    let overlaps = pairs.filter_map(|(mine, theirs)| {
        let both = (mine.0.max(theirs.0), mine.1.min(theirs.1));
        let whole = length(mine).max(length(theirs));
        (length(both) > 0 && length(both) * 5 >= whole).then_some((both.0, both.1, whole))
    });
    let (from, to, whole) = overlaps.max_by_key(|(from, to, _)| length((*from, *to)))?;
    // By itself enough only where both are about nearly the same years.
    let weight = if length((from, to)) * 10 >= whole * 6 { 12 } else { 7 };
    Some((weight, Reason::Years(from, to)))
}

fn weighed(empty: bool, reason: Reason) -> Option<(u32, Reason)> {
    (!empty).then(|| (nearness(std::slice::from_ref(&reason)), reason))
}

/// A phrase tells more than a word.
fn weight_of(subject: &str) -> u32 {
    if subject.trim().contains(' ') || subject.starts_with(is_dense) { 12 } else { 6 }
}

/// Keywords of either that the other has in its title, keywords or abstract; then words of the title
/// that stand in the other's title or among its keywords.
fn shared_subjects(mine: &Subjects<'_>, theirs: &Subjects<'_>) -> Option<(u32, Reason)> {
    let mut told = Vec::new();
    let mut said = HashSet::new();
    let mut tell = |word: &str| {
        let plain = plain(word);
        // "Korea" says nothing more beside "North Korea".
        if told.len() < TOLD && plain.split(' ').any(|part| !said.contains(part)) {
            said.extend(plain.split(' ').map(str::to_owned));
            told.push(word.to_owned());
        }
    };
    let is_known = |keyword: &str, text: &str| holds(text, &plain(keyword));
    let own = mine.keywords.iter().filter(|it| is_known(it, &theirs.text));
    let named = theirs.keywords.iter().filter(|it| is_known(it, &mine.text));
    own.chain(named).for_each(|keyword| tell(keyword));
    mine.words.iter().filter(|word| holds(&theirs.title, &plain(word))).for_each(|word| tell(word));
    told.sort_by_key(|word| std::cmp::Reverse(weight_of(word)));
    weighed(told.is_empty(), Reason::Subjects(told))
}

struct Subjects<'a> {
    keywords: Vec<&'a str>,
    /// Words of the title that say what it is about, as written.
    words: Vec<&'a str>,
    /// Title and keywords, plain.
    title: String,
    /// And the abstract.
    text: String,
}

impl<'a> Subjects<'a> {
    fn of(work: &'a Work) -> Subjects<'a> {
        let titles = || std::iter::once(&work.title).chain(&work.other_titles);
        let tags = work.talk.iter().flat_map(|talk| &talk.tags);
        let keywords: Vec<&str> = work.keywords.iter().chain(tags).map(|it| it.trim()).collect();
        let long = |it: &&str| plain(it).chars().count() > if it.starts_with(is_dense) { 1 } else { 2 };
        let keywords: Vec<&str> = keywords.into_iter().filter(long).filter(|it| !is_method(it)).collect();
        let words = titles().flat_map(|title| title.split(|c: char| !c.is_alphanumeric()));
        let words = words.filter(|word| word.chars().count() > 3 && !is_method(word));
        let words = words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
        let title = [
            plain(&titles().fold(String::new(), |all, title| all + title + " ; ")),
            plain(&keywords.join(" ; ")),
        ];
        let title = title.join(" ; ");
        let text = [&title, plain(&beginning(&work.summary, ABSTRACT)).as_str()].join(" ; ");
        Subjects { keywords, words: words.collect(), title, text }
    }
}

fn is_method(word: &str) -> bool {
    METHOD.contains(&plain(word).as_str())
}

/// Folded words without plural endings, one blank between them; `;` parts what does not belong
/// together.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != ';').filter(|it| !it.is_empty());
    let singular = |word: &str| {
        let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
        word[..word.len() - usize::from(is_plural)].to_owned()
    };
    words.map(singular).collect::<Vec<_>>().join(" ")
}

/// Whether `phrase` stands in `text`, both plain: as whole words, but anywhere in scripts that part
/// none.
fn holds(text: &str, phrase: &str) -> bool {
    let ends = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + phrase.len()..].chars().next());
        phrase.starts_with(is_dense) || before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    };
    !phrase.is_empty() && text.match_indices(phrase).any(|(at, _)| ends(at))
}

fn is_dense(c: char) -> bool {
    c >= '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Agent;
    use crate::{Handle, Kind};

    /// "Title | people; by semicolon | keywords; … | JEL; …", a paper of `series`.
    fn work(series: &str, text: &str) -> Work {
        let mut parts = text.split('|').map(str::trim);
        let mut work =
            Work::new(Handle::parse(&format!("RePEc:xyz:{series}:{}", text.len())).unwrap(), Kind::Paper);
        let mut list = || {
            let part = parts.next().unwrap_or("");
            part.split("; ").filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        work.title = list().join("; ");
        work.authors = list().into_iter().map(|name| Agent { name, ..Agent::default() }).collect();
        work.keywords = list();
        work.jel = list().iter().filter_map(|code| Code::parse(code)).collect();
        work
    }

    fn reasons(one: &Work, other: &Work) -> Vec<Reason> {
        Compared::new(one).reasons(other)
    }

    fn said(reasons: &[Reason]) -> String {
        let one = |reason: &Reason| match reason {
            Reason::People(names) => format!("people: {}", names.join(", ")),
            Reason::Years(from, to) => format!("years: {from}-{to}"),
            Reason::Subjects(words) => format!("about: {}", words.join(", ")),
            Reason::Jel(codes) => {
                format!("jel: {}", codes.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", "))
            }
            Reason::Series => "series".to_owned(),
        };
        reasons.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_is_shared() {
        let cases = [
            ("Trade of Japan | Ann Smith", "Silk | A. Smith; Bo Li", "people: Ann Smith"),
            ("The fall of Rome | | grain; fleets", "Fleet building | | Grain", "about: grain, fleets"),
            ("North Korea's strategy", "Crisis | | North Korea; Soviet Union", "about: North Korea"),
            ("A strategy for North Korea", "North Korea and Japan | | North Korea", "about: North Korea"),
            ("Silk weaving in Kyoto", "The weaving of silks", "about: Silk, weaving"),
            ("War | | | F51; N45; F5", "Peace | | | N45; F51; F5", "jel: F51, N45"),
            ("Prices, 1950 to 1961", "Wages, 1953-1960", "years: 1953-1960"),
            ("北朝鮮の工業 | | 北朝鮮", "北朝鮮の農業", "about: 北朝鮮"),
            ("북한의 무역 | | 북한; 무역", "북한 경제사", "about: 북한"),
            // Too little, or nothing said by it.
            ("Silk and the world", "Silk reeling", ""),
            ("An empirical analysis of growth", "An empirical analysis of unemployment", ""),
            ("Evidence from a case study | | evidence", "A case study: evidence | | evidence", ""),
            ("Prices, 1950 to 1961", "Wages, 1955-1960", ""),
            ("Prices, 1950 to 1952", "Two millennia of wages, 1000-2000", ""),
            ("War | | | F5", "Peace | | | F5", ""),
            ("Part one | | a; of", "Part two | | a; of", ""),
            ("", "", ""),
        ];
        for (one, other, expected) in cases {
            let reasons = reasons(&work("one", one), &work("other", other));
            assert_eq!(said(&reasons), expected, "{one} / {other}");
        }
    }

    #[test]
    fn the_weightiest_comes_first_and_a_series_only_beside_it() {
        let one = work("a", "Silk in Kyoto, 1950-1960 | Ann Smith | silk weaving | N65");
        let check = |other: &str, expected: &str| {
            assert_eq!(said(&reasons(&one, &work("a", other))), expected);
        };
        check("Rice | Ann Smith", "people: Ann Smith; series");
        check(
            "Silk weaving, 1952-1960 | Ann Smith",
            "people: Ann Smith; about: silk weaving; years: 1952-1960; series",
        );
        check("Coal mines", "");
        check("Silk weaving | | | N65", "about: silk weaving; jel: N65; series");
        let far = reasons(&one, &work("b", "Kyoto silk"));
        let near = reasons(&one, &work("b", "Kyoto silk | Ann Smith"));
        assert!(nearness(&near) > nearness(&far) && nearness(&far) > 0);
        assert_eq!(nearness(&[]), 0);
    }

    #[test]
    fn an_abstract_counts_for_the_keywords_of_the_other() {
        let mut one = work("a", "Toward normalization: the strategy of North Korea, circa 1950 to 1961");
        one.summary = vec!["The plans of the Soviet Union went before his own.".to_owned()];
        let other = work("b", "The Soviet Union and North Korea in 1955-1960 | | North Korea; Soviet Union");
        let expected = "about: North Korea, Soviet Union; years: 1955-1960";
        assert_eq!(said(&reasons(&one, &other)), expected);
        assert_eq!(said(&reasons(&other, &one)), expected);
    }

    #[test]
    fn crowds_and_long_abstracts_are_looked_at_in_part() {
        let names: Vec<String> = (0..3_000).map(|n| format!("Ann Smith{n}")).collect();
        let mut one = work("a", &format!("Physics of silk | {}", names.join("; ")));
        let mut other = work("b", &format!("Weaving | Bo Li; {}", names.join("; ")));
        one.summary = vec!["From 1950 to 1961. ".to_owned(), "Silk. ".repeat(200_000)];
        other.summary = vec!["From 1951 to 1960. ".to_owned(), "Wool. ".repeat(200_000)];
        let compared = Compared::new(&one);
        let expected = "people: Ann Smith0, Ann Smith1, Ann Smith2, Ann Smith3; years: 1951-1960";
        assert_eq!(said(&compared.reasons(&other)), expected);
        assert_eq!(said(&compared.reasons(&other)), expected);
    }
}
