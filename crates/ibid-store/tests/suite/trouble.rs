//! What goes wrong: dropped transactions, several ledgers on one place, hostile values.

use ibid_store::{Error, NewRecord, Problem, Severity, Store};

use crate::place::{Place, handle, new_record, put_file, put_papers};

pub(crate) async fn a_dropped_transaction_leaves_nothing(place: &Place) {
    let store = place.open().await;
    put_papers(&store, &["RePEc:hst:a:1"]).await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/lost.rdf").await;
    tx.insert(&[new_record("RePEc:new:place:1", file, None)], 200).await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.record(&handle("RePEc:new:place:1")).await.unwrap(), None, "not committed");
    drop(tx);
    assert_eq!(reader.position().await.unwrap(), 1);
    assert_eq!(reader.record(&handle("RePEc:new:place:1")).await.unwrap(), None);
    // The place that was numbered in the lost transaction is numbered again.
    put_papers(&store, &["RePEc:other:place:1", "RePEc:new:place:1"]).await;
    for name in ["RePEc:other:place", "RePEc:new:place"] {
        assert_eq!(
            reader
                .series_items(&handle(name), ibid_store::SeriesOrder::NewestFirst, None, 9)
                .await
                .unwrap()
                .len(),
            1,
            "{name}"
        );
    }
    assert_eq!(reader.position().await.unwrap(), 3);
}

pub(crate) async fn two_ledgers_on_one_place_take_turns(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    for round in 0..6 {
        for (store, name) in [(&one, "one"), (&other, "other")] {
            put_papers(store, &[&format!("RePEc:hst:{name}:{round}")]).await;
        }
        let positions = (one.reader().position().await.unwrap(), other.reader().position().await.unwrap());
        assert_eq!(positions, (2 * round + 2, 2 * round + 2));
    }
    let all = one.reader().all_after(0, 99).await.unwrap();
    assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    // The second waits while the first writes.
    let tx = one.writer().begin().await.unwrap();
    let waiting = tokio::spawn(async move { put_papers(&other, &["RePEc:hst:other:last"]).await });
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    assert!(!waiting.is_finished());
    drop(tx);
    assert_eq!(waiting.await.unwrap(), [13]);
}

pub(crate) async fn opening_at_once_makes_one_ledger(place: &Place) {
    let mut threads = Vec::new();
    for _ in 0..4 {
        let url = place.url.clone();
        threads.push(std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async { Store::open(&url).await.map(drop) })
        }));
    }
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    put_papers(&place.open().await, &["RePEc:hst:a:1"]).await;
}

pub(crate) async fn a_newer_ledger_is_refused(place: &Place) {
    drop(place.open().await);
    place.meddle("INSERT INTO migration (number) VALUES (999)").await;
    let Err(error) = Store::open(&place.url).await else { panic!("opened") };
    assert!(error.to_string().contains("the ledger is of version 999"), "{error}");
    let other = place.another().await;
    other.meddle("CREATE TABLE recipes (name TEXT)").await;
    let Err(error) = Store::open(&other.url).await else { panic!("opened") };
    assert!(error.to_string().contains("not a ledger"), "{error}");
    other.remove().await;
}

pub(crate) async fn hostile_values_are_kept(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/it's \"odd\"; DROP TABLE record.rdf").await;
    let names = [
        "RePEc:hst:a:'; DROP TABLE record; --",
        "RePEc:hst:a:$1?1{list}%_\\",
        "RePEc:hst:ñ日本:ß",
        &format!("RePEc:hst:a:{}", "x".repeat(230)),
    ];
    let new: Vec<NewRecord> = names.iter().map(|it| new_record(it, file, Some(-5))).collect();
    tx.insert(&new, 100).await.unwrap();
    let message = "nul \0 and \u{10FFFF} and \r\n".to_owned();
    let problem = Problem {
        line: u32::MAX,
        column: 0,
        severity: Severity::Error,
        code: "x".to_owned(),
        message: message.clone(),
        handle: "h".repeat(100_000),
        fix: "'".to_owned(),
    };
    tx.put_problems(file, std::slice::from_ref(&problem)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.writer().begin().await.unwrap();
    let handles: Vec<_> = names.iter().map(|it| handle(it)).collect();
    assert_eq!(tx.heads(&handles).await.unwrap().iter().flatten().count(), names.len());
    drop(tx);
    let kept = store.reader().problems("hst", None, 9).await.unwrap().remove(0).problem;
    assert_eq!(kept, Problem { message: message.replace('\0', "\u{FFFD}"), ..problem });
    let found = store.reader().record(&handles[1]).await.unwrap().unwrap();
    assert_eq!((found.handle.as_str(), found.year), (handles[1].as_str(), Some(-5)));
}

/// A future dropped in the middle of its work is a transaction dropped.
pub(crate) async fn a_cancelled_transaction_frees_the_writer(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let waiting = store.writer();
    let second = tokio::time::timeout(std::time::Duration::from_millis(50), waiting.begin()).await;
    assert!(second.is_err(), "two writers at once");
    put_file(&mut tx, "hst/x.rdf").await;
    drop(tx);
    put_papers(&store, &["RePEc:hst:a:1"]).await;
    assert_eq!(store.reader().position().await.unwrap(), 1);
}

pub(crate) async fn damage_is_told(place: &Place) {
    let store = place.open().await;
    let id = put_papers(&store, &["RePEc:hst:a:1"]).await[0];
    place.meddle("UPDATE record SET kind = 999").await;
    let told = store.reader().record(&handle("RePEc:hst:a:1")).await;
    let Err(Error::Inconsistent { table, column, row }) = told else { panic!("{told:?}") };
    assert_eq!((table, column, row), ("record", "kind", id));
}

#[tokio::test]
async fn a_ledger_in_memory_is_a_ledger() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    put_papers(&store, &["RePEc:hst:a:1"]).await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.insert(&[new_record("RePEc:hst:a:2", 1, None)], 1).await.unwrap();
    assert_eq!(store.reader().position().await.unwrap(), 1, "not committed");
    tx.commit().await.unwrap();
    assert_eq!(store.reader().position().await.unwrap(), 2);
    let other = Store::open("sqlite::memory:").await.unwrap();
    assert_eq!(other.reader().position().await.unwrap(), 0);
    let file = store.place().to_owned();
    drop(store);
    assert!(!std::path::Path::new(&file).exists(), "left behind: {file}");
}

#[tokio::test]
async fn other_addresses_are_refused() {
    let check = async |url: &str, says: &str| {
        let Err(error) = Store::open(url).await else { panic!("{url} opened") };
        assert!(matches!(error, Error::Engine { .. }));
        assert!(error.to_string().contains(says), "{url}: {error}");
    };
    check("mysql://localhost/ibid", "not a ledger address").await;
    check("", "not a ledger address").await;
    check("sqlite:/no/such/folder/ledger.db", "/no/such/folder: no such folder").await;
    check("sqlite:/proc/ledger.db", "/proc/ledger.db: cannot be opened").await;
    check("postgres://someone:secret@127.0.0.1:1/ibid", "postgres://someone@127.0.0.1:1/ibid: ").await;
    let folder = tempfile::tempdir().unwrap();
    check(&format!("sqlite:{}", folder.path().display()), "cannot be opened").await;
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, "Dear Sir or Madam, ".repeat(1000)).unwrap();
    check(&format!("sqlite:{}", file.display()), "letter.txt: not a ledger").await;
}

#[tokio::test]
async fn a_server_that_went_away_is_found_again() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    let store = place.open().await;
    put_papers(&store, &["RePEc:hst:a:1"]).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/lost.rdf").await;
    place.meddle(cut).await;
    let lost = tx.insert(&[new_record("RePEc:hst:a:2", file, None)], 2).await;
    assert!(matches!(lost, Err(Error::Engine { .. })), "{lost:?}");
    assert!(tx.commit().await.is_err());
    put_papers(&store, &["RePEc:hst:a:3"]).await;
    store.reader().position().await.unwrap();
    place.meddle(cut).await;
    assert_eq!(store.reader().position().await.unwrap(), 2, "idle connections are replaced");
    place.remove().await;
}

#[tokio::test]
async fn a_database_that_sorts_otherwise_is_refused() {
    for options in [
        "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'",
        "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'en'",
    ] {
        let Some(place) = Place::postgres_with(options).await else {
            return;
        };
        let Err(error) = Store::open(&place.url).await else { panic!("{options}: opened") };
        assert!(error.to_string().contains("CREATE DATABASE"), "{error}");
        place.remove().await;
    }
}
