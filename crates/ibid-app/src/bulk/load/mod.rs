//! Loading: a copy of another catalogue made from its file, and kept up to date by what changed since.
//!
//! A file is read through to its end before anything of it is taken. What is here as it should be is left
//! alone, so a load that was killed is completed by the next, and loading twice changes nothing. Not here:
//! what the lines say (`catalogue.rs`), what becomes of each (`taking.rs`),
//! fetching files (`fetch.rs`).

mod taking;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use ibid_store::Store;
use sha2::{Digest, Sha256};
use zstd::stream::read::Decoder;

use self::taking::Taking;
use super::catalogue::{FORMAT, Head, Line};
use super::manifest::{Listed, MANIFEST, Manifest, hexadecimal};
use crate::recent::Recent;

/// Why a catalogue could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ledger(#[from] ibid_store::Error),
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    #[error("{0}: {1}")]
    Broken(PathBuf, String),
    #[error("{0}: the ledger here was filled otherwise; load into a data folder of its own")]
    Own(PathBuf),
    #[error("{0}: is of another catalogue than the one copied here; load into a data folder of its own")]
    Another(PathBuf),
    #[error(
        "{file}: holds what changed after line {after}, and the copy here ends at line {here}; load what lies between first, or everything"
    )]
    Gap { file: PathBuf, after: i64, here: i64 },
    #[error("{0}: {1}")]
    Fetch(String, String),
}

pub type Result<T> = std::result::Result<T, Error>;

/// What loading did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// The line of the other journal up to which everything is here.
    pub position: i64,
    pub files: u64,
    pub records: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub withdrawn: u64,
}

/// How far a file is: its lines taken so far, and all of them.
pub type Say<'a> = dyn FnMut(&Path, u64, u64) + Send + 'a;

/// Loads a catalogue file, or from a folder of dumps what the copy here lacks.
pub async fn load(store: &Store, recent: &Recent, from: &Path, say: &mut Say<'_>) -> Result<Loaded> {
    let mut loaded = Loaded::default();
    let copied = store.reader().copied().await?;
    if !from.is_dir() {
        file(store, recent, (from, None), &mut loaded, say).await?;
    } else {
        let manifest = Manifest::read(from).filter(|it| !it.catalogue.is_empty());
        let Some(manifest) = manifest else {
            return Err(Error::Broken(from.join(MANIFEST), "no manifest of a catalogue here".to_owned()));
        };
        for listed in manifest.for_copy(copied.as_ref()) {
            file(store, recent, (&from.join(&listed.name), Some(listed)), &mut loaded, say).await?;
        }
    }
    loaded.position = store.reader().copied().await?.map_or(0, |it| it.position);
    Ok(loaded)
}

async fn file(
    store: &Store,
    recent: &Recent,
    (path, listed): (&Path, Option<&Listed>),
    loaded: &mut Loaded,
    say: &mut Say<'_>,
) -> Result<()> {
    let (checked, sum) = (path.to_owned(), listed.map(|it| it.sha256.clone()));
    let checked = tokio::task::spawn_blocking(move || check(&checked, sum.as_deref()));
    let (head, lines) =
        checked.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
    let reader = store.reader();
    let here = reader.copied().await?;
    if here.is_none() && reader.position().await? > 0 {
        return Err(Error::Own(path.to_owned()));
    }
    if here.as_ref().is_some_and(|it| it.catalogue != head.catalogue) {
        return Err(Error::Another(path.to_owned()));
    }
    let fresh = reader.position().await? == 0;
    let here = here.map_or(0, |it| it.position);
    if let Some(after) = head.after.filter(|&it| it > here || here == 0) {
        return Err(Error::Gap { file: path.to_owned(), after, here });
    }
    if head.position <= here {
        return Ok(());
    }
    let (files, seen) = Default::default();
    let mut taking = Taking { store, recent, path, head, here, files, seen, loaded };
    taking.file(lines, say).await?;
    taking.end(fresh).await?;
    loaded.files += 1;
    Ok(())
}

/// Reads a file to its end: what it holds, and how many lines.
fn check(path: &Path, sum: Option<&str>) -> Result<(Head, u64)> {
    let broken = |why: &str| Error::Broken(path.to_owned(), why.to_owned());
    let fault = |error| Error::File(path.to_owned(), error);
    let mut input = Lines::open(path)?;
    let (mut line, mut last, mut count) = (String::new(), String::new(), 0);
    let mut head = None;
    while input.next(&mut line).map_err(|error| broken(&format!("damaged: {error}")))? {
        if count == 0 {
            head = match serde_json::from_str(&line) {
                Ok(Line::Head(head)) => Some(head),
                _ => return Err(broken("not a catalogue file")),
            };
        }
        count += 1;
        std::mem::swap(&mut line, &mut last);
    }
    let Some(head) = head else { return Err(broken("not a catalogue file: empty")) };
    if head.format != FORMAT {
        return Err(broken("made by another version of the program"));
    }
    match serde_json::from_str(&last) {
        Ok(Line::End { lines }) if lines + 1 == count => {}
        _ => return Err(broken("ends too early: copy it again")),
    }
    if let Some(sum) = sum
        && sum != input.sum().map_err(fault)?
    {
        return Err(broken("its SHA-256 is not the one of the manifest"));
    }
    Ok((head, count))
}

/// The lines of a packed file.
struct Lines {
    input: BufReader<Decoder<'static, BufReader<Summed>>>,
}

impl Lines {
    fn open(path: &Path) -> Result<Lines> {
        let open = || {
            let summed = Summed { file: File::open(path)?, sum: Sha256::new() };
            Ok(Lines { input: BufReader::with_capacity(1 << 17, Decoder::new(summed)?) })
        };
        open().map_err(|error| Error::File(path.to_owned(), error))
    }

    /// The next line in the place of the one before, without its end; false after the last.
    fn next(&mut self, line: &mut String) -> io::Result<bool> {
        line.clear();
        let read = self.input.read_line(line)?;
        line.truncate(line.trim_end_matches('\n').len());
        Ok(read > 0)
    }

    /// The checksum of the file, read to its end.
    fn sum(self) -> io::Result<String> {
        let mut rest = self.input.into_inner().finish();
        io::copy(&mut rest, &mut io::sink())?;
        Ok(hexadecimal(&rest.into_inner().sum.finalize()))
    }
}

/// A file whose bytes are summed up as they pass.
struct Summed {
    file: File,
    sum: Sha256,
}

impl Read for Summed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.sum.update(&buffer[..read]);
        Ok(read)
    }
}
