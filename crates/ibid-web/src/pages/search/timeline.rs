//! `/timeline`: the works of a search by the years they are about.

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::{SearchPage, SearchRequest, Sort};
use ibid_core::query::{Node, Years};
use ibid_core::record::Work;
use maud::{Markup, html};

use super::{read, request, results};
use crate::Site;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::urls::{self, Search};
use crate::view::timeline::{self, Drawn, Span};

/// Works drawn as lines.
const LINES: usize = 120;

pub(crate) async fn timeline(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let asked = read(&uri)?.first_page();
    // Those about some year.
    let about = Node::Years { which: Years::About, from: Some(1), to: None };
    let wanted = SearchRequest {
        narrowed: vec![about],
        sort: Sort::About,
        limit: LINES,
        facets: true,
        ..request(&asked)
    };
    let page = site.search().search(wanted).await?;
    let title = match asked.text.as_str() {
        "" => t.timeline.of_all.to_owned(),
        text => format!("{} · {text}", t.timeline.title),
    };
    let text = asked.text.clone();
    let frame = Frame { title: &title, asked: Some(&text), listed: false, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, view(t, &asked, &page))).searched())
}

fn view(t: &Messages, asked: &Search, page: &SearchPage) -> Markup {
    let works: Vec<&Work> = page.hits.iter().filter_map(|hit| hit.record.as_work()).collect();
    let spans: Vec<Span<'_>> = works.iter().map(|work| Span::of(work)).collect();
    let address = |(from, to)| asked.with_years(Years::About, (Some(from), Some(to))).at(urls::TIMELINE);
    let drawn = Drawn {
        total: page.results.total,
        counts: &page.results.about,
        chosen: asked.about,
        spans: &spans,
        address: &address,
    };
    html! {
        p.crumb { a href=(asked) { (t.timeline.results) } }
        h1 { @if asked.text.is_empty() { (t.timeline.of_all) } @else { (fill(t.timeline.of, &[("query", &html! { bdi { (asked.text) } })])) } }
        @if asked.about != (None, None) {
            ul.chips aria-label=(t.search.narrowed_to) { li {
                @let years = fill(t.search.about_in, &[("years", &results::span(t, asked.about))]);
                a href=(asked.with_years(Years::About, (None, None)).at(urls::TIMELINE)) aria-label=(fill(t.search.remove, &[("what", &years)])) { (years) " ×" }
            } }
        }
        @if page.results.total == 0 { p { (t.timeline.none) } }
        @else { p.soft.narrow { (t.timeline.intro) } (timeline::timeline(t, &drawn)) }
    }
}

impl<'a> Span<'a> {
    /// A work and the years it is about, as the index reads them.
    pub(crate) fn of(work: &'a Work) -> Span<'a> {
        Span { work, years: work.years_about() }
    }
}
