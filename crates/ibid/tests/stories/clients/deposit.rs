//! The operator's own DOIs, as batches for the registry: which works they hold, who is refused and why.

use std::fs;

use serde_json::Value;

use super::{program, script};
use crate::world::World;

const SETTINGS: &str = "[site]\nname = 'The <Society> & friends'\nurl = 'https://ibid.example.org'\n\
    email = 'keeper@example.org'\n[doi]\nprefix = '10.5555'\nregistrant = 'The Society'\n";

/// A book, a chapter, a talk, two works of one DOI, one without a title, one of another's prefix.
const OWN: &str = "\
Template-Type: ReDIF-Book 1.0
Editor-Name: Holloway, Agnes, Jr.
Title: Braces } \"quotes\" <b & ]]> 북한 경제
Title: 북한 경제의 성장
Year: 2001
Edition: a very long word for an edition
ISBN: 979-11-00000-12-0
Publisher-Name: Own Press
DOI: 10.5555/own.<1>&2
Handle: RePEc:abc:own:book

Template-Type: ReDIF-Chapter 1.0
Author-Name: Ministry of Trade and Industry
Author-Name: Ann Smith
Author-Homepage: https://orcid.org/0000-0002-1825-0097
Title: Prices
Book-Title: A History
Provider-Name: Own Press
Chapter: 3
Pages: 7, 9-11
Year: 2001
Language: ko
Abstract: One.

  Two.
DOI: 10.5555/own.3
Handle: RePEc:abc:own:chapter

Template-Type: ReDIF-Talk 1.0
Author-Name: 김철수
Title: Prices told
Event-Date: 2014-03-11
DOI: 10.5555/own.4
Handle: RePEc:abc:own:talk

Template-Type: ReDIF-Paper 1.0
Author-Name: Ann Smith
Title: Twice
Creation-Date: 2001
DOI: 10.5555/OWN.4
Handle: RePEc:abc:own:twice

Template-Type: ReDIF-Paper 1.0
Author-Name: Ann Smith
Creation-Date: 2001
DOI: 10.5555/own.5
Handle: RePEc:abc:own:nameless

Template-Type: ReDIF-Paper 1.0
Author-Name: Ann Smith
Title: Foreign 10.5555
Creation-Date: 2001
DOI: 10.55556/own.6
Handle: RePEc:abc:own:foreign
";

fn world() -> World {
    let world = World::toy();
    world.write(
        "abc/abcarch.rdf",
        "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: Own\nURL: http://example.org/\n",
    );
    world.write("abc/own/own.rdf", OWN);
    world.harvest("");
    world
}

#[test]
fn what_is_not_set_is_named() {
    let world = world();
    let check = |settings: &str, arguments: &[&str], expected: &str| {
        fs::write(world.data().join("ibid.toml"), settings).unwrap();
        let said = world.ibid(&[&["deposit"], arguments].concat());
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{settings}");
        assert!(said.err.contains(expected), "{settings}: {}", said.err);
    };
    check("", &[], "ibid.toml: doi.prefix is not set");
    check("", &["--prefix", "10.5555"], "ibid.toml: doi.depositor is not set");
    check("", &["--prefix", "10.5555/a"], "--prefix: \"10.5555/a\" is not a prefix");
    check("[doi]\nprefix = '10.5555'\ndepositor = 'A'", &[], "ibid.toml: doi.email is not set");
    let no_site = "[doi]\nprefix = '10.5555'\ndepositor = 'A'\nemail = 'a@example.org'";
    check(no_site, &[], "ibid.toml: site.url is not set");
    check(SETTINGS, &[], "a batch holds one type");
}

#[test]
fn own_works_are_registered_type_by_type() {
    let world = world();
    fs::write(world.data().join("ibid.toml"), SETTINGS).unwrap();
    let folder = world.data().join("deposits");
    let said = world.ibid(&["--format", "json", "deposit", "--into", folder.to_str().unwrap()]);
    assert_eq!(said.status, 0, "{}", said.err);
    for line in [
        "RePEc:abc:own:nameless: left out: it has no title",
        "RePEc:abc:own:twice: left out: another work has given the DOI 10.5555/OWN.4",
        "left out: the registry has no type for software",
    ] {
        assert!(said.err.contains(line), "{line}: {}", said.err);
    }
    let told = said.json();
    let files: Vec<_> = told.iter().map(|it| it["to"].as_str().unwrap()).collect();
    let types: Vec<_> = told.iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["journal", "report-paper", "book", "posted_content"]);
    let works: u64 = told.iter().map(|it| it["works"].as_u64().unwrap()).sum();
    let all: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    assert_eq!(all.matches("<doi>10.5555/").count() as u64, works);
    assert_eq!(all.matches("<doi>").count() as u64, works);
    if let Some(said) = program("xmllint", &[&["--noout"], files.as_slice()].concat()) {
        assert_eq!((said.status, said.err.as_str()), (0, ""));
    }
    if let Some(read) = script("deposit.py", &files) {
        understood(&read, works);
    }
}

fn understood(read: &[Value], works: u64) {
    let complaints: Vec<_> = read.iter().filter(|it| it["complaint"].is_string()).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    assert_eq!(read.len() as u64, works);
    let of = |doi: &str| read.iter().find(|it| it["doi"] == doi).unwrap_or_else(|| panic!("no {doi}"));
    for work in read {
        assert_eq!(work["head"]["depositor_name"], "The <Society> & friends");
        assert_eq!(work["head"]["email_address"], "keeper@example.org");
        assert_eq!(work["head"]["registrant"], "The Society");
        assert_eq!(work["head"]["timestamp"].as_str().unwrap().len(), 14);
        assert!(work["resource"].as_str().unwrap().starts_with("https://ibid.example.org/"), "{work}");
    }
    let article = of("10.5555/transa.91.101");
    assert_eq!(article["issn"], "0000-0019");
    assert_eq!(article["people"], serde_json::json!(["서연 박 한강대학교 사학과"]));
    let original = "누가 먼저 전보를 쳤는가: 세 개항장의 전보 원부, 1885-1910";
    assert_eq!(article["original"], original);
    let page = "https://ibid.example.org/a/rak/transa/v91y2016i1p101-134.html";
    assert_eq!(article["resource"], page);
    let book = of("10.5555/own.<1>&2");
    assert_eq!(book["titles"][0], "Braces } \"quotes\" <b & ]]> 북한 경제");
    assert_eq!(book["people"], serde_json::json!(["Agnes Holloway Jr."]));
    let chapter = of("10.5555/own.3");
    assert_eq!(chapter["titles"], serde_json::json!(["A History", "Prices"]));
    let people = ["Ministry of Trade and Industry", "Ann Smith https://orcid.org/0000-0002-1825-0097"];
    assert_eq!(chapter["people"], serde_json::json!(people));
    assert_eq!(of("10.5555/own.4")["type"], "posted_content");
    assert_eq!(of("10.5555/histat.2012.909")["year"], "2012");
}

#[test]
fn one_type_is_one_file_and_none_is_no() {
    let world = world();
    fs::write(world.data().join("ibid.toml"), SETTINGS).unwrap();
    let said = world.ibid(&["deposit", "kind:article"]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert_eq!(said.out.matches("<journal>").count(), 2);
    assert!(said.out.starts_with("<?xml") && said.out.ends_with("</doi_batch>\n"), "{}", said.out);
    let said = world.ibid(&["deposit", "--prefix", "10.9999"]);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.contains("nothing to register under 10.9999"), "{}", said.err);
}
