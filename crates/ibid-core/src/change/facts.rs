//! A record as a flat list of named values, for comparing any two records in one way.
//!
//! Every struct is taken apart by name and completely, so a field added to a record and forgotten here does
//! not compile.

use std::borrow::Cow;

use crate::jel::Code;
use crate::record::{
    Agent, Archive, File, Institution, Level, Organization, Person, Record, Relation, Series, Talk, Work,
};

/// One named value of a record.
#[derive(Debug)]
pub(super) struct Fact<'r> {
    pub(super) field: &'static str,
    pub(super) value: Value<'r>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Value<'r> {
    Text(Cow<'r, str>),
    /// Shown as one text, joined by the second part.
    List(Vec<Cow<'r, str>>, &'static str),
    /// People, organisations, files: told apart by position.
    Clusters(Vec<Cluster<'r>>),
    /// Fields that go by names of their own.
    Named(Vec<(&'r str, &'r str)>),
}

/// The parts of a cluster that are not empty: what to put behind its number, and the value. The part that
/// names the whole comes first and has an empty name.
pub(super) type Cluster<'r> = Vec<(String, Cow<'r, str>)>;

impl<'r> Value<'r> {
    pub(super) fn clusters<'v>(value: Option<&'v Value<'r>>) -> &'v [Cluster<'r>] {
        match value {
            Some(Value::Clusters(list)) => list,
            _ => &[],
        }
    }

    pub(super) fn named<'v>(value: Option<&'v Value<'r>>) -> &'v [(&'r str, &'r str)] {
        match value {
            Some(Value::Named(list)) => list,
            _ => &[],
        }
    }

    /// As one text.
    pub(super) fn shown(&self) -> String {
        match self {
            Value::Text(text) => text.to_string(),
            Value::List(list, glue) => list.join(glue),
            Value::Clusters(_) | Value::Named(_) => String::new(),
        }
    }
}

/// Everything a record says.
pub(super) fn of(record: &Record) -> Vec<Fact<'_>> {
    let mut facts =
        vec![fact("handle", text(record.handle().as_str())), fact("kind", text(record.kind().word()))];
    facts.extend(match record {
        Record::Work(it) => work(it),
        Record::Series(it) => series(it),
        Record::Archive(it) => archive(it),
        Record::Person(it) => person(it),
        Record::Institution(it) => institution(it),
    });
    facts
}

fn fact<'r>(field: &'static str, value: Value<'r>) -> Fact<'r> {
    Fact { field, value }
}

fn text(value: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(value))
}

fn shown<'r>(value: Option<impl ToString>) -> Value<'r> {
    Value::Text(value.map_or(Cow::Borrowed(""), |it| Cow::Owned(it.to_string())))
}

fn texts<'r>(list: &'r [String], glue: &'static str) -> Value<'r> {
    Value::List(list.iter().map(|it| Cow::Borrowed(it.as_str())).collect(), glue)
}

fn all<'r>(list: &[impl ToString]) -> Value<'r> {
    Value::List(list.iter().map(|it| Cow::Owned(it.to_string())).collect(), ", ")
}

fn codes<'r>(list: &'r [Code]) -> Value<'r> {
    Value::List(list.iter().map(|it| Cow::Borrowed(it.as_str())).collect(), " ")
}

fn agents(list: &[Agent]) -> Value<'_> {
    Value::Clusters(list.iter().map(agent).collect())
}

fn organizations<'r>(list: impl IntoIterator<Item = &'r Organization>) -> Value<'r> {
    Value::Clusters(list.into_iter().map(organization).collect())
}

fn named(list: &[(String, String)]) -> Value<'_> {
    Value::Named(list.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect())
}

const PARAGRAPH: &str = "\n\n";

fn work(it: &Work) -> Vec<Fact<'_>> {
    #[rustfmt::skip]
    let Work {
        handle: _, kind: _, title, other_titles, authors, editors, summary, keywords, jel, language,
        created, revised, published, stated_year, month, number, volume, issue, pages, chapter,
        edition, length, journal, book_title, series_text, isbn, doi, publication_status, notes,
        restriction, rights, price, order_url, contact_email, programming_language, requires, version,
        files, providers, relations, talk, other,
    } = it;
    let mut facts = vec![
        fact("title", text(title)),
        fact("other titles", texts(other_titles, " / ")),
        fact("author", agents(authors)),
        fact("editor", agents(editors)),
        fact("abstract", texts(summary, PARAGRAPH)),
        fact("keywords", texts(keywords, "; ")),
        fact("JEL codes", codes(jel)),
        fact("language", text(language.as_deref().unwrap_or(""))),
        fact("created", shown(*created)),
        fact("revised", all(revised)),
        fact("published", shown(*published)),
        fact("year", shown(*stated_year)),
        fact("month", text(month)),
        fact("number", text(number)),
        fact("volume", text(volume)),
        fact("issue", text(issue)),
        fact("pages", text(pages)),
        fact("chapter", text(chapter)),
        fact("edition", text(edition)),
        fact("length", text(length)),
        fact("journal", text(journal)),
        fact("book title", text(book_title)),
        fact("series", text(series_text)),
        fact("ISBN", text(isbn)),
        fact("DOI", text(doi)),
        fact("publication status", text(publication_status)),
        fact("note", texts(notes, PARAGRAPH)),
        fact("restriction", text(restriction)),
        fact("rights", texts(rights, "; ")),
        fact("price", text(price)),
        fact("order address", text(order_url)),
        fact("contact e-mail", text(contact_email)),
        fact("programming language", text(programming_language)),
        fact("requires", texts(requires, "; ")),
        fact("version", text(version)),
    ];
    facts.extend(talk.iter().flat_map(|it| self::talk(it)));
    facts.extend([
        fact("file", Value::Clusters(files.iter().map(file).collect())),
        fact("provider", organizations(providers)),
        fact("related", Value::Clusters(relations.iter().map(relation).collect())),
        fact("other", named(other)),
    ]);
    facts
}

fn talk(it: &Talk) -> [Fact<'_>; 9] {
    let Talk { date, time, zone, duration, venue, admission, status, tags, biography } = it;
    [
        fact("event date", shown(*date)),
        fact("event time", text(time)),
        fact("time zone", text(zone)),
        fact("duration", text(duration)),
        fact("venue", organizations(venue)),
        fact("admission", text(admission)),
        fact("event status", text(status)),
        fact("tags", texts(tags, "; ")),
        fact("biography", texts(biography, PARAGRAPH)),
    ]
}

fn series(it: &Series) -> Vec<Fact<'_>> {
    #[rustfmt::skip]
    let Series {
        handle: _, name, holds, description, issn, providers, editors, maintainer_name,
        maintainer_email, maintainer_phone, maintainer_fax, order_email, order_homepage,
        order_postal, price, restriction, notification, keywords, jel, followups, predecessors,
        other,
    } = it;
    vec![
        fact("name", text(name)),
        fact("type", text(holds.word())),
        fact("description", texts(description, PARAGRAPH)),
        fact("ISSN", texts(issn, ", ")),
        fact("provider", organizations(providers)),
        fact("editor", agents(editors)),
        fact("maintainer", text(maintainer_name)),
        fact("maintainer e-mail", text(maintainer_email)),
        fact("maintainer phone", text(maintainer_phone)),
        fact("maintainer fax", text(maintainer_fax)),
        fact("order e-mail", text(order_email)),
        fact("order address", text(order_homepage)),
        fact("order postal address", text(order_postal)),
        fact("price", text(price)),
        fact("restriction", text(restriction)),
        fact("notification", text(notification)),
        fact("keywords", texts(keywords, "; ")),
        fact("JEL codes", codes(jel)),
        fact("continued by", all(followups)),
        fact("continues", all(predecessors)),
        fact("other", named(other)),
    ]
}

fn archive(it: &Archive) -> Vec<Fact<'_>> {
    #[rustfmt::skip]
    let Archive {
        handle: _, name, url, homepage, description, maintainer_name, maintainer_email,
        maintainer_phone, maintainer_fax, restriction, notification, other,
    } = it;
    vec![
        fact("name", text(name)),
        fact("address", text(url)),
        fact("homepage", text(homepage)),
        fact("description", texts(description, PARAGRAPH)),
        fact("maintainer", text(maintainer_name)),
        fact("maintainer e-mail", text(maintainer_email)),
        fact("maintainer phone", text(maintainer_phone)),
        fact("maintainer fax", text(maintainer_fax)),
        fact("restriction", text(restriction)),
        fact("notification", text(notification)),
        fact("other", named(other)),
    ]
}

fn person(it: &Person) -> Vec<Fact<'_>> {
    #[rustfmt::skip]
    let Person {
        handle: _, name, first, middle, last, suffix, ascii, variations, short_id, orcid, email, homepage,
        postal, phone, workplaces, alumni_of, author_of, editor_of, deceased, lost, other,
    } = it;
    vec![
        fact("name", text(name)),
        fact("first name", text(first)),
        fact("middle name", text(middle)),
        fact("last name", text(last)),
        fact("name suffix", text(suffix)),
        fact("name in ASCII", text(ascii)),
        fact("name variations", texts(variations, "; ")),
        fact("short-id", text(short_id)),
        fact("ORCID", text(orcid)),
        fact("e-mail", text(email)),
        fact("homepage", text(homepage)),
        fact("postal address", text(postal)),
        fact("phone", text(phone)),
        fact("workplace", organizations(workplaces)),
        fact("alumni of", all(alumni_of)),
        fact("author of", all(author_of)),
        fact("editor of", all(editor_of)),
        fact("deceased", shown(*deceased)),
        fact("contact lost", shown(*lost)),
        fact("other", named(other)),
    ]
}

fn institution(it: &Institution) -> Vec<Fact<'_>> {
    let Institution { handle: _, levels, other } = it;
    vec![fact("level", Value::Clusters(levels.iter().map(level).collect())), fact("other", named(other))]
}

fn level(it: &Level) -> Cluster<'_> {
    let Level { organization, defunct } = it;
    let mut parts = self::organization(organization);
    part(&mut parts, " defunct", defunct);
    parts
}

fn agent(it: &Agent) -> Cluster<'_> {
    let Agent { name, first, last, other_name, email, homepage, person, workplaces } = it;
    let mut parts = Vec::new();
    part(&mut parts, "", name);
    part(&mut parts, " first name", first);
    part(&mut parts, " last name", last);
    part(&mut parts, " other name", other_name);
    part(&mut parts, " e-mail", email);
    part(&mut parts, " homepage", homepage);
    part(&mut parts, " person", person);
    for (index, workplace) in workplaces.iter().enumerate() {
        let inner = organization(workplace);
        parts.extend(
            inner.into_iter().map(|(name, value)| (format!(" workplace {}{name}", index + 1), value)),
        );
    }
    parts
}

fn organization(it: &Organization) -> Cluster<'_> {
    let Organization {
        name,
        name_english,
        homepage,
        email,
        postal,
        location,
        phone,
        fax,
        institution,
        share,
    } = it;
    let mut parts = Vec::new();
    part(&mut parts, "", name);
    part(&mut parts, " English name", name_english);
    part(&mut parts, " homepage", homepage);
    part(&mut parts, " e-mail", email);
    part(&mut parts, " postal address", postal);
    part(&mut parts, " location", location);
    part(&mut parts, " phone", phone);
    part(&mut parts, " fax", fax);
    part(&mut parts, " institution", institution.as_ref().map_or("", |it| it.as_str()));
    if let Some(share) = share {
        parts.push((" share".to_owned(), Cow::Owned(format!("{share} %"))));
    }
    parts
}

fn file(it: &File) -> Cluster<'_> {
    let File { url, format, function, size, restriction, rights } = it;
    let mut parts = Vec::new();
    part(&mut parts, "", url);
    part(&mut parts, " format", format);
    part(&mut parts, " function", function);
    part(&mut parts, " size", size);
    part(&mut parts, " restriction", restriction);
    part(&mut parts, " rights", rights);
    parts
}

fn relation((relation, handle): &(Relation, crate::Handle)) -> Cluster<'_> {
    let part = match relation {
        Relation::Version => " other form",
        Relation::InBook => " book",
        Relation::HasChapter => " chapter",
    };
    vec![(part.to_owned(), Cow::Borrowed(handle.as_str()))]
}

fn part<'r>(parts: &mut Cluster<'r>, name: &str, value: &'r str) {
    if !value.is_empty() {
        parts.push((name.to_owned(), Cow::Borrowed(value)));
    }
}
