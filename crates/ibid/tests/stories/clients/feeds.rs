//! Feeds, the sitemap and the search description, read by feedparser and xmllint.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{program, script};
use crate::world::World;

const STEMS: [&str; 9] = [
    "new",
    "talks",
    "series/hst/ghsdps",
    "archives/xyz",
    "jel/F51",
    "authors/Mitsuhiko%20Kimuran",
    "people/pki42",
    "lists/north-korea-and-japan",
    "search",
];

#[test]
fn feedparser_reads_every_feed() {
    let world = World::toy();
    world.bring_lists();
    world.harvest("");
    let server = world.serve();
    let address = |stem: &str, ending: &str| server.url(&format!("/feeds/{stem}.{ending}"));
    let addresses: Vec<String> =
        STEMS.iter().flat_map(|stem| ["atom", "rss"].map(|ending| address(stem, ending))).collect();
    let arguments: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let Some(feeds) = script("feeds.py", &arguments) else { return };
    assert_eq!(feeds.len(), addresses.len());
    for (at, feed) in addresses.iter().zip(&feeds) {
        assert_eq!(
            (&feed["bozo"], &feed["status"]),
            (&Value::from(false), &Value::from(200)),
            "{at}: {feed}"
        );
        let form = if at.ends_with("rss") { "rss20" } else { "atom10" };
        assert_eq!(feed["version"], form, "{at}");
        // By its tag alone: no date says when a work left a list.
        assert_eq!((&feed["again"], &feed["dated"]), (&Value::from(304), &Value::from(false)), "{at}");
        let own = feed["links"].as_array().unwrap().iter().find(|it| it[0] == "self").expect(at);
        assert_eq!(own[2], at.as_str());
        let entries = feed["entries"].as_array().unwrap();
        assert!(!entries.is_empty(), "{at}");
        let ids: BTreeSet<&str> = entries.iter().filter_map(|it| it["id"].as_str()).collect();
        assert_eq!(ids.len(), entries.len(), "{at}");
        for entry in entries {
            for needed in ["id", "link", "title", "published"] {
                assert!(!entry[needed].is_null(), "{at}: no {needed} in {entry}");
            }
            // Texts of RSS are markup to its readers; those of Atom are told to be none.
            assert!(form == "atom10" || !entry.to_string().contains("<script"), "{at}: {entry}");
        }
    }
    both_forms_say_the_same(&feeds);
    a_paper_is_understood(&feeds[4]);
    codes_are_explained(&feeds[8]);
    talks_are_dated(&feeds[2]);
}

/// What two forms of one feed have in common.
fn both_forms_say_the_same(feeds: &[Value]) {
    for pair in feeds.chunks(2) {
        let told = |feed: &Value| {
            let entries = feed["entries"].as_array().unwrap().iter();
            entries
                .map(|it| (it["id"].clone(), it["link"].clone(), it["published"].clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&pair[0]), told(&pair[1]));
    }
}

fn a_paper_is_understood(series: &Value) {
    let entries = series["entries"].as_array().unwrap();
    let ends = |it: &&Value| it["id"].as_str().is_some_and(|id| id.ends_with("/RePEc:hst:ghsdps:gd11-190"));
    let paper = entries.iter().find(ends).expect("the paper");
    assert!(paper["link"].as_str().unwrap().ends_with("/p/hst/ghsdps/gd11-190.html"));
    assert_eq!(paper["authors"], serde_json::json!(["Mitsuhiko Kimuran"]));
    assert!(paper["summary"].as_str().is_some_and(|it| it.len() > 100), "{paper}");
}

fn codes_are_explained(of_code: &Value) {
    for entry in of_code["entries"].as_array().unwrap() {
        let jel = entry["tags"].as_array().unwrap().iter().find(|it| it[0] == "F51").expect("a code");
        let (place, label) = (jel[1].as_str().unwrap(), jel[2].as_str().unwrap());
        assert!(place.ends_with("/j/") && label.starts_with("F51 International"), "{jel}");
    }
}

fn talks_are_dated(talks: &Value) {
    let starts: Vec<&str> =
        talks["entries"].as_array().unwrap().iter().filter_map(|it| it["start"].as_str()).collect();
    assert!(starts.iter().any(|it| it.starts_with("2014-03-11")), "{starts:?}");
}

#[test]
fn xmllint_reads_what_is_xml() {
    let world = World::toy();
    world.harvest("");
    let server = world.serve();
    let folder = tempfile::tempdir().unwrap();
    for path in
        ["/sitemap.xml", "/sitemap-pages.xml", "/sitemap-0.xml", "/browser-search.xml", "/feeds/new.atom"]
    {
        let file = folder.path().join("read.xml");
        std::fs::write(&file, server.page(path)).unwrap();
        let Some(said) = program("xmllint", &["--noout", "--nonet", file.to_str().unwrap()]) else { return };
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{path}");
    }
}
