//! Lists across series, counts, and handles near a wrong one.

use std::collections::BTreeMap;

use ibid_core::Kind;
use ibid_store::{Count, NewRecord, State, Store};

use crate::place::{Place, new_record, new_version, put_file, put_papers};

pub(crate) async fn the_newest_come_first(place: &Place) {
    let store = place.open().await;
    let ids = put_papers(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2", "RePEc:hst:a:3"]).await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(&ids[2..], 200).await.unwrap();
    tx.commit().await.unwrap();
    let newest = store.reader().newest(2).await.unwrap();
    assert_eq!(newest.iter().map(|it| it.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    let all = store.reader().all_after(ids[0], 9).await.unwrap();
    assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), ids[1..]);
}

pub(crate) async fn records_of_a_kind_are_paged_by_key(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "edi/inst.rdf").await;
    let names = ["RePEc:edi:b", "RePEc:edi:A", "RePEc:edi:d", "RePEc:edi:C", "RePEc:edi:gone"];
    let mut new: Vec<_> =
        names.iter().map(|it| NewRecord { kind: Kind::Institution, ..new_record(it, file, None) }).collect();
    new.push(NewRecord { kind: Kind::Person, ..new_record("RePEc:per:aa:1", file, None) });
    new.push(new_record("RePEc:edi:a:1", file, None));
    let ids: Vec<i64> = tx.insert(&new, 100).await.unwrap().collect();
    tx.withdraw(&ids[4..5], 200).await.unwrap();
    tx.commit().await.unwrap();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = store.reader().of_kind(Kind::Institution, after.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.handle.clone());
        seen.extend(page.iter().map(|it| it.handle.as_str()["RePEc:edi:".len()..].to_owned()));
    }
    assert_eq!(seen, ["a", "b", "c", "d"]);
}

/// Random edits, and the counts of the tally against those of the records themselves.
pub(crate) async fn tallies_equal_a_recount(place: &Place) {
    let store = place.open().await;
    let mut random = 42_u64;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (random >> 33) % below
    };
    let mut ids = Vec::new();
    for round in 0..12 {
        let mut tx = store.writer().begin().await.unwrap();
        let file = put_file(&mut tx, "hst/x.rdf").await;
        let new: Vec<_> = (0..next(9))
            .map(|n| NewRecord {
                kind: [Kind::Paper, Kind::Series][next(2) as usize],
                ..new_record(&format!("RePEc:hst:s{}:{round}-{n}", next(3)), file, None)
            })
            .collect();
        ids.extend(tx.insert(&new, round).await.unwrap());
        let some: Vec<i64> = ids.iter().copied().filter(|_| next(3) == 0).collect();
        tx.withdraw(&some, round).await.unwrap();
        let others: Vec<i64> = ids.iter().copied().filter(|_| next(4) == 0).collect();
        let versions: Vec<_> = others
            .into_iter()
            .map(|id| ibid_store::NewVersion {
                kind: [Kind::Paper, Kind::Book][next(2) as usize],
                ..new_version(id, file, "other text")
            })
            .collect();
        tx.supersede(&versions, round).await.unwrap();
        if next(4) > 0 {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
            ids = store.reader().all_after(0, 999).await.unwrap().iter().map(|it| it.id).collect();
        }
    }
    let (everything, by_series) = recount(&store).await;
    let totals = store.reader().totals().await.unwrap();
    assert_eq!(nonzero(totals.counts), everything);
    let mut told = BTreeMap::new();
    for series in store.reader().series_of("hst").await.unwrap() {
        assert_eq!(store.reader().counts(&series.handle).await.unwrap(), series.counts);
        told.insert(series.handle.series().to_owned(), nonzero(series.counts));
    }
    told.retain(|_, counts| !counts.is_empty());
    assert_eq!(told, by_series);
}

type Counts = BTreeMap<i64, (i64, i64)>;

fn nonzero(counts: Vec<Count>) -> Counts {
    let counts = counts.iter().map(|it| (it.kind.number(), (it.live, it.withdrawn)));
    counts.filter(|(_, counts)| *counts != (0, 0)).collect()
}

async fn recount(store: &Store) -> (Counts, BTreeMap<String, Counts>) {
    let (mut all, mut by_series) = (Counts::new(), BTreeMap::<String, Counts>::new());
    for it in store.reader().all_after(0, 999).await.unwrap() {
        let series = by_series.entry(it.handle.series().to_owned()).or_default();
        for counts in [&mut all, series] {
            let counts = counts.entry(it.kind.number()).or_default();
            match it.state {
                State::Live => counts.0 += 1,
                State::Withdrawn => counts.1 += 1,
            }
        }
    }
    (all, by_series)
}

pub(crate) async fn nearest_handles_are_near(place: &Place) {
    let store = place.open().await;
    let papers: Vec<String> = (100..400).map(|n| format!("RePEc:hst:ghsdps:gd11-{n}")).collect();
    let mut names: Vec<&str> = papers.iter().map(String::as_str).collect();
    names.extend(["RePEc:hst:hstdps:d94-1", "RePEc:boj:wpaper:11-e-5", "RePEc:hst:ghsdps"]);
    let ids = put_papers(&store, &names).await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(&ids[90..91], 200).await.unwrap();
    tx.commit().await.unwrap();
    let check = async |key: &str, expected: &str| {
        let near = store.reader().nearest(key, 8).await.unwrap();
        assert!(near.len() <= 8);
        let near: Vec<&str> = near.iter().map(|it| it.as_str()).collect();
        assert!(near.contains(&expected), "{key}: {near:?}");
    };
    check("hst:ghsdps:gd11-19", "RePEc:hst:ghsdps:gd11-191").await;
    check("HST:GHSDPS:GD11-1911", "RePEc:hst:ghsdps:gd11-191").await;
    check("RePEc:hst:ghsdps:gd11_150", "RePEc:hst:ghsdps:gd11-150").await;
    check("hst:hstdp:d94-1", "RePEc:hst:hstdps:d94-1").await;
    check("hst:ghsdp", "RePEc:hst:ghsdps").await;
    check("bój:wpaper:11-e-5", "RePEc:boj:wpaper:11-e-5").await;
    check("hst:ghsdps:gd11-190", "RePEc:hst:ghsdps:gd11-191").await;
    assert_eq!(store.reader().nearest("zzzzzz:yyyyyy:123456", 5).await.unwrap(), []);
    assert_eq!(store.reader().nearest("", 5).await.unwrap(), []);
}
