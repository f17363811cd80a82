//! Printing to standard output: text for people, one JSON object a line for pipes.
//!
//! A reader that goes away (`ibid … | head`) ends the command quietly.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde_json::Value;

use crate::cli::Format;

/// Where a command prints.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) format: Format,
    out: BufWriter<StdoutLock<'static>>,
}

impl Output {
    pub(crate) fn new(format: Format) -> Output {
        Output { format, out: BufWriter::with_capacity(1 << 16, io::stdout().lock()) }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Text as it is, with no end of line of our own.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// True when the error only says that nobody reads any more.
pub(crate) fn nobody_reads(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// What a terminal must not be told by a record: control characters, made visible.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
