//! All records of a place, in an order that stays.

use ibid_core::Kind;
use ibid_store::{NewRecord, Standing};

use crate::place::{Place, new_record, put_file};

pub(crate) async fn records_are_gone_through_place_by_place(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let year = |n: i64| (n % 3 > 0).then_some(2000 + (n % 3) as i16);
    let mut new: Vec<_> =
        (0..7).rev().map(|n| new_record(&format!("RePEc:hst:b:{n}"), file, year(n))).collect();
    new.push(NewRecord { kind: Kind::Series, ..new_record("RePEc:hst:b", file, None) });
    new.push(NewRecord { kind: Kind::Archive, ..new_record("RePEc:hst", file, None) });
    new.push(new_record("RePEc:abc:x:1", file, Some(-5)));
    let ids: Vec<i64> = tx.insert(&new, 100).await.unwrap().collect();
    tx.withdraw(&ids[5..6], 200).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let mut standing = Vec::new();
    while let Some(last) = Some(standing.last().map_or(0, |it: &Standing| it.id)) {
        let page = reader.standing(last, 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        standing.extend(page);
    }
    standing.sort_by_key(|it| (it.year.unwrap_or(0), it.id));
    let mut seen = Vec::new();
    for place in reader.places().await.unwrap() {
        let here = standing.iter().filter(|it| it.place == place.id);
        let mut records = reader.by_ids(&here.map(|it| it.id).collect::<Vec<_>>()).await.unwrap();
        seen.extend(records.drain(..).map(|it| it.handle.as_str().to_owned()));
        seen.push(format!("{}/{}", place.archive, place.series));
    }
    assert_eq!(reader.by_ids(&[999]).await.unwrap(), []);
    let b = ["6", "3", "0", "", "4", "1", "5", "2"].map(|it| match it {
        "" => "RePEc:hst:b".to_owned(),
        it => format!("RePEc:hst:b:{it}"),
    });
    let mut wanted = vec!["RePEc:abc:x:1", "abc/x", "RePEc:hst", "hst/"];
    wanted.extend(b.iter().map(String::as_str).chain(["hst/b"]));
    assert_eq!(seen, wanted);
}
