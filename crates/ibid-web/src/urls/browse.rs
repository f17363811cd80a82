//! Addresses of the ways through the catalogue that are no search: looking up, names, subjects,
//! institutions by place, days, lists.

use ibid_core::date::Date;

use super::percent::{query, segment};

pub(crate) const LOOKUP: &str = "/lookup";
pub(crate) const AUTHORS: &str = "/authors/";
pub(crate) const SUBJECTS: &str = "/j/";
pub(crate) const INSTITUTIONS: &str = "/i/";
pub(crate) const NEW: &str = "/new/";
pub(crate) const LISTS: &str = "/lists/";

/// A longer text to look up does not fit into an address everywhere.
pub(crate) const LONGEST_LOOKUP: usize = 4_000;

/// `/lookup?q=…`.
pub(crate) fn lookup(text: &str) -> String {
    format!("{LOOKUP}?q={}", query(text))
}

/// `/authors/?from=kim`.
pub(crate) fn authors_from(key: &str) -> String {
    format!("{AUTHORS}?from={}", query(key))
}

/// `/authors/Mitsuhiko%20Kimura.html`.
pub(crate) fn author(name: &str) -> String {
    format!("{AUTHORS}{}.html", segment(name))
}

/// `/i/?country=Japan`.
pub(crate) fn country(name: &str) -> String {
    format!("{INSTITUTIONS}?country={}", query(name))
}

/// `/i/?country=Japan&city=Tokyo`.
pub(crate) fn city(country: &str, name: &str) -> String {
    format!("{}&city={}", self::country(country), query(name))
}

/// `/new/2026-11-20/`.
pub(crate) fn day(date: Date) -> String {
    format!("{NEW}{date}/")
}

/// `/lists/korea.html`, and `/lists/korea.bib` with another ending.
pub(crate) fn list(name: &str, ending: &str) -> String {
    format!("{LISTS}{}.{ending}", segment(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_segment() {
        assert_eq!(author("Mitsuhiko Kimura"), "/authors/Mitsuhiko%20Kimura.html");
        assert_eq!(author("a/b?c"), "/authors/a%2Fb%3Fc.html");
        assert_eq!(lookup("a b&c"), "/lookup?q=a+b%26c");
        assert_eq!(day(Date { year: 2026, month: Some(11), day: Some(20) }), "/new/2026-11-20/");
    }
}
