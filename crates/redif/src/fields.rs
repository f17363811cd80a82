//! Lines into fields. Decides what is a field, what is the text of the field before, and where a record
//! really ends; says nothing about values.
//!
//! ReDIF lets any line that is no `name:` carry on the value before it, so one lost line end or one colon
//! in a sentence can swallow or invent a field. The rules here ask what the maintainer meant: a name the
//! schema knows, or nearly, is a field wherever it stands; any other `word:` is text when it stands in
//! prose.

mod heads;

use std::borrow::Cow;

use memchr::memchr;

use crate::diagnostic::{Diagnostic, Remarks, Severity};
use crate::kind::TemplateKind;
use crate::nearest::distance;
use crate::schema::{Id, Schema, UNKNOWN, schema};
use crate::template::{Field, Template};

/// A line of the chunk that is not blank: byte range without white space at its end, and number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) number: u32,
}

/// What became of the lines.
pub(crate) struct Done<'a> {
    pub(crate) template: Template<'a>,
    /// How many lines are used up.
    pub(crate) used: usize,
    /// Where the next record begins when that is in the middle of the line after.
    pub(crate) rest: Option<u32>,
    /// The type of the next record when it has no Template-Type of its own.
    pub(crate) inherit: Option<TemplateKind>,
}

const TYPE: &str = "template-type";
const LONGEST_NAME: usize = 40;
/// Misspelt names are looked up this often per template; a template with more is beyond help.
const MOST_GUESSES: u32 = 200;

/// Whether a template begins at this line: with `Template-Type:`, whole and sound. Called for every line.
pub(crate) fn starts_template(line: &[u8]) -> bool {
    match line.first() {
        Some(b't' | b'T' | b' ' | b'\t' | 0xEF) => starts_soundly(line),
        _ => false,
    }
}

fn starts_soundly(line: &[u8]) -> bool {
    let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let inner = text.trim_ascii_start();
    if !inner.get(..TYPE.len()).is_some_and(|name| name.eq_ignore_ascii_case(TYPE.as_bytes())) {
        return false;
    }
    match inner[TYPE.len()..].trim_ascii_start() {
        [b':', value @ ..] => inner.len() == text.len() || is_redif(value),
        value => value.len() < inner.len() - TYPE.len() && is_redif(value),
    }
}

/// The same for what may be left of a `Template-Type:` before a `ReDIF-`.
pub(crate) fn may_start_template(line: &[u8]) -> bool {
    starts_template(line) || is_damaged_start(line)
}

/// `late-Type: ReDIF-Article 1.0`, `Templat-Type: …`, `Template Type: …`
fn is_damaged_start(line: &[u8]) -> bool {
    let Some(colon) = memchr(b':', &line[..line.len().min(20)]) else {
        return false;
    };
    let name = line[..colon].trim_ascii();
    if name.len() < 6
        || !name[0].is_ascii_alphabetic()
        || !name[name.len() - 4..].eq_ignore_ascii_case(b"type")
    {
        return false;
    }
    let Ok(name) = std::str::from_utf8(name) else {
        return false;
    };
    let name = name.to_ascii_lowercase().replace([' ', '_'], "-");
    is_redif(&line[colon + 1..])
        && (TYPE.ends_with(&name) || distance(&name, TYPE, 2).is_some() || name == "templatetype")
}

fn is_redif(value: &[u8]) -> bool {
    let value = value.trim_ascii_start();
    value.get(..5).is_some_and(|head| head.eq_ignore_ascii_case(b"redif"))
        || value.get(..6).is_some_and(|head| head[0] < 0x80 && head[1..].eq_ignore_ascii_case(b"edif-"))
        || value.get(..5).is_some_and(|head| head.eq_ignore_ascii_case(b"edif-"))
}

/// A comment or an end-of-file mark.
pub(crate) fn is_skipped(line: &[u8]) -> bool {
    matches!(line, [b'#', ..] | [0x1A])
}

/// Whether a line begins with a name the schema knows and a colon.
pub(crate) fn looks_like_field(line: &[u8]) -> bool {
    let length = name_length(line);
    line.get(length) == Some(&b':') && schema().find(&line[..length]) != UNKNOWN
}

fn name_length(line: &[u8]) -> usize {
    const NAME: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'#' | b'_');
            byte += 1;
        }
        table
    };
    line.iter().position(|byte| !NAME[*byte as usize]).unwrap_or(line.len())
}

/// The beginning of a field on a line.
struct Start<'a> {
    name: Cow<'a, str>,
    id: Id,
    /// Bytes of the line before the value.
    length: usize,
}

/// What a line begins with.
enum Head<'a> {
    Field(Start<'a>),
    Text,
    /// What is left of a Template-Type.
    Template,
}

/// Series that call themselves books. A work has no `Name`, so one that begins with it is a series, unless
/// it has a title after all.
enum Disguise {
    None,
    /// The type it gives itself.
    Series(TemplateKind),
    /// A title came as this field.
    Dropped(usize),
}

/// What to do after a line.
enum Step {
    On,
    /// A Template-Type stands at this byte of the text, in the middle of the line.
    Glued(u32),
    /// A template begins at the line itself, which is not taken in.
    Starts,
}

pub(crate) struct Assembler<'t, 'a> {
    text: &'a str,
    lines: &'t [Line],
    schema: &'static Schema,
    remarks: &'t mut Remarks,
    kind: TemplateKind,
    inherited: bool,
    fields: Vec<Field<'a>>,
    /// Where in the text the value of the last field, which may still grow, begins and ends.
    start: usize,
    end: usize,
    /// Where the first Handle stands among the fields.
    handle: Option<usize>,
    /// Fields that were looked at for a second Handle.
    looked: usize,
    guesses: u32,
    disguise: Disguise,
    /// How far the line with the Template-Type is indented; then the others may be too.
    indent: usize,
}

impl<'t, 'a> Assembler<'t, 'a> {
    pub(crate) fn new(
        text: &'a str,
        lines: &'t [Line],
        inherit: Option<TemplateKind>,
        remarks: &'t mut Remarks,
    ) -> Self {
        Assembler {
            text,
            lines,
            schema: schema(),
            remarks,
            kind: inherit.unwrap_or(TemplateKind::Unknown),
            inherited: inherit.is_some(),
            fields: Vec::with_capacity(lines.len().min(64)),
            start: 0,
            end: 0,
            handle: None,
            looked: 0,
            guesses: 0,
            disguise: Disguise::None,
            indent: 0,
        }
    }

    pub(crate) fn run(mut self) -> Done<'a> {
        let mut at = 0;
        if !self.inherited {
            self.first_line();
            at = 1;
            if let Some(rest) = self.glued(self.lines[0], self.start) {
                return self.done(0, Some(rest));
            }
        }
        while at < self.lines.len() {
            let line = self.lines[at];
            let text = &self.text[line.start as usize..line.end as usize];
            let step = self.line(line, text);
            if let Some(split) = self.second_record() {
                return self.split(split);
            }
            match step {
                Step::On => at += 1,
                Step::Glued(rest) => return self.done(at, Some(rest)),
                Step::Starts => return self.done(at, None),
            }
        }
        self.done(at, None)
    }

    /// Reads the line with the Template-Type, or what is left of it.
    fn first_line(&mut self) {
        let line = self.lines[0];
        let full = &self.text[line.start as usize..line.end as usize];
        let text = full.trim_start_matches(['\u{FEFF}', ' ', '\t']);
        self.indent = full.trim_start_matches('\u{FEFF}').len() - text.len();
        let skipped = full.len() - text.len();
        let named = text.get(..TYPE.len()).is_some_and(|name| name.eq_ignore_ascii_case(TYPE));
        let colon = memchr(b':', text.as_bytes());
        let gap = match (named, colon) {
            (true, Some(colon)) if text[TYPE.len()..colon].trim().is_empty() => colon + 1,
            (true, _) => TYPE.len(),
            (false, Some(colon)) => colon + 1,
            (false, None) => 0,
        };
        if !named {
            let message = format!("`{}` looks like a Template-Type", text[..gap].trim());
            self.add(
                Diagnostic::new("damaged-template-type", Severity::Warning, line.number, message)
                    .fix("Template-Type:"),
            );
        }
        let id = self.schema.find(TYPE.as_bytes());
        self.begin(line, Start { name: Cow::Borrowed(TYPE), id, length: skipped + gap });
        let mut value = text[gap..].trim();
        if value.is_empty()
            && let Some(next) = self.lines.get(1)
        {
            let next = self.text[next.start as usize..next.end as usize].trim();
            value = if looks_like_field(next.as_bytes()) { "" } else { next };
        }
        let value = split_glued_type(value);
        self.kind = self.read_kind(value, line.number);
    }

    fn read_kind(&mut self, value: &str, line: u32) -> TemplateKind {
        let (kind, exact) = TemplateKind::read(value);
        let shown: String = value.chars().take(60).collect();
        if kind == TemplateKind::Unknown {
            let message = format!("unknown template type `{shown}`");
            self.remarks.error("unknown-template-type", line, message);
        } else if !exact {
            let message = format!("template type `{shown}` taken for {}", kind.label());
            self.add(
                Diagnostic::new("misspelt-template-type", Severity::Warning, line, message).fix(kind.label()),
            );
        }
        kind
    }

    /// Takes in one line.
    fn line(&mut self, line: Line, text: &'a str) -> Step {
        if is_skipped(text.as_bytes()) {
            return Step::On;
        }
        let from = match self.head(line, text) {
            Head::Field(start) => {
                let from = line.start as usize + start.length;
                self.begin(line, start);
                from
            }
            Head::Text => {
                self.carry_on(line, text);
                line.start as usize
            }
            Head::Template => return Step::Starts,
        };
        self.glued(line, from).map_or(Step::On, Step::Glued)
    }

    fn end_open_at(&mut self, at: usize) {
        self.end = self.text[..at].trim_ascii_end().len().max(self.start);
    }

    /// Closes the last field and opens the next.
    fn begin(&mut self, line: Line, head: Start<'a>) {
        self.close();
        self.unmask(head.id);
        let from = line.start as usize + head.length;
        self.end = line.end as usize;
        self.start = self.end - self.text[from..self.end].trim_ascii_start().len();
        self.fields.push(Field {
            name: head.name,
            raw: Cow::Borrowed(""),
            line: line.number,
            column: 1,
            value_line: line.number,
            value_column: (self.start - line.start as usize) as u32 + 1,
            id: head.id,
        });
    }

    /// Looks for a series in disguise when a field begins.
    fn unmask(&mut self, id: Id) {
        let count = self.fields.len();
        if count < 2 && id == self.schema.name && self.kind.is_work() {
            let first = self.fields.first();
            if first.is_none_or(|field| field.name == TYPE) {
                self.disguise = Disguise::Series(self.kind);
                self.kind = TemplateKind::Series;
            }
        } else if id == self.schema.title
            && let Disguise::Series(kind) = self.disguise
        {
            self.kind = kind;
            self.disguise = Disguise::Dropped(count);
        }
    }

    /// Adds a line to the last field.
    fn carry_on(&mut self, line: Line, text: &'a str) {
        let Some(field) = self.fields.last_mut() else { return };
        if self.start == self.end {
            let inner = text.trim_ascii_start();
            self.start = line.end as usize - inner.len();
            field.value_line = line.number;
            field.value_column = (text.len() - inner.len()) as u32 + 1;
        }
        self.end = line.end as usize;
    }

    fn close(&mut self) {
        if let Some(field) = self.fields.last_mut() {
            field.raw = Cow::Borrowed(self.text[self.start..self.end].trim_ascii_end());
        }
    }

    /// When a Handle has just begun and there was one before with another value, the field that most
    /// likely begins a second record: the next one named like the first field of the first.
    fn second_record(&mut self) -> Option<usize> {
        while self.looked < self.fields.len() {
            let now = self.looked;
            let is_last = now + 1 == self.fields.len();
            if self.fields[now].id == self.schema.handle {
                let value = if is_last { &self.text[self.start..self.end] } else { &self.fields[now].raw };
                if value.is_empty() && is_last {
                    // Perhaps the value is on the next line.
                    return None;
                }
                let first = *self.handle.get_or_insert(now);
                if first != now && !self.fields[first].raw.eq_ignore_ascii_case(value.trim()) {
                    self.looked += 1;
                    return self.second_start(first, now);
                }
            }
            self.looked += 1;
        }
        None
    }

    /// The field that begins the second of two records with their handles at `first` and `now`.
    fn second_start(&self, first: usize, now: usize) -> Option<usize> {
        let opener = &self.fields.iter().find(|field| field.name != TYPE)?.name;
        let after = first + 1;
        match opener.as_ref() {
            "handle" => Some(now),
            _ => Some(after + self.fields[after..].iter().position(|field| field.name == *opener)?),
        }
    }

    /// Ends the template before its field number `at` and leaves the rest for another.
    fn split(mut self, at: usize) -> Done<'a> {
        self.close();
        let (line, column) = (self.fields[at].line, self.fields[at].column);
        let in_line = self.fields[at - 1].line == line;
        self.fields.truncate(at);
        self.remarks.forget_from(line);
        let used = self.lines.partition_point(|l| l.number < line);
        let kind = self.kind;
        if matches!(self.disguise, Disguise::Dropped(title) if title >= at) {
            self.disguise = Disguise::Series(kind);
            self.kind = TemplateKind::Series;
        }
        let message = "two records run together here; a Template-Type line seems to be lost";
        let mut diagnostic =
            Diagnostic::new("records-run-together", Severity::Warning, line, message.to_owned());
        if kind != TemplateKind::Unknown {
            diagnostic = diagnostic.fix(format!("Template-Type: {}", kind.label()));
        }
        self.add(diagnostic);
        let rest = in_line.then(|| {
            let Line { start, end, .. } = self.lines[used];
            let text = &self.text[start as usize..end as usize];
            let before = text.char_indices().nth(column as usize - 1).map_or(0, |(at, _)| at);
            start + before as u32
        });
        let mut done = self.finish(used, rest);
        done.inherit = Some(kind);
        done
    }

    fn done(mut self, used: usize, rest: Option<u32>) -> Done<'a> {
        self.close();
        self.finish(used, rest)
    }

    fn finish(mut self, used: usize, rest: Option<u32>) -> Done<'a> {
        let line = self.lines[0].number;
        if let Disguise::Series(kind) = self.disguise {
            let message = format!("{} with the fields of a series; taken for a series", kind.label());
            self.add(
                Diagnostic::new("series-in-disguise", Severity::Warning, line, message)
                    .fix(TemplateKind::Series.label()),
            );
        }
        let start = self.lines[0].start as usize;
        let end = match rest {
            Some(rest) => rest as usize,
            None => self.lines[..used].last().map_or(start, |line| line.end as usize),
        };
        let raw = self.text[start..end].trim_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
        let raw = if self.inherited {
            Cow::Owned(format!("Template-Type: {}\n{raw}", self.kind.label()))
        } else {
            Cow::Borrowed(raw)
        };
        let template = Template { kind: self.kind, line, fields: self.fields, raw };
        Done { template, used, rest, inherit: None }
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        self.remarks.add(diagnostic);
    }
}

/// The part of a Template-Type value before another field that runs into it.
fn split_glued_type(value: &str) -> &str {
    value.split("Template-Type:").next().unwrap_or(value).trim()
}
