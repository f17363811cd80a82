//! What a line begins with: a field, however written, the text of the field before, or what is left of a
//! Template-Type. Fields that lost the line end before them are found here too.

use std::borrow::Cow;

use memchr::memchr;

use super::{
    Assembler, Head, LONGEST_NAME, Line, MOST_GUESSES, Start, TYPE, is_redif, may_start_template, name_length,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{Entry, Id, UNKNOWN};

impl<'a> Assembler<'_, 'a> {
    /// What this line begins with.
    pub(super) fn head(&mut self, line: Line, text: &'a str) -> Head<'a> {
        let bytes = text.as_bytes();
        let start = if bytes.first().is_some_and(u8::is_ascii_alphabetic) {
            let length = name_length(bytes);
            match bytes.get(length) {
                Some(b':') if length <= LONGEST_NAME => {
                    let id = self.schema.find(&bytes[..length]);
                    if let Some(entry) = self.schema.entry(id)
                        && (entry.takes(self.kind) || !self.is_aside(&entry.name))
                    {
                        let name = Cow::Borrowed(entry.name.as_str());
                        return Head::Field(Start { name, id, length: length + 1 });
                    }
                    if may_start_template(bytes) {
                        return Head::Template;
                    }
                    self.unknown(line, &text[..length], &text[length + 1..])
                }
                Some(b' ' | b'\t') if may_start_template(bytes) => return Head::Template,
                Some(b' ' | b'\t') => self.spaced(line, text, length),
                _ => None,
            }
        } else {
            self.indented(line, text)
        };
        start.map_or(Head::Text, Head::Field)
    }

    /// Whether a lone word before a colon is to be read as text: in prose, where nothing marks a field.
    fn is_aside(&self, name: &str) -> bool {
        self.in_prose() && !name.contains('-')
    }

    fn in_prose(&self) -> bool {
        let last = self.fields.last().and_then(|field| self.schema.entry(field.id));
        last.is_some_and(|entry| entry.ty.is_prose())
    }

    /// `name:` with a name that is not in the schema, or not for this place.
    fn unknown(&mut self, line: Line, name: &'a str, value: &str) -> Option<Start<'a>> {
        const SCHEMES: [&str; 8] = ["http", "https", "ftp", "mailto", "urn", "doi", "repec", "hdl"];
        let lower = name.to_ascii_lowercase();
        if value.starts_with("//") || SCHEMES.contains(&lower.as_str()) {
            return None;
        }
        let length = name.len() + 1;
        if lower.starts_with("x-") || lower.contains("-x-") {
            return Some(Start { name: lower_cow(name), id: UNKNOWN, length });
        }
        self.guesses += 1;
        if self.guesses <= MOST_GUESSES
            && let Some(id) = self.schema.guess(&lower, self.kind)
            && (!self.is_aside(&lower) || self.is_slip(&lower, id))
        {
            return Some(self.mend(line, name, id, length, "misspelt-field"));
        }
        if self.in_prose() && !self.is_family(name, &lower) {
            let message = format!("`{name}:` at the start of a line is read as text");
            self.remarks.note("colon-in-text", line.number, message);
            return None;
        }
        let message = format!("unknown field `{name}`");
        self.remarks.warning("unknown-field", line.number, message);
        Some(Start { name: lower_cow(name), id: UNKNOWN, length })
    }

    /// Whether a lone word in prose is a slip of the pen and no word of its own: `Abstarct`, not `Volumes`.
    fn is_slip(&self, lower: &str, id: Id) -> bool {
        let known = &self.schema.entries[id as usize].name;
        let plural = lower.strip_suffix('s') == Some(known) || known.strip_suffix('s') == Some(lower);
        self.schema.is_alias(lower) || (lower.len() >= 7 && !plural)
    }

    /// `Provider-Home`, written like a field of a kind there is, and not like `Book-keeping`.
    fn is_family(&self, name: &str, lower: &str) -> bool {
        let first = lower.split('-').next().unwrap_or_default();
        name.split('-').all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()))
            && self.schema.is_family(first)
    }

    /// A known field under a name that is not quite its own.
    fn mend(&mut self, line: Line, name: &str, id: Id, length: usize, code: &'static str) -> Start<'a> {
        let entry = &self.schema.entries[id as usize];
        let message = match code {
            "indented-field" => format!("field `{name}` is indented; read as a field"),
            "space-before-colon" => format!("blank between `{name}` and its colon"),
            "missing-colon" => format!("no colon after `{name}`"),
            _ => format!("unknown field `{name}`; taken for {}", entry.label),
        };
        self.add(
            Diagnostic::new(code, Severity::Warning, line.number, message).fix(format!("{}:", entry.label)),
        );
        Start { name: Cow::Borrowed(entry.name.as_str()), id, length }
    }

    /// A word at the start of a line with a blank behind it: `Title : x`, `Author Name: x`,
    /// `Provider-InstitutionL RePEc:…`, or just text.
    fn spaced(&mut self, line: Line, text: &'a str, length: usize) -> Option<Start<'a>> {
        let word = &text[..length];
        let gap = text[length..].len() - text[length..].trim_start_matches([' ', '\t']).len();
        if text.as_bytes().get(length + gap) == Some(&b':') {
            let id = self.schema.find(word.as_bytes());
            let entry = self.schema.entry(id)?;
            let fits = word.contains('-')
                || (entry.takes(self.kind)
                    && (!self.in_prose() || word.starts_with(|c: char| c.is_ascii_uppercase())));
            return fits.then(|| self.mend(line, word, id, length + gap + 1, "space-before-colon"));
        }
        if word.contains('-') {
            let short = &word[..length - 1];
            let known = |name: &&str| self.schema.find(name.as_bytes());
            let id = [word, short].iter().map(known).find(|id| *id != UNKNOWN)?;
            if self.schema.entries[id as usize].name == TYPE {
                return None;
            }
            return Some(self.mend(line, word, id, length, "missing-colon"));
        }
        let window = text.len().min(LONGEST_NAME);
        let colon = memchr(b':', &text.as_bytes()[..window])?;
        let joined = text.get(..colon)?.replace([' ', '\t'], "-");
        let lower = joined.to_ascii_lowercase();
        let id = match self.schema.find(lower.as_bytes()) {
            UNKNOWN if self.schema.is_alias(&lower) => self.schema.guess(&lower, self.kind)?,
            id => id,
        };
        let entry = self.schema.entry(id).filter(|entry| entry.name != TYPE)?;
        entry.takes(self.kind).then(|| self.mend(line, &text[..colon], id, colon + 1, "misspelt-field"))
    }

    /// A line that begins with white space or a byte order mark: a field only when it clearly is one.
    fn indented(&mut self, line: Line, text: &'a str) -> Option<Start<'a>> {
        let inner = text.trim_start_matches([' ', '\t', '\u{FEFF}']);
        let indent = text.len() - inner.len();
        let length = name_length(inner.as_bytes());
        if indent == 0 || length == 0 || inner.as_bytes().get(length) != Some(&b':') {
            return None;
        }
        let name = &inner[..length];
        let id = self.schema.find(name.as_bytes());
        let inner = |entry: &&Entry| entry.takes(self.kind) && entry.name != TYPE;
        let entry = self.schema.entry(id).filter(inner)?;
        if indent <= self.indent || text.starts_with('\u{FEFF}') {
            let name = Cow::Borrowed(entry.name.as_str());
            return Some(Start { name, id, length: indent + length + 1 });
        }
        let marked = name.contains('-') || !self.in_prose();
        marked.then(|| self.mend(line, name, id, indent + length + 1, "indented-field"))
    }

    /// Looks for fields that lost the line end before them, from byte `from` of the text to the end of
    /// the line. Gives the place when it is a Template-Type.
    pub(super) fn glued(&mut self, line: Line, from: usize) -> Option<u32> {
        let mut from = from;
        let end = line.end as usize;
        let mut at = from;
        while let Some(next) = memchr(b':', &self.text.as_bytes()[at..end]) {
            let colon = at + next;
            at = colon + 1;
            let Some((start, id)) = self.name_before(line, from, colon) else {
                continue;
            };
            let entry = &self.schema.entries[id as usize];
            if entry.name == TYPE {
                if !is_redif(&self.text.as_bytes()[at..end]) {
                    continue;
                }
                self.end_open_at(start);
                let message = "a Template-Type stands in the middle of this line".to_owned();
                self.add(
                    Diagnostic::new("fields-run-together", Severity::Warning, line.number, message)
                        .column(self.column(line, start)),
                );
                return Some(start as u32);
            }
            if !entry.takes(self.kind) {
                continue;
            }
            self.end_open_at(start);
            let column = self.column(line, start);
            let message = format!("field {} stands in the middle of this line", entry.label);
            self.add(
                Diagnostic::new("fields-run-together", Severity::Warning, line.number, message)
                    .column(column),
            );
            let length = at - line.start as usize;
            self.begin(line, Start { name: Cow::Borrowed(entry.name.as_str()), id, length });
            if let Some(field) = self.fields.last_mut() {
                field.column = column;
            }
            from = at;
        }
        None
    }

    /// The hyphenated field name that ends at `colon` and begins after `from`.
    fn name_before(&self, line: Line, from: usize, colon: usize) -> Option<(usize, Id)> {
        let bytes = self.text.as_bytes();
        let is_name = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'-';
        let window = &bytes[from.max(colon.saturating_sub(LONGEST_NAME))..colon];
        let length = window.iter().rev().take_while(|byte| is_name(byte)).count();
        let start = colon - length;
        let run = &bytes[start..colon];
        if !run.contains(&b'-') {
            return None;
        }
        // A name at the very start of a line has been looked at already.
        if start > line.start as usize {
            let whole = self.schema.find(run);
            if b"/=\"?&_#%".contains(&bytes[start - 1]) {
                return None;
            }
            if whole != UNKNOWN {
                return Some((start, whole));
            }
        }
        // "…JonesAuthor-Email:": the name may have grown onto the word before it.
        (start + 1..colon)
            .filter(|at| bytes[*at].is_ascii_uppercase() && bytes[*at - 1] != b'-')
            .map(|at| (at, self.schema.find(&bytes[at..colon])))
            .find(|(at, id)| *id != UNKNOWN && bytes[*at..colon].contains(&b'-'))
    }

    fn column(&self, line: Line, at: usize) -> u32 {
        self.text[line.start as usize..at].chars().count() as u32 + 1
    }
}

fn lower_cow(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}
