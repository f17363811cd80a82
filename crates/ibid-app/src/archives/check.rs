//! Checking: what a harvest would say of files, without any ledger.
//!
//! Here: files in and out of archives, and the rules across the files of one check. Not here: the
//! rules within a template (`redif`) and of its place (`ibid_core::record::rules`).

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use ibid_core::{Handle, Kind, Record};
use redif::Severity;

use super::reading::{self, Incoming, Problem, Slice};
use super::source::{ArchiveFolder, LiveFile, Source, SourceError};

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub files: u64,
    pub templates: u64,
    /// Templates without an error.
    pub good: u64,
    pub errors: u64,
    pub warnings: u64,
    /// Templates by the type they say they are.
    pub by_type: BTreeMap<&'static str, u64>,
}

/// A check under way, over any number of paths.
pub struct Check<'a> {
    say: &'a mut dyn FnMut(&str, &Problem),
    first: HashMap<Handle, (String, u32)>,
    pub summary: Summary,
}

impl<'a> Check<'a> {
    /// `say` is told every problem with the name of its file.
    pub fn new(say: &'a mut dyn FnMut(&str, &Problem)) -> Check<'a> {
        Check { say, first: HashMap::new(), summary: Summary::default() }
    }

    /// Checks a mirror, an archive's folder, a file of one, or any other file or folder of templates.
    pub fn path(&mut self, path: &Path) -> Result<(), SourceError> {
        match Source::find(path) {
            Ok(source) => {
                for folder in &source.skipped {
                    self.note(
                        &folder.name,
                        Severity::Error,
                        "skipped-folder",
                        format!("not read: {}", folder.why),
                    );
                }
                source.archives.iter().for_each(|archive| self.archive(archive));
            }
            Err(SourceError::NotAnArchive(real)) => {
                let files = loose(path, &real);
                if files.is_empty() {
                    return Err(SourceError::NotAnArchive(real));
                }
                files.iter().for_each(|file| self.file(None, file, &mut HashMap::new()));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Checks templates that are in no file yet, under a name for them.
    pub fn text(&mut self, name: &str, text: &[u8]) {
        self.summary.files += 1;
        let file = LiveFile { path: PathBuf::new(), name: name.to_owned(), folder: String::new() };
        // Bytes in memory are read to their end whatever they say.
        let _ = reading::slices(text, |slice| self.slice(None, &file, &mut HashMap::new(), slice));
    }

    fn archive(&mut self, archive: &ArchiveFolder) {
        let listing = archive.list();
        for stray in listing.strays {
            self.note(&stray.name, Severity::Note, "stray-file", format!("not read: {}", stray.why));
        }
        for lost in listing.unreadable {
            self.note(&lost.name, Severity::Error, "unreadable", format!("not read: {}", lost.why));
        }
        let mut declared = HashMap::new();
        if archive.only.is_some() {
            let heads = ArchiveFolder { only: None, ..archive.clone() }.list().files;
            heads.iter().filter(|it| it.folder.is_empty()).for_each(|it| declare(it, &mut declared));
        }
        for file in &listing.files {
            self.file(Some(archive), file, &mut declared);
        }
    }

    fn file(
        &mut self,
        archive: Option<&ArchiveFolder>,
        file: &LiveFile,
        declared: &mut HashMap<String, Kind>,
    ) {
        self.summary.files += 1;
        let read = reading::read(file, |slice| self.slice(archive, file, declared, slice));
        if let Err(error) = read {
            self.note(&file.name, Severity::Error, "unreadable", format!("not read: {error}"));
        }
    }

    fn slice(
        &mut self,
        archive: Option<&ArchiveFolder>,
        file: &LiveFile,
        declared: &mut HashMap<String, Kind>,
        slice: Slice,
    ) {
        self.summary.templates += slice.templates;
        self.summary.good += slice.good;
        for (word, count) in slice.types {
            *self.summary.by_type.entry(word).or_default() += count;
        }
        let mut problems = slice.problems;
        for incoming in slice.incoming {
            if let Some(archive) = archive {
                problems.extend(incoming.misplaced(&archive.code, &file.folder, declared));
            }
            problems.extend(self.repeated(&file.name, &incoming));
        }
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.iter().for_each(|problem| self.say(&file.name, problem));
    }

    fn repeated(&mut self, file: &str, incoming: &Incoming) -> Option<Problem> {
        let handle = incoming.record.handle();
        match self.first.get(handle) {
            Some((first, line)) if first == file => Some(incoming.repeats(None, *line)),
            Some((first, line)) => Some(incoming.repeats(Some(first), *line)),
            None => {
                self.first.insert(handle.clone(), (file.to_owned(), incoming.line));
                None
            }
        }
    }

    fn note(&mut self, file: &str, severity: Severity, code: &'static str, message: String) {
        let problem = Problem { line: 0, column: 0, severity, code, message, handle: None, fix: None };
        self.say(file, &problem);
    }

    fn say(&mut self, file: &str, problem: &Problem) {
        match problem.severity {
            Severity::Error => self.summary.errors += 1,
            Severity::Warning => self.summary.warnings += 1,
            Severity::Note => {}
        }
        (self.say)(file, problem);
    }
}

/// The series a head file declares.
fn declare(file: &LiveFile, declared: &mut HashMap<String, Kind>) {
    let _ = reading::read(file, |slice| {
        for incoming in slice.incoming {
            if let Record::Series(series) = &incoming.record {
                declared.insert(series.handle.series().to_owned(), series.holds);
            }
        }
    });
}

/// A file, or the ReDIF files of a folder that is no archive, under the names the person knows.
fn loose(asked: &Path, real: &Path) -> Vec<LiveFile> {
    let live = |path: PathBuf| {
        let name = match path.strip_prefix(real) {
            Ok(inside) if !inside.as_os_str().is_empty() => asked.join(inside),
            _ => asked.to_owned(),
        };
        LiveFile { path, name: name.display().to_string(), folder: String::new() }
    };
    if real.is_file() {
        return vec![live(real.to_owned())];
    }
    let folder = ArchiveFolder { code: String::new(), path: real.to_owned(), only: None };
    folder.all_templates().into_iter().map(live).collect()
}
