//! The commands as a person or a script meets them: output, exit status, errors.

use std::fs;

use crate::world::{Said, World};

#[test]
fn check_says_what_is_wrong_and_where() {
    let world = World::toy();
    let said = world.ibid(&["--format", "json", "check", "RePEc"]);
    assert_eq!(said.status, 1);
    let lines = said.json();
    let summary = &lines[lines.len() - 1]["summary"];
    assert!(summary["templates"].as_u64() > Some(200), "{summary}");
    assert_eq!(
        summary["templates"].as_u64().unwrap(),
        summary["good"].as_u64().unwrap() + summary["bad"].as_u64().unwrap()
    );
    assert!(lines.iter().any(|it| it["code"] == "stray-file" && it["file"] == "xyz/xyzarch.rdf.bad"));
    for said in &lines[..lines.len() - 1] {
        let file = said["file"].as_str().unwrap();
        assert!(file.starts_with("xyz/"), "the other archives are clean: {said}");
    }
    let clean = world.ibid(&["check", "RePEc/hst", "RePEc/rak"]);
    assert_eq!(clean.status, 0, "{}", clean.out);
}

#[test]
fn check_reads_any_file_or_folder() {
    let world = World::empty(None);
    world.write("loose/some.rdf", "Template-Type: ReDIF-Paper 1.0\nTitel: X\nHandle: RePEc:xyz:wpaper:1\n");
    for path in ["RePEc/loose/some.rdf", "RePEc/loose"] {
        let said = world.ibid(&["check", path]);
        assert_eq!(said.status, 1, "{}", said.err);
        assert!(said.out.contains("RePEc/loose/some.rdf:2"), "{}", said.out);
        assert!(said.out.contains("Title"), "the nearest field is offered: {}", said.out);
    }
}

#[test]
fn parse_prints_the_templates_as_they_are_read() {
    let world = World::toy();
    let templates = world.ibid(&["parse", "RePEc/hst/ghsdps/2011.rdf"]).json();
    let seed = templates.iter().find(|it| it["handle"] == "RePEc:hst:ghsdps:gd11-190").unwrap();
    assert_eq!(seed["type"], "paper");
    assert_eq!(seed["good"], true);
    let fields = seed["fields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field[0] == "author-name" && field[1] == "Mitsuhiko Kimuran"));
}

#[test]
fn one_record_leaves_in_every_format() {
    let world = World::toy();
    world.harvest("hst");
    let show = |format: &str| {
        let said = world.ibid(&["show", "repec:HST:ghsdps:gd11-190", "--as", format]);
        assert_eq!(said.status, 0, "{format}: {}", said.err);
        said.out
    };
    for format in ["text", "bibtex", "ris", "csl-json", "json", "dc", "redif"] {
        let out = show(format);
        assert!(out.contains("Kimuran"), "{format}: {out}");
    }
    assert!(show("redif").contains("Template-Type: ReDIF-Paper 1.0"));
    assert!(show("bibtex").starts_with('@'));
    let none = world.ibid(&["show", "RePEc:hst:ghsdps:gd11-19"]);
    assert_eq!(none.status, 1);
    assert!(none.err.contains("gd11-190"), "the nearest handle is named: {}", none.err);
}

#[test]
fn one_record_is_cited_in_a_style() {
    let world = World::toy();
    world.harvest("hst");
    let cited = |style: &str| world.ibid(&["show", "RePEc:hst:ghsdps:gd11-190", "--style", style]);
    let apa = cited("apa");
    assert_eq!(apa.status, 0, "{}", apa.err);
    assert!(apa.out.starts_with("Kimuran, M. (2011"), "{}", apa.out);
    let mla = cited("MLA");
    assert!(mla.out.starts_with("Kimuran, Mitsuhiko. Toward"), "{}", mla.out);
    let none = cited("nonsense");
    assert_eq!(none.status, 2);
    assert!(none.err.contains("apa") && none.err.contains("ieee"), "all are named: {}", none.err);
    assert_eq!(world.ibid(&["show", "RePEc:hst:ghsdps", "--style", "apa"]).status, 1);
}

#[test]
fn many_records_leave_at_once() {
    let world = World::toy();
    world.harvest("");
    let all = world.ibid(&["export", "--as", "json"]);
    assert_eq!(all.status, 0, "{}", all.err);
    assert!(all.out.lines().count() > 60);
    let talks = world.ibid(&["export", "kind:talk", "--as", "bibtex"]);
    assert!(talks.out.contains("Lankov"), "{}", talks.out);
}

#[test]
fn a_backup_restores_elsewhere_and_answers_the_same() {
    World::each(|world| {
        world.harvest("");
        let file = world.data().join("backup.ibid");
        let file = file.to_str().unwrap();
        assert_eq!(world.ibid(&["backup", file]).status, 0);
        let again = world.ibid(&["backup", file]);
        assert_eq!(again.status, 2, "a backup is never written over");
        let other = World::empty(None);
        let said = other.ibid(&["restore", file]);
        assert_eq!(said.status, 0, "{}", said.err);
        for query in ["kimura OR kimuran", "about:1955..1960", "kind:book"] {
            assert_eq!(other.search(query), world.search(query), "{query}");
        }
        let stats = |world: &World| world.ibid(&["--format", "json", "stats"]).out;
        assert_eq!(stats(&other), stats(&world));
    });
}

#[test]
fn a_rebuilt_index_answers_the_same() {
    let world = World::toy();
    world.harvest("");
    let ask = || {
        let queries = ["", "korea", "\"monetary policy\"", "author:müller", "about:1955..1960", "kind:talk"];
        queries.map(|query| {
            let mut found = world.search(query);
            found.sort();
            found
        })
    };
    let before = ask();
    let said = world.ibid(&["rebuild", "search"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(ask(), before);
    fs::remove_dir_all(world.data().join("index")).unwrap();
    assert_eq!(world.ibid(&["doctor"]).status, 1, "an index that is behind is told");
    assert_eq!(world.ibid(&["rebuild", "search"]).status, 0);
    assert_eq!(ask(), before);
    let said = world.ibid(&["rebuild", "versions"]);
    assert_eq!((said.status, said.out.contains("of the journal")), (0, true), "{} {}", said.out, said.err);
}

#[test]
fn what_cannot_be_done_is_one_line_that_names_it() {
    let world = World::empty(None);
    let check = |arguments: &[&str], names: &str| {
        let Said { status, err, .. } = world.ibid(arguments);
        assert_eq!(status, 2, "{arguments:?}: {err}");
        assert_eq!(err.trim_end().lines().count(), 1, "{arguments:?}: {err}");
        assert!(err.contains(names), "{arguments:?}: {err}");
    };
    check(&["search", "x"], "data");
    check(&["harvest", "nowhere"], "nowhere");
    check(&["harvest", "https://example.org/RePEc/"], "https://example.org/RePEc/");
    check(&["check", "nowhere"], "nowhere");
    check(&["parse", "nowhere.rdf"], "nowhere.rdf");
    check(&["restore", "nowhere"], "nowhere");
    check(&["--store", "mysql://x", "harvest", "RePEc"], "mysql");
}

#[test]
fn a_data_folder_that_is_a_file_is_named() {
    let world = World::toy();
    fs::write(world.data(), "a file").unwrap();
    let said = world.ibid(&["harvest", "RePEc"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("data"), "{}", said.err);
}

#[test]
fn nothing_found_is_an_answer_and_not_an_error() {
    let world = World::toy();
    world.harvest("hst");
    assert_eq!(world.ibid(&["search", "xyzzyplugh"]).status, 1);
    assert!(world.ibid(&["search", "((((\"AND or:"]).status < 2);
    assert_eq!(world.ibid(&["config"]).status, 0);
    assert_eq!(world.ibid(&[]).status, 2, "no command prints the help");
}

#[test]
fn what_is_no_whole_backup_is_not_restored() {
    let world = World::toy();
    world.write("empty.ibid", "");
    world.write("text.ibid", "not a ledger ".repeat(1000));
    for file in ["RePEc/empty.ibid", "RePEc/text.ibid"] {
        let said = world.ibid(&["restore", file]);
        assert_eq!(said.status, 2, "{file}: {}", said.out);
        assert!(said.err.contains(file), "{file}: {}", said.err);
    }
}

#[test]
fn the_demo_does_not_touch_a_ledger_that_is_there() {
    let world = World::toy();
    world.harvest("hst");
    let said = world.ibid(&["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("data"), "{}", said.err);
}
