//! The head of a work's page: where it stands, what it is called, who made it, what it says.

use ibid_core::Kind;
use ibid_core::record::{Access, Agent, Work};
use maud::{Markup, html};

use super::WorkPage;
use crate::i18n::Messages;
use crate::layout;
use crate::urls::{self, Face, Facet, Search};
use crate::view::plain::Plain;
use crate::view::tongue::Tongue;
use crate::view::{self, line};

/// More people than this fold away behind the first of them.
const PEOPLE_SHOWN: usize = 30;

/// Bytes from which on a title is set smaller.
const LONG_TITLE: usize = 150;

pub(super) fn view(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let language = work.language.as_deref();
    let tongue = Tongue::of(t.lang, &work.title, language);
    let long = (work.title.len() > LONG_TITLE).then_some("long");
    html! {
        (crumbs(t, page))
        @if page.is_withdrawn() { (withdrawn(t, page)) }
        h1 class=[long] lang=[tongue.lang] dir=[tongue.dir] { @if work.title.is_empty() { (work.handle) } @else { (work.title) } }
        @for title in &work.other_titles {
            @let tongue = Tongue::of(t.lang, title, None);
            p.alt lang=[tongue.lang] dir=[tongue.dir] { (title) }
        }
        (people(t, "Authors", &work.authors, language))
        @if !work.editors.is_empty() { p.s.soft { "Edited by" } (people(t, "Editors", &work.editors, language)) }
        (facts(t, page))
        @if let Some(talk) = &work.talk { (super::talk::when_and_where(t, talk)) }
        (summary(t, work))
        (actions(t, page))
    }
}

fn crumbs(t: &Messages, page: &WorkPage) -> Markup {
    let handle = &page.work.handle;
    let mut steps = vec![(urls::archive(handle.archive()), html! { (t.said(page.archive_name(), None)) })];
    // Some handles name no series at all.
    if !handle.series().is_empty() {
        steps.push((urls::series(handle), html! { (t.said(page.series_name(), None)) }));
    }
    layout::crumbs(t, &steps)
}

fn withdrawn(t: &Messages, page: &WorkPage) -> Markup {
    html! {
        div.box.note.gone role="note" {
            p { b { "Withdrawn." } " The archive stopped supplying this record on " (t.day(page.stored.at))
                ". What follows is its last state, kept so that references to it can still be understood. "
                a href=(page.paths.face(Face::History)) { "See its history" } "." }
        }
    }
}

/// Names in a row; where they work, on demand.
fn people(t: &Messages, label: &str, people: &[Agent], language: Option<&str>) -> Markup {
    let (shown, folded) = people.split_at(people.len().min(PEOPLE_SHOWN));
    html! {
        @if !people.is_empty() {
            ul.dots.who aria-label=(label) { @for agent in shown { li { (view::person(t, agent, language)) } } }
            @if !folded.is_empty() {
                details { summary { "and " (t.plural(t.count.more, folded.len() as i64)) }
                    ul.dots { @for agent in folded { li { (view::person(t, agent, language)) } } }
                }
            }
            @if people.iter().any(|agent| !agent.workplaces.is_empty()) { (affiliations(t, people, language)) }
        }
    }
}

fn affiliations(t: &Messages, people: &[Agent], language: Option<&str>) -> Markup {
    html! {
        details.s { summary { "Affiliations" }
            dl.kv { @for agent in people.iter().filter(|agent| !agent.workplaces.is_empty()) {
                dt { (t.said(&agent.name, language)) }
                dd { @for (at, place) in agent.workplaces.iter().enumerate() { @if at > 0 { "; " } (view::organization(t, place)) } }
            } }
        }
    }
}

/// Kind, year, series and number, language, access: one line.
fn facts(t: &Messages, page: &WorkPage) -> Markup {
    let work = &page.work;
    let name = if work.journal.is_empty() { page.series_name() } else { &work.journal };
    html! {
        ul.dots.facts {
            li { (t.kind(work.kind)) }
            @if let Some(year) = work.year().filter(|_| work.kind != Kind::Talk) { li { (year) } }
            li { (t.said(name, None)) (line::place(t, work)) }
            @if let Some(code) = &work.language { li { a href=(Search::of(Facet::Lang, code)) { (t.language(code)) } } }
            @if !(work.kind == Kind::Talk && work.access() == Access::None) { li { (t.access(work.access())) } }
        }
    }
}

fn summary(t: &Messages, work: &Work) -> Markup {
    html! {
        @if work.summary.is_empty() {
            p.soft { "The publisher supplied no abstract." }
        } @else {
            h2.vh { "Abstract" }
            @for paragraph in &work.summary {
                @let tongue = Tongue::of(t.lang, paragraph, work.language.as_deref());
                p.read lang=[tongue.lang] dir=[tongue.dir] { (Plain(paragraph)) }
            }
        }
    }
}

/// Each a real link: to the text, or to the part of the page that does it.
fn actions(t: &Messages, page: &WorkPage) -> Markup {
    let file = page.work.files.iter().find(|file| urls::is_linkable(&file.url));
    html! {
        ul.acts {
            @if let Some(file) = file {
                li { a.btn.one href=(file.url) rel="nofollow noopener ugc" { "Read the " (t.format(&file.format)) } }
            }
            li { a.btn href="#cite" { "Cite" } }
            li { a.btn href=(page.paths.face(Face::History)) { "History" } }
            li { a.btn href="#corrections" { "Correct" } }
        }
    }
}
