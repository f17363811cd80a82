//! A catalogue is carried away, works off line as it does at home, and follows by small files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use ibid_testkit::Database;
use serde_json::Value;

use crate::world::{Said, World};

/// A world elsewhere, on the same kind of ledger.
fn elsewhere(world: &World) -> World {
    World::empty(world.database().and_then(|_| Database::fresh()))
}

/// Loads from a file, a folder or an address; no proxy of the machine stands between.
fn load(world: &World, from: &str) -> Said {
    let mut command = world.command();
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    Said::of(command.args(["--format", "json", "load", from]).output().unwrap())
}

fn loaded(world: &World, from: &str) -> Value {
    let said = load(world, from);
    assert_eq!(said.status, 0, "{}", said.err);
    said.json().remove(0)
}

fn dump(world: &World) {
    let said = world.ibid(&["dump"]);
    assert_eq!(said.status, 0, "{}", said.err);
}

/// The one file of the dumps whose name begins so.
fn dumped(world: &World, beginning: &str) -> PathBuf {
    let names = fs::read_dir(world.data().join("dumps")).unwrap().map(|it| it.unwrap().path());
    let is_it = |it: &PathBuf| it.file_name().unwrap().to_str().unwrap().starts_with(beginning);
    let mut found: Vec<PathBuf> = names.filter(is_it).collect();
    found.sort();
    found.pop().unwrap_or_else(|| panic!("no {beginning} is there"))
}

/// The catalogue as its readers have it: what searches find and in which order, every record in two formats,
/// and the pages of a work, a series, an archive, and of what came last.
fn assert_same(here: &World, there: &World) {
    let both = |arguments: &[&str]| {
        let (one, other) = (here.ibid(arguments), there.ibid(arguments));
        assert_eq!(one.status, other.status, "{arguments:?}: {}{}", one.err, other.err);
        for (one, other) in one.out.lines().zip(other.out.lines()) {
            assert_eq!(one, other, "{arguments:?}");
        }
        assert_eq!(one.out.lines().count(), other.out.lines().count(), "{arguments:?}");
    };
    for query in ["korea", "author:smith", "economy OR prices", "year:2000..2024", "about:1930..1960", "한국"]
    {
        for sort in ["relevance", "newest", "added"] {
            // Scores weigh what the index has not yet forgotten, too.
            let found = |world: &World| {
                let found =
                    world.ibid(&["--format", "json", "search", "--limit", "50", "--sort", sort, query]);
                let without = |mut hit: Value| hit.as_object_mut().unwrap().remove("score").map(|_| hit);
                found.json().into_iter().map(without).collect::<Vec<_>>()
            };
            assert_eq!(found(here), found(there), "{query} by {sort}");
        }
    }
    both(&["export", "--as", "json"]);
    both(&["export", "--as", "bibtex"]);
    let (one, other) = (here.serve(), there.serve());
    let bare = |server: &crate::world::Server, path: &str| {
        let (status, _, body) = server.get(path);
        // Lines were folded otherwise; readers do not see how.
        let words: Vec<&str> = body.split_whitespace().collect();
        (status, words.join(" ").replace(&server.address, "HOST"))
    };
    // The page of a work also shows its template, which came without addresses.
    for path in ["/p/hst/ghsdps/gd11-190.json", "/s/hst/ghsdps.html", "/archives/", "/new/", "/authors/"] {
        let (one, other) = (bare(&one, path), bare(&other, path));
        let parted = one.1.split('<').zip(other.1.split('<')).find(|(one, other)| one != other);
        assert_eq!((one.0, parted), (other.0, None), "{path}");
    }
}

#[test]
fn a_catalogue_is_carried_away_and_follows() {
    World::each(|home| {
        home.harvest("");
        dump(&home);
        // On a stick: one file.
        let away = elsewhere(&home);
        let file = dumped(&home, "catalogue-");
        let stick = away.mirror().join("catalogue.jsonl.zst");
        fs::copy(&file, &stick).unwrap();
        let first = loaded(&away, stick.to_str().unwrap());
        assert_eq!(first["files"], 1);
        assert_same(&home, &away);
        assert_eq!(loaded(&away, stick.to_str().unwrap())["files"], 0, "twice does nothing");
        // One night later: one small file.
        home.edit("xyz/wpaper/2024.rdf", "Jon Smith", "John Smith");
        home.harvest("xyz");
        dump(&home);
        let changes = dumped(&home, "changes-");
        assert_eq!(loaded(&away, changes.to_str().unwrap())["changed"], 1);
        assert_same(&home, &away);
        // Two nights later, from the site.
        fs::remove_file(home.file("hst/ghsdps/2011.rdf")).unwrap();
        home.harvest("hst");
        dump(&home);
        let server = home.serve();
        let again = loaded(&away, &server.url("/"));
        assert_eq!((again["files"].as_u64(), again["new"].as_u64()), (Some(1), Some(0)));
        assert!(again["withdrawn"].as_u64() > Some(0), "{again}");
        assert!(!away.data().join("load").exists(), "what was fetched is put away");
        drop(server);
        assert_same(&home, &away);
        assert_eq!(away.serve().get("/p/hst/ghsdps/gd11-190.html").0, 410);
        // Who begins today, from the site.
        let new = elsewhere(&home);
        let server = home.serve();
        loaded(&new, &server.url("/dumps/"));
        drop(server);
        assert_same(&home, &new);
    });
}

#[test]
fn what_cannot_be_loaded_is_said_in_a_line() {
    let home = World::toy();
    home.harvest("");
    dump(&home);
    let away = World::empty(None);
    let refused = |world: &World, from: &str, why: &str| {
        let said = load(world, from);
        assert_eq!((said.status, said.err.lines().count()), (2, 1), "{from}: {}", said.err);
        assert!(said.err.contains(why), "{from}: {}", said.err);
    };
    refused(&away, "nowhere", "nowhere: no such file");
    let half = away.mirror().join("half.jsonl.zst");
    let bytes = fs::read(dumped(&home, "catalogue-")).unwrap();
    fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    refused(&away, half.to_str().unwrap(), "half.jsonl.zst: damaged");
    refused(&away, away.mirror().to_str().unwrap(), "manifest.json: no manifest");
    refused(&home, dumped(&home, "catalogue-").to_str().unwrap(), "filled otherwise");
    // A site without dumps, one that is not there, and one that is no site.
    let server = World::toy().serve();
    refused(&away, &server.url("/"), "/dumps/manifest.json");
    refused(&away, "http://127.0.0.1:9/", "http://127.0.0.1:9/dumps/manifest.json");
    refused(&away, "http://", "http://");
    // Nothing of all this spoilt the folder.
    assert!(loaded(&away, dumped(&home, "catalogue-").to_str().unwrap())["new"].as_u64() > Some(0));
}

/// A mirror of many works.
fn fill(world: &World) {
    world.write("abc/abcarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: Many\n");
    let paper = |number: u32| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nTitle: Paper {number}\nAuthor-Name: Ann Author\nCreation-Date: 2001\n\
             Handle: RePEc:abc:wpaper:{number}\n\n"
        )
    };
    world.write("abc/wpaper/all.rdf", (0..12_000).map(paper).collect::<String>());
}

#[test]
fn a_killed_load_is_completed_by_the_next() {
    let home = World::empty(None);
    fill(&home);
    home.harvest("");
    dump(&home);
    let away = World::empty(None);
    let file = dumped(&home, "catalogue-");
    let file: &Path = &file;
    for pause in [300, 900, 1_500] {
        let mut child = away.command().arg("load").arg(file).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        let _ = child.kill();
        let _ = child.wait();
    }
    loaded(&away, file.to_str().unwrap());
    let live = |world: &World| world.ibid(&["--format", "json", "stats"]).json()[0]["live"].clone();
    assert_eq!(live(&away), live(&home));
    assert_eq!(away.ibid(&["export", "--as", "json"]).out, home.ibid(&["export", "--as", "json"]).out);
    assert_eq!(away.search("title:11999"), ["RePEc:abc:wpaper:11999"]);
}
