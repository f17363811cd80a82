//! The page of a registered person, as their own record has it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::{SearchRequest, Sort};
use ibid_core::handle::is_short_id;
use ibid_core::query::{Field, Node};
use ibid_core::record::Person;
use ibid_core::{Handle, Kind, Record};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::Shown;
use crate::urls;
use crate::view;
use crate::view::line::Line;
use crate::view::tongue::Tongue;

/// Works listed at most; the rest is a search away.
const WORKS_SHOWN: usize = 200;
const UNDER_NAME_SHOWN: usize = 20;

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(name) = urls::html_name(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    let found = match is_short_id(&name) {
        true => by_short_id(&site, &name.to_ascii_lowercase()).await?,
        false => by_key(&site, &name.to_lowercase()).await?,
    };
    let Some((shown, person)) = found else {
        return Err(Problem::missing(format!("“{name}”")));
    };
    let address = urls::record(&Record::Person(person.clone()));
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let works = works(&site, &person.author_of).await?;
    let others = under_name(&site, &person, &works).await?;
    let edited = works_or_series(&site, &person.editor_of).await?;
    let frame = Frame { title: &person.name, address: &address, ..Frame::default() };
    let main = view(t, &person, &works, &others, &edited);
    let page = Page::html(layout::page(&site, t, frame, main)).searched().modified(shown.stored.at);
    match shown.is_withdrawn() {
        true => Err(Problem::Withdrawn(Gone { handle: person.handle.clone(), page })),
        false => Ok(page.into_response()),
    }
}

type Known = Option<(Shown, Box<Person>)>;
/// A record and the name of its series.
type Named = (Shown, String);

/// The person whose record has this short-id; found through the index, which keeps it as a keyword.
async fn by_short_id(site: &Site, id: &str) -> Answer<Known> {
    let people = Node::Is { field: Field::Kind, value: Kind::Person.word().to_owned() };
    let request =
        SearchRequest { text: format!("keyword:{id}"), narrowed: vec![people], ..SearchRequest::default() };
    let found = site.search().search(request).await?;
    let people =
        found.hits.into_iter().filter_map(|hit| person(Shown { stored: hit.stored, record: hit.record }));
    Ok(people.into_iter().find(|(_, person)| person.short_id == id))
}

async fn by_key(site: &Site, key: &str) -> Answer<Known> {
    let found = site.reader().by_key(key).await?;
    Ok(found.into_iter().filter_map(Shown::of).find_map(person))
}

fn person(shown: Shown) -> Known {
    match &shown.record {
        Record::Person(person) => {
            let person = person.clone();
            Some((shown, person))
        }
        _ => None,
    }
}

/// The works of these handles that the catalogue has, newest first, with the names of their series.
async fn works(site: &Site, handles: &[Handle]) -> Answer<Vec<Named>> {
    let handles = &handles[..handles.len().min(WORKS_SHOWN)];
    let mut found = site.reader().records(handles).await?;
    found.sort_by_key(|stored| std::cmp::Reverse(stored.as_ref().and_then(|it| it.year)));
    let mut out = Vec::new();
    for shown in found.into_iter().flatten().filter_map(Shown::of) {
        let name = site.series_name(&shown.stored.handle.series_handle()).await?;
        out.push((shown, name));
    }
    Ok(out)
}

/// Works by someone of this name that the person has not claimed, newest first.
async fn under_name(site: &Site, person: &Person, claimed: &[Named]) -> Answer<Vec<Named>> {
    let request = SearchRequest {
        text: view::works_by_text(&person.name),
        sort: Sort::Newest,
        limit: UNDER_NAME_SHOWN + claimed.len(),
        ..SearchRequest::default()
    };
    let mut out = Vec::new();
    for hit in site.search().search(request).await?.hits {
        let known = claimed.iter().any(|(it, _)| it.stored.id == hit.stored.id);
        if hit.stored.kind.is_work() && !known {
            let name = site.series_name(&hit.stored.handle.series_handle()).await?;
            out.push((Shown { stored: hit.stored, record: hit.record }, name));
        }
    }
    out.truncate(UNDER_NAME_SHOWN);
    Ok(out)
}

async fn works_or_series(site: &Site, handles: &[Handle]) -> Answer<Vec<Shown>> {
    let handles = &handles[..handles.len().min(WORKS_SHOWN)];
    Ok(site.reader().records(handles).await?.into_iter().flatten().filter_map(Shown::of).collect())
}

fn view(t: &Messages, person: &Person, works: &[Named], others: &[Named], edited: &[Shown]) -> Markup {
    let tongue = Tongue::of(t.lang, &person.name, None);
    html! {
        article.two {
            div {
                h1 lang=[tongue.lang] dir=[tongue.dir] { (person.name) }
                ul.b { @for place in &person.workplaces { li { (view::organization(t, place)) } } }
                @if let Some(date) = person.deceased { p.soft { "Died " (t.date(date)) } }
                section.sec { h2 { "Works" }
                    @if works.is_empty() { p { "This person has claimed no work in the catalogue." } }
                    (list(t, works))
                }
                @if !others.is_empty() {
                    section.sec { h2 { "Under the same name" }
                        p { "Not claimed, and so perhaps by someone else. " a href=(view::works_by(&person.name)) { "Search for all of them" } "." }
                        (list(t, others))
                    }
                }
                @if !edited.is_empty() {
                    section.sec { h2 { "Edits" } ul { @for shown in edited { li { a href=(urls::record(&shown.record)) { (t.said(shown.record.title(), None)) } } } } }
                }
            }
            aside.side { dl {
                @if !person.short_id.is_empty() { dt { "Short-id" } dd { code { (person.short_id) } } }
                dt { "Handle" } dd { code { (person.handle) } }
                @if urls::is_linkable(&person.homepage) { dt { "Home page" } dd { (view::outward(&person.homepage, view::host(&person.homepage))) } }
            } }
        }
    }
}

fn list(t: &Messages, works: &[Named]) -> Markup {
    let works = works.iter().filter_map(|(shown, series)| Some((shown, shown.record.as_work()?, series)));
    html! {
        ul.list { @for (shown, work, series) in works {
            li { (Line { withdrawn: shown.is_withdrawn(), ..Line::new(t, work, series) }) }
        } }
    }
}
