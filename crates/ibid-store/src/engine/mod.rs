//! The waist of the ledger: how a statement is run. What differs between the engines stands here.
//!
//! Here: opening by URL, transactions, statements with values, bulk rows, the append lock.
//! Deliberately not here: any table of the ledger, and any choice by engine further up.

mod postgres;
mod sqlite;
mod statement;
mod value;

#[cfg(debug_assertions)]
pub(crate) use statement::ran;
pub(crate) use statement::{Call, LONGEST_LIST, statements};
pub(crate) use value::{Columns, Row, Value, storable};

use std::path::Path;

use crate::error::{Error, Result};

/// A database, opened.
pub(crate) enum Engine {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

/// One transaction on one connection. Dropped without [`Link::commit`], nothing of it happened.
pub(crate) enum Link {
    Sqlite(sqlite::Link),
    Postgres(Box<postgres::Link>),
}

/// The URL of a ledger that is one file.
pub(crate) fn file_url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

impl Engine {
    /// `sqlite:PATH`, `sqlite::memory:`, `postgres://…`. Creates a missing SQLite file, no folder
    /// and no PostgreSQL database.
    pub(crate) async fn open(url: &str) -> Result<Engine> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Ok(Engine::Sqlite(sqlite::Database::open(path)?))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Engine::Postgres(postgres::Database::open(url).await?))
        } else {
            let cause = "not a ledger address; sqlite:PATH or postgres://HOST/NAME is".to_owned();
            // What follows the scheme may hold a password.
            let scheme = url.split_once(':').map_or(url, |(scheme, _)| scheme);
            Err(Error::Engine { place: scheme.to_owned(), cause })
        }
    }

    /// The file or address, without a password.
    pub(crate) fn place(&self) -> &str {
        match self {
            Engine::Sqlite(database) => database.place(),
            Engine::Postgres(database) => database.place(),
        }
    }

    /// Runs one reading statement outside any transaction.
    pub(crate) async fn run(&self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.call(&Call::new(sql, values)).await
    }

    /// Runs a statement with a `{list}`, in pieces when the list is long. `fixed` come first.
    pub(crate) async fn run_list<'a>(
        &self,
        sql: &'static str,
        fixed: &[Value<'a>],
        list: &[Value<'a>],
    ) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for piece in list.chunks(LONGEST_LIST) {
            let values = [fixed, piece].concat();
            rows.append(&mut self.call(&Call::with_list(sql, fixed.len(), &values)).await?);
        }
        Ok(rows)
    }

    async fn call(&self, call: &Call<'_>) -> Result<Vec<Row>> {
        match self {
            Engine::Sqlite(database) => database.run(call),
            Engine::Postgres(database) => database.run(call).await,
        }
    }

    /// Begins a transaction that may write; on SQLite it is the only one of its kind.
    pub(crate) async fn begin(&self) -> Result<Link> {
        Ok(match self {
            Engine::Sqlite(database) => Link::Sqlite(database.begin().await?),
            Engine::Postgres(database) => Link::Postgres(Box::new(database.begin().await?)),
        })
    }

    /// Begins a transaction that reads and sees one moment of the ledger throughout.
    pub(crate) async fn snapshot(&self) -> Result<Link> {
        Ok(match self {
            Engine::Sqlite(database) => Link::Sqlite(database.snapshot()?),
            Engine::Postgres(database) => Link::Postgres(Box::new(database.snapshot().await?)),
        })
    }
}

impl Link {
    pub(crate) async fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.call(&Call::new(sql, values)).await
    }

    /// As [`Engine::run_list`].
    pub(crate) async fn run_list<'a>(
        &mut self,
        sql: &'static str,
        fixed: &[Value<'a>],
        list: &[Value<'a>],
    ) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for piece in list.chunks(LONGEST_LIST) {
            let values = [fixed, piece].concat();
            rows.append(&mut self.call(&Call::with_list(sql, fixed.len(), &values)).await?);
        }
        Ok(rows)
    }

    async fn call(&mut self, call: &Call<'_>) -> Result<Vec<Row>> {
        match self {
            Link::Sqlite(link) => link.run(call),
            Link::Postgres(link) => link.run(call).await,
        }
    }

    /// Runs a statement once for every `width` of `values`, in order, without looking at answers.
    pub(crate) async fn each(&mut self, sql: &'static str, width: usize, values: &[Value<'_>]) -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        let call = Call::new(sql, &values[..width]);
        match self {
            Link::Sqlite(link) => link.each(&call, values),
            Link::Postgres(link) => link.each(&call, values).await,
        }
    }

    /// Adds rows. `target` is a table with its columns, `place (id, archive, series)`; `values` hold
    /// row after row.
    pub(crate) async fn bulk(&mut self, target: &'static str, values: &[Value<'_>]) -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        let width = target.matches(',').count() + 1;
        let call = Call::new(target, &values[..width]);
        match self {
            Link::Sqlite(link) => link.bulk(&call, values),
            Link::Postgres(link) => link.bulk(&call, values).await,
        }
    }

    /// Runs a script of a migration: no values, no answer.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<()> {
        match self {
            Link::Sqlite(link) => link.script(sql),
            Link::Postgres(link) => link.script(sql).await,
        }
    }

    /// The names of the tables there are.
    pub(crate) async fn tables(&mut self) -> Result<Vec<String>> {
        let rows = match self {
            Link::Sqlite(link) => link.run(&Call::new(sqlite::TABLES, &[]))?,
            Link::Postgres(link) => link.run(&Call::new(postgres::TABLES, &[])).await?,
        };
        rows.into_iter().map(|row| row.of("catalogue").text("name")).collect()
    }

    /// Waits until no other transaction appends, and keeps others out until this one ends. SQLite
    /// has one writer and needs no lock.
    pub(crate) async fn append_lock(&mut self) -> Result<()> {
        match self {
            Link::Sqlite(_) => Ok(()),
            Link::Postgres(link) => link.append_lock().await,
        }
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Link::Sqlite(link) => link.commit(),
            Link::Postgres(link) => link.commit().await,
        }
    }
}
