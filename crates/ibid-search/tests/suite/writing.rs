//! Edits, commits, positions, and several processes at one folder.

use std::fs;

use ibid_core::query;
use ibid_search::{Edit, Error, Index, Request};

use crate::world::{World, engines, handle, work};

fn put(world: &World, item: &str, title: &str) {
    world.put([work(item, title, &[], "")]);
}

#[test]
fn nothing_shows_before_the_commit() {
    for world in engines() {
        put(&world, "a", "Alpha");
        assert!(world.found("alpha").is_empty());
        world.index.commit(7).expect("committed");
        assert_eq!(world.found("alpha"), ["a"]);
        assert_eq!(world.index.position().expect("a position"), 7);
        assert_eq!(world.index.count(), 1);
    }
}

#[test]
fn a_put_replaces_and_a_removal_removes() {
    for world in engines() {
        for bulk in [false, true] {
            world.index.bulk(bulk).expect("a hint");
            put(&world, "a", "Alpha");
            put(&world, "b", "Beta");
            world.index.commit(1).expect("committed");
            put(&world, "a", "Gamma");
            put(&world, "a", "Delta");
            world
                .index
                .apply([Edit::Remove(handle("wp:b")), Edit::Remove(handle("wp:never"))])
                .expect("applied");
            world.index.commit(2).expect("committed");
            assert_eq!(world.found(""), ["a"], "{} {bulk}", world.url);
            assert_eq!(world.found("delta"), ["a"]);
            assert!(world.found("alpha OR gamma OR beta").is_empty());
            put(&world, "b", "Beta");
            world.index.apply([Edit::Remove(handle("wp:b")), Edit::Remove(handle("wp:a"))]).expect("applied");
            world.index.commit(3).expect("committed");
            assert_eq!(world.index.count(), 0);
        }
    }
}

#[test]
fn many_small_commits_merge_and_stay_right() {
    for world in engines() {
        for n in 0..60_i64 {
            put(&world, &format!("item{}", n % 20), &format!("Round {}", n / 20));
            world.index.commit(n).expect("committed");
            assert_eq!(world.found(&format!("handle:RePEc:hst:wp:item{}", n % 20)).len(), 1);
        }
        assert_eq!(world.found("round").len(), 20);
        assert_eq!(world.found("title:\"round 2\"").len(), 20);
        assert_eq!(world.index.position().expect("a position"), 59);
    }
}

#[test]
fn a_reset_shows_with_the_commit() {
    for world in engines() {
        put(&world, "a", "Alpha");
        world.index.commit(5).expect("committed");
        put(&world, "lost", "Lost");
        world.index.reset().expect("reset");
        assert_eq!(world.found(""), ["a"]);
        put(&world, "a", "Beta");
        put(&world, "a", "Gamma");
        assert_eq!(world.found("alpha"), ["a"]);
        world.index.commit(2).expect("committed");
        assert_eq!(world.found(""), ["a"]);
        assert_eq!(world.found("gamma"), ["a"]);
        assert_eq!(world.index.position().expect("a position"), 2);
        world.index.reset().expect("reset");
        world.index.commit(0).expect("committed");
        assert_eq!((world.index.count(), world.index.position().expect("a position")), (0, 0));
    }
}

#[test]
fn an_index_survives_reopening() {
    let world = engines().remove(1);
    put(&world, "a", "Alpha");
    world.index.commit(41).expect("committed");
    put(&world, "b", "Uncommitted");
    let World { index, url, folder } = world;
    drop(index);
    let again = World { index: Index::open(&url).expect("an index"), url, folder };
    assert_eq!(again.index.position().expect("a position"), 41);
    assert_eq!(again.found(""), ["a"]);
    put(&again, "c", "Gamma");
    again.index.commit(42).expect("committed");
    assert_eq!(again.found(""), ["a", "c"]);
}

#[test]
fn one_writes_and_all_read() {
    let world = engines().remove(1);
    put(&world, "a", "Alpha");
    let other = Index::open(&world.url).expect("an index");
    let busy = other.writer().expect_err("busy");
    assert!(matches!(&busy, Error::Busy { place } if world.url.ends_with(place)), "{busy}");
    let edit = Edit::Remove(handle("wp:a"));
    assert!(matches!(other.apply([edit.clone()]), Err(Error::Busy { .. })));
    assert!(matches!(other.commit(3), Err(Error::Busy { .. })));

    world.index.commit(1).expect("committed");
    assert_eq!(other.count(), 0);
    assert!(other.refresh().expect("refreshed"));
    assert!(!other.refresh().expect("refreshed"));
    assert_eq!((other.count(), other.position().expect("a position")), (1, 1));
    let found = other.search(&query::parse("alpha"), &Request::default()).expect("an answer");
    assert_eq!(found.total, 1);

    world.index.release().expect("released");
    other.apply([edit]).expect("applied");
    other.commit(2).expect("committed");
    assert!(world.index.refresh().expect("refreshed"));
    assert_eq!(world.index.count(), 0);
}

#[test]
fn another_version_is_made_anew_and_the_old_one_removed() {
    let world = engines().remove(1);
    put(&world, "a", "Alpha");
    world.index.commit(9).expect("committed");
    let World { index, url, folder } = world;
    drop(index);
    let folder = folder.expect("a folder");
    let versions = || {
        let entries = fs::read_dir(folder.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let now = versions().remove(0);
    fs::rename(folder.path().join(&now), folder.path().join("v0")).expect("renamed");
    fs::create_dir(folder.path().join("vault")).expect("made");

    let index = Index::open(&url).expect("an index");
    assert_eq!((index.count(), index.position().expect("a position")), (0, 0));
    assert_eq!(versions(), ["v0", &now, "vault"]);
    index.apply([Edit::Put(Box::new(work("b", "Beta", &[], "")))]).expect("applied");
    index.commit(9).expect("committed");
    assert_eq!(versions(), [&now, "vault"]);
}

#[test]
fn an_index_of_another_layout_is_made_anew() {
    let world = engines().remove(1);
    let versions = fs::read_dir(world.folder.as_ref().expect("a folder").path()).expect("a folder");
    let folder = versions.flatten().next().expect("a version").path();
    fs::remove_dir_all(&folder).expect("removed");
    fs::create_dir(&folder).expect("made");
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("other", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(&folder, schema.build()).expect("made");

    let index = Index::open(&world.url).expect("an index");
    assert_eq!((index.count(), index.position().expect("a position")), (0, 0));
    index.apply([Edit::Put(Box::new(work("b", "Beta", &[], "")))]).expect("applied");
    index.commit(1).expect("committed");
    assert_eq!(index.count(), 1);
}

#[test]
fn bulk_in_the_middle_keeps_what_was_applied() {
    for world in engines() {
        put(&world, "a", "Alpha");
        put(&world, "b", "Beta");
        world.index.bulk(true).expect("a hint");
        put(&world, "a", "Gamma");
        put(&world, "c", "Delta");
        assert_eq!(world.index.position().expect("a position"), 0);
        world.index.commit(4).expect("committed");
        assert_eq!(world.found(""), ["a", "b", "c"]);
        assert_eq!(world.found("alpha OR gamma"), ["a"]);
        world.index.bulk(false).expect("a hint");
        put(&world, "b", "Epsilon");
        world.index.commit(5).expect("committed");
        assert_eq!(world.found("beta OR epsilon"), ["b"]);
        assert_eq!(world.index.position().expect("a position"), 5);
    }
}

#[test]
fn a_folder_that_cannot_be_is_said_so() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").expect("written");
    let error = Index::open(&format!("tantivy:{}", file.display())).err().expect("an error").to_string();
    assert!(error.starts_with(&file.display().to_string()), "{error}");
}
