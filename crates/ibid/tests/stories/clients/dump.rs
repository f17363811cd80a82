//! Dumps and the catalogue published again, taken by programs that are not ours.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use super::script;
use crate::world::World;

/// What `ibid export` gives, by handle.
fn exported(world: &World) -> BTreeMap<String, Value> {
    let lines = world.ibid(&["export", "--as", "json"]).json();
    lines.into_iter().map(|it| (it["handle"].as_str().unwrap().to_owned(), it)).collect()
}

/// The record without authors of whom only an address was known, which stays behind.
fn named(record: &Value) -> Value {
    let mut record = record.clone();
    if let Some(authors) = record["authors"].as_array_mut() {
        authors.retain(|it| it["name"] != "" || it.as_object().is_some_and(|it| it.len() > 1));
    }
    record
}

/// No limit: a client that fetches all of a mirror at once would have to wait.
fn unlimited(world: &World) {
    fs::create_dir_all(world.data()).unwrap();
    fs::write(world.data().join("ibid.toml"), "[limits]\nharvest = 0\nbulk = 0\n").unwrap();
}

#[test]
fn a_copy_follows_the_dumps() {
    let world = World::toy();
    unlimited(&world);
    world.harvest("");
    let dumped = &world.ibid(&["--format", "json", "dump"]).json()[0];
    assert_eq!((dumped["unchanged"].as_bool(), dumped["deltas"].as_u64()), (Some(false), Some(0)));
    let server = world.serve();
    let copy = world.data().with_file_name("copy.json");
    let follow = || {
        let lines = script("dump.py", &[&server.url("/dumps/"), copy.to_str().unwrap()])?;
        let records: BTreeMap<String, Value> = serde_json::from_value(lines[0]["records"].clone()).unwrap();
        assert_eq!(records, exported(&world));
        Some(lines[0]["taken"].as_str().unwrap().to_owned())
    };
    let Some(taken) = follow() else { return };
    assert_eq!(taken, "everything");
    assert_eq!(follow().as_deref(), Some("nothing"));
    // Two nights: a corrected author, then a file that is gone.
    world.edit("xyz/wpaper/2024.rdf", "Jon Smith", "John Smith");
    world.harvest("xyz");
    assert_eq!(world.ibid(&["dump"]).status, 0);
    fs::remove_file(world.file("hst/ghsdps/2011.rdf")).unwrap();
    world.harvest("hst");
    assert_eq!(world.ibid(&["--format", "json", "dump"]).json()[0]["deltas"], 2);
    assert_eq!(follow().as_deref(), Some("deltas"));
    // Who was away for longer than there are deltas takes everything again.
    fs::write(&copy, "{\"position\": 0, \"records\": {\"RePEc:gone\": {}}}").unwrap();
    assert_eq!(follow().as_deref(), Some("everything"));
}

#[test]
fn the_mirror_is_fetched_and_harvested_by_another_catalogue() {
    let world = World::toy();
    unlimited(&world);
    world.harvest("");
    let said = world.ibid(&["--format", "json", "publish"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let published = &said.json()[0];
    let server = world.serve();
    let other = World::empty(None);
    let Some(lines) = script("mirror.py", &[&server.url("/RePEc/"), other.mirror().to_str().unwrap()]) else {
        return;
    };
    assert_eq!(lines[0]["files"], published["files"]);
    assert_eq!(lines[0]["again"], 0);
    other.harvest("");
    let (here, there) = (exported(&world), exported(&other));
    assert_eq!(here.len(), published["records"].as_u64().unwrap() as usize);
    assert!(here.keys().eq(there.keys()));
    for (handle, record) in &here {
        assert_eq!(named(record), named(&there[handle]), "{handle}");
    }
    assert!(!fs::read_to_string(other.file("hst/hstarch.rdf")).unwrap().contains('@'));
}
