//! A work in other formats, at its address with another ending or by what the asker accepts.

use axum::http::{HeaderMap, header};
use ibid_core::export::{Format, Source, redif};
use ibid_core::record::Work;
use ibid_store::Stored;

use crate::Site;
use crate::head::links;
use crate::i18n::Messages;
use crate::layout;
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::site::Shown;
use crate::urls::{Face, REDIF, WorkPath};

/// A format a work can be had in.
pub(super) struct Offer {
    /// `None` for the template itself.
    format: Option<Format>,
    pub(super) extension: &'static str,
    pub(super) media: &'static str,
}

impl Offer {
    /// What readers call it.
    pub(super) fn label(&self, t: &Messages) -> &'static str {
        self.format.map_or("ReDIF", |format| t.export(format))
    }
}

/// All that is offered, in the order in which pages name it.
pub(super) fn offers() -> impl Iterator<Item = Offer> {
    let made = Format::ALL.into_iter().map(|format| Offer {
        format: Some(format),
        extension: format.extension(),
        media: format.media_type(),
    });
    made.chain([Offer { format: None, extension: REDIF, media: "text/plain; charset=utf-8" }])
}

/// The extension of the format an asker wants instead of a page; `None` when a page will do.
pub(super) fn preferred(headers: &HeaderMap) -> Option<&'static str> {
    let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
    if accept == "*/*" || accept.contains("text/html") {
        return None;
    }
    let wanted = accept.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    let named = wanted.filter_map(|media| {
        let offer = offers().find(|it| it.media.split(';').next() == Some(media));
        offer.map(|offer| offer.extension)
    });
    named.into_iter().next()
}

/// What an export takes from the record of the series.
pub(crate) fn source<'a>(work: &'a Work, series: Option<&'a Shown>) -> Source<'a> {
    let series = series.and_then(|it| it.record.as_series());
    let provider = series.and_then(|it| it.providers.first());
    Source {
        work,
        series_name: series.map_or("", |it| &it.name),
        provider: provider.map_or("", |it| &it.name),
    }
}

pub(super) async fn page(site: &Site, stored: Stored, work: &Work, extension: &str) -> Answer<Page> {
    let unknown = || Problem::missing(format!("“{}” as .{extension}", work.handle));
    let offer = offers().find(|it| it.extension == extension).ok_or_else(unknown)?;
    let text = match Format::from_extension(extension) {
        Some(format) => {
            let series = site.shelved(&work.handle.series_handle()).await?;
            format.one(&source(work, series.as_deref()))
        }
        None => redif::received(&stored.text),
    };
    let page = WorkPath::of(work.kind, &work.handle, Face::Page).to_string();
    let back = links::describes(&layout::absolute(site, &page));
    Ok(Page::new(offer.media, text).modified(stored.at).linked(back))
}
