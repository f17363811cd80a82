//! The shape of the ledger, version by version.
//!
//! Here: which scripts there are and running the missing ones. Deliberately not here: queries.
//! A script never changes once released; a further one is added to `SCRIPTS`.

use crate::engine::{Engine, Link, Value, statements};
use crate::error::{Error, Result};
use crate::works::text;

const SCRIPTS: &[&str] = &[
    include_str!("../migrations/0001_ledger.sql"),
    include_str!("../migrations/0002_arrivals.sql"),
    include_str!("../migrations/0003_shelf.sql"),
    include_str!("../migrations/0004_versions.sql"),
    include_str!("../migrations/0005_hits.sql"),
    include_str!("../migrations/0006_shelf_covers.sql"),
    include_str!("../migrations/0007_dated.sql"),
    include_str!("../migrations/0008_accounts.sql"),
    include_str!("../migrations/0009_people.sql"),
];
/// After this script, records that are there already learn where they stand in their series.
const SHELF: i64 = 3;
/// Records read at a time for that.
const BATCH: i64 = 1_000;

statements! {
    VERSION = "SELECT COALESCE(MAX(number), 0) FROM migration";
    TEXTS = "SELECT id, text FROM record WHERE id > $1 AND kind <= 6 ORDER BY id LIMIT $2";
    SHELVE = "UPDATE record SET shelf = $2 WHERE id = $1";
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
        if number == SHELF {
            shelve(&mut link).await?;
        }
        link.run(RAN, &[i64::into(number)]).await?;
    }
    link.commit().await
}

/// Gives every work that is there its shelf mark, from its text.
async fn shelve(link: &mut Link) -> Result<()> {
    let mut after = 0;
    loop {
        let rows = link.run(TEXTS, &[i64::into(after), BATCH.into()]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut marks = Vec::with_capacity(rows.len() * 2);
        for row in rows {
            let mut row = row.of("record");
            after = row.int("id")?;
            let record = ibid_core::record::read(&row.judged("text", text)?);
            let mark = record.as_ref().and_then(|it| it.as_work()).map_or(0, ibid_core::shelf::mark);
            marks.extend([Value::Int(after), Value::Int(mark)]);
        }
        link.each(SHELVE, 2, &marks).await?;
    }
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
