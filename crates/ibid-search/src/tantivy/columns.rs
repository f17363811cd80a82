//! What counting, year ranges and sorting need of every document, held in memory in one row each.
//!
//! Loaded from a segment's columns once, when first needed, and kept as long as the segment lives:
//! 32 bytes a document and its lists. A row is read whole, so a counted document costs one cache
//! line however many facets there are. Not here: the counting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::schema::column;

/// Stands for "no value" of an archive or language.
pub(super) const NONE: u16 = u16::MAX;
/// The same for a kind or access.
pub(super) const NO_KIND: u8 = u8::MAX;
/// The same for a series.
pub(super) const NO_SERIES: u32 = u32::MAX;

/// One document. Facet values are numbers local to the segment; 0 is no date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) series: u32,
    pub(super) date: u32,
    pub(super) cited: u32,
    pub(super) came: u32,
    /// Where its codes and ranges of years begin; the next row says where they end.
    jel: u32,
    about: u32,
    pub(super) year: u16,
    pub(super) archive: u16,
    pub(super) language: u16,
    pub(super) kind: u8,
    pub(super) access: u8,
}

const NOTHING: Row = Row {
    series: NO_SERIES,
    date: 0,
    cited: 0,
    came: 0,
    jel: 0,
    about: 0,
    year: 0,
    archive: NONE,
    language: NONE,
    kind: NO_KIND,
    access: NO_KIND,
};

/// The rows of one segment.
#[derive(Debug)]
pub(super) struct Columns {
    /// One more than there are documents.
    rows: Vec<Row>,
    jel: Vec<u16>,
    about: Vec<(u16, u16)>,
    /// For each facet, in the order of [`crate::Facet::ALL`]: local number to number in [`Names`].
    pub(super) values: [Vec<u32>; 6],
}

impl Columns {
    pub(super) fn load(reader: &SegmentReader, names: &[Names; 6]) -> tantivy::Result<Columns> {
        let columns = Read::open(reader)?;
        let mut loaded = Columns {
            rows: Vec::with_capacity(reader.max_doc() as usize + 1),
            jel: Vec::new(),
            about: Vec::new(),
            values: columns.values(names)?,
        };
        for doc in 0..reader.max_doc() {
            let row = Row { jel: end(&loaded.jel), about: end(&loaded.about), ..columns.row(doc) };
            loaded.rows.push(row);
            columns.lists(doc, &mut loaded.jel, &mut loaded.about);
        }
        loaded.rows.push(Row { jel: end(&loaded.jel), about: end(&loaded.about), ..NOTHING });
        Ok(loaded)
    }

    pub(super) fn row(&self, doc: DocId) -> &Row {
        &self.rows[doc as usize]
    }

    /// The document with its codes and the ranges of years it is about.
    pub(super) fn whole(&self, doc: DocId) -> (&Row, &[u16], &[(u16, u16)]) {
        let (row, next) = (&self.rows[doc as usize], &self.rows[doc as usize + 1]);
        let jel = &self.jel[row.jel as usize..next.jel as usize];
        (row, jel, &self.about[row.about as usize..next.about as usize])
    }

    /// Whether the document is about any year of `from..=to`.
    pub(super) fn is_about(&self, doc: DocId, from: u16, to: u16) -> bool {
        let (_, _, about) = self.whole(doc);
        about.iter().any(|&(first, last)| first <= to && last >= from)
    }
}

/// The columns of a segment as they are read.
struct Read {
    kind: Option<StrColumn>,
    series: Option<StrColumn>,
    jel: Option<StrColumn>,
    language: Option<StrColumn>,
    access: Option<StrColumn>,
    archive: Option<StrColumn>,
    date: Option<Column<u64>>,
    cited: Option<Column<u64>>,
    came: Option<Column<u64>>,
    about: Option<Column<u64>>,
}

impl Read {
    fn open(reader: &SegmentReader) -> tantivy::Result<Read> {
        let fast = reader.fast_fields();
        Ok(Read {
            kind: fast.str(column::KIND)?,
            series: fast.str(column::SERIES)?,
            jel: fast.str(column::JEL)?,
            language: fast.str(column::LANGUAGE)?,
            access: fast.str(column::ACCESS)?,
            archive: fast.str(column::ARCHIVE)?,
            date: fast.column_opt(column::DATE)?,
            cited: fast.column_opt(column::CITED)?,
            came: fast.column_opt(column::CAME)?,
            about: fast.column_opt(column::ABOUT)?,
        })
    }

    fn values(&self, names: &[Names; 6]) -> tantivy::Result<[Vec<u32>; 6]> {
        Ok([
            names[0].numbers(self.kind.as_ref())?,
            names[1].numbers(self.series.as_ref())?,
            names[2].numbers(self.jel.as_ref())?,
            names[3].numbers(self.language.as_ref())?,
            names[4].numbers(self.access.as_ref())?,
            names[5].numbers(self.archive.as_ref())?,
        ])
    }

    /// The row without its lists.
    fn row(&self, doc: DocId) -> Row {
        let number = |column: &Option<Column<u64>>| column.as_ref().and_then(|it| it.first(doc)).unwrap_or(0);
        let date = number(&self.date);
        Row {
            series: first(&self.series, doc).and_then(|it| it.try_into().ok()).unwrap_or(NO_SERIES),
            date: date.try_into().unwrap_or(0),
            cited: number(&self.cited).try_into().unwrap_or(u32::MAX),
            came: number(&self.came).try_into().unwrap_or(u32::MAX),
            year: narrow(date / 10_000),
            archive: first(&self.archive, doc).map_or(NONE, narrow),
            language: first(&self.language, doc).map_or(NONE, narrow),
            kind: first(&self.kind, doc).and_then(|it| it.try_into().ok()).unwrap_or(NO_KIND),
            access: first(&self.access, doc).and_then(|it| it.try_into().ok()).unwrap_or(NO_KIND),
            ..NOTHING
        }
    }

    fn lists(&self, doc: DocId, jel: &mut Vec<u16>, about: &mut Vec<(u16, u16)>) {
        if let Some(column) = &self.jel {
            jel.extend(column.term_ords(doc).map(narrow));
        }
        if let Some(column) = &self.about {
            about.extend(column.values_for_doc(doc).map(|it| (narrow(it >> 16), narrow(it & 0xffff))));
        }
    }
}

fn end<T>(list: &[T]) -> u32 {
    list.len().try_into().unwrap_or(u32::MAX)
}

fn first(column: &Option<StrColumn>, doc: DocId) -> Option<u64> {
    column.as_ref().and_then(|column| column.ords().first(doc))
}

fn narrow(number: u64) -> u16 {
    number.try_into().unwrap_or(NONE)
}

/// The values of one facet by number, the same in all segments. Grows, never shrinks: series,
/// archives, codes and languages are few.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    /// For each value of the column, in its order, the number of the value.
    fn numbers(&self, column: Option<&StrColumn>) -> tantivy::Result<Vec<u32>> {
        let Some(column) = column else { return Ok(Vec::new()) };
        let mut known = self.known();
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            numbers.push(known.number(std::str::from_utf8(terms.key()).unwrap_or("")));
        }
        Ok(numbers)
    }

    /// The values with these numbers.
    pub(super) fn names(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<Arc<str>> {
        let known = self.known();
        let name = |number: usize| known.names.get(number).cloned().unwrap_or_default();
        numbers.into_iter().map(name).collect()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known().names.len()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }
}
