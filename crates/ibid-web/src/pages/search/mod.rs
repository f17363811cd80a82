//! Searching: results with facets.
//!
//! Here: the handlers and the list of results. `facets.rs` is the column beside it, `nothing.rs` what
//! is said when nothing was found.

pub(super) mod facets;
mod nothing;

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::{Found, SearchError, SearchPage, SearchRequest, Sort};
use ibid_core::query::{Field, Node, Years};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::urls::{self, Facet, LAST_PAGE, Order, PER_PAGE, Range, Search};
use crate::view::line::{self, Line};
use crate::view::tongue::Tongue;

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Problem {
        match error {
            SearchError::Busy => Problem::Busy,
            error => Problem::inside(error),
        }
    }
}

/// A search, its answer, and the names of the series in it.
struct Answered {
    asked: Search,
    page: SearchPage,
    names: Vec<String>,
    /// Series the results are counted by: handle, name, count.
    series: Vec<(String, String, u64)>,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let asked = Search::parse(uri.query().unwrap_or("")).map_err(|why| Problem::Unreadable {
        why,
        instead: urls::percent::decode_pairs(uri.query().unwrap_or(""))
            .and_then(|pairs| pairs.into_iter().find(|(name, _)| name == "q"))
            .map(|(_, text)| Search::text(&text.chars().take(200).collect::<String>()).to_string()),
    })?;
    let request = SearchRequest {
        text: asked.text.clone(),
        narrowed: conditions(&asked),
        sort: sort(asked.order),
        offset: (asked.page - 1) * PER_PAGE,
        limit: PER_PAGE,
        facets: true,
        ..SearchRequest::default()
    };
    let page = site.search().search(request).await?;
    let answered = Answered::gather(&site, asked, page).await?;
    let title = if answered.asked.text.is_empty() { "Browse" } else { &answered.asked.text };
    let address = answered.asked.to_string();
    let frame = Frame {
        title,
        asked: Some(&answered.asked.text),
        address: &address,
        tools: true,
        listed: answered.asked.is_simple() && answered.page.results.total > 0,
        ..Frame::default()
    };
    Ok(Page::html(layout::page(&site, t, frame, answered.view(t))).searched())
}

fn sort(order: Order) -> Sort {
    match order {
        Order::Relevance => Sort::Relevance,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
        Order::Cited => Sort::Cited,
    }
}

/// What a search is narrowed to: one of the values of each facet, and every range of years.
fn conditions(asked: &Search) -> Vec<Node> {
    let mut nodes: Vec<Node> = Facet::ALL
        .into_iter()
        .filter_map(|facet| {
            let values = asked.facets.iter().filter(|(it, _)| *it == facet);
            let values: Vec<Node> = values.filter_map(|(_, value)| condition(facet, value)).collect();
            (!values.is_empty()).then_some(Node::Or(values))
        })
        .collect();
    for (which, (from, to)) in [(Years::Published, asked.published), (Years::About, asked.about)] {
        if from.is_some() || to.is_some() {
            nodes.push(Node::Years { which, from, to });
        }
    }
    nodes
}

fn condition(facet: Facet, value: &str) -> Option<Node> {
    let field = match facet {
        Facet::Kind => Field::Kind,
        Facet::Series => Field::Series,
        Facet::Jel => Field::Jel,
        Facet::Lang => Field::Lang,
        Facet::Access => Field::Access,
        Facet::Year => {
            let year = value.parse().ok();
            return Some(Node::Years { which: Years::Published, from: year, to: year });
        }
    };
    Some(Node::Is { field, value: value.to_owned() })
}

impl Answered {
    async fn gather(site: &Site, asked: Search, page: SearchPage) -> Answer<Answered> {
        let mut names = Vec::with_capacity(page.hits.len());
        for hit in &page.hits {
            names.push(site.series_name(&hit.stored.handle.series_handle()).await?);
        }
        let mut series = Vec::new();
        for (value, count) in page.results.facet(ibid_app::search::Facet::Series) {
            let name = match ibid_core::Handle::parse(value) {
                Some(handle) => site.series_name(&handle).await?,
                None => String::new(),
            };
            series.push((value.clone(), if name.is_empty() { value.clone() } else { name }, *count));
        }
        Ok(Answered { asked, page, names, series })
    }

    fn view(&self, t: &Messages) -> Markup {
        html! {
            h1.vh { @if self.asked.is_empty() { "Browse the catalogue" } @else { "Search results" } }
            div.hit {
                (facets::view(t, self))
                div.over {
                    (super::lookup::offer(t, &self.asked.text))
                    (self.chips(t))
                    (self.summary(t))
                    @if self.page.results.total == 0 { (nothing::view(t, self)) }
                    @else { (self.list(t)) (self.pages(t)) }
                }
            }
        }
    }

    /// What the search is narrowed to, each undone by a click.
    fn chips(&self, t: &Messages) -> Markup {
        let chip = |label: String, without: Search| {
            html! {
                li { a href=(without) aria-label={ "Remove " (label) } { (label) " ×" } }
            }
        };
        html! {
            @if self.asked.is_narrowed() {
                ul.chips aria-label="Narrowed to" {
                    @for (facet, value) in &self.asked.facets { (chip(self.label(t, *facet, value), self.asked.without(*facet, value))) }
                    @if self.asked.published != (None, None) { (chip(format!("published {}", span(self.asked.published)), self.asked.with_years(Years::Published, (None, None)))) }
                    @if self.asked.about != (None, None) { (chip(format!("about {}", span(self.asked.about)), self.asked.with_years(Years::About, (None, None)))) }
                    @if self.asked.facets.len() > 1 { li { a href=(self.asked.widened()) { "Remove all" } } }
                }
            }
        }
    }

    /// A facet's value as readers call it.
    fn label(&self, t: &Messages, facet: Facet, value: &str) -> String {
        match facet {
            Facet::Series => self
                .series
                .iter()
                .find(|(handle, ..)| handle == value)
                .map_or(value, |(_, name, _)| name)
                .to_owned(),
            facet => facets::label(t, facet, value),
        }
    }

    fn summary(&self, t: &Messages) -> Markup {
        html! {
            @for note in &self.page.query.notes { p.s.wait { (note) } }
            p.s.soft.n {
                b { (t.plural(t.count.results, self.page.results.total as i64)) }
                " in " (time(self.page.took)) " · sorted by "
                @for (at, order) in Order::ALL.into_iter().enumerate() {
                    @if at > 0 { ", " }
                    @if order == self.asked.order { b aria-current="true" { (order.word()) } }
                    @else { a href=(self.asked.with_order(order)) { (order.word()) } }
                }
            }
        }
    }

    fn list(&self, t: &Messages) -> Markup {
        html! { h2.vh { "Results" } ol.list start=((self.asked.page - 1) * PER_PAGE + 1) { @for (hit, name) in self.page.hits.iter().zip(&self.names) { li { (one(t, hit, name)) } } } }
    }

    fn pages(&self, t: &Messages) -> Markup {
        let last = usize::try_from(self.page.results.total).unwrap_or(usize::MAX).div_ceil(PER_PAGE);
        let here = self.asked.page;
        html! {
            @if last > 1 {
                nav.acts aria-label="Pages" {
                    @if here > 1 { a.btn rel="prev" href=(self.asked.at_page(here - 1)) { "Previous" } }
                    span.soft.s { "Page " (t.number(here as i64)) " of " (t.number(last as i64)) }
                    @if here < last.min(LAST_PAGE) { a.btn rel="next" href=(self.asked.at_page(here + 1)) { "Next" } }
                }
                @if here == LAST_PAGE { p.s { "Results end here. A narrower search shows the rest." } }
            }
        }
    }
}

/// A hit: a work by its line, anything else by its name.
fn one(t: &Messages, hit: &Found, series_name: &str) -> Markup {
    let title = hit.record.title();
    let tongue = Tongue::of(t.lang, title, None);
    html! {
        @if let Some(work) = hit.record.as_work() {
            (Line { title: &hit.title, snippet: &hit.snippet, ..Line::new(t, work, series_name) })
        } @else {
            h3.t { a href=(urls::record(&hit.record)) lang=[tongue.lang] dir=[tongue.dir] {
                @if title.is_empty() { (hit.stored.handle) } @else { (line::marked(&hit.title)) }
            } }
            p.s.soft { (t.kind(hit.record.kind())) " · " (hit.stored.handle) }
            @if !hit.snippet.is_empty() { p.snip { (line::marked(&hit.snippet)) } }
        }
    }
}

/// "1955–1960", "since 1955", "until 1960".
fn span(range: Range) -> String {
    match range {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

fn time(took: std::time::Duration) -> String {
    let ms = took.as_secs_f64() * 1_000.0;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_becomes_conditions() {
        let check = |query: &str, expected: &str| {
            let asked = Search::parse(query).unwrap_or_else(|why| panic!("{why:?}"));
            let root = Node::And(conditions(&asked));
            let text = ibid_core::query::Query { root, notes: Vec::new() }.to_text();
            assert_eq!(text, expected, "{query}");
        };
        check("kind=talk&kind=paper&jel=F51", "(kind:talk OR kind:paper) (jel:F51)");
        check("from=1990&about_to=1960", "year:1990.. about:..1960");
        check("year=2011", "(year:2011)");
    }

    #[test]
    fn ranges_and_times_are_said_shortly() {
        assert_eq!(span((Some(1955), None)), "since 1955");
        assert_eq!(span((Some(1955), Some(1955))), "1955");
        assert_eq!(time(std::time::Duration::from_micros(1_234)), "1.2 ms");
        assert_eq!(time(std::time::Duration::from_millis(34)), "34 ms");
    }
}
