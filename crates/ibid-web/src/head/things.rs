//! What is no work in schema.org's words: the site, series, archives, people, institutions, lists.

use ibid_core::export::value::{Object, Value};
use ibid_core::name::Name;
use ibid_core::record::{Institution, Level, Person, Series, Work};
use ibid_core::{Handle, Kind, Orcid};
use maud::Markup;

use super::{json_ld, organization, thing};
use crate::Site;
use crate::layout::absolute;
use crate::urls;

/// The site itself, and how it is searched.
pub(crate) fn site(site: &Site) -> Markup {
    let home = absolute(site, urls::HOME);
    let search = format!("{}{{search_term_string}}", absolute(site, &urls::search_for("")));
    let action = Object::default()
        .with("@type", "SearchAction")
        .with("target", Object::default().with("@type", "EntryPoint").with("urlTemplate", search))
        .with("query-input", "required name=search_term_string");
    json_ld(
        thing()
            .with("@type", vec!["WebSite", "DataCatalog"])
            .with("@id", &home)
            .with("url", home)
            .with("name", &site.settings().name)
            .with("potentialAction", action),
    )
}

/// A series; one that nobody declared by its handle alone.
pub(crate) fn series(site: &Site, handle: &Handle, series: Option<&Series>) -> Markup {
    let kind = match series.map(|it| it.holds) {
        Some(Kind::Book | Kind::Chapter) => "BookSeries",
        Some(Kind::Software) => "CreativeWorkSeries",
        Some(Kind::Talk) => "EventSeries",
        _ => "Periodical",
    };
    let head = thing()
        .with("@type", kind)
        .with("@id", absolute(site, &urls::series(handle)))
        .with("identifier", handle.as_str())
        .with("name", series.map_or(handle.as_str(), |it| &it.name));
    let Some(series) = series else { return json_ld(head) };
    let editors = series.editors.iter().map(|it| super::person(site, &Name::of(it), it));
    let providers = Value::list(series.providers.iter().map(|it| organization(site, it)));
    let by = if series.holds == Kind::Talk { "organizer" } else { "publisher" };
    json_ld(
        head.with("issn", Value::list(&series.issn))
            .with("description", series.description.join("\n\n"))
            .with(by, providers)
            .with("editor", Value::list(editors))
            .with("keywords", Value::list(&series.keywords)),
    )
}

/// A registered person.
pub(crate) fn person(site: &Site, person: &Person, address: &str) -> Markup {
    json_ld(
        thing()
            .with("@type", "Person")
            .with("@id", absolute(site, address))
            .with("name", &person.name)
            .with("givenName", &person.first)
            .with("familyName", &person.last)
            .with("alternateName", Value::list(others(person)))
            .with("sameAs", Orcid::parse(&person.orcid).map_or_else(String::new, |it| it.address()))
            .with(
                "identifier",
                Value::list(
                    [person.handle.as_str(), &person.short_id].into_iter().filter(|it| !it.is_empty()),
                ),
            )
            .with("url", if urls::is_linkable(&person.homepage) { person.homepage.as_str() } else { "" })
            .with("affiliation", Value::list(person.workplaces.iter().map(|it| organization(site, it))))
            .with("deathDate", person.deceased.map(|date| date.to_string()).unwrap_or_default()),
    )
}

/// Further names of a person.
fn others(person: &Person) -> impl Iterator<Item = &str> {
    let names = [&person.ascii].into_iter().chain(&person.variations);
    names.map(String::as_str).filter(|it| !it.is_empty() && *it != person.name)
}

/// An institution within those it is part of.
pub(crate) fn institution(site: &Site, it: &Institution) -> Markup {
    let level = |level: &Level| match organization(site, &level.organization) {
        Value::Object(members) => members,
        _ => Vec::new(),
    };
    let whole = it.levels.iter().fold(Vec::new(), |wider, one| {
        let mut own = level(one);
        if !wider.is_empty() {
            own.push(("parentOrganization", Value::Object(wider)));
        }
        own
    });
    let own = whole.into_iter().filter(|(name, _)| *name != "@id");
    let head = thing()
        .with("@id", absolute(site, &urls::institution(&it.handle)))
        .with("identifier", it.handle.as_str());
    json_ld(own.fold(head, |out, (name, value)| out.with(name, value)))
}

/// A page that lists works: results, a reading list.
pub(crate) fn list<'a>(
    site: &Site,
    kind: &'static str,
    name: &str,
    address: &str,
    works: impl Iterator<Item = &'a Work>,
) -> Object {
    let one = |(at, work): (usize, &Work)| {
        Object::default()
            .with("@type", "ListItem")
            .with("position", at as i64 + 1)
            .with("url", absolute(site, &urls::page(work.kind, &work.handle)))
            .with("name", &work.title)
    };
    let all = Object::default()
        .with("@type", "ItemList")
        .with("itemListElement", Value::list(works.enumerate().map(one)));
    thing()
        .with("@type", kind)
        .with("@id", absolute(site, address))
        .with("name", name)
        .with("mainEntity", all)
}
