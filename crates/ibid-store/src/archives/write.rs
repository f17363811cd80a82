//! Writing what a harvest learns of archives and files.
//!
//! Deliberately not here: walking folders, and the records a file holds (`works`).

use super::{ArchiveRead, FileHead, Problem, file_head, head, number};
use crate::engine::{Value, statements};
use crate::error::Result;
use crate::tx::Tx;

statements! {
    FILE = concat!(head!(), " WHERE path = $1 AND size >= 0");
    FILES = concat!(head!(), " WHERE archive = $1 AND size >= 0 ORDER BY path");
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM file";
    PUT = "INSERT INTO file (id, archive, path, digest, size, modified, read_at, templates, errors, \
        warnings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (path) DO UPDATE SET \
        archive = excluded.archive, digest = excluded.digest, size = excluded.size, \
        modified = excluded.modified, read_at = excluded.read_at, \
        templates = excluded.templates, errors = excluded.errors, warnings = excluded.warnings \
        RETURNING id";
    FORGET = "UPDATE file SET digest = $2 WHERE id = $1";
    GONE = "UPDATE file SET digest = $2, size = -1, templates = 0, errors = 0, warnings = 0 \
        WHERE id = $1";
    CLEAR_PROBLEMS = "DELETE FROM problem WHERE file = $1";
    PROBLEMS = "problem (file, nr, line, col, severity, code, message, handle, fix)";
    READ = "INSERT INTO archive (code, read_at, files, templates, created, changed, unchanged, \
        vanished, errors, warnings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
        ON CONFLICT (code) DO UPDATE SET read_at = excluded.read_at, files = excluded.files, \
        templates = excluded.templates, created = excluded.created, changed = excluded.changed, \
        unchanged = excluded.unchanged, vanished = excluded.vanished, \
        errors = excluded.errors, warnings = excluded.warnings";
}

/// A file as just read. `path` is relative to the root of the mirror; times are epoch seconds.
#[derive(Clone, Debug)]
pub struct NewFile<'a> {
    pub archive: &'a str,
    pub path: &'a str,
    pub digest: [u8; 16],
    pub size: i64,
    pub modified: i64,
    pub read_at: i64,
    pub templates: i64,
    pub errors: i64,
    pub warnings: i64,
}

impl Tx {
    /// What is known of a file, unless it is gone.
    pub async fn file(&mut self, path: &str) -> Result<Option<FileHead>> {
        self.link.run(FILE, &[path.into()]).await?.pop().map(file_head).transpose()
    }

    /// What is known of the files of an archive, by path, without those that are gone.
    pub async fn files_of(&mut self, archive: &str) -> Result<Vec<FileHead>> {
        self.link.run(FILES, &[archive.into()]).await?.into_iter().map(file_head).collect()
    }

    /// Notes a file as just read, and answers its id: the same for the same path for ever.
    pub async fn put_file(&mut self, file: &NewFile<'_>) -> Result<i64> {
        let next = match self.ids.file {
            Some(id) => id,
            None => self.after(NEWEST).await?,
        };
        let values = [
            next.into(),
            file.archive.into(),
            file.path.into(),
            file.digest.as_slice().into(),
            file.size.into(),
            file.modified.into(),
            file.read_at.into(),
            file.templates.into(),
            file.errors.into(),
            file.warnings.into(),
        ];
        let id = number(self.link.run(PUT, &values).await?, "id")?;
        self.ids.file = Some(next.max(id + 1));
        Ok(id)
    }

    /// Forgets what a file held, so that the next harvest reads it again.
    pub async fn forget_digest(&mut self, file: i64) -> Result<()> {
        self.link.run(FORGET, &[file.into(), [].as_slice().into()]).await.map(drop)
    }

    /// Notes that a file is gone, with its problems and repeated handles. Its records are judged by
    /// the caller; what was read from it keeps naming it.
    pub async fn remove_file(&mut self, file: i64) -> Result<()> {
        self.link.run(GONE, &[file.into(), [].as_slice().into()]).await?;
        self.put_problems(file, &[]).await?;
        self.put_repeats(file, &[]).await
    }

    /// Replaces the problems of a file.
    pub async fn put_problems(&mut self, file: i64, problems: &[Problem]) -> Result<()> {
        self.link.run(CLEAR_PROBLEMS, &[file.into()]).await?;
        let mut rows = Vec::with_capacity(problems.len() * 9);
        for (nr, it) in (1..).zip(problems) {
            rows.extend([
                Value::Int(file),
                Value::Int(nr),
                Value::Int(i64::from(it.line)),
                Value::Int(i64::from(it.column)),
                Value::Int(it.severity.number()),
                it.code.as_str().into(),
                it.message.as_str().into(),
                it.handle.as_str().into(),
                it.fix.as_str().into(),
            ]);
        }
        self.link.bulk(PROBLEMS, &rows).await
    }

    /// Notes the figures of a harvest of an archive that has ended.
    pub async fn archive_read(&mut self, read: &ArchiveRead) -> Result<()> {
        let values = [
            read.code.as_str().into(),
            read.read_at.into(),
            read.files.into(),
            read.templates.into(),
            read.created.into(),
            read.changed.into(),
            read.unchanged.into(),
            read.vanished.into(),
            read.errors.into(),
            read.warnings.into(),
        ];
        self.link.run(READ, &values).await.map(drop)
    }
}
