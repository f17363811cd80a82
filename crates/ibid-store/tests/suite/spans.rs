//! All records by spans, and what changed in them.

use ibid_core::Kind;
use ibid_store::NewRecord;

use crate::place::{Place, new_record, new_version, put_file};

pub(crate) async fn spans_say_when_they_changed(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    // Enough for a second span.
    let new: Vec<_> = (0..10_010).map(|n| new_record(&format!("RePEc:hst:a:{n}"), file, None)).collect();
    let ids: Vec<i64> = tx.insert(&new, 100).await.unwrap().collect();
    let person = NewRecord { kind: Kind::Person, ..new_record("RePEc:per:1952-01-01:kimura", file, None) };
    tx.insert(&[person], 100).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let (spans, end) = reader.spans_changed(0).await.unwrap();
    assert_eq!((spans, end), (vec![(0, 100), (1, 100)], 10_011));
    assert_eq!(reader.spans_changed(end).await.unwrap(), (vec![], end));
    let mut tx = store.writer().begin().await.unwrap();
    tx.supersede(&[new_version(ids[0], file, "Title: second")], 200).await.unwrap();
    tx.withdraw(&ids[1..2], 300).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.spans_changed(end).await.unwrap(), (vec![(0, 300)], end + 2));
    let first = reader.span(0).await.unwrap();
    let live = ids.iter().filter(|id| **id < 10_000 && **id != ids[1]).count();
    assert_eq!((first.len(), first[0].at, first[1].handle.as_str()), (live, 200, "RePEc:hst:a:2"));
    let second = reader.span(1).await.unwrap();
    assert_eq!(first.len() + second.len(), 10_010);
    let texts: Vec<Kind> =
        first.iter().chain(&second).filter(|it| it.text.is_some()).map(|it| it.kind).collect();
    assert_eq!(texts, [Kind::Person]);
    assert_eq!(reader.span(2).await.unwrap(), []);
    assert_eq!(reader.span(i64::MAX).await.unwrap(), []);
}
