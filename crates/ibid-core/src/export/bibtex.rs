//! BibTeX entries, for the classic program and its styles: accents as commands, months as macros.

use any_ascii::any_ascii;

use super::Source;
use super::latex::{Entry, Letters};
use crate::name::Name;
use crate::record::{Kind, Work};
use crate::text::fold;

/// `kimura2011toward`: family name, year, first telling word of the title, in ASCII.
pub fn key(work: &Work) -> String {
    let people = work.authors.iter().chain(&work.editors);
    let family = people.map(|agent| plain(&Name::of(agent).family)).find(|name| !name.is_empty());
    let year = work.year().map(|year| year.to_string()).unwrap_or_default();
    let telling = |word: &String| !word.is_empty() && !SMALL.contains(&word.as_str());
    let word = work.title.split(|c: char| !c.is_alphanumeric()).map(plain).find(telling).unwrap_or_default();
    let key = format!("{}{year}{word}", family.unwrap_or_else(|| "anon".into()));
    key.chars().take(60).collect()
}

/// What a key of ours was made of: family name, year and word of the title, and nothing of the number
/// behind it. `None` for keys without a year, which say too little.
pub fn key_parts(key: &str) -> Option<(&str, i16, &str)> {
    let (family, rest) = key.split_at(key.find(|c: char| !c.is_ascii_lowercase())?);
    let year = rest.get(..4)?.parse().ok()?;
    let word = rest[4..].split('-').next().unwrap_or("");
    let whole = !family.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    whole.then_some((family, year, word))
}

/// Words that say nothing at the beginning of a title.
const SMALL: &[&str] = &[
    "a", "an", "the", "on", "of", "in", "to", "and", "for", "is", "are", "at", "by", "do", "does", "how",
    "what", "why", "with", "from", "der", "die", "das", "le", "la", "les", "l", "el", "un", "une", "de", "d",
    "s",
];

fn plain(text: &str) -> String {
    let ascii = any_ascii(&fold(text)).to_ascii_lowercase();
    ascii.chars().filter(char::is_ascii_alphanumeric).collect()
}

pub(super) fn entry(source: &Source<'_>, key: &str) -> String {
    let work = source.work;
    let (kind, container, publisher) = shape(work.kind);
    let language = work.language.as_deref();
    let mut entry = Entry::new(kind, key, Letters::Ascii);
    entry.people("author", &source.authors());
    entry.people("editor", &source.editors());
    entry.title(&work.title, language);
    entry.text(container, source.container());
    entry.text(publisher, source.publisher());
    entry.raw("year", &work.year().map(|year| year.to_string()).unwrap_or_default());
    let month = source.issued().and_then(|date| date.month);
    entry.word("month", month.and_then(|month| MONTHS.get(usize::from(month) - 1)).unwrap_or(&""));
    entry.text("volume", &work.volume);
    let number = if work.kind == Kind::Article { &work.issue } else { source.number() };
    entry.text("number", number);
    entry.end(source, "language")
}

/// Macros every style defines.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Entry type, and the fields that hold the container and the publisher.
fn shape(kind: Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::Article => ("article", "journal", "publisher"),
        Kind::Chapter => ("incollection", "booktitle", "publisher"),
        Kind::Book => ("book", "series", "publisher"),
        Kind::Paper => ("techreport", "type", "institution"),
        _ => ("misc", "howpublished", "organization"),
    }
}
