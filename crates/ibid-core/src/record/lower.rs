//! From a template to a record. Never fails: what cannot be lowered becomes a diagnostic.
//!
//! Every field either finds its place in the record or is kept as text in its `other` list, so nothing a
//! publisher sent is lost and no change of it goes unseen; one broken value spoils only itself. The rules
//! for each kind stand in the files beside; what a template may hold at all is the format's (`redif`).

mod agents;
mod lists;
mod names;
mod names_table;
mod registry;
mod series;
mod slot;
mod value;
mod work;

use redif::{Diagnostic, Field, Group, Severity, Template, TemplateKind};

use super::{Kind, Record};
use crate::handle::{self, Handle};

/// What lowering one template gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    /// `None` when the template has no usable handle or is of a type the catalogue does not hold.
    pub record: Option<Record>,
    /// What only lowering can see; what the reader already said is not said again.
    pub diagnostics: Vec<Diagnostic>,
}

/// Lowers one template.
pub fn lower(template: &Template<'_>) -> Lowered {
    let mut lowering = Lowering::default();
    let text = template.handle().unwrap_or_default();
    let handle = Handle::parse(&text);
    if handle.is_none() && !text.is_empty() {
        lowering.refuse(template, &text);
    }
    let named = kind_of(template.kind()).zip(handle).filter(|(kind, handle)| fits(*kind, handle));
    let record = named.map(|(kind, handle)| record(kind, handle, &template.group(), &mut lowering));
    Lowered { record, diagnostics: lowering.diagnostics }
}

fn record(kind: Kind, handle: Handle, group: &Group<'_, '_>, lowering: &mut Lowering) -> Record {
    match kind {
        Kind::Series => Record::Series(Box::new(series::series(handle, group, lowering))),
        Kind::Archive => Record::Archive(Box::new(registry::archive(handle, group, lowering))),
        Kind::Person => Record::Person(Box::new(registry::person(handle, group, lowering))),
        Kind::Institution => Record::Institution(Box::new(registry::institution(handle, group, lowering))),
        kind => Record::Work(Box::new(work::work(handle, kind, group, lowering))),
    }
}

/// Reads the stored text of one record again: the first template in `text`.
pub fn read(text: &str) -> Option<Record> {
    let options = redif::Options { check: false, ..redif::Options::default() };
    let mut reader = redif::Reader::new(text.as_bytes(), options);
    loop {
        let parsed = reader.next().ok()??;
        if let Some(template) = parsed.template {
            return lower(&template).record;
        }
    }
}

fn kind_of(kind: TemplateKind) -> Option<Kind> {
    Some(match kind {
        TemplateKind::Paper => Kind::Paper,
        TemplateKind::Article => Kind::Article,
        TemplateKind::Chapter => Kind::Chapter,
        TemplateKind::Book => Kind::Book,
        TemplateKind::Software => Kind::Software,
        TemplateKind::Talk => Kind::Talk,
        TemplateKind::Series => Kind::Series,
        TemplateKind::Archive => Kind::Archive,
        TemplateKind::Person => Kind::Person,
        TemplateKind::Institution => Kind::Institution,
        TemplateKind::Mirror | TemplateKind::Authority | TemplateKind::Unknown => return None,
    })
}

/// Whether the handle has the parts that tell this kind apart from the others: a paper under its series'
/// handle would push the series out of the catalogue.
fn fits(kind: Kind, handle: &Handle) -> bool {
    let (series, item) = (!handle.series().is_empty(), !handle.item().is_empty());
    match kind {
        Kind::Archive => !series && !item,
        Kind::Series => series && !item,
        Kind::Person | Kind::Institution => series || item,
        _ => item,
    }
}

/// What is gathered on the way through one template.
#[derive(Default)]
struct Lowering {
    /// Fields without a place: name in lower case and value, in order.
    other: Vec<(String, String)>,
    /// The template's own handle went by; a second one is kept as text.
    named: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Lowering {
    /// Keeps a field that found no place.
    fn place(&mut self, field: &Field<'_>, placed: bool) {
        if !placed {
            self.keep(field);
        }
    }

    fn keep(&mut self, field: &Field<'_>) {
        let known = match field.name() {
            "template-type" => true,
            "handle" => !std::mem::replace(&mut self.named, true),
            _ => false,
        };
        let value = field.value();
        // A lone dash says that there is nothing to say.
        if !known && value.contains(char::is_alphanumeric) {
            self.other.push((field.name().to_owned(), value.into_owned()));
        }
    }

    /// Keeps a whole cluster that has no place.
    fn keep_all(&mut self, group: &Group<'_, '_>) {
        group.fields.iter().for_each(|(_, field)| self.keep(field));
        group.clusters.iter().for_each(|(_, inner)| self.keep_all(inner));
    }

    /// Says why a handle names nothing, where its parts alone (which the reader judges) do not show it.
    fn refuse(&mut self, template: &Template<'_>, text: &str) {
        let why = if text.len() > handle::LONGEST {
            format!("handle is longer than {} bytes", handle::LONGEST)
        } else if text.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
            "handle holds a character that cannot be read".to_owned()
        } else {
            return;
        };
        let (severity, line) =
            (Severity::Error, template.field("handle").map_or(template.line(), Field::line));
        self.diagnostics.push(Diagnostic {
            code: "unusable-handle",
            severity,
            line,
            column: 1,
            message: why,
            fix: None,
        });
    }

    fn note(&mut self, field: &Field<'_>, code: &'static str, message: String) {
        let (severity, line, column) = (Severity::Note, field.line(), field.column());
        self.diagnostics.push(Diagnostic { code, severity, line, column, message, fix: None });
    }
}

#[cfg(test)]
mod tests;
