//! MODS 3.7 (Library of Congress): one `mods` element a work, many in a `modsCollection`.
//!
//! The words for what a work is are given twice, as the vocabulary of MARC has them and as reference
//! managers call them among themselves.

use std::collections::HashSet;

use super::element::{Xml, attribute};
use super::{Source, line};
use crate::name::Name;
use crate::record::{Agent, Kind, Relation, Work};

pub(super) const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">\n"
);
pub(super) const END: &str = "</modsCollection>\n";

const ROOT: &str = concat!(
    "mods xmlns=\"http://www.loc.gov/mods/v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
    " version=\"3.7\" xsi:schemaLocation=\"http://www.loc.gov/mods/v3",
    " http://www.loc.gov/standards/mods/v3/mods-3-7.xsd\""
);

pub(super) fn entry(source: &Source<'_>) -> String {
    let work = source.work;
    Xml::of(ROOT, |mods| {
        titles(mods, work);
        work.authors.iter().for_each(|agent| name(mods, agent, "aut"));
        if work.kind != Kind::Chapter {
            work.editors.iter().for_each(|agent| name(mods, agent, "edt"));
        }
        genre(mods, work.kind);
        origin(mods, source);
        language(mods, work);
        mods.inside("physicalDescription", |it| {
            it.leaf("extent", &line(&work.length));
            for format in once(work.files.iter().map(|file| &file.format)) {
                it.leaf("internetMediaType", &line(format));
            }
        });
        mods.leaf("abstract", &source.summary());
        work.notes.iter().for_each(|note| mods.leaf("note", note));
        work.keywords.iter().for_each(|word| mods.inside("subject", |it| it.leaf("topic", &line(word))));
        work.jel.iter().for_each(|code| mods.leaf("classification authority=\"jelc\"", code.as_str()));
        whole(mods, source);
        relations(mods, work);
        identifiers(mods, work);
        places(mods, work);
        access(mods, work);
        mods.inside("recordInfo", |it| {
            it.leaf("recordContentSource", "RePEc");
            it.leaf("recordIdentifier source=\"RePEc\"", work.handle.as_str());
        });
    })
}

fn titles(mods: &mut Xml, work: &Work) {
    let title = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
    mods.inside("titleInfo", |it| it.leaf("title", &line(title)));
    for title in &work.other_titles {
        mods.inside("titleInfo type=\"alternative\"", |it| it.leaf("title", &line(title)));
    }
}

fn name(into: &mut Xml, agent: &Agent, role: &str) {
    let name = Name::of(agent);
    if line(&name.family).is_empty() {
        return;
    }
    let tag = match name.is_corporate() {
        true => "name type=\"corporate\"",
        false => "name type=\"personal\"",
    };
    into.inside(tag, |it| {
        if name.whole {
            it.leaf("namePart", &line(&name.family));
        } else {
            it.leaf("namePart type=\"family\"", &line(&name.full_family()));
            it.leaf("namePart type=\"given\"", &line(&name.given));
            it.leaf("namePart type=\"termsOfAddress\"", &line(&name.suffix));
        }
        agent.workplaces.iter().for_each(|place| it.leaf("affiliation", &line(&place.name)));
        it.inside("role", |it| it.leaf("roleTerm type=\"code\" authority=\"marcrelator\"", role));
        it.leaf("nameIdentifier type=\"repec\"", &line(&agent.person));
    });
}

fn genre(mods: &mut Xml, kind: Kind) {
    let (resource, marc, local) = match kind {
        Kind::Article => ("text", "article", "journalArticle"),
        Kind::Chapter => ("text", "", "bookSection"),
        Kind::Book => ("text", "book", "book"),
        Kind::Software => ("software, multimedia", "", "computerProgram"),
        Kind::Talk => ("text", "speech", "presentation"),
        _ => ("text", "technical report", "report"),
    };
    mods.leaf("typeOfResource", resource);
    mods.leaf("genre authority=\"marcgt\"", marc);
    mods.leaf("genre authority=\"local\"", local);
}

/// Publisher, place and date. What is part of a journal or book was published with it, but its date is
/// looked for here as well as there.
fn origin(mods: &mut Xml, source: &Source<'_>) {
    let work = source.work;
    mods.inside("originInfo", |it| {
        it.inside("place", |it| it.leaf("placeTerm type=\"text\"", &source.venue()));
        it.leaf("publisher", &line(source.publisher()));
        it.leaf("dateIssued encoding=\"w3cdtf\" keyDate=\"yes\"", &issued(source));
        work.revised.iter().for_each(|date| it.leaf("dateModified encoding=\"w3cdtf\"", &date.to_string()));
        it.leaf("edition", &line(if work.edition.is_empty() { &work.version } else { &work.edition }));
        if !matches!(work.kind, Kind::Article | Kind::Chapter) {
            it.leaf("issuance", "monographic");
        }
    });
}

fn issued(source: &Source<'_>) -> String {
    source.issued().map(|date| date.to_string()).unwrap_or_default()
}

fn language(mods: &mut Xml, work: &Work) {
    let code = work.language.as_deref().unwrap_or("");
    mods.inside("language", |it| it.leaf("languageTerm type=\"code\" authority=\"rfc3066\"", code));
}

/// The journal or the book it is part of; the series it stands in.
fn whole(mods: &mut Xml, source: &Source<'_>) {
    let work = source.work;
    match work.kind {
        Kind::Article => mods.inside("relatedItem type=\"host\"", |host| {
            host.inside("titleInfo", |it| it.leaf("title", &line(source.container())));
            host.inside("originInfo", |it| it.leaf("issuance", "serial"));
            host.leaf("genre authority=\"marcgt\"", "periodical");
            host.leaf("identifier type=\"repec\"", work.handle.series_handle().as_str());
            host.leaf("identifier type=\"issn\"", &line(source.issn));
            part(host, source);
        }),
        Kind::Chapter => mods.inside("relatedItem type=\"host\"", |host| {
            host.inside("titleInfo", |it| it.leaf("title", &line(source.container())));
            work.editors.iter().for_each(|agent| name(host, agent, "edt"));
            host.leaf("genre authority=\"marcgt\"", "book");
            host.inside("originInfo", |it| it.leaf("issuance", "monographic"));
            host.leaf("identifier type=\"isbn\"", &line(&work.isbn));
            for (_, book) in work.relations.iter().filter(|(relation, _)| *relation == Relation::InBook) {
                host.leaf("identifier type=\"repec\"", book.as_str());
            }
            part(host, source);
        }),
        _ => mods.inside("relatedItem type=\"series\"", |series| {
            series.inside("titleInfo", |it| {
                let title = match line(source.container()) {
                    title if title.is_empty() => work.handle.series_handle().to_string(),
                    title => title,
                };
                it.leaf("title", &title);
                it.leaf("partNumber", &line(source.number()));
            });
            series.leaf("identifier type=\"repec\"", work.handle.series_handle().as_str());
            series.leaf("identifier type=\"issn\"", &line(source.issn));
        }),
    }
}

fn part(host: &mut Xml, source: &Source<'_>) {
    let work = source.work;
    host.inside("part", |part| {
        for (kind, number) in [("volume", &work.volume), ("issue", &work.issue), ("chapter", &work.chapter)] {
            let tag = ["detail type=\"", kind, "\""].concat();
            part.inside(&tag, |it| it.leaf("number", &line(number)));
        }
        part.inside("extent unit=\"pages\"", |it| match source.pages() {
            (first, last) if first.contains([',', ';']) || last.contains([',', ';', '-', '–']) => {
                it.leaf("list", &line(&work.pages));
            }
            (first, last) => {
                it.leaf("start", &line(first));
                it.leaf("end", &line(last));
            }
        });
        part.leaf("date encoding=\"w3cdtf\"", &issued(source));
    });
}

fn relations(mods: &mut Xml, work: &Work) {
    for (relation, handle) in &work.relations {
        let tag = match relation {
            Relation::Version => "relatedItem type=\"otherVersion\"",
            Relation::HasChapter => "relatedItem type=\"constituent\"",
            Relation::InBook => continue,
        };
        mods.inside(tag, |it| it.leaf("identifier type=\"repec\"", handle.as_str()));
    }
}

fn identifiers(mods: &mut Xml, work: &Work) {
    mods.leaf("identifier type=\"repec\"", work.handle.as_str());
    mods.leaf("identifier type=\"doi\"", &line(&work.doi));
    if work.kind != Kind::Chapter {
        mods.leaf("identifier type=\"isbn\"", &line(&work.isbn));
    }
}

fn places(mods: &mut Xml, work: &Work) {
    let mut usage = " usage=\"primary\"";
    mods.inside("location", |location| {
        for file in work.files.iter().filter(|file| !file.url.is_empty()) {
            let label = attribute("displayLabel", &file.function);
            location.leaf(&format!("url{usage} access=\"raw object\"{label}"), &file.url);
            usage = "";
        }
        location.leaf("url displayLabel=\"Order\"", &line(&work.order_url));
    });
}

/// Each condition once, whether the work states it or its files.
fn access(mods: &mut Xml, work: &Work) {
    let of_files = work.files.iter().map(|file| &file.restriction);
    for restriction in once([&work.restriction].into_iter().chain(of_files)) {
        mods.leaf("accessCondition type=\"restriction on access\"", &line(restriction));
    }
    let of_files = work.files.iter().map(|file| &file.rights);
    for rights in once(work.rights.iter().chain(of_files)) {
        mods.leaf("accessCondition type=\"use and reproduction\"", &line(rights));
    }
}

/// Each text where it first stands.
fn once<'a>(texts: impl Iterator<Item = &'a String>) -> impl Iterator<Item = &'a String> {
    let mut seen = HashSet::new();
    texts.filter(move |text| seen.insert(*text))
}
