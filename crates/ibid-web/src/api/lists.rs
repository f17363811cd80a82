//! Lists that the index answers: works and whatever else is searched, and what completes a text.

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::{Facet as Counted, SearchPage, SearchRequest, Suggestion};
use ibid_core::query::{Field, Node};
use ibid_core::{Handle, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, wrong};
use super::params::{Narrowed, Paged, Sorted, Text};
use super::problems::Problems;
use super::shapes::{Institution, Person, Series, Work};
use super::{Printed, json, printed};
use crate::pages::search::request;
use crate::problem::{Answer, Problem};
use crate::site::Shown;
use crate::urls::{self, Facet, LONGEST_TEXT, Search};
use crate::{Site, layout, view};

const PER_PAGE: i64 = 20;
const MOST: i64 = 100;
const SUGGESTED: usize = 8;

/// A page of what was found.
#[derive(Serialize, ToSchema)]
#[serde(bound = "")]
struct Listed<T> {
    /// The text as it was understood.
    query: String,
    /// What of it could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// How many there are on all pages together.
    total: u64,
    items: Vec<Hit<T>>,
    /// Words that were found nowhere, with the nearest that are somewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spellings: Vec<Spelling>,
    /// Names that were searched in other spellings too; a name in quotes is searched as it is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    respelt: Vec<Respelt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    facets: Option<Box<Facets>>,
    /// The address of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(bound = "")]
struct Hit<T> {
    /// By which it is ranked; comparable within one list, 0 where nothing ranks.
    score: f32,
    /// Its page.
    url: String,
    #[schema(value_type = T)]
    record: Printed<T>,
}

#[derive(Serialize, ToSchema)]
struct Spelling {
    word: String,
    nearest: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct Respelt {
    /// As it was asked for.
    asked: String,
    names: Vec<Spelt>,
}

/// A spelling that works have.
#[derive(Serialize, ToSchema)]
struct Spelt {
    name: String,
    works: u64,
}

impl Respelt {
    fn of(found: &ibid_app::search::Respelt) -> Respelt {
        let spelt = |(name, works): &(String, u64)| Spelt { name: name.clone(), works: *works };
        Respelt { asked: found.asked.clone(), names: found.names.iter().map(spelt).collect() }
    }
}

/// How often each value occurs among all that was found, the most frequent first. What a facet itself is
/// narrowed to is not counted in, so that the other values are seen.
#[derive(Serialize, ToSchema)]
struct Facets {
    kind: Vec<Value>,
    series: Vec<Value>,
    jel: Vec<Value>,
    lang: Vec<Value>,
    access: Vec<Value>,
    archive: Vec<Value>,
    /// By year of publication.
    published: Vec<InYear>,
    /// By year they are about.
    about: Vec<InYear>,
}

#[derive(Serialize, ToSchema)]
struct Value {
    value: String,
    count: u64,
}

#[derive(Serialize, ToSchema)]
struct InYear {
    year: i16,
    count: u64,
}

/// Works found, newest first where nothing is asked.
#[utoipa::path(get, path = "/api/v1/works", tag = "works", params(Narrowed, Sorted, Paged),
    responses((status = 200, description = "A page of works", body = Listed<Work>), Problems))]
pub(super) async fn works(State(site): State<Site>, uri: Uri) -> Answer {
    let once = ["q", "from", "to", "about_from", "about_to", "sort", "facets", "limit", "after"];
    let asked = Asked::of(&uri, &once, &Facet::ALL.map(Facet::word))?;
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_work()).collect();
    found::<Work>(&site, &uri, &asked, kinds).await
}

/// Series, those found by a text or all.
#[utoipa::path(get, path = "/api/v1/series", tag = "series and archives", params(Text, Paged),
    responses((status = 200, description = "A page of series", body = Listed<Series>), Problems))]
pub(super) async fn series(State(site): State<Site>, uri: Uri) -> Answer {
    simply::<Series>(&site, &uri, Kind::Series).await
}

/// Registered people, those found by a text or all.
#[utoipa::path(get, path = "/api/v1/people", tag = "people and institutions", params(Text, Paged),
    responses((status = 200, description = "A page of people", body = Listed<Person>), Problems))]
pub(super) async fn people(State(site): State<Site>, uri: Uri) -> Answer {
    simply::<Person>(&site, &uri, Kind::Person).await
}

/// Institutions, those found by a text or all.
#[utoipa::path(get, path = "/api/v1/institutions", tag = "people and institutions", params(Text, Paged),
    responses((status = 200, description = "A page of institutions", body = Listed<Institution>), Problems))]
pub(super) async fn institutions(State(site): State<Site>, uri: Uri) -> Answer {
    simply::<Institution>(&site, &uri, Kind::Institution).await
}

async fn simply<T>(site: &Site, uri: &Uri, kind: Kind) -> Answer {
    let asked = Asked::of(uri, &["q", "limit", "after"], &[])?;
    found::<T>(site, uri, &asked, vec![kind]).await
}

/// A page of records of these kinds, all of which have the shape of `T`.
async fn found<T>(site: &Site, uri: &Uri, asked: &Asked, kinds: Vec<Kind>) -> Answer {
    let (search, facets) = (read(uri, asked)?, asked.flag("facets")?);
    let limit = asked.number("limit", 1, MOST)?.unwrap_or(PER_PAGE);
    let is = |kind: Kind| Node::Is { field: Field::Kind, value: kind.word().to_owned() };
    let narrowed = vec![Node::Or(kinds.into_iter().map(is).collect())];
    let wanted = SearchRequest { narrowed, facets, limit: limit as usize, ..request(&search) };
    let page = site.search().search(wanted).await?;
    let next = page.results.hits.last().filter(|_| page.results.more).map(|last| {
        let address = search.going_on(1, last.place(false)).at(uri.path());
        layout::absolute(site, &urls::with_pairs(&address, &further(asked)))
    });
    let mut items = Vec::with_capacity(page.hits.len());
    for hit in &page.hits {
        let record = Printed::of(printed(site, &hit.record).await?)?;
        let url = layout::absolute(site, &urls::record(&hit.record));
        items.push(Hit { score: hit.score, url, record });
    }
    let spellings =
        page.spellings.iter().map(|it| Spelling { word: it.word.clone(), nearest: it.nearest.clone() });
    let listed: Listed<T> = Listed {
        query: page.query.to_text(),
        notes: page.query.notes.iter().map(ToString::to_string).collect(),
        total: page.results.total,
        items,
        spellings: spellings.collect(),
        respelt: page.results.respelt.iter().map(Respelt::of).collect(),
        facets: facets.then(|| Box::new(Facets::of(&page))),
        next,
    };
    let link = listed.next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
    let page = json(&listed)?.searched();
    Ok(match link {
        Some(link) => page.linked(link),
        None => page,
    })
}

/// What the next page has to be asked with besides the search.
fn further(asked: &Asked) -> Vec<(&str, &str)> {
    asked.pairs().filter(|(name, _)| matches!(*name, "limit" | "facets")).collect()
}

/// The search that is asked, every value in the one spelling that the document knows.
fn read(uri: &Uri, asked: &Asked) -> Answer<Search> {
    for name in ["from", "to", "about_from", "about_to"] {
        asked.number(name, 0, 9_999)?;
    }
    for (name, value) in asked.pairs() {
        if value.is_empty() && name != "q" {
            return Err(wrong(name, value, "is empty"));
        }
    }
    let search = Search::parse(uri.query().unwrap_or("")).map_err(|why| match asked.one("after") {
        // A place that is none, or one of another search: there is nothing at this address.
        Some(_) if Search::parse(&without_place(asked)).is_ok() => Problem::missing("this place in the list"),
        _ => Problem::Unreadable { why, instead: None },
    })?;
    for facet in Facet::ALL {
        let mut values = asked.all(facet.word());
        if let Some(odd) = values.find(|value| !search.has(facet, value)) {
            return Err(wrong(facet.word(), odd, "is not written as the document of the API has it"));
        }
    }
    Ok(search)
}

fn without_place(asked: &Asked) -> String {
    let pairs: Vec<_> = asked.pairs().filter(|(name, _)| *name != "after").collect();
    urls::with_pairs("", &pairs).trim_start_matches('?').to_owned()
}

impl Facets {
    fn of(page: &SearchPage) -> Facets {
        let counted = |facet| {
            let values = page.results.facet(facet).iter();
            values.map(|(value, count)| Value { value: value.clone(), count: *count }).collect()
        };
        let by_year =
            |years: &[(i16, u64)]| years.iter().map(|&(year, count)| InYear { year, count }).collect();
        Facets {
            kind: counted(Counted::Kind),
            series: counted(Counted::Series),
            jel: counted(Counted::Jel),
            lang: counted(Counted::Language),
            access: counted(Counted::Access),
            archive: counted(Counted::Archive),
            published: by_year(&page.results.years),
            about: by_year(&page.results.about),
        }
    }
}

/// What completes a text.
#[derive(Serialize, ToSchema)]
pub(super) struct Completed {
    suggestions: Vec<Completion>,
}

/// A record, or a name that works carry.
#[derive(Serialize, ToSchema)]
struct Completion {
    /// The kind of the record; `name` for a name.
    kind: String,
    text: String,
    /// Its page, or a search for the name.
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    handle: Option<String>,
    /// Works that carry the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    works: Option<u64>,
}

/// Titles and names that complete a text as it is typed.
#[utoipa::path(get, path = "/api/v1/suggest", tag = "works", params(Text),
    responses((status = 200, description = "What completes it, the best first", body = Completed), Problems))]
pub(super) async fn suggest(State(site): State<Site>, uri: Uri) -> Answer {
    let asked = Asked::of(&uri, &["q"], &[])?;
    let text = asked.one("q").unwrap_or("");
    if text.chars().count() > LONGEST_TEXT {
        return Err(wrong("q", text, "is longer than a search may be"));
    }
    let found = site.search().suggest(text, SUGGESTED).await?;
    let handles: Vec<Handle> = found.iter().filter_map(handle).collect();
    let mut stored = site.reader().records(&handles).await?.into_iter();
    let suggestions = found.into_iter().filter_map(|it| match it {
        Suggestion::Record { .. } => record(&site, Shown::of(stored.next().flatten()?)?),
        Suggestion::Name { name, works } => Some(Completion {
            kind: "name".to_owned(),
            url: layout::absolute(&site, &view::works_by(&name)),
            text: name,
            handle: None,
            works: Some(works),
        }),
    });
    Ok(json(&Completed { suggestions: suggestions.collect() })?.for_a_minute())
}

fn handle(suggestion: &Suggestion) -> Option<Handle> {
    match suggestion {
        Suggestion::Record { handle, .. } => Some(handle.clone()),
        Suggestion::Name { .. } => None,
    }
}

fn record(site: &Site, shown: Shown) -> Option<Completion> {
    let live = !shown.is_withdrawn();
    let title = shown.record.title();
    live.then(|| Completion {
        kind: shown.record.kind().word().to_owned(),
        text: if title.is_empty() { shown.record.handle().to_string() } else { title.to_owned() },
        url: layout::absolute(site, &urls::record(&shown.record)),
        handle: Some(shown.record.handle().to_string()),
        works: None,
    })
}
