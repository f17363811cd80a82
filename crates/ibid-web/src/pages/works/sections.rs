//! The sections of a work's page below its abstract, in order of use. One that has nothing yet says
//! so in a sentence and what can be done. The longer ones have files of their own beside.

use ibid_core::query::Years;
use maud::{Markup, Render, html};

use super::{WorkPage, cite, files, lines, talk, versions};
use crate::i18n::{Messages, Text, fill};
use crate::urls::{self, Face, Search};
use crate::view;
use crate::view::plain::Plain;
use crate::view::stencil::Stencil;

/// A section: its anchor, its heading, what it shows.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: Text,
    pub(super) body: Markup,
    /// Says only that there is nothing yet; left out on paper.
    pub(super) bare: bool,
}

impl Render for Section {
    /// Straight into the page: the bodies are most of it.
    fn render_to(&self, out: &mut String) {
        let bare = if self.bare { " bare no-print" } else { "" };
        for part in ["<section class=\"sec", bare, "\" id=\"", self.id, "\"><h2>"] {
            out.push_str(part);
        }
        Plain(self.title).render_to(out);
        out.push_str("</h2>");
        out.push_str(&self.body.0);
        out.push_str("</section>");
    }
}

/// All sections of the page that apply to this kind of work.
pub(super) fn all(t: &Messages, page: &WorkPage) -> Vec<Section> {
    let full = |id, title, body| Section { id, title, body, bare: false };
    let bare = |id, title, text: Text| Section { id, title, body: html! { p { (Plain(text)) } }, bare: true };
    let work = &page.work;
    let text = if work.talk.is_some() { t.work.recordings } else { t.work.fulltext };
    let mut sections = Vec::with_capacity(16);
    if let Some(talk) = work.talk.as_ref().filter(|talk| !talk.biography.is_empty()) {
        sections.push(full("speaker", t.work.speaker, talk::biography(t, talk)));
    }
    sections.push(full("fulltext", text, files::view(t, page)));
    sections.push(full("cite", t.cite.title, cite::section(t, page)));
    let versions = full("versions", t.work.versions, versions::view(t, page));
    sections.push(Section { bare: page.versions.is_empty(), ..versions });
    sections.push(bare("references", t.work.references, t.work.no_references));
    sections.push(Section { bare: true, ..full("citations", t.work.citations, cited_by(t, page)) });
    if work.talk.is_none() {
        sections.push(bare("reports", t.work.reports, t.work.no_reports));
    }
    sections.push(full("related", t.related.title, RELATED.fill(t, &page.paths)));
    sections.push(full("subjects", t.work.subjects, subjects(t, page)));
    let body = html! { p { @if page.opened > 0 { (t.plural(t.work.opened, page.opened)) } @else { (t.work.no_usage) } " " (t.work.what_counts) } };
    sections.push(Section { bare: page.opened == 0, ..full("use", t.work.usage, body) });
    sections.push(full("details", t.work.details, details(t, page)));
    sections.push(full("source", t.work.source, source(t, page)));
    sections.push(full("corrections", t.work.corrections, corrections(t, page)));
    sections.push(Section { bare: true, ..full("claim", t.work.claim, claim(t, page)) });
    sections
}

/// A link; where scripts run, the list takes its place when a reader comes near.
static RELATED: Stencil = Stencil::new(|t, paths| {
    let address = paths.face(Face::Related);
    html! { div.later data-part=(urls::part(&address)) { p { a href=(address) { (t.work.see_related) } } } }
});

fn subjects(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let known = !(work.keywords.is_empty() && work.jel.is_empty());
    html! {
        @if !known { p { (t.work.no_subjects) } }
        @if known || !page.about.is_empty() { dl.kv {
            @if !work.keywords.is_empty() {
                dt { (t.work.keywords) }
                dd { @for (at, word) in work.keywords.iter().enumerate() {
                    @if at > 0 { "; " }
                    a href=(view::works_on(word)) { (t.said(word, None)) }
                } }
            }
            @if !work.jel.is_empty() {
                dt { (t.work.jel_codes) }
                dd { ul.b { @for code in &work.jel { li { a href=(urls::jel(*code)) { (code) } " " span.soft { (t.jel(*code)) } } } } }
            }
            @if !page.about.is_empty() {
                dt { (t.work.years) }
                dd { @for (at, &(from, to)) in page.about.iter().enumerate() {
                    @if at > 0 { ", " }
                    @let span = view::chart::spans(&[(from, to)]);
                    a href=(Search::default().with_years(Years::About, (Some(from), Some(to)))) { (span) }
                } }
            }
        } }
    }
}

fn cited_by(t: &Messages, page: &WorkPage) -> Markup {
    let search = urls::search_for(&format!("\"{}\"", page.work.title.replace('"', " ")));
    let search = html! { a href=(search) { (t.work.search_mentions) } };
    html! { p { (fill(t.work.no_citations, &[("search", &search)])) } }
}

/// Facts that no other section holds.
fn details(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let named = |name: Text, value: &str| view::fact(t, name, value);
    html! {
        dl.kv {
            @if !work.handle.series().is_empty() {
                dt { (t.work.series) }
                dd { a href=(urls::series(&work.handle)) { (t.said(page.series_name(), None)) } (view::line::place(t, work)) }
            }
            @if let Some(date) = work.created { dt { (t.work.created) } dd { (t.date(date)) } }
            @for date in &work.revised { dt { (t.work.revised) } dd { (t.date(*date)) } }
            @if let Some(date) = work.published { dt { (t.work.published) } dd { (t.date(date)) } }
            (named(t.work.status, &work.publication_status))
            (named(t.work.length, &work.length))
            (named(t.work.edition, &work.edition))
            (named(t.work.in_book_named, &work.book_title))
            (named(t.work.chapter, &work.chapter))
            (named("ISBN", &work.isbn))
            (named(t.work.language, &work.programming_language))
            (named(t.work.version, &work.version))
            @for text in &work.requires { (named(t.work.requires, text)) }
            @for text in &work.notes { (named(t.work.note, text)) }
            @if work.order_url.is_empty() { (named(t.work.price, &work.price)) }
            @for it in &work.providers { dt { (t.work.provider) } dd { (view::organization(t, it)) } }
        }
    }
}

/// File, line, when first seen, which version, when read; then every field in its line.
fn source(t: &Messages, page: &WorkPage) -> Markup {
    let stored = &page.stored;
    let place = |file: &str, line: u32| {
        fill(t.work.file_line, &[("file", &html! { code { (file) } }), ("line", &line)])
    };
    let changes = html! { a href=(page.paths.face(Face::History)) { (t.work.what_changed) } };
    let (lines, whole) = lines::view(t, &stored.text, stored.line);
    html! {
        dl.kv {
            dt { (t.work.archive) } dd { a href=(urls::archive(page.work.handle.archive())) { (t.said(page.archive_name(), None)) } }
            dt { (t.work.file) } dd { (place(&stored.file, stored.line)) }
            dt { (t.work.first_seen) } dd { (t.moment(stored.since)) }
            dt { (t.work.version) }
            dd { (fill(t.work.version_read, &[("n", &stored.version), ("when", &t.moment(stored.at)), ("changes", &changes)])) }
            @if !page.repeats.is_empty() {
                dt { (t.work.also_sent) }
                dd { @for (file, line) in &page.repeats { (place(file, *line)) br; } span.soft { (t.work.first_counts) } }
            }
        }
        details.no-print { summary { (t.work.line_by_line) } (lines)
            @if !whole { p { "…" } }
        }
        p.s.no-print { a href=(page.paths.face(Face::Export(urls::REDIF))) { (t.work.as_received) } }
    }
}

/// The way to say that the work is one's own. The same for everyone: who is signed in is asked there.
fn claim(t: &Messages, page: &WorkPage) -> Markup {
    let here = html! { a href=(urls::claim(&page.work.handle)) rel="nofollow" { (t.work.claim_here) } };
    html! { p { (fill(t.work.no_claim, &[("here", &here)])) } }
}

/// Whom to ask for what, as the services of RePEc say it.
fn corrections(t: &Messages, page: &WorkPage) -> Markup {
    let name = page.maintainer();
    let who = html! {
        @if name.is_empty() { (t.work.its_maintainer) } @else { b { (t.said(name, None)) } }
        @if let Some(provider) = page.provider() { ", " (view::organization(t, provider)) }
    };
    html! {
        div.box {
            p { (fill(t.work.correct_text, &[("handle", &html! { b { code { (page.work.handle) } } })])) }
            p { (fill(t.work.looked_after, &[("who", &who)])) }
        }
    }
}
