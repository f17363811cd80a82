//! The society's side: home and the page about the site; and the little files machines ask for.

use axum::extract::State;
use ibid_app::search::{SearchRequest, Sort};
use ibid_core::date::Date;
use ibid_core::query::{Field, Node};
use ibid_core::record::Work;
use ibid_core::{Kind, Record};
use ibid_store::{Stored, Totals};
use maud::{Markup, html};

use crate::Site;
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::site::Shown;
use crate::urls::{self, Facet, Search};
use crate::view::line::Line;
use crate::view::{days, words};

/// How many works each list of the home page shows.
const LISTED: usize = 8;
/// Among how many of the latest talks those to come are looked for.
const TALKS_LOOKED_AT: usize = 100;

struct Home {
    totals: Totals,
    newest: Vec<(Shown, String)>,
    coming: Vec<(Shown, String)>,
}

pub(crate) async fn home(State(site): State<Site>) -> Answer {
    let totals = site.reader().totals().await?;
    let newest = named(&site, site.reader().newest(LISTED).await?).await?;
    let home = Home { totals, newest, coming: coming(&site).await? };
    let frame =
        Frame { description: &site.settings().tagline, address: urls::HOME, asked: None, ..Frame::default() };
    Ok(Page::html(layout::page(&site, frame, home.view(&site))).searched())
}

/// Works with the names of their series.
async fn named(site: &Site, stored: Vec<Stored>) -> Answer<Vec<(Shown, String)>> {
    let mut out = Vec::with_capacity(stored.len());
    for shown in stored.into_iter().filter_map(Shown::of) {
        let name = site.series_name(&shown.stored.handle.series_handle()).await?;
        out.push((shown, name));
    }
    Ok(out)
}

/// Talks from today on, the next one first.
async fn coming(site: &Site) -> Answer<Vec<(Shown, String)>> {
    let talks = Node::Is { field: Field::Kind, value: Kind::Talk.word().to_owned() };
    let request = SearchRequest {
        narrowed: vec![talks],
        limit: TALKS_LOOKED_AT,
        sort: Sort::Newest,
        ..SearchRequest::default()
    };
    let found = site.search().search(request).await.map_or_else(|_| Vec::new(), |page| page.hits);
    let today = Date::from_epoch(site.now());
    let mut coming: Vec<Stored> = found.into_iter().map(|hit| hit.stored).collect();
    coming.retain(|stored| date_of(stored).is_some_and(|date| date >= today));
    coming.sort_by_key(date_of);
    coming.truncate(LISTED);
    named(site, coming).await
}

fn date_of(stored: &Stored) -> Option<Date> {
    match stored.record()? {
        Record::Work(work) => work.talk?.date,
        _ => None,
    }
}

impl Home {
    fn view(&self, site: &Site) -> Markup {
        html! {
            div.hero {
                h1 { (site.settings().name) }
                p.read { (site.settings().tagline) }
                (layout::search_form(""))
                p.s.soft { "For example " (example("monetary policy")) ", " (example("\"North Korea\" about:1955..1960")) ", " (example("author:kim kind:talk")) }
            }
            (self.counts())
            div.two {
                section { h2 { "Newest works" }
                    @if self.newest.is_empty() { p { "Nothing has been read yet. " code { "ibid harvest PATH" } " reads archives into the catalogue." } }
                    @else { (list(&self.newest)) }
                }
                section { h2 { "Coming talks" }
                    @if self.coming.is_empty() { p.s { "None is announced. " a href=(Search::of(Facet::Kind, Kind::Talk.word())) { "Talks of the past" } } }
                    @else { (list(&self.coming)) }
                }
            }
        }
    }

    fn counts(&self) -> Markup {
        let works = self.totals.counts.iter().filter(|count| count.kind.is_work());
        let total: i64 = works.clone().map(|count| count.live).sum();
        html! {
            ul.dots.facts aria-label="What the catalogue holds" {
                li { b { (words::plural(total, "work", "works")) } }
                @for count in works.filter(|count| count.live > 0) {
                    li { a href=(Search::of(Facet::Kind, count.kind.word())) { (days::count(count.live)) " " (words::kinds(count.kind).to_lowercase()) } }
                }
                li { a href=(urls::ARCHIVES) { (words::plural(self.totals.archives, "archive", "archives")) } }
            }
        }
    }
}

fn example(text: &str) -> Markup {
    html! { a href=(Search::text(text)) { (text) } }
}

fn list(works: &[(Shown, String)]) -> Markup {
    let lines = works.iter().filter_map(|(shown, name)| Some((shown.record.as_work()?, name)));
    html! { ul.list { @for (work, name) in lines { li { (line(work, name)) } } } }
}

fn line(work: &Work, series_name: &str) -> Markup {
    html! { (Line::new(work, series_name)) }
}

pub(crate) async fn about(State(site): State<Site>) -> Answer {
    let frame = Frame { title: "About", address: urls::ABOUT, ..Frame::default() };
    let name = &site.settings().name;
    let main = html! {
        article.narrow {
            h1 { "About " (name) }
            p.read { (name) " is a catalogue of scholarly literature. It reads the archives in which publishers describe their papers, articles, chapters, books, software and talks, keeps every version of every record, and shows them as they were sent." }
            h2 { "Where the records come from" }
            p { "Each record stands in a file of its publisher’s archive, in the ReDIF format of RePEc. The page of a work says in which file and line. "
                a href=(urls::ARCHIVES) { "The archives" } " are listed with the day they were last read and with everything in them that could not be understood." }
            h2 { "When something is wrong" }
            p { "Records are corrected where they are kept: in the archive. Each page names who looks after it; please mention the handle, the short name that begins with RePEc. The site shows the correction as soon as the archive has been read again, and the record’s history shows both." }
            h2 { "Searching" }
            p { "Words are looked for together. " code { "\"a phrase\"" } " is looked for as it stands, " code { "-word" } " leaves out, " code { "OR" } " and ( ) combine, " code { "prefix*" } " completes. Fields: "
                code { "title: author: abstract: keyword: jel: series: archive: handle: year:1955..1960 about:1955..1960 kind:talk lang:ko" } ". The years a work is about are read out of its title and abstract." }
            h2 { "Addresses that stay" }
            p { "The page of a record has the path it has on IDEAS. " code { "/RePEc:…" } " leads from any handle, in any case, to its page." }
        }
    };
    Ok(Page::html(layout::page(&site, frame, main)))
}

/// "ok" as long as the ledger answers.
pub(crate) async fn health(State(site): State<Site>) -> Answer {
    site.reader().position().await?;
    Ok(Page::new("text/plain; charset=utf-8", "ok\n".to_owned()).not_kept())
}

pub(crate) async fn robots() -> Page {
    let text = format!("User-agent: *\nDisallow: {}\nDisallow: {}\n", urls::SEARCH, urls::SUGGEST);
    Page::new("text/plain; charset=utf-8", text)
}

pub(crate) async fn print_sheet(State(site): State<Site>) -> Page {
    Page::new("text/css; charset=utf-8", site.look().print.text.clone()).for_ever()
}
