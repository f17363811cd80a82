//! The page of a registered person: their own record, the works they claimed by year, who with, when, about
//! which years, and under which names. What else is signed with their name is told apart from it.

pub(crate) mod claims;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::{Results, SearchRequest, Sort};
use ibid_core::handle::is_short_id;
use ibid_core::name::form;
use ibid_core::people::{Mention, mentions};
use ibid_core::record::{Agent, Person, Work};
use ibid_core::{Handle, Orcid, Record};
use ibid_store::Stored;
use maud::{Markup, html};

use crate::Site;
use crate::head::things;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::authors::name;
use crate::pages::{take_away, works};
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::{Placed, Shown};
use crate::urls::{self, Feed, Search};
use crate::view::tongue::Tongue;
use crate::view::{self, line};

/// Works listed at most; the rest is a search away.
const WORKS_SHOWN: usize = 200;
/// Claims looked at for them: more than anyone has written.
const CLAIMS_READ: usize = 10_000;
const UNDER_NAME_SHOWN: usize = 20;
const MERGED_AT_MOST: usize = 8;

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(name) = urls::html_name(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    let Some((shown, person)) = find(&site, &name).await? else { return file(&site, &name).await };
    let address = urls::record(&Record::Person(person.clone()));
    if address != uri.path() {
        // Asked for anew each time: a merging that sent readers elsewhere may be undone.
        let anew = [(header::CACHE_CONTROL, "no-cache")];
        return Ok((anew, Redirect::permanent(&address)).into_response());
    }
    let works = works_of(&site, &person.author_of).await?;
    let others = if shown.is_withdrawn() { Vec::new() } else { under_name(&site, &person, &works).await? };
    let edited = works_or_series(&site, &person.editor_of).await?;
    let id = if person.short_id.is_empty() { person.handle.key() } else { person.short_id.clone() };
    let feed = Some(Feed::Person(id));
    let head = things::person(&site, &person, &address);
    let studied = works_or_series(&site, &person.alumni_of).await?;
    let proved = site.reader().orcid_of_person(person.handle.as_str()).await?;
    let frame = Frame { title: called(&person), address: &address, head, feed, ..Frame::default() };
    let main = Profile {
        shown: &shown,
        person: &person,
        works: &works,
        others: &others,
        edited: &edited,
        studied: &studied,
        proved: proved.as_deref().and_then(Orcid::parse),
    }
    .view(t);
    let page = Page::html(layout::page(&site, t, frame, main)).searched().modified(shown.stored.at);
    match shown.is_withdrawn() {
        true => Err(Problem::Withdrawn(Gone { handle: person.handle.clone(), page })),
        false => Ok(page.into_response()),
    }
}

/// `/e/pki42.bib` and its like: what the person has claimed, as one file.
async fn file(site: &Site, name: &str) -> Answer<Response> {
    let unknown = || Problem::missing(format!("“{name}”"));
    let (id, wanted) = take_away::asked(name).ok_or_else(unknown)?;
    let (_, person) = find(site, id).await?.filter(|(shown, _)| !shown.is_withdrawn()).ok_or_else(unknown)?;
    let claimed = &person.author_of[..person.author_of.len().min(CLAIMS_READ)];
    Ok(take_away::file(site, claimed, wanted).await?.into_response())
}

pub(crate) type Known = Option<(Shown, Box<Person>)>;

/// The person of this short-id, or of the handle with this key.
pub(crate) async fn find(site: &Site, name: &str) -> Answer<Known> {
    match is_short_id(name) {
        true => by_short_id(site, &name.to_ascii_lowercase()).await,
        false => by_key(site, &name.to_lowercase()).await,
    }
}

/// The person whose record has this short-id; a record that has it no more is passed over.
async fn by_short_id(site: &Site, id: &str) -> Answer<Known> {
    let found = site.reader().by_short_id(id).await?.into_iter().filter_map(Shown::of);
    let found = found.filter_map(person).find(|(_, person)| person.short_id == id);
    as_merged(site, found).await
}

async fn by_key(site: &Site, key: &str) -> Answer<Known> {
    let found = site.reader().by_key(key).await?;
    as_merged(site, found.into_iter().filter_map(Shown::of).find_map(person)).await
}

/// The profile into which this one was merged, if it was.
async fn as_merged(site: &Site, mut found: Known) -> Answer<Known> {
    // A profile merged into one that was merged: nobody does that often.
    for _ in 0..MERGED_AT_MOST {
        let Some((shown, _)) = found.as_ref().filter(|(shown, _)| shown.is_withdrawn()) else { break };
        let profile = site.reader().profile(shown.stored.id).await?;
        let Some(into) = profile.map(|it| it.merged).filter(|it| *it > 0) else { break };
        match site.reader().by_id(&[into]).await?.pop().and_then(Shown::of).and_then(person) {
            Some(other) => found = Some(other),
            None => break,
        }
    }
    Ok(found)
}

/// `/e/pki42/history`: every version of the record, and where it came from.
pub(crate) async fn history(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let name = uri.path().trim_end_matches("/history").to_owned();
    let Some(name) = urls::html_name(&name) else { return Err(problem::no_such_page(uri).await) };
    let Some((shown, person)) = find(&site, &name).await? else {
        return Err(problem::no_such_page(uri).await);
    };
    let address = urls::person_history(&person);
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let versions = site.reader().history(&person.handle).await?;
    let page = urls::record(&Record::Person(person.clone()));
    let title = t.person.history_of.replace("{name}", called(&person));
    let main = html! {
        article.narrow {
            (layout::crumbs(t, &[(page, html! { (t.said(called(&person), None)) })]))
            h1 { (t.history.title) }
            (works::history::all(t, &versions))
        }
    };
    let frame = Frame { title: &title, address: &address, listed: false, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, main)).modified(shown.stored.at).into_response())
}

/// The name; of a profile that says nothing any more its short-id.
fn called(person: &Person) -> &str {
    if person.name.is_empty() { &person.short_id } else { &person.name }
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

/// The newest works of these handles that the catalogue has, with the names of their series.
async fn works_of(site: &Site, handles: &[Handle]) -> Answer<Vec<Placed>> {
    let mut newest: Vec<Stored> = Vec::new();
    for some in handles[..handles.len().min(CLAIMS_READ)].chunks(WORKS_SHOWN) {
        newest.extend(site.reader().records(some).await?.into_iter().flatten());
        newest.sort_by_key(|stored| std::cmp::Reverse(stored.year));
        newest.truncate(WORKS_SHOWN);
    }
    site.placed(newest.into_iter().filter_map(Shown::of)).await
}

/// Works by someone of this name that the person has not claimed, newest first.
async fn under_name(site: &Site, person: &Person, claimed: &[Placed]) -> Answer<Vec<Placed>> {
    let request = SearchRequest {
        text: view::works_by_text(&person.name),
        sort: Sort::Newest,
        limit: UNDER_NAME_SHOWN + claimed.len(),
        ..SearchRequest::default()
    };
    let mut hits = site.search().search(request).await?.hits;
    hits.retain(|hit| {
        let known = person.author_of.contains(&hit.stored.handle)
            || claimed.iter().any(|(it, _)| it.stored.id == hit.stored.id);
        hit.stored.kind.is_work() && !known
    });
    hits.truncate(UNDER_NAME_SHOWN);
    site.placed(hits.into_iter().map(Shown::from)).await
}

async fn works_or_series(site: &Site, handles: &[Handle]) -> Answer<Vec<Shown>> {
    let handles = &handles[..handles.len().min(WORKS_SHOWN)];
    Ok(site.reader().records(handles).await?.into_iter().flatten().filter_map(Shown::of).collect())
}

/// What the page shows beside the person's own record.
struct Profile<'a> {
    shown: &'a Shown,
    person: &'a Person,
    works: &'a [Placed],
    others: &'a [Placed],
    edited: &'a [Shown],
    studied: &'a [Shown],
    /// The iD its owner proved; that of the record may be another, or nobody's.
    proved: Option<Orcid>,
}

impl Profile<'_> {
    fn view(&self, t: &Messages) -> Markup {
        let (person, words) = (self.person, &t.person);
        let tongue = Tongue::of(t.lang, &person.name, None);
        let other_name = Some(person.ascii.as_str()).filter(|it| !it.is_empty() && *it != person.name);
        html! {
            article.two {
                div {
                    (layout::crumbs(t, &[(urls::AUTHORS.to_owned(), html! { (t.site.authors) })]))
                    h1 lang=[tongue.lang] dir=[tongue.dir] { (called(person)) }
                    @if let Some(name) = other_name { p.alt { (t.said(name, None)) } }
                    @if let Some(date) = person.deceased { p.soft { (fill(words.died, &[("date", &t.date(date))])) } }
                    @if let Some(date) = person.lost.filter(|_| person.deceased.is_none()) { p.soft { (fill(words.lost, &[("date", &t.date(date))])) } }
                    @if !person.workplaces.is_empty() {
                        h2.vh { (words.affiliations) }
                        ul.b { @for place in &person.workplaces { li { (view::organization(t, place))
                            @if let Some(share) = place.share { " " span.s.soft { (share) "%" } } } } }
                    }
                    @if !self.studied.is_empty() {
                        p.s { (words.studied_at) ": " @for (at, it) in self.studied.iter().enumerate() {
                            @if at > 0 { "; " }
                            a href=(urls::record(&it.record)) { (t.said(it.record.title(), None)) }
                        } }
                    }
                    section.sec #works { h2 { (t.names.works) }
                        @if self.works.is_empty() { p { (words.no_works) } }
                        (line::by_year(t, self.works))
                        @if person.author_of.len() > WORKS_SHOWN {
                            p { a href=(view::works_by(&person.name)) { (words.search_all) } }
                        }
                    }
                    (self.others(t))
                    @if !self.edited.is_empty() {
                        section.sec { h2 { (words.edits) } ul.b { @for shown in self.edited { li { a href=(urls::record(&shown.record)) { (t.said(shown.record.title(), None)) } } } } }
                    }
                    (self.is_you(t))
                }
                aside.side { (self.beside(t)) }
            }
        }
    }

    /// The way in for whose profile it is. The same for everyone.
    fn is_you(&self, t: &Messages) -> Markup {
        let words = &t.person;
        let ours = self.shown.stored.is_ours();
        html! {
            @if !self.shown.is_withdrawn() && self.person.deceased.is_none() {
                section.sec.no-print #you { h2 { (words.is_you) }
                    @match ours {
                        true => p { (words.is_you_own) " " a href=(urls::PROFILE) rel="nofollow" { (words.change) } },
                        false => p { (words.is_you_text) " " a href=(urls::take_profile(&self.person.handle)) rel="nofollow" { (words.take_over) } },
                    }
                }
            }
        }
    }

    fn others(&self, t: &Messages) -> Markup {
        let words = &t.person;
        let all = html! { a href=(view::works_by(&self.person.name)) { (words.search_all) } };
        html! {
            @if !self.others.is_empty() {
                section.sec #others { h2 { (words.same_name) }
                    p { (fill(words.not_claimed, &[("all", &all)])) }
                    ul.list { @for named in self.others { (line::item(t, named)) } }
                }
            }
        }
    }

    fn beside(&self, t: &Messages) -> Markup {
        let (person, words) = (self.person, &t.person);
        let works = || self.works.iter().filter_map(|(shown, _)| shown.record.as_work());
        let forms = self.forms();
        let own: Vec<String> = forms.iter().map(|name| form(name)).chain([form(&person.name)]).collect();
        html! {
            dl {
                @if !person.short_id.is_empty() { dt { (words.short_id) } dd { code { (person.short_id) } } }
                dt { (words.handle) } dd { code { (person.handle) } }
                @for orcid in self.orcids() { dt { "ORCID iD" } dd {
                    (view::outward(&orcid.address(), orcid.as_str()))
                    @if self.proved.as_ref() == Some(&orcid) { " " span.s.soft { "(" (t.orcid.proved) ")" } }
                } }
                @if urls::is_linkable(&person.homepage) { dt { (words.home_page) } dd { (view::outward(&person.homepage, view::host(&person.homepage))) } }
            }
            @if !self.works.is_empty() {
                p.s { (t.lists.as_format) " " (take_away::links(t, |extension| urls::person_export(person, extension))) }
            }
            @if !self.works.is_empty() { p.s { a href=(urls::person_claims(person)) { (words.how_known) } } }
            p.s { a href=(urls::person_history(person)) { (words.history) } }
            (years(t, &person.name, works()))
            (name::with(t, &name::coauthors(works(), &own)))
            @if !forms.is_empty() { h2 { (words.forms) }
                ul.b { @for name in &forms { li { a href=(urls::author(name)) { (t.said(name, None)) } } } }
            }
        }
    }

    /// The proved one first.
    fn orcids(&self) -> Vec<Orcid> {
        let said = Orcid::parse(&self.person.orcid).filter(|it| self.proved.as_ref() != Some(it));
        self.proved.iter().cloned().chain(said).collect()
    }

    fn forms(&self) -> Vec<String> {
        own_forms(self.person, self.works.iter().filter_map(|(shown, _)| shown.record.as_work()))
    }
}

/// The names under which works carry this person: those that may be theirs, or that stand alone.
fn own_forms<'a>(person: &Person, works: impl Iterator<Item = &'a Work>) -> Vec<String> {
    let agent = |name: &str, last: &str, first: &str| Agent {
        name: name.to_owned(),
        last: last.to_owned(),
        first: first.to_owned(),
        person: person.short_id.clone(),
        ..Agent::default()
    };
    let given = [agent(&person.name, &person.last, &person.first), agent(&person.ascii, "", "")];
    let others = person.variations.iter().map(|it| agent(it, "", ""));
    let own = mentions(&given.into_iter().chain(others).collect::<Vec<_>>());
    let (mut forms, mut known) = (Vec::new(), HashSet::new());
    for work in works {
        let alone = work.authors.len() == 1;
        let is_own = |it: &&Agent| {
            let other = Mention::of(it);
            own.iter().any(|one| one.may_be(&other))
        };
        let few = |agents: &'a [Agent]| agents.get(..name::TOGETHER).unwrap_or(agents).iter();
        let authors = few(&work.authors).filter(|it| alone || is_own(it));
        for agent in authors.chain(few(&work.editors).filter(is_own)) {
            let form = form(&agent.name);
            if !form.is_empty() && known.insert(form) {
                forms.push(agent.name.clone());
            }
        }
    }
    forms
}

/// When the claimed works appeared and which years they are about.
fn years<'a>(t: &Messages, name: &str, works: impl Iterator<Item = &'a Work>) -> Markup {
    let (mut published, mut about) = (BTreeMap::new(), BTreeMap::new());
    for work in works {
        if let Some(year) = work.year() {
            *published.entry(year).or_insert(0u64) += 1;
        }
        let years: BTreeSet<i16> = work.years_about().into_iter().flat_map(|(from, to)| from..=to).collect();
        for year in years {
            *about.entry(year).or_insert(0u64) += 1;
        }
    }
    let results = Results {
        years: published.into_iter().collect(),
        about: about.into_iter().collect(),
        ..Results::default()
    };
    name::years(t, &Search::text(&view::works_by_text(name)), &results)
}

#[cfg(test)]
mod tests {
    use ibid_core::Kind;

    use super::*;
    use crate::tests::checked;
    use crate::tests::world::World;

    #[test]
    fn a_person_goes_by_their_own_names_only() {
        let check = |person: [&str; 4], authors: &[&str], expected: &[&str]| {
            let [name, last, first, ascii] = person.map(str::to_owned);
            let handle = Handle::parse("RePEc:per:2015-02-03:someone").expect("a handle");
            let person = Person { name, last, first, ascii, ..Person::new(handle) };
            let mut work = Work::new(Handle::parse("RePEc:abc:papers:1").expect("a handle"), Kind::Paper);
            work.authors =
                authors.iter().map(|it| Agent { name: (*it).to_owned(), ..Agent::default() }).collect();
            assert_eq!(own_forms(&person, [&work, &work].into_iter()), expected, "{person:?} {authors:?}");
        };
        let li = ["Bo Li", "Li", "Bo", ""];
        check(li, &["Bo Li", "Ann Collins", "Amelia Liu"], &["Bo Li"]);
        check(li, &["Li, B.", "Wei Li"], &["Li, B."]);
        check(li, &["Nom de Plume"], &["Nom de Plume"]);
        check(["", "", "", ""], &["Ann Collins", "Bo Li"], &[]);
        check(["박서연", "박", "서연", "Seoyeon Park"], &["Park, Seoyeon", "Jimin Park"], &["Park, Seoyeon"]);
    }

    #[tokio::test]
    async fn what_a_person_claims_is_one_file() {
        let world = World::toy().await;
        let page = world.get("/e/pca1.html").await.text();
        assert!(page.contains("/e/pca1.bib") && page.contains("/e/pca1.redif"), "{page}");
        let file = world.get("/e/pca1.ris").await;
        let kinds: Vec<_> =
            file.text().lines().filter(|it| it.starts_with("TY  - ")).map(str::to_owned).collect();
        assert_eq!((file.status, kinds.join(" ")), (200, "TY  - JOUR TY  - BOOK".to_owned()));
        for path in ["/e/pca1.exe", "/e/nobody9.bib", "/e/.bib"] {
            assert_eq!(world.get(path).await.status, 404, "{path}");
        }
    }

    /// The first two hundred claimed are not the newest two hundred.
    #[tokio::test]
    async fn the_newest_of_many_works_are_shown() {
        let mut text = "Template-Type: ReDIF-Person 1.0\nName-Full: Bo Li\nShort-ID: pli1\n".to_owned();
        for n in 0..=WORKS_SHOWN {
            text.push_str(&format!("Author-Paper: RePEc:abc:papers:{n}\n"));
        }
        text.push_str("Handle: RePEc:per:2015-02-03:bo_li\n\n");
        for n in 0..=WORKS_SHOWN {
            let year = 1800 + n;
            text.push_str(&format!("Template-Type: ReDIF-Paper 1.0\nTitle: Rice\nAuthor-Name: Bo Li\nCreation-Date: {year}\nHandle: RePEc:abc:papers:{n}\n\n"));
        }
        let world = World::of(&text).await;
        let list = world.get("/authors/").await.text();
        let address = checked::links(&list).into_iter().find(|it| it.contains("pli1")).expect("marked");
        let page = world.get(&address).await.text();
        checked::page(&address, &page);
        assert!(page.contains("/papers/200.html") && !page.contains("/papers/0.html\""), "{page}");
        assert!(page.contains("Search for all of them"), "{page}");
    }
}
