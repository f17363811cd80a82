//! Keeping an installation: rebuild a view, back up, restore, move to another store.

use std::path::Path;

use anyhow::{Context, Result, bail};
use ibid_app::projection::{people, search, versions};
use ibid_store::Store;
use serde_json::json;

use crate::Answer;
use crate::config::Config;
use crate::output::Output;
use crate::wire::{self, Open};

pub(crate) async fn rebuild(open: &Open, out: &mut Output) -> Result<Answer> {
    let position = search::rebuild(&open.store.reader(), &open.index).await?;
    let documents = open.index.count();
    if out.is_json() {
        out.json(&json!({ "projection": "search", "documents": documents, "position": position }))?;
    } else {
        out.line(&format!("search: {documents} documents, up to line {position} of the journal"))?;
    }
    Ok(Answer::Yes)
}

pub(crate) async fn find_versions(open: &Open, out: &mut Output) -> Result<Answer> {
    found("versions", versions::rebuild(&open.store).await?, out)
}

pub(crate) async fn find_people(open: &Open, out: &mut Output) -> Result<Answer> {
    found("people", people::rebuild(&open.store).await?, out)
}

fn found(projection: &str, position: i64, out: &mut Output) -> Result<Answer> {
    if out.is_json() {
        out.json(&json!({ "projection": projection, "position": position }))?;
    } else {
        out.line(&format!("{projection}: found, up to line {position} of the journal"))?;
    }
    Ok(Answer::Yes)
}

pub(crate) async fn backup(open: &Open, file: &Path, out: &mut Output) -> Result<Answer> {
    open.store.backup(file).await?;
    let store = Store::open(&wire::file_store(file)).await?;
    told(&store, &file.display().to_string(), out).await
}

/// Restores into an installation that has no records yet.
pub(crate) async fn restore(config: &Config, file: &Path, out: &mut Output) -> Result<Answer> {
    if !file.metadata().is_ok_and(|meta| meta.is_file() && meta.len() > 0) {
        bail!("{}: no backup here", file.display());
    }
    let backup = Store::open(&wire::file_store(file)).await?;
    if backup.reader().position().await? == 0 {
        bail!("{}: a ledger without a record; not a backup", file.display());
    }
    let open = wire::open_or_make(config).await?;
    let answer = copied(&backup, &open.store, open.store.place(), out).await?;
    search::rebuild(&open.store.reader(), &open.index).await.context("search index")?;
    Ok(answer)
}

/// Copies the truth; views are rebuilt where it arrives.
pub(crate) async fn copy(open: &Open, to: &str, out: &mut Output) -> Result<Answer> {
    let target = Store::open(to).await?;
    copied(&open.store, &target, target.place(), out).await
}

async fn copied(from: &Store, to: &Store, place: &str, out: &mut Output) -> Result<Answer> {
    from.copy_to(to).await?;
    told(to, place, out).await
}

async fn told(to: &Store, place: &str, out: &mut Output) -> Result<Answer> {
    let totals = to.reader().totals().await?;
    let records: i64 = totals.counts.iter().map(|count| count.live + count.withdrawn).sum();
    if out.is_json() {
        out.json(&json!({ "to": place, "records": records, "position": totals.position }))?;
    } else {
        out.line(&format!("{place}: {records} records, up to line {} of the journal", totals.position))?;
    }
    Ok(Answer::Yes)
}
