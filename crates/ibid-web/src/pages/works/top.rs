//! The head of a work's page: where it stands, what it is called, who made it, what it says.

use ibid_core::Kind;
use ibid_core::record::{Access, Agent, Work};
use maud::{Markup, html};

use super::WorkPage;
use crate::layout;
use crate::urls::{self, Face, Facet, Search};
use crate::view::plain::Plain;
use crate::view::tongue::{Said, Tongue};
use crate::view::{self, days, line, words};

/// More people than this fold away behind the first of them.
const PEOPLE_SHOWN: usize = 30;

/// Bytes from which on a title is set smaller.
const LONG_TITLE: usize = 150;

pub(super) fn view(page: &WorkPage) -> Markup {
    let work = &page.work;
    let language = work.language.as_deref();
    let tongue = Tongue::of(&work.title, language);
    let long = (work.title.len() > LONG_TITLE).then_some("long");
    html! {
        (crumbs(page))
        @if page.is_withdrawn() { (withdrawn(page)) }
        h1 class=[long] lang=[tongue.lang] dir=[tongue.dir] { @if work.title.is_empty() { (work.handle) } @else { (work.title) } }
        @for title in &work.other_titles {
            @let tongue = Tongue::of(title, None);
            p.alt lang=[tongue.lang] dir=[tongue.dir] { (title) }
        }
        (people("Authors", &work.authors, language))
        @if !work.editors.is_empty() { p.s.soft { "Edited by" } (people("Editors", &work.editors, language)) }
        (facts(page))
        @if let Some(talk) = &work.talk { (super::talk::when_and_where(talk)) }
        (summary(work))
        (actions(page))
    }
}

fn crumbs(page: &WorkPage) -> Markup {
    let handle = &page.work.handle;
    let mut steps = vec![(urls::archive(handle.archive()), html! { (Said(page.archive_name(), None)) })];
    // Some handles name no series at all.
    if !handle.series().is_empty() {
        steps.push((urls::series(handle), html! { (Said(page.series_name(), None)) }));
    }
    layout::crumbs(&steps)
}

fn withdrawn(page: &WorkPage) -> Markup {
    html! {
        div.box.note.gone role="note" {
            p { b { "Withdrawn." } " The archive stopped supplying this record on " (days::day(page.stored.at))
                ". What follows is its last state, kept so that references to it can still be understood. "
                a href=(page.paths.face(Face::History)) { "See its history" } "." }
        }
    }
}

/// Names in a row; where they work, on demand.
fn people(label: &str, people: &[Agent], language: Option<&str>) -> Markup {
    let (shown, folded) = people.split_at(people.len().min(PEOPLE_SHOWN));
    html! {
        @if !people.is_empty() {
            ul.dots.who aria-label=(label) { @for agent in shown { li { (view::person(agent, language)) } } }
            @if !folded.is_empty() {
                details { summary { "and " (words::plural(folded.len() as i64, "more", "more")) }
                    ul.dots { @for agent in folded { li { (view::person(agent, language)) } } }
                }
            }
            @if people.iter().any(|agent| !agent.workplaces.is_empty()) { (affiliations(people, language)) }
        }
    }
}

fn affiliations(people: &[Agent], language: Option<&str>) -> Markup {
    html! {
        details.s { summary { "Affiliations" }
            dl.kv { @for agent in people.iter().filter(|agent| !agent.workplaces.is_empty()) {
                dt { (Said(&agent.name, language)) }
                dd { @for (at, place) in agent.workplaces.iter().enumerate() { @if at > 0 { "; " } (view::organization(place)) } }
            } }
        }
    }
}

/// Kind, year, series and number, language, access: one line.
fn facts(page: &WorkPage) -> Markup {
    let work = &page.work;
    let name = if work.journal.is_empty() { page.series_name() } else { &work.journal };
    html! {
        ul.dots.facts {
            li { (words::kind(work.kind)) }
            @if let Some(year) = work.year().filter(|_| work.kind != Kind::Talk) { li { (year) } }
            li { (Said(name, None)) (line::place(work)) }
            @if let Some(code) = &work.language { li { a href=(Search::of(Facet::Lang, code)) { (words::language(code)) } } }
            @if !(work.kind == Kind::Talk && work.access() == Access::None) { li { (words::access(work.access())) } }
        }
    }
}

fn summary(work: &Work) -> Markup {
    html! {
        @if work.summary.is_empty() {
            p.soft { "The publisher supplied no abstract." }
        } @else {
            h2.vh { "Abstract" }
            @for paragraph in &work.summary {
                @let tongue = Tongue::of(paragraph, work.language.as_deref());
                p.read lang=[tongue.lang] dir=[tongue.dir] { (Plain(paragraph)) }
            }
        }
    }
}

/// Each a real link: to the text, or to the part of the page that does it.
fn actions(page: &WorkPage) -> Markup {
    let file = page.work.files.iter().find(|file| urls::is_linkable(&file.url));
    html! {
        ul.acts {
            @if let Some(file) = file {
                li { a.btn.one href=(file.url) rel="nofollow noopener ugc" { "Read the " (words::format(&file.format)) } }
            }
            li { a.btn href="#cite" { "Cite" } }
            li { a.btn href=(page.paths.face(Face::History)) { "History" } }
            li { a.btn href="#corrections" { "Correct" } }
        }
    }
}
