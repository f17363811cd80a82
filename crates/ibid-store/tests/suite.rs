//! The suite both engines must pass.
use ibid_core::{Handle, Kind};
use ibid_store::*;

#[tokio::test]
async fn walk() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let mut tx = store.writer().begin().await.unwrap();
    let file = tx
        .put_file(&NewFile {
            archive: "hst",
            path: "hst/x.rdf",
            digest: [1; 16],
            size: 1,
            modified: 2,
            read_at: 3,
            templates: 1,
            errors: 0,
            warnings: 0,
        })
        .await
        .unwrap();
    let handle = Handle::parse("RePEc:hst:ghsdps:gd11-190").unwrap();
    assert_eq!(
        tx.heads(std::slice::from_ref(&handle)).await.unwrap(),
        [None]
    );
    let new = NewRecord {
        handle: handle.clone(),
        kind: Kind::Paper,
        year: Some(2011),
        digest: 5,
        file,
        line: 1,
        text: Packed::new(
            "Template-Type: ReDIF-Paper 1.0\nTitle: x\nHandle: RePEc:hst:ghsdps:gd11-190\n",
        ),
    };
    let ids = tx.insert(&[new], 100).await.unwrap();
    assert_eq!(tx.commit().await.unwrap(), 1);
    let stored = store.reader().record(&handle).await.unwrap().unwrap();
    assert_eq!(
        (stored.id, stored.file.as_str(), stored.version),
        (ids.start, "hst/x.rdf", 1)
    );
    let mut tx = store.writer().begin().await.unwrap();
    tx.supersede(
        &[NewVersion {
            id: stored.id,
            kind: Kind::Article,
            year: None,
            digest: 6,
            file,
            line: 2,
            text: Packed::new("Title: y"),
            what: "title".into(),
        }],
        200,
    )
    .await
    .unwrap();
    tx.withdraw(&[stored.id], 300).await.unwrap();
    assert_eq!(tx.commit().await.unwrap(), 3);
    eprintln!("{:#?}", store.reader().history(&handle).await.unwrap());
    eprintln!("{:#?}", store.reader().totals().await.unwrap());
    eprintln!("{:#?}", store.reader().changed_since(0, 10).await.unwrap());
    eprintln!(
        "{:#?}",
        store
            .reader()
            .nearest("hst:ghsdps:gd11-19", 3)
            .await
            .unwrap()
    );
}
