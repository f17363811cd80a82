//! JEL codes: the subject classification of economics.

use std::fmt;

/// A JEL code: one letter and up to two digits, upper case: `F`, `F5`, `F51`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    bytes: [u8; 3],
    len: u8,
}

impl Code {
    /// Reads a code by its form alone; `None` when it is not a letter and up to two digits.
    pub fn parse(text: &str) -> Option<Code> {
        let text = text.trim().as_bytes();
        let ok = matches!(text.len(), 1..=3)
            && text[0].is_ascii_alphabetic()
            && text[1..].iter().all(u8::is_ascii_digit);
        ok.then(|| {
            let mut bytes = [0; 3];
            bytes[..text.len()].copy_from_slice(text);
            bytes[0] = bytes[0].to_ascii_uppercase();
            Code { bytes, len: text.len() as u8 }
        })
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or("")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
