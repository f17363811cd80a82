//! The archives: all of them with the state of each, and one with its series and its problems, so that
//! who looks after it sees what to mend and how.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::record::Archive;
use ibid_core::{Handle, Record};
use ibid_store::{ArchiveState, FiledProblem, SeriesState, Severity};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Problem};
use crate::site::Shown;
use crate::urls;
use crate::view::tongue::Tongue;
use crate::view::{self};

const PROBLEMS_PER_PAGE: usize = 100;

pub(crate) async fn list(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let mut rows = Vec::new();
    for state in site.reader().archives().await? {
        let name = match Handle::parse(&format!("RePEc:{}", state.read.code)) {
            Some(handle) => site.series_name(&handle).await?,
            None => String::new(),
        };
        rows.push((state, name));
    }
    let frame = Frame { title: "Archives", address: urls::ARCHIVES, tools: true, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, all(t, &rows))))
}

fn all(t: &Messages, rows: &[(ArchiveState, String)]) -> Markup {
    let works: i64 = rows.iter().map(|(state, _)| state.live).sum();
    html! {
        h1 { "Archives" }
        p.facts { (t.plural(t.count.archives, rows.len() as i64)) " · " (t.plural(t.count.works, works)) }
        @if rows.is_empty() { p { "No archive has been read yet. " code { "ibid harvest PATH" } " reads one." } }
        @else { table.stack {
            thead { tr { th scope="col" { "Archive" } th scope="col" { "Name" } th.num scope="col" { "Works" } th.num scope="col" { "Errors" } th.num scope="col" { "Warnings" } th scope="col" { "Last read" } } }
            tbody { @for (state, name) in rows { tr {
                td { a href=(urls::archive(&state.read.code)) { code { (state.read.code) } } }
                td { (t.said(name, None)) }
                td.num data-l="Works" { (t.number(state.live)) }
                td.num data-l="Errors" { (t.number(state.read.errors)) }
                td.num data-l="Warnings" { (t.number(state.read.warnings)) }
                td data-l="Last read" { (t.day(state.read.read_at)) }
            } } }
        } }
    }
}

struct ArchivePage {
    code: String,
    shown: Option<std::sync::Arc<Shown>>,
    state: Option<ArchiveState>,
    series: Vec<(SeriesState, String)>,
    codes: Vec<(Severity, String, i64)>,
    problems: Vec<FiledProblem>,
    first: bool,
    next: Option<String>,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let code = uri.path().trim_end_matches('/').rsplit('/').next().and_then(urls::percent::decode);
    let handle =
        code.and_then(|code| Handle::parse(&format!("RePEc:{code}"))).filter(|it| it.series().is_empty());
    let Some(handle) = handle else { return Err(problem::no_such_page(uri).await) };
    let address = urls::archive(handle.archive());
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let page = ArchivePage::gather(&site, &handle, uri.query().unwrap_or("")).await?;
    let title = page.name().to_owned();
    let frame =
        Frame { title: &title, address: &address, listed: page.first, tools: true, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, page.view(t))).into_response())
}

/// `after=17:hst/ghsdps/2011.rdf`: where a page of problems ended.
fn cursor(query: &str) -> Answer<Option<(String, i64)>> {
    let unreadable = || Problem::unreadable(|t| t.problem.bad_cursor);
    let pairs = urls::percent::decode_pairs(query).ok_or_else(unreadable)?;
    let Some((_, value)) = pairs.into_iter().find(|(name, _)| name == "after") else { return Ok(None) };
    let (nr, path) = value.split_once(':').ok_or_else(unreadable)?;
    Ok(Some((path.to_owned(), nr.parse().map_err(|_| unreadable())?)))
}

impl ArchivePage {
    async fn gather(site: &Site, handle: &Handle, query: &str) -> Answer<ArchivePage> {
        let code = handle.archive().to_owned();
        let after = cursor(query)?;
        let reader = site.reader();
        let shown = site.shelved(handle).await?;
        let state = reader.archives().await?.into_iter().find(|it| it.read.code == code);
        let mut series = Vec::new();
        for it in reader.series_of(&code).await? {
            let name = site.series_name(&it.handle).await?;
            series.push((it, name));
        }
        if shown.is_none() && state.is_none() && series.is_empty() {
            return Err(super::works::missing(site, &handle.key()).await?);
        }
        let from = after.as_ref().map(|(path, nr)| (path.as_str(), *nr));
        let mut problems = reader.problems(&code, from, PROBLEMS_PER_PAGE + 1).await?;
        let more = problems.len() > PROBLEMS_PER_PAGE;
        problems.truncate(PROBLEMS_PER_PAGE);
        let next = problems.last().filter(|_| more).map(|it| format!("{}:{}", it.nr, it.path));
        let codes = reader.problem_codes(&code).await?;
        Ok(ArchivePage { code, shown, state, series, codes, problems, first: after.is_none(), next })
    }

    fn name(&self) -> &str {
        let name = self.shown.as_deref().map_or("", |it| it.record.title());
        if name.is_empty() { &self.code } else { name }
    }

    fn archive(&self) -> Option<&Archive> {
        match &self.shown.as_deref()?.record {
            Record::Archive(archive) => Some(archive),
            _ => None,
        }
    }

    fn view(&self, t: &Messages) -> Markup {
        let tongue = Tongue::of(t.lang, self.name(), None);
        html! {
            (layout::crumbs(t, &[(urls::ARCHIVES.to_owned(), html! { "Archives" })]))
            h1 lang=[tongue.lang] dir=[tongue.dir] { (self.name()) }
            @if let Some(archive) = self.archive() { (about(t, archive)) }
            @else { div.box.note { p { "No record describes this archive: it lacks a readable " code { (self.code) "arch.rdf" } "." } } }
            @if self.first {
                @if let Some(state) = &self.state { section.sec { h2 { "Last read" } (last_read(t, state)) } }
                section.sec #series { h2 { "Series" } (self.series(t)) }
            }
            section.sec #problems { h2 { "Problems" } (self.problems(t)) }
        }
    }

    fn series(&self, t: &Messages) -> Markup {
        html! {
            @if self.series.is_empty() { p { "The catalogue holds no series of this archive." } }
            @else { div.scroll { table {
                thead { tr { th scope="col" { "Series" } th scope="col" { "Name" } th.num scope="col" { "Works" } th.num scope="col" { "Withdrawn" } } }
                tbody { @for (state, name) in &self.series { tr {
                    @let works = state.counts.iter().filter(|it| it.kind.is_work());
                    td { a href=(urls::series(&state.handle)) { code { (state.handle.series()) } } }
                    td { @if name.is_empty() { span.wait { "not declared" } } @else { (t.said(name, None)) } }
                    td.num { (t.number(works.clone().map(|it| it.live).sum::<i64>())) }
                    td.num { (t.number(works.map(|it| it.withdrawn).sum::<i64>())) }
                } } }
            } } }
        }
    }

    fn problems(&self, t: &Messages) -> Markup {
        html! {
            @if self.problems.is_empty() { p { @if self.first { "Nothing is wrong in any file of this archive." } @else { "There are no more." } } }
            @else {
                @if self.first { (self.kinds(t)) }
                table.stack {
                    thead { tr { th scope="col" { "Where" } th scope="col" { "What is wrong" } th scope="col" { "What to do" } } }
                    tbody { @for filed in &self.problems { (one(t, filed)) } }
                }
                nav.acts aria-label="Pages" {
                    @if !self.first { a.btn href=(urls::archive(&self.code)) { "First" } }
                    @if let Some(next) = &self.next { a.btn rel="next" href=(urls::after(&urls::archive(&self.code), next)) { "More problems" } }
                }
            }
        }
    }

    fn kinds(&self, t: &Messages) -> Markup {
        html! {
            details { summary { "By kind" }
                ul.b { @for (severity, code, count) in &self.codes { li { (t.number(*count)) " × " code { (code) } " (" (severity.word()) ")" } } }
            }
        }
    }
}

fn one(t: &Messages, filed: &FiledProblem) -> Markup {
    let it = &filed.problem;
    html! {
        tr {
            td { code { (filed.path) ":" (it.line) } }
            td { @if it.severity == Severity::Error { b { "error" } } @else { span.wait { (it.severity.word()) } } ": " (it.message)
                @if let Some(handle) = Handle::parse(&it.handle) { br; a.s href=(urls::resolver(&handle)) { (handle) } } }
            td { @if !it.fix.is_empty() { "Suggested: " code { (it.fix) } } }
        }
    }
}

fn about(t: &Messages, archive: &Archive) -> Markup {
    html! {
        @for paragraph in &archive.description { p.read { (t.said(paragraph, None)) } }
        dl.kv {
            dt { "Handle" } dd { code { (archive.handle) } }
            @if !archive.maintainer_name.is_empty() { dt { "Maintainer" } dd { (t.said(&archive.maintainer_name, None)) } }
            @if urls::is_linkable(&archive.homepage) { dt { "Home" } dd { (view::outward(&archive.homepage, view::host(&archive.homepage))) } }
            @if !archive.url.is_empty() { dt { "Kept at" } dd { (view::outward(&archive.url, &archive.url)) } }
            (view::fact(t, "Restriction", &archive.restriction))
        }
    }
}

fn last_read(t: &Messages, state: &ArchiveState) -> Markup {
    let read = &state.read;
    let figures = [
        ("Files", read.files),
        ("Templates", read.templates),
        ("New", read.created),
        ("Changed", read.changed),
        ("Unchanged", read.unchanged),
        ("Vanished", read.vanished),
        ("Errors", read.errors),
        ("Warnings", read.warnings),
    ];
    html! {
        p { (t.moment(read.read_at)) ". The archive has " (t.plural(t.count.works, state.live))
            @if state.withdrawn > 0 { " and " (t.number(state.withdrawn)) " withdrawn" } "." }
        dl.figures { @for (name, figure) in figures { div { dt { (name) } dd { (t.number(figure)) } } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_or_refused() {
        let read = |query: &str| cursor(query).map_err(|problem| format!("{problem:?}"));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("after=17:xyz/a%3Ab.rdf"), Ok(Some(("xyz/a:b.rdf".to_owned(), 17))));
        for bad in ["after=", "after=x", "after=x:y", "after=%00"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
