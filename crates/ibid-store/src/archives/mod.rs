//! Archives and their files: what was read, when, and what was wrong with it.
//!
//! Here: the states a harvest leaves and pages show. Writing is in `write.rs`. Deliberately not
//! here: the records of an archive, which are records like all others (`works`).

pub(crate) mod write;

use crate::Reader;
use crate::engine::{Columns, Row, Value, statements};
use crate::error::Result;
use crate::works::line;

/// The columns of a [`FileHead`].
macro_rules! head {
    () => {
        "SELECT id, path, digest, size, modified FROM file"
    };
}
pub(crate) use head;

/// The columns of an [`ArchiveState`].
macro_rules! archive {
    () => {
        "SELECT a.code, a.read_at, a.files, a.templates, a.created, a.changed, a.unchanged, \
         a.vanished, a.errors, a.warnings FROM archive a"
    };
}

statements! {
    ARCHIVES = concat!(archive!(), " ORDER BY a.code");
    ARCHIVE = concat!(archive!(), " WHERE a.code = $1");
    /// Most places hold people; `CROSS JOIN` makes SQLite begin with the counts of works.
    WORKS = "SELECT p.archive, CAST(SUM(t.live) AS BIGINT), CAST(SUM(t.withdrawn) AS BIGINT) \
        FROM tally t CROSS JOIN place p WHERE p.id = t.place AND t.kind <= 6 GROUP BY p.archive";
    HEADS = concat!(head!(), " WHERE archive = $1 AND size >= 0 ORDER BY path");
    FILES = "SELECT id, path, size, modified, read_at, templates, errors, warnings FROM file \
        WHERE archive = $1 AND size >= 0 ORDER BY path";
    PROBLEMS = "SELECT p.nr, f.path, p.line, p.col, p.severity, p.code, p.message, p.handle, p.fix \
        FROM file f JOIN problem p ON p.file = f.id \
        WHERE f.archive = $1 AND (f.path, p.nr) > ($2, $3) ORDER BY f.path, p.nr LIMIT $4";
    CODES = "SELECT COUNT(*), p.severity, p.code FROM file f JOIN problem p ON p.file = f.id \
        WHERE f.archive = $1 GROUP BY p.severity, p.code ORDER BY p.severity, 1 DESC, p.code";
}

/// The last harvest of an archive. `read_at` is in epoch seconds; what follows counts that harvest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveRead {
    pub code: String,
    pub read_at: i64,
    pub files: i64,
    pub templates: i64,
    pub created: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub vanished: i64,
    pub errors: i64,
    pub warnings: i64,
}

/// An archive with its last harvest and the works it has.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchiveState {
    pub read: ArchiveRead,
    pub live: i64,
    pub withdrawn: i64,
}

/// What a harvest needs to know of a file to see whether it has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHead {
    pub id: i64,
    /// Relative to the root of the mirror: `hst/ghsdps/2011.rdf`.
    pub path: String,
    /// `None`: to be read again whatever it holds.
    pub digest: Option<[u8; 16]>,
    pub size: i64,
    pub modified: i64,
}

/// A file as last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileState {
    pub path: String,
    pub size: i64,
    pub modified: i64,
    pub read_at: i64,
    pub templates: i64,
    pub errors: i64,
    pub warnings: i64,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Note => 3,
        }
    }

    /// `error`, `warning`, `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// What is wrong with a file at one place. `handle` and `fix` are empty when there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub line: u32,
    pub column: u32,
    pub severity: Severity,
    pub code: String,
    pub message: String,
    pub handle: String,
    pub fix: String,
}

/// A problem and where it is kept: the file's path, and its number within the file, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiledProblem {
    pub path: String,
    pub nr: i64,
    pub problem: Problem,
}

impl Reader {
    /// All archives that were ever harvested, by code.
    pub async fn archives(&self) -> Result<Vec<ArchiveState>> {
        let mut works = std::collections::HashMap::new();
        for row in self.engine().run(WORKS, &[]).await? {
            let mut row = row.of("tally");
            let code = row.text("archive")?;
            works.insert(code, (row.int("live")?, row.int("withdrawn")?));
        }
        let mut out = Vec::new();
        for row in self.engine().run(ARCHIVES, &[]).await? {
            let read = archive(row)?;
            let (live, withdrawn) = works.get(&read.code).copied().unwrap_or_default();
            out.push(ArchiveState { read, live, withdrawn });
        }
        Ok(out)
    }

    /// The last harvest of one archive.
    pub async fn archive(&self, code: &str) -> Result<Option<ArchiveRead>> {
        self.engine().run(ARCHIVE, &[code.into()]).await?.pop().map(archive).transpose()
    }

    /// What is known of the files of an archive, by path, without those that are gone.
    pub async fn file_heads(&self, archive: &str) -> Result<Vec<FileHead>> {
        let rows = self.engine().run(HEADS, &[archive.into()]).await?;
        rows.into_iter().map(file_head).collect()
    }

    /// The files of an archive as last read, by path.
    pub async fn files(&self, archive: &str) -> Result<Vec<FileState>> {
        let rows = self.engine().run(FILES, &[archive.into()]).await?;
        rows.into_iter().map(file).collect()
    }

    /// Up to `limit` problems of an archive's files, by path and place, after the one with `after`'s
    /// path and number.
    pub async fn problems(
        &self,
        archive: &str,
        after: Option<(&str, i64)>,
        limit: usize,
    ) -> Result<Vec<FiledProblem>> {
        let (path, nr) = after.unwrap_or_default();
        let values = [archive.into(), path.into(), nr.into(), (limit as i64).into()];
        let rows = self.engine().run(PROBLEMS, &values).await?;
        rows.into_iter().map(problem).collect()
    }

    /// How often each kind of problem occurs in an archive: the worst first, then the commonest.
    pub async fn problem_codes(&self, archive: &str) -> Result<Vec<(Severity, String, i64)>> {
        let mut out = Vec::new();
        for row in self.engine().run(CODES, &[archive.into()]).await? {
            let mut row = row.of("problem");
            let count = row.int("count")?;
            out.push((row.judged("severity", severity)?, row.text("code")?, count));
        }
        Ok(out)
    }
}

fn archive(row: Row) -> Result<ArchiveRead> {
    let mut row = row.of("archive");
    Ok(ArchiveRead {
        code: row.text("code")?,
        read_at: row.int("read_at")?,
        files: row.int("files")?,
        templates: row.int("templates")?,
        created: row.int("created")?,
        changed: row.int("changed")?,
        unchanged: row.int("unchanged")?,
        vanished: row.int("vanished")?,
        errors: row.int("errors")?,
        warnings: row.int("warnings")?,
    })
}

fn file_head(row: Row) -> Result<FileHead> {
    let mut row = row.of("file");
    Ok(FileHead {
        id: row.int("id")?,
        path: row.text("path")?,
        digest: row.bytes("digest")?.try_into().ok(),
        size: row.int("size")?,
        modified: row.int("modified")?,
    })
}

fn file(row: Row) -> Result<FileState> {
    let mut row = row.of("file");
    row.int("id")?;
    Ok(FileState {
        path: row.text("path")?,
        size: row.int("size")?,
        modified: row.int("modified")?,
        read_at: row.int("read_at")?,
        templates: row.int("templates")?,
        errors: row.int("errors")?,
        warnings: row.int("warnings")?,
    })
}

fn problem(row: Row) -> Result<FiledProblem> {
    let mut row = row.of("problem");
    let nr = row.int("nr")?;
    let path = row.text("path")?;
    let problem = Problem {
        line: row.judged("line", line)?,
        column: row.judged("col", line)?,
        severity: row.judged("severity", severity)?,
        code: row.text("code")?,
        message: row.text("message")?,
        handle: row.text("handle")?,
        fix: row.text("fix")?,
    };
    Ok(FiledProblem { path, nr, problem })
}

fn severity(value: Value<'_>) -> Option<Severity> {
    Severity::ALL.into_iter().find(|it| value == Value::Int(it.number()))
}

/// The first column of the only row, for statements that answer one number.
pub(crate) fn number(rows: Vec<Row>, column: &'static str) -> Result<i64> {
    let only: Option<Columns> = rows.into_iter().next().map(|row| row.of("file"));
    only.map_or(Ok(0), |mut row| row.int(column))
}
