//! A work in other formats, at its address with another ending or by what the asker accepts.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use ibid_app::export::As;
use ibid_core::export::{Source, redif};
use ibid_core::record::Work;
use ibid_store::{State, Stored};

use crate::Site;
use crate::head::links;
use crate::layout;
use crate::page::Page;
use crate::pages::take_away;
use crate::problem::{Answer, Gone, Problem};
use crate::site::Shown;
use crate::urls::{Face, WorkPath};

/// The extension of the format an asker wants instead of a page; `None` when a page will do.
pub(super) fn preferred(headers: &HeaderMap) -> Option<&'static str> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    let mut best: Option<(&str, f32)> = None;
    let mut page = 0.0;
    for (media, weight) in accept.split(',').map(weighed) {
        let same = |it: &As| take_away::media_type(*it).split(';').next() == Some(media);
        match take_away::all().find(same) {
            _ if matches!(media, "text/html" | "application/xhtml+xml") => page = weight.max(page),
            Some(wanted) if weight > best.map_or(0.0, |(_, weight)| weight) => {
                best = Some((take_away::extension(wanted), weight));
            }
            _ => (),
        }
    }
    best.filter(|(_, weight)| *weight > page).map(|(extension, _)| extension)
}

/// One part of an Accept header: the media type, and how much it is wanted.
fn weighed(part: &str) -> (&str, f32) {
    let mut parts = part.split(';').map(str::trim);
    let media = parts.next().unwrap_or("");
    let weight = parts.find_map(|it| it.strip_prefix("q=")).map_or(Some(1.0), |it| it.parse().ok());
    (media, weight.unwrap_or(0.0))
}

/// What an export takes from the record of the series.
pub(crate) fn source<'a>(work: &'a Work, series: Option<&'a Shown>) -> Source<'a> {
    let series = series.and_then(|it| it.record.as_series());
    let provider = series.and_then(|it| it.providers.first());
    Source {
        work,
        series_name: series.map_or("", |it| &it.name),
        provider: provider.map_or("", |it| &it.name),
        issn: series.and_then(|it| it.issn.first()).map_or("", String::as_str),
    }
}

/// The work in a format; as its page does, it says of one that is withdrawn that it is gone.
pub(super) async fn page(site: &Site, stored: Stored, work: &Work, extension: &str) -> Answer<Response> {
    let unknown = || Problem::missing(format!("“{}” as .{extension}", work.handle));
    let wanted = take_away::all().find(|it| take_away::extension(*it) == extension).ok_or_else(unknown)?;
    let text = match wanted {
        As::Format(format) => {
            let series = site.shelved(&work.handle.series_handle()).await?;
            format.one(&source(work, series.as_deref()))
        }
        As::Redif => redif::received(&stored.text),
    };
    let page = WorkPath::of(work.kind, &work.handle, Face::Page).to_string();
    let back = links::describes(&layout::absolute(site, &page));
    let page = Page::new(take_away::media_type(wanted), text).modified(stored.at).linked(back);
    match stored.state {
        State::Withdrawn => Err(Problem::Withdrawn(Gone { handle: work.handle.clone(), page })),
        State::Live => Ok(page.into_response()),
    }
}
