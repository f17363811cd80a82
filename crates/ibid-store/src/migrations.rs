//! The shape of the ledger, version by version.
//!
//! Here: which scripts there are and running the missing ones. Deliberately not here: queries.
//! A script never changes once released; a further one is added to `SCRIPTS`.

use ibid_core::{Record, shelf};

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
    include_str!("../migrations/0010_profiles.sql"),
    include_str!("../migrations/0011_petitions.sql"),
    include_str!("../migrations/0012_origin.sql"),
    include_str!("../migrations/0013_orcid.sql"),
];
/// After this script, records that are there already learn where they stand in their series.
const SHELF: i64 = 3;
/// After this one, the short-ids of persons that are there already are noted.
const SHORT_IDS: i64 = 10;
/// Records read at a time for that.
const BATCH: i64 = 1_000;

statements! {
    VERSION = "SELECT COALESCE(MAX(number), 0) FROM migration";
    TEXTS = "SELECT id, text FROM record WHERE id > $1 AND kind <= 6 ORDER BY id LIMIT $2";
    PEOPLE = "SELECT id, text FROM record WHERE id > $1 AND kind = 9 ORDER BY id LIMIT $2";
    NAME = "INSERT INTO short_id (id, record) VALUES ($1, $2)";
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
        match number {
            SHELF => shelve(&mut link).await?,
            SHORT_IDS => name(&mut link).await?,
            _ => {}
        }
        link.run(RAN, &[i64::into(number)]).await?;
    }
    link.commit().await
}

/// Gives every work that is there its shelf mark, from its text.
async fn shelve(link: &mut Link) -> Result<()> {
    let mut after = 0;
    loop {
        let records = batch(link, TEXTS, &mut after).await?;
        if records.is_empty() {
            return Ok(());
        }
        let mark = |record: Option<&Record>| record.and_then(|it| it.as_work()).map_or(0, shelf::mark);
        let marks = records.iter().flat_map(|(id, it)| [*id, mark(it.as_ref())].map(Value::Int));
        link.each(SHELVE, 2, &marks.collect::<Vec<_>>()).await?;
    }
}

/// Notes the short-ids of the persons that are there.
async fn name(link: &mut Link) -> Result<()> {
    let mut after = 0;
    loop {
        let records = batch(link, PEOPLE, &mut after).await?;
        if records.is_empty() {
            return Ok(());
        }
        let named = records.iter().filter_map(|(id, record)| match record {
            Some(Record::Person(it)) if !it.short_id.is_empty() => Some((&*it.short_id, *id)),
            _ => None,
        });
        let values = named.flat_map(|(name, id)| [name.into(), Value::Int(id)]);
        link.each(NAME, 2, &values.collect::<Vec<_>>()).await?;
    }
}

/// The next records of a list that goes by id, read from their texts.
async fn batch(link: &mut Link, list: &'static str, after: &mut i64) -> Result<Vec<(i64, Option<Record>)>> {
    let mut records = Vec::new();
    for row in link.run(list, &[Value::Int(*after), BATCH.into()]).await? {
        let mut row = row.of("record");
        *after = row.int("id")?;
        records.push((*after, ibid_core::record::read(&row.judged("text", text)?)));
    }
    Ok(records)
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
