//! The archives: all of them with the state of each, and one with its series and its problems, so that
//! who looks after it sees what to mend and how.

use std::cmp::Reverse;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::record::Archive;
use ibid_core::text::sort_key;
use ibid_core::{Handle, Record};
use ibid_store::{ArchiveState, FiledProblem, SeriesState, Severity};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Problem};
use crate::site::Shown;
use crate::urls::{self, Feed};
use crate::view::tongue::Tongue;
use crate::view::{self};

const PROBLEMS_PER_PAGE: usize = 100;

pub(crate) async fn list(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let sort = sort_asked(uri.query().unwrap_or(""))?;
    let mut rows = Vec::new();
    for state in site.reader().archives().await? {
        let name = match Handle::parse(&format!("RePEc:{}", state.read.code)) {
            Some(handle) => site.series_name(&handle).await?,
            None => String::new(),
        };
        rows.push((state, name));
    }
    match sort.as_str() {
        "name" => rows.sort_by_cached_key(|(_, name)| (name.is_empty(), sort_key(name))),
        "works" => rows.sort_by_key(|(it, _)| Reverse(it.live)),
        "errors" => rows.sort_by_key(|(it, _)| Reverse((it.read.errors, it.read.warnings))),
        "warnings" => rows.sort_by_key(|(it, _)| Reverse(it.read.warnings)),
        "read" => rows.sort_by_key(|(it, _)| Reverse(it.read.read_at)),
        _ => {}
    }
    let frame = Frame {
        title: t.archives.title,
        description: t.archives.intro,
        address: urls::ARCHIVES,
        listed: sort.is_empty(),
        ..Frame::default()
    };
    Ok(Page::html(layout::page(&site, t, frame, all(&site, t, &rows, &sort))))
}

/// `sort=works`; empty when nothing is said.
fn sort_asked(query: &str) -> Answer<String> {
    let pairs = urls::percent::decode_pairs(query);
    let pairs = pairs.ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
    Ok(pairs.into_iter().find(|(name, _)| name == "sort").map_or(String::new(), |(_, value)| value))
}

fn all(site: &Site, t: &Messages, rows: &[(ArchiveState, String)], sort: &str) -> Markup {
    let works: i64 = rows.iter().map(|(state, _)| state.live).sum();
    let words = &t.archives;
    let column = |order: &str, name, number| heading(t, urls::ARCHIVES, sort, order, name, number);
    html! {
        h1 { (words.title) }
        p.read { (words.intro) }
        @if rows.is_empty() { p { (fill(words.none, &[("command", &html! { code { "ibid harvest PATH" } })])) } }
        @else {
            p.facts { (t.plural(t.count.archives, rows.len() as i64)) " · " (t.plural(t.count.works, works)) " · " a href=(urls::ALL_SERIES) { (t.series.all) } @if site.folders().is_some() { " · " a href=(urls::MIRROR) { (t.dumps.mirror) } } }
            table.stack {
                thead { tr {
                    (column("", words.archive, false)) (column("name", words.name, false)) (column("works", words.works, true))
                    (column("errors", words.errors, true)) (column("warnings", words.warnings, true)) (column("read", words.last_read, false))
                } }
                tbody { @for (state, name) in rows { tr {
                    td { a href=(urls::archive(&state.read.code)) { code { (state.read.code) } } }
                    td { (t.said(name, None)) }
                    td.num data-l=(words.works) { (t.number(state.live)) }
                    td.num data-l=(words.errors) { @if state.read.errors > 0 { b.wait { (t.number(state.read.errors)) } } @else { "0" } }
                    td.num data-l=(words.warnings) { (t.number(state.read.warnings)) }
                    td data-l=(words.last_read) { (t.day(state.read.read_at)) }
                } } }
            }
        }
    }
}

/// The head of a column; a link that sorts by it unless it is sorted so already.
fn heading(t: &Messages, address: &str, sort: &str, order: &str, name: Text, number: bool) -> Markup {
    // Figures and dates begin with the highest, names with the first.
    let direction = if number || order == "read" { "descending" } else { "ascending" };
    html! {
        th.num[number] scope="col" aria-sort=[(sort == order).then_some(direction)] {
            @if sort == order { (name) } @else { a href=(urls::sorted(address, order)) title=(t.archives.sort_by) { (name) } }
        }
    }
}

struct ArchivePage {
    code: String,
    shown: Option<std::sync::Arc<Shown>>,
    state: Option<ArchiveState>,
    series: Vec<(SeriesState, String)>,
    codes: Vec<(Severity, String, i64)>,
    problems: Vec<FiledProblem>,
    /// By what its series are sorted.
    sort: String,
    first: bool,
    next: Option<String>,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(handle) = urls::archive_of(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    let address = urls::archive(handle.archive());
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let page = ArchivePage::gather(&site, &handle, uri.query().unwrap_or("")).await?;
    let title = page.name().to_owned();
    let frame = Frame {
        title: &title,
        address: &address,
        listed: page.first && page.sort.is_empty(),
        feed: Some(Feed::Archive(handle)),
        ..Frame::default()
    };
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
        let sort = sort_asked(query)?;
        match sort.as_str() {
            "name" => series.sort_by_cached_key(|(_, name)| (name.is_empty(), sort_key(name))),
            "works" => series.sort_by_key(|(it, _)| Reverse(works(it).0)),
            "withdrawn" => series.sort_by_key(|(it, _)| Reverse(works(it).1)),
            _ => {}
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
        Ok(ArchivePage { code, shown, state, series, codes, problems, sort, first: after.is_none(), next })
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
        let words = &t.archives;
        let file = html! { code { (self.code) "arch.rdf" } };
        html! {
            (layout::crumbs(t, &[(urls::ARCHIVES.to_owned(), html! { (words.title) })]))
            h1 lang=[tongue.lang] dir=[tongue.dir] { (self.name()) }
            @if let Some(archive) = self.archive() { (about(t, archive)) }
            @else { div.box.note { p { (fill(words.no_record, &[("file", &file)])) } } }
            @if self.first {
                @if let Some(state) = &self.state { section.sec { h2 { (words.last_read) } (last_read(t, state)) } }
                section.sec #series { h2 { (words.series) } (self.series(t)) }
            }
            section.sec #problems { h2 { (words.problems) } (self.problems(t)) }
        }
    }

    fn series(&self, t: &Messages) -> Markup {
        let words = &t.archives;
        let address = urls::archive(&self.code);
        let column = |order: &str, name, number| heading(t, &address, &self.sort, order, name, number);
        html! {
            @if self.series.is_empty() { p { (words.no_series) } }
            @else { table.stack {
                thead { tr { (column("", words.series, false)) (column("name", words.name, false)) (column("works", words.works, true)) (column("withdrawn", words.withdrawn, true)) } }
                tbody { @for (state, name) in &self.series { tr {
                    td { a href=(urls::series(&state.handle)) { code { (state.handle.series()) } } }
                    td { @if name.is_empty() { span.wait { (words.not_declared) } } @else { (t.said(name, None)) } }
                    td.num data-l=(words.works) { (t.number(works(state).0)) }
                    td.num data-l=(words.withdrawn) { (t.number(works(state).1)) }
                } } }
            } }
        }
    }

    fn problems(&self, t: &Messages) -> Markup {
        let words = &t.archives;
        html! {
            @if self.problems.is_empty() { p { (if self.first { words.no_problems } else { words.no_more }) } }
            @else {
                @if t.lang != Lang::En { p.s.soft { (words.english) } }
                @if self.first { (self.kinds(t)) }
                table.stack {
                    thead { tr { th scope="col" { (words.where_is) } th scope="col" { (words.wrong) } th scope="col" { (words.to_do) } } }
                    tbody { @for filed in &self.problems { (one(t, filed)) } }
                }
                nav.acts aria-label=(t.site.pages) {
                    @if !self.first { a.btn href=(urls::archive(&self.code)) { (words.first_problems) } }
                    @if let Some(next) = &self.next { a.btn rel="next" href=(urls::after(&urls::archive(&self.code), next)) { (words.more_problems) } }
                }
            }
        }
    }

    fn kinds(&self, t: &Messages) -> Markup {
        html! {
            details { summary { (t.archives.by_code) }
                ul.b { @for (severity, code, count) in &self.codes { li { (t.number(*count)) " × " span lang="en" { code { (code) } " (" (severity.word()) ")" } } } }
            }
        }
    }
}

/// Live and withdrawn works of a series.
fn works(state: &SeriesState) -> (i64, i64) {
    let works = state.counts.iter().filter(|it| it.kind.is_work());
    works.fold((0, 0), |(live, withdrawn), it| (live + it.live, withdrawn + it.withdrawn))
}

/// What the checker says is English on every page, and says so.
fn one(t: &Messages, filed: &FiledProblem) -> Markup {
    let it = &filed.problem;
    html! {
        tr {
            td { code { (filed.path) ":" (it.line) } }
            td { span lang="en" { @if it.severity == Severity::Error { b { "error" } } @else { span.wait { (it.severity.word()) } } ": " (it.message) }
                @if let Some(handle) = Handle::parse(&it.handle) { br; a.s href=(urls::resolver(&handle)) { (handle) } } }
            td { @if !it.fix.is_empty() { (fill(t.archives.suggested, &[("fix", &html! { code lang="en" { (it.fix) } })])) } }
        }
    }
}

fn about(t: &Messages, archive: &Archive) -> Markup {
    let words = &t.archives;
    html! {
        @for paragraph in &archive.description { p.read { (t.said(paragraph, None)) } }
        dl.kv {
            dt { (t.series.handle) } dd { code { (archive.handle) } }
            @if !archive.maintainer_name.is_empty() { dt { (words.maintainer) } dd { (t.said(&archive.maintainer_name, None)) } }
            @if urls::is_linkable(&archive.homepage) { dt { (words.home) } dd { (view::outward(&archive.homepage, view::host(&archive.homepage))) } }
            @if !archive.url.is_empty() { dt { (words.kept_at) } dd { (view::outward(&archive.url, &archive.url)) } }
            (view::fact(t, t.series.restriction, &archive.restriction))
        }
    }
}

fn last_read(t: &Messages, state: &ArchiveState) -> Markup {
    let (read, words) = (&state.read, &t.archives);
    let figures = [
        (words.files, read.files),
        (words.templates, read.templates),
        (words.created, read.created),
        (words.changed, read.changed),
        (words.unchanged, read.unchanged),
        (words.vanished, read.vanished),
        (words.errors, read.errors),
        (words.warnings, read.warnings),
    ];
    let (works, withdrawn) = (t.number(state.live), t.number(state.withdrawn));
    let said = if state.withdrawn > 0 { words.state_withdrawn } else { words.state };
    html! {
        p { (t.moment(read.read_at)) ". " (fill(said, &[("works", &works), ("withdrawn", &withdrawn)])) }
        dl.figures { @for (name, figure) in figures { div { dt { (name) } dd { (t.number(figure)) } } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn columns_say_how_they_are_sorted() {
        let world = crate::tests::world::World::toy().await;
        for (sort, direction) in
            [("", "ascending"), ("name", "ascending"), ("works", "descending"), ("read", "descending")]
        {
            let got = world.get(&format!("{}?sort={sort}", urls::ARCHIVES)).await.text();
            assert!(got.contains(&format!("aria-sort=\"{direction}\"")), "{sort}: {got}");
        }
    }

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
