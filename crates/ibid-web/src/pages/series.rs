//! The page of a series: what it is, who looks after it, and its works, newest first, page by page.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::record::Series;
use ibid_core::{Handle, Kind};
use ibid_store::{After, Count, Placed, SeriesOrder};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::Shown;
use crate::urls::{self, Facet, Search};
use crate::view::line::Line;
use crate::view::tongue::Tongue;
use crate::view::{self};

const PER_PAGE: usize = 50;

struct SeriesPage<'a> {
    handle: Handle,
    shown: Option<&'a Shown>,
    archive_name: String,
    counts: Vec<Count>,
    works: Vec<Shown>,
    first: bool,
    next: Option<After>,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(handle) = handle_of(uri.path()) else {
        return Err(problem::no_such_page(uri).await);
    };
    let known_as = urls::series(&handle);
    if known_as != uri.path() {
        return Ok(Redirect::permanent(&known_as).into_response());
    }
    let after = cursor(uri.query().unwrap_or(""))?;
    let shown = site.shelved(&handle).await?;
    let mut found =
        site.reader().series_items(&handle, SeriesOrder::NewestFirst, after, PER_PAGE + 1).await?;
    let counts = site.reader().counts(&handle).await?;
    if shown.is_none() && counts.is_empty() {
        return Err(super::works::missing(&site, &handle.key()).await?);
    }
    let more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    let next = found.last().filter(|_| more).map(Placed::after);
    let archive_name = site.series_name(&handle.archive_handle()).await?;
    let works = found.into_iter().filter_map(|it| Shown::of(it.stored)).collect();
    let page = SeriesPage {
        handle,
        shown: shown.as_deref(),
        archive_name,
        counts,
        works,
        first: after.is_none(),
        next,
    };
    page.answer(&site, t)
}

/// `/s/hst/ghsdps.html` → `RePEc:hst:ghsdps`.
fn handle_of(path: &str) -> Option<Handle> {
    let archive = urls::percent::decode(path.split('/').nth(2)?)?;
    let series = urls::html_name(path)?;
    let plain = |part: &str| !part.is_empty() && !part.contains(':');
    (plain(&archive) && plain(&series)).then(|| Handle::parse(&format!("RePEc:{archive}:{series}")))?
}

/// `after=2011.17.1234`: year, shelf mark and id of the last work of the page before; the year is empty when unknown.
fn cursor(query: &str) -> Answer<Option<After>> {
    let unreadable = || Problem::unreadable(|t| t.problem.bad_cursor);
    let pairs = urls::percent::decode_pairs(query).ok_or_else(unreadable)?;
    let Some((_, value)) = pairs.iter().find(|(name, _)| name == "after") else { return Ok(None) };
    let (year, place) = value.split_once('.').ok_or_else(unreadable)?;
    let (shelf, id) = place.split_once('.').ok_or_else(unreadable)?;
    let shelf = shelf.parse().map_err(|_| unreadable())?;
    let year = if year.is_empty() { None } else { Some(year.parse().map_err(|_| unreadable())?) };
    Ok(Some(After { year, shelf, id: id.parse().map_err(|_| unreadable())? }))
}

impl SeriesPage<'_> {
    fn answer(&self, site: &Site, t: &Messages) -> Answer<Response> {
        let address = urls::series(&self.handle);
        let name = self.name();
        let frame = Frame { title: name, address: &address, listed: self.first, ..Frame::default() };
        let page = Page::html(layout::page(site, t, frame, self.view(t)));
        match self.shown {
            Some(shown) if shown.is_withdrawn() && self.works.is_empty() => {
                Err(Problem::Withdrawn(Gone { handle: self.handle.clone(), page }))
            }
            _ => Ok(page.into_response()),
        }
    }

    fn name(&self) -> &str {
        let name = self.shown.map_or("", |it| it.record.title());
        if name.is_empty() { self.handle.as_str() } else { name }
    }

    fn series(&self) -> Option<&Series> {
        self.shown?.record.as_series()
    }

    fn view(&self, t: &Messages) -> Markup {
        let tongue = Tongue::of(t.lang, self.name(), None);
        let archive = if self.archive_name.is_empty() { self.handle.archive() } else { &self.archive_name };
        html! {
            article.two {
                div {
                    (layout::crumbs(t, &[(urls::archive(self.handle.archive()), html! { (t.said(archive, None)) })]))
                    h1 lang=[tongue.lang] dir=[tongue.dir] { (self.name()) }
                    (self.facts(t))
                    @if let Some(series) = self.series() {
                        @for paragraph in &series.description { p.read { (t.said(paragraph, None)) } }
                    } @else {
                        div.box.note { p { "This archive has not declared the series: its works name it, but no record describes it." } }
                    }
                    section.sec { h2 { @if self.first { "Works, newest first" } @else { "Works, continued" } } (self.works(t)) }
                }
                aside.side { @if let Some(series) = self.series() { (about(t, series)) } (self.source(t)) }
            }
        }
    }

    fn facts(&self, t: &Messages) -> Markup {
        let works = self.counts.iter().filter(|count| count.kind.is_work() && count.live > 0);
        let withdrawn: i64 = self.counts.iter().filter(|it| it.kind.is_work()).map(|it| it.withdrawn).sum();
        html! {
            ul.dots.facts {
                @for count in works { li { (t.kinds(count.kind)) " " b { (t.number(count.live)) } } }
                @if withdrawn > 0 { li { (withdrawn) " withdrawn" } }
                @if let Some(series) = self.series() { @for issn in &series.issn { li { "ISSN " (issn) } } }
                li { a href=(Search::of(Facet::Series, self.handle.as_str())) { "Search this series" } }
            }
        }
    }

    fn works(&self, t: &Messages) -> Markup {
        let lines = self.works.iter().filter_map(|shown| shown.record.as_work());
        html! {
            @if self.works.is_empty() { p { "The catalogue holds no work of this series" @if !self.first { " beyond this point" } "." } }
            ul.list { @for work in lines { li { (Line::new(t, work, "")) } } }
            @if !self.first || self.next.is_some() {
                nav.acts aria-label="Pages" {
                    @if !self.first { a.btn href=(urls::series(&self.handle)) { "Newest" } }
                    @if let Some(after) = self.next {
                        @let year = after.year.map_or(String::new(), |year| year.to_string());
                        a.btn rel="next" href=(urls::after(&urls::series(&self.handle), &format!("{year}.{}.{}", after.shelf, after.id))) { "Older" }
                    }
                }
            }
        }
    }

    fn source(&self, t: &Messages) -> Markup {
        html! {
            h2 { "Where this is from" }
            dl {
                dt { "Handle" } dd { code { (self.handle) } }
                @if let Some(shown) = self.shown { dt { "File" } dd { code { (shown.stored.file) } ", line " (shown.stored.line) } }
            }
        }
    }
}

fn about(t: &Messages, series: &Series) -> Markup {
    html! {
        h2 { "About this series" }
        dl {
            @if series.holds != Kind::Paper { dt { "Holds" } dd { (t.kinds(series.holds)) } }
            @for it in &series.providers { dt { "Provider" } dd { (view::organization(t, it)) } }
            @if !series.editors.is_empty() { dt { "Editors" } @for editor in &series.editors { dd { (view::person(t, editor, None)) } } }
            @if !series.maintainer_name.is_empty() { dt { "Looked after by" } dd { (t.said(&series.maintainer_name, None)) } }
            @for it in &series.predecessors { dt { "Continues" } dd { a href=(urls::resolver(it)) { (it) } } }
            @for it in &series.followups { dt { "Continued by" } dd { a href=(urls::resolver(it)) { (it) } } }
            @if urls::is_linkable(&series.order_homepage) { dt { "Order from" } dd { (view::outward(&series.order_homepage, view::host(&series.order_homepage))) } }
            (view::fact(t, "Price", &series.price))
            (view::fact(t, "Restriction", &series.restriction))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_series_are_read() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(handle_of(path).as_ref().map(Handle::as_str), expected, "{path}");
        };
        check("/s/hst/ghsdps.html", Some("RePEc:hst:ghsdps"));
        check("/s/HST/GHSDPS.html", Some("RePEc:hst:ghsdps"));
        check("/s/hst/ghsdps", Some("RePEc:hst:ghsdps"));
        check("/s/hst/.html", None);
        check("/s/h:t/x.html", None);
        check("/s/hst/%ff.html", None);
    }

    #[test]
    fn cursors_are_read_or_refused() {
        let read = |query: &str| cursor(query).map_err(|problem| format!("{problem:?}"));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("after=2011.5.17"), Ok(Some(After { year: Some(2011), shelf: 5, id: 17 })));
        assert_eq!(read("after=.0.17"), Ok(Some(After { year: None, shelf: 0, id: 17 })));
        for bad in ["after=x", "after=2011", "after=2011.1", "after=2011.1.x", "after=99999.1.1", "after=%ff"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
