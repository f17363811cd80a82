//! Counts of use.

use ibid_store::{Hits, What};

use crate::place::Place;

pub(crate) async fn uses_add_up(place: &Place) {
    let store = place.open().await;
    let hits = |record, day, count| Hits { record, what: What::File, day, count };
    for round in [vec![hits(1, 9, 2), hits(2, 9, 5), hits(1, 10, 1)], vec![hits(1, 9, 4)], Vec::new()] {
        let mut tx = store.writer().begin().await.unwrap();
        tx.add_hits(&round).await.unwrap();
        tx.commit().await.unwrap();
    }
    for (record, expected) in [(1, 7), (2, 5), (3, 0)] {
        assert_eq!(store.reader().hits(record, What::File).await.unwrap(), expected, "{record}");
    }
    let mut tx = store.writer().begin().await.unwrap();
    tx.add_hits(&[hits(1, 9, 1)]).await.unwrap();
    drop(tx);
    assert_eq!(store.reader().hits(1, What::File).await.unwrap(), 7);
    let between = async |records: &[i64], from, until| {
        store.reader().hits_between(records, What::File, from, until).await.unwrap()
    };
    assert_eq!(between(&[1, 2, 3], 9, 10).await, [(1, 6), (2, 5)]);
    assert_eq!(between(&[1], 10, 11).await, [(1, 1)]);
    assert_eq!(between(&[1, 2], 11, 99).await, []);
    let other = place.another().await;
    let copy = other.open().await;
    store.copy_to(&copy).await.unwrap();
    assert_eq!(copy.reader().hits(1, What::File).await.unwrap(), 7, "what people did is truth");
    drop(copy);
    other.remove().await;
}
