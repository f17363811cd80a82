//! The line by which a work is listed, the same in results, series, news and relations.

use ibid_app::search::Piece;
use ibid_core::record::Work;
use maud::{Markup, Render, html};

use super::tongue::{Said, Tongue};
use super::{names, words};
use crate::urls;

/// How many people a line names.
const SHOWN: usize = 6;

/// A work in a list. `title` and `snippet` carry what a search marked, when there was one.
pub(crate) struct Line<'a> {
    pub(crate) work: &'a Work,
    pub(crate) series_name: &'a str,
    pub(crate) title: &'a [Piece],
    pub(crate) snippet: &'a [Piece],
    pub(crate) withdrawn: bool,
}

impl<'a> Line<'a> {
    pub(crate) fn new(work: &'a Work, series_name: &'a str) -> Line<'a> {
        Line { work, series_name, title: &[], snippet: &[], withdrawn: false }
    }
}

impl Render for Line<'_> {
    fn render(&self) -> Markup {
        let work = self.work;
        let language = work.language.as_deref();
        let tongue = Tongue::of(&work.title, language);
        let others = if work.authors.is_empty() { &work.editors } else { &work.authors };
        html! {
            h3.t { a href=(urls::page(work.kind, &work.handle)) lang=[tongue.lang] dir=[tongue.dir] {
                @if work.title.is_empty() { (work.handle) }
                @else if self.title.is_empty() { (work.title) }
                @else { (marked(self.title)) }
            } }
            @if !others.is_empty() { p.s { (names(others, SHOWN, language)) } }
            p.s.soft { (facts(work, self.series_name))
                @if self.withdrawn { " · " b.wait { "withdrawn" } }
            }
            @if !self.snippet.is_empty() { p.snip lang=[tongue.lang] dir=[tongue.dir] { (marked(self.snippet)) } }
        }
    }
}

/// "2011 · Global COE Hi-Stat Discussion Paper Series, gd11-190 · Working paper · Full text, free".
fn facts(work: &Work, series_name: &str) -> Markup {
    let day = work.talk.as_ref().and_then(|talk| talk.date).filter(|date| date.month.is_some());
    html! {
        @if let Some(day) = day { (super::days::date(day)) " · " }
        @else if let Some(year) = work.year() { (year) " · " }
        @let name = if work.journal.is_empty() { series_name } else { &work.journal };
        @if !name.is_empty() { (Said(name, None)) (place(work)) " · " }
        @else if !work.volume.is_empty() || !work.number.is_empty() { (number(work)) " · " }
        (words::kind(work.kind))
        @if !work.files.is_empty() { " · " (words::access(work.access())) }
    }
}

/// Number, or volume, issue and pages: " 140(1), pp. 1–20".
pub(crate) fn place(work: &Work) -> Markup {
    html! {
        @if !work.volume.is_empty() { " " (work.volume) @if !work.issue.is_empty() { "(" (work.issue) ")" } }
        @else if !work.number.is_empty() { ", " (work.number) }
        @if !work.pages.is_empty() { ", pp. " (work.pages.replace('-', "–")) }
    }
}

/// The same where the series is not named: "no. gd11-190", "vol. 140(1)".
fn number(work: &Work) -> Markup {
    html! {
        @if !work.volume.is_empty() { "vol. " (work.volume) @if !work.issue.is_empty() { "(" (work.issue) ")" } }
        @else { "no. " (work.number) }
    }
}

/// Text with what a search matched set off.
pub(crate) fn marked(pieces: &[Piece]) -> Markup {
    html! { @for piece in pieces { @if piece.marked { mark { (piece.text) } } @else { (piece.text) } } }
}
