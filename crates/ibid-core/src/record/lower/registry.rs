//! Archives, persons and institutions: the records that say who stands behind the others.

use redif::{Field, Group};

use super::{Lowering, agents, slot, value};
use crate::Handle;
use crate::Orcid;
use crate::record::{Archive, Institution, Level, Person};

/// Lowers an archive.
pub(super) fn archive(handle: Handle, group: &Group<'_, '_>, lowering: &mut Lowering) -> Archive {
    let mut archive = Archive::new(handle);
    for (name, field) in &group.fields {
        lowering.place(field, archive_field(&mut archive, name, field));
    }
    group.clusters.iter().for_each(|(_, cluster)| lowering.keep_all(cluster));
    archive.other = std::mem::take(&mut lowering.other);
    archive
}

fn archive_field(archive: &mut Archive, name: &str, field: &Field<'_>) -> bool {
    match name {
        "name" => slot::text(&mut archive.name, field),
        "url" => slot::url(&mut archive.url, field),
        "homepage" => slot::url(&mut archive.homepage, field),
        "description" => slot::prose(&mut archive.description, field),
        "maintainer-name" => slot::text(&mut archive.maintainer_name, field),
        "maintainer-email" => slot::read(&mut archive.maintainer_email, field, value::email),
        "maintainer-phone" => slot::text(&mut archive.maintainer_phone, field),
        "maintainer-fax" => slot::text(&mut archive.maintainer_fax, field),
        "restriction" => slot::text(&mut archive.restriction, field),
        "notification" => slot::text(&mut archive.notification, field),
        _ => false,
    }
}

/// Lowers a person.
pub(super) fn person(handle: Handle, group: &Group<'_, '_>, lowering: &mut Lowering) -> Person {
    let mut person = Person::new(handle);
    for (name, field) in &group.fields {
        lowering.place(field, person_field(&mut person, name, field));
    }
    for (prefix, cluster) in &group.clusters {
        match *prefix {
            "workplace" => agents::organization(&mut person.workplaces, cluster, lowering),
            _ => lowering.keep_all(cluster),
        }
    }
    if person.name.is_empty() {
        let parts = [&person.first, &person.middle, &person.last].map(String::as_str);
        person.name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    person.other = std::mem::take(&mut lowering.other);
    person
}

fn person_field(person: &mut Person, name: &str, field: &Field<'_>) -> bool {
    match name {
        // When somebody last signed in is no fact about them, and would make a new version each time.
        "last-login-date" => true,
        "name-full" => slot::text(&mut person.name, field),
        "name-first" => slot::text(&mut person.first, field),
        "name-middle" => slot::text(&mut person.middle, field),
        "name-last" => slot::text(&mut person.last, field),
        "name-suffix" => slot::text(&mut person.suffix, field),
        "name-ascii" => slot::text(&mut person.ascii, field),
        "x-name-variation" => slot::texts(&mut person.variations, field),
        "short-id" => slot::read(&mut person.short_id, field, short_id),
        "x-orcid" => slot::read(&mut person.orcid, field, orcid),
        "email" => slot::read(&mut person.email, field, value::email),
        "homepage" => slot::url(&mut person.homepage, field),
        "postal" => slot::text(&mut person.postal, field),
        "phone" => slot::text(&mut person.phone, field),
        "x-alumni-institution" => slot::handles(&mut person.alumni_of, field),
        "author-paper" | "author-article" | "author-software" | "author-book" | "author-chapter"
        | "x-author-talk" => slot::handles(&mut person.author_of, field),
        "editor-series" | "editor-book" | "x-editor-work" => slot::handles(&mut person.editor_of, field),
        "deceased" => slot::date(&mut person.deceased, field),
        "x-lost-contact" => slot::date(&mut person.lost, field),
        _ => false,
    }
}

fn orcid(text: &str) -> Option<String> {
    Orcid::parse(text).map(|it| it.to_string())
}

fn short_id(text: &str) -> Option<String> {
    crate::handle::is_short_id(text).then(|| text.to_lowercase())
}

const LEVELS: [&str; 4] = ["primary", "secondary", "tertiary", "quaternary"];

/// Lowers an institution.
pub(super) fn institution(handle: Handle, group: &Group<'_, '_>, lowering: &mut Lowering) -> Institution {
    let mut levels: [Level; LEVELS.len()] = Default::default();
    for (name, field) in &group.fields {
        let level = LEVELS.iter().position(|level| name.strip_suffix("-defunct") == Some(level));
        lowering.place(field, level.is_some_and(|level| slot::text(&mut levels[level].defunct, field)));
    }
    for (prefix, cluster) in &group.clusters {
        let mut found = Vec::new();
        match LEVELS.iter().position(|level| level == prefix) {
            Some(level) if levels[level].organization == Default::default() => {
                agents::organization(&mut found, cluster, lowering);
                levels[level].organization = found.pop().unwrap_or_default();
            }
            _ => lowering.keep_all(cluster),
        }
    }
    let levels = levels.into_iter().filter(|level| *level != Level::default()).collect();
    Institution { handle, levels, other: std::mem::take(&mut lowering.other) }
}
