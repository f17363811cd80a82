//! A copy kept by dumps and deltas is what a new dump would give, whatever happened in between.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::bulk::dump::{Dumped, dump};
use ibid_app::bulk::folder::Error;
use ibid_app::bulk::manifest::{Listed, Manifest};
use ibid_app::recent::Recent;
use ibid_store::Store;
use serde_json::Value;
use sha2::{Digest, Sha256};

const NOW: i64 = 1_700_000_000;

struct World {
    folder: tempfile::TempDir,
    store: Store,
}

/// What somebody keeps who follows the dumps: records by handle, up to a position.
#[derive(Clone, Debug, Default, PartialEq)]
struct Copy {
    position: i64,
    records: BTreeMap<String, Value>,
}

impl World {
    async fn new() -> World {
        World { folder: tempfile::tempdir().unwrap(), store: Store::open("sqlite::memory:").await.unwrap() }
    }

    fn dumps(&self) -> PathBuf {
        self.folder.path().join("dumps")
    }

    /// The archive now has these papers, by number and title.
    async fn papers(&self, papers: &[(u32, &str)]) {
        let archive = self.folder.path().join("abc");
        fs::create_dir_all(archive.join("wpaper")).unwrap();
        let head = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: A\nMaintainer-Email: a@b.example.org\n";
        fs::write(archive.join("abcarch.rdf"), head).unwrap();
        let paper = |(number, title): &(u32, &str)| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nAuthor-Email: a@example.org\nTitle: {title}\n\
                 Handle: RePEc:abc:wpaper:{number}\n\n"
            )
        };
        fs::write(archive.join("wpaper/x.rdf"), papers.iter().map(paper).collect::<String>()).unwrap();
        let source = Source::find(&archive).unwrap();
        harvest(&self.store, &Recent::default(), &source, NOW, &mut |_| {}).await;
    }

    async fn dump(&self) -> Dumped {
        dump(&self.store, &self.dumps(), NOW).await.unwrap()
    }

    /// The lines of a file, once its checksum, length and number of lines are right.
    fn lines(&self, listed: &Listed) -> Vec<Value> {
        let bytes = fs::read(self.dumps().join(&listed.name)).unwrap();
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((sum, bytes.len() as u64), (listed.sha256.clone(), listed.bytes), "{}", listed.name);
        let text = String::from_utf8(zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        assert_eq!((text.lines().count() as u64, text.len() as u64), (listed.lines, listed.unpacked));
        assert!(!text.contains('@'), "an address: {text}");
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn whole(&self, manifest: &Manifest) -> Copy {
        let lines = manifest.full.files.iter().flat_map(|it| self.lines(it));
        let records = lines.map(|it| (it["handle"].as_str().unwrap().to_owned(), it)).collect();
        Copy { position: manifest.position, records }
    }

    /// Brings a copy up to date by deltas alone; nothing when they do not reach back far enough.
    fn follow(&self, mut copy: Copy) -> Option<Copy> {
        let manifest = Manifest::read(&self.dumps()).unwrap();
        let from = copy.position;
        for delta in manifest.deltas.iter().filter(|it| it.position > from) {
            if delta.after > copy.position {
                return None;
            }
            for line in delta.files.iter().flat_map(|it| self.lines(it)) {
                let handle = line["handle"].as_str().unwrap().to_owned();
                match line["state"].as_str().unwrap() {
                    "withdrawn" => {
                        assert!(line.get("record").is_none() && copy.records.remove(&handle).is_some())
                    }
                    _ => drop(copy.records.insert(handle, line["record"].clone())),
                }
            }
            copy.position = delta.position;
        }
        (copy.position == manifest.position).then_some(copy)
    }
}

#[tokio::test]
async fn copies_follow_by_deltas() {
    let world = World::new().await;
    let titles = ["One", "Two \"quoted\" \\ \u{1}", "Three", "Vier Größen", "다섯", "Six"];
    let all: Vec<(u32, &str)> = (1..).zip(titles).collect();
    world.papers(&all).await;
    let first = world.dump().await;
    assert_eq!((first.manifest.full.records, first.manifest.deltas.len(), first.unchanged), (7, 0, false));
    assert_eq!(
        first.manifest.full.kinds,
        BTreeMap::from([("archive".to_owned(), 1), ("paper".to_owned(), 6)])
    );
    let start = world.whole(&first.manifest);
    assert_eq!(world.follow(start.clone()).as_ref(), Some(&start));
    assert!(world.dump().await.unchanged);
    let mut kept = start.clone();
    for papers in [vec![(1, "Changed"), all[1], all[2], (9, "New")], vec![all[0], (9, "New")], all.clone()] {
        world.papers(&papers).await;
        let dumped = world.dump().await;
        // Whoever takes the last delta only and whoever takes all of them have what a new reader has.
        let whole = world.whole(&dumped.manifest);
        kept = world.follow(kept).unwrap();
        assert_eq!(kept, whole);
        assert_eq!(world.follow(start.clone()).unwrap(), whole);
        assert_eq!(whole.records.len(), papers.len() + 1);
    }
    let sums = fs::read_to_string(world.dumps().join("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), Manifest::read(&world.dumps()).unwrap().files().count());
}

#[tokio::test]
async fn what_the_last_manifest_named_stays_one_time_longer() {
    let world = World::new().await;
    let there = |files: &[Listed]| files.iter().all(|it| world.dumps().join(&it.name).exists());
    world.papers(&[(1, "One"), (2, "Two"), (3, "Three")]).await;
    let first = world.dump().await.manifest;
    world.papers(&[(1, "One"), (2, "Two"), (3, "Drei")]).await;
    let second = world.dump().await.manifest;
    assert!(there(&first.full.files) && there(&second.full.files));
    world.papers(&[(1, "One"), (2, "Zwei"), (3, "Drei")]).await;
    let third = world.dump().await.manifest;
    assert!(!there(&first.full.files) && there(&second.full.files) && there(&third.full.files));
    assert_eq!(third.deltas.len(), 2);
}

#[tokio::test]
async fn a_broken_folder_is_made_whole() {
    let world = World::new().await;
    world.papers(&[(1, "One"), (2, "Two"), (3, "Three")]).await;
    let first = world.dump().await.manifest;
    // Half a file, as a crash or a full disk leaves it.
    fs::write(world.dumps().join(&first.full.files[0].name), "half").unwrap();
    let dumped = world.dump().await;
    assert!(!dumped.unchanged);
    assert_eq!(world.whole(&dumped.manifest).records.len(), 4);
    for damage in ["", "{}", "not json", "{\"format\": 99}"] {
        fs::write(world.dumps().join("manifest.json"), damage).unwrap();
        let manifest = world.dump().await.manifest;
        assert_eq!((world.whole(&manifest).records.len(), manifest.deltas.len()), (4, 0), "{damage}");
    }
    // When most has changed, there is no delta: all of it is less.
    world.papers(&[]).await;
    world.papers(&[(1, "Uno"), (2, "Due"), (3, "Tre")]).await;
    let manifest = world.dump().await.manifest;
    assert_eq!((world.whole(&manifest).records.len(), manifest.deltas.len()), (4, 0));
}

#[tokio::test]
async fn a_folder_of_somebody_else_is_left_alone() {
    let world = World::new().await;
    world.papers(&[(1, "One")]).await;
    let mirror: &Path = &world.folder.path().join("abc");
    let refused = dump(&world.store, mirror, NOW).await;
    assert!(matches!(refused, Err(Error::NotOurs(_))), "{refused:?}");
}
