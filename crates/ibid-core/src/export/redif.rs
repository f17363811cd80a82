//! Records as ReDIF: the text their publisher sent, without people's e-mail addresses. Those stand in
//! public files, but nobody asked for them to be collected a million at a time.
//!
//! Here: the text as received ([`received`]), and the template set anew for another archive to carry
//! ([`again`]). Not here: the format itself (`redif`).

use ::redif::{Field, Options, Reader, Template, print};

use crate::record::lower;

/// The template as received, without addresses.
pub fn received(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    for line in whole_lines(text) {
        if let Some(name) = field_name(line) {
            within = is_address(name);
        }
        if !within {
            out.push_str(line);
        }
    }
    out
}

/// The template of a stored text in plain ReDIF: one field a line, UTF-8, names as they should be, without
/// addresses. Reading it gives the same record but for those. `None` when the text holds no template.
pub fn again(text: &str) -> Option<String> {
    let mut reader = Reader::new(text.as_bytes(), options());
    let parsed = loop {
        let parsed = reader.next().ok()??;
        if let Some(template) = parsed.template {
            break template;
        }
    };
    let held = |field: &Field<'_>| is_address(field.name());
    let mut template = parsed.clone();
    template.retain(|field| !held(field));
    let printed = print(&template);
    if template.fields().len() == parsed.fields().len() || says(&printed, &template) {
        return Some(printed);
    }
    // An odd name behind an address is taken for text without it, so the address leaves its name.
    template = parsed;
    template.empty(held);
    Some(print(&template))
}

/// Whether this is read as one record, the one of the template.
fn says(printed: &str, template: &Template<'_>) -> bool {
    let mut reader = Reader::new(printed.as_bytes(), options());
    let mut found = Vec::new();
    while let Ok(Some(parsed)) = reader.next() {
        found.extend(parsed.template.map(|read| lower(&read).record));
    }
    found == [lower(template).record]
}

fn options() -> Options {
    Options { check: false, ..Options::default() }
}

/// Lines however their file ends them, each with its end.
pub fn whole_lines(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = match text.find(['\r', '\n']) {
            Some(at) if text[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => text.len(),
        };
        let (line, rest) = text.split_at(end);
        text = rest;
        (!line.is_empty()).then_some(line)
    })
}

/// Whether an address follows, under a name as people write it: `Author-E-Mail`, ` Author Email `. Better
/// a line too many is hidden than one too few.
pub fn is_address(name: &str) -> bool {
    const LONGEST: usize = 60;
    let between = |c: char| matches!(c, '-' | '_' | ' ' | '\t' | '\u{FEFF}');
    if !name.trim_end_matches(between).ends_with(['l', 'L']) {
        return false;
    }
    let letters: String = name.chars().take(LONGEST).filter(|&c| !between(c)).collect();
    name.len() <= LONGEST
        && letters.bytes().all(|b| b.is_ascii_alphanumeric())
        && letters.to_ascii_lowercase().ends_with("email")
}

/// What stands before the colon of a line that begins a field. What is indented goes on with the field
/// before it, but for an address.
pub fn field_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let bare = name.trim_start_matches('\u{FEFF}').trim_end_matches([' ', '\t']);
    let plain = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !bare.eq_ignore_ascii_case("mailto") || is_address(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::diff;
    use crate::record::read;

    /// Set anew, a template says what it said, and has no address left.
    fn check(text: &str, wanted: &str) {
        let set = again(text).expect("a template");
        assert_eq!(set, wanted, "{text:?}");
        assert_eq!(again(&set).as_deref(), Some(wanted), "set anew again: {text:?}");
        let (was, is) = (read(text).expect("a record"), read(&set).expect("a record"));
        let edits = diff(&was, &is).map_or_else(Vec::new, |change| change.edits);
        assert!(edits.iter().all(|edit| edit.field.ends_with("e-mail")), "{text:?}: {edits:?}");
    }

    #[test]
    fn templates_are_set_anew() {
        check(
            "template-type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nAUTHOR-EMAIL: a@example.org\r\ntitle: T: x\r\nHandle: RePEc:abc:wpaper:1\r\n",
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T: x\nHandle: RePEc:abc:wpaper:1\n",
        );
        check(
            "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAbstract: One\n\n  Two\nHandle: RePEc:abc:wpaper:1",
            "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAbstract: One\n\n Two\nHandle: RePEc:abc:wpaper:1\n",
        );
        check(
            "Template-Type: ReDIF-Series 1.0\nName: S\nMaintainer-Email: m@example.org\nHandle: RePEc:abc:wpaper\n",
            "Template-Type: ReDIF-Series 1.0\nName: S\nHandle: RePEc:abc:wpaper\n",
        );
        check(
            "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Email: a@example.org\nCited-By: all\nHandle: RePEc:abc:wpaper:1\n",
            "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Email:\nCited-By: all\nHandle: RePEc:abc:wpaper:1\n",
        );
        assert_eq!(again("Title: of nothing\n"), None);
        assert_eq!(again(""), None);
    }

    #[test]
    fn addresses_of_people_stay_behind() {
        let text = "Template-Type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nAuthor-Email: a@example.org\r\n  more@example.org\r\nTitle: T: x\r\nCONTACT-EMAIL: b@example.org";
        assert_eq!(received(text), "Template-Type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nTitle: T: x\r\n");
    }

    #[test]
    fn addresses_stay_behind_however_they_are_written() {
        let check = |text: &str, expected: &str| assert_eq!(received(text), expected, "{text:?}");
        check("Title: x\rAuthor-Email: a@b.org\rNote: y\r", "Title: x\rNote: y\r");
        check("Title: x\rAuthor-Email: a@b.org\r c@d.org\r\nNote: y", "Title: x\rNote: y");
        check("Author-Email: a@b.org\r\n c@d.org\r\rNote: y\n", "Note: y\n");
        check("Author-Emails-Sent: 3\n", "Author-Emails-Sent: 3\n");
        check("Abstract: x\n  http://example.org\n", "Abstract: x\n  http://example.org\n");
    }
}
