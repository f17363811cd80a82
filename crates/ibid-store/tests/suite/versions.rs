//! Marks that works are filed under, and records that are versions of one work.

use ibid_core::versions::{MOST_MARKS, Mark};

use crate::place::{Place, put_papers};

fn mark(key: i64) -> Mark {
    Mark { key, words: key | 1 << 62 }
}

pub(crate) async fn marks_are_filed_and_found(place: &Place) {
    let store = place.open().await;
    let many: Vec<Mark> = (0..MOST_MARKS as i64).map(|n| mark(-n)).collect();
    let mut tx = store.writer().begin().await.unwrap();
    let filed = [(1, vec![mark(7), mark(i64::MIN)]), (2, vec![mark(7)]), (3, many.clone()), (4, Vec::new())];
    tx.file_under(&filed).await.unwrap();
    let mut found = tx.filed_under(&[7, 8, -3]).await.unwrap();
    found.sort_by_key(|(record, _)| *record);
    assert_eq!(found, [(1, mark(7)), (2, mark(7)), (3, mark(-3))]);
    assert_eq!(tx.filed_under(&[i64::MIN]).await.unwrap(), [(1, mark(i64::MIN))]);
    tx.file_under(&[(1, vec![mark(9)]), (3, Vec::new())]).await.unwrap();
    assert_eq!(tx.filed_under(&[7, -3, 9]).await.unwrap().len(), 2);
    assert_eq!(tx.filed_under(&[]).await.unwrap(), []);
    tx.commit().await.unwrap();
    let mut tx = store.writer().begin().await.unwrap();
    assert_eq!(tx.filed_under(&[7]).await.unwrap(), [(2, mark(7))]);
    tx.forget_versions().await.unwrap();
    assert_eq!(tx.filed_under(&[7, 9]).await.unwrap(), []);
}

pub(crate) async fn versions_are_shown_of_live_records(place: &Place) {
    let store = place.open().await;
    let names: Vec<String> = (0..6).map(|n| format!("RePEc:hst:a:{n}")).collect();
    let ids = put_papers(&store, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut tx = store.writer().begin().await.unwrap();
    let forms: Vec<(i64, i64)> = [0, 1, 3].map(|at| (ids[at], ids[0])).to_vec();
    tx.regroup(&[], &[forms.clone(), vec![(ids[4], ids[4]), (ids[5], ids[4])]].concat()).await.unwrap();
    assert_eq!(tx.forms(&[ids[3], ids[1], ids[2]]).await.unwrap(), forms);
    tx.commit().await.unwrap();
    let versions = async |record: i64, limit| {
        let found = store.reader().versions(record, limit).await.unwrap();
        found.iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(versions(ids[1], 9).await, [ids[0], ids[3]]);
    assert_eq!(versions(ids[1], 1).await, [ids[0]]);
    assert_eq!(versions(ids[2], 9).await, [0; 0]);
    assert_eq!(versions(ids[4], 9).await, [ids[5]]);
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(&ids[3..4], 200).await.unwrap();
    tx.regroup(&ids[4..], &[(ids[5], ids[0])]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(versions(ids[1], 9).await, [ids[0], ids[5]], "withdrawn records are not shown");
    assert_eq!(versions(ids[4], 9).await, [0; 0]);
    let mut by_id = store.reader().by_id(&[ids[2], ids[0], 999]).await.unwrap();
    by_id.sort_by_key(|it| it.id);
    assert_eq!(by_id.iter().map(|it| it.handle.item()).collect::<Vec<_>>(), ["0", "2"]);
    assert_eq!(store.reader().by_id(&[]).await.unwrap(), []);
    let mut tx = store.writer().begin().await.unwrap();
    tx.forget_versions().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(versions(ids[0], 9).await, [0; 0]);
}
