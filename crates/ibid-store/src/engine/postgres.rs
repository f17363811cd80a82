//! PostgreSQL: a pool of connections to one database with C collation.
//!
//! Deliberately not here: tables, creating the database, TLS.

use std::sync::Arc;

use super::{Call, Row, Value};
use crate::error::{Error, Result};

pub(super) const TABLES: &str =
    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()";

pub(crate) struct Database {
    place: Arc<str>,
}

pub(crate) struct Link {
    place: Arc<str>,
}

impl Database {
    pub(super) async fn open(url: &str) -> Result<Database> {
        Err(absent(url))
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    pub(super) async fn run(&self, _: &Call<'_>) -> Result<Vec<Row>> {
        Err(absent(&self.place))
    }

    pub(super) async fn begin(&self) -> Result<Link> {
        Err(absent(&self.place))
    }

    pub(super) async fn snapshot(&self) -> Result<Link> {
        Err(absent(&self.place))
    }
}

impl Link {
    pub(super) async fn run(&mut self, _: &Call<'_>) -> Result<Vec<Row>> {
        Err(absent(&self.place))
    }

    pub(super) async fn each(&mut self, _: &Call<'_>, _: &[Value<'_>]) -> Result<()> {
        Err(absent(&self.place))
    }

    pub(super) async fn bulk(&mut self, _: &Call<'_>, _: &[Value<'_>]) -> Result<()> {
        Err(absent(&self.place))
    }

    pub(super) async fn script(&mut self, _: &str) -> Result<()> {
        Err(absent(&self.place))
    }

    pub(super) async fn append_lock(&mut self) -> Result<()> {
        Err(absent(&self.place))
    }

    pub(super) async fn commit(self) -> Result<()> {
        Err(absent(&self.place))
    }
}

fn absent(place: &str) -> Error {
    Error::Engine {
        place: place.to_owned(),
        cause: "not built yet".to_owned(),
    }
}
