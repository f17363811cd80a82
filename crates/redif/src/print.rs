//! Templates back into text. Reading what is printed gives the same kind, names and values; comments and
//! layout are not kept.

use crate::schema::schema;
use crate::template::{Field, Template};
use crate::value;

/// The template as ReDIF, one field a line, continued lines indented by one blank.
pub fn print(template: &Template<'_>) -> String {
    let mut out = String::with_capacity(template.raw().len() + 64);
    if template.fields.first().is_none_or(|field| field.name != "template-type") {
        out.push_str("Template-Type: ");
        out.push_str(template.kind.label());
        out.push('\n');
    }
    for field in &template.fields {
        print_field(field, &mut out);
    }
    out
}

fn print_field(field: &Field<'_>, out: &mut String) {
    match schema().entry(field.id) {
        Some(entry) => out.push_str(&entry.label),
        None => out.push_str(&capitals(&field.name)),
    }
    out.push(':');
    let mut gap = false;
    for (index, line) in value::lines(&field.raw).enumerate() {
        if index > 0 && value::is_comment(line) {
            continue;
        }
        let line = line.trim();
        if line.is_empty() {
            gap = true;
            continue;
        }
        if index > 0 {
            out.push('\n');
        }
        if std::mem::take(&mut gap) {
            out.push('\n');
        }
        out.push(' ');
        out.push_str(line);
    }
    out.push('\n');
}

/// `provider-home` as `Provider-Home`.
fn capitals(name: &str) -> String {
    let mut start = true;
    name.chars()
        .map(|char| {
            let shown = if start { char.to_ascii_uppercase() } else { char };
            start = char == '-';
            shown
        })
        .collect()
}
