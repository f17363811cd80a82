//! Which catalogue a ledger holds.

use ibid_store::CopyOf;

use crate::place::{Place, put_papers};

pub(crate) async fn a_ledger_knows_whose_copy_it_is(place: &Place) {
    let store = place.open().await;
    let reader = store.reader();
    assert_eq!((reader.catalogue().await.unwrap(), reader.copied().await.unwrap()), (None, None));
    let of = |catalogue: &str, position| CopyOf { catalogue: catalogue.to_owned(), position };
    for (name, copied) in [("one", of("far", 0)), ("two", of("far", 12))] {
        let mut tx = store.writer().begin().await.unwrap();
        tx.name_catalogue(name).await.unwrap();
        tx.set_copied(&copied).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(reader.copied().await.unwrap(), Some(copied));
    }
    assert_eq!(reader.catalogue().await.unwrap().as_deref(), Some("one"), "a ledger is named once");
    // It is no view: it goes where the ledger goes.
    let other = place.another().await;
    let copy = other.open().await;
    store.copy_to(&copy).await.unwrap();
    let there = copy.reader();
    assert_eq!(there.catalogue().await.unwrap().as_deref(), Some("one"));
    assert_eq!(there.copied().await.unwrap(), Some(of("far", 12)));
    drop((copy, there));
    other.remove().await;
}

pub(crate) async fn what_was_read_from_no_file_is_told(place: &Place) {
    let store = place.open().await;
    let ids = put_papers(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2", "RePEc:hst:a:3"]).await;
    assert_eq!(store.reader().brought(0, 9).await.unwrap(), [], "the file was read");
    let mut tx = store.writer().begin().await.unwrap();
    let file = tx.file("hst/x.rdf").await.unwrap().unwrap().id;
    tx.forget_digest(file).await.unwrap();
    tx.withdraw(&ids[1..2], 9).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.reader().brought(0, 9).await.unwrap(), [ids[0], ids[2]]);
    assert_eq!(store.reader().brought(ids[0], 9).await.unwrap(), [ids[2]]);
    assert_eq!(store.reader().brought(0, 1).await.unwrap(), [ids[0]]);
}
