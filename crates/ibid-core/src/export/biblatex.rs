//! BibLaTeX entries, for biber: letters as they are, ISO dates, a type for each kind of work.

use super::Source;
use super::latex::{Entry, Letters};
use crate::record::Kind;

pub(super) fn entry(source: &Source<'_>, key: &str) -> String {
    let work = source.work;
    let (authors, editors) = (source.authors(), source.editors());
    let (kind, container, publisher) = match work.kind {
        Kind::Article => ("article", "journaltitle", "publisher"),
        Kind::Chapter => ("incollection", "booktitle", "publisher"),
        Kind::Book if authors.is_empty() && !editors.is_empty() => ("collection", "series", "publisher"),
        Kind::Book => ("book", "series", "publisher"),
        Kind::Software => ("software", "type", "organization"),
        Kind::Talk => ("unpublished", "eventtitle", "organization"),
        _ => ("report", "type", "institution"),
    };
    let language = work.language.as_deref();
    let mut entry = Entry::new(kind, key, Letters::Unicode);
    entry.people("author", &authors);
    entry.people("editor", &editors);
    entry.title(&work.title, language);
    entry.text(container, source.container());
    entry.text(publisher, source.publisher());
    let date = source.issued().map(|date| date.to_string()).unwrap_or_default();
    entry.raw("date", &date);
    if let Some(talk) = work.talk.as_deref() {
        entry.raw("eventdate", &talk.date.map(|date| date.to_string()).unwrap_or_default());
        entry.text("venue", &source.venue());
    }
    entry.text("volume", &work.volume);
    match work.kind {
        // What is no number, as "Summer", has a field of its own.
        Kind::Article if !work.issue.contains(|c: char| c.is_ascii_digit()) => {
            entry.text("issue", &work.issue)
        }
        Kind::Article => entry.text("number", &work.issue),
        _ => entry.text("number", source.number()),
    }
    entry.end(source, "langid")
}
