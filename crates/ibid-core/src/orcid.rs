//! ORCID iDs: sixteen characters by which researchers are told apart, the last one a check
//! (ISO 7064, MOD 11-2).
//!
//! Deliberately not here: whether the iD is anybody's, or whose. Only ORCID knows (`ibid_app::orcid`).

use std::fmt;

/// An iD whose check digit is right, in the spelling ORCID prints: `0000-0002-1825-0097`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Orcid(String);

impl Orcid {
    /// Reads an iD as people write it: bare, as an address with any host before `orcid.org`, behind
    /// `orcid:`, with other dashes, or blanks between its four parts, or nothing. `None` when it is none, or
    /// has a slip of the pen.
    pub fn parse(text: &str) -> Option<Orcid> {
        let bare = text.trim().trim_end_matches('/');
        let bare = bare.rsplit_once("orcid.org/").map_or(bare, |(_, id)| id);
        let bare = match bare.get(..6) {
            Some(start) if start.eq_ignore_ascii_case("orcid:") => bare[6..].trim_start(),
            _ => bare,
        };
        let between = |c: &char| matches!(c, '-' | ' ' | '\u{a0}' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        let lengths: Vec<usize> = bare.split(|c| between(&c)).map(str::len).collect();
        if !matches!(lengths[..], [16] | [4, 4, 4, 4]) {
            return None;
        }
        let signs: String = bare.chars().filter(|c| !between(c)).map(|c| c.to_ascii_uppercase()).collect();
        let (digits, check) = signs.split_at_checked(15)?;
        if check != check_digit(digits)?.to_string() || digits.bytes().all(|b| b == b'0') {
            return None;
        }
        let parts = [0, 4, 8, 12].map(|at| &signs[at..at + 4]);
        Some(Orcid(parts.join("-")))
    }

    /// `0000-0002-1825-0097`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `https://orcid.org/0000-0002-1825-0097`, which is its full form.
    pub fn address(&self) -> String {
        format!("https://orcid.org/{}", self.0)
    }
}

impl fmt::Display for Orcid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Of fifteen digits; `None` when something else is among them.
fn check_digit(digits: &str) -> Option<char> {
    let mut sum = 0;
    for c in digits.chars() {
        sum = (sum + c.to_digit(10)?) * 2 % 11;
    }
    Some(char::from_digit((12 - sum) % 11, 10).unwrap_or('X'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_in_every_spelling_and_checked() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Orcid::parse(text).as_ref().map(Orcid::as_str), expected, "{text}");
        };
        let josiah = Some("0000-0002-1825-0097");
        for text in [
            "0000-0002-1825-0097",
            " 0000-0002-1825-0097 ",
            "https://orcid.org/0000-0002-1825-0097",
            "http://www.orcid.org/0000-0002-1825-0097/",
            "orcid.org/0000-0002-1825-0097",
            "ORCID: 0000-0002-1825-0097",
            "orcid:0000-0002-1825-0097",
            "0000000218250097",
            "0000 0002 1825 0097",
            "0000\u{2010}0002\u{2013}1825\u{2212}0097",
        ] {
            check(text, josiah);
        }
        check("0000-0002-1694-233X", Some("0000-0002-1694-233X"));
        check("0000-0002-1694-233x", Some("0000-0002-1694-233X"));
        check("0009-0009-1234-5678", None);
        for text in [
            "",
            "0000-0002-1825-0098",
            "0000-0002-1825-009",
            "0000-0002-18250-097",
            "0000--0002-1825-097",
            "0000-0002-1825-00977",
            "0000-0002-1852-0097",
            "X000-0002-1825-0097",
            "0000-0002-1694-2331",
            "0000-0000-0000-0001",
            "https://example.org/0000-0002-1825-0097",
            "0000-0002-1825-0097 and more",
            "\u{661}\u{661}\u{661}\u{661}-0002-1825-0097",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            check(text, None);
        }
        assert_eq!(
            Orcid::parse("0000000218250097").unwrap().address(),
            "https://orcid.org/0000-0002-1825-0097"
        );
    }

    #[test]
    fn one_wrong_digit_or_two_that_changed_places_are_noticed() {
        let digits: Vec<char> = "0000000218250097".chars().collect();
        let is_read = |signs: &[char]| Orcid::parse(&signs.iter().collect::<String>()).is_some();
        for at in 0..16 {
            for digit in '0'..='9' {
                let mut other = digits.clone();
                other[at] = digit;
                assert_eq!(is_read(&other), digit == digits[at], "{at} {digit}");
            }
        }
        for at in 0..15 {
            let mut other = digits.clone();
            other.swap(at, at + 1);
            assert_eq!(is_read(&other), digits[at] == digits[at + 1], "{at}");
        }
    }
}
