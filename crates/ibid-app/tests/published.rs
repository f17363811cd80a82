//! What is published again is harvested to the same records, but for e-mail addresses: of the toy world,
//! of real archives where they are there, and of anything the toy world's files can be turned into.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ibid_app::archives::harvest::{Report, harvest};
use ibid_app::archives::source::Source;
use ibid_app::bulk::publish::{Published, position, publish};
use ibid_app::recent::Recent;
use ibid_core::change::diff;
use ibid_core::record::{Agent, Organization};
use ibid_core::{Handle, Record};
use ibid_store::{State, Store};
use proptest::prelude::*;

const NOW: i64 = 1_700_000_000;

async fn open() -> Store {
    Store::open("sqlite::memory:").await.unwrap()
}

async fn read(store: &Store, mirror: &Path) -> Vec<Report> {
    let source = Source::find(mirror).unwrap();
    assert_eq!(source.skipped, [], "{}", mirror.display());
    let reports = harvest(store, &Recent::default(), &source, NOW, &mut |_| {}).await;
    assert!(reports.iter().all(|it| it.failed.is_none() && it.unreadable == 0), "{reports:?}");
    reports
}

/// Every live record.
async fn records(store: &Store) -> BTreeMap<Handle, Record> {
    let (mut out, mut after) = (BTreeMap::new(), 0);
    loop {
        let some = store.reader().all_after(after, 1_000).await.unwrap();
        let Some(last) = some.last() else { return out };
        after = last.id;
        let live = some.iter().filter(|it| it.state == State::Live);
        out.extend(live.map(|it| (it.handle.clone(), it.record().expect("a record"))));
    }
}

/// What a second catalogue has of the first, judged by what a history would say of each record.
fn compare(first: &BTreeMap<Handle, Record>, second: &BTreeMap<Handle, Record>) {
    let missing: Vec<_> = first.keys().filter(|it| !second.contains_key(it)).collect();
    let new: Vec<_> = second.keys().filter(|it| !first.contains_key(it)).collect();
    assert!(missing.is_empty() && new.is_empty(), "missing: {missing:?}, new: {new:?}");
    for (handle, record) in first {
        let change = diff(&named(record.clone()), &named(second[handle].clone()));
        let edits = change.map_or_else(Vec::new, |change| change.edits);
        let others: Vec<_> = edits.iter().filter(|it| !is_address(&it.field)).collect();
        assert!(others.is_empty(), "{handle}: {others:#?}");
    }
}

/// The record without addresses, and without those of whom nothing else was known.
fn named(mut record: Record) -> Record {
    let agents = |list: &mut Vec<Agent>| {
        list.iter_mut().for_each(|it| {
            it.email.clear();
            it.workplaces.iter_mut().for_each(|it| it.email.clear());
            it.workplaces.retain(|it| *it != Organization::default());
        });
        list.retain(|it| *it != Agent::default());
    };
    let organizations = |list: &mut Vec<Organization>| {
        list.iter_mut().for_each(|it| it.email.clear());
        list.retain(|it| *it != Organization::default());
    };
    let other = match &mut record {
        Record::Work(work) => {
            agents(&mut work.authors);
            agents(&mut work.editors);
            organizations(&mut work.providers);
            &mut work.other
        }
        Record::Series(series) => {
            agents(&mut series.editors);
            organizations(&mut series.providers);
            &mut series.other
        }
        Record::Person(person) => {
            organizations(&mut person.workplaces);
            &mut person.other
        }
        Record::Archive(archive) => &mut archive.other,
        Record::Institution(institution) => &mut institution.other,
    };
    other.retain(|(name, _)| !is_address(name));
    record
}

fn is_address(field: &str) -> bool {
    field.replace('-', "").to_lowercase().ends_with("email")
}

/// Every file below a folder with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    drop(out.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()))
                }
            }
        }
    }
    // Our mark holds the position of one ledger.
    out.remove(Path::new(".ibid"));
    out
}

/// Harvests a mirror, publishes it, harvests that, and publishes that again.
async fn there_and_back(mirror: &Path) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let [once, twice] = ["once", "twice"].map(|it| folder.path().join(it));
    let (first, second) = (open().await, open().await);
    read(&first, mirror).await;
    let published = publish(&first.reader(), &once).await.unwrap();
    let wanted = records(&first).await;
    assert_eq!(published.records, wanted.len() as u64);
    if published.files > 0 {
        read(&second, &once).await;
    }
    compare(&wanted, &records(&second).await);
    publish(&second.reader(), &twice).await.unwrap();
    assert!(files(&once) == files(&twice), "published again, files differ");
    let text: String = files(&once).values().map(|it| String::from_utf8_lossy(it).to_lowercase()).collect();
    // What is indented goes on with the field before it and is text, whatever it looks like.
    let fields = text.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once(':'));
    let addresses: Vec<_> = fields.filter(|(name, value)| is_address(name) && !value.is_empty()).collect();
    assert!(addresses.is_empty(), "{addresses:?}");
    wanted.len()
}

fn toy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/toy/RePEc")
}

#[tokio::test]
async fn the_toy_world_comes_back() {
    assert!(there_and_back(&toy()).await > 200);
}

#[tokio::test]
async fn real_archives_come_back() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("IBID_DATA_DIR").map_or_else(beside, PathBuf::from).join("redif");
    if !data.is_dir() {
        eprintln!("no real data at {}: skipped", data.display());
        return;
    }
    assert!(there_and_back(&data).await > 5_000);
}

/// One change of a file, by place in it and what is put there.
type Edit = (prop::sample::Index, u8, prop::sample::Index);

/// What files are changed with: lines of the toy world do not hold these.
const PIECES: [&str; 16] = [
    "Template-Type: ReDIF-Paper 1.0",
    "Template-type: redif-article 2.0\r",
    "Handle: RePEc:xyz:diseas:x/../y",
    "Handle: RePEc:per:1950-01-01:no_body",
    "Handle: RePEc:q7:x",
    "Author-Email: somebody@example.org",
    "Maintainer-Email:",
    "Abstract: first\n\n  Second: with a colon\n\n\n# no comment\n third",
    " Title: indented",
    "#comment",
    "Title: a\u{0}b\u{1}c\u{7f}\u{85}\u{2028}d\u{feff}e\u{fffd}",
    "Note: &lt;b&gt; &amp;amp; <b>bold</b> &#58; {{x}} %0a",
    "Keywords: ключ; 열쇠; 鍵; مفتاح; \u{202e}abc",
    ":",
    "Creation-Date: 19999-13-99",
    "X-Y:z",
];

fn changed(mut lines: Vec<String>, edits: &[Edit]) -> String {
    for (at, what, other) in edits {
        if lines.is_empty() {
            lines.push(String::new());
        }
        let (at, other) = (at.index(lines.len()), other.index(lines.len()));
        match what % 24 {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, other),
            2 => lines.insert(at, lines[other].clone()),
            3 => {
                let next = lines.remove(at);
                let before = at.saturating_sub(1).min(lines.len().saturating_sub(1));
                match lines.get_mut(before) {
                    Some(line) => line.push_str(&next),
                    None => lines.push(next),
                }
            }
            4 => lines[at] = lines[at].to_uppercase(),
            5 => lines[at].insert(0, ' '),
            6 => lines[at] = lines[at].replace(':', ": "),
            7 => lines.insert(at, String::new()),
            piece => lines.insert(at, PIECES[usize::from(piece) - 8].to_owned()),
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_toy_world_becomes_comes_back(
        file in any::<prop::sample::Index>(),
        edits in prop::collection::vec(any::<Edit>(), 1..40),
    ) {
        let world = tempfile::tempdir().unwrap();
        let all = files(&toy());
        let heads = all.iter().filter(|(name, _)| name.iter().count() == 2);
        let items: Vec<_> = all.iter().filter(|(name, _)| name.iter().count() == 3).collect();
        let (name, bytes) = items[file.index(items.len())];
        let lines = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        let text = changed(lines, &edits).into_bytes();
        for (name, bytes) in heads.chain([(name, &text)]) {
            let path = world.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        runtime.block_on(there_and_back(world.path()));
    }
}

/// A world of one series that is told to change.
struct World {
    mirror: tempfile::TempDir,
    out: tempfile::TempDir,
    store: Store,
}

impl World {
    async fn new() -> World {
        let (mirror, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        World { mirror, out, store: open().await }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.mirror.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Papers of a series by number, each of the year that says.
    fn papers(&self, file: &str, series: &str, papers: &[(u32, i32)]) {
        let paper = |(number, year): &(u32, i32)| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Author\nTitle: Paper {number}\n\
                 Creation-Date: {year}\nHandle: RePEc:abc:{series}:{number}\n\n"
            )
        };
        self.write(file, &papers.iter().map(paper).collect::<String>());
    }

    async fn publish(&self) -> Published {
        self.write("abc/abcarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: A\n");
        read(&self.store, self.mirror.path()).await;
        publish(&self.store.reader(), &self.out.path().join("RePEc")).await.unwrap()
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.out.path().join("RePEc"))
    }

    fn names(&self) -> Vec<String> {
        self.files().keys().map(|it| it.display().to_string()).collect()
    }
}

#[tokio::test]
async fn only_files_that_say_something_else_are_written() {
    let world = World::new().await;
    world.papers("abc/wpaper/x.rdf", "wpaper", &[(1, 2001), (2, 2002), (3, 2002)]);
    world.papers("abc/other/x.rdf", "other", &[(1, 2001)]);
    let published = world.publish().await;
    let all = [
        "abc/abcarch.rdf",
        "abc/abcseri.rdf",
        "abc/other/2001.rdf",
        "abc/wpaper/2001.rdf",
        "abc/wpaper/2002.rdf",
    ];
    assert_eq!(world.names(), all);
    assert_eq!((published.written, published.files, published.removed), (5, 5, 0));
    assert_eq!(position(&world.out.path().join("RePEc")), Some(published.position));
    let before = world.files();
    assert_eq!(Published { written: 0, ..published }, world.publish().await, "nothing new");
    // What is new comes last, and nothing else moves.
    world.papers("abc/wpaper/x.rdf", "wpaper", &[(9, 2002), (1, 2001), (2, 2002), (3, 2002)]);
    let published = world.publish().await;
    assert_eq!((published.written, published.files, published.removed), (1, 5, 0));
    let (old, new) = (&before[Path::new(all[4])], &world.files()[Path::new(all[4])]);
    assert!(new.starts_with(old) && new.len() > old.len());
    // A series that is gone takes its files along, but not its archive.
    fs::remove_file(world.mirror.path().join("abc/other/x.rdf")).unwrap();
    let published = world.publish().await;
    assert_eq!((published.written, published.files, published.removed), (0, 4, 1));
    fs::remove_file(world.mirror.path().join("abc/wpaper/x.rdf")).unwrap();
    let published = world.publish().await;
    assert_eq!((published.written, published.removed, published.records), (0, 2, 1));
    assert_eq!(world.names(), ["abc/abcarch.rdf", "abc/abcseri.rdf"]);
}

#[tokio::test]
async fn a_year_of_many_works_has_several_files_that_stay_as_they_are() {
    let world = World::new().await;
    let papers: Vec<(u32, i32)> = (0..10_003).map(|number| (number, 2001)).collect();
    world.papers("abc/wpaper/x.rdf", "wpaper", &papers);
    world.publish().await;
    let names = ["abc/abcarch.rdf", "abc/abcseri.rdf", "abc/wpaper/2001.2.rdf", "abc/wpaper/2001.rdf"];
    assert_eq!(world.names(), names);
    let second = world.files()[Path::new(names[2])].clone();
    assert_eq!(String::from_utf8(second.clone()).unwrap().matches("Handle:").count(), 3);
    // A work that is withdrawn leaves a gap and does not move others from file to file.
    world.papers("abc/wpaper/x.rdf", "wpaper", &papers[1..]);
    assert_eq!(world.publish().await.written, 1);
    assert_eq!(world.files()[Path::new(names[2])], second);
}
