//! The line by which a work is listed, the same in results, series, news and relations.

use ibid_app::search::Piece;
use ibid_core::export::Source;
use ibid_core::record::Work;
use maud::{Markup, Render, html};

use super::tongue::Tongue;
use super::{names, taken};
use crate::i18n::{Messages, fill};
use crate::site::Placed;
use crate::urls;

/// How many people a line names.
const SHOWN: usize = 6;

/// A work in a list. `title` and `snippet` carry what a search marked, when there was one.
pub(crate) struct Line<'a> {
    pub(crate) t: &'a Messages,
    pub(crate) work: &'a Work,
    pub(crate) series_name: &'a str,
    pub(crate) title: &'a [Piece],
    pub(crate) snippet: &'a [Piece],
    pub(crate) withdrawn: bool,
    /// The series, for reference managers, which take what is listed; `None` where they are to take the
    /// page's own work only.
    pub(crate) series: Option<&'a str>,
    /// Under a heading in a list, which says year and place.
    pub(crate) grouped: bool,
}

impl<'a> Line<'a> {
    pub(crate) fn new(t: &'a Messages, work: &'a Work, series_name: &'a str) -> Line<'a> {
        Line {
            t,
            work,
            series_name,
            title: &[],
            snippet: &[],
            withdrawn: false,
            series: Some(series_name),
            grouped: false,
        }
    }
}

impl Render for Line<'_> {
    fn render(&self) -> Markup {
        let (t, work) = (self.t, self.work);
        let language = work.language.as_deref();
        let tongue = Tongue::of(t.lang, &work.title, language);
        let others = if work.authors.is_empty() { &work.editors } else { &work.authors };
        html! {
            @let title = html! { a href=(urls::page(work.kind, &work.handle)) lang=[tongue.lang] dir=[tongue.dir] {
                @if work.title.is_empty() { (work.handle) }
                @else if self.title.is_empty() { (work.title) }
                @else { (marked(self.title)) }
            } };
            @if self.grouped { h4.t { (title) } } @else { h3.t { (title) } }
            @if !others.is_empty() { p.s { (names(t, others, SHOWN, language)) } }
            p.s.soft { (facts(t, work, self.series_name, self.grouped))
                @if self.withdrawn { " · " b.wait { (t.field.withdrawn) } }
            }
            @if let Some(series_name) = self.series { (taken(&Source { work, series_name, provider: "", issn: "" }, "")) }
            @if !self.snippet.is_empty() { p.snip lang=[tongue.lang] dir=[tongue.dir] { (marked(self.snippet)) } }
        }
    }
}

/// A work as an item of a list; nothing of what is no work.
pub(crate) fn item(t: &Messages, (shown, series): &Placed) -> Markup {
    html! {
        @if let Some(work) = shown.record.as_work() {
            li { (Line { withdrawn: shown.is_withdrawn(), ..Line::new(t, work, series) }) }
        }
    }
}

/// Lists of works under the year of each; they come newest first.
pub(crate) fn by_year(t: &Messages, works: &[Placed]) -> Markup {
    let year = |(shown, _): &Placed| shown.record.as_work().and_then(Work::year);
    html! {
        @for group in works.chunk_by(|a, b| year(a) == year(b)) {
            h3.yr { @match year(&group[0]) { Some(year) => (year), None => (t.names.undated) } }
            ul.list { @for placed in group { (item(t, placed)) } }
        }
    }
}

/// "2011 · Global COE Hi-Stat Discussion Paper Series, gd11-190 · Working paper · Full text, free"; under
/// a heading that says when and where, "no. gd11-190 · Working paper · Full text, free".
fn facts(t: &Messages, work: &Work, series_name: &str, grouped: bool) -> Markup {
    let day = work.talk.as_ref().and_then(|talk| talk.date).filter(|date| date.month.is_some());
    html! {
        @if let Some(day) = day { (t.date(day)) " · " }
        @else if let (Some(year), false) = (work.year(), grouped) { (year) " · " }
        @let name = if work.journal.is_empty() { series_name } else { &work.journal };
        @if grouped {
            @if !work.number.is_empty() { (number(t, work)) " · " }
            @else if !work.pages.is_empty() { (pages(t, work)) " · " }
        }
        @else if !name.is_empty() { (t.said(name, None)) (place(t, work)) " · " }
        @else if !work.volume.is_empty() || !work.number.is_empty() { (number(t, work)) " · " }
        (t.kind(work.kind))
        @if !work.files.is_empty() { " · " (t.access(work.access())) }
    }
}

/// Number, or volume, issue and pages: " 140(1), pp. 1–20".
pub(crate) fn place(t: &Messages, work: &Work) -> Markup {
    html! {
        @if !work.volume.is_empty() { " " (work.volume) @if !work.issue.is_empty() { "(" (work.issue) ")" } }
        @else if !work.number.is_empty() { ", " bdi { (work.number) } }
        @if !work.pages.is_empty() { ", " (pages(t, work)) }
    }
}

fn pages(t: &Messages, work: &Work) -> Markup {
    html! { (fill(t.field.pages, &[("n", &work.pages.replace('-', "–"))])) }
}

/// The same where the series is not named: "no. gd11-190", "vol. 140(1)".
fn number(t: &Messages, work: &Work) -> Markup {
    html! {
        @if !work.volume.is_empty() { (fill(t.field.volume, &[("n", &t.said(&work.volume, None))])) @if !work.issue.is_empty() { "(" (work.issue) ")" } }
        @else { (fill(t.field.number, &[("n", &t.said(&work.number, None))])) }
    }
}

/// Text with what a search matched set off.
pub(crate) fn marked(pieces: &[Piece]) -> Markup {
    html! { @for piece in pieces { @if piece.marked { mark { (piece.text) } } @else { (piece.text) } } }
}
