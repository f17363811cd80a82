//! The shape of the ledger, version by version.
//!
//! Here: which scripts there are and running the missing ones. Deliberately not here: queries.
//! A script never changes once released; a further one is added to `SCRIPTS`.

use crate::engine::{Engine, Link, statements};
use crate::error::{Error, Result};

const SCRIPTS: &[&str] =
    &[include_str!("../migrations/0001_ledger.sql"), include_str!("../migrations/0002_arrivals.sql")];

statements! {
    VERSION = "SELECT COALESCE(MAX(number), 0) FROM migration";
    RAN = "INSERT INTO migration (number) VALUES ($1)";
}

/// Brings a ledger up to date. Two processes may do so at once: the second finds nothing to do.
/// Fails on a database of something else and on a ledger of a newer program.
pub(crate) async fn migrate(engine: &Engine) -> Result<()> {
    let newest = SCRIPTS.len() as i64;
    if version(&mut engine.snapshot().await?).await.is_ok_and(|it| it == Some(newest)) {
        return Ok(());
    }
    let mut link = engine.begin().await?;
    link.append_lock().await?;
    let current = match version(&mut link).await? {
        Some(version) => version,
        None if link.tables().await?.is_empty() => {
            link.script("CREATE TABLE migration (number BIGINT PRIMARY KEY)").await?;
            0
        }
        None => {
            return Err(refuse(engine, "not a ledger: the database holds something else"));
        }
    };
    if current > newest {
        let cause = format!("the ledger is of version {current}, this program knows {newest}");
        return Err(refuse(engine, &cause));
    }
    for (number, script) in (1..).zip(SCRIPTS).skip(current as usize) {
        link.script(script).await?;
        link.run(RAN, &[i64::into(number)]).await?;
    }
    link.commit().await
}

/// `None` when there is no table of versions.
async fn version(link: &mut Link) -> Result<Option<i64>> {
    if !link.tables().await?.iter().any(|name| name == "migration") {
        return Ok(None);
    }
    let rows = link.run(VERSION, &[]).await?;
    rows.into_iter().next().map(|row| row.of("migration").int("number")).transpose()
}

fn refuse(engine: &Engine, cause: &str) -> Error {
    Error::Engine { place: engine.place().to_owned(), cause: cause.to_owned() }
}
