//! What counting, year ranges and sorting need of every document, held in memory in one row each.
//!
//! Loaded from a segment's columns once, when first needed, and kept as long as the segment lives:
//! 24 bytes a document and its lists. A row is read whole, so a counted document costs one cache
//! line however many facets there are. Not here: the counting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::schema::column;

/// Stands for "no value" in every single-valued facet.
pub(super) const NONE: u16 = u16::MAX;
/// The same for series.
pub(super) const NO_SERIES: u32 = u32::MAX;

/// One document. Facet values are numbers local to the segment; 0 is no date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) series: u32,
    pub(super) date: u32,
    pub(super) cited: u32,
    pub(super) year: u16,
    pub(super) archive: u16,
    pub(super) kind: u16,
    pub(super) language: u16,
    pub(super) access: u16,
}

/// The rows of one segment.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) rows: Vec<Row>,
    pub(super) jel: Lists<u16>,
    pub(super) about: Lists<(u16, u16)>,
    /// For each facet, in the order of [`crate::Facet::ALL`]: local number to number in [`Names`].
    pub(super) values: [Vec<u32>; 6],
}

impl Columns {
    pub(super) fn load(reader: &SegmentReader, names: &[Names; 6]) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        let docs = reader.max_doc();
        let word = |name: &str| -> tantivy::Result<Option<StrColumn>> { fast.str(name) };
        let number = |name: &str| -> tantivy::Result<Option<Column<u64>>> { fast.column_opt(name) };
        let [kind, series, jel] = [word(column::KIND)?, word(column::SERIES)?, word(column::JEL)?];
        let [language, access, archive] =
            [word(column::LANGUAGE)?, word(column::ACCESS)?, word(column::ARCHIVE)?];
        let (date, cited) = (number(column::DATE)?, number(column::CITED)?);
        let small = |column: &Option<StrColumn>, doc| first(column, doc).map_or(NONE, narrow);
        let rows = (0..docs).map(|doc| {
            let date = date.as_ref().and_then(|it| it.first(doc)).unwrap_or(0);
            Row {
                series: first(&series, doc).and_then(|it| it.try_into().ok()).unwrap_or(NO_SERIES),
                date: date.try_into().unwrap_or(0),
                cited: cited
                    .as_ref()
                    .and_then(|it| it.first(doc))
                    .unwrap_or(0)
                    .try_into()
                    .unwrap_or(u32::MAX),
                year: narrow(date / 10_000),
                archive: small(&archive, doc),
                kind: small(&kind, doc),
                language: small(&language, doc),
                access: small(&access, doc),
            }
        });
        Ok(Columns {
            rows: rows.collect(),
            jel: Lists::load(docs, jel.as_ref().map(|it| it.ords()), narrow),
            about: Lists::load(docs, number(column::ABOUT)?.as_ref(), |packed| {
                (narrow(packed >> 16), narrow(packed & 0xffff))
            }),
            values: [
                names[0].numbers(kind.as_ref())?,
                names[1].numbers(series.as_ref())?,
                names[2].numbers(jel.as_ref())?,
                names[3].numbers(language.as_ref())?,
                names[4].numbers(access.as_ref())?,
                names[5].numbers(archive.as_ref())?,
            ],
        })
    }

    /// Whether the document is about any year of `from..=to`.
    pub(super) fn is_about(&self, doc: DocId, from: u16, to: u16) -> bool {
        self.about.of(doc).iter().any(|&(first, last)| first <= to && last >= from)
    }
}

fn first(column: &Option<StrColumn>, doc: DocId) -> Option<u64> {
    column.as_ref().and_then(|column| column.ords().first(doc))
}

fn narrow(number: u64) -> u16 {
    number.try_into().unwrap_or(NONE)
}

/// Several values for each document.
#[derive(Debug)]
pub(super) struct Lists<T> {
    /// Where the values of each document end.
    ends: Vec<u32>,
    values: Vec<T>,
}

impl<T> Lists<T> {
    fn load(docs: DocId, column: Option<&Column<u64>>, read: impl Fn(u64) -> T) -> Lists<T> {
        let mut lists = Lists { ends: Vec::with_capacity(docs as usize), values: Vec::new() };
        for doc in 0..docs {
            if let Some(column) = column {
                lists.values.extend(column.values_for_doc(doc).map(&read));
            }
            lists.ends.push(u32::try_from(lists.values.len()).unwrap_or(u32::MAX));
        }
        lists
    }

    pub(super) fn of(&self, doc: DocId) -> &[T] {
        let doc = doc as usize;
        let start = if doc == 0 { 0 } else { self.ends[doc - 1] };
        &self.values[start as usize..self.ends[doc] as usize]
    }
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
