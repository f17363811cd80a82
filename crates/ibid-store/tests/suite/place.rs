//! Fresh places for ledgers, and the few records most cases want.

use std::sync::atomic::{AtomicU32, Ordering};

use ibid_core::{Handle, Kind};
use ibid_store::{NewFile, NewRecord, NewVersion, Packed, Store, Tx};
use tokio_postgres::NoTls;

/// Where a case keeps its ledger.
pub(crate) struct Place {
    pub(crate) url: String,
    folder: Option<tempfile::TempDir>,
    server: Option<(String, String)>,
}

impl Place {
    pub(crate) fn sqlite() -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("ledger.db").display());
        Place { url, folder: Some(folder), server: None }
    }

    /// `None` when no server is named.
    pub(crate) async fn postgres() -> Option<Place> {
        Place::postgres_with("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'").await
    }

    pub(crate) async fn postgres_with(options: &str) -> Option<Place> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("IBID_TEST_POSTGRES").ok()?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ibid_test_{}_{number}", std::process::id());
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE template0 {options}")).await;
        let url = database_url(&server, &name);
        Some(Place { url, folder: None, server: Some((server, name)) })
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.expect("a ledger")
    }

    /// A second place of the same kind, empty.
    pub(crate) async fn another(&self) -> Place {
        match self.server {
            Some(_) => Place::postgres().await.expect("a server"),
            None => Place::sqlite(),
        }
    }

    /// Runs a statement beside the ledger, on its engine.
    pub(crate) async fn meddle(&self, sql: &str) {
        match &self.folder {
            Some(folder) => {
                let file = folder.path().join("ledger.db");
                rusqlite::Connection::open(file).and_then(|it| it.execute_batch(sql)).expect(sql);
            }
            None => run(&self.url, sql).await,
        }
    }

    /// Takes back what the scripts after `version` did to the shape of the ledger.
    pub(crate) async fn age(&self, version: usize) {
        const UNDONE: [&str; 12] = [
            "DROP TABLE arrival; DROP INDEX record_since; DROP INDEX record_kind",
            "DROP INDEX record_place; DROP INDEX record_shelf; ALTER TABLE record DROP COLUMN shelf; \
             CREATE INDEX record_place ON record (place, year, id)",
            "DROP TABLE filed; DROP TABLE form",
            "DROP TABLE hit",
            "DROP INDEX record_place; CREATE INDEX record_place ON record (place, year, shelf, id) \
             WHERE state = 0 AND kind <= 6",
            "DROP INDEX record_at; DROP INDEX record_place_at",
            "DROP TABLE account; DROP TABLE session; DROP TABLE link; DROP TABLE role; DROP TABLE passkey; \
             DROP TABLE act; DROP TABLE mail",
            "DROP TABLE claim; DROP TABLE dispute; DROP TABLE notice; DROP TABLE registered; \
             DROP TABLE called; DROP TABLE awaited; DROP TABLE authorship; DROP TABLE member; \
             DROP TABLE said; DROP TABLE doubt",
            "DROP TABLE profile; DROP TABLE short_id",
            "DROP TABLE petition",
            "DROP TABLE origin",
            "DROP TABLE orcid",
        ];
        for sql in UNDONE[version - 1..].iter().rev() {
            self.meddle(sql).await;
        }
        self.meddle(&format!("DELETE FROM migration WHERE number > {version}")).await;
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    pub(crate) async fn remove(self) {
        if let Some((server, name)) = &self.server {
            run(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// The server's URL with another database name.
fn database_url(server: &str, name: &str) -> String {
    let (base, options) = server.split_once('?').map_or((server, None), |(a, b)| (a, Some(b)));
    let end = base.find("://").map_or(0, |at| at + 3);
    let base = base[end..].find('/').map_or(base, |at| &base[..end + at]);
    options.map_or(format!("{base}/{name}"), |it| format!("{base}/{name}?{it}"))
}

pub(crate) async fn run(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("a server");
    let task = tokio::spawn(connection);
    client.batch_execute(sql).await.expect(sql);
    drop(client);
    let _ = task.await;
}

pub(crate) fn handle(text: &str) -> Handle {
    Handle::parse(text).expect(text)
}

pub(crate) fn template(handle: &Handle, title: &str) -> String {
    format!("Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nHandle: {handle}\n")
}

pub(crate) fn new_record(text: &str, file: i64, year: Option<i16>) -> NewRecord {
    let handle = handle(text);
    let text = Packed::new(&template(&handle, "A first title"));
    NewRecord { handle, kind: Kind::Paper, year, shelf: 0, digest: 1, file, line: 1, text }
}

pub(crate) fn new_version(id: i64, file: i64, text: &str) -> NewVersion {
    NewVersion {
        id,
        kind: Kind::Paper,
        year: Some(2012),
        shelf: 7,
        digest: 2,
        file,
        line: 9,
        text: Packed::new(text),
        what: "title".to_owned(),
    }
}

pub(crate) async fn put_file(tx: &mut Tx, path: &str) -> i64 {
    let archive = path.split('/').next().expect("a first part");
    let (digest, size, modified, read_at) = ([7; 16], 10, 20, 30);
    let (templates, errors, warnings) = (1, 0, 0);
    let file = NewFile { archive, path, digest, size, modified, read_at, templates, errors, warnings };
    tx.put_file(&file).await.expect("a file")
}

/// Adds papers with these handles from the file `hst/x.rdf`, at time 100, and answers their ids.
pub(crate) async fn put_papers(store: &Store, handles: &[&str]) -> Vec<i64> {
    let mut tx = store.writer().begin().await.expect("a transaction");
    let file = put_file(&mut tx, "hst/x.rdf").await;
    let new: Vec<_> = handles.iter().map(|it| new_record(it, file, Some(2011))).collect();
    let ids = tx.insert(&new, 100).await.expect("records");
    tx.commit().await.expect("a commit");
    ids.collect()
}
