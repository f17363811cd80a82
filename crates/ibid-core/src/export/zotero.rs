//! Zotero's own RDF: the one form in which that program takes everything a record says, files included.
//!
//! For unAPI, where it is asked for; no format of [`super::Format`], since nothing else reads it. Fields go
//! by Zotero's names wherever it takes them so.

use super::element::{Xml, attribute};
use super::{Source, line};
use crate::name::Name;
use crate::record::{File, Kind};

const ROOT: &str = concat!(
    "rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"",
    " xmlns:z=\"http://www.zotero.org/namespaces/export#\"",
    " xmlns:bib=\"http://purl.org/net/biblio#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
    " xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:foaf=\"http://xmlns.com/foaf/0.1/\"",
    " xmlns:link=\"http://purl.org/rss/1.0/modules/link/\" xmlns:so=\"http://schema.org/\""
);

/// A work as a file; `page` is the address of its page.
pub fn rdf(source: &Source<'_>, page: &str) -> String {
    let work = source.work;
    let about = format!("rdf:Description{}", attribute("rdf:about", page));
    let body = Xml::of(ROOT, |rdf| {
        rdf.inside(&about, |it| {
            it.leaf("z:itemType", kind(work.kind));
            it.leaf(
                "dc:title",
                &line(if work.title.is_empty() { work.handle.as_str() } else { &work.title }),
            );
            people(it, author(work.kind), &source.authors());
            people(it, "bib:editors", &source.editors());
            it.leaf("dc:date", &source.issued().map(|date| date.to_string()).unwrap_or_default());
            own(it, source);
            if work.kind == Kind::Article {
                it.leaf("z:ISSN", source.issn);
            }
            it.leaf("z:DOI", &line(&work.doi));
            it.leaf("z:url", page);
            it.leaf("z:language", work.language.as_deref().unwrap_or(""));
            it.leaf("dcterms:abstract", &source.summary());
            it.leaf("dc:rights", &line(&work.rights.join("; ")));
            it.leaf("dc:description", work.handle.as_str());
            work.keywords.iter().for_each(|word| it.leaf("dc:subject", &line(word)));
            work.files.iter().filter(|file| !file.url.is_empty()).for_each(|of| file(it, of));
        });
    });
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}")
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "journalArticle",
        Kind::Chapter => "bookSection",
        Kind::Book => "book",
        Kind::Software => "computerProgram",
        Kind::Talk => "presentation",
        _ => "report",
    }
}

/// What Zotero reads the makers of such a thing from.
fn author(kind: Kind) -> &'static str {
    match kind {
        Kind::Software => "so:author",
        Kind::Talk => "z:presenters",
        _ => "bib:authors",
    }
}

fn people(rdf: &mut Xml, tag: &str, names: &[Name]) {
    let one = |it: &mut Xml, name: &Name| {
        it.leaf("foaf:surname", &line(&name.full_family()));
        let given = if name.suffix.is_empty() {
            name.given.clone()
        } else {
            format!("{}, {}", name.given, name.suffix)
        };
        it.leaf("foaf:givenName", &line(&given));
    };
    rdf.inside(tag, |it| {
        it.inside("rdf:Seq", |it| {
            for name in names {
                it.inside("rdf:li", |it| it.inside("foaf:Person", |it| one(it, name)));
            }
        });
    });
}

/// Where it stands, by what it is.
fn own(rdf: &mut Xml, source: &Source<'_>) {
    let work = source.work;
    let container = line(source.container());
    let publisher = line(source.publisher());
    let (first, last) = source.pages();
    let pages = if last.is_empty() { line(first) } else { line(&format!("{first}-{last}")) };
    let fields: &[(&str, &str)] = match work.kind {
        Kind::Article => {
            &[("z:publicationTitle", &container), ("z:volume", &work.volume), ("z:issue", &work.issue)]
        }
        Kind::Chapter => &[
            ("z:publicationTitle", &container),
            ("z:publisher", &publisher),
            ("z:edition", &work.edition),
            ("z:ISBN", &work.isbn),
        ],
        Kind::Book => &[
            ("z:series", &container),
            ("z:seriesNumber", source.number()),
            ("z:publisher", &publisher),
            ("z:edition", &work.edition),
            ("z:ISBN", &work.isbn),
        ],
        Kind::Software => &[
            ("z:seriesTitle", &container),
            ("z:company", &publisher),
            ("z:versionNumber", &work.version),
            ("z:programmingLanguage", &work.programming_language),
        ],
        Kind::Talk => &[("z:meetingName", &container), ("z:presentationType", "Lecture")],
        _ => &[
            ("z:reportNumber", source.number()),
            ("z:reportType", "Working paper"),
            ("z:seriesTitle", &container),
            ("z:institution", &publisher),
        ],
    };
    fields.iter().for_each(|(tag, text)| rdf.leaf(tag, &line(text)));
    rdf.leaf("z:pages", &pages);
    if let Some(venue) = work.talk.as_ref().and_then(|talk| talk.venue.as_ref()) {
        rdf.leaf("z:place", &line(if venue.location.is_empty() { &venue.name } else { &venue.location }));
    }
}

fn file(rdf: &mut Xml, file: &File) {
    let title = match file.format.as_str() {
        _ if !file.function.is_empty() => line(&file.function),
        "application/pdf" => "Full Text PDF".to_owned(),
        _ => "Full Text".to_owned(),
    };
    rdf.inside("link:link", |it| {
        it.inside("z:Attachment", |it| {
            it.leaf("z:itemType", "attachment");
            it.leaf("dc:title", &title);
            it.inside("dc:identifier", |it| it.inside("dcterms:URI", |it| it.leaf("rdf:value", &file.url)));
            it.leaf("link:type", &line(&file.format));
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;
    use crate::record::read;

    #[test]
    fn everything_has_its_field() {
        let check = |template: &str, parts: &[&str]| {
            let Some(Record::Work(work)) = read(template) else { panic!("no work: {template}") };
            let text = rdf(
                &Source { work: &work, series_name: "Papers <of>", provider: "The House", issn: "0000-0019" },
                "https://ibid.example/x?a&b",
            );
            for part in parts {
                assert!(text.contains(part), "{part}: {text}");
            }
        };
        let people = "Author-Name: Jan van der Berg\nAuthor-Name: World Bank\n";
        check(
            &format!(
                "Template-Type: ReDIF-Paper 1.0\n{people}Title: <T> & \u{1}U\nNumber: 7\nDOI: 10.1000/x\nKeywords: a; b\nFile-URL: https://example.org/7.pdf\nFile-Format: application/pdf\nHandle: RePEc:abc:papers:7\n"
            ),
            &[
                "rdf:about=\"https://ibid.example/x?a&amp;b\"",
                "<z:itemType>report</z:itemType>",
                "<dc:title>&lt;T&gt; &amp; U</dc:title>",
                "<foaf:surname>van der Berg</foaf:surname>",
                "<foaf:surname>World Bank</foaf:surname>\n          </foaf:Person>",
                "<z:reportNumber>7</z:reportNumber>",
                "<z:seriesTitle>Papers &lt;of&gt;</z:seriesTitle>",
                "<z:institution>The House</z:institution>",
                "<z:DOI>10.1000/x</z:DOI>",
                "<rdf:value>https://example.org/7.pdf</rdf:value>",
                "<dc:subject>b</dc:subject>",
            ],
        );
        check(
            &format!(
                "Template-Type: ReDIF-Talk 1.0\n{people}Title: T\nEvent-Date: 2014-03-11\nVenue-Name: Hall\nHandle: RePEc:abc:papers:8\n"
            ),
            &["<z:presenters>", "<dc:date>2014-03-11</dc:date>", "<z:place>Hall</z:place>"],
        );
        check(
            "Template-Type: ReDIF-Article 1.0\nTitle: T\nPages: 1--20\nHandle: RePEc:abc:papers:9\n",
            &["<z:ISSN>0000-0019</z:ISSN>", "<z:pages>1-20</z:pages>"],
        );
    }
}
