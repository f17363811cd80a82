//! What came day by day, and how much of it.

use std::collections::BTreeMap;

use ibid_core::Kind;
use ibid_store::{Arrival, Day, NewRecord, State, Store};

use crate::place::{Place, new_record, new_version, put_file};

const DAY: i64 = 86_400;

/// Adds works of kind `kind` at this moment and answers their ids.
async fn put(store: &Store, names: impl IntoIterator<Item = String>, kind: Kind, at: i64) -> Vec<i64> {
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let new: Vec<_> = names.into_iter().map(|it| NewRecord { kind, ..new_record(&it, file, None) }).collect();
    let ids = tx.insert(&new, at).await.unwrap();
    tx.commit().await.unwrap();
    ids.collect()
}

fn named(series: &str, count: usize) -> impl Iterator<Item = String> {
    (0..count).map(move |n| format!("RePEc:hst:{series}:{n}"))
}

pub(crate) async fn days_are_paged_without_gaps(place: &Place) {
    let store = place.open().await;
    put(&store, named("before", 2), Kind::Paper, 10 * DAY - 1).await;
    // Two harvests on one day, the later one first to be written.
    let late = put(&store, named("late", 5), Kind::Article, 10 * DAY + 700).await;
    let early = put(&store, named("early", 4), Kind::Paper, 10 * DAY).await;
    put(&store, ["RePEc:hst:series".to_owned()], Kind::Series, 10 * DAY).await;
    put(&store, named("after", 2), Kind::Talk, 11 * DAY).await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(&late[1..2], 12 * DAY).await.unwrap();
    tx.commit().await.unwrap();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = store.reader().arrived(10..11, after, 3).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.arrival());
        seen.extend(page.iter().map(|it| it.id));
    }
    let mut expected = [&late[..1], &late[2..], &early].concat();
    expected.sort_by_key(|id| (!late.contains(id), std::cmp::Reverse(*id)));
    assert_eq!(seen, expected);
    let series = async |days, after| {
        let found = store.reader().arrived(days, after, 99).await.unwrap();
        found.iter().map(|it| it.handle.series().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(series(9..10, None).await, ["before", "before"]);
    assert_eq!(series(11..99, None).await, ["after", "after"]);
    assert_eq!(series(i64::MIN..i64::MAX, None).await.len(), 12);
    assert_eq!(series(12..12, None).await, [""; 0]);
    // A cursor of another day leads neither before nor past the days asked for.
    let later = Some(Arrival { since: 99 * DAY, id: 1 });
    assert_eq!(series(9..10, later).await, ["before", "before"]);
    let earlier = Some(Arrival { since: 0, id: 1 });
    assert_eq!(series(9..10, earlier).await, [""; 0]);
}

/// A work counts on the day it came, through changes, withdrawal and return.
pub(crate) async fn counts_of_days_equal_a_recount(place: &Place) {
    let store = place.open().await;
    let mut random = 7_u64;
    let mut next = |below: u64| {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (random >> 33) % below
    };
    let mut ids = Vec::new();
    for round in 0..14 {
        let at = (20 + round / 2) * DAY + round;
        let kind = [Kind::Paper, Kind::Article, Kind::Person][next(3) as usize];
        ids.extend(put(&store, named(&format!("s{round}"), next(7) as usize), kind, at).await);
        let mut tx = store.writer().begin().await.unwrap();
        let file = put_file(&mut tx, "hst/x.rdf").await;
        let some: Vec<i64> = ids.iter().copied().filter(|_| next(3) == 0).collect();
        tx.withdraw(&some, at).await.unwrap();
        let others = ids.iter().filter(|_| next(4) == 0);
        let versions: Vec<_> = others.map(|&id| new_version(id, file, "other text")).collect();
        tx.supersede(&versions, at + DAY).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut recount = BTreeMap::<i64, i64>::new();
    for it in store.reader().all_after(0, 999).await.unwrap() {
        if it.state == State::Live && it.kind.is_work() {
            *recount.entry(it.since.div_euclid(DAY)).or_default() += 1;
        }
    }
    assert!(recount.len() > 3);
    let expected: Vec<Day> = recount.iter().rev().map(|(&day, &works)| Day { day, works }).collect();
    assert_eq!(store.reader().days(99, 99).await.unwrap(), expected);
    let later: Vec<Day> = expected.iter().copied().filter(|it| it.day < 24).take(2).collect();
    assert_eq!(store.reader().days(24, 2).await.unwrap(), later);
    for (at, day) in expected.iter().enumerate() {
        let next = expected[..at].last().copied();
        assert_eq!(store.reader().next_day(day.day).await.unwrap(), next);
        assert_eq!(store.reader().next_day(day.day - 1).await.unwrap(), Some(*day));
    }
    for Day { day, works } in expected {
        let listed = store.reader().arrived(day..day + 1, None, 999).await.unwrap();
        assert_eq!(listed.len() as i64, works);
    }
}

/// A ledger of the first version counts its days when it is opened.
pub(crate) async fn an_older_ledger_learns_its_days(place: &Place) {
    let store = place.open().await;
    put(&store, named("a", 3), Kind::Paper, 5 * DAY).await;
    let gone = put(&store, named("b", 2), Kind::Paper, 6 * DAY).await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(&gone[..1], 7 * DAY).await.unwrap();
    tx.commit().await.unwrap();
    let days = store.reader().days(99, 99).await.unwrap();
    drop(store);
    place.age(1).await;
    let store = place.open().await;
    assert_eq!(store.reader().days(99, 99).await.unwrap(), days);
    assert_eq!(days, [Day { day: 6, works: 1 }, Day { day: 5, works: 3 }]);
}
