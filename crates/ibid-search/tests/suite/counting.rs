//! Counts against counting by hand, and an index grown step by step against one made at once.

use std::collections::{BTreeMap, BTreeSet};

use ibid_core::record::Access;
use ibid_core::{Handle, Kind};
use ibid_search::{Document, Edit, Facet, Request, Results};
use proptest::prelude::*;

use crate::world::{World, codes, engines, handle, items, work, worlds, year};

const WORDS: [&str; 6] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
const CODES: [&str; 5] = ["F51", "F52", "E5", "E", "Z13"];
const LANGUAGES: [&str; 3] = ["en", "ko", "fr"];

#[test]
fn facets_of_the_catalogue() {
    for world in worlds() {
        let results = world.ask("", &Request::default());
        let facet =
            |facet| results.facet(facet).iter().map(|(value, n)| format!("{value} {n}")).collect::<Vec<_>>();
        assert_eq!(facet(Facet::Kind), ["paper 4", "article 1", "book 1", "person 1", "series 1"]);
        assert_eq!(facet(Facet::Jel), ["F51 2", "E52 1", "P20 1"]);
        assert_eq!(facet(Facet::Series), ["RePEc:hst:wp 6"]);
        assert_eq!(facet(Facet::Access), ["free 5", "restricted 1"]);
        assert_eq!(facet(Facet::Archive), ["hst 7", "per 1"]);
        assert_eq!(results.years, [(1987, 1), (1999, 1), (2005, 1), (2011, 2)]);
        assert_eq!(results.about.len(), 12 + 4);
        // Asked for again, and in another order, it is the same.
        assert_eq!(world.ask("", &Request::default()), results);
        let none = world.ask("", &Request { facets: false, ..Request::default() });
        assert_eq!((none.facets.len(), none.years.len(), none.total), (0, 0, 8));
    }
}

/// A lone value is counted off its list; what was deleted or put in again counts as it is now.
#[test]
fn values_are_counted_as_they_are_now() {
    for world in worlds() {
        let total = |text: &str| {
            let found = world.ask(text, &Request { facets: false, limit: 0, ..Request::default() });
            assert_eq!(found.total, world.ask(text, &Request::default()).total, "{text}");
            found.total
        };
        assert_eq!(["jel:F51", "jel:F5", "jel:F", "jel:Z"].map(total), [2, 2, 2, 0]);
        assert_eq!(["kind:paper", "series:RePEc:hst:wp", "lang:xx"].map(total), [4, 6, 0]);
        let found = world.ask("jel:F51", &Request::default()).hits.remove(0).handle;
        world.index.apply([Edit::Remove(found)]).expect("applied");
        world.index.commit(9).expect("committed");
        assert_eq!(["jel:F51", "jel:F5", "jel:F", "jel:E"].map(total), [1, 1, 1, 1]);
    }
}

fn some<T: Clone + std::fmt::Debug + 'static>(
    all: &'static [T],
    most: usize,
) -> impl Strategy<Value = Vec<T>> {
    proptest::sample::subsequence(all, 0..=most)
}

prop_compose! {
    fn a_document(item: u8)(
        title in some(&WORDS, 3), summary in some(&WORDS, 4), jel in some(&CODES, 3), language in some(&LANGUAGES, 1),
        kind in 0..4_usize, series in 0..3_u8, access in 0..3_usize, published in proptest::option::of(1990..1995_i16),
        about in proptest::option::of((1900..1910_i16, 0..5_i16)),
    ) -> Document {
        let handle = handle(&format!("s{series}:{item}"));
        Document {
            series: Some(handle.series_handle()),
            title: title.join(" "),
            jel: codes(&jel.join(" ")),
            language: language.first().map(|it| (*it).to_owned()),
            access: Some(Access::ALL[access]),
            date: published.and_then(year),
            about: about.map(|(from, more)| (from, from + more)).into_iter().collect(),
            ..Document { summary: summary.join(" "), ..Document::bare(handle, Kind::ALL[kind]) }
        }
    }
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    (1..24_u8).prop_flat_map(|n| (0..n).map(a_document).collect::<Vec<_>>())
}

type Matches = Box<dyn Fn(&Document) -> bool>;

/// A query of one shape and the same question asked of a document.
fn asked(shape: u8, first: &str, second: &str) -> (String, Matches) {
    let (a, b) = (first.to_owned(), second.to_owned());
    let has = |document: &Document, word: &str| {
        let text = format!("{} {}", document.title, document.summary);
        text.split_whitespace().any(|it| it == word)
    };
    match shape {
        0 => (String::new(), Box::new(|_| true)),
        1 => (a.clone(), Box::new(move |it| has(it, &a))),
        2 => (format!("{a} {b}"), Box::new(move |it| has(it, &a) && has(it, &b))),
        3 => (format!("{a} OR {b}"), Box::new(move |it| has(it, &a) || has(it, &b))),
        4 => (format!("{a} -{b}"), Box::new(move |it| has(it, &a) && !has(it, &b))),
        5 => (format!("title:{a}"), Box::new(move |it| it.title.split(' ').any(|word| word == a))),
        6 => (format!("abstract:{a}"), Box::new(move |it| it.summary.split(' ').any(|word| word == a))),
        7 => ("jel:F5".to_owned(), Box::new(|it| it.jel.iter().any(|code| code.as_str().starts_with("F5")))),
        8 => (
            format!("year:1991..1993 {a}"),
            Box::new(move |it| has(it, &a) && it.date.is_some_and(|date| (1991..=1993).contains(&date.year))),
        ),
        9 => (
            "about:1904..1906".to_owned(),
            Box::new(|it| it.about.iter().any(|&(from, to)| from <= 1906 && to >= 1904)),
        ),
        10 => (
            format!("{}* -lang:ko", &a[..2]),
            Box::new(move |it| has(it, &a) && it.language.as_deref() != Some("ko")),
        ),
        _ => (format!("kind:paper {a}"), Box::new(move |it| it.kind == Kind::Paper && has(it, &a))),
    }
}

type Counts = BTreeMap<String, u64>;

fn counted(documents: &[&Document], values: impl Fn(&Document) -> Vec<String>) -> Counts {
    let mut counts = Counts::new();
    for value in documents.iter().flat_map(|document| values(document)) {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

fn by_hand(documents: &[&Document], facet: Facet) -> Counts {
    counted(documents, |it| match facet {
        Facet::Kind => vec![it.kind.word().to_owned()],
        Facet::Series => it.series.iter().map(|series| series.as_str().to_owned()).collect(),
        Facet::Jel => it.jel.iter().map(|code| code.as_str().to_owned()).collect(),
        Facet::Language => it.language.iter().cloned().collect(),
        Facet::Access => it.access.iter().map(|access| access.word().to_owned()).collect(),
        Facet::Archive => vec![it.archive.clone()],
    })
}

fn years(counts: &[(i16, u64)]) -> Counts {
    counts.iter().map(|(year, n)| (year.to_string(), *n)).collect()
}

fn check(results: &Results, expected: &[&Document]) {
    assert_eq!(results.total, expected.len() as u64);
    let found: BTreeSet<String> = items(results).into_iter().collect();
    let wanted: BTreeSet<String> = expected.iter().map(|it| it.handle.item().to_owned()).collect();
    assert_eq!(found, wanted);
    for facet in Facet::ALL {
        let counts: Counts = results.facet(facet).iter().cloned().collect();
        assert_eq!(counts, by_hand(expected, facet), "{facet:?}");
        assert!(results.facet(facet).is_sorted_by_key(|(value, n)| (std::cmp::Reverse(*n), value.clone())));
    }
    let published = counted(expected, |it| it.date.iter().map(|date| date.year.to_string()).collect());
    assert_eq!(years(&results.years), published);
    let about = counted(expected, |it| {
        it.about.iter().flat_map(|&(from, to)| from..=to).map(|year| year.to_string()).collect()
    });
    assert_eq!(years(&results.about), about);
}

fn all() -> Request {
    Request { limit: 1_000, ..Request::default() }
}

/// Everything an answer says that does not depend on how the index came about.
fn told(world: &World, text: &str) -> (Vec<String>, Results) {
    let results = world.ask(text, &all());
    let mut items = items(&results);
    if !text.is_empty() {
        items.sort();
    }
    (items, Results { hits: Vec::new(), ..results })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn counts_are_those_made_by_hand(documents in documents(), first in 0..6_usize, second in 0..6_usize) {
        for world in engines() {
            let (early, late) = documents.split_at(documents.len() / 2);
            for (seq, part) in [early, late].into_iter().enumerate() {
                world.put(part.to_vec());
                world.index.commit(seq as i64).expect("committed");
            }
            for shape in 0..12 {
                let (text, matches) = asked(shape, WORDS[first], WORDS[second]);
                let expected: Vec<&Document> = documents.iter().filter(|it| matches(it)).collect();
                check(&world.ask(&text, &all()), &expected);
            }
        }
    }

    #[test]
    fn grown_equals_made_at_once(documents in documents(), edits in prop::collection::vec((0..24_usize, 0..4_u8), 1..40)) {
        for (grown, made) in engines().into_iter().zip(engines()) {
            let mut left: BTreeMap<Handle, Document> = BTreeMap::new();
            for (seq, (at, what)) in edits.iter().enumerate() {
                let document = &documents[at % documents.len()];
                let edit = if *what == 0 {
                    left.remove(&document.handle);
                    Edit::Remove(document.handle.clone())
                } else {
                    let title = format!("{} {}", document.title, WORDS[usize::from(*what)]);
                    let document = Document { title, ..document.clone() };
                    left.insert(document.handle.clone(), document.clone());
                    Edit::Put(Box::new(document))
                };
                grown.index.apply([edit]).expect("applied");
                if seq % 3 == 0 {
                    grown.index.commit(seq as i64).expect("committed");
                }
            }
            grown.index.commit(99).expect("committed");
            made.index.bulk(true).expect("a hint");
            made.put(left.into_values());
            made.index.commit(99).expect("committed");
            for text in ["", "alpha", "beta OR gamma", "jel:F5", "-alpha", "title:delta kind:paper"] {
                assert_eq!(told(&grown, text), told(&made, text), "{text:?} in {}", grown.url);
            }
        }
    }
}

#[test]
fn a_series_of_many_values_gives_the_most_frequent() {
    for world in engines() {
        let many = (0..60).flat_map(|series| {
            (0..=series % 5).map(move |n| {
                let handle = handle(&format!("s{series:02}:{n}"));
                Document { series: Some(handle.series_handle()), handle, ..work("x", "Word", &[], "") }
            })
        });
        world.put(many);
        world.index.commit(1).expect("committed");
        let results = world.ask("word", &Request::default());
        let series = results.facet(Facet::Series);
        assert_eq!(series.len(), 40);
        assert_eq!(series[0], ("RePEc:hst:s04".to_owned(), 5));
        assert_eq!(series[39], ("RePEc:hst:s16".to_owned(), 2));
    }
}
