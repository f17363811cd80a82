//! Searching: results with facets, and what can be done with a whole result.
//!
//! Here: the handlers, and a search with its answer. `results.rs` is the list with what stands around
//! it, `facets.rs` the column beside, `nothing.rs` what is said when nothing was found; `why.rs`,
//! `export.rs`, `help.rs` and `timeline.rs` are pages of their own.

mod export;
pub(super) mod facets;
mod help;
mod nothing;
mod results;
mod timeline;
mod why;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::{By, Facet as Counted, SearchError, SearchPage, SearchRequest, Sort};
use ibid_core::Handle;
use ibid_core::query::{self, Field, Node, Years};
use maud::html;
use serde_json::json;

use crate::Site;
use crate::head::{json_ld, things};
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::urls::{self, Facet, Feed, Order, PER_PAGE, Search};

pub(crate) use export::{export, extensions};
pub(crate) use help::help;
pub(crate) use timeline::timeline;
pub(crate) use why::why;

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
    /// Of the series of each hit.
    names: Vec<String>,
    /// Series the results are counted by: handle, name, count.
    series: Vec<(String, String, u64)>,
}

/// `/search?q=…`. What the advanced form or a program sends is answered at the short address.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let sent = uri.query().unwrap_or("");
    let asked = read(&uri)?;
    if urls::form::is_filled_in(sent) {
        return Ok(Redirect::to(&asked.to_string()).into_response());
    }
    let request = SearchRequest { facets: true, ..request(&asked) };
    let page = site.search().search(request).await?;
    let answered = Answered::gather(&site, asked, page).await?;
    let text = &answered.asked.text;
    let title = if text.is_empty() { t.search.browse_title } else { text };
    let address = answered.asked.first_page().to_string();
    let works = answered.page.hits.iter().filter_map(|hit| hit.record.as_work());
    let results = things::list(&site, "SearchResultsPage", title, &address, works);
    let head = html! { script type="module" src=(site.look().live.address) {} (json_ld(results)) };
    let listed = answered.asked.is_simple() && answered.page.results.total > 0;
    let feed = Some(Feed::of_search(&answered.asked));
    let frame = Frame { title, address: &address, asked: Some(text), head, listed, feed, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, results::view(t, &answered))).searched().into_response())
}

/// `/search/query.json?q=…`: how a query was understood, as a tree.
pub(crate) async fn tree(uri: Uri) -> Answer {
    let asked = read(&uri)?;
    let query = query::parse(&asked.text);
    let narrowed: Vec<_> = conditions(&asked).iter().map(|(_, node)| urls::json::written(node)).collect();
    let body = json!({
        "text": query.to_text(),
        "query": urls::json::written(&query.root),
        "narrowed": narrowed,
        "notes": query.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "address": asked.first_page().to_string(),
    });
    Ok(Page::new("application/json", body.to_string()))
}

pub(crate) async fn live(State(site): State<Site>) -> Page {
    Page::new("text/javascript; charset=utf-8", site.look().live.text.clone()).for_ever()
}

/// The search an address means; of one that means nothing, the text alone is offered instead.
fn read(uri: &Uri) -> Answer<Search> {
    let sent = uri.query().unwrap_or("");
    Search::parse(sent).map_err(|why| Problem::Unreadable {
        why,
        instead: urls::percent::decode_pairs(sent)
            .and_then(|pairs| pairs.into_iter().find(|(name, _)| name == "q"))
            .map(|(_, text)| Search::text(&text.chars().take(200).collect::<String>()).to_string()),
    })
}

/// What is asked of the index for a page of results.
pub(crate) fn request(asked: &Search) -> SearchRequest {
    SearchRequest {
        text: asked.text.clone(),
        chosen: conditions(asked),
        sort: sort(asked.order),
        offset: if asked.place.is_some() { 0 } else { (asked.page - 1) * PER_PAGE },
        limit: PER_PAGE,
        from: asked.place.clone(),
        ..SearchRequest::default()
    }
}

fn sort(order: Order) -> Sort {
    match order {
        Order::Relevance => Sort::Relevance,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
        Order::Cited => Sort::Cited,
        Order::About => Sort::About,
        Order::Added => Sort::Added,
    }
}

/// What a search is narrowed to: one of the values of each facet, and every range of years.
pub(crate) fn conditions(asked: &Search) -> Vec<(By, Node)> {
    let mut nodes: Vec<(By, Node)> = Facet::ALL
        .into_iter()
        .filter_map(|facet| {
            let values = asked.facets.iter().filter(|(it, _)| *it == facet);
            let values: Vec<Node> = values.filter_map(|(_, value)| condition(facet, value)).collect();
            (!values.is_empty()).then_some((counted(facet), Node::Or(values)))
        })
        .collect();
    let ranges = [(By::Published, Years::Published, asked.published), (By::About, Years::About, asked.about)];
    for (by, which, (from, to)) in ranges {
        if from.is_some() || to.is_some() {
            nodes.push((by, Node::Years { which, from, to }));
        }
    }
    nodes
}

fn counted(facet: Facet) -> By {
    match facet {
        Facet::Kind => By::Facet(Counted::Kind),
        Facet::Year => By::Published,
        Facet::Series => By::Facet(Counted::Series),
        Facet::Jel => By::Facet(Counted::Jel),
        Facet::Lang => By::Facet(Counted::Language),
        Facet::Access => By::Facet(Counted::Access),
    }
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
        let mut series: Vec<(String, String, u64)> = Vec::new();
        let counted = page.results.facet(Counted::Series).iter().map(|(value, count)| (value, *count));
        let chosen = asked.facets.iter().filter(|(facet, _)| *facet == Facet::Series);
        for (value, count) in counted.chain(chosen.map(|(_, value)| (value, 0))) {
            if series.iter().any(|(known, ..)| known == value) {
                continue;
            }
            let name = match Handle::parse(value) {
                Some(handle) => site.series_name(&handle).await?,
                None => String::new(),
            };
            series.push((value.clone(), if name.is_empty() { value.clone() } else { name }, count));
        }
        Ok(Answered { asked, page, names, series })
    }

    /// A facet's value as readers call it.
    fn label(&self, t: &Messages, facet: Facet, value: &str) -> String {
        let series = || self.series.iter().find(|(handle, ..)| handle == value).map(|(_, name, _)| name);
        match facet {
            Facet::Series => series().map_or(value, |name| name).to_owned(),
            facet => facets::label(t, facet, value),
        }
    }
}

#[cfg(test)]
mod tests;
