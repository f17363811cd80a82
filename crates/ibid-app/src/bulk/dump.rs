//! Dumps: every record as JSON, and what changed since the last times, in files with checksums.
//!
//! A folder holds the newest whole and a chain of deltas to it (`manifest.rs`). Files never change under
//! a name, the manifest is put last, and what it named before stays until the next time, so that nobody
//! who is at it loses the rest. Not here: how a record is written (`ibid_core::export`), when dumps are made.

use std::io;
use std::path::Path;

use ibid_core::date::moment;
use ibid_core::export::Format;
use ibid_store::{Reader, State, Store, Stored};
use serde_json::json;

use super::catalogue;
use super::folder::{Error, Folder, Result};
use super::lines::Lines;
use super::manifest::{Delta, Full, MANIFEST, Manifest};
use crate::export::{As, Export, Records};

/// Changes read at once.
const STEP: usize = 500;
/// Deltas that are kept.
const KEPT: usize = 60;

/// What was dumped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dumped {
    pub manifest: Manifest,
    /// Nothing had changed, so nothing was made.
    pub unchanged: bool,
}

/// Dumps the catalogue into a folder, which must be empty or made by us. `at` is the present, in epoch
/// seconds.
pub async fn dump(store: &Store, root: &Path, at: i64) -> Result<Dumped> {
    let mut folder = Folder::open(root)?;
    let reader = &store.reader();
    let name = catalogue::name(store).await?;
    let position = reader.position().await?;
    let last = Manifest::read(root).filter(|it| it.position <= position && it.catalogue == name);
    if let Some(manifest) = last.clone().filter(|it| it.position == position && it.is_whole(root)) {
        return Ok(Dumped { manifest, unchanged: true });
    }
    last.iter().flat_map(Manifest::files).for_each(|it| folder.keep(&it.name));
    let mut full = full(reader, &mut folder, position, at).await?;
    full.catalogue =
        catalogue::whole(reader, &mut folder, catalogue::Head::whole(&name, position, at)).await?;
    // When more has changed than there is, taking all of it costs less.
    let worth = |it: &Manifest| it.is_whole(root) && position - it.position <= full.records.cast_signed();
    let mut deltas = Vec::new();
    if let Some(last) = last.filter(worth) {
        deltas = last.deltas;
        let mut delta = delta(reader, &mut folder, (last.position, position), at).await?;
        let head = catalogue::Head::changes(&name, (last.position, position), at);
        delta.catalogue = catalogue::changes(reader, &mut folder, head).await?;
        deltas.push(delta);
        deltas.drain(..deltas.len().saturating_sub(KEPT));
    }
    let manifest = Manifest::new(name, full, deltas, at);
    folder.write("SHA256SUMS", manifest.sums().as_bytes())?;
    let text = serde_json::to_string_pretty(&manifest).map_err(io::Error::from);
    let text = text.map_err(|error| Error::File(folder.path(MANIFEST), error))?;
    folder.write(MANIFEST, format!("{text}\n").as_bytes())?;
    folder.clear()?;
    Ok(Dumped { manifest, unchanged: false })
}

/// Everything live. The position was read before, so what changes meanwhile is in the next delta again.
async fn full(reader: &Reader, folder: &mut Folder, position: i64, at: i64) -> Result<Full> {
    let wanted = As::Format(Format::Json);
    let mut records = Records::all(reader.clone(), wanted);
    let mut export = Export::new(reader.clone(), wanted);
    let mut full = Full { position, made: moment(at), ..Full::default() };
    let mut lines = Lines::many(folder, format!("full-{position:010}"));
    while let Some(some) = records.next().await? {
        for ready in some {
            let Some(kind) = ready.kind() else { continue };
            if let Some(entry) = export.place(ready) {
                lines.write(&entry)?;
                full.records += 1;
                *full.kinds.entry(kind.word().to_owned()).or_default() += 1;
            }
        }
    }
    full.files = lines.end()?;
    Ok(full)
}

/// Everything that changed between two positions, each record as it is now.
async fn delta(
    reader: &Reader,
    folder: &mut Folder,
    (after, position): (i64, i64),
    at: i64,
) -> Result<Delta> {
    let mut export = Export::new(reader.clone(), As::Format(Format::Json));
    let mut delta = Delta { after, position, made: moment(at), ..Delta::default() };
    let mut lines = Lines::many(folder, format!("delta-{after:010}-{position:010}"));
    let mut seen = after;
    while seen < position {
        let some = reader.changed_since(seen, STEP).await?;
        let Some((last, _)) = some.last() else { break };
        seen = *last;
        for (number, stored) in some {
            let entry = export.entry(&stored).await?;
            lines.write(&change(number, &stored, entry))?;
            delta.changes += 1;
            delta.withdrawn += u64::from(stored.state == State::Withdrawn);
        }
    }
    delta.files = lines.end()?;
    Ok(delta)
}

/// A line of a delta, ended; without a record it is a withdrawal.
fn change(number: i64, stored: &Stored, entry: Option<String>) -> String {
    let state = match stored.state {
        State::Live => "live",
        State::Withdrawn => "withdrawn",
    };
    let mut line = json!({
        "number": number, "at": moment(stored.at), "handle": stored.handle.as_str(),
        "kind": stored.kind.word(), "version": stored.version, "state": state,
    })
    .to_string();
    if let Some(entry) = entry {
        line.pop();
        line.push_str(",\"record\":");
        line.push_str(entry.trim_end());
        line.push('}');
    }
    line.push('\n');
    line
}
