//! What a request to the API asks for, read strictly: a name or value that means nothing is told, not
//! passed over, since a program that misspells one would otherwise take the wrong answer for the right.

use axum::http::Uri;

use crate::problem::{Answer, Problem, Why};
use crate::urls::percent;

/// The query of a request, its names known and those of single values used once.
pub(super) struct Asked(Vec<(String, String)>);

impl Asked {
    /// Reads a query in which these names may stand, the latter any number of times.
    pub(super) fn of(uri: &Uri, once: &[&str], often: &[&str]) -> Answer<Asked> {
        let pairs = percent::decode_strictly(uri.query().unwrap_or(""));
        let pairs = pairs.ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
        for (at, (name, value)) in pairs.iter().enumerate() {
            let name = name.as_str();
            let again = once.contains(&name) && pairs[..at].iter().any(|(before, _)| before == name);
            if again {
                return Err(wrong(name, value, "stands more than once"));
            }
            if !once.contains(&name) && !often.contains(&name) {
                return Err(wrong(name, value, "is no parameter of this address"));
            }
        }
        Ok(Asked(pairs))
    }

    /// For addresses that have no parameters.
    pub(super) fn nothing(uri: &Uri) -> Answer<()> {
        Asked::of(uri, &[], &[]).map(drop)
    }

    pub(super) fn one(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A number in its one spelling.
    pub(super) fn number(&self, name: &str, least: i64, most: i64) -> Answer<Option<i64>> {
        let Some(value) = self.one(name) else { return Ok(None) };
        let number =
            value.parse().ok().filter(|it: &i64| it.to_string() == value && (least..=most).contains(it));
        let why = || {
            let why =
                Why::new(|_| "the parameter {name} is {value}, and not a number from {least} to {most}");
            let why = why.with("least", least).with("most", most);
            unreadable(why.with("name", name).with("value", quoted(value)))
        };
        number.map(Some).ok_or_else(why)
    }

    pub(super) fn flag(&self, name: &str) -> Answer<bool> {
        match self.one(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(value) => Err(wrong(name, value, "is neither true nor false")),
        }
    }
}

/// Says what is wrong with a parameter.
pub(super) fn wrong(name: &str, value: &str, how: &str) -> Problem {
    let why = Why::new(|_| "the parameter {name}, here {value}, {how}");
    unreadable(why.with("how", how).with("name", quoted(name)).with("value", quoted(value)))
}

fn unreadable(why: Why) -> Problem {
    Problem::Unreadable { why, instead: None }
}

/// What somebody sent, so much of it as tells which it was.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { format!("“{short}…”") } else { format!("“{text}”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Asked, String> {
        let uri = format!("/x?{query}").parse().expect("an address");
        Asked::of(&uri, &["q", "limit", "all"], &["kind"]).map_err(|problem| format!("{problem:?}"))
    }

    #[test]
    fn what_means_nothing_is_told() {
        let check = |query: &str, part: &str| {
            let said = asked(query).map(|_| ()).expect_err(query);
            assert!(said.contains(part), "{query}: {said}");
        };
        check("q=x&q=y", "“q”, here “y”, stands more than once");
        check("Q=x", "“Q”, here “x”, is no parameter");
        check("q=%ff", "");
        check("q=a%0Ab", "");
        check(&format!("{}=x", "a".repeat(100)), "a…”");
        assert!(asked("q=&kind=a&kind=b").is_ok());
    }

    #[test]
    fn numbers_and_flags_have_one_spelling() {
        let number = |text: &str| {
            let asked = asked(&format!("limit={text}")).expect("a query");
            asked.number("limit", 1, 100).ok().flatten()
        };
        assert_eq!((number("7"), number("100")), (Some(7), Some(100)));
        for bad in ["", "0", "101", "07", "%2B7", "7.0", "-1", "seven", "99999999999999999999"] {
            assert_eq!(number(bad), None, "{bad}");
        }
        let flag = |query: &str| asked(query).expect("a query").flag("all").ok();
        assert_eq!((flag("all=true"), flag("all=false"), flag("")), (Some(true), Some(false), Some(false)));
        assert_eq!((flag("all="), flag("all=1")), (None, None));
    }
}
