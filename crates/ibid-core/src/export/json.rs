//! Records as JSON objects of our own shape, for the API and for pipes. Members without content are
//! left out; e-mail addresses and telephone numbers stay out of bulk copies on purpose.

use super::Source;
use super::value::{Object, Value};
use crate::record::{
    Agent, Archive, File, Institution, Organization, Person, Record, Relation, Series, Talk,
};

/// Any record as one JSON object on one line, no line end.
pub fn record(record: &Record, series_name: &str, provider: &str) -> String {
    match record {
        Record::Work(work) => self::work(&Source { work, series_name, provider, issn: "" }),
        Record::Series(it) => series(it),
        Record::Archive(it) => archive(it),
        Record::Person(it) => person(it),
        Record::Institution(it) => institution(it),
    }
}

pub(super) fn work(source: &Source<'_>) -> String {
    let work = source.work;
    let object = head(work.handle.as_str(), work.kind.word(), &work.title)
        .with("other_titles", texts(&work.other_titles))
        .with("authors", agents(&work.authors))
        .with("editors", agents(&work.editors))
        .with("abstract", source.summary())
        .with("keywords", texts(&work.keywords))
        .with("jel", Value::list(work.jel.iter().map(|code| code.as_str())))
        .with("language", work.language.as_deref().unwrap_or(""));
    let object = published(source, object)
        .with("doi", &work.doi)
        .with("isbn", &work.isbn)
        .with("notes", texts(&work.notes))
        .with("access", work.access().word())
        .with("rights", texts(&work.rights))
        .with("files", Value::list(work.files.iter().map(file)))
        .with("relations", Value::list(work.relations.iter().map(relation)))
        .with("programming_language", &work.programming_language)
        .with("requires", texts(&work.requires))
        .with("talk", work.talk.as_deref().map(talk).unwrap_or_default());
    print(object)
}

/// When and where.
fn published(source: &Source<'_>, object: Object) -> Object {
    let work = source.work;
    let year = work.year();
    let series = Object::default()
        .with("handle", work.handle.series_handle().as_str())
        .with("name", source.series_name);
    let about = work.years_about().into_iter().map(|(from, to)| vec![i64::from(from), i64::from(to)]);
    let date = |date: Option<crate::date::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let object = match year {
        Some(year) => object.with("year", i64::from(year)),
        None => object,
    };
    object
        .with("created", date(work.created))
        .with("revised", Value::list(work.revised.iter().map(|date| date.to_string())))
        .with("published", date(work.published))
        .with("about", Value::list(about))
        .with("series", series)
        .with("provider", source.publisher())
        .with("number", &work.number)
        .with("journal", &work.journal)
        .with("volume", &work.volume)
        .with("issue", &work.issue)
        .with("pages", &work.pages)
        .with("book_title", &work.book_title)
        .with("chapter", &work.chapter)
        .with("edition", &work.edition)
        .with("version", &work.version)
}

fn series(series: &Series) -> String {
    let object = head(series.handle.as_str(), "series", &series.name)
        .with("holds", series.holds.word())
        .with("description", series.description.join("\n\n"))
        .with("issn", texts(&series.issn))
        .with("providers", Value::list(series.providers.iter().map(organization)))
        .with("editors", agents(&series.editors))
        .with("maintainer", &series.maintainer_name)
        .with("keywords", texts(&series.keywords))
        .with("jel", Value::list(series.jel.iter().map(|code| code.as_str())))
        .with("continued_by", Value::list(series.followups.iter().map(|handle| handle.as_str())))
        .with("continues", Value::list(series.predecessors.iter().map(|handle| handle.as_str())));
    print(object)
}

fn archive(archive: &Archive) -> String {
    let object = head(archive.handle.as_str(), "archive", &archive.name)
        .with("url", &archive.url)
        .with("homepage", &archive.homepage)
        .with("description", archive.description.join("\n\n"))
        .with("maintainer", &archive.maintainer_name)
        .with("restriction", &archive.restriction);
    print(object)
}

fn person(person: &Person) -> String {
    let object = head(person.handle.as_str(), "person", &person.name)
        .with("first", &person.first)
        .with("middle", &person.middle)
        .with("last", &person.last)
        .with("suffix", &person.suffix)
        .with("variations", Value::list(person.variations.iter().map(String::as_str)))
        .with("short_id", &person.short_id)
        .with("orcid", &person.orcid)
        .with("homepage", &person.homepage)
        .with("workplaces", Value::list(person.workplaces.iter().map(organization)))
        .with("alumni_of", Value::list(person.alumni_of.iter().map(|handle| handle.as_str())))
        .with("author_of", Value::list(person.author_of.iter().map(|handle| handle.as_str())))
        .with("editor_of", Value::list(person.editor_of.iter().map(|handle| handle.as_str())))
        .with("deceased", person.deceased.map(|date| date.to_string()).unwrap_or_default());
    print(object)
}

fn institution(institution: &Institution) -> String {
    let level = |level: &crate::record::Level| organization(&level.organization);
    let object = head(institution.handle.as_str(), "institution", institution.name())
        .with("levels", Value::list(institution.levels.iter().map(level)));
    print(object)
}

fn print(object: Object) -> String {
    Value::from(object).to_string()
}

/// What every record has, even when it is empty.
fn head(handle: &str, kind: &str, title: &str) -> Object {
    Object::default().always("handle", handle).always("kind", kind).always("title", title)
}

/// Those of whom something is said that may be passed on: of some there is an e-mail address only.
fn agents(agents: &[Agent]) -> Value {
    let nobody = Agent::default();
    let said = |it: &&Agent| Agent { email: String::new(), ..(*it).clone() } != nobody;
    Value::list(agents.iter().filter(said).map(agent))
}

fn agent(agent: &Agent) -> Value {
    Object::default()
        .always("name", &agent.name)
        .with("first", &agent.first)
        .with("last", &agent.last)
        .with("other_name", &agent.other_name)
        .with("person", &agent.person)
        .with("homepage", &agent.homepage)
        .with("workplaces", Value::list(agent.workplaces.iter().map(organization)))
        .into()
}

fn organization(organization: &Organization) -> Value {
    Object::default()
        .always("name", &organization.name)
        .with("name_english", &organization.name_english)
        .with("homepage", &organization.homepage)
        .with("location", &organization.location)
        .with("institution", organization.institution.as_ref().map_or("", |handle| handle.as_str()))
        .into()
}

fn file(file: &File) -> Value {
    Object::default()
        .always("url", &file.url)
        .with("format", &file.format)
        .with("function", &file.function)
        .with("size", &file.size)
        .with("restriction", &file.restriction)
        .with("rights", &file.rights)
        .into()
}

fn relation((relation, handle): &(Relation, crate::Handle)) -> Value {
    let word = match relation {
        Relation::Version => "version",
        Relation::InBook => "in_book",
        Relation::HasChapter => "has_chapter",
    };
    Object::default().always("relation", word).always("handle", handle.as_str()).into()
}

fn talk(talk: &Talk) -> Object {
    Object::default()
        .with("date", talk.date.map(|date| date.to_string()).unwrap_or_default())
        .with("time", &talk.time)
        .with("zone", &talk.zone)
        .with("duration", &talk.duration)
        .with("venue", talk.venue.as_ref().map_or(Value::List(Vec::new()), organization))
        .with("admission", &talk.admission)
        .with("status", &talk.status)
        .with("tags", texts(&talk.tags))
        .with("biography", talk.biography.join("\n\n"))
}

fn texts(texts: &[String]) -> Value {
    Value::list(texts)
}
