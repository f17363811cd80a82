//! Pairs of works: the first tables are of pairs met in real catalogues, names changed where they
//! do not matter.

use proptest::prelude::*;

use super::*;
use crate::Handle;
use crate::record::Agent;

/// "Title | People; by semicolon | year", a paper of the series `name`.
fn work(name: &str, text: &str) -> Work {
    let mut parts = text.split(" | ");
    let mut work = Work::new(Handle::parse(&format!("RePEc:xyz:{name}")).expect(name), Kind::Paper);
    work.title = parts.next().unwrap_or("").to_owned();
    let people = parts.next().unwrap_or("").split("; ").filter(|it| !it.is_empty());
    work.authors = people.map(|name| Agent { name: name.to_owned(), ..Agent::default() }).collect();
    work.stated_year = parts.next().and_then(|year| year.parse().ok());
    work
}

fn pair(one: &str, other: &str) -> (Work, Work) {
    (work("wpaper:1", one), work("other:1", other))
}

/// Both ways round, and that what is the same can be found.
fn verdict(one: &Work, other: &Work) -> Option<Why> {
    let why = same(one, other);
    assert_eq!(why, same(other, one), "{} / {}", one.title, other.title);
    why
}

fn meet(one: &Work, other: &Work) -> bool {
    let (one, other) = (Filed::of(one), Filed::of(other));
    one.seeks(&other)
}

#[test]
fn versions() {
    let cases = [
        (
            "Trade and growth | Ann Smith; Bo Li | 2001",
            "TRADE AND GROWTH. | Bo Li; A. Smith | 2004",
            Why::SameTitle,
        ),
        (
            "A General Techniques for Querying | Ann Smith",
            "A general technique for querying | Smith, Ann",
            Why::SameTitle,
        ),
        (
            "Towards a test bed for mining | Ann Smith",
            "Towards a testbed for mining | Ann Smith",
            Why::SameTitle,
        ),
        ("Infering structure in data | Ann Smith", "Inferring structure in data | Ann Smith", Why::SameTitle),
        (
            "The foruth generation of languages | Ann Smith",
            "The fourth generation of languages | A. Smith",
            Why::SameTitle,
        ),
        ("Incomes, 1950-61 | Ann Smith | 1999", "Incomes, 1950–1961 | Ann Smith | 2000", Why::SameTitle),
        ("Tax cuts (revised version) | Ann Smith | 2006", "Tax cuts | Ann Smith | 2003", Why::SameTitle),
        (
            "Who’s (still) above the cap? | Ann Smith | 2012",
            "Who's above the cap? | Ann Smith | 2011",
            Why::SameTitle,
        ),
        ("L’économie bolivienne | Zoé Müller", "L'economie bolivienne | Zoe Mueller", Why::SameTitle),
        ("북한의 경제 | 김철수 | 1999", "북한의 경제 | 김 철수 | 2000", Why::SameTitle),
        ("北朝鮮の経済 | 木村光彦 | 1999", "北朝鮮の経済 | 木村 光彦 | 2000", Why::SameTitle),
        (
            "Tax policies in open economies | Ann Smith; Bo Li; Jo Roe",
            "Tax policies in open economies | Ann Smith; Bo Li",
            Why::SameTitle,
        ),
        (
            "Maintenance of summary tables in data cubes | Ann Smith | 2000",
            "Maintenance of automatic summary tables in data cubes | Ann Smith | 2000",
            Why::NearTitle,
        ),
        (
            "Life near its end and terminal care | Ann Smith | 2007",
            "Terminal care and life near its end | Ann Smith | 2007",
            Why::NearTitle,
        ),
        (
            "Trade, growth and war | Ann Smith | 2001",
            "Trade, growth and war: A look from afar | Ann Smith | 2001",
            Why::NearTitle,
        ),
        ("Mass customisation | Ann Smith", "Mass customization | Ann Smith", Why::SameTitle),
    ];
    for (one, other, expected) in cases {
        let (one, other) = pair(one, other);
        assert_eq!(verdict(&one, &other), Some(expected), "{} / {}", one.title, other.title);
        assert!(meet(&one, &other) && meet(&other, &one), "not found: {} / {}", one.title, other.title);
    }
}

#[test]
fn other_works() {
    let cases = [
        // Numbered parts, and years in titles.
        ("Risk and return I | Ann Smith | 2001", "Risk and return II | Ann Smith | 2001"),
        ("Risk and return | Ann Smith | 2001", "Risk and return II | Ann Smith | 2001"),
        ("Risk and return I: Theory | Ann Smith | 2001", "Risk and return | Ann Smith | 2001"),
        ("Risk and return (Part 1) | Ann Smith | 2001", "Risk and return (Part 2) | Ann Smith | 2001"),
        ("Risk and return, part one | Ann Smith | 2001", "Risk and return, part two | Ann Smith | 2001"),
        ("Economic outlook 2001 | Ann Smith | 2001", "Economic outlook 2002 | Ann Smith | 2002"),
        ("Incomes, 1950-1961 | Ann Smith | 1999", "Incomes, 1950-1971 | Ann Smith | 1999"),
        // About another work, or a piece of it.
        ("Trade and growth in cities | Ann Smith", "Trade and growth in cities: Comment | Ann Smith"),
        ("Trade and growth in cities | Ann Smith", "Reply: Trade and growth in cities | Ann Smith"),
        ("Trade and growth in cities | Ann Smith", "Trade and growth in cities: Erratum | Ann Smith"),
        ("Trade and growth in cities | Ann Smith", "Trade and growth in cities revisited | Ann Smith"),
        ("Trade and growth in cities | Ann Smith", "Trade and growth in cities - Book Review | Ann Smith"),
        // Titles that name nothing.
        ("Introduction | Ann Smith | 2001", "Introduction | Ann Smith | 2001"),
        ("Guest Editorial | Ann Smith | 2001", "Guest Editorial | Ann Smith | 2001"),
        ("Book Reviews | Ann Smith | 2001", "Book Reviews | Ann Smith | 2001"),
        ("Comment | Ann Smith | 2001", "Comment | Ann Smith | 2001"),
        // One word is another.
        ("Trade in the U.K. economy | Ann Smith | 2001", "Trade in the U.S. economy | Ann Smith | 2001"),
        (
            "Unions and upward mobility for women | Ann Smith",
            "Unions and upward mobility for men | Ann Smith",
        ),
        (
            "The gold standard and the depression | Ann Smith | 1987",
            "The gold-exchange standard and the depression | Ann Smith | 1997",
        ),
        // Other people, nobody, other times.
        ("Trade and growth in cities | Ann Smith", "Trade and growth in cities | Bo Li"),
        ("Trade and growth in cities", "Trade and growth in cities"),
        ("Trade and growth in cities | Ann Smith | 1970", "Trade and growth in cities | Ann Smith | 2001"),
        ("", ""),
        (" | Ann Smith", " | Ann Smith"),
    ];
    for (one, other) in cases {
        let (one, other) = pair(one, other);
        assert_eq!(verdict(&one, &other), None, "{} / {}", one.title, other.title);
    }
}

const ABSTRACT: &str = "This paper asks whether openness raises the income of farmers. Using household \
    surveys from thirty countries between harvest failures, we estimate elasticities of consumption, \
    schooling, migration and savings, and find modest gains concentrated among landowners near ports; \
    labourers without property hardly benefit unless wages respond quickly to prices.";

#[test]
fn a_longer_title_needs_a_like_abstract() {
    let (mut one, mut other) = pair(
        "Openness and the income of farmers | Ann Smith | 2001",
        "Openness and the income of farmers: Evidence from surveys | Ann Smith | 2006",
    );
    assert_eq!(verdict(&one, &other), None, "years apart and nothing to go by");
    one.summary = vec![ABSTRACT.to_owned()];
    assert_eq!(verdict(&one, &other), None);
    other.summary = vec![ABSTRACT.replace("modest", "small")];
    assert_eq!(verdict(&one, &other), Some(Why::NearTitle));
    other.summary = vec![ABSTRACT.chars().rev().collect()];
    other.stated_year = Some(2001);
    assert_eq!(verdict(&one, &other), None, "another abstract, though of one year");
}

#[test]
fn one_series_has_columns_and_numbers() {
    let article = |text: &str, issue: &str| {
        let mut article = work(&format!("journl:{issue}"), text);
        article.kind = Kind::Article;
        article.volume = "3".to_owned();
        article.issue = issue.to_owned();
        article
    };
    let title = "New journals in economics | Ann Smith | 2016";
    assert_eq!(verdict(&article(title, "1"), &article(title, "2")), None, "a column");
    let twice = Work { handle: Handle::parse("RePEc:xyz:journl:again").unwrap(), ..article(title, "1") };
    assert_eq!(verdict(&article(title, "1"), &twice), Some(Why::SameTitle), "one article recorded twice");
    let summary = vec![ABSTRACT.to_owned()];
    let printed = |issue: &str| Work { summary: summary.clone(), ..article(title, issue) };
    assert_eq!(verdict(&printed("1"), &printed("2")), Some(Why::SameTitle), "printed twice");
    let paper =
        |item: &str, year: i16| Work { stated_year: Some(year), ..work(&format!("wpaper:{item}"), title) };
    assert_eq!(verdict(&paper("1", 2011), &paper("2", 2013)), Some(Why::SameTitle));
    assert_eq!(verdict(&paper("1", 2006), &paper("2", 2013)), None);
}

#[test]
fn kinds() {
    let check = |one: Kind, other: Kind, years: [i16; 2], expected: Option<Why>| {
        let (mut a, mut b) =
            pair("Trade and growth in cities | Ann Smith", "Trade and growth in cities | Ann Smith");
        (a.kind, b.kind) = (one, other);
        (a.stated_year, b.stated_year) = (Some(years[0]), Some(years[1]));
        assert_eq!(verdict(&a, &b), expected, "{one:?} {other:?} {years:?}");
    };
    let found = Some(Why::SameTitle);
    check(Kind::Paper, Kind::Article, [2001, 2009], found);
    check(Kind::Article, Kind::Chapter, [2001, 2009], found);
    check(Kind::Book, Kind::Book, [1971, 2001], found);
    check(Kind::Book, Kind::Book, [1901, 2001], None);
    check(Kind::Paper, Kind::Book, [1971, 2001], None);
    check(Kind::Talk, Kind::Paper, [2001, 2001], None);
    check(Kind::Paper, Kind::Software, [2001, 2001], None);
}

#[test]
fn declared_and_doi() {
    let (mut one, mut other) =
        pair("Bolivia's challenges | Ann Smith", "Los desafíos de Bolivia | Ann Smith");
    assert_eq!(verdict(&one, &other), None);
    one.relations = vec![(Relation::Version, other.handle.clone())];
    assert_eq!(verdict(&one, &other), Some(Why::Declared));
    assert!(meet(&other, &one), "who is named finds who names it");
    one.relations = vec![(Relation::InBook, other.handle.clone())];
    other.title = one.title.clone();
    assert_eq!(verdict(&one, &other), None, "a chapter is no version of its book");
    let (mut one, mut other) = pair("Cities and trade | Smith", "Trade in great cities | A. Jones");
    (one.doi, other.doi) = ("10.1/ab".to_owned(), "10.1/AB".to_owned());
    assert_eq!(verdict(&one, &other), Some(Why::Doi));
    assert!(meet(&one, &other));
    other.title = "Index of authors".to_owned();
    assert_eq!(verdict(&one, &other), None, "one DOI of a whole issue");
}

#[test]
fn other_scripts_are_titles_too() {
    let (mut one, mut other) =
        pair("The economy of North Korea | Mitsuhiko Kimura", "北朝鮮の経済 | Mitsuhiko Kimura");
    other.other_titles = vec!["The Economy of North Korea".to_owned()];
    assert_eq!(verdict(&one, &other), Some(Why::SameTitle));
    assert!(meet(&one, &other));
    (one.title, other.other_titles) = (other.title.clone(), Vec::new());
    assert_eq!(verdict(&one, &other), Some(Why::SameTitle));
}

proptest! {
    /// Whatever the records say: no panic, the same both ways round, and never more numbers than fit.
    #[test]
    fn nothing_breaks_it(
        titles in prop::collection::vec("(?s).{0,60}", 1..5),
        people in prop::collection::vec("(?s).{0,20}", 0..4),
        year in proptest::option::of(any::<i16>()),
    ) {
        let make = |name: &str, turn: usize| {
            let mut work = work(name, "");
            work.title = titles[turn % titles.len()].clone();
            work.other_titles = titles.clone();
            work.authors = people.iter().map(|it| Agent { name: it.clone(), ..Agent::default() }).collect();
            work.stated_year = year;
            work
        };
        let (one, other) = (make("a:1", 0), make("b:1", 1));
        verdict(&one, &other);
        prop_assert!(Filed::of(&one).under.len() <= MOST_MARKS);
    }

    /// A title is itself, in any case and punctuation.
    #[test]
    fn case_and_punctuation_do_not_matter(words in prop::collection::vec("[a-z]{4,9}", 3..9)) {
        let (one, other) = pair(&format!("{} | Ann Smith", words.join(" ")), &format!("{}! | Smith, A.", words.join(" ").to_uppercase()));
        prop_assume!(Title::of(&one.title).names_a_work());
        prop_assert_eq!(verdict(&one, &other), Some(Why::SameTitle));
        prop_assert!(meet(&one, &other));
    }
}

#[test]
fn of_a_very_long_abstract_the_beginning_decides() {
    let (mut one, mut other) = pair(
        "Silk prices in Kyoto under the shogunate | Ann Smith | 2001",
        "Silk prices in Osaka and Kyoto under the shogunate | Ann Smith | 2009",
    );
    let said: String = (0..60).map(|n| format!("weaving{n} ")).collect();
    let other_words: String = (0..200_000).map(|n| format!("other{n} ")).collect();
    one.summary = vec![said.clone()];
    other.summary = vec![said, other_words.clone()];
    let padded = format!("{}{other_words}", one.summary[0]);
    assert!(padded.len() > 1_000_000);
    one.summary = vec![padded.clone()];
    other.summary = vec![padded];
    assert_eq!(verdict(&one, &other), Some(Why::NearTitle));
}

#[test]
fn very_long_titles_and_crowds_are_versions_too() {
    let names: Vec<String> = (0..3_000).map(|n| format!("Ann {}{}", "ABCDEFGHIJ".repeat(n % 7), n)).collect();
    let crowd = names.join("; ");
    let title = "Silk prices in Kyoto under the shogunate ".repeat(30_000);
    let (one, other) = pair(&format!("{title} | {crowd} | 2001"), &format!("{title} | {crowd} | 2002"));
    assert!(meet(&one, &other));
    assert_eq!(verdict(&one, &other), Some(Why::SameTitle));
    let (short, other) = pair("Silk prices | Bo Li | 2001", &format!("{title} | {crowd} | 2002"));
    assert_eq!(verdict(&short, &other), None);
}
