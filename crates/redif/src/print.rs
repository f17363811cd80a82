//! Templates back into text. Reading what is printed gives the same kind, names and values; comments and
//! layout are not kept.

use crate::parse::{Options, Reader};
use crate::schema::schema;
use crate::template::{Field, Template};
use crate::value;

/// The template as ReDIF, one field a line, continued lines indented by one blank.
///
/// A line of text that would be taken for a field has its colons written as `&#58;`.
pub fn print(template: &Template<'_>) -> String {
    let plain = write(template, plain_value);
    // Text that looks like fields is rare, and whether it would be taken for them only reading can tell.
    if reads_as(&plain, template) { plain } else { write(template, armoured_value) }
}

fn write(template: &Template<'_>, value: fn(&Field<'_>, &mut String)) -> String {
    let mut out = String::with_capacity(template.raw().len() + 64);
    let mut fields = template.fields.as_slice();
    match fields.first() {
        Some(first) if first.name == "template-type" => {
            fields = &fields[1..];
            // What is not a type by any reading is kept as it is.
            let said = first.value();
            let label = template.kind.label();
            let (read, _) = crate::TemplateKind::read(&said);
            out.push_str("Template-Type: ");
            out.push_str(if label.is_empty() || (read == template.kind && !said.contains(':')) {
                &said
            } else {
                label
            });
        }
        _ => {
            out.push_str("Template-Type: ");
            out.push_str(template.kind.label());
        }
    }
    out.push('\n');
    for field in fields {
        match schema().entry(field.id) {
            Some(entry) => out.push_str(&entry.label),
            None => out.push_str(&capitals(&field.name)),
        }
        out.push(':');
        value(field, &mut out);
        out.push('\n');
    }
    out
}

/// The lines as they are, comments out.
fn plain_value(field: &Field<'_>, out: &mut String) {
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
}

/// One line a paragraph, without colons.
fn armoured_value(field: &Field<'_>, out: &mut String) {
    let mut paragraphs = field.paragraphs();
    if paragraphs.len() < 2 {
        paragraphs = vec![field.value().into_owned()];
    }
    for (index, paragraph) in paragraphs.iter().enumerate() {
        out.push_str(if index > 0 { "\n\n " } else { " " });
        out.push_str(&paragraph.replace(':', "&#58;"));
    }
}

fn reads_as(text: &str, template: &Template<'_>) -> bool {
    let fields = |t: &Template<'_>| -> Vec<(String, String)> {
        let inner = t.fields.iter().filter(|field| field.name != "template-type");
        inner.map(|field| (field.name.to_string(), field.value().into_owned())).collect()
    };
    let mut reader = Reader::new(text.as_bytes(), Options { check: false, ..Options::default() });
    let mut found = 0;
    while let Ok(Some(parsed)) = reader.next() {
        let Some(read) = &parsed.template else { continue };
        found += 1;
        if found > 1 || read.kind != template.kind || fields(read) != fields(template) {
            return false;
        }
    }
    found == 1
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
