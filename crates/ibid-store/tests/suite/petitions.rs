//! What people ask curators for.

use ibid_store::Wish;

use crate::place::Place;

pub(crate) async fn petitions_are_decided_once(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let one = tx.petition(Wish::Profile, "RePEc:per:x:a", 7, "It is me", 100).await.unwrap();
    let two = tx.petition(Wish::Institution, "RePEc:per:x:b", 8, "A University", 110).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let open = async || reader.open_petitions(9).await.unwrap().iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(open().await, [one, two]);
    let mut tx = store.writer().begin().await.unwrap();
    assert!(tx.decide_petition(one, (true, "Welcome"), 3, 200).await.unwrap());
    assert!(!tx.decide_petition(one, (false, ""), 4, 300).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(open().await, [two]);
    let decided = reader.petition(one).await.unwrap().unwrap();
    assert_eq!((decided.what, decided.granted, decided.decided_by), (Wish::Profile, Some(true), 3));
    assert_eq!((decided.answer.as_str(), decided.decided_at), ("Welcome", 200));
    assert_eq!(reader.petitions_of(7, 9).await.unwrap(), [decided]);
    let other = place.another().await;
    let copy = other.open().await;
    store.copy_to(&copy).await.unwrap();
    assert_eq!(copy.reader().open_petitions(9).await.unwrap(), reader.open_petitions(9).await.unwrap());
    drop(copy);
    other.remove().await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.forget_petitions_of(8).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open().await, [0; 0]);
}
