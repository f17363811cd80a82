//! One unchanging view of the index, shared by all searches until the next commit is seen.
//!
//! Carries over what was loaded of segments that are still there, so a commit of one document costs
//! the columns of one document.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use ibid_core::{Handle, Kind};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::census::Findings;
use super::columns::{Columns, Names};
use super::schema::{self, column};
use super::vocabulary::Word;

pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    segments: Vec<Arc<Segment>>,
    names: Arc<[Names; 6]>,
    /// What a census of everything found, once somebody asked.
    pub(super) everything: OnceLock<Findings>,
    /// How many have a value, of values somebody asked for; the first so many.
    totals: Mutex<HashMap<Term, u64>>,
}

/// Totals kept of one view: every code of a classification and some more.
const TOTALS: usize = 4_096;

struct Segment {
    id: SegmentId,
    columns: Mutex<Option<Arc<Columns>>>,
    /// Words that begin with a few letters, once somebody typed these.
    beginnings: Mutex<Beginnings>,
}

type Beginnings = HashMap<(Field, String), Arc<[Word]>>;

impl Snapshot {
    /// The first view, or the one after `before`.
    pub(super) fn new(searcher: Searcher, before: Option<&Snapshot>) -> tantivy::Result<Snapshot> {
        let kept = |reader: &SegmentReader| {
            let kept = before?.segments.iter().find(|segment| segment.id == reader.segment_id())?;
            Some(Arc::clone(kept))
        };
        let made = |reader: &SegmentReader| Arc::new(Segment::new(reader.segment_id()));
        let readers = searcher.segment_readers().iter();
        let segments = readers.map(|reader| kept(reader).unwrap_or_else(|| made(reader))).collect();
        let names = before.map(|before| Arc::clone(&before.names)).unwrap_or_default();
        let (everything, totals) = (OnceLock::new(), Mutex::default());
        let snapshot = Snapshot { searcher, segments, names, everything, totals };
        if before.is_some_and(Snapshot::in_use) {
            snapshot.warm()?;
        }
        Ok(snapshot)
    }

    /// Whether anything was counted here yet.
    fn in_use(&self) -> bool {
        self.segments.iter().any(|segment| lock(&segment.columns).is_some())
    }

    /// Loads what counting needs, so that no reader waits for it.
    fn warm(&self) -> tantivy::Result<()> {
        (0..).zip(&self.segments).try_for_each(|(ordinal, _)| self.columns(ordinal).map(drop))
    }

    pub(super) fn columns(&self, segment: SegmentOrdinal) -> tantivy::Result<Arc<Columns>> {
        let mut columns = lock(&self.segments[segment as usize].columns);
        if let Some(columns) = &*columns {
            return Ok(Arc::clone(columns));
        }
        let loaded = Arc::new(Columns::load(self.searcher.segment_reader(segment), &self.names)?);
        *columns = Some(Arc::clone(&loaded));
        Ok(loaded)
    }

    /// The columns of the segment with this id.
    pub(super) fn columns_of(&self, id: SegmentId) -> tantivy::Result<Option<Arc<Columns>>> {
        let segment = (0..).zip(&self.segments).find(|(_, segment)| segment.id == id);
        segment.map(|(ordinal, _)| self.columns(ordinal)).transpose()
    }

    /// What `read` says of the words of one field that begin with `start`, asked once a segment.
    pub(super) fn beginning(
        &self,
        segment: SegmentOrdinal,
        field: Field,
        start: &str,
        read: impl FnOnce() -> tantivy::Result<Vec<Word>>,
    ) -> tantivy::Result<Arc<[Word]>> {
        let known = &self.segments[segment as usize].beginnings;
        let key = (field, start.to_owned());
        if let Some(words) = lock(known).get(&key) {
            return Ok(Arc::clone(words));
        }
        let words: Arc<[Word]> = read()?.into();
        lock(known).insert(key, Arc::clone(&words));
        Ok(words)
    }

    /// The values of a facet, in the order of [`crate::Facet::ALL`].
    pub(super) fn names(&self, facet: usize) -> &Names {
        &self.names[facet]
    }

    /// [`Snapshot::count`], counted once.
    pub(super) fn total(&self, value: &Term) -> tantivy::Result<u64> {
        if let Some(&total) = lock(&self.totals).get(value) {
            return Ok(total);
        }
        let total = self.count(value)?;
        let mut totals = lock(&self.totals);
        if totals.len() < TOTALS {
            totals.insert(value.clone(), total);
        }
        Ok(total)
    }

    /// Documents with the term that are still there, without looking at them where none was deleted.
    pub(super) fn count(&self, term: &Term) -> tantivy::Result<u64> {
        let mut documents = 0;
        for reader in self.searcher.segment_readers() {
            let lists = reader.inverted_index(term.field())?;
            let Some(mut list) = lists.read_postings(term, IndexRecordOption::Basic)? else { continue };
            if !reader.has_deletes() {
                documents += u64::from(list.doc_freq());
                continue;
            }
            while list.doc() != TERMINATED {
                documents += u64::from(!reader.is_deleted(list.doc()));
                list.advance();
            }
        }
        Ok(documents)
    }

    pub(super) fn handle(&self, address: DocAddress) -> tantivy::Result<Option<Handle>> {
        let text = self.value(address, column::HANDLE)?;
        Ok(text.and_then(|text| Handle::parse(&text)))
    }

    /// The handle with this number within the segment.
    pub(super) fn handle_numbered(
        &self,
        segment: SegmentOrdinal,
        number: u64,
    ) -> tantivy::Result<Option<Handle>> {
        let reader = self.searcher.segment_reader(segment);
        let Some(column) = reader.fast_fields().str(column::HANDLE)? else { return Ok(None) };
        Ok(schema::text(&column, number)?.and_then(|text| Handle::parse(&text)))
    }

    pub(super) fn kind(&self, address: DocAddress) -> tantivy::Result<Option<Kind>> {
        Ok(self.value(address, column::KIND)?.and_then(|text| Kind::from_word(&text)))
    }

    fn value(&self, address: DocAddress, name: &str) -> tantivy::Result<Option<String>> {
        let reader = self.searcher.segment_reader(address.segment_ord);
        let Some(column) = reader.fast_fields().str(name)? else { return Ok(None) };
        let number = column.ords().first(address.doc_id);
        number.map_or(Ok(None), |number| schema::text(&column, number))
    }
}

impl Segment {
    fn new(id: SegmentId) -> Segment {
        Segment { id, columns: Mutex::default(), beginnings: Mutex::default() }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
