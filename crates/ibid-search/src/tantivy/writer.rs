//! The one who writes: holds the lock on the folder and the edits not yet committed.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use ibid_core::Handle;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy};
use tantivy::{Index, IndexWriter, Term};

use super::schema::{Fields, Sheet};
use crate::Edit;

/// Memory for each thread that collects postings: for many edits, and for few.
const BULK_MEMORY: usize = 220_000_000;
const MEMORY: usize = 30_000_000;
const BULK_THREADS: usize = 2;

/// Segments up to this many documents are merged alike: those of single edits.
const SMALL: u32 = 1_000;
/// Segments of so many documents are not merged any more.
const LARGE: usize = 1_500_000;
/// A segment is written anew when this part of it is deleted.
const DELETED: f32 = 0.3;

pub(super) struct Pen {
    writer: IndexWriter<Sheet>,
    bulk: bool,
    /// Whether there are edits not yet committed.
    pending: bool,
    /// Whether these make everything anew, so that none may show before the rest.
    anew: bool,
    fresh: Option<Fresh>,
}

/// The last journal line committed.
pub(super) fn position(index: &Index) -> tantivy::Result<i64> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|payload| payload.parse().ok()).unwrap_or(0))
}

/// The handles written since the index was empty, as hashes: what is not among them needs no
/// deleting before it is written. Loading an empty index is most of what a pen ever does.
#[derive(Default)]
struct Fresh {
    state: RandomState,
    written: HashSet<u64>,
}

impl Fresh {
    /// Whether `handle` may have been written before.
    fn meet(&mut self, handle: &Handle) -> bool {
        !self.written.insert(self.state.hash_one(handle))
    }
}

impl Pen {
    /// The pen held, or a new one where none is held or it is not of the size wanted. Edits pending
    /// are then committed without moving the position: they will only be made again.
    /// A busy folder is `TantivyError::LockFailure`.
    pub(super) fn take_up(held: Option<Pen>, index: &Index, bulk: bool) -> tantivy::Result<Pen> {
        let Some(mut pen) = held else {
            let empty = index.searchable_segment_ids()?.is_empty();
            return Pen::new(index, bulk, empty.then(Fresh::default));
        };
        if pen.bulk == bulk || pen.anew {
            return Ok(pen);
        }
        if pen.pending {
            pen.commit(position(index)?)?;
        }
        pen.writer.wait_merging_threads()?;
        Pen::new(index, bulk, pen.fresh.filter(|_| bulk))
    }

    /// A pen to write everything anew: what there was goes with the next commit.
    pub(super) fn for_all(index: &Index) -> tantivy::Result<Pen> {
        let mut pen = Pen::new(index, true, Some(Fresh::default()))?;
        pen.writer.delete_all_documents()?;
        (pen.pending, pen.anew) = (true, true);
        Ok(pen)
    }

    fn new(index: &Index, bulk: bool, fresh: Option<Fresh>) -> tantivy::Result<Pen> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(if bulk { BULK_THREADS } else { 1 })
            .memory_budget_per_thread(if bulk { BULK_MEMORY } else { MEMORY })
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter<Sheet> = index.writer_with_options(options)?;
        match bulk {
            true => writer.set_merge_policy(Box::new(NoMergePolicy)),
            false => writer.set_merge_policy(Box::new(merging())),
        }
        Ok(Pen { writer, bulk, pending: false, anew: false, fresh })
    }

    pub(super) fn apply(&mut self, edit: Edit, fields: &Fields) -> tantivy::Result<()> {
        self.pending = true;
        let handle = match &edit {
            Edit::Put(document) => &document.handle,
            Edit::Remove(handle) => handle,
        };
        if self.fresh.as_mut().is_none_or(|fresh| fresh.meet(handle)) {
            self.writer.delete_term(Term::from_field_text(fields.handle, handle.as_str()));
        }
        if let Edit::Put(document) = edit {
            self.writer.add_document(Sheet::new(*document, fields))?;
        }
        Ok(())
    }

    pub(super) fn commit(&mut self, seq: i64) -> tantivy::Result<()> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&seq.to_string());
        prepared.commit()?;
        (self.pending, self.anew) = (false, false);
        Ok(())
    }
}

fn merging() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(SMALL);
    policy.set_max_docs_before_merge(LARGE);
    policy.set_del_docs_ratio_before_merge(DELETED);
    policy
}
