//! What machines read in the head of a work's page: reference managers, search engines, previews.

use ibid_core::Kind;
use ibid_core::record::Work;
use maud::{Markup, PreEscaped, html};

use super::WorkPage;
use super::exports::offers;
use crate::Site;
use crate::i18n::Messages;
use crate::layout::absolute;
use crate::urls::{self, Face};
use crate::view::plain::Plain;

/// Highwire's names, which Zotero and Google Scholar read, and links to the other formats.
pub(super) fn view(site: &Site, t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    html! {
        (own(site))
        (meta("citation_title", &work.title))
        @for author in work.authors.iter().take(100) { (meta("citation_author", &author.name)) }
        @if let Some(year) = work.year() { (meta("citation_publication_date", &year.to_string())) }
        (container(work, page.series_name()))
        (meta("citation_doi", &work.doi))
        @for file in &work.files {
            @if file.format == "application/pdf" && urls::is_linkable(&file.url) { (meta("citation_pdf_url", &file.url)) }
        }
        (meta("citation_language", work.language.as_deref().unwrap_or("")))
        meta property="og:title" content=(Plain(&work.title));
        meta property="og:type" content="article";
        @for offer in offers() {
            link rel="alternate" type=(offer.media) title=(offer.label(t)) href=(absolute(site, &page.paths.face(Face::Export(offer.extension))));
        }
    }
}

/// The look of these pages and the script that makes them quicker to use.
pub(super) fn own(site: &Site) -> Markup {
    let look = site.look();
    html! {
        style { (PreEscaped(&look.work)) }
        script type="module" src=(look.work_script.address) {}
    }
}

fn container(work: &Work, series: &str) -> Markup {
    let (first, last) = work.pages.split_once('-').unwrap_or((&work.pages, ""));
    html! {
        @match work.kind {
            Kind::Article => {
                (meta("citation_journal_title", if work.journal.is_empty() { series } else { &work.journal }))
                (meta("citation_volume", &work.volume))
                (meta("citation_issue", &work.issue))
            }
            Kind::Chapter => (meta("citation_inbook_title", &work.book_title)),
            _ => {
                (meta("citation_technical_report_institution", series))
                (meta("citation_technical_report_number", &work.number))
            }
        }
        (meta("citation_firstpage", first))
        (meta("citation_lastpage", last))
    }
}

fn meta(name: &str, value: &str) -> Markup {
    html! { @if !value.is_empty() { meta name=(name) content=(Plain(value)); } }
}
