//! The five kinds of value a ledger holds, and rows of them.
//!
//! Here: values on their way in and out of a statement. Deliberately not here: what they mean.

use std::borrow::Cow;

use crate::error::{Error, Result};

/// One value of a statement or row. Times are epoch seconds, truth values 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Value::Text(storable(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        match storable(&value) {
            Cow::Borrowed(_) => Value::Text(Cow::Owned(value)),
            Cow::Owned(clean) => Value::Text(Cow::Owned(clean)),
        }
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Value::Bytes(Cow::Borrowed(value))
    }
}

/// PostgreSQL's text cannot hold U+0000, so neither engine is given one.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&0) {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// One row of an answer.
#[derive(Debug)]
pub(crate) struct Row(pub(crate) Vec<Value<'static>>);

impl Row {
    /// Starts taking the columns in order. `table` and the first column name the row in errors.
    pub(crate) fn of(self, table: &'static str) -> Columns {
        let row = match self.0.first() {
            Some(Value::Int(row)) => *row,
            _ => 0,
        };
        Columns { values: self.0.into_iter(), table, row }
    }
}

/// The columns of one row, taken from left to right.
pub(crate) struct Columns {
    values: std::vec::IntoIter<Value<'static>>,
    table: &'static str,
    row: i64,
}

impl Columns {
    pub(crate) fn int(&mut self, column: &'static str) -> Result<i64> {
        match self.values.next() {
            Some(Value::Int(value)) => Ok(value),
            _ => Err(self.wrong(column)),
        }
    }

    pub(crate) fn text(&mut self, column: &'static str) -> Result<String> {
        match self.values.next() {
            Some(Value::Text(value)) => Ok(value.into_owned()),
            _ => Err(self.wrong(column)),
        }
    }

    pub(crate) fn bytes(&mut self, column: &'static str) -> Result<Vec<u8>> {
        self.bytes_or_null(column)?.ok_or_else(|| self.wrong(column))
    }

    pub(crate) fn bytes_or_null(&mut self, column: &'static str) -> Result<Option<Vec<u8>>> {
        match self.values.next() {
            Some(Value::Bytes(value)) => Ok(Some(value.into_owned())),
            Some(Value::Null) => Ok(None),
            _ => Err(self.wrong(column)),
        }
    }

    /// Takes a value and judges it; what the judge refuses is an inconsistency of this column.
    pub(crate) fn judged<T>(
        &mut self,
        column: &'static str,
        judge: impl FnOnce(Value<'static>) -> Option<T>,
    ) -> Result<T> {
        self.values.next().and_then(judge).ok_or_else(|| self.wrong(column))
    }

    pub(crate) fn wrong(&self, column: &'static str) -> Error {
        Error::Inconsistent { table: self.table, column, row: self.row }
    }
}
