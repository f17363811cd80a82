//! The index within the process: files in a folder (or memory), one writing process, many reading.
//!
//! Here: opening, writing, and putting an answer together. How documents are laid out, queries
//! compiled and matches counted stands in files of their own below.

mod alike;
mod answer;
mod census;
mod columns;
mod compile;
mod directory;
mod names;
mod order;
mod schema;
mod section;
mod snapshot;
mod suggest;
mod tokens;
mod vocabulary;
mod why;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use ibid_core::Handle;
use ibid_core::query::Query as Asked;
use tantivy::collector::DocSetCollector;
use tantivy::directory::MmapDirectory;
use tantivy::index::IndexBuilder;
use tantivy::store::Compressor;
use tantivy::{DocAddress, IndexReader, IndexSettings, ReloadPolicy, TantivyError};

use crate::document::Document;
use crate::results::{Hit, NameForm, Request, Results, Spelling, Suggestion, Why};
use crate::{Edit, Error, Result};
use answer::Answer;
use schema::Fields;
use snapshot::Snapshot;
use writer::Pen;

/// How far into the hits a request may go.
const DEEPEST: usize = 1_000;

#[derive(Clone)]
pub(crate) struct Engine {
    shared: Arc<Shared>,
}

struct Shared {
    /// The folder of this version, in its parent; `None` in memory.
    folder: Option<PathBuf>,
    /// What errors name.
    place: String,
    fields: Fields,
    index: tantivy::Index,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    pen: Mutex<Option<Pen>>,
    /// Whether the next pen is one for very many edits.
    bulk: AtomicBool,
}

impl Engine {
    /// `tantivy:DIR` (files in a folder of this version inside `DIR`, made when missing) or
    /// `tantivy::memory:`.
    pub(crate) fn open(url: &str) -> Result<Engine> {
        let place = url.strip_prefix("tantivy:").filter(|place| !place.is_empty());
        let place = place.ok_or_else(|| Error::Address { url: url.to_owned() })?;
        let folder = (place != ":memory:").then(|| Path::new(place).join(format!("v{}", schema::VERSION)));
        let shared = Shared::open(folder, place).map_err(|error| failed(place, &error))?;
        Ok(Engine { shared: Arc::new(shared) })
    }

    pub(crate) fn writer(&self) -> Result<()> {
        self.with_pen(|_| Ok(()))
    }

    pub(crate) fn release(&self) -> Result<()> {
        *self.shared.pen() = None;
        Ok(())
    }

    pub(crate) fn bulk(&self, on: bool) -> Result<()> {
        self.shared.bulk.store(on, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn apply(&self, edits: impl IntoIterator<Item = Edit>) -> Result<()> {
        self.with_pen(|pen| edits.into_iter().try_for_each(|edit| pen.apply(edit, &self.shared.fields)))
    }

    pub(crate) fn commit(&self, seq: i64) -> Result<()> {
        self.with_pen(|pen| pen.commit(seq))?;
        self.refresh()?;
        if let Some(folder) = &self.shared.folder {
            remove_others(folder);
        }
        Ok(())
    }

    pub(crate) fn reset(&self) -> Result<()> {
        self.release()?;
        let mut held = self.shared.pen();
        let pen = Pen::for_all(&self.shared.index).map_err(|error| self.failed(&error))?;
        *held = Some(pen);
        Ok(())
    }

    pub(crate) fn position(&self) -> Result<i64> {
        writer::position(&self.shared.index).map_err(|error| self.failed(&error))
    }

    pub(crate) fn refresh(&self) -> Result<bool> {
        self.shared.refresh().map_err(|error| self.failed(&error))
    }

    pub(crate) fn count(&self) -> u64 {
        self.shared.snapshot().searcher.num_docs()
    }

    pub(crate) fn search(&self, query: &Asked, request: &Request) -> Result<Results> {
        let answer = Answer { snapshot: self.shared.snapshot(), fields: &self.shared.fields, request };
        answer.find(query).map_err(|error| self.failed(&error))
    }

    pub(crate) fn handles(&self, query: &Asked) -> Result<Vec<Handle>> {
        let snapshot = self.shared.snapshot();
        let all = || {
            let compiled = compile::compile(&query.root, &self.shared.fields, &snapshot)?;
            let found = snapshot.searcher.search(&*compiled.query, &DocSetCollector)?;
            let mut found: Vec<DocAddress> = found.into_iter().collect();
            found.sort_unstable();
            let handles: tantivy::Result<Vec<_>> = found.into_iter().map(|it| snapshot.handle(it)).collect();
            Ok(handles?.into_iter().flatten().collect())
        };
        all().map_err(|error| self.failed(&error))
    }

    pub(crate) fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let limit = limit.min(DEEPEST);
        let found = suggest::suggest(&self.shared.snapshot(), &self.shared.fields, text, limit);
        found.map_err(|error| self.failed(&error))
    }

    pub(crate) fn why(&self, query: &Asked, document: &Document) -> Result<Option<Why>> {
        let found = why::why(&self.shared.snapshot(), &self.shared.fields, query, document);
        found.map_err(|error| self.failed(&error))
    }

    pub(crate) fn names(&self, from: &str, limit: usize) -> Result<Vec<NameForm>> {
        let found = directory::names(&self.shared.snapshot(), &self.shared.fields, from, limit);
        found.map_err(|error| self.failed(&error))
    }

    pub(crate) fn registered(&self, forms: &[String], limit: usize) -> Result<Vec<Handle>> {
        let found = directory::registered(&self.shared.snapshot(), &self.shared.fields, forms, limit);
        found.map_err(|error| self.failed(&error))
    }

    pub(crate) fn alike(&self, work: &Document, limit: usize) -> Result<Vec<Hit>> {
        let found = alike::alike(&self.shared.snapshot(), &self.shared.fields, work, limit.min(DEEPEST));
        found.map_err(|error| self.failed(&error))
    }

    pub(crate) fn spellings(&self, query: &Asked) -> Result<Vec<Spelling>> {
        let found = suggest::spellings(&self.shared.snapshot(), &self.shared.fields, query);
        found.map_err(|error| self.failed(&error))
    }

    /// Runs `act` with the pen, taking it up first if needed. After an error the pen is put down:
    /// what was not committed is lost, and the position says what was.
    fn with_pen<T>(&self, act: impl FnOnce(&mut Pen) -> tantivy::Result<T>) -> Result<T> {
        let mut held = self.shared.pen();
        let bulk = self.shared.bulk.load(Ordering::Relaxed);
        let done = match Pen::take_up(held.take(), &self.shared.index, bulk) {
            Ok(pen) => act(held.insert(pen)),
            Err(error) => Err(error),
        };
        if done.is_err() {
            *held = None;
        }
        done.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &TantivyError) -> Error {
        failed(&self.shared.place, error)
    }
}

fn failed(place: &str, error: &TantivyError) -> Error {
    use tantivy::directory::error::LockError;
    let place = place.to_owned();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy { place },
        other => Error::Failed { place, why: other.to_string() },
    }
}

impl Shared {
    fn open(folder: Option<PathBuf>, place: &str) -> tantivy::Result<Shared> {
        let (schema, fields) = Fields::schema();
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let builder = || {
            let builder = tantivy::Index::builder().schema(schema.clone()).settings(settings.clone());
            builder.tokenizers(tokens::manager())
        };
        let index = match &folder {
            None => builder().create_in_ram()?,
            Some(folder) => match open_or_create(builder(), folder) {
                // Left by a build that forgot to count its version up.
                Err(TantivyError::SchemaError(_) | TantivyError::IncompatibleIndex(_)) => {
                    std::fs::remove_dir_all(folder)?;
                    open_or_create(builder(), folder)?
                }
                opened => opened?,
            },
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = Snapshot::new(reader.searcher(), None)?;
        Ok(Shared {
            folder,
            place: place.to_owned(),
            fields,
            index,
            reader,
            snapshot: RwLock::new(Arc::new(snapshot)),
            pen: Mutex::new(None),
            bulk: AtomicBool::new(false),
        })
    }

    fn pen(&self) -> MutexGuard<'_, Option<Pen>> {
        self.pen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether there was anything new.
    fn refresh(&self) -> tantivy::Result<bool> {
        let before = self.snapshot();
        let shown = before.searcher.generation().segments().clone();
        let there = self.index.searchable_segment_metas()?;
        if there
            .iter()
            .map(|meta| (meta.id(), meta.delete_opstamp()))
            .eq(shown.iter().map(|(id, deleted)| (*id, *deleted)))
        {
            return Ok(false);
        }
        self.reader.reload()?;
        let after = Arc::new(Snapshot::new(self.reader.searcher(), Some(&before))?);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = after;
        Ok(true)
    }
}

fn open_or_create(builder: IndexBuilder, folder: &Path) -> tantivy::Result<tantivy::Index> {
    std::fs::create_dir_all(folder)?;
    builder.open_or_create(MmapDirectory::open(folder)?)
}

/// Removes what other versions left beside `folder`. Best effort: they are only in the way.
fn remove_others(folder: &Path) {
    let Some(entries) = folder.parent().and_then(|parent| std::fs::read_dir(parent).ok()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let version = name.to_str().and_then(|name| name.strip_prefix('v')).map(str::parse::<u32>);
        if matches!(version, Some(Ok(version)) if version != schema::VERSION) {
            let removed = std::fs::remove_dir_all(entry.path());
            tracing::info!(folder = %entry.path().display(), ?removed, "index of another version removed");
        }
    }
}
