//! Pieces that several pages show alike, as functions from plain values to markup.

pub(crate) mod chart;
pub(crate) mod line;
pub(crate) mod plain;
pub(crate) mod stencil;
pub(crate) mod timeline;
pub(crate) mod tongue;
mod words;
pub(crate) mod xml;

use ibid_core::export::Source;
use ibid_core::handle::is_short_id;
use ibid_core::record::{Agent, Organization};
use ibid_core::{Handle, Kind};
use maud::{Markup, html};

use crate::i18n::{Messages, Text, fill};
use crate::urls;
use plain::Plain;

/// What reference managers take a work by: its handle, for unAPI, and a context object (COinS). Nothing of
/// it is seen. `page` is the address of its page seen from outside, where it is at hand.
pub(crate) fn taken(source: &Source<'_>, page: &str) -> Markup {
    let context = urls::context(source, page);
    html! { abbr.unapi-id title=(source.work.handle) {} span.Z3988 title=(Plain(&context)) {} }
}

/// A link to a stranger's site: never followed by search engines, never given our window. Text when
/// the address is none a page may link to.
pub(crate) fn outward(url: &str, label: &str) -> Markup {
    html! {
        @if urls::is_linkable(url) {
            a href=(url) rel="nofollow noopener ugc" { (label) }
        } @else { (label) }
    }
}

/// The part of a web address that says whose it is: `www.example.org`.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// All that the catalogue holds by someone of this name.
pub(crate) fn works_by(name: &str) -> String {
    urls::search_for(&works_by_text(name))
}

/// All that the catalogue holds under a keyword.
pub(crate) fn works_on(keyword: &str) -> String {
    urls::search_for(&format!("keyword:\"{}\"", keyword.replace('"', " ")))
}

/// [`works_by`] in the search language.
pub(crate) fn works_by_text(name: &str) -> String {
    format!("author:\"{}\"", name.replace('"', " "))
}

/// A person as a record names them: to their page when they are registered, else to what else the
/// catalogue has under the name.
pub(crate) fn person(t: &Messages, agent: &Agent, language: Option<&str>) -> Markup {
    let named = || Handle::parse(&agent.person).filter(|it| it.archive() == "per" && !it.item().is_empty());
    let address = match is_short_id(&agent.person) {
        true => urls::person(&agent.person),
        false => named().map_or_else(|| works_by(&agent.name), |it| urls::page(Kind::Person, &it)),
    };
    html! { a href=(address) { (t.said(&agent.name, language)) } }
}

/// An organisation by name, linked to its page here or to its own site.
pub(crate) fn organization(t: &Messages, it: &Organization) -> Markup {
    let name = if it.name.is_empty() { &it.name_english } else { &it.name };
    html! {
        @if let Some(handle) = &it.institution { a href=(urls::institution(handle)) { (t.said(name, None)) } }
        @else if urls::is_linkable(&it.homepage) { a href=(it.homepage) rel="nofollow noopener ugc" { (t.said(name, None)) } }
        @else { (t.said(name, None)) }
        @if !it.name_english.is_empty() && it.name_english != *name { " (" (t.said(&it.name_english, None)) ")" }
        @if !it.location.is_empty() { ", " (t.said(&it.location, None)) }
    }
}

/// Names in a row, the first `shown` of them, and how many more there are.
pub(crate) fn names(t: &Messages, people: &[Agent], shown: usize, language: Option<&str>) -> Markup {
    html! {
        @for (at, agent) in people.iter().take(shown).enumerate() {
            @if at > 0 { @if at + 1 == people.len() { (t.field.and) } @else { ", " } }
            (t.said(&agent.name, language))
        }
        @if people.len() > shown { (fill(t.field.and_more, &[("n", &t.number(people.len() as i64 - shown as i64))])) }
    }
}

/// A name and a value in a list of facts, left out when there is no value.
pub(crate) fn fact(t: &Messages, name: Text, value: &str) -> Markup {
    html! { @if !value.is_empty() { dt { (name) } dd { (t.said(value, None)) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn strangers_addresses_are_links_only_when_harmless() {
        assert!(
            outward("https://a.example/x?y=1&z", "paper")
                .into_string()
                .contains("href=\"https://a.example/x?y=1&amp;z\" rel=\"nofollow noopener ugc\"")
        );
        assert_eq!(outward("javascript:alert(1)", "<b>x</b>").into_string(), "&lt;b&gt;x&lt;/b&gt;");
    }

    #[test]
    fn many_names_end_in_a_count() {
        let people: Vec<Agent> =
            ["A", "B", "C", "D"].map(|name| Agent { name: name.to_owned(), ..Agent::default() }).into();
        let t = Lang::En.messages();
        assert_eq!(names(t, &people, 9, None).into_string(), "A, B, C and D");
        assert_eq!(names(t, &people, 2, None).into_string(), "A, B and 2 more");
        assert_eq!(names(t, &people[..1], 9, None).into_string(), "A");
    }

    #[test]
    fn a_host_says_whose_site_it_is() {
        assert_eq!(host("https://www.example.org/a?b"), "www.example.org");
        assert_eq!(host("nonsense"), "nonsense");
    }
}
