//! The page of a series: what it is, who looks after it, and its works by year or by number, page by
//! page. The directory of all series is in `directory.rs`, the list of works in `works.rs`.

pub(crate) mod directory;
mod works;

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::SearchRequest;
use ibid_core::query::{Field, Node, Years};
use ibid_core::record::Series;
use ibid_core::{Handle, Kind};
use ibid_store::{After, ArchiveRead, Count, Placed};
use maud::{Markup, html};

use crate::Site;
use crate::head::things;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::take_away;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::{Census, Shown};
use crate::urls::{self, Facet, Feed, Listing, Search};
use crate::view::chart;
use crate::view::tongue::Tongue;
use crate::view::{self};

const PER_PAGE: usize = 50;

struct SeriesPage {
    handle: Handle,
    shown: Option<Arc<Shown>>,
    archive_name: String,
    read: Option<ArchiveRead>,
    counts: Vec<Count>,
    census: Arc<Census>,
    /// Works by the years they are about, on the first page only.
    about: Vec<(i16, u64)>,
    kin: Kin,
    listing: Listing,
    works: Vec<Shown>,
    next: Option<After>,
}

/// Series before and after this one, with their names where they are declared.
#[derive(Default)]
struct Kin {
    before: Vec<(Handle, String)>,
    after: Vec<(Handle, String)>,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(handle) = urls::series_of(uri.path()) else {
        return Err(problem::no_such_page(uri).await);
    };
    let known_as = urls::series(&handle);
    if known_as != uri.path() {
        return Ok(Redirect::permanent(&known_as).into_response());
    }
    let listing = Listing::parse(uri.query().unwrap_or(""))
        .map_err(|why| Problem::Unreadable { why, instead: Some(known_as) })?;
    let page = SeriesPage::gather(&site, handle, listing).await?;
    page.answer(&site, t)
}

impl SeriesPage {
    async fn gather(site: &Site, handle: Handle, listing: Listing) -> Answer<SeriesPage> {
        let reader = site.reader();
        let shown = site.shelved(&handle).await?;
        let counts = reader.counts(&handle).await?;
        if shown.is_none() && counts.is_empty() {
            return Err(super::works::missing(site, &handle.key()).await?);
        }
        let mut found = reader.series_items(&handle, listing.order, listing.follows(), PER_PAGE + 1).await?;
        let more = found.len() > PER_PAGE;
        found.truncate(PER_PAGE);
        let next = found.last().filter(|_| more).map(Placed::after);
        let works = found.into_iter().filter_map(|it| Shown::of(it.stored)).collect();
        let archive = handle.archive_handle();
        let articles = counts.iter().any(|it| it.kind == Kind::Article && it.live > 0);
        Ok(SeriesPage {
            archive_name: site.series_name(&archive).await?,
            read: reader.archive(handle.archive()).await?,
            census: site.census(&handle, articles).await?,
            about: if listing.is_whole() { about(site, &handle).await } else { Vec::new() },
            kin: kin(site, &handle, shown.as_deref()).await?,
            handle,
            shown,
            counts,
            listing,
            works,
            next,
        })
    }

    fn answer(&self, site: &Site, t: &Messages) -> Answer<Response> {
        let address = urls::series(&self.handle);
        let description = self.series().and_then(|it| it.description.first()).map_or("", String::as_str);
        let frame = Frame {
            title: self.name(),
            description,
            address: &address,
            listed: self.listing == Listing::NEWEST,
            feed: Some(Feed::Series(self.handle.clone())),
            head: things::series(site, &self.handle, self.series()),
            ..Frame::default()
        };
        let page = Page::html(layout::page(site, t, frame, self.view(t)));
        // What its works are about comes out of the index.
        let page = if self.listing.is_whole() { page.searched() } else { page };
        match &self.shown {
            Some(shown) if shown.is_withdrawn() && self.works.is_empty() => {
                Err(Problem::Withdrawn(Gone { handle: self.handle.clone(), page }))
            }
            _ => Ok(page.into_response()),
        }
    }

    fn name(&self) -> &str {
        let name = self.shown.as_deref().map_or("", |it| it.record.title());
        if name.is_empty() { self.handle.as_str() } else { name }
    }

    fn series(&self) -> Option<&Series> {
        self.shown.as_deref()?.record.as_series()
    }

    fn live(&self) -> i64 {
        self.counts.iter().filter(|it| it.kind.is_work()).map(|it| it.live).sum()
    }

    fn view(&self, t: &Messages) -> Markup {
        let tongue = Tongue::of(t.lang, self.name(), None);
        let archive = if self.archive_name.is_empty() { self.handle.archive() } else { &self.archive_name };
        let words = &t.series;
        html! {
            (layout::crumbs(t, &[(urls::archive(self.handle.archive()), html! { (t.said(archive, None)) })]))
            h1 lang=[tongue.lang] dir=[tongue.dir] { (self.name()) }
            div.two {
                div {
                    (self.facts(t))
                    @if let Some(series) = self.series() {
                        @for paragraph in &series.description { p.read { (t.said(paragraph, None)) } }
                    } @else {
                        div.box.note { p { (words.undeclared) } }
                    }
                    @if self.live() > 0 { (self.within(t)) }
                    section.sec #works { h2 { (words.works) } (works::view(t, self)) }
                }
                aside.side {
                    (self.charts(t))
                    @if let Some(series) = self.series() { (self.about(t, series)) }
                    (self.source(t))
                }
            }
        }
    }

    fn facts(&self, t: &Messages) -> Markup {
        let works = self.counts.iter().filter(|count| count.kind.is_work() && count.live > 0);
        let withdrawn: i64 = self.counts.iter().filter(|it| it.kind.is_work()).map(|it| it.withdrawn).sum();
        let known = || self.census.years.iter().filter_map(|(year, _)| *year);
        html! {
            ul.dots.facts {
                @for count in works { li { (t.kinds(count.kind)) " " b { (t.number(count.live)) } } }
                @if let (Some(first), Some(last)) = (known().min(), known().max()) { li { (chart::spans(&[(first, last)])) } }
                @if withdrawn > 0 { li { (t.plural(t.series.withdrawn, withdrawn)) } }
                @if let Some(series) = self.series() { @for issn in &series.issn { li { "ISSN " (issn) } } }
            }
        }
    }

    fn within(&self, t: &Messages) -> Markup {
        html! {
            form.find.in action=(urls::SEARCH) role="search" aria-label=(t.series.within) {
                input type="hidden" name=(Facet::Series.word()) value=(self.handle);
                label.vh for="within" { (t.series.within) }
                input #within type="search" name="q" placeholder=(t.series.within) maxlength="1000";
                button { (t.site.search) }
            }
        }
    }

    /// When its works came out, and which years they are about.
    fn charts(&self, t: &Messages) -> Markup {
        let counts =
            self.census.years.iter().rev().filter_map(|(year, works)| Some(((*year)?, *works as u64)));
        let counts: Vec<(i16, u64)> = counts.collect();
        let published = chart::binned(t, Years::Published, &counts, |_, to| {
            format!("{}#works", Listing::year(to).address(&self.handle))
        });
        let of_series = Search::of(Facet::Series, self.handle.as_str());
        let about = chart::binned(t, Years::About, &self.about, |from, to| {
            of_series.with_years(Years::About, (Some(from), Some(to))).to_string()
        });
        html! {
            @if published.len() > 1 { h2 { (t.series.published) } (chart::histogram(t.series.published, &published)) (self.jumps(t)) }
            @if about.len() > 1 { h2 { (t.series.about_years) } (chart::histogram(t.series.about_years, &about))
                p { a href=(of_series.at(urls::TIMELINE)) { (t.series.timeline) } } }
        }
    }

    /// The same years as links with counts, and a journal's volumes.
    fn jumps(&self, t: &Messages) -> Markup {
        let to = |listing: Listing| format!("{}#works", listing.address(&self.handle));
        html! {
            details { summary { (t.series.all_years) } ul {
                @for (year, works) in &self.census.years { li {
                    @if let Some(year) = year { a href=(to(Listing::year(*year))) { (year) } } @else { (t.series.no_year) }
                    " " span.soft.n { (t.number(*works)) }
                } }
            } }
            @if !self.census.volumes.is_empty() { details { summary { (t.series.all_volumes) } ul {
                @for it in self.census.volumes.iter().filter(|it| it.first > 0) { li {
                    a href=(to(Listing::volume(it.first))) { (fill(t.series.volume, &[("n", &it.first)])) }
                    @if let Some(year) = it.year { " (" (year) ")" } " " span.soft.n { (t.number(it.works)) }
                } }
            } } }
        }
    }

    fn about(&self, t: &Messages, series: &Series) -> Markup {
        let words = &t.series;
        let linked = |(handle, name): &(Handle, String)| {
            html! { dd { a href=(urls::series(handle)) {
                @if name.is_empty() { (handle) } @else { (t.said(name, None)) }
            } } }
        };
        html! {
            h2 { (words.about) }
            dl {
                dt { (words.holds) } dd { a href=(urls::series_from("", Some(series.holds))) { (t.kinds(series.holds)) } }
                @for it in &series.providers { dt { (words.provider) } dd { (view::organization(t, it)) } }
                @if !series.editors.is_empty() { dt { (words.editors) } @for editor in &series.editors { dd { (view::person(t, editor, None)) } } }
                @if !series.maintainer_name.is_empty() { dt { (words.maintainer) } dd { (t.said(&series.maintainer_name, None)) } }
                @if !series.keywords.is_empty() { dt { (words.keywords) } dd { @for (at, word) in series.keywords.iter().enumerate() { @if at > 0 { ", " } a href=(view::works_on(word)) { (t.said(word, None)) } } } }
                @if !series.jel.is_empty() { dt { (words.subjects) } @for code in &series.jel { dd { a href=(urls::jel(*code)) { (code) } " " (t.jel(*code)) } } }
                @if !self.kin.before.is_empty() { dt { (words.continues) } @for it in &self.kin.before { (linked(it)) } }
                @if !self.kin.after.is_empty() { dt { (words.continued_by) } @for it in &self.kin.after { (linked(it)) } }
                @if urls::is_linkable(&series.order_homepage) { dt { (words.order_from) } dd { (view::outward(&series.order_homepage, view::host(&series.order_homepage))) } }
                (view::fact(t, words.price, &series.price))
                (view::fact(t, words.restriction, &series.restriction))
            }
        }
    }

    fn source(&self, t: &Messages) -> Markup {
        let words = &t.series;
        html! {
            h2 { (words.source) }
            dl {
                dt { (words.handle) } dd { code { (self.handle) } }
                @if let Some(shown) = &self.shown {
                    @let file = html! { code { (shown.stored.file) } };
                    dt { (words.declared_in) } dd { (fill(words.file_line, &[("file", &file), ("line", &shown.stored.line)])) }
                }
                @if self.live() > 0 {
                    @let all = Search::of(Facet::Series, self.handle.as_str());
                    dt { (words.take_away) } dd { (take_away::links(t, |extension| all.export(extension))) }
                }
                @if let Some(read) = &self.read { dt { (words.last_read) } dd { a href=(urls::archive(&read.code)) { (t.day(read.read_at)) } } }
            }
        }
    }
}

/// Works by the years they are about; nothing when the index cannot be asked.
async fn about(site: &Site, series: &Handle) -> Vec<(i16, u64)> {
    let of_series = Node::Is { field: Field::Series, value: series.to_string() };
    let request =
        SearchRequest { narrowed: vec![of_series], limit: 1, facets: true, ..SearchRequest::default() };
    site.search().search(request).await.map_or_else(|_| Vec::new(), |page| page.results.about)
}

/// What a series continues and what continues it, whichever of them says so.
async fn kin(site: &Site, handle: &Handle, shown: Option<&Shown>) -> Answer<Kin> {
    let Some(series) = shown.and_then(|it| it.record.as_series()) else { return Ok(Kin::default()) };
    let (mut before, mut after) = (series.predecessors.clone(), series.followups.clone());
    for it in site.directory().await?.iter() {
        let said = |list: &[Handle]| list.contains(handle);
        before.extend(said(&it.continued_by).then(|| it.handle.clone()));
        after.extend(said(&it.continues).then(|| it.handle.clone()));
    }
    Ok(Kin { before: named(site, before).await?, after: named(site, after).await? })
}

async fn named(site: &Site, mut handles: Vec<Handle>) -> Answer<Vec<(Handle, String)>> {
    handles.sort();
    handles.dedup();
    let mut out = Vec::with_capacity(handles.len());
    for handle in handles {
        let name = site.series_name(&handle).await?;
        out.push((handle, name));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use crate::tests::world::World;

    /// What stands in a page, in order, of these.
    fn order(page: &str, wanted: &[&str]) -> Vec<String> {
        let mut found: Vec<(usize, &str)> =
            wanted.iter().filter_map(|it| Some((page.find(it)?, *it))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, it)| it.to_owned()).collect()
    }

    #[tokio::test]
    async fn works_come_by_year_or_by_number() {
        let paper = |number: u32, year: u32| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nTitle: Paper the {number}th\nAuthor-Name: A\nCreation-Date: {year}\nNumber: w{number}\nHandle: RePEc:abc:papers:w{number}\n\n"
            )
        };
        let text = [paper(9, 2001), paper(100, 2003), paper(10, 2003)].concat();
        let world = World::of(&text).await;
        let titles = [">Paper the 9th<", ">Paper the 10th<", ">Paper the 100th<"];
        let newest = world.get("/s/abc/papers.html").await.text();
        assert_eq!(order(&newest, &titles), [titles[2], titles[1], titles[0]]);
        let numbered = world.get("/s/abc/papers.html?order=number").await.text();
        assert_eq!(order(&numbered, &titles), titles);
        let from = world.get("/s/abc/papers.html?at=w10").await.text();
        assert_eq!(order(&from, &titles), titles[1..]);
        let year = world.get("/s/abc/papers.html?year=2002").await.text();
        assert_eq!(order(&year, &titles), titles[..1]);
    }

    #[tokio::test]
    async fn a_journal_is_grouped_by_volume_and_issue() {
        let world = World::toy().await;
        let page = world.get("/s/rak/transa.html").await.text();
        assert!(page.contains("Volume ") && page.contains("ISSN 0000-0019"), "{page}");
        let editor = page.contains("Agnes Holloway") && !page.contains("@example.org");
        assert!(editor, "no editor, or an address for mail");
    }

    #[tokio::test]
    async fn both_sides_of_a_succession_name_each_other() {
        let world = World::toy().await;
        let later = world.get("/s/hst/htnote.html").await.text();
        assert!(later.contains("<dt>Continues</dt><dd><a href=\"/s/hst/ghsdps.html\">Global COE"), "{later}");
        let earlier = world.get("/s/hst/ghsdps.html").await.text();
        assert!(earlier.contains("<dt>Continued by</dt><dd><a href=\"/s/hst/htnote.html\">"), "{earlier}");
    }

    #[tokio::test]
    async fn a_series_is_paged_to_its_end() {
        let paper = |n: u32| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: A\nNumber: {n}\nHandle: RePEc:abc:papers:{n}\n\n"
            )
        };
        let world = World::of(&(1..=120).map(paper).collect::<String>()).await;
        for start in ["/s/abc/papers.html", "/s/abc/papers.html?order=number"] {
            let (mut path, mut seen) = (start.to_owned(), Vec::new());
            loop {
                let page = world.get(&path).await.text();
                seen.extend(
                    page.split("href=\"/p/abc/papers/")
                        .skip(1)
                        .map(|it| it.split('.').next().map(str::to_owned)),
                );
                let Some((_, next)) = page.split_once("rel=\"next\" href=\"") else { break };
                path = next.split(['"', '#']).next().expect("an address").replace("&amp;", "&");
            }
            assert_eq!(seen.len(), 120, "{start}");
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 120, "{start}");
        }
    }
}
