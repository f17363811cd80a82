//! BibTeX entries: UTF-8, LaTeX specials escaped, one field a line.

use std::fmt::Write;

use any_ascii::any_ascii;

use super::{Source, line};
use crate::name::Name;
use crate::record::{Kind, Work};
use crate::text::fold;

/// `kimura2011toward`: family name, year, first telling word of the title, in ASCII.
pub(super) fn key(work: &Work) -> String {
    let family =
        work.authors.first().map(Name::of).map(|name| plain(&name.family)).filter(|name| !name.is_empty());
    let year = work.year().map(|year| year.to_string()).unwrap_or_default();
    let telling = |word: &String| !word.is_empty() && !SMALL.contains(&word.as_str());
    let word = work.title.split(|c: char| !c.is_alphanumeric()).map(plain).find(telling).unwrap_or_default();
    let key = format!("{}{year}{word}", family.unwrap_or_else(|| "anon".into()));
    key.chars().take(60).collect()
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
    let mut out = format!("@{kind}{{{key},\n");
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() && !name.is_empty() {
            let _ = writeln!(out, "  {name} = {{{value}}},");
        }
    };
    field("author", &people(&source.authors()));
    field("editor", &people(&source.editors()));
    field("title", &escaped(&work.title));
    field(container, &escaped(source.container()));
    field(publisher, &escaped(source.publisher()));
    field("year", &work.year().map(|year| year.to_string()).unwrap_or_default());
    field(
        "month",
        &source.issued().and_then(|date| date.month).map(|month| month.to_string()).unwrap_or_default(),
    );
    field("volume", &escaped(&work.volume));
    let number = if work.kind == Kind::Article { &work.issue } else { source.number() };
    field("number", &escaped(number));
    field("pages", &pages(source));
    field("chapter", &escaped(&work.chapter));
    field("edition", &escaped(&work.edition));
    field("doi", &address(&work.doi));
    field("isbn", &escaped(&work.isbn));
    field("url", &address(source.url()));
    field("language", work.language.as_deref().unwrap_or(""));
    field("keywords", &escaped(&work.keywords.join(", ")));
    field("abstract", &escaped(&source.summary()));
    field("note", &escaped(work.handle.as_str()));
    out.push_str("}\n");
    out
}

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

fn pages(source: &Source<'_>) -> String {
    match source.pages() {
        (first, "") => escaped(first),
        (first, last) => escaped(first) + "--" + &escaped(last),
    }
}

/// Names joined by "and". One without parts, or with an "and" of its own, is held by braces.
fn people(names: &[Name]) -> String {
    let one = |name: &Name| {
        let text = escaped(&name.inverted());
        let whole = name.whole || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
        if whole { format!("{{{text}}}") } else { suffix_second(name, text) }
    };
    names.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// BibTeX has the suffix in the middle: "King, Jr., Martin Luther".
fn suffix_second(name: &Name, text: String) -> String {
    if name.suffix.is_empty() {
        return text;
    }
    [name.full_family(), name.suffix.clone(), name.given.clone()].map(|part| escaped(&part)).join(", ")
}

/// One line with everything LaTeX would act on made harmless.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Addresses are printed as they are, but for what would end the field.
fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c => out.push(c),
        }
    }
    out
}
