//! Invariant 5 for versions of the same work: found step by step, found anew from nothing, and compared
//! each with each, they are the same.

use std::collections::{BTreeMap, BTreeSet};

use ibid_app::projection::versions::{rebuild, step};
use ibid_core::record::Work;
use ibid_core::versions::{Filed, Why, same};
use ibid_core::{Handle, Kind, Record};
use ibid_store::{NewFile, NewRecord, NewVersion, Packed, State, Store, Stored, Tx};
use proptest::prelude::*;

/// What is done to one of a handful of records: written with one of these titles, by one of these
/// people, in this year, naming another record or none; or withdrawn.
#[derive(Clone, Debug)]
enum Edit {
    Write { item: u8, title: u8, people: u8, year: u8, names: Option<u8> },
    Withdraw { item: u8 },
}

const ITEMS: u8 = 9;
const TITLES: [&str; 6] = [
    "Trade and growth in port cities",
    "TRADE AND GROWTH IN PORT CITIES!",
    "Trade and growth of port cities: Evidence from tolls",
    "Growth in port cities and trade",
    "The silk weavers of Kyoto",
    "Trade and growth in port cities II",
];
const PEOPLE: [&[&str]; 5] =
    [&["Ann Smith"], &["Smith, A.", "Bo Li"], &["Bo Li"], &[], &["Ann Smith", "Bo Li"]];

fn text(item: u8, title: u8, people: u8, year: u8, names: Option<u8>) -> String {
    let mut out = String::from("Template-Type: ReDIF-Paper 1.0\n");
    for name in PEOPLE[usize::from(people) % PEOPLE.len()] {
        out.push_str(&format!("Author-Name: {name}\n"));
    }
    out.push_str(&format!("Title: {}\n", TITLES[usize::from(title) % TITLES.len()]));
    out.push_str(&format!("Creation-Date: {}\n", 2000 + i32::from(year % 3) * 9));
    if let Some(other) = names {
        out.push_str(&format!("Paper-Handle: {}\n", handle(other)));
    }
    out.push_str(&format!("Handle: {}\n", handle(item)));
    out
}

fn handle(item: u8) -> Handle {
    Handle::parse(&format!("RePEc:xyz:s{}:{}", item % 3, item % ITEMS)).unwrap()
}

async fn apply(tx: &mut Tx, file: i64, edit: &Edit, at: i64) {
    let item = match edit {
        Edit::Write { item, .. } | Edit::Withdraw { item } => *item % ITEMS,
    };
    let head = tx.heads(&[handle(item)]).await.unwrap().remove(0);
    match (edit, head) {
        (&Edit::Write { title, people, year, names, .. }, head) => {
            let text = Packed::new(&text(item, title, people, year, names.map(|it| it % ITEMS)));
            let (kind, year, digest, line) = (Kind::Paper, None, 0, 1);
            match head {
                None => {
                    let (handle, shelf) = (handle(item), 0);
                    let new = NewRecord { handle, kind, year, shelf, digest, file, line, text };
                    tx.insert(&[new], at).await.unwrap();
                }
                Some(head) => {
                    let (id, what, shelf) = (head.id, String::new(), 0);
                    let new = NewVersion { id, kind, year, shelf, digest, file, line, text, what };
                    tx.supersede(&[new], at).await.unwrap();
                }
            }
        }
        (Edit::Withdraw { .. }, Some(head)) => tx.withdraw(&[head.id], at).await.unwrap(),
        (Edit::Withdraw { .. }, None) => {}
    }
}

/// The other versions of every record, as the ledger tells them.
async fn told(store: &Store) -> BTreeMap<i64, BTreeSet<i64>> {
    let mut out = BTreeMap::new();
    for stored in store.reader().all_after(0, 999).await.unwrap() {
        if stored.state == State::Live {
            let versions = store.reader().versions(stored.id, 99).await.unwrap();
            out.insert(stored.id, versions.iter().map(|it| it.id).collect());
        }
    }
    out
}

/// What can be found: those the rule joins and that share a mark, or of which one names the other.
fn are_versions(one: &Work, other: &Work) -> bool {
    let meet = || {
        let (a, b) = (Filed::of(one), Filed::of(other));
        a.seeks(&b) || b.seeks(&a)
    };
    match same(one, other) {
        Some(Why::Declared) => true,
        Some(_) => meet(),
        None => false,
    }
}

/// The same by comparing each with each.
async fn compared(store: &Store) -> BTreeMap<i64, BTreeSet<i64>> {
    let live = |it: &Stored| it.state == State::Live;
    let all = store.reader().all_after(0, 999).await.unwrap().into_iter().filter(live);
    let works: Vec<(i64, Box<Work>)> = all
        .filter_map(|it| match it.record()? {
            Record::Work(work) => Some((it.id, work)),
            _ => None,
        })
        .collect();
    let mut groups: Vec<BTreeSet<i64>> = Vec::new();
    for (id, work) in &works {
        let is_near = |group: &BTreeSet<i64>| {
            works.iter().any(|(other, it)| group.contains(other) && are_versions(work, it))
        };
        let (near, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_near);
        apart.push(near.into_iter().flatten().chain([*id]).collect());
        groups = apart;
    }
    let others = |id: &i64| {
        let group = groups.iter().find(|group| group.contains(id));
        group.into_iter().flatten().copied().filter(|it| it != id).collect()
    };
    works.iter().map(|(id, _)| (*id, others(id))).collect()
}

async fn story(rounds: &[Vec<Edit>]) {
    let store = Store::open("sqlite::memory:").await.unwrap();
    for (round, edits) in rounds.iter().enumerate() {
        let mut tx = store.writer().begin().await.unwrap();
        let (archive, path, digest) = ("xyz", "xyz/x.rdf", [0; 16]);
        let (size, modified, read_at, templates, errors, warnings) = (0, 0, 0, 0, 0, 0);
        let file = NewFile { archive, path, digest, size, modified, read_at, templates, errors, warnings };
        let file = tx.put_file(&file).await.unwrap();
        for edit in edits {
            apply(&mut tx, file, edit, round as i64).await;
        }
        tx.commit().await.unwrap();
        while step(&store).await.unwrap() {}
    }
    let grown = told(&store).await;
    assert_eq!(grown, compared(&store).await);
    rebuild(&store).await.unwrap();
    assert_eq!(grown, told(&store).await);
}

fn edit() -> impl Strategy<Value = Edit> {
    let names = prop_oneof![4 => Just(None), 1 => any::<u8>().prop_map(Some)];
    let write = (0..ITEMS, any::<u8>(), any::<u8>(), any::<u8>(), names);
    let write =
        write.prop_map(|(item, title, people, year, names)| Edit::Write { item, title, people, year, names });
    prop_oneof![4 => write, 1 => (0..ITEMS).prop_map(|item| Edit::Withdraw { item })]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]
    #[test]
    fn grown_made_and_compared_are_the_same(rounds in prop::collection::vec(prop::collection::vec(edit(), 1..8), 1..6)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story(&rounds));
    }
}

/// More works of one name and one word than are filed under it.
#[test]
fn a_crowd_is_one_work() {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let mut tx = store.writer().begin().await.unwrap();
        let (archive, path, digest) = ("xyz", "xyz/x.rdf", [0; 16]);
        let (size, modified, read_at, templates, errors, warnings) = (0, 0, 0, 0, 0, 0);
        let file = NewFile { archive, path, digest, size, modified, read_at, templates, errors, warnings };
        let file = tx.put_file(&file).await.unwrap();
        let new = |item: i64| NewRecord {
            handle: Handle::parse(&format!("RePEc:xyz:s:{item}")).unwrap(),
            kind: Kind::Paper,
            year: None,
            shelf: 0,
            digest: 0,
            file,
            line: 1,
            text: Packed::new(&text(0, 0, 0, 0, None).replace(":s0:0", &format!(":s:{item}"))),
        };
        tx.insert(&(0..900).map(new).collect::<Vec<_>>(), 0).await.unwrap();
        tx.commit().await.unwrap();
        while step(&store).await.unwrap() {}
        assert_eq!(store.reader().versions(700, 2000).await.unwrap().len(), 899);
    });
}
