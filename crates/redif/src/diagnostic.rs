//! What the reader has to say about its input: where, how bad, and what would mend it.
//! The name of the file is not known here; the caller adds it.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The template cannot be used as it stands: something required is absent or unreadable.
    Error,
    /// Something was dropped or guessed; the template can be used.
    Warning,
    /// Read as meant; said for whoever keeps the file.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One remark about one place of the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable name of the kind of remark, in kebab case: `bad-date`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Line, counted from 1; 0 when the whole input is meant.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
    /// What is wrong, in lower case, without a full stop.
    pub message: String,
    /// What to write instead of the text at this place, where that can be worked out.
    pub fix: Option<String>,
}

impl Diagnostic {
    /// Shows the remark the way compilers do: `wpaper/2024.rdf:37: author name is empty`.
    pub fn at<'d>(&'d self, file: &'d str) -> impl fmt::Display + 'd {
        At { file, diagnostic: self }
    }

    pub(crate) fn new(code: &'static str, severity: Severity, line: u32, message: String) -> Self {
        Diagnostic { code, severity, line, column: 1, message, fix: None }
    }

    pub(crate) fn column(mut self, column: u32) -> Self {
        self.column = column;
        self
    }

    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

struct At<'d> {
    file: &'d str,
    diagnostic: &'d Diagnostic,
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic { line, message, fix, .. } = self.diagnostic;
        write!(f, "{}:{line}: {message}", self.file)?;
        match fix {
            Some(fix) => write!(f, " (write: {fix})"),
            None => Ok(()),
        }
    }
}

/// The remarks on one template. A kind of remark made again and again is kept a few times and then
/// counted, so a template of a hundred thousand bad fields cannot fill the memory with complaints.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    list: Vec<Diagnostic>,
    /// Code, number seen, line of the last.
    counts: Vec<(&'static str, u32, u32)>,
}

/// How often one kind of remark is kept per template.
const KEPT: u32 = 25;

impl Remarks {
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        let code = diagnostic.code;
        match self.counts.iter_mut().find(|(seen, _, _)| *seen == code) {
            None => self.counts.push((code, 1, diagnostic.line)),
            Some((_, count, line)) => {
                *count += 1;
                *line = diagnostic.line;
                if *count > KEPT {
                    return;
                }
            }
        }
        self.list.push(diagnostic);
    }

    pub(crate) fn error(&mut self, code: &'static str, line: u32, message: String) {
        self.add(Diagnostic::new(code, Severity::Error, line, message));
    }

    pub(crate) fn warning(&mut self, code: &'static str, line: u32, message: String) {
        self.add(Diagnostic::new(code, Severity::Warning, line, message));
    }

    pub(crate) fn note(&mut self, code: &'static str, line: u32, message: String) {
        self.add(Diagnostic::new(code, Severity::Note, line, message));
    }

    /// Takes back what was said about a line and those after it.
    pub(crate) fn forget_from(&mut self, line: u32) {
        self.list.retain(|d| d.line < line);
    }

    /// Hands over what was said, by line, and starts afresh.
    pub(crate) fn take(&mut self) -> Vec<Diagnostic> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let mut list = std::mem::take(&mut self.list);
        for (code, count, line) in self.counts.drain(..) {
            if count > KEPT {
                let message = format!("{} more of the same ({code})", count - KEPT);
                list.push(Diagnostic::new("more-of-the-same", Severity::Note, line, message));
            }
        }
        list.sort_by_key(|d| (d.line, d.column));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_with_file_line_and_fix() {
        let bare = Diagnostic::new("empty-key", Severity::Warning, 37, "author name is empty".into());
        assert_eq!(bare.at("a/b.rdf").to_string(), "a/b.rdf:37: author name is empty");
        let mended = bare.fix("Smith");
        assert_eq!(mended.at("x").to_string(), "x:37: author name is empty (write: Smith)");
    }

    #[test]
    fn the_same_again_and_again_is_counted() {
        let mut remarks = Remarks::default();
        for line in (1..=1000).rev() {
            remarks.note("same", line, "again".into());
        }
        let list = remarks.take();
        assert_eq!(list.len(), KEPT as usize + 1);
        assert_eq!(list[0].message, "975 more of the same (same)");
        assert!(list.is_sorted_by_key(|d| d.line));
        assert!(remarks.take().is_empty());
    }
}
