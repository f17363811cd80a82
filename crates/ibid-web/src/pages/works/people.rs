//! The people of a work in a row, and on demand what else the record says of each: where they work, how
//! their name is written elsewhere, which part of it is the family name.

use std::borrow::Cow;

use ibid_core::language::{Script, script};
use ibid_core::record::Agent;
use maud::{Markup, html};

use crate::i18n::{Messages, Text, fill};
use crate::urls;
use crate::view;

/// More people than this fold away behind the first of them.
const SHOWN: usize = 30;

/// Names in a row; what is known of them beside, on demand.
pub(super) fn view(t: &Messages, label: Text, people: &[Agent], language: Option<&str>) -> Markup {
    let (shown, folded) = people.split_at(people.len().min(SHOWN));
    let names = |people: &[Agent]| html! { @for agent in people { li { (name(t, agent, language)) } } };
    html! {
        @if !people.is_empty() {
            ul.dots.who aria-label=(label) { (names(shown)) }
            @if !folded.is_empty() {
                details { summary { (t.plural(t.count.more, folded.len() as i64)) }
                    ul.dots { (names(folded)) }
                }
            }
            @if people.iter().any(has_more) {
                details.s.more { summary { (t.work.affiliations) }
                    dl.kv { @for agent in people.iter().filter(|agent| has_more(agent)) { (more(t, agent, language)) } }
                }
            }
        }
    }
}

fn name(t: &Messages, agent: &Agent, language: Option<&str>) -> Markup {
    html! {
        (view::person(t, agent, language))
        @if let Some(other) = elsewhere(agent) { " " span.soft { (t.said(&other, None)) } }
    }
}

/// The name in another script: as the record gives it, or from parts written in another one than the
/// whole.
fn elsewhere(agent: &Agent) -> Option<Cow<'_, str>> {
    if !agent.other_name.is_empty() {
        return Some(Cow::Borrowed(&agent.other_name));
    }
    if agent.last.is_ascii() || !agent.name.is_ascii() {
        return None;
    }
    let eastern = matches!(script(&agent.last), Script::Han | Script::Kana | Script::Hangul);
    let whole = if eastern {
        format!("{}{}", agent.last, agent.first)
    } else {
        format!("{} {}", agent.first, agent.last)
    };
    Some(Cow::Owned(whole.trim().to_owned()))
}

/// The family name, where it comes first and only the record tells.
fn family_first(agent: &Agent) -> Option<&str> {
    let rest = agent.name.strip_prefix(agent.last.as_str()).filter(|_| !agent.last.is_empty())?;
    let parted = rest.trim_start();
    (!parted.is_empty() && !parted.starts_with(',')).then_some(agent.last.as_str())
}

fn has_more(agent: &Agent) -> bool {
    !agent.workplaces.is_empty() || urls::is_linkable(&agent.homepage) || family_first(agent).is_some()
}

fn more(t: &Messages, agent: &Agent, language: Option<&str>) -> Markup {
    let family = family_first(agent).map(|it| fill(t.work.family_name, &[("name", &t.said(it, language))]));
    let places = agent.workplaces.iter().map(|place| view::organization(t, place));
    let homepage =
        urls::is_linkable(&agent.homepage).then(|| view::outward(&agent.homepage, t.work.homepage));
    html! {
        dt { (t.said(&agent.name, language)) }
        dd { @for (at, it) in family.into_iter().chain(places).chain(homepage).enumerate() { @if at > 0 { "; " } (it) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(name: &str, first: &str, last: &str, other_name: &str) -> Agent {
        let own = |text: &str| text.to_owned();
        Agent {
            name: own(name),
            first: own(first),
            last: own(last),
            other_name: own(other_name),
            ..Agent::default()
        }
    }

    #[test]
    fn names_stand_in_both_scripts_where_given() {
        let check = |it: Agent, expected: Option<&str>| assert_eq!(elsewhere(&it).as_deref(), expected);
        check(agent("Mitsuhiko Kimura", "", "", "木村光彦"), Some("木村光彦"));
        check(agent("Seoyeon Park", "서연", "박", ""), Some("박서연"));
        check(agent("Ivan Petrov", "Иван", "Петров", ""), Some("Иван Петров"));
        check(agent("박서연", "서연", "박", ""), None);
        check(agent("Jon Smith", "Jon", "Smith", ""), None);
    }

    #[test]
    fn the_family_name_is_told_where_it_comes_first() {
        let check = |it: Agent, expected: Option<&str>| assert_eq!(family_first(&it), expected);
        check(agent("박서연", "서연", "박", ""), Some("박"));
        check(agent("Bùi Hạnh", "Hạnh", "Bùi", ""), Some("Bùi"));
        check(agent("Jon Smith", "Jon", "Smith", ""), None);
        check(agent("Smith, Jon", "Jon", "Smith", ""), None);
        check(agent("Smith", "", "Smith", ""), None);
        check(agent("박서연", "", "", ""), None);
    }
}
