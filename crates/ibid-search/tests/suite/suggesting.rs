//! Suggestions as one types, and other spellings.

use ibid_core::query;
use ibid_search::Suggestion;

use crate::world::{World, work, worlds};

fn suggested(world: &World, text: &str) -> Vec<String> {
    let suggestions = world.index.suggest(text, 8).unwrap_or_else(|error| panic!("{text}: {error}"));
    suggestions
        .into_iter()
        .map(|suggestion| match suggestion {
            Suggestion::Record { handle, kind } => format!("{} {}", kind.word(), handle.as_str()),
            Suggestion::Name { name, .. } => format!("name {name}"),
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    for world in worlds() {
        assert_eq!(suggested(&world, text), expected, "{text:?} in {}", world.url);
    }
}

const GD190: &str = "paper RePEc:hst:wp:gd190";
const RATES: &str = "article RePEc:hst:wp:rates";
const KOREAN: &str = "paper RePEc:hst:wp:korean";
const JAPANESE: &str = "paper RePEc:hst:wp:japanese";

#[test]
fn titles_by_words_and_beginnings() {
    check("mon", &[RATES]);
    check("monetary", &[RATES]);
    check("Monetary Pol", &[RATES]);
    check("policy monet", &[RATES]);
    check("monet pol", &[]);
    check("the econ", &[GD190]);
    check("", &[]);
    check("  ", &[]);
    check("zzz", &[]);
}

#[test]
fn names_and_other_records() {
    check("kimu", &["person RePEc:per:1952-01-01:kimura", "name Mitsuhiko Kimura"]);
    check("mitsuhiko ki", &["person RePEc:per:1952-01-01:kimura", "name Mitsuhiko Kimura"]);
    check("global dis", &["series RePEc:hst:wp"]);
    check("anna jo", &["name Anna Jones"]);
}

#[test]
fn umlauts() {
    for text in ["mull", "müll"] {
        check(text, &["name Jan Muller", "name Karl Müller", "name Petra Mueller"]);
    }
    check("muell", &["name Karl Müller", "name Petra Mueller"]);
}

#[test]
fn scripts_without_blanks() {
    check("북한", &[KOREAN]);
    check("북한의 경", &[KOREAN]);
    check("서울대", &[KOREAN]);
    check("北朝", &[JAPANESE]);
    check("山", &[JAPANESE]);
    check("김철", &["name 김철수"]);
    check("木村", &["name 木村光彦"]);
}

#[test]
fn typing_errors() {
    check("monetry", &[RATES]);
    check("monteary", &[RATES]);
    check("monetarry polcy", &[RATES]);
    check("finacing of the", &[GD190]);
    check("kimrua", &["person RePEc:per:1952-01-01:kimura", "name Mitsuhiko Kimura"]);
    // Too short to be a typing error of anything.
    check("mno", &[]);
}

#[test]
fn few_are_asked_for() {
    for world in worlds() {
        assert!(world.index.suggest("m", 0).expect("suggestions").is_empty());
        assert_eq!(world.index.suggest("m", 1).expect("suggestions").len(), 1);
        assert!(world.index.suggest("m", usize::MAX).expect("suggestions").len() > 1);
    }
}

#[test]
fn what_was_taken_out_is_not_suggested() {
    for world in worlds() {
        world.put([work("rates", "Other Title", &["Somebody Else"], "")]);
        world.index.commit(2).expect("committed");
        assert!(suggested(&world, "moneta").is_empty());
        assert!(suggested(&world, "anna j").is_empty());
    }
}

#[test]
fn spellings() {
    let cases: [(&str, &[(&str, &str)]); 9] = [
        ("monetery", &[("monetery", "monetary")]),
        ("monetery polcy", &[("monetery", "monetary"), ("polcy", "policy")]),
        ("\"intrest rates\"", &[("intrest", "interest")]),
        ("author:kimuro", &[("kimuro", "kimura")]),
        ("kimuro", &[("kimuro", "kimura")]),
        ("monetary soviet", &[]),
        ("-monetery", &[]),
        ("qqqqqqqqq", &[]),
        ("북조선", &[]),
    ];
    for world in worlds() {
        for (text, expected) in cases {
            let spellings = world.index.spellings(&query::parse(text)).expect("spellings");
            let first: Vec<(&str, &str)> =
                spellings.iter().map(|it| (it.word.as_str(), it.nearest[0].as_str())).collect();
            assert_eq!(first, expected, "{text:?} in {}", world.url);
        }
    }
}
