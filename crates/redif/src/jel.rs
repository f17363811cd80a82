//! The classification codes of the Journal of Economic Literature: what exists and what it is called.
//! The codes themselves are in `jel_table.rs`; taking a field full of them apart is left to the caller.

use crate::jel_table::CODES;

/// Whether it is a code as written in capitals: a letter and up to two digits, `E`, `E5`, `E52`.
pub fn is_code(code: &str) -> bool {
    row(code).is_some()
}

/// What a code stands for, in English.
pub fn label(code: &str) -> Option<&'static str> {
    row(code).map(|row| row.1)
}

/// Every code with its label, in the order of the codes.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.iter().copied()
}

/// The code that was most likely meant, when letters and digits that look alike were mixed up: `040` is
/// O40, `C7O` is C70. `None` when it is none, or a code already in its place would be a guess.
pub fn nearest(code: &str) -> Option<&'static str> {
    let mut mended = String::with_capacity(3);
    for (at, char) in code.trim().chars().enumerate().take(4) {
        mended.push(match (at, char.to_ascii_uppercase()) {
            (0, '0') => 'O',
            (0, '1') => 'I',
            (0, other) => other,
            (_, 'O') => '0',
            (_, 'I' | 'L') => '1',
            (_, other) => other,
        });
    }
    row(&mended).map(|row| row.0)
}

/// The code of the level above: of `E52` it is `E5`, of `E5` it is `E`.
pub fn parent(code: &str) -> Option<&'static str> {
    let shorter = code.get(..code.len().checked_sub(1)?)?;
    row(shorter).map(|row| row.0)
}

fn row(code: &str) -> Option<&'static (&'static str, &'static str)> {
    let at = ROWS[place(code.as_bytes())?];
    (at != NOWHERE).then(|| &CODES[at as usize])
}

const NOWHERE: u16 = u16::MAX;

/// A code has its place here by its letter and digits, so finding it is no search.
static ROWS: [u16; 26 * 111] = {
    let mut rows = [NOWHERE; 26 * 111];
    let mut at = 0;
    while at < CODES.len() {
        if let Some(place) = place(CODES[at].0.as_bytes()) {
            rows[place] = at as u16;
        }
        at += 1;
    }
    rows
};

/// A letter makes 0, a letter with one digit 1 to 10, with two digits 11 to 110.
const fn place(code: &[u8]) -> Option<usize> {
    let (letter, rest) = match code {
        [letter @ b'A'..=b'Z'] => (*letter, 0),
        [letter @ b'A'..=b'Z', digit @ b'0'..=b'9'] => (*letter, 1 + (*digit - b'0') as usize),
        [letter @ b'A'..=b'Z', first @ b'0'..=b'9', second @ b'0'..=b'9'] => {
            (*letter, 11 + (*first - b'0') as usize * 10 + (*second - b'0') as usize)
        }
        _ => return None,
    };
    Some((letter - b'A') as usize * 111 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(CODES.is_sorted_by(|a, b| a.0 < b.0));
        for (code, label) in all() {
            assert!(!label.trim().is_empty(), "{code}");
            assert!(code.len() == 1 || parent(code).is_some(), "{code} hangs in the air");
        }
        assert_eq!(all().filter(|(code, _)| code.len() == 1).count(), 20);
    }

    #[test]
    fn codes_old_and_new() {
        for code in ["E52", "B17", "D15", "D25", "E71", "G41", "G53", "I26", "K24", "O36", "Z32", "A"] {
            assert!(is_code(code), "{code}");
        }
        for code in ["V31", "G03", "H64", "D37", "e52", "E520", "", "S", "O4O"] {
            assert!(!is_code(code), "{code}");
        }
        assert_eq!(label("E52"), Some("Monetary Policy"));
    }

    #[test]
    fn look_alikes() {
        for (written, want) in [
            ("040", Some("O40")),
            ("016", Some("O16")),
            ("033", Some("O33")),
            ("c7O", Some("C70")),
            ("E3l", Some("E31")),
            ("V31", None),
            ("", None),
            ("economics", None),
        ] {
            assert_eq!(nearest(written), want, "{written}");
        }
    }
}
