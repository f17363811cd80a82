//! The directory of names: every form of a name that works carry, in alphabetical order, from any
//! place on.
//!
//! The names stand sorted in the dictionary of their column, family name first, so a page of the
//! directory reads a page of each segment's dictionary. Works are counted by the lists of the forms:
//! what was deleted or replaced does not count. Registered people stand in lists of their own.

use std::collections::{BTreeMap, HashMap};

use ibid_core::query::Field as On;
use ibid_core::{Handle, name};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED};

use super::schema::{Fields, column};
use super::snapshot::Snapshot;
use crate::results::NameForm;

/// Stands between a name's place in the alphabet and the name. No key holds it.
const BETWEEN: char = '\0';
/// Names read at a time; names of works no longer there are passed over.
const MOST: usize = 1_000;

/// A name as its column holds it.
pub(super) fn entry(key: &str, name: &str) -> String {
    format!("{key}{BETWEEN}{name}")
}

/// The name in an entry.
pub(super) fn name_in(entry: &str) -> &str {
    entry.split_once(BETWEEN).map_or(entry, |(_, name)| name)
}

/// The first forms whose key is `from` or comes after it.
pub(super) fn names(
    snapshot: &Snapshot,
    fields: &Fields,
    from: &str,
    limit: usize,
) -> tantivy::Result<Vec<NameForm>> {
    let limit = limit.min(MOST);
    let mut found = Vec::with_capacity(limit);
    let mut from = from.to_owned();
    while found.len() < limit {
        let page = Page::read(snapshot, &from, limit - found.len())?;
        let next = page.next;
        for (key, spellings) in page.forms {
            found.extend(form(snapshot, fields, key, spellings)?);
        }
        match next {
            Some(next) => from = next,
            None => break,
        }
    }
    // Forms at one place stay together, so that a reader can go on after it.
    if let Some(cut) = found.get(limit).map(|form: &NameForm| form.key.clone()) {
        let whole = found[..limit].iter().rposition(|form| form.key != cut).map_or(limit, |last| last + 1);
        found.truncate(whole);
    }
    Ok(found)
}

/// One form with all its spellings; none when no work carries it any more.
fn form(
    snapshot: &Snapshot,
    fields: &Fields,
    (key, form): (String, String),
    mut spellings: Vec<String>,
) -> tantivy::Result<Option<NameForm>> {
    let Some(term) = fields.value(On::Byline, &form) else { return Ok(None) };
    let works = snapshot.count(&term)?;
    spellings.sort_by_cached_key(|name| (std::cmp::Reverse((capitals(name), name.len())), name.clone()));
    let name = spellings.into_iter().next();
    Ok(name.filter(|_| works > 0).map(|name| NameForm { key, name, works }))
}

/// Words that begin with a capital and go on without: of several spellings the one that has most.
fn capitals(name: &str) -> usize {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    };
    name.split_whitespace().filter(|word| capital(word)).count()
}

/// Records of people whose name has one of these forms, at most `limit`.
pub(super) fn registered(
    snapshot: &Snapshot,
    fields: &Fields,
    forms: &[String],
    limit: usize,
) -> tantivy::Result<Vec<Handle>> {
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(snapshot.searcher.segment_readers()) {
        for form in forms {
            let term = fields.registered(form);
            let lists = reader.inverted_index(term.field())?;
            let Some(mut list) = lists.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while list.doc() != TERMINATED && found.len() < limit {
                if !reader.is_deleted(list.doc()) {
                    found.extend(snapshot.handle(DocAddress::new(segment, list.doc()))?);
                }
                list.advance();
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A stretch of the directory.
struct Page {
    /// Spellings of each form, by its key and itself.
    forms: BTreeMap<(String, String), Vec<String>>,
    /// Where to read on, when there may be more.
    next: Option<String>,
}

impl Page {
    /// At least one form where there are any, about `most` where there are as many.
    fn read(snapshot: &Snapshot, from: &str, most: usize) -> tantivy::Result<Page> {
        let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
        // Beyond the last key of a segment that has more, not every segment was read.
        let mut end: Option<String> = None;
        for reader in snapshot.searcher.segment_readers() {
            let Some(names) = reader.fast_fields().str(column::NAMES)? else { continue };
            let mut stream = names.dictionary().range().ge(from).into_stream()?;
            let mut keys = 0;
            let mut last = String::new();
            while stream.advance() {
                let Some((key, name)) =
                    std::str::from_utf8(stream.key()).ok().and_then(|it| it.split_once(BETWEEN))
                else {
                    continue;
                };
                if keys == 0 || key != last {
                    if keys == most {
                        let before = end.take().filter(|end| end.as_str() <= key);
                        end = Some(before.unwrap_or_else(|| key.to_owned()));
                        break;
                    }
                    keys += 1;
                    key.clone_into(&mut last);
                }
                entries.entry(key.to_owned()).or_default().push(name.to_owned());
            }
        }
        let mut next = end;
        let mut forms = BTreeMap::new();
        for (at, (key, names)) in entries.into_iter().enumerate() {
            if next.as_ref().is_some_and(|next| *next <= key) {
                break;
            }
            if at == most {
                next = Some(key);
                break;
            }
            let mut spelled: HashMap<String, Vec<String>> = HashMap::new();
            for name in names {
                let same = spelled.entry(name::form(&name)).or_default();
                if !same.contains(&name) {
                    same.push(name);
                }
            }
            forms.extend(spelled.into_iter().map(|(form, names)| ((key.clone(), form), names)));
        }
        Ok(Page { forms, next })
    }
}
