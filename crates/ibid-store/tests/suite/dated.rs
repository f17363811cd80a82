//! Works in the order of their changes, as harvesters read them.

use std::collections::{BTreeMap, BTreeSet};

use ibid_core::{Handle, Kind};
use ibid_store::{DatedList, Mark, NewRecord, Scope, State, Store};

use crate::place::{Place, handle, new_record, new_version, put_file};

const EVER: DatedList<'static> =
    DatedList { scope: Scope::All, from: i64::MIN, until: i64::MAX, texts: true };

/// Adds papers and answers their ids.
async fn put(store: &Store, names: &[&str], at: i64) -> Vec<i64> {
    put_kind(store, names, Kind::Paper, at).await
}

async fn put_kind(store: &Store, names: &[&str], kind: Kind, at: i64) -> Vec<i64> {
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let new: Vec<_> = names.iter().map(|it| NewRecord { kind, ..new_record(it, file, None) }).collect();
    let ids = tx.insert(&new, at).await.unwrap();
    tx.commit().await.unwrap();
    ids.collect()
}

async fn change(store: &Store, ids: &[i64], at: i64) {
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let versions: Vec<_> = ids.iter().map(|&id| new_version(id, file, &format!("changed at {at}"))).collect();
    tx.supersede(&versions, at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn withdraw(store: &Store, ids: &[i64], at: i64) {
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(ids, at).await.unwrap();
    tx.commit().await.unwrap();
}

/// The items of a list with their moments, read in pages of this size; `-` before what is withdrawn.
async fn listed(store: &Store, list: DatedList<'_>, limit: usize) -> Vec<String> {
    let (mut after, mut out) = (None, Vec::new());
    loop {
        let page = store.reader().dated(&list, after, limit).await.unwrap();
        let Some(last) = page.last() else { return out };
        after = Some(list.after(last));
        assert!(page.len() <= limit);
        for work in page {
            let gone = work.state == State::Withdrawn;
            assert_eq!(work.text.is_empty(), gone || !list.texts, "{work:?}");
            out.push(format!("{}{} {}", if gone { "-" } else { "" }, work.handle.item(), work.at));
        }
    }
}

pub(crate) async fn works_are_listed_in_the_order_of_their_changes(place: &Place) {
    let store = place.open().await;
    let first = put(&store, &["RePEc:hst:a:1", "RePEc:hst:b:2", "RePEc:xyz:a:3", "RePEc:hst:a:4"], 100).await;
    put(&store, &["RePEc:hst:a:5", "RePEc:hst::6"], 200).await;
    put_kind(&store, &["RePEc:hst:a"], Kind::Series, 200).await;
    put_kind(&store, &["RePEc:hst"], Kind::Archive, 200).await;
    change(&store, &first[..1], 300).await;
    withdraw(&store, &first[1..2], 300).await;
    let (a, archive) = (handle("RePEc:hst:a"), handle("RePEc:hst"));
    let none: [&str; 0] = [];
    for limit in [1, 2, 99] {
        let check = async |list: DatedList<'_>, expected: &[&str]| {
            assert_eq!(listed(&store, list, limit).await, expected, "{list:?}");
            let bare = DatedList { texts: false, ..list };
            assert_eq!(listed(&store, bare, limit).await, expected, "{list:?}");
        };
        check(EVER, &["3 100", "4 100", "5 200", "6 200", "1 300", "-2 300"]).await;
        check(DatedList { from: 101, until: 200, ..EVER }, &["5 200", "6 200"]).await;
        check(DatedList { from: 300, ..EVER }, &["1 300", "-2 300"]).await;
        check(DatedList { from: 301, ..EVER }, &none).await;
        check(DatedList { scope: Scope::Series(&a), ..EVER }, &["4 100", "5 200", "1 300"]).await;
        check(DatedList { scope: Scope::Series(&archive), ..EVER }, &["6 200"]).await;
        let hst = DatedList { scope: Scope::Archive("hst"), ..EVER };
        check(hst, &["4 100", "5 200", "1 300", "-2 300", "6 200"]).await;
        check(DatedList { from: 200, until: 299, ..hst }, &["5 200", "6 200"]).await;
        check(DatedList { scope: Scope::Archive("no"), ..EVER }, &none).await;
        check(DatedList { scope: Scope::Series(&handle("RePEc:hst:no")), ..EVER }, &none).await;
    }
    let series = async |after: Option<&Handle>, limit| {
        let found = store.reader().holding(after, limit).await.unwrap();
        found.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(series(None, 99).await, ["RePEc:hst", "RePEc:hst:a", "RePEc:hst:b", "RePEc:xyz:a"]);
    assert_eq!(series(Some(&a), 1).await, ["RePEc:hst:b"]);
}

/// Whoever reads page by page sees every work that was there from first to last, and at the end of its
/// list the last state of everything, even when all of it changes within one second.
pub(crate) async fn a_list_loses_nothing_that_changes_meanwhile(place: &Place) {
    let store = place.open().await;
    let names: Vec<String> = (0..40).map(|n| format!("RePEc:hst:s{}:{n}", n % 3)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ids = put(&store, &names, 100).await;
    let mut random = 5_u64;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    for scope in [Scope::All, Scope::Archive("hst")] {
        let list = DatedList { scope, ..EVER };
        let (mut after, mut seen) = (None::<Mark>, BTreeSet::new());
        for round in 0.. {
            let page = store.reader().dated(&list, after, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(list.after(last));
            seen.extend(page.iter().map(|it| it.id));
            if round < 10 {
                let some: BTreeSet<i64> = (0..4).map(|_| ids[next(40) as usize]).collect();
                let some: Vec<i64> = some.into_iter().collect();
                // The clock stands still, or was set back.
                change(&store, &some[1..], 300 - round).await;
                withdraw(&store, &some[..1], 300).await;
            }
        }
        assert_eq!(seen, ids.iter().copied().collect::<BTreeSet<_>>(), "{scope:?}");
    }
}

pub(crate) async fn moments_never_go_back(place: &Place) {
    let store = place.open().await;
    let ids = put(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2"], 500).await;
    change(&store, &ids[..1], 400).await;
    put(&store, &["RePEc:hst:a:3"], 300).await;
    withdraw(&store, &ids[1..], 600).await;
    change(&store, &ids[1..], 200).await;
    let lines = store.reader().journal(0, 99).await.unwrap();
    let moments: Vec<i64> = lines.iter().map(|it| it.at).collect();
    assert_eq!(moments, [500, 500, 500, 500, 600, 600]);
    assert_eq!(listed(&store, EVER, 99).await, ["1 500", "3 500", "2 600"]);
    // When it came is what its harvest says.
    let since: BTreeMap<String, i64> = store
        .reader()
        .all_after(0, 99)
        .await
        .unwrap()
        .into_iter()
        .map(|it| (it.handle.item().to_owned(), it.since))
        .collect();
    assert_eq!(since.into_values().collect::<Vec<_>>(), [500, 500, 300]);
}

/// A ledger that had no such lists has them when it is opened.
pub(crate) async fn an_older_ledger_lists_its_changes(place: &Place) {
    let store = place.open().await;
    put(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2"], 100).await;
    drop(store);
    place.age(6).await;
    assert_eq!(listed(&place.open().await, EVER, 1).await, ["1 100", "2 100"]);
}
