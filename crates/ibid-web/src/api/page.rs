//! `/api/`: the page that tells people what programs can ask for, made from the document itself.

use axum::extract::State;
use maud::{Markup, PreEscaped, html};
use utoipa::openapi::path::Operation;

use super::described;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, KINDS};
use crate::{Site, urls};

/// What to try first.
const EXAMPLES: [&str; 4] = [
    "/api/v1/works/RePEc:hst:ghsdps:gd11-190",
    "/api/v1/works?q=%22North+Korea%22&kind=paper&facets=true",
    "/api/v1/works/RePEc:hst:ghsdps:gd11-190/cite?style=apa",
    "/api/v1/changes?since=0&limit=10",
];

pub(super) async fn show(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let frame = Frame { title: t.api.title, address: urls::API, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, view(&site, t))))
}

fn view(site: &Site, t: &Messages) -> Markup {
    let document = html! { a href=(urls::OPENAPI) { code { "openapi.json" } } };
    html! {
        article.narrow {
            h1 { (t.api.title) }
            p { (t.api.intro) }
            p { (fill(t.api.document, &[("document", &document)])) }
            section.sec {
                h2 { (t.api.examples) }
                ul.list { @for path in EXAMPLES { li { a href=(path) { code { (path) } } } } }
            }
            @if site.folders().is_some() { section.sec {
                h2 { (t.dumps.title) }
                ul.list {
                    li { a href=(urls::DUMPS) { code { (urls::DUMPS) } } }
                    li { a href=(urls::MIRROR) { code { (urls::MIRROR) } } " " (t.dumps.mirror) }
                }
            } }
            section.sec {
                h2 { (t.api.addresses) }
                div.scroll { table lang="en" {
                    @for (path, operation) in operations() { tr {
                        th scope="row" { code { (broken(path)) } }
                        td { (with_words(operation.summary.as_deref().unwrap_or(""))) }
                    } }
                } }
            }
            section.sec { h2 { (t.api.limits) } p { (fill(t.api.limits_about, &[("level", &code("RateLimit")), ("policy", &code("RateLimit-Policy")), ("retry", &code("Retry-After"))])) } (limits(site, t)) }
            section.sec {
                h2 { (t.api.problems) }
                p { (fill(t.api.problems_about, &[("media", &code("application/problem+json")), ("type", &code("type"))])) }
                dl.kv lang="en" { @for (word, about) in KINDS { dt #(word) { code { (word) } } dd { (with_words(about)) } } }
            }
        }
    }
}

/// A word of the protocol, the same in every language.
fn code(word: &str) -> Markup {
    html! { code { (word) } }
}

/// What the document says, with the words of the protocol that it sets between backquotes set off.
fn with_words(text: &str) -> Markup {
    html! { @for (at, part) in text.split('`').enumerate() { @if at % 2 == 1 { (code(part)) } @else { (part) } } }
}

fn operations() -> impl Iterator<Item = (&'static str, &'static Operation)> {
    let paths = described().paths.paths.iter();
    paths.filter_map(|(path, item)| Some((path.as_str(), item.get.as_ref()?)))
}

/// A path that may be broken before a slash where a line is narrow.
fn broken(path: &str) -> Markup {
    html! { @for part in path.split('/').skip(1) { (PreEscaped("<wbr>")) "/" (part) } }
}

fn limits(site: &Site, t: &Messages) -> Markup {
    let limits = &site.settings().limits;
    let rows = [
        ("api", t.api.limit_api, limits.api),
        ("search", t.api.limit_search, limits.search),
        ("bulk", t.api.limit_bulk, limits.bulk),
        ("harvest", t.api.limit_harvest, limits.harvest),
    ];
    html! {
        table {
            thead { tr { th scope="col" { (t.api.class) } th scope="col" { (t.api.what) } th.num scope="col" { (t.api.a_minute) } } }
            tbody { @for (name, what, most) in rows { tr {
                th scope="row" { code { (name) } }
                td { (what) }
                td.num { @if most == 0 { (t.api.any) } @else { (t.number(i64::from(most))) } }
            } } }
        }
    }
}
