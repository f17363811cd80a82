//! The directory's pages: the countries, one country city by city, and what a name finds.

use axum::extract::State;
use axum::http::Uri;
use maud::{Markup, html};

use super::directory::{Directory, Entry, same};
use crate::Site;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::urls;

/// A country with more shows its cities first.
const AT_ONCE: usize = 400;
/// Found by name and shown.
const FOUND: usize = 200;

/// `/i/`, `/i/?country=Japan`, `/i/?country=United+States&city=Boston`, `/i/?find=bank`.
#[derive(Default)]
struct Asked {
    country: Option<String>,
    city: Option<String>,
    find: String,
}

pub(crate) async fn list(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let asked = Asked::read(uri.query().unwrap_or(""))?;
    let directory = site.institutions().await?;
    let main = match (&asked.country, asked.find.trim()) {
        (_, text) if !text.is_empty() => found(t, &directory, text),
        (Some(country), _) => {
            let entries = directory.within(country);
            if entries.is_empty() {
                return Err(Problem::missing(format!("“{country}”")));
            }
            one_country(t, country, asked.city.as_deref(), entries)
        }
        _ => countries(t, &directory),
    };
    let title = match &asked.country {
        Some(country) if !country.is_empty() => format!("{country} · {}", t.site.institutions),
        _ => t.site.institutions.to_owned(),
    };
    let address = asked.country.as_ref().map_or(urls::INSTITUTIONS.to_owned(), |it| urls::country(it));
    let listed = asked.find.is_empty() && asked.city.is_none();
    let frame = Frame { title: &title, address: &address, listed, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, main)).searched())
}

impl Asked {
    fn read(query: &str) -> Answer<Asked> {
        let pairs =
            urls::percent::decode_pairs(query).ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
        let mut asked = Asked::default();
        for (name, value) in pairs {
            match name.as_str() {
                "country" => asked.country = Some(value),
                "city" => asked.city = Some(value),
                "find" => asked.find = value.chars().take(200).collect(),
                _ => (),
            }
        }
        Ok(asked)
    }
}

fn finder(t: &Messages, text: &str) -> Markup {
    html! {
        form.row action=(urls::INSTITUTIONS) {
            label for="find" { (t.institutions.find) }
            input #find name="find" value=(text) maxlength="200";
            button { (t.site.search) }
        }
    }
}

fn countries(t: &Messages, directory: &Directory) -> Markup {
    let words = &t.institutions;
    html! {
        h1 { (t.site.institutions) }
        p.read.narrow { (words.intro) }
        @if directory.len() == 0 { p { (words.none) } }
        @else {
            (finder(t, ""))
            h2 { (words.countries) " " span.s.soft { (t.plural(t.count.institutions, directory.len() as i64)) } }
            ul.cols { @for (country, count) in directory.countries() { li {
                a href=(urls::country(country)) { @if country.is_empty() { (words.elsewhere) } @else { (t.said(country, None)) } }
                " " span.n.s.soft { (t.number(count as i64)) }
            } } }
        }
    }
}

fn one_country(t: &Messages, country: &str, city: Option<&str>, entries: &[Entry]) -> Markup {
    let words = &t.institutions;
    let name = if country.is_empty() { words.elsewhere } else { &entries[0].place.country };
    let cities = || entries.chunk_by(|a, b| same(&a.place.town(), &b.place.town()));
    let chosen = city.and_then(|city| cities().find(|group| same(&group[0].place.town(), city)));
    html! {
        (layout::crumbs(t, &[(urls::INSTITUTIONS.to_owned(), html! { (t.site.institutions) })]))
        h1 { (t.said(name, None)) }
        p.facts { (t.plural(t.count.institutions, entries.len() as i64)) }
        @if let Some(group) = chosen {
            p { a href=(urls::country(country)) { (t.said(name, None)) } }
            (one_city(t, group))
        } @else if entries.len() > AT_ONCE {
            ul.cols { @for group in cities() { li {
                a href=(urls::city(country, &group[0].place.town())) { (city_name(t, group)) }
                " " span.n.s.soft { (t.number(group.len() as i64)) }
            } } }
        } @else {
            @for group in cities() { (one_city(t, group)) }
        }
    }
}

fn city_name(t: &Messages, group: &[Entry]) -> Markup {
    let town = group[0].place.town();
    html! { @if town.is_empty() { (t.institutions.no_city) } @else { (t.said(&town, None)) } }
}

fn one_city(t: &Messages, group: &[Entry]) -> Markup {
    html! {
        section.sec { h2 { (city_name(t, group)) }
            ul.b { @for entry in group { li { (line(t, entry)) } } }
        }
    }
}

fn found(t: &Messages, directory: &Directory, text: &str) -> Markup {
    let found = directory.named(text);
    let count = t.number(found.len() as i64);
    html! {
        (layout::crumbs(t, &[(urls::INSTITUTIONS.to_owned(), html! { (t.site.institutions) })]))
        h1 { (t.site.institutions) }
        (finder(t, text))
        p.facts { (fill(t.institutions.found, &[("n", &count), ("text", &text)])) }
        ul.b { @for entry in found.iter().take(FOUND) { li {
            (line(t, entry))
            @if !entry.place.country.is_empty() { span.s.soft { " · " @if !entry.place.city.is_empty() { (t.said(&entry.place.city, None)) ", " } (t.said(&entry.place.country, None)) } }
        } } }
        @if found.len() > FOUND { p { (t.plural(t.count.more, (found.len() - FOUND) as i64)) } }
    }
}

/// "University › Faculty › Department", a link as a whole, its own name set off.
pub(super) fn line(t: &Messages, entry: &Entry) -> Markup {
    let above = &entry.path[..entry.path.len().saturating_sub(1)];
    html! {
        @for name in above { span.soft { (t.said(name, None)) " › " } }
        a href=(urls::institution(&entry.handle)) { (t.said(entry.name(), None)) }
        @if entry.closed { " " span.s.wait { (t.institutions.closed) } }
    }
}
