//! BibLaTeX entries, for biber: letters as they are, ISO dates, a type for each kind of work.

use super::Source;
use super::latex::{Entry, Letters, address};
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
    entry.pages(source);
    entry.text("chapter", &work.chapter);
    entry.text("edition", &work.edition);
    entry.text("version", &work.version);
    entry.raw("doi", &address(&work.doi));
    entry.text("isbn", &work.isbn);
    entry.text("issn", source.issn);
    entry.raw("url", &address(source.url()));
    let language = language.and_then(crate::language::name).unwrap_or("");
    entry.text("langid", &language.to_lowercase());
    entry.text("keywords", &work.keywords.join(", "));
    entry.text("abstract", &source.summary());
    entry.text("handle", work.handle.as_str());
    entry.end()
}
