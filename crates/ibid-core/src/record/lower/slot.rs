//! Where values go: one small function a type of value, each `true` when the value found its place.
//!
//! A value that is absent has nothing to find; a second one for a single place, or one that cannot be
//! read, finds none, and the caller keeps its text.

use redif::Field;

use super::{lists, value};
use crate::Handle;
use crate::date::Date;
use crate::jel::Code;

/// A line of text.
pub(super) fn text(slot: &mut String, field: &Field<'_>) -> bool {
    let value = field.value();
    if slot.is_empty() {
        *slot = value.into_owned();
        return true;
    }
    value.is_empty() || *slot == *value
}

/// A line of text for which there is room again and again.
pub(super) fn texts(list: &mut Vec<String>, field: &Field<'_>) -> bool {
    let value = field.value();
    if !value.is_empty() {
        list.push(value.into_owned());
    }
    true
}

/// Paragraphs, appended.
pub(super) fn prose(list: &mut Vec<String>, field: &Field<'_>) -> bool {
    list.extend(field.paragraphs());
    true
}

/// A line of text as another function has it.
pub(super) fn read(slot: &mut String, field: &Field<'_>, read: fn(&str) -> Option<String>) -> bool {
    let value = field.value();
    if value.is_empty() {
        return true;
    }
    match read(&value) {
        Some(text) if slot.is_empty() => {
            *slot = text;
            true
        }
        Some(text) => *slot == text,
        None => false,
    }
}

/// A value of another type.
pub(super) fn parsed<T: PartialEq>(
    slot: &mut Option<T>,
    field: &Field<'_>,
    read: fn(&str) -> Option<T>,
) -> bool {
    let value = field.value();
    if value.is_empty() {
        return true;
    }
    match read(&value) {
        Some(it) if slot.is_none() => {
            *slot = Some(it);
            true
        }
        Some(it) => *slot == Some(it),
        None => false,
    }
}

/// An address on the web.
pub(super) fn url(slot: &mut String, field: &Field<'_>) -> bool {
    let value = field.value();
    if value.is_empty() {
        return true;
    }
    match value::url(&value, field.raw()) {
        Some(url) if slot.is_empty() => {
            *slot = url;
            true
        }
        Some(url) => *slot == url,
        None => false,
    }
}

pub(super) fn date(slot: &mut Option<Date>, field: &Field<'_>) -> bool {
    parsed(slot, field, Date::parse)
}

/// A handle of another record, appended.
pub(super) fn handles(list: &mut Vec<Handle>, field: &Field<'_>) -> bool {
    let value = field.value();
    match Handle::parse(&value) {
        Some(handle) => {
            list.push(handle);
            true
        }
        None => value.is_empty(),
    }
}

/// Known JEL codes, appended unless there; no place for a value without any.
pub(super) fn jel(list: &mut Vec<Code>, field: &Field<'_>) -> bool {
    let value = field.value();
    let before = list.len();
    let mut known = value.is_empty();
    for code in lists::jel(&value) {
        known = true;
        if !list[..before].contains(&code) && !list[before..].contains(&code) {
            list.push(code);
        }
    }
    known
}

/// Keywords, appended; see [`lists::unique`].
pub(super) fn keywords(list: &mut Vec<String>, field: &Field<'_>) -> bool {
    lists::keywords(list, &field.value());
    true
}

/// A value of another type, appended.
pub(super) fn dates(list: &mut Vec<Date>, field: &Field<'_>) -> bool {
    let value = field.value();
    match Date::parse(&value) {
        Some(date) => {
            list.push(date);
            true
        }
        None => value.is_empty(),
    }
}
