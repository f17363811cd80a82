//! Whether a template has what its type requires, every field stands where it may, and values are what
//! they should be. The rules for one type of value each are in the modules below.

mod codes;
mod dates;
mod handles;
mod names;
mod web;
mod words;
mod words_table;

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Remarks, Severity};
use crate::kind::TemplateKind;
use crate::schema::{Entry, Schema, Type, schema};
use crate::template::{Field, Template};
use crate::value;

/// Judges templates; keeps its working memory from one to the next.
pub(crate) struct Checker {
    schema: &'static Schema,
    /// Number of the template at hand, so that nothing need be cleared between two.
    round: u32,
    /// By entry: the round it was last seen in with a value, and the cluster it was in.
    seen: Vec<(u32, u32)>,
    /// By cluster: the round its key was last seen in.
    opened: Vec<u32>,
    /// The number of the cluster, and of the workplace inside, that are being filled.
    cluster: u32,
    workplace: u32,
    /// The kind of cluster the last field belonged to.
    current: Option<u8>,
    /// The template's own handle.
    handle: String,
}

impl Default for Checker {
    fn default() -> Self {
        let schema = schema();
        Checker {
            schema,
            round: 0,
            seen: vec![(0, 0); schema.entries.len()],
            opened: vec![0; schema.clusters.len()],
            cluster: 0,
            workplace: 0,
            current: None,
            handle: String::new(),
        }
    }
}

impl Checker {
    pub(crate) fn check(&mut self, template: &Template<'_>, remarks: &mut Remarks) {
        self.round = self.round.wrapping_add(1).max(1);
        (self.cluster, self.workplace, self.current) = (0, 0, None);
        if matches!(template.kind, TemplateKind::Mirror) {
            let message = "ReDIF-Mirror templates are obsolete".to_owned();
            remarks.note("obsolete-type", template.line, message);
        }
        for field in &template.fields {
            self.field(template.kind, field, remarks);
        }
        self.required(template, remarks);
    }

    fn field(&mut self, kind: TemplateKind, field: &Field<'_>, remarks: &mut Remarks) {
        let Some(entry) = self.schema.entry(field.id) else {
            return;
        };
        let mut spot = Spot { remarks, field, label: &entry.label };
        if !entry.takes(kind) {
            let message = format!("field {} does not belong in a {} template", entry.label, kind.word());
            spot.warning("wrong-field", message);
            return;
        }
        let value = match entry.ty {
            // Of these only emptiness and rough shape matter, so they are not cleaned.
            Type::Text | Type::Postal | Type::Keywords => Cow::Borrowed(value::unless_nothing(&field.raw)),
            Type::Prose if field.raw.len() > 100 => Cow::Borrowed(field.raw.as_ref()),
            _ => field.value(),
        };
        let outer = self.place(kind, entry, &mut spot);
        if value.is_empty() {
            if entry.key {
                spot.warning("empty-key", format!("{} is empty", entry.label));
            } else if !field.raw.is_empty() {
                let message = format!("{}: `{}` taken for nothing", entry.label, shown(&field.raw));
                spot.note("placeholder", message);
            }
            return;
        }
        if entry.deprecated & kind.bit() != 0 && (entry.cluster.is_none() || entry.key) {
            spot.note("deprecated-field", format!("field {} is deprecated", entry.label));
        }
        let before = &mut self.seen[field.id as usize];
        if before.0 == self.round && before.1 == outer && entry.single & kind.bit() != 0 && !entry.key {
            match entry.ty {
                Type::Handle if value.eq_ignore_ascii_case(&self.handle) => {
                    spot.warning("repeated-handle", "the same handle twice".to_owned());
                }
                Type::Handle => {
                    let message = "a second handle; was a Template-Type lost?".to_owned();
                    spot.error("repeated-handle", message);
                }
                _ => spot.warning("repeated-field", format!("{} is given twice", entry.label)),
            }
        }
        *before = (self.round, outer);
        if entry.ty == Type::Handle {
            self.handle.clear();
            self.handle.push_str(&value);
        }
        judge(entry.ty, kind, &value, &mut spot);
    }

    /// Follows which cluster is open. Gives the number of the cluster the field is in, 0 for none.
    fn place(&mut self, kind: TemplateKind, entry: &Entry, spot: &mut Spot<'_>) -> u32 {
        let Some(index) = entry.cluster else {
            self.current = None;
            return 0;
        };
        let name = &self.schema.clusters[index as usize].prefix;
        let opened = self.opened[index as usize] == self.round;
        if entry.key && !entry.nested {
            self.opened[index as usize] = self.round;
            self.cluster += 1;
            self.workplace = 0;
            self.current = Some(index);
            return self.cluster;
        }
        if !opened {
            if kind == TemplateKind::Series && entry.name == "provider-institution" {
                spot.note("deprecated-field", format!("{} before a Provider-Name", entry.label));
            } else if self.current != Some(index) {
                let message = format!("{} without a field that begins the {name} before it", entry.label);
                spot.warning("cluster-without-key", message);
                self.current = Some(index);
            }
            return 0;
        }
        if self.current != Some(index) {
            let message = format!("{} stands apart from its {name}; given to the last one", entry.label);
            spot.warning("misplaced-field", message);
            self.current = Some(index);
        }
        if !entry.nested {
            return self.cluster;
        }
        if entry.key {
            self.workplace += 1;
        } else if self.workplace == 0 {
            let message = format!("{} without a workplace name before it", entry.label);
            spot.warning("cluster-without-key", message);
        }
        self.cluster * 1000 + self.workplace
    }

    fn required(&mut self, template: &Template<'_>, remarks: &mut Remarks) {
        let kind = template.kind;
        for id in &self.schema.required[kind as usize] {
            if self.seen[*id as usize].0 == self.round {
                continue;
            }
            let entry = &self.schema.entries[*id as usize];
            let given = template.fields.iter().find(|field| field.id == *id);
            let (line, what) = match given {
                Some(field) => (field.line, "is empty"),
                None => (template.line, "is missing"),
            };
            let severity = match (kind, entry.ty) {
                (TemplateKind::Series, Type::Email) => Severity::Warning,
                _ => Severity::Error,
            };
            let message = format!("required field {} {what}", entry.label);
            remarks.add(Diagnostic::new("missing-field", severity, line, message));
        }
        let seen = |name: &str| self.seen[self.schema.find(name.as_bytes()) as usize].0 == self.round;
        if kind == TemplateKind::Book && !seen("author-name") && !seen("editor-name") {
            let message = "book has neither author nor editor".to_owned();
            remarks.error("missing-field", template.line, message);
        }
    }
}

/// The field a check looks at, and where to say what it finds.
struct Spot<'s> {
    remarks: &'s mut Remarks,
    field: &'s Field<'s>,
    label: &'s str,
}

impl Spot<'_> {
    fn error(&mut self, code: &'static str, message: String) {
        self.say(code, Severity::Error, message, None);
    }

    fn warning(&mut self, code: &'static str, message: String) {
        self.say(code, Severity::Warning, message, None);
    }

    fn note(&mut self, code: &'static str, message: String) {
        self.say(code, Severity::Note, message, None);
    }

    fn say(&mut self, code: &'static str, severity: Severity, message: String, fix: Option<String>) {
        let line = self.field.value_line;
        let mut diagnostic = Diagnostic::new(code, severity, line, message);
        diagnostic.column = self.field.value_column;
        diagnostic.fix = fix;
        self.remarks.add(diagnostic);
    }
}

/// As much of a value as a message can bear.
fn shown(value: &str) -> String {
    if value.len() <= 60 && !value.bytes().any(|byte| byte.is_ascii_control()) {
        return value.to_owned();
    }
    let mut short: String = value.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

fn judge(ty: Type, kind: TemplateKind, value: &str, spot: &mut Spot<'_>) {
    match ty {
        Type::Text | Type::Postal | Type::Keywords => {}
        Type::Title => names::title(value, spot),
        Type::Prose => names::prose(value, spot),
        Type::Name => names::person(value, spot),
        Type::Handle => handles::own(kind, value, spot),
        Type::ArchiveHandle => handles::archive(value, Severity::Warning, spot),
        Type::SeriesHandle => handles::series(value, Severity::Warning, spot),
        Type::DocumentHandle => handles::document(value, Severity::Warning, spot),
        Type::PersonHandle => handles::person(value, Severity::Warning, spot),
        Type::InstitutionHandle => handles::institution(value, Severity::Warning, spot),
        Type::Url => web::url(value, spot),
        Type::Email => web::email(value, spot),
        Type::Mime => web::mime(value, spot),
        Type::Doi => web::doi(value, spot),
        Type::Jel => codes::jel(value, spot),
        Type::Issn => codes::issn(value, spot),
        Type::Isbn => codes::isbn(value, spot),
        Type::Percent => codes::percent(value, spot),
        Type::Date => dates::date(value, spot),
        Type::Stamp => dates::stamp(value, spot),
        Type::Year => dates::year(value, spot),
        Type::Month => dates::month(value, spot),
        Type::Pages => dates::pages(value, spot),
        Type::Language => words::language(value, spot),
        Type::Status => words::status(value, spot),
        Type::SeriesKind => words::series_type(value, spot),
        Type::ProgrammingLanguage => words::programming_language(value, spot),
    }
}
