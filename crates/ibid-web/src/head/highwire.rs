//! `meta` elements: Highwire's names, which Google Scholar and reference managers read; of Dublin Core's
//! what Highwire has no word for; and Open Graph's, for previews.
//!
//! Kept to what the reader of embedded metadata in Zotero makes the right thing of: no short description
//! for previews, since it would take that for the abstract; a type of its own for what Highwire has
//! no word for.

use ibid_core::Kind;
use ibid_core::date::Date;
use ibid_core::name::Name;
use ibid_core::record::{File, Series};
use maud::{Markup, html};

use super::{Cited, meta, property};

pub(super) fn view(cited: &Cited<'_>) -> Markup {
    let work = cited.work();
    let page = cited.page();
    html! {
        (meta("citation_title", &work.title))
        @for (name, agent) in &cited.authors {
            (meta("citation_author", &written(name)))
            @for place in &agent.workplaces { (meta("citation_author_institution", &place.name)) }
        }
        @for (name, _) in &cited.editors { (meta("citation_editor", &written(name))) }
        (meta("citation_publication_date", &date(cited.source.issued(), '/')))
        (container(cited))
        (meta("citation_publisher", cited.source.publisher()))
        (meta("citation_doi", &work.doi))
        (meta("citation_isbn", &work.isbn))
        @for file in cited.files() { @if let Some(name) = full_text(file) { (meta(name, &file.url)) } }
        (meta("citation_abstract_html_url", &page))
        (meta("citation_language", work.language.as_deref().unwrap_or("")))
        @for keyword in &work.keywords { (meta("citation_keywords", keyword)) }
        (dublin_core(cited))
        (open_graph(cited))
    }
}

/// Family name first. A comma between two groups of words would be taken for one between two people.
fn written(name: &Name) -> String {
    let several = |part: &str| part.contains(' ');
    if several(&name.given) && several(&name.full_family()) { name.straight() } else { name.inverted() }
}

/// As far as it is known: `2011/07`.
fn date(date: Option<Date>, between: char) -> String {
    date.map_or(String::new(), |date| date.to_string().replace('-', &between.to_string()))
}

fn container(cited: &Cited<'_>) -> Markup {
    let (work, source) = (cited.work(), &cited.source);
    let (first, last) = source.pages();
    let institution = if source.publisher().is_empty() { source.container() } else { source.publisher() };
    html! {
        @match work.kind {
            Kind::Article => {
                (meta("citation_journal_title", source.container()))
                (meta("citation_volume", &work.volume))
                (meta("citation_issue", &work.issue))
                (issn(cited.series))
            }
            Kind::Chapter => {
                (meta("citation_inbook_title", source.container()))
                (meta("citation_book_title", source.container()))
            }
            Kind::Book => (meta("citation_series_title", source.container())),
            Kind::Talk => (meta("z:itemType", "presentation")),
            Kind::Software => (meta("z:itemType", "computerProgram")),
            _ => {
                (meta("citation_technical_report_institution", institution))
                (meta("citation_technical_report_number", source.number()))
                (meta("citation_series_title", source.container()))
            }
        }
        (meta("citation_firstpage", first))
        (meta("citation_lastpage", last))
    }
}

fn issn(series: Option<&Series>) -> Markup {
    html! { @if let Some(series) = series { @for issn in series.issn.iter().take(2) { (meta("citation_issn", issn)) } } }
}

/// What a file of the full text is called, by what it is; `None` for data, recordings and the like.
fn full_text(file: &File) -> Option<&'static str> {
    match file.format.as_str() {
        "application/pdf" => Some("citation_pdf_url"),
        "" if file.url.to_ascii_lowercase().ends_with(".pdf") => Some("citation_pdf_url"),
        "text/html" | "application/xhtml+xml" => Some("citation_fulltext_html_url"),
        _ => None,
    }
}

/// The handle, for which Highwire has no word, and the terms; and all of what it says of papers and articles
/// where the work is neither, since readers of Highwire's elements look for no people of a book.
fn dublin_core(cited: &Cited<'_>) -> Markup {
    let work = cited.work();
    let kind = match work.kind {
        Kind::Article | Kind::Paper => "",
        Kind::Chapter => "Book Chapter",
        Kind::Book => "Book",
        Kind::Software => "Software",
        _ => "Lecture",
    };
    html! {
        @if !kind.is_empty() {
            (meta("DC.title", &work.title))
            @for (name, _) in &cited.authors { (meta("DC.creator", &name.inverted())) }
            @for (name, _) in &cited.editors { (meta("DC.contributor", &name.inverted())) }
            (meta("DC.date", &date(cited.source.issued(), '-')))
            (meta("DC.type", kind))
            (meta("DC.publisher", cited.source.publisher()))
            (meta("DC.language", work.language.as_deref().unwrap_or("")))
        }
        (meta("DC.identifier", work.handle.as_str()))
        @for terms in &work.rights { (meta("DC.rights", terms)) }
    }
}

/// What previews show besides title and address, which every page says.
fn open_graph(cited: &Cited<'_>) -> Markup {
    let work = cited.work();
    html! {
        @if work.kind == Kind::Book {
            (property("book:isbn", &work.isbn))
            (property("book:release_date", &date(cited.source.issued(), '-')))
        } @else if work.kind != Kind::Talk {
            (property("article:published_time", &date(cited.source.issued(), '-')))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_parts_no_two_people() {
        let check = |name: &str, expected: &str| assert_eq!(written(&Name::parse(name)), expected);
        check("Mitsuhiko Kimura", "Kimura, Mitsuhiko");
        check("Jan van der Berg", "van der Berg, Jan");
        check("Jan Peter van der Berg", "Jan Peter van der Berg");
        check("World Bank", "World Bank");
        check("김철수", "김, 철수");
    }
}
