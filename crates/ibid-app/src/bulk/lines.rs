//! Lines on their way into packed files with checksums: many files of a bearable length, or one.
//!
//! Not here: what the lines say.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use sha2::{Digest, Sha256};
use zstd::stream::write::Encoder;

use super::folder::{Error, Folder, Result, part_of};
use super::manifest::{Listed, hexadecimal};

/// Lines of a file: what one program reads in some seconds and one bad connection gets through.
const MOST_LINES: u64 = 100_000;
/// How hard is packed: harder saves a tenth and costs thrice the time.
const LEVEL: i32 = 3;

/// Lines on their way into packed files.
pub(super) struct Lines<'a> {
    folder: &'a mut Folder,
    name: String,
    /// Lines of a file.
    most: u64,
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
    /// Files called `NAME.1.jsonl.zst` and so on.
    pub(super) fn many(folder: &'a mut Folder, name: String) -> Lines<'a> {
        Lines { folder, name, most: MOST_LINES, open: None, done: Vec::new() }
    }

    /// One file, `NAME.jsonl.zst`.
    pub(super) fn one(folder: &'a mut Folder, name: String) -> Lines<'a> {
        Lines { folder, name, most: u64::MAX, open: None, done: Vec::new() }
    }

    pub(super) fn write(&mut self, line: &str) -> Result<()> {
        let mut part = match self.open.take() {
            Some(part) => part,
            None => self.begin()?,
        };
        part.pack.write_all(line.as_bytes()).map_err(|error| Error::File(part.path.clone(), error))?;
        part.listed.lines += 1;
        part.listed.unpacked += line.len() as u64;
        let full = part.listed.lines >= self.most;
        self.open = Some(part);
        if full { self.finish() } else { Ok(()) }
    }

    fn begin(&self) -> Result<Part> {
        let name = match self.most {
            u64::MAX => format!("{}.jsonl.zst", self.name),
            _ => format!("{}.{}.jsonl.zst", self.name, self.done.len() + 1),
        };
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

    pub(super) fn end(mut self) -> Result<Vec<Listed>> {
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
        Ok((self.bytes, hexadecimal(&self.sum.finalize())))
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
