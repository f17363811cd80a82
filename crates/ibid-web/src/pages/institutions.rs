//! The page of an institution: what it is part of, where it is, its parts, its people and their works.
//!
//! The directory stands in `directory.rs`, the pages by country in `places.rs`.

pub(crate) mod directory;
pub(crate) mod places;

use axum::extract;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::SearchRequest;
use ibid_core::query::{Field, Node};
use ibid_core::record::{Institution, Level, Person};
use ibid_core::{Handle, Kind, Record};
use ibid_store::State;
use maud::{Markup, html};

use crate::Site;
use crate::head::things;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::{Placed, Shown};
use crate::urls::{self, Search};
use crate::view::tongue::Tongue;
use crate::view::{self, line};
use directory::{Directory, Entry};

/// People named, works listed, neighbours named.
const PEOPLE: usize = 200;
const WORKS: usize = 50;
const NEARBY: usize = 12;

pub(crate) async fn show(
    extract::State(site): extract::State<Site>,
    lang: Lang,
    uri: Uri,
) -> Answer<Response> {
    let t = lang.messages();
    let Some(name) = urls::html_name(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    let key = urls::institution_key(&name);
    let mut found = site.reader().by_key(&key).await?.into_iter().filter_map(Shown::of);
    let Some(shown) = found.find(|shown| shown.stored.kind == Kind::Institution) else {
        return Err(super::works::missing(&site, &key).await?);
    };
    let (Record::Institution(institution), Some(entry)) = (&shown.record, Entry::of(&shown.record)) else {
        return Err(super::works::missing(&site, &key).await?);
    };
    let address = urls::institution(&institution.handle);
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let (people, alumni) = people(&site, shown.stored.id, institution).await?;
    let works = works(&site, &people).await?;
    let directory = site.institutions().await?;
    let main = InstitutionPage { institution, entry, directory: &directory, people, alumni, works }.view(t);
    let head = things::institution(&site, institution);
    let frame = Frame { title: institution.name(), address: &address, head, ..Frame::default() };
    let page = Page::html(layout::page(&site, t, frame, main)).searched().modified(shown.stored.at);
    match shown.is_withdrawn() {
        true => Err(Problem::Withdrawn(Gone { handle: institution.handle.clone(), page })),
        false => Ok(page.into_response()),
    }
}

/// Registered people who work there, by its handle, else by exactly its name; and those who studied there.
async fn people(site: &Site, id: i64, institution: &Institution) -> Answer<(Vec<Person>, Vec<Person>)> {
    let known: Vec<i64> = site.reader().members(id).await?.into_iter().map(|it| it.0).take(PEOPLE).collect();
    let name = institution.name().replace('"', " ");
    let only = Node::Is { field: Field::Kind, value: Kind::Person.word().to_owned() };
    let request = SearchRequest {
        text: format!("\"{name}\""),
        narrowed: vec![only],
        limit: PEOPLE,
        ..SearchRequest::default()
    };
    let stored = site.reader().by_id(&known).await?.into_iter().filter(|it| it.state == State::Live);
    let named =
        site.search().search(request).await?.hits.into_iter().filter(|it| !known.contains(&it.stored.id));
    let records = stored.filter_map(|it| it.record()).chain(named.map(|it| it.record));
    let mut people: Vec<Person> = records
        .filter_map(|it| match it {
            Record::Person(person) => Some(*person),
            _ => None,
        })
        .collect();
    people.sort_by_cached_key(|person| ibid_core::name::Name::parse(&person.name).sort_key());
    let alumni = people.iter().filter(|it| it.alumni_of.contains(&institution.handle)).cloned().collect();
    people.retain(|it| works_there(institution, it));
    Ok((people, alumni))
}

fn works_there(institution: &Institution, person: &Person) -> bool {
    person.workplaces.iter().any(|place| match &place.institution {
        Some(handle) => *handle == institution.handle,
        None => place.name == institution.name() && institution.levels.len() == 1,
    })
}

/// What these people have claimed, newest first.
async fn works(site: &Site, people: &[Person]) -> Answer<Vec<Placed>> {
    let mut handles: Vec<Handle> = people.iter().flat_map(|it| it.author_of.iter().cloned()).collect();
    handles.sort_unstable();
    handles.dedup();
    site.placed(site.reader().newest_of(&handles, WORKS).await?.into_iter().filter_map(Shown::of)).await
}

fn named(t: &Messages, person: &Person) -> Markup {
    let address = urls::record(&Record::Person(Box::new(person.clone())));
    html! { a href=(address) { (t.said(&person.name, None)) } }
}

struct InstitutionPage<'a> {
    institution: &'a Institution,
    entry: Entry,
    directory: &'a Directory,
    people: Vec<Person>,
    alumni: Vec<Person>,
    works: Vec<Placed>,
}

impl InstitutionPage<'_> {
    fn view(&self, t: &Messages) -> Markup {
        let words = &t.institutions;
        let it = self.institution;
        let tongue = Tongue::of(t.lang, it.name(), None);
        html! {
            article.two {
                div {
                    (self.crumbs(t))
                    h1 lang=[tongue.lang] dir=[tongue.dir] { (self.entry.name()) }
                    @if let Some(own) = it.levels.last() && !own.organization.name_english.is_empty() {
                        p.alt { (t.said(&own.organization.name_english, Some("en"))) }
                    }
                    (self.part_of(t))
                    @if let Some(own) = it.levels.last() { (details(t, own)) }
                    (self.parts(t))
                    section.sec #people { h2 { (words.people) }
                        @if self.people.is_empty() { p { (words.no_people) } }
                        ul.b { @for person in &self.people { li { (named(t, person))
                            @if let Some(share) = self.share(person) { " " span.s.soft { (share) "%" } } } } }
                    }
                    @if !self.alumni.is_empty() {
                        section.sec #alumni { h2 { (words.alumni) }
                            ul.b { @for person in &self.alumni { li { (named(t, person)) } } }
                        }
                    }
                    @if !self.people.is_empty() {
                        section.sec #works { h2 { (words.works) }
                            @if self.works.is_empty() { p { (words.no_works) } }
                            ul.list { @for placed in &self.works { (line::item(t, placed)) } }
                        }
                    }
                }
                aside.side {
                    dl { dt { (words.handle) } dd { code { (it.handle) } } }
                    p { a href=(Search::text(&format!("\"{}\"", it.name().replace('"', " ")))) { (words.naming) } }
                    (self.nearby(t))
                }
            }
        }
    }

    /// How much of their time somebody gives to this place.
    fn share(&self, person: &Person) -> Option<u8> {
        let handle = Some(&self.institution.handle);
        person.workplaces.iter().find(|it| it.institution.as_ref() == handle).and_then(|it| it.share)
    }

    fn crumbs(&self, t: &Messages) -> Markup {
        let place = &self.entry.place;
        let mut steps = vec![(urls::INSTITUTIONS.to_owned(), html! { (t.site.institutions) })];
        if !place.country.is_empty() {
            steps.push((urls::country(&place.country), html! { (t.said(&place.country, None)) }));
        }
        if !place.city.is_empty() {
            steps.push((urls::city(&place.country, &place.town()), html! { (t.said(&place.town(), None)) }));
        }
        layout::crumbs(t, &steps)
    }

    /// The wider levels, each a link where the directory has it.
    fn part_of(&self, t: &Messages) -> Markup {
        let above = self.entry.path.len().saturating_sub(1);
        html! {
            @if above > 0 {
                p.alt { span.s { (t.institutions.part_of) ": " }
                    @for (at, name) in self.entry.path[..above].iter().enumerate() {
                        @if at > 0 { " › " }
                        @match self.directory.above(&self.entry, at + 1) {
                            Some(it) => a href=(urls::institution(&it.handle)) { (t.said(name, None)) },
                            None => (t.said(name, None)),
                        }
                    }
                }
            }
        }
    }

    fn parts(&self, t: &Messages) -> Markup {
        let parts = self.directory.below(&self.entry);
        let own = self.entry.path.len();
        html! {
            @if !parts.is_empty() {
                section.sec #parts { h2 { (t.institutions.parts) }
                    ul.b { @for part in parts { li {
                        @for name in &part.path[own..part.path.len() - 1] { span.soft { (t.said(name, None)) " › " } }
                        a href=(urls::institution(&part.handle)) { (t.said(part.name(), None)) }
                        @if part.closed { " " span.s.wait { (t.institutions.closed) } }
                    } } }
                }
            }
        }
    }

    /// Others in the same city.
    fn nearby(&self, t: &Messages) -> Markup {
        let place = &self.entry.place;
        let others = self.directory.within(&place.country).iter();
        let others: Vec<&Entry> = others
            .filter(|it| it.place == *place && it.handle != self.entry.handle && it.path.len() == 1)
            .take(NEARBY)
            .collect();
        html! {
            @if !others.is_empty() && !place.city.is_empty() {
                h2 { (fill(t.institutions.also_in, &[("city", &t.said(&place.city, None))])) }
                ul.b { @for it in others { li { a href=(urls::institution(&it.handle)) { (t.said(it.name(), None)) } } } }
            }
        }
    }
}

fn details(t: &Messages, level: &Level) -> Markup {
    let (it, words) = (&level.organization, &t.institutions);
    html! {
        dl.kv {
            (view::fact(t, words.place, &it.location))
            (view::fact(t, words.address, &it.postal))
            (view::fact(t, words.phone, &it.phone))
            @if urls::is_linkable(&it.homepage) { dt { (words.home_page) } dd { (view::outward(&it.homepage, view::host(&it.homepage))) } }
            (view::fact(t, words.closed, &level.defunct))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    #[tokio::test]
    async fn the_directory_leads_by_country_and_city() {
        let world = World::toy().await;
        for (path, says) in [
            ("/i/", "/i/?country=Japan"),
            ("/i/?country=Japan", "/i/rak:hitijjp.html"),
            ("/i/?country=japan&city=Tokyo", "/i/rak:hitijjp.html"),
            ("/i/?find=niederau", "/i/rak:niedade.html"),
            ("/i/?find=qqqq", "qqqq"),
            ("/i/rak:raskbkr.html", "/e/ppa3.html"),
            ("/i/rak:niedade.html", "Fakultät für Wirtschaftswissenschaften"),
        ] {
            let got = world.get(path).await;
            assert_eq!(got.status, 200, "{path}");
            checked::page(path, &got.text());
            assert!(got.text().contains(says), "{path}: {says}");
        }
        assert_eq!(world.get("/i/?country=Atlantis").await.status, 404);
    }

    #[tokio::test]
    async fn a_city_written_in_two_ways_is_one() {
        let bank = |code: &str, name: &str, place: &str| {
            format!(
                "Template-Type: ReDIF-Institution 1.0\nPrimary-Name: {name}\nPrimary-Location: {place}\nHandle: RePEc:abc:{code}\n\n"
            )
        };
        let all = [
            bank("aaaaaat", "Bank A", "Montreal, Canada"),
            bank("bbbbbbt", "Bank B", "Montréal, Canada"),
            bank("cccccct", "Bank C", "MONTREAL, Canada"),
        ];
        let world = World::of(&all.concat()).await;
        let got = world.get("/i/?country=Canada").await.text();
        assert_eq!(got.matches("<h2").count(), 1, "{got}");
        let got = world.get("/i/?country=Canada&city=montreal").await.text();
        assert_eq!(got.matches("/i/abc:").count(), 3, "{got}");
    }
}
