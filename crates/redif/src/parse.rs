//! The reader: cuts the input into templates and hands them out one at a time, in bounded memory.
//! Lines become fields in `fields.rs`, bytes become text in `text.rs`, values are judged in `check.rs`.

use std::io::{self, Read};

use crate::check::Checker;
use crate::diagnostic::{Diagnostic, Remarks, Severity};
use crate::fields::{self, Assembler, Line};
use crate::kind::TemplateKind;
use crate::source::Window;
use crate::template::Template;
use crate::text;

/// How to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether values are judged against their type. Without it only what the lines themselves show is
    /// reported.
    pub check: bool,
    /// Bytes of a line that are read; what follows is dropped and reported.
    pub max_line: usize,
    /// Bytes of a template that are read; what follows, up to the next template, is dropped and reported.
    pub max_template: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { check: true, max_line: 4 << 20, max_template: 16 << 20 }
    }
}

/// Lines of a template that are read; the largest known has some thousands.
const MAX_LINES: usize = 1 << 18;

/// What one step of the reader gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed<'a> {
    /// `None` for a stretch of input that is no template, such as a page of HTML around the first one.
    pub template: Option<Template<'a>>,
    /// What there is to say about it, by line.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed<'_> {
    /// Whether there is a template of a type that is known and nothing worse than a warning about it.
    pub fn is_good(&self) -> bool {
        let known = |template: &Template<'_>| template.kind() != TemplateKind::Unknown;
        self.template.as_ref().is_some_and(known)
            && self.diagnostics.iter().all(|d| d.severity != Severity::Error)
    }
}

/// Everything a small input holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Each template with its diagnostics, in order.
    pub parts: Vec<Parsed<'static>>,
}

impl Document {
    /// The templates alone.
    pub fn templates(&self) -> impl Iterator<Item = &Template<'static>> {
        self.parts.iter().filter_map(|part| part.template.as_ref())
    }

    /// The diagnostics alone.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.parts.iter().flat_map(|part| &part.diagnostics)
    }
}

/// Reads a whole input that is already in memory. Large ones are better read with a [`Reader`].
pub fn parse(bytes: &[u8]) -> Document {
    let mut reader = Reader::new(bytes, Options::default());
    let mut document = Document::default();
    // Reading from a slice cannot fail.
    while let Ok(Some(Parsed { template, diagnostics })) = reader.next() {
        let template = template.map(Template::into_owned);
        document.parts.push(Parsed { template, diagnostics });
    }
    document
}

/// [`parse`] for text.
pub fn parse_text(text: &str) -> Document {
    parse(text.as_bytes())
}

/// Reads templates one after the other. Never fails but when the input does, and needs no more memory
/// than the largest template the options allow.
pub struct Reader<R> {
    window: Window<R>,
    options: Options,
    /// The lines of the current chunk, relative to its start; those before `from` are done with.
    lines: Vec<Line>,
    from: usize,
    /// The text of the chunk when it is not a part of the window.
    own: String,
    is_own: bool,
    /// The type of a record whose Template-Type line was lost.
    inherit: Option<TemplateKind>,
    state: State,
    stray: Stray,
    remarks: Remarks,
    checker: Checker,
    said_wide: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Outside,
    Inside,
    /// After a template that was too long.
    Skipping,
}

/// Lines that belong to no template.
#[derive(Default)]
struct Stray {
    count: u32,
    line: u32,
    code: &'static str,
}

enum Chunk {
    End,
    Stray,
    Template,
}

impl<R: Read> Reader<R> {
    /// A reader of ReDIF in whatever encoding; the input need not be buffered.
    pub fn new(input: R, options: Options) -> Self {
        Reader {
            window: Window::new(input, options.max_line),
            options,
            lines: Vec::new(),
            from: 0,
            own: String::new(),
            is_own: false,
            inherit: None,
            state: State::Outside,
            stray: Stray::default(),
            remarks: Remarks::default(),
            checker: Checker::default(),
            said_wide: false,
        }
    }

    /// The next template, or stretch of something else; `None` at the end.
    ///
    /// # Errors
    /// Only those of the input.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> io::Result<Option<Parsed<'_>>> {
        if self.from >= self.lines.len() {
            match self.chunk()? {
                Chunk::Template => {}
                Chunk::Stray => return Ok(Some(self.finish_stray())),
                Chunk::End => return Ok(None),
            }
        }
        Ok(Some(self.assemble()))
    }

    /// Gathers the lines of the next template.
    fn chunk(&mut self) -> io::Result<Chunk> {
        self.lines.clear();
        self.from = 0;
        self.is_own = false;
        self.inherit = None;
        while let Some(span) = self.window.peek()? {
            let line = trim_end(&self.window.bytes()[span.start..span.end]);
            let length = line.len();
            if length > 0 {
                // Inside a template what is left of a damaged start is seen when the lines are read.
                let starts = match self.state {
                    State::Inside => fields::starts_template(line),
                    _ => fields::may_start_template(line),
                };
                match self.state {
                    State::Inside if starts => {
                        self.state = State::Outside;
                        return Ok(Chunk::Template);
                    }
                    State::Inside => {}
                    _ if starts => {
                        if self.stray.count > 0 {
                            return Ok(Chunk::Stray);
                        }
                        self.state = State::Inside;
                        self.window.keep_from(span.start);
                    }
                    State::Outside => self.stray.add(line, span.number),
                    State::Skipping => {}
                }
            }
            self.window.advance(span);
            if self.state != State::Inside {
                self.window.keep_from(span.start + length);
                continue;
            }
            if span.cut {
                let message = format!("line is longer than {} bytes; cut", self.options.max_line);
                self.remarks.error("line-too-long", span.number, message);
            }
            let start = (span.start - self.window.kept()) as u32;
            let end = start + length as u32;
            if length > 0 {
                self.lines.push(Line { start, end, number: span.number });
            }
            if end as usize > self.options.max_template || self.lines.len() >= MAX_LINES {
                self.state = State::Skipping;
                let message = "template is too long; the rest of it is not read".to_owned();
                self.remarks.error("template-too-long", span.number, message);
                return Ok(Chunk::Template);
            }
        }
        let inside = self.state == State::Inside;
        self.state = State::Outside;
        Ok(match () {
            () if inside => Chunk::Template,
            () if self.stray.count > 0 => Chunk::Stray,
            () => Chunk::End,
        })
    }

    fn finish_stray(&mut self) -> Parsed<'static> {
        self.note_wide();
        std::mem::take(&mut self.stray).report(&mut self.remarks);
        Parsed { template: None, diagnostics: self.remarks.take() }
    }

    /// Makes a template of the lines at hand. When they hold more than one record the rest stays for
    /// the next call.
    fn assemble(&mut self) -> Parsed<'_> {
        self.note_wide();
        let Reader { window, lines, from, own, is_own, inherit, remarks, checker, .. } = self;
        let length = lines.last().map_or(0, |line| line.end as usize);
        let bytes = &window.bytes()[window.kept()..];
        let bytes = if *is_own { &[] } else { &bytes[..length] };
        if *from > 0 && !*is_own {
            own.clear();
            own.push_str(std::str::from_utf8(bytes).unwrap_or_default());
            *is_own = true;
        }
        let text: &str = if *is_own {
            own
        } else {
            match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(_) => {
                    *is_own = true;
                    text::decode(bytes, lines, own, remarks);
                    own
                }
            }
        };
        let assembler = Assembler::new(text, &lines[*from..], *inherit, remarks);
        let done = assembler.run();
        *from += done.used;
        *inherit = done.inherit;
        if let (Some(start), Some(line)) = (done.rest, lines.get_mut(*from)) {
            line.start = start;
        }
        text::inspect(&done.template, remarks);
        if self.options.check {
            checker.check(&done.template, remarks);
        }
        Parsed { template: Some(done.template), diagnostics: remarks.take() }
    }

    fn note_wide(&mut self) {
        let Some(broken) = self.window.utf16() else {
            return;
        };
        if !std::mem::replace(&mut self.said_wide, true) {
            self.remarks.note("utf-16", 1, "input is UTF-16; UTF-8 is safer".to_owned());
        }
        if broken {
            let message = "input is UTF-16 with parts that stand for nothing".to_owned();
            self.remarks.warning("broken-utf-16", 1, message);
        }
    }
}

impl Stray {
    fn add(&mut self, line: &[u8], number: u32) {
        if fields::is_skipped(line) {
            return;
        }
        self.count += 1;
        let code = match line.trim_ascii_start() {
            [b'<', ..] => "preamble",
            line if fields::looks_like_field(line) => "no-template-type",
            _ => "stray-text",
        };
        // Lost fields are worse than lost text.
        if self.count == 1 || (code == "no-template-type" && self.code != code) {
            (self.line, self.code) = (number, code);
        }
    }

    fn report(self, remarks: &mut Remarks) {
        let (count, line) = (self.count, self.line);
        let s = if count == 1 { "" } else { "s" };
        match self.code {
            "preamble" => {
                let message = format!("{count} line{s} around the templates passed over");
                remarks.note("preamble", line, message);
            }
            "stray-text" => {
                let message = format!("{count} line{s} before a Template-Type are not read");
                remarks.warning("stray-text", line, message);
            }
            _ => {
                let message = "fields before a Template-Type are not read; begin with Template-Type";
                remarks.error("no-template-type", line, message.to_owned());
            }
        }
    }
}

fn trim_end(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let [rest @ .., b' ' | b'\t'] = line {
        line = rest;
    }
    line
}
