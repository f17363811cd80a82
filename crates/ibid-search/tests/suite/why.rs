//! Why something was found.

use ibid_core::query;
use ibid_search::{Document, Part, Request};

use crate::world::{World, codes, engines, work};

fn world() -> Vec<(World, Document)> {
    let document = Document {
        keywords: vec!["money".to_owned()],
        jel: codes("E52"),
        ..work(
            "one",
            "Money and the Müller family",
            &["Karl Müller"],
            "Of money, much money. Interest rates.",
        )
    };
    let worlds = engines();
    for world in &worlds {
        let others = (0..20).map(|n| work(&format!("w{n}"), "Other", &[], "Interest in other things."));
        world.put([document.clone()].into_iter().chain(others));
        world.index.commit(1).expect("committed");
    }
    worlds.into_iter().map(|world| (world, document.clone())).collect()
}

#[test]
fn each_word_says_where_it_stands_and_what_it_counts() {
    for (world, document) in world() {
        let why = |text: &str| {
            world.index.why(&query::parse(text), &document).expect("an answer").expect("the document")
        };
        let found = why("money interest kind:paper");
        let score = found.score.expect("found");
        let sum: f32 = found.terms.iter().map(|term| term.score).sum();
        assert!((score - sum).abs() < 1e-4, "{score} {sum}");
        let hit = &world.ask("money interest kind:paper", &Request::default()).hits[0];
        assert!((score - hit.score).abs() < 1e-4);

        let money = &found.terms[0];
        let parts: Vec<(Part, usize)> = money.parts.iter().map(|it| (it.0, it.1)).collect();
        assert_eq!(parts, [(Part::Title, 1), (Part::Keywords, 1), (Part::Abstract, 2)]);
        let shares: f32 = money.parts.iter().map(|it| it.2).sum();
        assert!((shares - money.score).abs() < 1e-4);
        assert!(money.score > found.terms[1].score, "the rarer word counts more");
    }
}

#[test]
fn parts_phrases_prefixes_and_names() {
    for (world, document) in world() {
        let parts = |text: &str| -> Vec<(Part, usize)> {
            let why =
                world.index.why(&query::parse(text), &document).expect("an answer").expect("the document");
            assert!(why.score.is_some(), "{text}");
            why.terms[0].parts.iter().map(|it| (it.0, it.1)).collect()
        };
        assert_eq!(parts("\"interest rates\""), [(Part::Abstract, 1)]);
        assert_eq!(parts("title:money"), [(Part::Title, 1)]);
        assert_eq!(parts("mon*"), [(Part::Title, 1), (Part::Keywords, 1), (Part::Abstract, 2)]);
        assert_eq!(parts("author:mueller"), [(Part::People, 1)]);
        assert_eq!(parts("discussion"), [(Part::Series, 1)]);
    }
}

#[test]
fn what_is_not_found_says_what_is_missing() {
    for (world, document) in world() {
        let why = |text: &str| world.index.why(&query::parse(text), &document).expect("an answer");
        let found = why("money elephants").expect("the document");
        assert_eq!(found.score, None);
        assert!(found.terms[0].score > 0.0);
        assert_eq!((found.terms[1].score, found.terms[1].parts.len()), (0.0, 0));
        assert_eq!(why("kind:article").expect("the document").score, None);
        assert_eq!(why("").expect("the document").terms, []);
        let stranger = work("never put in", "Money", &[], "");
        assert_eq!(world.index.why(&query::parse("money"), &stranger).expect("an answer"), None);
    }
}

#[test]
fn a_very_long_abstract_is_answered_for() {
    for world in engines() {
        let long = work("long", "Long", &[], &"silk money ".repeat(100_000));
        world.put([long.clone()]);
        world.index.commit(1).expect("committed");
        let asked = query::parse("money \"silk money\"");
        let why = world.index.why(&asked, &long).expect("an answer").expect("the document");
        for term in why.terms {
            let [(part, times, _)] = term.parts.as_slice() else { panic!("{term:?}") };
            assert!(*part == Part::Abstract && *times > 10_000, "{term:?}");
        }
    }
}
