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
    fresh: Option<Fresh>,
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
    /// The pen held, or a new one where none is held or it is of the wrong size with nothing
    /// pending. A busy folder is `TantivyError::LockFailure`.
    pub(super) fn take_up(held: Option<Pen>, index: &Index, bulk: bool) -> tantivy::Result<Pen> {
        if let Some(pen) = held {
            if pen.bulk == bulk || pen.pending {
                return Ok(pen);
            }
            pen.writer.wait_merging_threads()?;
        }
        let options = IndexWriterOptions::builder()
            .num_worker_threads(if bulk { BULK_THREADS } else { 1 })
            .memory_budget_per_thread(if bulk { BULK_MEMORY } else { MEMORY })
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter<Sheet> = index.writer_with_options(options)?;
        if bulk {
            writer.set_merge_policy(Box::new(NoMergePolicy));
        } else {
            writer.set_merge_policy(Box::new(merging()));
        }
        let empty = index.searchable_segment_ids()?.is_empty();
        Ok(Pen { writer, bulk, pending: false, fresh: empty.then(Fresh::default) })
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
        self.pending = false;
        if !self.bulk {
            self.fresh = None;
        }
        Ok(())
    }

    /// Forgets everything, from the next commit on.
    pub(super) fn reset(&mut self) -> tantivy::Result<()> {
        self.writer.rollback()?;
        self.writer.delete_all_documents()?;
        self.pending = true;
        self.fresh = Some(Fresh::default());
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
