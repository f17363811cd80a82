//! `ibid dump` and `ibid publish`: the whole catalogue as files for others.

use std::path::Path;

use anyhow::Result;
use ibid_app::bulk::dump::{self, Dumped};
use ibid_app::bulk::publish::{self, Published};
use serde_json::json;

use crate::Answer;
use crate::output::Output;
use crate::wire::{Open, now};

pub(crate) async fn dump(open: &Open, folder: &Path, out: &mut Output) -> Result<Answer> {
    let Dumped { manifest, unchanged } = dump::dump(&open.store, folder, now()).await?;
    let (folder, full) = (folder.display(), &manifest.full);
    let changes = manifest.deltas.last().map_or(0, |it| it.changes);
    let bytes: u64 = full.files.iter().map(|it| it.bytes).sum();
    if out.is_json() {
        out.json(&json!({
            "to": folder.to_string(), "position": manifest.position, "records": full.records, "bytes": bytes,
            "files": full.files.len(), "deltas": manifest.deltas.len(), "unchanged": unchanged,
        }))?;
    } else if unchanged {
        out.line(&format!("{folder}: is up to date, at line {} of the journal", manifest.position))?;
    } else {
        out.line(&format!(
            "{folder}: {} records in {} files, {bytes} bytes; {changes} changes in the last of {} deltas; up to \
             line {} of the journal",
            full.records,
            full.files.len(),
            manifest.deltas.len(),
            manifest.position
        ))?;
    }
    Ok(Answer::Yes)
}

pub(crate) async fn publish(open: &Open, folder: &Path, out: &mut Output) -> Result<Answer> {
    let Published { position, archives, records, files, written, removed } =
        publish::publish(&open.store.reader(), folder).await?;
    let folder = folder.display();
    match out.is_json() {
        true => out.json(&json!({
            "to": folder.to_string(), "position": position, "archives": archives, "records": records,
            "files": files, "written": written, "removed": removed,
        }))?,
        false => out.line(&format!(
            "{folder}: {records} records of {archives} archives in {files} files, {written} written, \
             {removed} removed; up to line {position} of the journal"
        ))?,
    }
    Ok(Answer::Yes)
}
