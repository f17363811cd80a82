//! SQLite: one writing connection, as many reading ones as there are threads, one file.
//!
//! Statements run inline and never suspend: a point read takes microseconds, less than handing it to
//! another thread would. Deliberately not here: tables, and what a second engine would share.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ToSql};
use tokio::sync::OwnedMutexGuard;

use super::{Call, Row, Value};
use crate::error::{Error, Result};

pub(super) const TABLES: &str =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";

/// How long a writer waits for a writer of another process.
const PATIENCE: Duration = Duration::from_secs(30);

/// Idle readers are closed before the writer, which then folds the log into the file.
pub(crate) struct Database {
    place: Arc<str>,
    path: PathBuf,
    idle: Mutex<Vec<Session>>,
    writer: Arc<tokio::sync::Mutex<Session>>,
    _folder: Option<tempfile::TempDir>,
}

/// A connection and the texts of the statements it was given.
pub(crate) struct Session {
    place: Arc<str>,
    connection: Connection,
    texts: HashMap<(usize, usize), Arc<str>>,
}

/// A transaction: the writer's, or that of a reader of its own.
pub(crate) enum Link {
    Writing(OwnedMutexGuard<Session>),
    Reading(Box<Session>),
}

impl Database {
    /// `:memory:` is a private file in the system's temporary folder, gone with the last user: true
    /// memory databases either show readers what is not committed or make them wait for it.
    pub(super) fn open(path: &str) -> Result<Database> {
        let (path, folder) = match path {
            ":memory:" => {
                let folder = tempfile::tempdir().map_err(|e| fault("sqlite::memory:", e))?;
                (folder.path().join("ledger.db"), Some(folder))
            }
            path => (PathBuf::from(path.trim_start_matches("//")), None),
        };
        let place: Arc<str> = path.display().to_string().into();
        if let Some(parent) = path.parent().filter(|it| !it.as_os_str().is_empty() && !it.is_dir()) {
            return Err(fault(&parent.display().to_string(), "no such folder"));
        }
        let writer = Session::open(&path, place.clone(), true)?;
        Ok(Database {
            place,
            path,
            idle: Mutex::default(),
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            _folder: folder,
        })
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    pub(super) fn run(&self, call: &Call<'_>) -> Result<Vec<Row>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut session = match idle {
            Some(session) => session,
            None => Session::open(&self.path, self.place.clone(), false)?,
        };
        let rows = session.run(call);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
        rows
    }

    pub(super) async fn begin(&self) -> Result<Link> {
        let mut session = self.writer.clone().lock_owned().await;
        session.begin_writing().await?;
        Ok(Link::Writing(session))
    }

    pub(super) fn snapshot(&self) -> Result<Link> {
        let session = Session::open(&self.path, self.place.clone(), false)?;
        session.control("BEGIN")?;
        Ok(Link::Reading(Box::new(session)))
    }
}

impl Session {
    fn open(path: &Path, place: Arc<str>, writing: bool) -> Result<Session> {
        let access = if writing {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| explain(&place, &e))?;
        connection.set_prepared_statement_cache_capacity(256);
        let session = Session { place, connection, texts: HashMap::new() };
        session.connection.busy_timeout(PATIENCE).map_err(|e| explain(&session.place, &e))?;
        if writing {
            session.control(
                "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;
                 PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;
                 PRAGMA cache_size = -65536;",
            )?;
        } else {
            session.control("PRAGMA cache_size = -8192; PRAGMA mmap_size = 2147418112;")?;
        }
        session
            .control("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
        // Plans must not depend on the values bound, or statements are prepared again for each.
        let stable = session.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
        stable.map_err(|e| explain(&session.place, &e))?;
        if writing {
            session.patient(Duration::ZERO)?;
        }
        Ok(session)
    }

    /// How long SQLite itself waits for a lock. The writer's waiting is done by `begin_writing`.
    fn patient(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(|e| explain(&self.place, &e))
    }

    /// Waits for a writer of another process (or another ledger of this one) without holding up the
    /// thread, which that writer may need.
    async fn begin_writing(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let busy = match self.connection.execute_batch("BEGIN IMMEDIATE") {
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => error,
                result => return result.map_err(|e| explain(&self.place, &e)),
            };
            if started.elapsed() > PATIENCE {
                return Err(explain(&self.place, &busy));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Runs statements that are the engine's own: no values, no answer.
    fn control(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|e| explain(&self.place, &e))
    }

    fn run(&mut self, call: &Call<'_>) -> Result<Vec<Row>> {
        let text = self.text(call, |call| call.text('?'));
        answer(&self.connection, &text, call).map_err(|e| explain(&self.place, &e))
    }

    fn each(&mut self, text: &str, width: usize, values: &[Value<'_>]) -> Result<()> {
        execute_each(&self.connection, text, width, values).map_err(|e| explain(&self.place, &e))
    }

    /// The text of a statement, made once: constants are known by where they stand.
    fn text(&mut self, call: &Call<'_>, make: impl FnOnce(&Call<'_>) -> String) -> Arc<str> {
        let key = (call.sql.as_ptr() as usize, call.parameters);
        self.texts.entry(key).or_insert_with(|| make(call).into()).clone()
    }
}

impl Link {
    fn session(&mut self) -> &mut Session {
        match self {
            Link::Writing(session) => session,
            Link::Reading(session) => session,
        }
    }

    pub(super) fn run(&mut self, call: &Call<'_>) -> Result<Vec<Row>> {
        self.session().run(call)
    }

    pub(super) fn each(&mut self, call: &Call<'_>, values: &[Value<'_>]) -> Result<()> {
        let session = self.session();
        let text = session.text(call, |call| call.text('?'));
        session.each(&text, call.parameters, values)
    }

    pub(super) fn bulk(&mut self, call: &Call<'_>, values: &[Value<'_>]) -> Result<()> {
        let session = self.session();
        let text = session.text(call, |call| {
            let marks: Vec<String> = (1..=call.parameters).map(|n| format!("?{n}")).collect();
            format!("INSERT INTO {} VALUES ({})", call.sql, marks.join(","))
        });
        session.each(&text, call.parameters, values)
    }

    pub(super) fn script(&mut self, sql: &str) -> Result<()> {
        let sql = sql.replace("{bytes}", "BLOB").replace("{serial}", "INTEGER PRIMARY KEY");
        self.session().control(&sql)
    }

    pub(super) fn commit(mut self) -> Result<()> {
        self.session().control("COMMIT")
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let session = self.session();
        if !session.connection.is_autocommit()
            && let Err(error) = session.control("ROLLBACK")
        {
            tracing::error!("{error}");
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Real(value) => ValueRef::Real(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

fn answer(connection: &Connection, text: &str, call: &Call<'_>) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(text)?;
    for index in 0..call.parameters {
        statement.raw_bind_parameter(index + 1, call.value(index))?;
    }
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(width);
        for column in 0..width {
            values.push(owned(row.get_ref(column)?)?);
        }
        out.push(Row(values));
    }
    Ok(out)
}

fn owned(value: ValueRef<'_>) -> rusqlite::Result<Value<'static>> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned().into()),
        ValueRef::Blob(value) => Value::Bytes(value.to_owned().into()),
    })
}

fn execute_each(
    connection: &Connection,
    text: &str,
    width: usize,
    values: &[Value<'_>],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(text)?;
    for row in values.chunks_exact(width) {
        bind(&mut statement, row)?;
        statement.raw_execute()?;
    }
    Ok(())
}

fn bind(statement: &mut Statement<'_>, row: &[Value<'_>]) -> rusqlite::Result<()> {
    for (index, value) in row.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value)?;
    }
    Ok(())
}

/// Puts the usual faults of a file into words that say what to do.
fn explain(place: &str, error: &rusqlite::Error) -> Error {
    let known = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "no space left for the ledger",
        Some(ErrorCode::NotADatabase) => "not a ledger: the file holds something else",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "the ledger may not be written",
        Some(ErrorCode::CannotOpen) => "cannot be opened: is it a file, and may it be written?",
        Some(ErrorCode::DatabaseBusy) => "another process has been writing for more than 30 s",
        Some(ErrorCode::DatabaseCorrupt) => "the ledger is damaged; restore a backup",
        Some(ErrorCode::SystemIoFailure) => "reading or writing failed",
        _ => return fault(place, error),
    };
    fault(place, format!("{known} ({error})"))
}

fn fault(place: &str, cause: impl ToString) -> Error {
    Error::Engine { place: place.to_owned(), cause: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk is full as far as SQLite can tell when its pages are used up.
    #[tokio::test]
    async fn a_full_disk_says_so_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ledger.db");
        let database = Database::open(file.to_str().unwrap()).unwrap();
        let mut link = database.begin().await.unwrap();
        link.script("CREATE TABLE t (id {serial}, text {bytes})").unwrap();
        link.commit().unwrap();
        let fill = async |bytes: usize| {
            let mut link = database.begin().await?;
            link.session().control("PRAGMA max_page_count = 40")?;
            let text = vec![7; bytes];
            link.bulk(&Call::new("t (text)", &[Value::Null]), &[text.as_slice().into()])?;
            link.commit()
        };
        fill(100_000).await.unwrap();
        let told = fill(1_000_000).await.unwrap_err().to_string();
        assert!(told.contains("ledger.db: no space left"), "{told}");
        fill(100_000).await.unwrap();
        let count = database.run(&Call::new("SELECT COUNT(*) FROM t", &[])).unwrap();
        assert_eq!(count[0].0, [Value::Int(2)]);
    }
}
