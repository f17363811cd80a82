//! `ibid publish`: the whole catalogue as files for others.

use std::path::Path;

use anyhow::Result;
use ibid_app::bulk::publish::{self, Published};
use serde_json::json;

use crate::Answer;
use crate::output::Output;
use crate::wire::Open;

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
