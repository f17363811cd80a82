//! Why a search finds a work, or does not: what of the query stands where, and what that counts.

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::{Because, Part, Why};
use ibid_core::query::{self, Field};
use ibid_core::{Handle, Record};
use maud::{Markup, html};

use super::results::respelt;
use super::{read, request};
use crate::Site;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::urls::{self, Search};

/// `/search/why?q=…&handle=…`. The script shows what is marked `id=why` below the result.
pub(crate) async fn why(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let asked = read(&uri)?;
    let pairs = urls::percent::decode_pairs(uri.query().unwrap_or("")).unwrap_or_default();
    let named = pairs.iter().find(|(name, _)| name == "handle");
    let handle = named.and_then(|(_, value)| Handle::parse(value));
    let handle = handle.ok_or_else(|| Problem::unreadable(|t| t.problem.no_handle))?;
    let found = site.search().why(request(&asked), &handle).await?;
    let Some((record, why)) = found else { return Err(Problem::missing(handle.as_str())) };
    let text = asked.text.clone();
    let frame = Frame { title: t.search.why_title, asked: Some(&text), listed: false, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, view(t, &asked, &record, &why))).searched())
}

fn view(t: &Messages, asked: &Search, record: &Record, why: &Why) -> Markup {
    let title = if record.title().is_empty() { record.handle().as_str() } else { record.title() };
    html! {
        article.narrow {
            p.crumb { a href=(asked) { (t.search.back) } }
            h1 { (t.search.why_title) }
            p.t { a href=(urls::record(record)) { (t.said(title, None)) } }
            div #why {
                p { @match why.score {
                    Some(_) if why.terms.is_empty() => (t.search.why_unranked),
                    Some(score) => (fill(t.search.why_rank, &[("score", &shown(score))])),
                    None => { (t.search.why_not) " " (t.search.why_conditions) }
                } }
                @if !why.terms.is_empty() { (terms(t, &why.terms)) }
                (respelt(t, asked, &query::parse(&asked.text), &why.respelt))
            }
        }
    }
}

fn terms(t: &Messages, terms: &[Because]) -> Markup {
    html! {
        div.scroll { table {
            thead { tr { th scope="col" { (t.search.asked) } th scope="col" { (t.search.where_found) } th.num scope="col" { (t.search.adds) } } }
            tbody { @for term in terms { tr {
                th scope="row" { code { (asked_for(term)) } }
                td { @if term.parts.is_empty() { span.wait { (t.search.not_there) } }
                    @for (at, (part, times, adds)) in term.parts.iter().enumerate() {
                        @if at > 0 { ", " }
                        (name(t, *part)) " (" (t.plural(t.count.times, *times as i64)) ", " (shown(*adds)) ")"
                    } }
                td.num { (shown(term.score)) }
            } } }
        } }
    }
}

fn asked_for(term: &Because) -> String {
    let field = term.only.map(Field::word).map_or(String::new(), |word| format!("{word}:"));
    format!("{field}{}", term.text)
}

fn name(t: &Messages, part: Part) -> Text {
    match part {
        Part::Title => t.search.in_title,
        Part::People => t.search.in_people,
        Part::Keywords => t.search.in_keywords,
        Part::Abstract => t.search.in_abstract,
        Part::Series => t.search.in_series,
        Part::Number => t.search.in_number,
    }
}

fn shown(score: f32) -> String {
    format!("{score:.2}")
}
