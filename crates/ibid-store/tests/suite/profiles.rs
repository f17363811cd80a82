//! Profiles: records that are written here, and the short-ids of persons.

use ibid_core::Kind;
use ibid_store::{NewRecord, Packed, Profile};

use crate::place::{Place, handle, new_record, put_file};

fn person(name: &str, short_id: &str, file: i64) -> NewRecord {
    let text =
        format!("Template-Type: ReDIF-Person 1.0\nName-Full: A\nShort-ID: {short_id}\nHandle: {name}\n");
    NewRecord { kind: Kind::Person, text: Packed::new(&text), ..new_record(name, file, None) }
}

pub(crate) async fn profiles_are_kept(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = tx.own_file(100).await.unwrap();
    assert_eq!(tx.own_file(200).await.unwrap(), file, "there is one");
    let ids = tx
        .insert(&[person("RePEc:per:x:a", "paa1", file), person("RePEc:per:x:b", "paa2", file)], 100)
        .await
        .unwrap();
    let one = Profile { record: ids.start, merged: 0, gained: 3, hidden: "Template-Type: x\n".to_owned() };
    tx.put_profile(&one).await.unwrap();
    tx.put_profile(&one).await.unwrap();
    let two = Profile { record: ids.start + 1, merged: ids.start, ..Profile::default() };
    tx.put_profile(&two).await.unwrap();
    tx.put_short_ids(&[("paa1".to_owned(), ids.start)]).await.unwrap();
    assert_eq!(tx.profile(ids.start).await.unwrap(), Some(one.clone()));
    tx.commit().await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.profile(two.record).await.unwrap(), Some(two.clone()));
    assert_eq!(reader.profile(9).await.unwrap(), None);
    assert_eq!(reader.merged_into(one.record).await.unwrap(), [two.record]);
    assert!(reader.archives().await.unwrap().is_empty(), "ours is no archive");
    let other = place.another().await;
    let copy = other.open().await;
    store.copy_to(&copy).await.unwrap();
    assert_eq!(copy.reader().profile(one.record).await.unwrap(), Some(one), "what people did is truth");
    assert_eq!(copy.reader().by_short_id("paa1").await.unwrap().len(), 1);
    drop(copy);
    other.remove().await;
}

pub(crate) async fn short_ids_are_given_once(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "per/x.rdf").await;
    let records = [person("RePEc:per:x:a", "pki42", file), person("RePEc:per:x:b", "pki9", file)];
    let ids = tx.insert(&records, 100).await.unwrap();
    assert_eq!(tx.free_short_id("pki").await.unwrap(), "pki1");
    let names = [("pki42".to_owned(), ids.start), ("pki9".to_owned(), ids.start + 1)];
    tx.put_short_ids(&names).await.unwrap();
    tx.put_short_ids(&[("pki9".to_owned(), ids.start), ("pkia77".to_owned(), ids.start)]).await.unwrap();
    for (letters, expected) in [("pki", "pki43"), ("pk", "pk1"), ("pkia", "pkia78"), ("pkj", "pkj1")] {
        assert_eq!(tx.free_short_id(letters).await.unwrap(), expected);
    }
    // What any archive may write keeps nobody from a number of their own.
    for odd in ["pki18446744073709551615", "pki99999999999999999999999", "pki999999"] {
        tx.put_short_ids(&[(odd.to_owned(), ids.start)]).await.unwrap();
    }
    for expected in ["pki1000000", "pki1000001"] {
        assert_eq!(tx.free_short_id("pki").await.unwrap(), expected);
        tx.put_short_ids(&[(expected.to_owned(), ids.start)]).await.unwrap();
    }
    tx.withdraw(&[ids.start], 200).await.unwrap();
    // One who was erased or merged here keeps theirs, whoever writes it into a template.
    let ours = tx.own_file(200).await.unwrap();
    let erased = tx.insert(&[person("RePEc:per:x:c", "pki7", ours)], 200).await.unwrap().start;
    tx.put_profile(&Profile { record: erased, ..Profile::default() }).await.unwrap();
    let thief = tx.insert(&[person("RePEc:per:x:d", "pki7", file)], 300).await.unwrap().start;
    tx.put_short_ids(&[("pki7".to_owned(), thief), ("pki7".to_owned(), erased)]).await.unwrap();
    tx.withdraw(&[erased], 300).await.unwrap();
    tx.commit().await.unwrap();
    let named = |it: Vec<ibid_store::Stored>| it.into_iter().map(|it| it.id).collect::<Vec<_>>();
    let reader = store.reader();
    assert_eq!(named(reader.by_short_id("pki9").await.unwrap()), [ids.start + 1, ids.start]);
    assert_eq!(named(reader.by_short_id("pki42").await.unwrap()), [ids.start]);
    assert_eq!(named(reader.by_short_id("pki7").await.unwrap()), [erased, thief]);
    assert_eq!(named(reader.by_short_id("pki43").await.unwrap()), [0; 0]);
}

/// A ledger that kept no short-ids reads them off its texts when it is opened.
pub(crate) async fn an_older_ledger_learns_its_short_ids(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "per/x.rdf").await;
    tx.insert(&[person("RePEc:per:x:a", "pki42", file)], 100).await.unwrap();
    tx.commit().await.unwrap();
    drop(store);
    place.age(9).await;
    let store = place.open().await;
    assert_eq!(store.reader().by_short_id("pki42").await.unwrap()[0].handle, handle("RePEc:per:x:a"));
}

/// What somebody wants forgotten is in no version any more; that there were versions is.
pub(crate) async fn former_texts_are_blanked(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "per/x.rdf").await;
    let id = tx.insert(&[person("RePEc:per:x:a", "pki42", file)], 100).await.unwrap().start;
    tx.add_repeat(id, file, 3).await.unwrap();
    tx.add_repeat(id, file, 3).await.unwrap();
    assert_eq!(tx.repeats(id).await.unwrap(), [(file, 3)]);
    tx.withdraw(&[id], 200).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.writer().begin().await.unwrap();
    let bare = "Template-Type: ReDIF-Person 1.0\nHandle: RePEc:per:x:a\n";
    tx.blank(id, &Packed::new(bare)).await.unwrap();
    tx.commit().await.unwrap();
    let history = store.reader().history(&handle("RePEc:per:x:a")).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].text, bare);
}
