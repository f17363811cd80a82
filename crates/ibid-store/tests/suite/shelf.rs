//! The works of a series in both orders, and how many there are of each year.

use ibid_core::{Kind, shelf};
use ibid_store::{NewRecord, SeriesOrder, Store, Volume};

use crate::place::{Place, handle, new_record, put_file, template};

/// A series whose works have three years, one of them unknown, and a number each; one is withdrawn,
/// and others stand beside it.
async fn put(store: &Store) {
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let year = |n: i64| (n % 3 > 0).then_some(2000 + (n % 3) as i16);
    let work = |n: i64| NewRecord {
        shelf: shelf::from_first(n / 2),
        ..new_record(&format!("RePEc:hst:a:{n}"), file, year(n))
    };
    let mut new: Vec<_> = (0..10).rev().map(work).collect();
    new.push(NewRecord { kind: Kind::Series, ..new_record("RePEc:hst:a", file, None) });
    new.push(new_record("RePEc:hst:b:1", file, Some(2001)));
    let ids: Vec<i64> = tx.insert(&new, 100).await.unwrap().collect();
    tx.withdraw(&ids[5..6], 200).await.unwrap();
    tx.commit().await.unwrap();
}

/// The items of the series, read two at a time.
async fn items(store: &Store, order: SeriesOrder) -> Vec<String> {
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = store.reader().series_items(&handle("RePEc:hst:a"), order, after, 2).await.unwrap();
        let Some(last) = page.last() else { return seen };
        after = Some(last.after());
        seen.extend(page.iter().map(|it| it.stored.handle.item().to_owned()));
    }
}

pub(crate) async fn series_are_paged_by_year(place: &Place) {
    let store = place.open().await;
    put(&store).await;
    let seen = items(&store, SeriesOrder::NewestFirst).await;
    assert_eq!(seen, ["8", "5", "2", "7", "1", "9", "6", "3", "0"]);
}

pub(crate) async fn series_are_paged_by_number(place: &Place) {
    let store = place.open().await;
    put(&store).await;
    // Those of one number in the order in which they came.
    let seen = items(&store, SeriesOrder::ByNumber).await;
    assert_eq!(seen, ["1", "0", "3", "2", "5", "7", "6", "9", "8"]);
}

pub(crate) async fn years_and_volumes_are_counted(place: &Place) {
    let store = place.open().await;
    put(&store).await;
    let series = handle("RePEc:hst:a");
    let years = store.reader().series_years(&series).await.unwrap();
    assert_eq!(years, [(Some(2002), 3), (Some(2001), 2), (None, 4)]);
    let volumes = store.reader().series_volumes(&series, 4).await.unwrap();
    let volume = |year, first| Volume { year: Some(year), first, works: 1 };
    assert_eq!(volumes, [volume(2002, 4), volume(2002, 2), volume(2002, 1), volume(2001, 3)]);
    assert_eq!(store.reader().series_years(&handle("RePEc:hst:none")).await.unwrap(), []);
}

/// A ledger that knew no numbers reads them off its texts when it is opened.
pub(crate) async fn an_older_ledger_learns_its_numbers(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let numbered = |item: &str, number: &str| {
        let name = format!("RePEc:hst:a:{item}");
        let text = template(&handle(&name), &format!("T\nNumber: {number}"));
        NewRecord { text: ibid_store::Packed::new(&text), ..new_record(&name, file, Some(2011)) }
    };
    tx.insert(&[numbered("x", "w10"), numbered("y", "w9"), numbered("z", "w100")], 100).await.unwrap();
    tx.commit().await.unwrap();
    drop(store);
    place.age(2).await;
    let store = place.open().await;
    assert_eq!(items(&store, SeriesOrder::ByNumber).await, ["y", "x", "z"]);
}
