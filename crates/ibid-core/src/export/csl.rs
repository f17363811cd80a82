//! CSL-JSON items: what citation styles are fed with.
//!
//! Kept to what processors take without harm: one date and no range, `genre` and `number` for a paper
//! but not its series a second time, a talk's series as the occasion, particles inside the family name.

use super::value::{Object, Value};
use super::{Source, line};
use crate::date::Date;
use crate::name::Name;
use crate::record::Kind;

pub(super) fn entry(source: &Source<'_>) -> String {
    let work = source.work;
    let contained = matches!(work.kind, Kind::Article | Kind::Chapter);
    let reported = matches!(work.kind, Kind::Paper | Kind::Software);
    let number = if work.kind == Kind::Book { "collection-number" } else { "number" };
    let text = |value: &str| line(value);
    let item = Object::default()
        .with("id", work.handle.as_str())
        .with("type", kind(work.kind))
        .with("title", text(&work.title))
        .with("author", Value::list(source.authors().iter().map(person)))
        .with("editor", Value::list(source.editors().iter().map(person)))
        .with("issued", source.issued().map(date).unwrap_or_default())
        .with("container-title", if contained { text(source.container()) } else { String::new() })
        .with(
            "collection-title",
            if work.kind == Kind::Book { text(source.container()) } else { String::new() },
        )
        .with("genre", if reported { text(source.container()) } else { String::new() })
        .with(number, text(source.number()))
        .with("publisher", text(source.publisher()))
        .with("volume", text(&work.volume))
        .with("issue", text(&work.issue))
        .with("page", pages(source))
        .with("edition", text(&work.edition))
        .with("version", text(&work.version))
        .with("DOI", text(&work.doi))
        .with("ISBN", text(&work.isbn))
        .with("ISSN", text(source.issn))
        .with("URL", source.url())
        .with("language", work.language.as_deref().unwrap_or(""))
        .with("keyword", text(&work.keywords.join(", ")))
        .with("abstract", source.summary());
    Value::from(event(source, item)).to_string()
}

fn event<'a>(source: &Source<'a>, item: Object) -> Object {
    let Some(talk) = source.work.talk.as_ref() else { return item };
    let venue = talk.venue.as_ref();
    let place = venue.map_or("", |it| if it.location.is_empty() { &it.name } else { &it.location });
    item.with("event-title", line(source.container())).with("event-place", line(place))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article-journal",
        Kind::Chapter => "chapter",
        Kind::Book => "book",
        Kind::Software => "software",
        Kind::Talk => "speech",
        _ => "report",
    }
}

/// An empty particle keeps "van der Berg" together in every processor tried.
fn person(name: &Name) -> Value {
    if name.whole {
        return Object::default().with("literal", line(&name.straight())).into();
    }
    let person = Object::default()
        .with("family", line(&name.full_family()))
        .with("given", line(&name.given))
        .with("suffix", line(&name.suffix));
    if name.particle.is_empty() { person.into() } else { person.always("non-dropping-particle", "").into() }
}

fn date(date: Date) -> Object {
    let parts: Vec<i64> = [Some(i64::from(date.year)), date.month.map(i64::from), date.day.map(i64::from)]
        .into_iter()
        .map_while(|part| part)
        .collect();
    Object::default().with("date-parts", vec![parts])
}

fn pages(source: &Source<'_>) -> String {
    match source.pages() {
        (first, "") => line(first),
        (first, last) => line(&format!("{first}-{last}")),
    }
}
