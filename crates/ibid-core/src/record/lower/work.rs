//! Papers, articles, chapters, books, software and talks.

use redif::{Field, Group};

use super::{Lowering, agents, lists, slot, value};
use crate::Handle;
use crate::record::{Kind, Relation, Talk, Work};

/// Lowers a work.
pub(super) fn work(handle: Handle, kind: Kind, group: &Group<'_, '_>, lowering: &mut Lowering) -> Work {
    let mut work = Work::new(handle, kind);
    work.talk = (kind == Kind::Talk).then(Box::default);
    for (name, field) in &group.fields {
        lowering.place(field, work_field(&mut work, name, field));
    }
    for (prefix, cluster) in &group.clusters {
        match (*prefix, &mut work.talk) {
            ("author", _) => agents::people(&mut work.authors, cluster, lowering),
            ("editor", _) => agents::people(&mut work.editors, cluster, lowering),
            ("file", _) => agents::file(&mut work.files, cluster, lowering),
            ("provider" | "publisher", _) => agents::organization(&mut work.providers, cluster, lowering),
            ("venue", Some(talk)) if talk.venue.is_none() => {
                let mut found = Vec::new();
                agents::organization(&mut found, cluster, lowering);
                talk.venue = found.pop();
            }
            _ => lowering.keep_all(cluster),
        }
    }
    lists::unique(&mut work.keywords);
    work.talk.iter_mut().for_each(|talk| lists::unique(&mut talk.tags));
    work.other = std::mem::take(&mut lowering.other);
    work
}

/// One field of a work; `true` when it found its place.
fn work_field(work: &mut Work, name: &str, field: &Field<'_>) -> bool {
    match name {
        "title" => title(work, field),
        "abstract" => summary(&mut work.summary, field),
        "keywords" | "keywords-attent" => slot::keywords(&mut work.keywords, field),
        "classification-jel" => slot::jel(&mut work.jel, field),
        "language" => slot::parsed(&mut work.language, field, value::language),
        "creation-date" => slot::date(&mut work.created, field),
        "revision-date" => slot::dates(&mut work.revised, field),
        "publication-date" => slot::date(&mut work.published, field),
        "year" => slot::parsed(&mut work.stated_year, field, value::year),
        "month" => slot::text(&mut work.month, field),
        "number" => slot::text(&mut work.number, field),
        "volume" => slot::text(&mut work.volume, field),
        "issue" => slot::text(&mut work.issue, field),
        "pages" => slot::read(&mut work.pages, field, value::pages),
        "chapter" => slot::text(&mut work.chapter, field),
        "edition" => slot::text(&mut work.edition, field),
        "length" => slot::text(&mut work.length, field),
        "journal" => slot::text(&mut work.journal, field),
        "book-title" => slot::text(&mut work.book_title, field),
        "series" => slot::text(&mut work.series_text, field),
        "isbn" => slot::text(&mut work.isbn, field),
        "doi" => slot::read(&mut work.doi, field, value::doi),
        "publication-status" => slot::text(&mut work.publication_status, field),
        "note" => slot::texts(&mut work.notes, field),
        "restriction" => slot::text(&mut work.restriction, field),
        "price" => slot::text(&mut work.price, field),
        "order-url" => slot::url(&mut work.order_url, field),
        "contact-email" => slot::read(&mut work.contact_email, field, value::email),
        "programming-language" => slot::text(&mut work.programming_language, field),
        "requires" => slot::texts(&mut work.requires, field),
        "version" => slot::text(&mut work.version, field),
        "article-handle" | "book-handle" | "chapter-handle" | "paper-handle" | "software-handle" => {
            relation(work, Relation::Version, field)
        }
        "in-book" => relation(work, Relation::InBook, field),
        "haschapter" => relation(work, Relation::HasChapter, field),
        _ if value::is_about_rights(name) => slot::texts(&mut work.rights, field),
        _ if name.starts_with("x-title") => slot::texts(&mut work.other_titles, field),
        _ => work.talk.as_deref_mut().is_some_and(|talk| talk_field(talk, name, field)),
    }
}

fn talk_field(talk: &mut Talk, name: &str, field: &Field<'_>) -> bool {
    match name {
        "event-date" => slot::date(&mut talk.date, field),
        "event-time" => slot::text(&mut talk.time, field),
        "event-timezone" => slot::text(&mut talk.zone, field),
        "event-status" => slot::read(&mut talk.status, field, value::lower_case),
        "duration" => slot::text(&mut talk.duration, field),
        "admission" => slot::text(&mut talk.admission, field),
        "tags" => slot::keywords(&mut talk.tags, field),
        "biography" => slot::prose(&mut talk.biography, field),
        _ => false,
    }
}

/// The first title is the title, further ones are the same in other languages.
fn title(work: &mut Work, field: &Field<'_>) -> bool {
    slot::text(&mut work.title, field) || slot::texts(&mut work.other_titles, field)
}

/// One abstract, without the heading some carry.
fn summary(list: &mut Vec<String>, field: &Field<'_>) -> bool {
    let mut paragraphs = field.paragraphs();
    lists::without_heading(&mut paragraphs);
    list.append(&mut paragraphs);
    true
}

fn relation(work: &mut Work, relation: Relation, field: &Field<'_>) -> bool {
    let value = field.value();
    match Handle::parse(&value) {
        Some(handle) => {
            work.relations.push((relation, handle));
            true
        }
        None => value.is_empty(),
    }
}
