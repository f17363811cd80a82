//! The list of a series' works: which order, groups by year or volume, and the way on.

use ibid_core::Kind;
use ibid_core::record::Work;
use ibid_store::SeriesOrder;
use maud::{Markup, html};

use super::SeriesPage;
use crate::i18n::{Messages, fill};
use crate::urls::{self, Listing};
use crate::view::line::Line;

pub(super) fn view(t: &Messages, page: &SeriesPage) -> Markup {
    let order = page.listing.order;
    let works = page.works.iter().filter_map(|shown| shown.record.as_work());
    let mut groups: Vec<(Markup, Vec<&Work>)> = Vec::new();
    for work in works {
        let heading = heading(t, order, work);
        match groups.last_mut() {
            Some((last, of_group)) if last.0 == heading.0 => of_group.push(work),
            _ => groups.push((heading, vec![work])),
        }
    }
    html! {
        @if page.live() > 1 { (switch(t, page)) }
        @if groups.is_empty() { p { (if page.listing.is_whole() { t.series.nothing } else { t.series.nothing_more }) } }
        @for (heading, works) in &groups {
            @if heading.0.is_empty() { (list(t, page, works, false)) }
            @else { h3.grp { (heading) } (list(t, page, works, true)) }
        }
        @if !page.listing.is_whole() || page.next.is_some() { (ways_on(t, page)) }
    }
}

fn list(t: &Messages, page: &SeriesPage, works: &[&Work], grouped: bool) -> Markup {
    let series = Some(page.name());
    html! { ul.list { @for work in works { li { (Line { grouped, series, ..Line::new(t, work, "") }) } } } }
}

/// What a work stands under: its volume and issue, else in the order of years its year.
fn heading(t: &Messages, order: SeriesOrder, work: &Work) -> Markup {
    let words = &t.series;
    let year = work.year();
    if work.kind == Kind::Article && !work.volume.is_empty() {
        let (n, issue) = (&work.volume, &work.issue);
        return html! {
            @if work.issue.is_empty() { (fill(words.volume, &[("n", n)])) }
            @else { (fill(words.issue, &[("n", n), ("issue", issue)])) }
            @if let Some(year) = year { " " span.soft { "(" (year) ")" } }
        };
    }
    match (order, year) {
        (SeriesOrder::ByNumber, _) => html! {},
        (SeriesOrder::NewestFirst, Some(year)) => html! { (year) },
        (SeriesOrder::NewestFirst, None) => html! { (words.no_year) },
    }
}

/// Newest first or by number; in the latter a box for the number to begin with.
fn switch(t: &Messages, page: &SeriesPage) -> Markup {
    let words = &t.series;
    let numbered = if page.census.volumes.is_empty() { words.by_number } else { words.by_volume };
    let orders = [(Listing::NEWEST, words.newest_first), (Listing::NUMBERED, numbered)];
    html! {
        div.ways {
            nav aria-label=(words.order) { ul.dots { @for (listing, name) in orders { li {
                @if listing.order == page.listing.order { b aria-current="true" { (name) } }
                @else { a href={ (listing.address(&page.handle)) "#works" } { (name) } }
            } } } }
            form action=(urls::series(&page.handle)) {
                label for="at" { (words.go_to) } " "
                input #at name="at" size="8" maxlength="60" autocomplete="off"; " "
                button { (words.go) }
            }
        }
    }
}

fn ways_on(t: &Messages, page: &SeriesPage) -> Markup {
    let beginning = Listing { order: page.listing.order, ..Listing::NEWEST };
    html! {
        nav.acts aria-label=(t.site.pages) {
            @if !page.listing.is_whole() { a.btn href={ (beginning.address(&page.handle)) "#works" } { (t.series.beginning) } }
            @if let Some(after) = page.next { a.btn rel="next" href={ (page.listing.after(after).address(&page.handle)) "#works" } { (t.series.further) } }
        }
    }
}
