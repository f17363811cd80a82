//! What of a query could not be read as meant, and how it was read instead. As values, because pages
//! say it in the reader's language; their `Display` says it in English.

use std::fmt;

/// Something read otherwise than it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Only the first so many characters were read.
    Long(usize),
    /// Only the first so many terms were read.
    ManyTerms(usize),
    /// Brackets more than so many deep were left out.
    Deep(usize),
    /// A closing bracket without an opening one was left out.
    Closing,
    /// An open bracket was closed at the end.
    Opening,
    /// A quotation mark without a second one was left out.
    Quotation,
    /// OR with nothing before it was left out.
    Or,
    /// A field with nothing after its colon.
    NoValue { field: &'static str },
    /// Nothing the field could hold; read as words.
    BadValue { field: &'static str, text: String },
    /// Looks like a field and is none; read as words.
    NoField { name: String, text: String },
    /// A star not at the end; read as words.
    Star { text: String },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Long(most) => write!(f, "only the first {most} characters were read"),
            Note::ManyTerms(most) => write!(f, "only the first {most} terms were read"),
            Note::Deep(most) => write!(f, "brackets more than {most} deep were left out"),
            Note::Closing => f.write_str("a closing bracket without an opening one was left out"),
            Note::Opening => f.write_str("an open bracket was closed at the end"),
            Note::Quotation => f.write_str("a quotation mark without a second one was left out"),
            Note::Or => f.write_str("OR with nothing before it was left out"),
            Note::NoValue { field } => {
                write!(f, "\"{field}:\" limits the word right after it; there is none")
            }
            Note::BadValue { field, text } => {
                write!(f, "\"{field}:\" cannot be \"{text}\", which was read as words")
            }
            Note::NoField { name, text } => {
                write!(f, "\"{name}:\" is no field; \"{text}\" was read as words")
            }
            Note::Star { text } => {
                write!(f, "a star stands for endings only; \"{text}\" was read as words")
            }
        }
    }
}
