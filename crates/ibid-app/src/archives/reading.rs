//! Reading one file of an archive: bytes to records and problems, in slices of bounded size.
//!
//! Shared by harvest and check, so both say the same about a file. Deliberately not here: what the
//! ledger already holds; a file is read without knowing it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};

use ibid_core::record::{Work, lower, rules};
use ibid_core::{Kind, Record, shelf};
use ibid_store::{NewRecord, NewVersion, Packed};
use redif::{Severity, TemplateKind};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::source::LiveFile;

/// What one file gave, or a part of it when it is large.
#[derive(Debug, Default)]
pub struct Slice {
    pub incoming: Vec<Incoming>,
    pub problems: Vec<Problem>,
    /// Templates seen, with a record or not.
    pub templates: u64,
    /// Templates without an error.
    pub good: u64,
    /// What each template says it is, as a count a type word.
    pub types: Vec<(&'static str, u64)>,
}

/// A record as it came in.
#[derive(Debug)]
pub struct Incoming {
    pub record: Record,
    pub line: u32,
    /// The template's own text.
    pub text: Packed,
    /// Equal text has an equal digest.
    pub digest: i64,
}

/// Something to say about a line of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub line: u32,
    pub column: u32,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub handle: Option<String>,
    pub fix: Option<String>,
}

/// What is known of a file once it has been read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Of the bytes, and of the rules they were read by.
    pub digest: [u8; 16],
    pub size: u64,
    /// Epoch seconds; 0 when the file system does not say.
    pub modified: i64,
}

/// A slice ends with the template that passes one of these.
const SLICE_TEMPLATES: u64 = 2_000;
const SLICE_BYTES: usize = 8 << 20;

/// Part of every digest: raise it when reading or lowering changes, and files are read again.
const READER: u64 = 1;

/// The digest of a file's bytes, without reading what they say.
pub fn facts(file: &LiveFile) -> io::Result<Facts> {
    let mut input = Hashing::open(file)?;
    let mut buffer = vec![0; 1 << 17];
    while input.read(&mut buffer)? > 0 {}
    Ok(input.facts())
}

/// Reads a file, handing on slices.
pub fn read(file: &LiveFile, sink: impl FnMut(Slice)) -> io::Result<Facts> {
    let mut input = Hashing::open(file)?;
    slices(&mut input, sink)?;
    Ok(input.facts())
}

/// The same of what is in no file.
pub(super) fn slices(input: impl Read, mut sink: impl FnMut(Slice)) -> io::Result<()> {
    let mut reader = redif::Reader::new(input, redif::Options::default());
    let mut slice = Slice::default();
    let mut bytes = 0;
    while let Some(parsed) = reader.next()? {
        bytes += slice.take(parsed);
        if slice.templates >= SLICE_TEMPLATES || bytes >= SLICE_BYTES || slice.problems.len() >= 10_000 {
            sink(std::mem::take(&mut slice));
            bytes = 0;
        }
    }
    sink(slice);
    Ok(())
}

impl Slice {
    /// Adds one template; says how many bytes of text it holds.
    fn take(&mut self, parsed: redif::Parsed<'_>) -> usize {
        let Some(template) = parsed.template else {
            self.problems.extend(parsed.diagnostics.into_iter().map(|it| Problem::new(it, None)));
            return 0;
        };
        self.templates += 1;
        self.count(type_word(template.kind()));
        let lowered = lower(&template);
        let handle = lowered.record.as_ref().map(|record| record.handle().to_string());
        let mut diagnostics = parsed.diagnostics;
        diagnostics.extend(lowered.diagnostics);
        self.good += u64::from(diagnostics.iter().all(|it| it.severity != Severity::Error));
        self.problems.extend(diagnostics.into_iter().map(|it| Problem::new(it, handle.clone())));
        let Some(record) = lowered.record else {
            return 0;
        };
        let text = template.raw();
        self.incoming.push(Incoming::new(record, text, template.line()));
        text.len()
    }

    fn count(&mut self, word: &'static str) {
        match self.types.iter_mut().find(|(known, _)| *known == word) {
            Some((_, n)) => *n += 1,
            None => self.types.push((word, 1)),
        }
    }
}

impl Incoming {
    pub(crate) fn new(record: Record, text: &str, line: u32) -> Incoming {
        let digest = xxh3_64(text.as_bytes()).cast_signed();
        Incoming { record, line, text: Packed::new(text), digest }
    }

    /// As the ledger takes a record it does not have, and the record itself.
    pub(crate) fn into_new(self, file: i64) -> (NewRecord, Record) {
        let Incoming { record, line, text, digest } = self;
        let (kind, year, shelf) = sorted(&record);
        (NewRecord { handle: record.handle().clone(), kind, year, shelf, digest, file, line, text }, record)
    }

    /// As the ledger takes a new version of one it has; `what` names the fields that differ.
    pub(crate) fn into_version(self, id: i64, file: i64, what: String) -> (NewVersion, Record) {
        let Incoming { record, line, text, digest } = self;
        let (kind, year, shelf) = sorted(&record);
        (NewVersion { id, kind, year, shelf, digest, file, line, text, what }, record)
    }

    /// What the record's handle says against where it was found. A series becomes declared.
    pub(super) fn misplaced(
        &self,
        archive: &str,
        folder: &str,
        declared: &mut HashMap<String, Kind>,
    ) -> impl Iterator<Item = Problem> + use<> {
        let handle = self.record.handle();
        if let Record::Series(series) = &self.record {
            declared.insert(handle.series().to_owned(), series.holds);
        }
        let place = rules::Place { archive, folder };
        let mut found = rules::misplaced(handle, self.record.kind(), &place, self.line);
        found.extend(rules::undeclared(handle, self.record.kind(), declared, self.line));
        let handle = handle.to_string();
        found.into_iter().map(move |it| Problem::new(it, Some(handle.clone())))
    }

    /// Says that the handle is taken already, by the record at `line` of `file`; `None` for this file.
    pub(super) fn repeats(&self, file: Option<&str>, line: u32) -> Problem {
        let handle = self.record.handle();
        let said = rules::repeated(handle, self.line, file.unwrap_or(""), line, file.is_none());
        Problem::new(said, Some(handle.to_string()))
    }
}

/// What stands beside a record for lists.
fn sorted(record: &Record) -> (Kind, Option<i16>, i64) {
    let work = record.as_work();
    (record.kind(), work.and_then(Work::year), work.map_or(0, shelf::mark))
}

impl Problem {
    fn new(said: redif::Diagnostic, handle: Option<String>) -> Problem {
        let redif::Diagnostic { code, severity, line, column, message, fix } = said;
        Problem { line, column, severity, code, message, handle, fix }
    }
}

/// The word a severity is printed as.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The word a template's type is counted under.
pub fn type_word(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Archive => "archive",
        TemplateKind::Series => "series",
        TemplateKind::Paper => "paper",
        TemplateKind::Article => "article",
        TemplateKind::Software => "software",
        TemplateKind::Book => "book",
        TemplateKind::Chapter => "chapter",
        TemplateKind::Person => "person",
        TemplateKind::Institution => "institution",
        TemplateKind::Talk => "talk",
        TemplateKind::Mirror => "mirror",
        TemplateKind::Authority => "authority",
        TemplateKind::Unknown => "unknown",
    }
}

/// A file whose bytes are summed up as they pass.
struct Hashing {
    file: File,
    state: Xxh3,
    size: u64,
    modified: i64,
}

impl Hashing {
    fn open(file: &LiveFile) -> io::Result<Hashing> {
        let file = File::open(&file.path)?;
        let modified = file.metadata()?.modified().ok();
        let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = since.map_or(0, |since| since.as_secs().cast_signed());
        Ok(Hashing { file, state: Xxh3::with_seed(READER), size: 0, modified })
    }

    fn facts(&self) -> Facts {
        let digest = self.state.digest128().to_be_bytes();
        Facts { digest, size: self.size, modified: self.modified }
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.state.update(&buffer[..read]);
        self.size += read as u64;
        Ok(read)
    }
}
