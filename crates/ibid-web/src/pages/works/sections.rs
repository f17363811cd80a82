//! The sections of a work's page below its abstract, in order of use. One that has nothing yet says
//! so in a sentence and what can be done.

use ibid_core::export::citation::suggested;
use ibid_core::record::{File, Relation};
use maud::{Markup, Render, html};

use super::{WorkPage, talk};
use crate::i18n::Messages;
use crate::urls::{self, Face, Search};
use crate::view::line::Line;
use crate::view::{self};

/// Bytes from which on a citation folds away: it is all names.
const LONG_CITATION: usize = 1_200;

/// A section: its anchor, its heading, what it shows.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) body: Markup,
    /// Says only that there is nothing yet; left out on paper.
    pub(super) bare: bool,
}

impl Render for Section {
    fn render(&self) -> Markup {
        html! { section.sec.no-print[self.bare] #(self.id) { h2 { (self.title) } (self.body) } }
    }
}

/// All sections of the page that apply to this kind of work.
pub(super) fn all(t: &Messages, page: &WorkPage) -> Vec<Section> {
    let full = |id, title, body| Section { id, title, body, bare: false };
    let bare = |id, title, body| Section { id, title, body, bare: true };
    let work = &page.work;
    let text = if work.talk.is_some() { "Recordings and text" } else { "Full text" };
    let mut sections = Vec::with_capacity(12);
    if let Some(talk) = work.talk.as_ref().filter(|talk| !talk.biography.is_empty()) {
        sections.push(full("speaker", "The speaker", talk::biography(t, talk)));
    }
    sections.push(full("fulltext", text, full_text(t, page)));
    sections.push(full("cite", "Cite this", citation(t, page)));
    let versions = full("versions", "Other versions and parts", versions(t, page));
    sections.push(Section { bare: page.related.is_empty(), ..versions });
    sections.push(bare("references", "References", references(t)));
    sections.push(bare("citations", "Cited by", cited_by(t, page)));
    if work.talk.is_none() {
        sections.push(bare("reports", "Announced in", announced(t)));
    }
    sections.push(full("subjects", "Subjects", subjects(t, page)));
    sections.push(bare("use", "Use", usage(t)));
    if page.has_details() {
        sections.push(full("details", "More about this record", details(t, page)));
    }
    sections.push(full("source", "Where this is from", source(t, page)));
    sections.push(full("corrections", "Corrections", corrections(t, page)));
    sections
}

fn full_text(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    html! {
        @if work.files.is_empty() && work.talk.is_some() {
            p { "No recording, slides or text of this talk are linked." }
        } @else if work.files.is_empty() {
            p { "The publisher gives no link to the full text. "
                a href=(different_version(page)) { "Another version" } " may have one." }
        } @else {
            ul.b { @for file in &work.files { li { (one_file(t, file)) } } }
        }
        @if !work.restriction.is_empty() { p.s { "Restriction on the whole work: " (t.said(&work.restriction, None)) } }
        @if urls::is_linkable(&work.order_url) { p.s { "Order from " (view::outward(&work.order_url, view::host(&work.order_url)))
            @if !work.price.is_empty() { " (" (work.price) ")" } } }
    }
}

fn one_file(t: &Messages, file: &File) -> Markup {
    let label = if file.function.is_empty() { "Full text" } else { &file.function };
    html! {
        @if urls::is_linkable(&file.url) { a.full href=(file.url) rel="nofollow noopener ugc" { (label) } } @else { (label) ": " (file.url) }
        span.soft { " · " (t.format(&file.format)) " · " (view::host(&file.url))
            @if !file.size.is_empty() { " · " (file.size) } }
        br;
        span.s { "Restriction: " @if file.is_free() { "none" } @else { (t.said(&file.restriction, None)) } }
    }
}

fn citation(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let text = suggested(&super::exports::source(work, page.series.as_deref()));
    html! {
        @if text.len() > LONG_CITATION {
            details { summary { "Suggested citation, with all " (work.authors.len()) " authors" } p.read { (text) } }
        } @else { p.read { (text) } }
        dl.kv {
            dt { "Handle" } dd { code { (work.handle) } }
            @if !work.doi.is_empty() { dt { "DOI" } dd { (view::outward(&format!("https://doi.org/{}", work.doi), &work.doi)) } }
            dt { "Download" }
            dd { @for (at, offer) in super::exports::offers().enumerate() {
                @if at > 0 { " · " }
                a href=(page.paths.face(Face::Export(offer.extension))) { (offer.name) }
            } }
        }
    }
}

/// Records this one names, each with the reason it stands here.
fn versions(t: &Messages, page: &WorkPage) -> Markup {
    html! {
        @if page.related.is_empty() {
            p { "This record names no other version of the same work. "
                a href=(different_version(page)) { "Search for a different version" } "." }
        } @else {
            ul.list { @for related in &page.related { li {
                p.s.soft { (reason(related.relation)) }
                @match related.shown.as_ref().and_then(|shown| Some((shown, shown.record.as_work()?))) {
                    Some((shown, work)) => (Line { withdrawn: shown.is_withdrawn(), ..Line::new(t, work, "") }),
                    None => p { code { (related.handle) } " is not in the catalogue. " a href=(urls::resolver(&related.handle)) { "Look for it" } },
                }
            } } }
        }
    }
}

fn reason(relation: Relation) -> &'static str {
    match relation {
        Relation::Version => "Declared to be the same work in another form",
        Relation::InBook => "The book this chapter is in",
        Relation::HasChapter => "A chapter of this book",
    }
}

fn different_version(page: &WorkPage) -> String {
    urls::search_for(&format!("title:\"{}\"", page.work.title.replace('"', " ")))
}

fn subjects(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    html! {
        @if work.keywords.is_empty() && work.jel.is_empty() {
            p { "The publisher supplied neither keywords nor JEL codes." }
        }
        dl.kv {
            @if !work.keywords.is_empty() {
                dt { "Keywords" }
                dd { @for (at, word) in work.keywords.iter().enumerate() {
                    @if at > 0 { "; " }
                    a href=(view::works_on(word)) { (t.said(word, None)) }
                } }
            }
            @if !work.jel.is_empty() {
                dt { "JEL codes" }
                dd { ul.b { @for code in &work.jel { li { a href=(urls::jel(*code)) { (code) } " " span.soft { (t.jel(*code)) } } } } }
            }
            @if !page.about.is_empty() {
                dt { "Years" }
                dd { @for (at, &(from, to)) in page.about.iter().enumerate() {
                    @if at > 0 { ", " }
                    @let span = view::chart::spans(&[(from, to)]);
                    a href=(Search::default().with_years(ibid_core::query::Years::About, (Some(from), Some(to)))) { (span) }
                } }
            }
        }
    }
}

fn references(t: &Messages) -> Markup {
    html! { p { "We have no references for this work yet: its reference list has not been read. A publisher can send them along with the record; how to add them here by hand will be said in this place." } }
}

fn cited_by(t: &Messages, page: &WorkPage) -> Markup {
    let search = urls::search_for(&format!("\"{}\"", page.work.title.replace('"', " ")));
    html! { p { "We know of no works citing this one yet: citations have not been looked for. Until then, "
    a href=(search) { "search for works that mention its title" } "." } }
}

fn announced(t: &Messages) -> Markup {
    html! { p { "This work has not been announced in a subject report yet." } }
}

fn usage(t: &Messages) -> Markup {
    html! { p { "Views and downloads of this work are not counted yet." } }
}

/// Facts that no other section holds.
fn details(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    html! {
        dl.kv {
            @if let Some(date) = work.created { dt { "Created" } dd { (t.date(date)) } }
            @for date in &work.revised { dt { "Revised" } dd { (t.date(*date)) } }
            @if let Some(date) = work.published { dt { "Published" } dd { (t.date(date)) } }
            (view::fact(t, "Status", &work.publication_status))
            (view::fact(t, "Length", &work.length))
            (view::fact(t, "Edition", &work.edition))
            (view::fact(t, "In", &work.book_title))
            (view::fact(t, "Chapter", &work.chapter))
            (view::fact(t, "ISBN", &work.isbn))
            (view::fact(t, "Language", &work.programming_language))
            (view::fact(t, "Version", &work.version))
            @for text in &work.requires { (view::fact(t, "Requires", text)) }
            @for text in &work.notes { (view::fact(t, "Note", text)) }
            @for it in &work.providers { dt { "Provider" } dd { (view::organization(t, it)) } }
        }
    }
}

impl WorkPage {
    fn has_details(&self) -> bool {
        let work = &self.work;
        let texts = [
            &work.publication_status,
            &work.length,
            &work.edition,
            &work.book_title,
            &work.chapter,
            &work.isbn,
            &work.programming_language,
            &work.version,
        ];
        work.created.is_some()
            || work.published.is_some()
            || !work.revised.is_empty()
            || !work.requires.is_empty()
            || !work.notes.is_empty()
            || !work.providers.is_empty()
            || texts.iter().any(|text| !text.is_empty())
    }
}

/// File, line, when first seen, which version, when read.
fn source(t: &Messages, page: &WorkPage) -> Markup {
    let stored = &page.stored;
    html! {
        dl.kv {
            dt { "Archive" } dd { a href=(urls::archive(page.work.handle.archive())) { (t.said(page.archive_name(), None)) } }
            dt { "File" } dd { code { (stored.file) } ", line " (stored.line) }
            dt { "First seen" } dd { (t.moment(page.stored.since)) }
            dt { "Version" } dd { (stored.version) ", read " (t.moment(stored.at)) " · " a href=(page.paths.face(Face::History)) { "what changed" } }
            @if !page.repeats.is_empty() {
                dt { "Also sent" }
                dd { @for (file, line) in &page.repeats { code { (file) } ", line " (line) br; }
                    span.soft { "under the same handle; the first one counts" } }
            }
        }
        p.s { "Every line above is shown as its publisher sent it. "
            a href=(page.paths.face(Face::Export(urls::REDIF))) { "The record as received" } }
    }
}

/// Whom to ask for what, as the services of RePEc say it.
fn corrections(t: &Messages, page: &WorkPage) -> Markup {
    let handle = &page.work.handle;
    let name = page.maintainer();
    html! {
        div.box {
            p { "All of this was provided by the respective publishers and authors. You can help correct errors and omissions. When you ask for a correction, please mention this item’s handle: "
                b { code { (handle) } } "." }
            p { "The record is looked after by " @if name.is_empty() { "the maintainer of its archive" } @else { b { (t.said(name, None)) } }
                @if let Some(provider) = page.provider() { ", " (view::organization(t, provider)) }
                ". A correction made in the archive shows here as soon as the archive is read again." }
            p { "If you wrote this and are not yet registered: registration, which links works to their authors, is not open here yet." }
        }
    }
}
