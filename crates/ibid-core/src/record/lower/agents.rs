//! Clusters to people, organisations and files.

use redif::{Field, Group};

use super::{Lowering, names, slot, value};
use crate::Handle;
use crate::record::{Agent, File, Organization};

/// A PERSON cluster, appended: one person, or several where the name field clearly holds several. What
/// stands beside such a name goes to the first of them, the workplaces to all.
pub(super) fn people(list: &mut Vec<Agent>, group: &Group<'_, '_>, lowering: &mut Lowering) {
    let mut agent = Agent::default();
    for (name, field) in &group.fields {
        lowering.place(field, person_field(&mut agent, name, field));
    }
    for (prefix, inner) in &group.clusters {
        match *prefix {
            "workplace" => organization(&mut agent.workplaces, inner, lowering),
            _ => lowering.keep_all(inner),
        }
    }
    if agent.name.is_empty() {
        agent.name = [agent.first.as_str(), agent.last.as_str()].join(" ").trim().to_owned();
    }
    if agent == Agent::default() {
        return;
    }
    let others = repaired(&mut agent, group, lowering);
    list.push(agent);
    list.extend(others);
}

fn person_field(agent: &mut Agent, name: &str, field: &Field<'_>) -> bool {
    match name {
        "name" => slot::text(&mut agent.name, field),
        "name-first" => slot::text(&mut agent.first, field),
        "name-last" => slot::text(&mut agent.last, field),
        // The commonest extension of all; it only counts where the official field is silent.
        "x-name-first" => slot::text(&mut agent.first, field) || !agent.first.is_empty(),
        "x-name-last" => slot::text(&mut agent.last, field) || !agent.last.is_empty(),
        _ if name.starts_with("x-name-") => slot::text(&mut agent.other_name, field),
        "email" => slot::read(&mut agent.email, field, value::email),
        "homepage" => slot::url(&mut agent.homepage, field),
        "person" => slot::text(&mut agent.person, field),
        _ => false,
    }
}

/// Mends the name; gives the people who stood in the same field.
fn repaired(agent: &mut Agent, group: &Group<'_, '_>, lowering: &mut Lowering) -> Vec<Agent> {
    let names = names::read(&agent.name);
    let Some((first, rest)) = names.split_first().filter(|(first, _)| first.len() < agent.name.len()) else {
        return Vec::new();
    };
    let other = |name: &&str| Agent {
        name: (*name).to_owned(),
        workplaces: if *name == names::ET_AL { Vec::new() } else { agent.workplaces.clone() },
        ..Agent::default()
    };
    let others: Vec<Agent> = rest.iter().map(other).collect();
    if let Some(field) = group.field("name").filter(|_| !rest.is_empty()) {
        lowering.note(field, "names-split", format!("read as several people: {}", names.join("; ")));
    }
    agent.name = (*first).to_owned();
    if !others.is_empty() {
        agent.first.clear();
        agent.last.clear();
    }
    others
}

/// An ORGANIZATION cluster, appended unless nothing is in it.
pub(super) fn organization(list: &mut Vec<Organization>, group: &Group<'_, '_>, lowering: &mut Lowering) {
    let mut it = Organization::default();
    for (name, field) in &group.fields {
        lowering.place(field, organization_field(&mut it, name, field));
    }
    group.clusters.iter().for_each(|(_, inner)| lowering.keep_all(inner));
    if it != Organization::default() {
        list.push(it);
    }
}

fn organization_field(it: &mut Organization, name: &str, field: &Field<'_>) -> bool {
    match name {
        "name" => slot::read(&mut it.name, field, unslashed),
        "name-english" => slot::text(&mut it.name_english, field),
        "homepage" => slot::url(&mut it.homepage, field),
        "email" => slot::read(&mut it.email, field, value::email),
        "postal" => slot::text(&mut it.postal, field),
        "location" => slot::text(&mut it.location, field),
        "phone" => slot::text(&mut it.phone, field),
        "fax" => slot::text(&mut it.fax, field),
        "institution" => slot::parsed(&mut it.institution, field, Handle::parse),
        "share" => slot::parsed(&mut it.share, field, value::share),
        _ => false,
    }
}

/// The author service writes each level of a workplace on a line beginning with a slash.
fn unslashed(text: &str) -> Option<String> {
    Some(match text.strip_prefix("/ ") {
        Some(rest) => rest.split(" / ").map(str::trim).collect::<Vec<_>>().join(", "),
        None => text.to_owned(),
    })
}

/// A FILE cluster, appended when it has an address a page may link to; else its text is kept.
pub(super) fn file(list: &mut Vec<File>, group: &Group<'_, '_>, lowering: &mut Lowering) {
    let mut file = File::default();
    let placed: Vec<bool> =
        group.fields.iter().map(|(name, field)| file_field(&mut file, name, field)).collect();
    let linked = !file.url.is_empty();
    for ((_, field), placed) in group.fields.iter().zip(placed) {
        lowering.place(field, placed && linked);
    }
    if linked {
        list.push(file);
    }
}

fn file_field(file: &mut File, name: &str, field: &Field<'_>) -> bool {
    match name {
        "url" => slot::url(&mut file.url, field),
        "format" => slot::read(&mut file.format, field, value::mime),
        "function" => slot::text(&mut file.function, field),
        "size" => slot::text(&mut file.size, field),
        "restriction" => slot::text(&mut file.restriction, field),
        _ if value::is_about_rights(name) => slot::text(&mut file.rights, field),
        _ => false,
    }
}
