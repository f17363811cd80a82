//! Dumps: every record as JSON, and what changed since the last times, in files with checksums.
//!
//! A folder holds the newest whole and a chain of deltas to it (`manifest.rs`). Files never change under
//! a name, the manifest is put last, and what it named before stays until the next time, so that nobody
//! who is at it loses the rest. Not here: how a record is written (`ibid_core::export`), when dumps are made.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use ibid_core::date::moment;
use ibid_core::export::Format;
use ibid_store::{Reader, State, Stored};
use serde_json::json;
use sha2::{Digest, Sha256};
use zstd::stream::write::Encoder;

use super::folder::{Error, Folder, Result, part_of};
use super::manifest::{Delta, Full, Listed, MANIFEST, Manifest};
use crate::export::{As, Export, Records};

/// Lines of a file: what one program reads in some seconds and one bad connection gets through.
const MOST_LINES: u64 = 100_000;
/// Changes read at once.
const STEP: usize = 500;
/// Deltas that are kept.
const KEPT: usize = 60;
/// How hard is packed: harder saves a tenth and costs thrice the time.
const LEVEL: i32 = 3;

/// What was dumped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dumped {
    pub manifest: Manifest,
    /// Nothing had changed, so nothing was made.
    pub unchanged: bool,
}

/// Dumps the catalogue into a folder, which must be empty or made by us. `at` is the present, in epoch
/// seconds.
pub async fn dump(reader: &Reader, root: &Path, at: i64) -> Result<Dumped> {
    let mut folder = Folder::open(root)?;
    let position = reader.position().await?;
    let last = Manifest::read(root).filter(|it| it.position <= position);
    if let Some(manifest) = last.clone().filter(|it| it.position == position && it.is_whole(root)) {
        return Ok(Dumped { manifest, unchanged: true });
    }
    last.iter().flat_map(Manifest::files).for_each(|it| folder.keep(&it.name));
    let full = full(reader, &mut folder, position, at).await?;
    // When more has changed than there is, taking all of it costs less.
    let worth = |it: &Manifest| it.is_whole(root) && position - it.position <= full.records.cast_signed();
    let mut deltas = Vec::new();
    if let Some(last) = last.filter(worth) {
        deltas = last.deltas;
        deltas.push(delta(reader, &mut folder, (last.position, position), at).await?);
        deltas.drain(..deltas.len().saturating_sub(KEPT));
    }
    let manifest = Manifest::new(full, deltas, at);
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
    let mut lines = Lines::new(folder, format!("full-{position:010}"));
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
    let mut lines = Lines::new(folder, format!("delta-{after:010}-{position:010}"));
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

/// Lines on their way into packed files.
struct Lines<'a> {
    folder: &'a mut Folder,
    name: String,
    open: Option<Part>,
    done: Vec<Listed>,
}

/// A file being written.
struct Part {
    path: PathBuf,
    pack: Encoder<'static, Summed>,
    listed: Listed,
}

impl<'a> Lines<'a> {
    fn new(folder: &'a mut Folder, name: String) -> Lines<'a> {
        Lines { folder, name, open: None, done: Vec::new() }
    }

    fn write(&mut self, line: &str) -> Result<()> {
        let mut part = match self.open.take() {
            Some(part) => part,
            None => self.begin()?,
        };
        part.pack.write_all(line.as_bytes()).map_err(|error| Error::File(part.path.clone(), error))?;
        part.listed.lines += 1;
        part.listed.unpacked += line.len() as u64;
        let full = part.listed.lines >= MOST_LINES;
        self.open = Some(part);
        if full { self.finish() } else { Ok(()) }
    }

    fn begin(&self) -> Result<Part> {
        let name = format!("{}.{}.jsonl.zst", self.name, self.done.len() + 1);
        let path = part_of(&self.folder.path(&name));
        let pack = File::create(&path).and_then(|file| {
            let mut pack = Encoder::new(Summed::new(file), LEVEL)?;
            pack.include_checksum(true)?;
            Ok(pack)
        });
        let pack = pack.map_err(|error| Error::File(path.clone(), error))?;
        Ok(Part { path, pack, listed: Listed { name, ..Listed::default() } })
    }

    fn finish(&mut self) -> Result<()> {
        let Some(Part { path, pack, mut listed }) = self.open.take() else { return Ok(()) };
        let ended = pack.finish().and_then(Summed::end);
        let (bytes, sum) = ended.map_err(|error| Error::File(path.clone(), error))?;
        (listed.bytes, listed.sha256) = (bytes, sum);
        self.folder.put(&path, &self.folder.path(&listed.name))?;
        self.folder.keep(&listed.name);
        self.done.push(listed);
        Ok(())
    }

    fn end(mut self) -> Result<Vec<Listed>> {
        self.finish()?;
        Ok(self.done)
    }
}

/// A file whose bytes are summed up as they pass.
struct Summed {
    file: BufWriter<File>,
    sum: Sha256,
    bytes: u64,
}

impl Summed {
    fn new(file: File) -> Summed {
        Summed { file: BufWriter::with_capacity(1 << 17, file), sum: Sha256::new(), bytes: 0 }
    }

    fn end(mut self) -> io::Result<(u64, String)> {
        self.file.flush()?;
        let sum = self.sum.finalize();
        Ok((self.bytes, sum.iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
