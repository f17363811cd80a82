//! RIS records: a tag of two letters, two blanks, a hyphen, a blank, the value; lines end in CR LF.

use std::fmt::Write;

use super::{Source, line};
use crate::date::Date;
use crate::record::Kind;

pub(super) fn entry(source: &Source<'_>) -> String {
    let work = source.work;
    let mut out = String::new();
    let mut tag = |name: &str, value: &str| {
        let value = line(value);
        if !value.is_empty() {
            let _ = write!(out, "{name}  - {value}\r\n");
        }
    };
    tag("TY", kind(work.kind));
    source.authors().iter().for_each(|name| tag("AU", &name.inverted()));
    // For a book the second row of people are the editors of its series.
    let editor = if work.kind == Kind::Book { "A3" } else { "A2" };
    source.editors().iter().for_each(|name| tag(editor, &name.inverted()));
    tag("TI", &work.title);
    work.other_titles.iter().for_each(|title| tag("TT", title));
    tag("T2", source.container());
    tag("PY", &work.year().map(|year| year.to_string()).unwrap_or_default());
    tag("DA", &source.issued().map(date).unwrap_or_default());
    tag("VL", &work.volume);
    tag("IS", &work.issue);
    tag(if work.kind == Kind::Paper { "M1" } else { "M2" }, source.number());
    let (first, last) = source.pages();
    tag("SP", first);
    tag("EP", last);
    tag("ET", if work.edition.is_empty() { &work.version } else { &work.edition });
    tag("PB", source.publisher());
    // A report's number stands here as well: reference managers differ in where they look for it.
    let standard = match work.kind {
        Kind::Paper => source.number(),
        Kind::Article if work.isbn.is_empty() => source.issn,
        _ => &work.isbn,
    };
    tag("SN", standard);
    tag("DO", &work.doi);
    work.keywords.iter().for_each(|keyword| tag("KW", keyword));
    work.jel.iter().for_each(|code| tag("KW", code.as_str()));
    tag("LA", work.language.as_deref().unwrap_or(""));
    tag("AB", &source.summary());
    work.files.iter().for_each(|file| tag("UR", &file.url));
    tag("AN", work.handle.as_str());
    out.push_str("ER  - \r\n");
    out
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "JOUR",
        Kind::Chapter => "CHAP",
        Kind::Book => "BOOK",
        Kind::Software => "COMP",
        Kind::Talk => "CPAPER",
        _ => "RPRT",
    }
}

/// `2011/07/27/`, with the parts that are not known left empty.
fn date(date: Date) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}
