//! The page of a work, of every kind, and its other faces.
//!
//! Here: the handler, and all that the page shows gathered into one value. The views stand beside:
//! `top.rs`, `sections.rs`, `talk.rs`, `head.rs`; `history.rs` and `exports.rs` are the other faces.

mod exports;
mod head;
mod history;
mod sections;
mod talk;
#[cfg(test)]
mod tests;
mod top;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::record::{Organization, Relation, Work};
use ibid_core::{Handle, Record};
use ibid_store::Stored;
use maud::{Markup, PreEscaped, Render, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::Shown;
use crate::urls::{self, Face, WorkPath, WorkPaths};
use crate::view::chart;
use sections::Section;

/// All that the page of one work shows.
pub(super) struct WorkPage {
    stored: Stored,
    work: Box<Work>,
    paths: WorkPaths,
    series: Option<Arc<Shown>>,
    archive: Option<Arc<Shown>>,
    related: Vec<Related>,
    /// Where else the handle was used: file and line.
    repeats: Vec<(String, u32)>,
    /// Years the work is about.
    about: Vec<(i16, i16)>,
}

/// A record this work names, and what it is to it.
struct Related {
    relation: Relation,
    handle: Handle,
    shown: Option<Shown>,
}

/// Pages list no more relations than this: a book may claim a thousand chapters.
const RELATED_SHOWN: usize = 100;

/// Answers every path under the letters of works.
pub(crate) async fn show(
    State(site): State<Site>,
    lang: Lang,
    uri: Uri,
    headers: HeaderMap,
) -> Answer<Response> {
    let t = lang.messages();
    let Some(path) = WorkPath::parse(uri.path()) else {
        return Err(problem::no_such_page(uri).await);
    };
    let (stored, work) = find(&site, &path).await?;
    let face = match path.face() {
        Face::Page => exports::preferred(&headers).map_or(Face::Page, Face::Export),
        face => face,
    };
    let known_as = WorkPath::of(work.kind, &work.handle, path.face()).to_string();
    if known_as != uri.path() {
        return Ok(Redirect::permanent(&known_as).into_response());
    }
    match face {
        Face::Page => page(&site, t, stored, work).await,
        Face::History => Ok(history::page(&site, t, stored, &work).await?.into_response()),
        Face::Export(extension) => Ok(exports::page(&site, stored, &work, extension).await?.into_response()),
    }
}

/// The work at this address: of the kind its letter says if there is one, else any work of this key.
async fn find(site: &Site, path: &WorkPath) -> Answer<(Stored, Box<Work>)> {
    let works = site.reader().by_key(path.key()).await?.into_iter().filter(|it| it.kind.is_work());
    let best = works.min_by_key(|it| (!path.is_of(it.kind), it.state == ibid_store::State::Withdrawn, it.id));
    let found = best.and_then(|stored| match stored.record()? {
        Record::Work(work) => Some((stored, work)),
        _ => None,
    });
    match found {
        Some(found) => Ok(found),
        None => Err(missing(site, path.key()).await?),
    }
}

/// What is said when nothing has this key.
pub(super) async fn missing(site: &Site, key: &str) -> Answer<Problem> {
    let near = site.reader().nearest(key, 5).await?;
    Ok(Problem::Missing { what: format!("RePEc:{key}"), near })
}

async fn page(site: &Site, t: &Messages, stored: Stored, work: Box<Work>) -> Answer<Response> {
    let handle = work.handle.clone();
    let page = WorkPage::gather(site, stored, work).await?;
    let html = Page::html(page.html(site, t)).modified(page.stored.at);
    match page.is_withdrawn() {
        true => Err(Problem::Withdrawn(Gone { handle, page: html })),
        false => Ok(html.into_response()),
    }
}

impl WorkPage {
    async fn gather(site: &Site, stored: Stored, work: Box<Work>) -> Answer<WorkPage> {
        let series = site.shelved(&work.handle.series_handle()).await?;
        let archive = site.shelved(&work.handle.archive_handle()).await?;
        let related = related(site, &work).await?;
        let repeats = site.reader().repeats(stored.id).await?;
        let about = years_about(&work);
        let paths = WorkPaths::of(work.kind, &work.handle);
        Ok(WorkPage { stored, work, paths, series, archive, related, repeats, about })
    }

    fn html(&self, site: &Site, t: &Messages) -> String {
        let address = self.paths.face(Face::Page);
        let description = self.work.summary.first().map_or("", String::as_str);
        let description: String = description.chars().take(300).collect();
        let frame = Frame {
            title: if self.work.title.is_empty() { self.work.handle.as_str() } else { &self.work.title },
            description: &description,
            address: &address,
            head: head::view(site, self),
            ..Frame::default()
        };
        layout::page(site, t, frame, self.view(site, t, &address))
    }

    fn view(&self, site: &Site, t: &Messages, address: &str) -> Markup {
        let top = top::view(t, self);
        let sections = sections::all(t, self);
        let bodies: usize = sections.iter().map(|section| section.body.0.len() + 100).sum();
        let mut column = PreEscaped(String::with_capacity(top.0.len() + bodies));
        column.0.push_str(&top.0);
        for section in &sections {
            section.render_to(&mut column.0);
        }
        html! {
            article.two {
                div {
                    (column)
                    p.only-print { "Printed from " (layout::absolute(site, address)) " on " (t.day(site.now())) "." }
                }
                (self.side(&sections))
            }
        }
    }

    fn side(&self, sections: &[Section]) -> Markup {
        html! {
            aside.side { nav aria-label="On this page" {
                ul { @for section in sections { li { a href={ "#" (section.id) } { (section.title) } } } }
                @if !self.about.is_empty() {
                    p.soft { "About the years " (chart::spans(&self.about)) }
                    (chart::years_about(&self.about))
                }
            } }
        }
    }

    fn is_withdrawn(&self) -> bool {
        self.stored.state == ibid_store::State::Withdrawn
    }

    fn series_record(&self) -> Option<&Record> {
        self.series.as_deref().map(|it| &it.record)
    }

    /// The name of the series; its code when it is not declared.
    fn series_name(&self) -> &str {
        name_or(self.series.as_deref(), self.work.handle.series())
    }

    fn archive_name(&self) -> &str {
        name_or(self.archive.as_deref(), self.work.handle.archive())
    }

    fn provider(&self) -> Option<&Organization> {
        let series = self.series_record().and_then(Record::as_series);
        self.work.providers.first().or_else(|| series?.providers.first())
    }

    /// Who looks after the record, by name: the series' maintainer, else the archive's.
    fn maintainer(&self) -> &str {
        let series = self.series_record().and_then(Record::as_series).map_or("", |it| &it.maintainer_name);
        match self.archive.as_deref().map(|it| &it.record) {
            Some(Record::Archive(archive)) if series.is_empty() => &archive.maintainer_name,
            _ => series,
        }
    }
}

fn name_or<'a>(shown: Option<&'a Shown>, otherwise: &'a str) -> &'a str {
    shown.map(|it| it.record.title()).filter(|name| !name.is_empty()).unwrap_or(otherwise)
}

async fn related(site: &Site, work: &Work) -> Answer<Vec<Related>> {
    if work.relations.is_empty() {
        return Ok(Vec::new());
    }
    let named = &work.relations[..work.relations.len().min(RELATED_SHOWN)];
    let handles: Vec<Handle> = named.iter().map(|(_, handle)| handle.clone()).collect();
    let found = site.reader().records(&handles).await?;
    let related = named.iter().zip(found).map(|((relation, handle), stored)| Related {
        relation: *relation,
        handle: handle.clone(),
        shown: stored.and_then(Shown::of),
    });
    Ok(related.collect())
}

fn years_about(work: &Work) -> Vec<(i16, i16)> {
    let texts = [&work.title].into_iter().chain(&work.summary);
    ibid_core::about::years_of(texts.map(String::as_str), work.year())
}

/// The page's address for a handle of any kind in any case: `/RePEc:…`.
pub(crate) async fn resolve(State(site): State<Site>, uri: Uri) -> Answer<Response> {
    if let Some(whole) = urls::with_slash(uri.path()) {
        return Ok(Redirect::permanent(whole).into_response());
    }
    let name = urls::percent::decode(uri.path()).unwrap_or_default();
    let Some(handle) = Handle::parse(name.trim_start_matches('/')) else {
        return Err(problem::no_such_page(uri).await);
    };
    let exact = site.reader().record(&handle).await?;
    let found = match exact {
        Some(found) => Some(found),
        None => site.reader().by_key(&handle.key()).await?.into_iter().next(),
    };
    match found {
        Some(stored) => {
            let address = stored
                .record()
                .map_or_else(|| urls::page(stored.kind, &stored.handle), |it| urls::record(&it));
            Ok(Redirect::temporary(&address).into_response())
        }
        None => Err(missing(&site, &handle.key()).await?),
    }
}
