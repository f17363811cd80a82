//! The page of a work, of every kind, and its other faces.
//!
//! Here: the handler, and all that the page shows gathered into one value. The views stand beside:
//! `top.rs`, `people.rs`, `sections.rs` and what they are made of; `history.rs`, `cite.rs` and
//! `exports.rs` are the other faces.

pub(crate) mod cite;
pub(crate) mod exports;
mod files;
pub(crate) mod go;
mod head;
pub(crate) mod history;
mod lines;
mod people;
mod related;
mod sections;
mod talk;
#[cfg(test)]
mod tests;
mod top;
pub(crate) mod versions;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::handle::is_short_id;
use ibid_core::people::claim::Role;
use ibid_core::record::{Organization, Work};
use ibid_core::{Handle, Kind, Record};
use ibid_store::{Beside, Stored};
use maud::{Markup, PreEscaped, Render, html};

use crate::Site;
use crate::head::{Cited, links};
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::Shown;
use crate::urls::{self, Face, WorkPath, WorkPaths};
use crate::view::{self, chart};
use sections::Section;
use versions::Version;

/// Lets people of a work be known by their profiles, where its own record does not say which.
fn name_profiles(work: &mut Work, profiles: &[(Role, u16, String)]) {
    for (role, place, short_id) in profiles {
        let agents = if *role == Role::Editor { &mut work.editors } else { &mut work.authors };
        let agent = usize::from(*place).checked_sub(1).and_then(|at| agents.get_mut(at));
        if let Some(agent) = agent.filter(|it| !is_short_id(&it.person)) {
            agent.person.clone_from(short_id);
        }
    }
}

/// All that the page of one work shows.
pub(super) struct WorkPage {
    stored: Stored,
    work: Box<Work>,
    paths: WorkPaths,
    series: Option<Arc<Shown>>,
    archive: Option<Arc<Shown>>,
    versions: Vec<Version>,
    /// Where else the handle was used: file and line.
    repeats: Vec<(String, u32)>,
    /// How often its files were opened from here.
    opened: i64,
    /// Years the work is about.
    about: Vec<(i16, i16)>,
    /// Where a library says whether it has the work; empty when the operator names none.
    library: String,
}

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
    let (stored, work, beside) = find(&site, &path).await?;
    let face = match path.face() {
        Face::Page => exports::preferred(&headers).map_or(Face::Page, Face::Export),
        face => face,
    };
    let mut known_as = WorkPath::of(work.kind, &work.handle, path.face()).to_string();
    if known_as != uri.path() {
        if let Some(query) = uri.query() {
            known_as = urls::with_query(&known_as, query);
        }
        return Ok(Redirect::permanent(&known_as).into_response());
    }
    match face {
        Face::Page => page(&site, t, stored, work, beside).await,
        Face::History => Ok(history::page(&site, t, stored, &work).await?.into_response()),
        Face::Related => Ok(related::page(&site, t, &work, &uri).await?.into_response()),
        Face::Linkset => links(&site, stored, work, beside).await,
        Face::Cite => Ok(cite::page(&site, t, stored, work, &uri).await?.into_response()),
        Face::Export(extension) => exports::page(&site, stored, &work, extension).await,
    }
}

/// The work at this address: of the kind its letter says if there is one, else any work of this key.
async fn find(site: &Site, path: &WorkPath) -> Answer<(Stored, Box<Work>, Beside)> {
    let found = site.reader().with_beside(path.key()).await?;
    let works = found.into_iter().filter(|(it, _)| it.kind.is_work());
    let best =
        works.min_by_key(|(it, _)| (!path.is_of(it.kind), it.state == ibid_store::State::Withdrawn, it.id));
    let found = best.and_then(|(stored, beside)| match stored.record()? {
        Record::Work(work) => Some((stored, work, beside)),
        _ => None,
    });
    match found {
        Some(found) => Ok(found),
        None => Err(missing(site, path.key()).await?),
    }
}

/// What is said when nothing has this key.
pub(crate) async fn missing(site: &Site, key: &str) -> Answer<Problem> {
    let near = site.reader().nearest(key, 5).await?;
    let records = site.reader().records(&near).await?;
    let title = |stored: Option<Stored>| stored.and_then(|it| it.record()).map(|it| it.title().to_owned());
    let near = near.into_iter().zip(records.into_iter().map(|it| title(it).unwrap_or_default())).collect();
    Ok(Problem::Missing { what: format!("RePEc:{key}"), near })
}

async fn page(
    site: &Site,
    t: &Messages,
    stored: Stored,
    work: Box<Work>,
    beside: Beside,
) -> Answer<Response> {
    let handle = work.handle.clone();
    let page = WorkPage::gather(site, stored, work, beside).await?;
    let cited = head::cited(site, &page);
    let links = links::header(&links::of_page(&cited));
    let html = Page::html(page.html(site, t, &cited)).modified(page.stored.at).linked(links).for_a_while();
    match page.is_withdrawn() {
        true => Err(Problem::Withdrawn(Gone { handle, page: html })),
        false => Ok(html.into_response()),
    }
}

/// `….linkset.json`: what belongs to the work, as a link set (RFC 9264).
async fn links(site: &Site, stored: Stored, work: Box<Work>, beside: Beside) -> Answer<Response> {
    let page =
        WorkPage::gather(site, stored, work, Beside { versions: false, repeats: false, ..beside }).await?;
    let cited = head::cited(site, &page);
    let set = links::set(&cited, &links::of_work(&cited));
    Ok(Page::new("application/linkset+json", set).modified(page.stored.at).into_response())
}

impl WorkPage {
    async fn gather(site: &Site, stored: Stored, work: Box<Work>, beside: Beside) -> Answer<WorkPage> {
        let series = site.shelved(&work.handle.series_handle()).await?;
        let archive = site.shelved(&work.handle.archive_handle()).await?;
        let versions = versions::of(site, &stored, &work, beside.versions).await?;
        let repeats = if beside.repeats { site.reader().repeats(stored.id).await? } else { Vec::new() };
        let about = work.years_about();
        let paths = WorkPaths::of(work.kind, &work.handle);
        let library = library(site, &work, series.as_deref());
        let opened = beside.files_opened;
        let mut work = work;
        name_profiles(&mut work, &beside.profiles);
        Ok(WorkPage { stored, work, paths, series, archive, versions, repeats, about, library, opened })
    }

    fn html(&self, site: &Site, t: &Messages, cited: &Cited<'_>) -> String {
        let address = self.paths.face(Face::Page);
        let frame = Frame {
            title: if self.work.title.is_empty() { self.work.handle.as_str() } else { &self.work.title },
            // Without an abstract nothing: whoever takes one from here would take anything for it.
            description: &crate::head::description(&self.work),
            described: false,
            address: &address,
            preview: match self.work.kind {
                Kind::Book => "book",
                Kind::Talk | Kind::Software => "website",
                _ => "article",
            },
            head: head::view(site, t, self, cited),
            ..Frame::default()
        };
        layout::page(site, t, frame, self.view(t, cited))
    }

    fn view(&self, t: &Messages, cited: &Cited<'_>) -> Markup {
        let top = top::view(t, self);
        let sections = sections::all(t, self);
        let bodies: usize = sections.iter().map(|section| section.body.0.len() + 100).sum();
        let mut column = PreEscaped(String::with_capacity(top.0.len() + bodies));
        column.0.push_str(&top.0);
        for section in &sections {
            section.render_to(&mut column.0);
        }
        let address = cited.page();
        let printed = fill(t.work.printed_from, &[("address", &address), ("date", &t.day(cited.site.now()))]);
        html! {
            article.two {
                div {
                    (view::taken(&cited.source, &address))
                    (column)
                    p.only-print { (printed) }
                }
                (self.side(t, &sections))
            }
        }
    }

    fn side(&self, t: &Messages, sections: &[Section]) -> Markup {
        html! {
            aside.side { nav aria-label=(t.work.on_this_page) {
                ul { @for section in sections { li { a href={ "#" (section.id) } { (section.title) } } } }
                @if !self.about.is_empty() {
                    @let label = fill(t.work.about_years, &[("years", &chart::spans(&self.about))]);
                    p.soft { (label) }
                    (chart::years_about(&label, &self.about))
                }
            } }
        }
    }

    fn is_withdrawn(&self) -> bool {
        self.stored.state == ibid_store::State::Withdrawn
    }

    /// Where a click on a file leads: it is counted on its way.
    fn file_address(&self, at: usize) -> String {
        self.paths.file(at + 1)
    }

    /// All that the catalogue has under this title.
    fn search_versions(&self) -> String {
        urls::search_for(&format!("title:\"{}\"", self.work.title.replace('"', " ")))
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

fn library(site: &Site, work: &Work, series: Option<&Shown>) -> String {
    let resolver = site.settings().resolver.as_str();
    if resolver.is_empty() || work.talk.is_some() {
        return String::new();
    }
    urls::in_library(resolver, &exports::source(work, series))
}

/// What makes these pages quicker to use.
pub(crate) async fn script(State(site): State<Site>) -> Page {
    Page::new("text/javascript; charset=utf-8", site.look().work_script.text.clone()).for_ever()
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
