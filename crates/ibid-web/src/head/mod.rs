//! What programs read in the head of a page and beside it: reference managers, search engines,
//! previews, crawlers of scholarly sites.
//!
//! Here: all that is said of a work, gathered once. How it is said stands beside: `highwire.rs` in
//! `meta` elements, `work_ld.rs` as schema.org's JSON-LD, `links.rs` in the `Link` header. `things.rs`
//! has the JSON-LD of everything that is no work. Not here: context objects (`urls/library.rs`),
//! unAPI (`unapi.rs`), and what every page says (`layout.rs`).

mod highwire;
pub(crate) mod links;
#[cfg(test)]
mod tests;
pub(crate) mod things;
mod work_ld;

use ibid_core::export::Source;
use ibid_core::export::value::{Object, Value};
use ibid_core::name::Name;
use ibid_core::record::{Agent, File, Organization, Series, Work};
use maud::{Markup, PreEscaped, Render, html};

use crate::Site;
use crate::layout::absolute;
use crate::urls::{self, Face, WorkPaths};
use crate::view::plain::Plain;

/// People that are named; nobody else's list is read to its end either.
const PEOPLE: usize = 1_000;
/// Bytes of an abstract that are given.
const SUMMARY: usize = 6_000;

/// A work as the head of its page knows it.
pub(crate) struct Cited<'a> {
    pub(crate) site: &'a Site,
    pub(crate) source: Source<'a>,
    pub(crate) series: Option<&'a Series>,
    pub(crate) paths: &'a WorkPaths,
    /// Years it is about.
    pub(crate) about: &'a [(i16, i16)],
    authors: People<'a>,
    editors: People<'a>,
}

/// People as a record names them, and their names in parts.
type People<'a> = Vec<(Name, &'a Agent)>;

impl<'a> Cited<'a> {
    pub(crate) fn new(
        site: &'a Site,
        source: Source<'a>,
        series: Option<&'a Series>,
        paths: &'a WorkPaths,
        about: &'a [(i16, i16)],
    ) -> Cited<'a> {
        let (authors, editors) = (people(&source.work.authors), people(&source.work.editors));
        Cited { site, source, series, paths, about, authors, editors }
    }

    pub(crate) fn work(&self) -> &'a Work {
        self.source.work
    }

    /// The address of its page, seen from outside.
    pub(crate) fn page(&self) -> String {
        absolute(self.site, &self.paths.face(Face::Page))
    }

    fn files(&self) -> impl Iterator<Item = &'a File> {
        self.work().files.iter().filter(|file| urls::is_linkable(&file.url)).take(20)
    }

    /// The terms of the work or of a file, where they are an address.
    fn licences(&self) -> impl Iterator<Item = &'a str> {
        let work = self.work();
        let all = work.rights.iter().chain(work.files.iter().map(|file| &file.rights));
        all.map(String::as_str).filter(|terms| urls::is_linkable(terms)).take(3)
    }

    /// The series, as its page is called; `None` for what is in none.
    fn collection(&self) -> Option<String> {
        let handle = &self.work().handle;
        (!handle.series().is_empty()).then(|| absolute(self.site, &urls::series(handle)))
    }
}

fn people(agents: &[Agent]) -> People<'_> {
    let named = agents.iter().take(PEOPLE).map(|agent| (Name::of(agent), agent));
    named.filter(|(name, _)| !name.family.is_empty()).collect()
}

/// All that the head of a work's page says to programs.
pub(crate) fn of_work(cited: &Cited<'_>) -> Markup {
    html! {
        (highwire::view(cited))
        (json_ld(work_ld::work(cited)))
    }
}

/// The abstract in one line, for whoever takes it out of the head; empty when there is none.
pub(crate) fn description(work: &Work) -> String {
    let mut text = work.summary.join(" ");
    text.truncate(text.floor_char_boundary(SUMMARY));
    text
}

/// A thing in schema.org's words, to be filled.
fn thing() -> Object {
    Object::default().with("@context", "https://schema.org")
}

/// What follows is schema.org's, in the notation of JSON-LD. Its text holds no `<`, so that no record
/// ends the element; and nothing in it runs, whatever it says: it is data.
pub(crate) fn json_ld(thing: Object) -> Markup {
    let mut out = String::with_capacity(2_000);
    out.push_str("<script type=\"application/ld+json\">");
    Value::from(thing).print(&mut out);
    out.push_str("</script>");
    PreEscaped(out)
}

/// A person or body by name.
fn person(site: &Site, name: &Name, agent: &Agent) -> Object {
    let kind = if name.is_corporate() { "Organization" } else { "Person" };
    let page = ibid_core::handle::is_short_id(&agent.person);
    let person = Object::default()
        .with("@type", kind)
        .with("@id", if page { absolute(site, &urls::person(&agent.person)) } else { String::new() })
        .with("name", name.straight());
    let person = match name.whole {
        true => person,
        false => person.with("givenName", &name.given).with("familyName", name.full_family()),
    };
    person
        .with("alternateName", &agent.other_name)
        .with("url", if urls::is_linkable(&agent.homepage) { agent.homepage.as_str() } else { "" })
        .with("affiliation", Value::list(agent.workplaces.iter().map(|it| organization(site, it))))
}

fn organization(site: &Site, it: &Organization) -> Value {
    let (name, english) = match it.name.as_str() {
        "" => (&it.name_english, ""),
        _ => (&it.name, it.name_english.as_str()),
    };
    if name.is_empty() {
        return Value::List(Vec::new());
    }
    let page = it.institution.as_ref().map(|handle| absolute(site, &urls::institution(handle)));
    let place = if it.postal.is_empty() { &it.location } else { &it.postal };
    Object::default()
        .with("@type", "Organization")
        .with("@id", page.unwrap_or_default())
        .with("name", name)
        .with("alternateName", if english == name { "" } else { english })
        .with("url", if urls::is_linkable(&it.homepage) { it.homepage.as_str() } else { "" })
        .with("address", place)
        .into()
}

/// A `meta` element; nothing when there is nothing to say. A page has dozens, so each goes straight into it.
struct Meta<'a> {
    /// `name` or `property`.
    key: &'static str,
    name: &'static str,
    value: &'a str,
}

fn meta<'a>(name: &'static str, value: &'a str) -> Meta<'a> {
    Meta { key: "name", name, value }
}

fn property<'a>(name: &'static str, value: &'a str) -> Meta<'a> {
    Meta { key: "property", name, value }
}

impl Render for Meta<'_> {
    fn render_to(&self, out: &mut String) {
        if self.value.trim().is_empty() {
            return;
        }
        for part in ["<meta ", self.key, "=\"", self.name, "\" content=\""] {
            out.push_str(part);
        }
        Plain(self.value).render_to(out);
        out.push_str("\">");
    }
}
