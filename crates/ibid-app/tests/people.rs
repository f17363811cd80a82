//! Invariant 5 for who has written what: grown step by step and made anew from nothing it is the same,
//! whoever came first; and nobody is told twice.

use std::collections::BTreeSet;

use ibid_app::projection::people::{rebuild, step};
use ibid_core::people::claim::{Answer, Doubt, Role};
use ibid_core::{Handle, Kind};
use ibid_store::{Claim, NewFile, NewRecord, NewVersion, Packed, State, Store, Told, Tx};
use proptest::prelude::*;

/// What is done to one of a handful of records.
#[derive(Clone, Debug)]
enum Edit {
    Work { item: u8, people: u8 },
    Person { item: u8, names: u8, works: u8, place: u8 },
    Institution { item: u8 },
    Withdraw { kind: u8, item: u8 },
    Claim { person: u8, work: u8, refused: bool },
}

const ITEMS: u8 = 4;
const PEOPLE: [&str; 7] = [
    "Author-Name: Ann Smith\n",
    "Author-Name: Bo Li\nAuthor-Name: Smith, A.\n",
    "Author-Name: Bo Li\nAuthor-Person: p2\n",
    "Author-Name: Anna Jones\nAuthor-Person: paa1\nAuthor-Name: Bo Li\n",
    "Author-Name: B. Li\nAuthor-Person: RePEc:per:2000-01-01:p0\n",
    "Author-Name: Someone Else\n",
    "Author-Name: Someone Else\nAuthor-Person: paa0\nAuthor-Person: paa2\n",
];
const NAMES: [&str; 4] = [
    "Name-Full: Ann Smith\n",
    "Name-Full: Anna Jones\nX-Name-Variation: Smith, Ann\n",
    "Name-Full: Bo Li\n",
    "Name-Full: Bo Li\nX-Name-Variation: A. Smith\n",
];

fn work(item: u8) -> Handle {
    Handle::parse(&format!("RePEc:xyz:s:{}", item % ITEMS)).unwrap()
}

fn person(item: u8) -> Handle {
    Handle::parse(&format!("RePEc:per:2000-01-01:p{}", item % ITEMS)).unwrap()
}

fn institution(item: u8) -> Handle {
    Handle::parse(&format!("RePEc:edi:inst{}", item % ITEMS)).unwrap()
}

fn work_text(item: u8, people: u8) -> String {
    let people = PEOPLE[usize::from(people) % PEOPLE.len()];
    format!("Template-Type: ReDIF-Paper 1.0\n{people}Title: Trade and growth\nHandle: {}\n", work(item))
}

fn person_text(item: u8, names: u8, works: u8, place: u8) -> String {
    let names = NAMES[usize::from(names) % NAMES.len()];
    let own: String = (0..ITEMS)
        .filter(|it| works & (1 << it) != 0)
        .map(|it| format!("Author-Paper: {}\n", work(it)))
        .chain((works & 16 != 0).then(|| "Editor-Series: RePEc:xyz:s\n".to_owned()))
        .collect();
    let place =
        format!("Workplace-Name: W\nWorkplace-Institution: {}\nWorkplace-Share: 60\n", institution(place));
    let handle = person(item);
    format!(
        "Template-Type: ReDIF-Person 1.0\n{names}Short-ID: paa{}\n{own}Handle: {handle}\n{place}",
        item % ITEMS
    )
}

async fn write(tx: &mut Tx, file: i64, handle: Handle, kind: Kind, text: &str, at: i64) -> i64 {
    let (text, year, shelf, digest, line) = (Packed::new(text), None, 0, 0, 1);
    match tx.heads(std::slice::from_ref(&handle)).await.unwrap().remove(0) {
        None => {
            let new = NewRecord { handle, kind, year, shelf, digest, file, line, text };
            tx.insert(&[new], at).await.unwrap().start
        }
        Some(head) => {
            let (id, what) = (head.id, String::new());
            let new = NewVersion { id, kind, year, shelf, digest, file, line, text, what };
            tx.supersede(&[new], at).await.unwrap();
            id
        }
    }
}

/// A file that a harvest reads, and the one of what is written here.
async fn files(tx: &mut Tx) -> (i64, i64) {
    let (archive, path, digest) = ("xyz", "xyz/x.rdf", [0; 16]);
    let (size, modified, read_at, templates, errors, warnings) = (0, 0, 0, 0, 0, 0);
    let file = NewFile { archive, path, digest, size, modified, read_at, templates, errors, warnings };
    (tx.put_file(&file).await.unwrap(), tx.own_file(0).await.unwrap())
}

async fn apply(tx: &mut Tx, edit: &Edit, at: i64) {
    let (theirs, ours) = files(tx).await;
    match *edit {
        Edit::Work { item, people } => {
            write(tx, theirs, work(item), Kind::Paper, &work_text(item, people), at).await;
        }
        Edit::Person { item, names, works, place } => {
            let file = if item % 2 == 0 { ours } else { theirs };
            write(tx, file, person(item), Kind::Person, &person_text(item, names, works, place), at).await;
        }
        Edit::Institution { item } => {
            let handle = institution(item);
            let text = format!("Template-Type: ReDIF-Institution 1.0\nPrimary-Name: I\nHandle: {handle}\n");
            write(tx, theirs, handle, Kind::Institution, &text, at).await;
        }
        Edit::Withdraw { kind, item } => {
            let handle = [work(item), person(item), institution(item)][usize::from(kind) % 3].clone();
            if let Some(head) = tx.heads(&[handle]).await.unwrap().remove(0) {
                tx.withdraw(&[head.id], at).await.unwrap();
            }
        }
        Edit::Claim { person: owner, work: item, refused } => {
            let heads = tx.heads(&[person(owner), work(item)]).await.unwrap();
            let [Some(owner), Some(work)] = heads.as_slice() else { return };
            if owner.state == State::Withdrawn || work.state == State::Withdrawn {
                return;
            }
            let answer = if refused { Answer::Refused } else { Answer::Claimed };
            let (role, place, evidence) = (Role::Author, 1, String::new());
            let (person, work, version, account) = (owner.id, work.id, work.version, 0);
            let claim = Claim { person, work, answer, role, place, version, evidence, at, account };
            tx.put_claims(&[claim]).await.unwrap();
            // An answer goes with a new version of the person's record.
            let text = tx.texts(&[person]).await.unwrap().remove(0);
            write(tx, owner.file, owner.handle.clone(), Kind::Person, &text, at).await;
        }
    }
}

/// All of the views, as the ledger tells them.
async fn told(store: &Store) -> Vec<String> {
    let reader = store.reader();
    let mut out = Vec::new();
    let all = reader.all_after(0, 999).await.unwrap();
    let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
    for it in &all {
        out.push(format!("{:?}", reader.works_of(it.id).await.unwrap()));
        out.push(format!("{:?}", reader.members(it.id).await.unwrap()));
        out.push(format!("{:?}", reader.doubts_of(it.id).await.unwrap()));
    }
    out.push(format!("{:?}", reader.naming(&ids).await.unwrap()));
    out.push(format!("{:?}", reader.authorship(&ids).await.unwrap()));
    out.push(format!("{:?}", reader.by_short_ids(&["paa0", "paa1", "paa2", "paa3"]).await.unwrap()));
    let mut keys: Vec<String> = (0..ITEMS).flat_map(|it| [work(it).key(), institution(it).key()]).collect();
    keys.push("xyz:s".to_owned());
    out.push(format!("{:?}", reader.awaiting(&keys).await.unwrap()));
    out
}

async fn notices(store: &Store) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (person, _) in store.reader().notices_wait_for(0, 99).await.unwrap() {
        out.extend(store.reader().notices(person).await.unwrap().iter().map(|it| format!("{it:?}")));
    }
    out
}

async fn round(store: &Store, edits: &[Edit], at: i64) {
    let mut tx = store.writer().begin().await.unwrap();
    for edit in edits {
        apply(&mut tx, edit, at).await;
    }
    tx.commit().await.unwrap();
    while step(store).await.unwrap() {}
}

async fn story(rounds: &[Vec<Edit>]) {
    let store = Store::open("sqlite::memory:").await.unwrap();
    for (at, edits) in (0..).zip(rounds) {
        round(&store, edits, at).await;
    }
    let grown = told(&store).await;
    rebuild(&store).await.unwrap();
    assert_eq!(grown, told(&store).await);
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..ITEMS, any::<u8>()).prop_map(|(item, people)| Edit::Work { item, people }),
        4 => (0..ITEMS, any::<u8>(), any::<u8>(), any::<u8>())
            .prop_map(|(item, names, works, place)| Edit::Person { item, names, works, place }),
        1 => (0..ITEMS).prop_map(|item| Edit::Institution { item }),
        1 => (0..3u8, 0..ITEMS).prop_map(|(kind, item)| Edit::Withdraw { kind, item }),
        2 => (0..ITEMS, 0..ITEMS, any::<bool>())
            .prop_map(|(person, work, refused)| Edit::Claim { person, work, refused }),
    ]
}

fn run(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]
    #[test]
    fn grown_and_made_are_the_same(rounds in prop::collection::vec(prop::collection::vec(edit(), 1..8), 1..6)) {
        run(story(&rounds));
    }
}

#[test]
fn a_changed_name_puts_a_claim_in_doubt_once() {
    run(async {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let (ann, trade) =
            (Edit::Person { item: 0, names: 0, works: 1, place: 0 }, |people| Edit::Work { item: 0, people });
        round(&store, &[ann, trade(0), Edit::Claim { person: 0, work: 0, refused: false }], 1).await;
        let owner = store.reader().record(&person(0)).await.unwrap().unwrap().id;
        let doubts = async || store.reader().doubts_of(owner).await.unwrap();
        assert_eq!(doubts().await, []);
        round(&store, &[trade(1)], 2).await;
        assert_eq!(doubts().await, [], "Smith, A. is Ann Smith");
        round(&store, &[trade(5)], 3).await;
        assert_eq!(doubts().await.iter().map(|it| it.why).collect::<Vec<_>>(), [Doubt::Renamed]);
        rebuild(&store).await.unwrap();
        let told: Vec<Told> = store.reader().notices(owner).await.unwrap().iter().map(|it| it.told).collect();
        assert_eq!(told, [Told::InDoubt]);
        round(&store, &[Edit::Claim { person: 0, work: 0, refused: false }], 4).await;
        assert_eq!(doubts().await, [], "its owner stands by it");
        round(&store, &[trade(0)], 5).await;
        assert_eq!(doubts().await, []);
    });
}

#[test]
fn people_hear_of_new_works_once() {
    run(async {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let work = |item, people| Edit::Work { item, people };
        let ann = |item| Edit::Person { item, names: 0, works: 0, place: 0 };
        round(&store, &[work(0, 0)], 1).await;
        // 0 is written here, 1 is not: nobody reads letters to that one.
        round(&store, &[ann(0), ann(1)], 2).await;
        assert_eq!(notices(&store).await, BTreeSet::new(), "what was there before is no news");
        round(&store, &[work(1, 1), work(2, 5), work(3, 2)], 3).await;
        let heard = notices(&store).await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        round(&store, &[work(1, 0)], 4).await;
        rebuild(&store).await.unwrap();
        assert_eq!(notices(&store).await, heard);
        let refused = Edit::Claim { person: 0, work: 2, refused: true };
        round(&store, &[refused], 5).await;
        round(&store, &[work(2, 0)], 6).await;
        assert_eq!(notices(&store).await, heard, "nobody is asked again");
    });
}
