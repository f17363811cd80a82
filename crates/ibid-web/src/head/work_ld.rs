//! A work in schema.org's words: what search engines and harvesters of linked data take.

use ibid_core::Kind;
use ibid_core::export::value::{Object, Value};
use ibid_core::name::Name;
use ibid_core::record::{Access, Agent, File, Relation, Talk};

use super::{Cited, SUMMARY, organization, person, thing};
use crate::layout::absolute;
use crate::urls;

pub(super) fn work(cited: &Cited<'_>) -> Object {
    let work = cited.work();
    let people =
        |all: &[(Name, &Agent)]| Value::list(all.iter().map(|(name, agent)| person(cited.site, name, agent)));
    let head = thing()
        .with("@type", kinds(work.kind))
        .with("@id", cited.page())
        .with("name", &work.title)
        .with("alternateName", Value::list(&work.other_titles))
        .with("identifier", Value::list(identifiers(cited)))
        .with("sameAs", doi(cited))
        .with("inLanguage", work.language.as_deref().unwrap_or(""));
    if let Some(talk) = &work.talk {
        return event(cited, talk, head.with("performer", people(&cited.authors)));
    }
    let head = head
        .with("author", people(&cited.authors))
        .with("editor", people(&cited.editors))
        .with("datePublished", cited.source.issued().map(|date| date.to_string()).unwrap_or_default())
        .with("dateModified", work.revised.iter().max().map(|date| date.to_string()).unwrap_or_default())
        .with("publisher", publisher(cited))
        .with("isPartOf", part_of(cited));
    let own = match work.kind {
        Kind::Paper => head.with("reportNumber", cited.source.number()),
        Kind::Book => head.with("isbn", &work.isbn).with("bookEdition", &work.edition),
        Kind::Software => {
            head.with("programmingLanguage", &work.programming_language).with("version", &work.version)
        }
        _ => pages(cited, head),
    };
    let access = match work.access() {
        Access::None => Value::List(Vec::new()),
        access => (access == Access::Free).into(),
    };
    subjects(cited, own)
        .with("encoding", Value::list(cited.files().map(|file| media("MediaObject", file))))
        .with("isAccessibleForFree", access)
        .with("license", Value::list(cited.licences()))
}

fn kinds(kind: Kind) -> Value {
    match kind {
        Kind::Article => "ScholarlyArticle".into(),
        Kind::Chapter => "Chapter".into(),
        Kind::Book => "Book".into(),
        Kind::Software => "SoftwareSourceCode".into(),
        Kind::Talk => "Event".into(),
        _ => vec!["ScholarlyArticle", "Report"].into(),
    }
}

fn identifiers(cited: &Cited<'_>) -> Vec<String> {
    let work = cited.work();
    let mut all = vec![work.handle.to_string()];
    if !work.doi.is_empty() {
        all.push(format!("doi:{}", work.doi));
    }
    all
}

fn doi(cited: &Cited<'_>) -> String {
    let doi = &cited.work().doi;
    if doi.is_empty() { String::new() } else { urls::doi(doi) }
}

fn summary(cited: &Cited<'_>) -> String {
    let mut text = cited.source.summary();
    text.truncate(text.floor_char_boundary(SUMMARY));
    text
}

fn publisher(cited: &Cited<'_>) -> Value {
    let series = cited.series.and_then(|series| series.providers.first());
    let provider = series.or_else(|| cited.work().providers.first());
    provider.map_or(Value::List(Vec::new()), |it| organization(cited.site, it))
}

fn subjects(cited: &Cited<'_>, head: Object) -> Object {
    let work = cited.work();
    let code = |code: &ibid_core::jel::Code| {
        Object::default()
            .with("@type", "DefinedTerm")
            .with("@id", absolute(cited.site, &urls::jel(*code)))
            .with("termCode", code.as_str())
            .with("name", code.label().unwrap_or(""))
    };
    let years = |(from, to): &(i16, i16)| if from == to { from.to_string() } else { format!("{from}/{to}") };
    head.with("keywords", Value::list(&work.keywords))
        .with("about", Value::list(work.jel.iter().map(code)))
        .with("temporalCoverage", Value::list(cited.about.iter().map(years)))
}

fn pages(cited: &Cited<'_>, head: Object) -> Object {
    let (first, last) = cited.source.pages();
    head.with("pageStart", first).with("pageEnd", last)
}

/// The journal by way of volume and issue, the book of a chapter, the series of anything else.
fn part_of(cited: &Cited<'_>) -> Object {
    let work = cited.work();
    let series = |kind: &'static str| {
        let issn = cited.series.map_or(&[][..], |series| &series.issn);
        Object::default()
            .with("@type", kind)
            .with("@id", cited.collection().unwrap_or_default())
            .with("name", cited.source.container())
            .with("issn", Value::list(issn))
    };
    match work.kind {
        Kind::Article => {
            let mut whole = series("Periodical");
            if !work.volume.is_empty() {
                let volume = Object::default().with("@type", "PublicationVolume");
                whole = volume.with("volumeNumber", &work.volume).with("isPartOf", whole);
            }
            if !work.issue.is_empty() {
                let issue = Object::default().with("@type", "PublicationIssue");
                whole = issue.with("issueNumber", &work.issue).with("isPartOf", whole);
            }
            whole
        }
        Kind::Chapter => {
            let book = work.relations.iter().find(|(relation, _)| *relation == Relation::InBook);
            let page = book.map(|(_, handle)| absolute(cited.site, &urls::resolver(handle)));
            Object::default()
                .with("@type", "Book")
                .with("@id", page.unwrap_or_default())
                .with("name", cited.source.container())
                .with("isbn", &work.isbn)
        }
        Kind::Book => series("BookSeries"),
        Kind::Software => series("CreativeWorkSeries"),
        _ => series("Periodical"),
    }
}

fn media(kind: &'static str, file: &File) -> Object {
    Object::default().with("@type", kind).with("contentUrl", &file.url).with("encodingFormat", &file.format)
}

/// A talk is something that takes place; what was recorded of it are works.
fn event(cited: &Cited<'_>, talk: &Talk, head: Object) -> Object {
    let status = match talk.status.as_str() {
        "cancelled" | "canceled" => "EventCancelled",
        "moved" => "EventRescheduled",
        "postponed" => "EventPostponed",
        _ => "EventScheduled",
    };
    let place = talk.venue.as_ref().map_or_else(Object::default, |venue| {
        let address = if venue.postal.is_empty() { &venue.location } else { &venue.postal };
        Object::default().with("@type", "Place").with("name", &venue.name).with("address", address)
    });
    let series = Object::default()
        .with("@type", "EventSeries")
        .with("@id", cited.collection().unwrap_or_default())
        .with("name", cited.source.container());
    let recorded = |file: &File| match file.format.split('/').next() {
        Some("audio") => media("AudioObject", file),
        Some("video") => media("VideoObject", file),
        _ => media("MediaObject", file),
    };
    let head = head
        .with("startDate", talk.begins().unwrap_or_default())
        .with("eventStatus", format!("https://schema.org/{status}"))
        .with("location", place)
        .with("organizer", publisher(cited))
        .with("superEvent", series)
        .with("description", summary(cited))
        .with("recordedIn", Value::list(cited.files().map(recorded)));
    let tags = &cited.work().keywords;
    head.with("keywords", Value::list(if tags.is_empty() { &talk.tags } else { tags }))
}
