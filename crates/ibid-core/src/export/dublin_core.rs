//! Simple Dublin Core in the `oai_dc` schema: elements repeat, none is required.

use std::fmt::Write;

use super::{Source, line};
use crate::record::Kind;
use crate::xml::escaped;

pub(super) const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<records>\n";
pub(super) const END: &str = "</records>\n";

const OPEN: &str = concat!(
    "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\"",
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
    " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/",
    " http://www.openarchives.org/OAI/2.0/oai_dc.xsd\">\n"
);

pub(super) fn entry(source: &Source<'_>) -> String {
    let work = source.work;
    let mut out = String::from(OPEN);
    let mut element = |name: &str, value: &str| {
        // The paragraphs of a description stay parted.
        let value = if name == "description" { value.trim().to_owned() } else { line(value) };
        if !value.is_empty() {
            let _ = writeln!(out, "  <dc:{name}>{}</dc:{name}>", escaped(&value));
        }
    };
    element("title", &work.title);
    work.other_titles.iter().for_each(|title| element("title", title));
    source.authors().iter().for_each(|name| element("creator", &name.inverted()));
    source.editors().iter().for_each(|name| element("contributor", &name.inverted()));
    work.keywords.iter().for_each(|keyword| element("subject", keyword));
    work.jel.iter().for_each(|code| element("subject", &format!("jel:{code}")));
    element("description", &source.summary());
    element("publisher", source.publisher());
    element("date", &source.issued().map(|date| date.to_string()).unwrap_or_default());
    element("type", kind(work.kind));
    element("identifier", work.handle.as_str());
    if !work.doi.is_empty() {
        element("identifier", &format!("https://doi.org/{}", work.doi));
    }
    work.files.iter().for_each(|file| element("identifier", &file.url));
    work.files.iter().for_each(|file| element("format", &file.format));
    element("source", &place(source));
    element("language", work.language.as_deref().unwrap_or(""));
    work.relations.iter().for_each(|(_, handle)| element("relation", handle.as_str()));
    element("rights", &work.restriction);
    let of_files = work.files.iter().map(|file| &file.rights);
    work.rights.iter().chain(of_files).for_each(|rights| element("rights", rights));
    out.push_str("</oai_dc:dc>\n");
    out
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article",
        Kind::Chapter => "bookPart",
        Kind::Book => "book",
        Kind::Software => "Software",
        Kind::Talk => "lecture",
        _ => "workingPaper",
    }
}

/// "Journal, 12(3), 1-20"; "Series, gd11-190".
fn place(source: &Source<'_>) -> String {
    let work = source.work;
    let issue = if work.issue.is_empty() { String::new() } else { format!("({})", work.issue) };
    let volume = format!("{}{issue}", work.volume);
    let parts = [source.container(), &volume, source.number(), &work.pages];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
