//! A copy loaded from catalogue files is the catalogue, whatever happened in between; and what is wrong with
//! a file is told before anything of it is taken.

use std::fs;
use std::path::{Path, PathBuf};

use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::bulk::dump::dump;
use ibid_app::bulk::load::{Error, Loaded, load};
use ibid_app::bulk::manifest::Manifest;
use ibid_app::recent::Recent;
use ibid_store::{State, Store};

const NOW: i64 = 1_700_000_000;

/// A catalogue that changes, and its dumps.
struct World {
    folder: tempfile::TempDir,
    store: Store,
}

async fn memory() -> Store {
    Store::open("sqlite::memory:").await.unwrap()
}

impl World {
    async fn new() -> World {
        World { folder: tempfile::tempdir().unwrap(), store: memory().await }
    }

    fn dumps(&self) -> PathBuf {
        self.folder.path().join("dumps")
    }

    /// At a time the archive has these papers, by number and title, and is dumped.
    async fn night(&self, at: i64, papers: &[(u32, &str)]) -> Manifest {
        let archive = self.folder.path().join("abc");
        fs::create_dir_all(archive.join("wpaper")).unwrap();
        let head = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: A\nMaintainer-Email: a@b.example.org\n";
        fs::write(archive.join("abcarch.rdf"), head).unwrap();
        let paper = |(number, title): &(u32, &str)| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Öä\nAuthor-Email: a@example.org\nTitle: {title}\n\
                 Abstract: One\n\n  two\nCreation-Date: 2001-0{}\nHandle: RePEc:abc:wpaper:{number}\n\n",
                number % 9 + 1
            )
        };
        fs::write(archive.join("wpaper/x.rdf"), papers.iter().map(paper).collect::<String>()).unwrap();
        let source = Source::find(&archive).unwrap();
        harvest(&self.store, &Recent::default(), &source, at, &mut |_| {}).await;
        dump(&self.store, &self.dumps(), at).await.unwrap().manifest
    }
}

async fn take(copy: &Store, from: &Path) -> Result<Loaded, Error> {
    load(copy, &Recent::default(), from, &mut |_, _, _| {}).await
}

/// All that pages and searches show of records: one line each, in the order in which they came.
async fn shown(store: &Store, state: Option<State>) -> Vec<String> {
    let records = store.reader().all_after(0, 9_999).await.unwrap();
    let wanted = records.into_iter().filter(|it| state.is_none_or(|state| it.state == state));
    let mut lines = Vec::new();
    for it in wanted {
        let edits = ibid_core::export::redif::again(&it.text).unwrap();
        lines.push(format!(
            "{} {:?} {} {:?} {}:{} {edits}",
            it.handle, it.state, it.since, it.year, it.file, it.line
        ));
    }
    lines
}

async fn assert_same(one: &Store, other: &Store) {
    assert_eq!(shown(one, None).await, shown(other, None).await);
    let (a, b) = (one.reader(), other.reader());
    assert_eq!(a.totals().await.unwrap().counts, b.totals().await.unwrap().counts);
    assert_eq!(a.days(9, 9).await.unwrap(), b.days(9, 9).await.unwrap());
}

#[tokio::test]
async fn a_copy_is_the_catalogue_and_stays_it() {
    let world = World::new().await;
    let all =
        [(1, "One"), (2, "Two \"quoted\" \\"), (3, "Vier Größen"), (4, "다섯"), (5, "Six"), (6, "Seven")];
    let first = world.night(NOW, &all).await;
    let (old, new) = (memory().await, memory().await);
    let whole = world.dumps().join(&first.full.catalogue.name);
    let loaded = take(&old, &whole).await.unwrap();
    let expected = Loaded { position: 7, files: 1, records: 7, created: 7, ..Loaded::default() };
    assert_eq!(loaded, expected);
    assert_same(&world.store, &old).await;
    assert!(!shown(&old, None).await.concat().contains('@'));
    // Changed, gone, new; gone is back; nothing.
    let nights: [&[(u32, &str)]; 3] = [
        &[(1, "Uno"), all[1], all[2], all[3], all[4], (7, "New")],
        &[(1, "Uno"), all[1], all[2], all[3], all[5], (7, "New")],
        &[(1, "Uno"), all[1], all[2], all[3], all[5], (7, "New")],
    ];
    for (night, papers) in (1..).zip(nights) {
        world.night(NOW + night * 86_400, papers).await;
        let loaded = take(&old, &world.dumps()).await.unwrap();
        assert_same(&world.store, &old).await;
        // A night without news makes no file, be the archives read or not.
        let archives = async |store: &Store| store.reader().archives().await.unwrap();
        assert!(night == 3 || archives(&old).await == archives(&world.store).await, "night {night}");
        assert_eq!(loaded.position, world.store.reader().position().await.unwrap());
        assert_eq!(loaded.files, u64::from(night < 3), "night {night}: only what changed, and once");
    }
    // Who comes late takes everything, what is withdrawn too.
    take(&new, &world.dumps()).await.unwrap();
    assert_same(&world.store, &new).await;
    assert_eq!(shown(&new, Some(State::Withdrawn)).await.len(), 1);
}

#[tokio::test]
async fn who_was_away_for_long_takes_everything_and_forgets_what_is_not_there() {
    let world = World::new().await;
    let manifest = world.night(NOW, &[(1, "One"), (2, "Two"), (3, "Three")]).await;
    let copy = memory().await;
    take(&copy, &world.dumps()).await.unwrap();
    // All deltas between are lost with the folder.
    world.night(NOW + 1, &[(1, "One"), (4, "Four")]).await;
    fs::remove_dir_all(world.dumps()).unwrap();
    let later = world.night(NOW + 2, &[(1, "One"), (4, "Vier")]).await;
    assert_eq!((later.deltas.len(), &later.catalogue), (0, &manifest.catalogue));
    let loaded = take(&copy, &world.dumps()).await.unwrap();
    assert_eq!((loaded.created, loaded.unchanged, loaded.withdrawn), (1, 2, 2));
    assert_same(&world.store, &copy).await;
    // What was harvested here besides is not of the copy and stays.
    let own = world.folder.path().join("own");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("ownarch.rdf"), "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:own\nName: O\n")
        .unwrap();
    harvest(&copy, &Recent::default(), &Source::find(&own).unwrap(), NOW, &mut |_| {}).await;
    fs::remove_dir_all(world.dumps()).unwrap();
    world.night(NOW + 3, &[(4, "Vier")]).await;
    assert_eq!(take(&copy, &world.dumps()).await.unwrap().withdrawn, 1);
    let live = shown(&copy, Some(State::Live)).await;
    assert_eq!(live.len(), 3, "{live:?}");
    assert!(live.iter().any(|it| it.starts_with("RePEc:own ")));
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_before_anything_is_taken() {
    let world = World::new().await;
    let first = world.night(NOW, &[(1, "One"), (2, "Two"), (3, "Three")]).await;
    let whole = world.dumps().join(&first.full.catalogue.name);
    let bytes = fs::read(&whole).unwrap();
    let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
    let packed = |text: &str| zstd::encode_all(text.as_bytes(), 3).unwrap();
    let without_end = &text[..text.trim_end().rfind('\n').unwrap() + 1];
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 0x55;
    let bad = world.folder.path().join("bad.jsonl.zst");
    for (bytes, why) in [
        (bytes[..bytes.len() / 2].to_vec(), "damaged"),
        (flipped, "damaged"),
        (packed(without_end), "ends too early"),
        (packed(&text.replacen("\"One\"", "", 1).replacen("format\":1", "format\":9", 1)), "another version"),
        (packed("{\"handle\":\"RePEc:abc:wpaper:1\"}\n"), "not a catalogue"),
        (packed(""), "not a catalogue"),
        (b"Template-Type: ReDIF-Paper 1.0\n".to_vec(), "damaged"),
        (Vec::new(), "damaged"),
    ] {
        fs::write(&bad, bytes).unwrap();
        let copy = memory().await;
        let said = take(&copy, &bad).await.unwrap_err().to_string();
        assert!(said.contains("bad.jsonl.zst") && said.contains(why), "{why}: {said}");
        assert_eq!(copy.reader().position().await.unwrap(), 0, "{why}");
    }
    // A good file in the place of another.
    world.night(NOW, &[(1, "Uno"), (2, "Two"), (3, "Three")]).await;
    let last = Manifest::read(&world.dumps()).unwrap().full.catalogue.name;
    fs::copy(&whole, world.dumps().join(last)).unwrap();
    let said = take(&memory().await, &world.dumps()).await.unwrap_err().to_string();
    assert!(said.contains("SHA-256"), "{said}");
}

#[tokio::test]
async fn files_are_taken_in_their_order_and_of_one_catalogue() {
    let (world, other) = (World::new().await, World::new().await);
    let papers = |n: usize| [(1, "One"), (2, "Two"), (3, "Three"), (4, "Four"), (5, "Five")][..n].to_vec();
    let first = world.night(NOW, &papers(3)).await;
    world.night(NOW + 1, &papers(4)).await;
    let third = world.night(NOW + 2, &papers(5)).await;
    let [early, late] = [0, 1].map(|it: usize| world.dumps().join(&third.deltas[it].catalogue.name));
    let whole = world.dumps().join(&first.full.catalogue.name);
    // The whole of the first night is gone by now, as it should be; that of the third is there.
    assert!(!whole.exists() && early.exists() && late.exists());
    let copy = memory().await;
    let gap = |it| matches!(it, Err(Error::Gap { .. }));
    assert!(gap(take(&copy, &early).await) && gap(take(&copy, &late).await), "changes of nothing");
    assert_eq!(copy.reader().position().await.unwrap(), 0);
    take(&copy, &world.dumps()).await.unwrap();
    let fourth = world.night(NOW + 3, &[(1, "Uno"), (2, "Two"), (3, "Three"), (4, "Four")]).await;
    world.night(NOW + 4, &[(1, "Uno"), (2, "Due"), (3, "Three"), (4, "Four")]).await;
    let fifth = Manifest::read(&world.dumps()).unwrap();
    let last = world.dumps().join(&fifth.deltas.last().unwrap().catalogue.name);
    let said = take(&copy, &last).await.unwrap_err().to_string();
    let name = last.file_name().unwrap().to_str().unwrap();
    assert!(said.contains(name) && said.contains("load what lies between"), "{said}");
    // A file the manifest names is not there.
    let lost = world.dumps().join(&fourth.deltas.last().unwrap().catalogue.name);
    let kept = fs::read(&lost).unwrap();
    fs::remove_file(&lost).unwrap();
    let said = take(&copy, &world.dumps()).await.unwrap_err().to_string();
    assert!(said.contains(lost.to_str().unwrap()), "{said}");
    fs::write(&lost, kept).unwrap();
    take(&copy, &lost).await.unwrap();
    take(&copy, &last).await.unwrap();
    assert_same(&world.store, &copy).await;
    // Older ones do nothing.
    assert_eq!(take(&copy, &early).await.unwrap().files, 0);
    other.night(NOW, &papers(5)).await;
    assert!(matches!(take(&copy, &other.dumps()).await, Err(Error::Another(_))));
    assert!(matches!(take(&other.store, &world.dumps()).await, Err(Error::Own(_))));
    assert_same(&world.store, &copy).await;
}
