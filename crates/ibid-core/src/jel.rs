//! JEL codes: the subject classification of economics, by form and by its tree.
//!
//! Not here: the table of codes and labels, which the format's own crate holds (`redif::jel`).

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

    /// What the code stands for: "International Conflicts; Negotiations; Sanctions". `None` for a code
    /// that never was.
    pub fn label(self) -> Option<&'static str> {
        redif::jel::label(self.as_str())
    }

    /// Whether the classification has this code, now or formerly.
    pub fn is_known(self) -> bool {
        self.label().is_some()
    }

    /// The code one level up: `F51` → `F5` → `F`; `None` for a letter.
    pub fn parent(self) -> Option<Code> {
        let len = self.len - 1;
        let mut bytes = self.bytes;
        bytes[usize::from(len)] = 0;
        (len > 0).then_some(Code { bytes, len })
    }

    /// The known codes one level down, in order.
    pub fn children(self) -> impl Iterator<Item = Code> {
        let digits = if self.len < 3 { b"0123456789".as_slice() } else { &[] };
        digits.iter().filter_map(move |&digit| {
            let mut child = self;
            child.bytes[usize::from(self.len)] = digit;
            child.len += 1;
            child.is_known().then_some(child)
        })
    }

    /// The letters the tree starts from: A to R, Y, Z.
    pub fn roots() -> impl Iterator<Item = Code> {
        (b'A'..=b'Z').map(|letter| Code { bytes: [letter, 0, 0], len: 1 }).filter(|code| code.is_known())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        let got = Code::parse(text).map(|code| code.to_string()).unwrap_or_default();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn forms() {
        for (text, want) in [
            ("F51", "F51"),
            (" f51 ", "F51"),
            ("F5", "F5"),
            ("y", "Y"),
            ("C700", ""),
            ("040", ""),
            ("", ""),
            ("FF1", ""),
            ("F5x", ""),
            ("É51", ""),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn the_tree() {
        let code = |text| Code::parse(text).expect(text);
        assert_eq!(code("F51").parent(), Some(code("F5")));
        assert_eq!(code("F5").parent(), Some(code("F")));
        assert_eq!(code("F").parent(), None);
        assert_eq!(code("F51").children().count(), 0);
        assert!(code("F5").children().any(|child| child == code("F51")));
        assert!(code("F").children().all(|child| child.parent() == Some(code("F"))));
        let roots: String = Code::roots().map(|code| code.to_string()).collect();
        assert_eq!(roots, "ABCDEFGHIJKLMNOPQRYZ");
    }

    #[test]
    fn known_codes_are_the_ones_with_a_label() {
        for (text, known) in
            [("N75", true), ("G41", true), ("E71", true), ("H64", false), ("V31", false), ("W", false)]
        {
            assert_eq!(Code::parse(text).is_some_and(Code::is_known), known, "{text}");
        }
    }
}
