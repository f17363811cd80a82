//! MARC 21 bibliographic records as MARCXML: one `record` a work, many in a `collection`.
//!
//! Punctuation between subfields is left to whoever displays them, and the leader says so.

use super::element::Xml;
use super::{Source, line};
use crate::date::MONTHS;
use crate::language;
use crate::name::Name;
use crate::record::{Agent, Kind, Relation, Work};

pub(super) const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n"
);
pub(super) const END: &str = "</collection>\n";

const ROOT: &str = concat!(
    "record xmlns=\"http://www.loc.gov/MARC21/slim\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
    " type=\"Bibliographic\" xsi:schemaLocation=\"http://www.loc.gov/MARC21/slim",
    " http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd\""
);

pub(super) fn entry(source: &Source<'_>) -> String {
    let work = source.work;
    Xml::of(ROOT, |xml| {
        xml.leaf("leader", leader(work.kind));
        xml.leaf("controlfield tag=\"001\"", work.handle.as_str());
        xml.leaf("controlfield tag=\"003\"", "RePEc");
        xml.leaf("controlfield tag=\"008\"", &fixed(source));
        let mut record = Fields(xml);
        if work.kind != Kind::Chapter {
            let isbn: String = work.isbn.chars().filter(|c| c.is_alphanumeric()).collect();
            record.field("020", "  ", &[('a', &isbn)]);
        }
        record.field("024", "7 ", &[('a', &work.doi), ('2', "doi")]);
        record.field("035", "  ", &[('a', &format!("(RePEc){}", work.handle))]);
        record.field("041", " 7", &[('a', work.language.as_deref().unwrap_or("")), ('2', "iso639-1")]);
        for code in &work.jel {
            record.field("084", "  ", &[('a', code.as_str()), ('2', "jelc")]);
        }
        let mut others = work.authors.iter();
        let main = others.by_ref().find(|agent| !line(&Name::of(agent).family).is_empty());
        if let Some(agent) = main {
            record.person(agent, ["100", "110"], "aut");
        }
        titles(&mut record, work, main.is_some());
        publication(&mut record, source);
        contents(&mut record, source);
        others.for_each(|agent| record.person(agent, ["700", "710"], "aut"));
        if work.kind != Kind::Chapter {
            work.editors.iter().for_each(|agent| record.person(agent, ["700", "710"], "edt"));
        }
        links(&mut record, source);
        files(&mut record, work);
    })
}

/// The fields of a record.
struct Fields<'a>(&'a mut Xml);

impl Fields<'_> {
    /// A field whose first subfield says something; the others that are empty are left out.
    fn field(&mut self, tag: &str, indicators: &str, subfields: &[(char, &str)]) {
        if subfields.first().is_none_or(|(_, text)| line(text).is_empty()) {
            return;
        }
        let (one, two) = indicators.split_at(1);
        self.0.inside(&format!("datafield tag=\"{tag}\" ind1=\"{one}\" ind2=\"{two}\""), |it| {
            for (code, text) in subfields {
                it.leaf(&format!("subfield code=\"{code}\""), &line(text));
            }
        });
    }

    /// A person under the first tag, an institution under the second.
    fn person(&mut self, agent: &Agent, [personal, corporate]: [&str; 2], role: &str) {
        let name = Name::of(agent);
        let (tag, indicators) = match &name {
            it if it.is_corporate() => (corporate, "2 "),
            it if it.whole => (personal, "0 "),
            _ => (personal, "1 "),
        };
        let heading = Name { suffix: String::new(), ..name.clone() }.inverted();
        let places: Vec<_> = agent.workplaces.iter().map(|place| place.name.as_str()).collect();
        let places = places.join("; ");
        let number = if agent.person.is_empty() { String::new() } else { format!("(RePEc){}", agent.person) };
        let subfields =
            [('a', heading.as_str()), ('c', &name.suffix), ('u', &places), ('0', &number), ('4', role)];
        self.field(tag, indicators, &subfields);
    }
}

/// Type of material and its level; UTF-8; an abbreviated record without punctuation.
fn leader(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "00000nab a22000003c 4500",
        Kind::Chapter => "00000naa a22000003c 4500",
        Kind::Software => "00000nmm a22000003c 4500",
        Kind::Talk => "00000nim a22000003c 4500",
        _ => "00000nam a22000003c 4500",
    }
}

/// Field 008: the date in its fixed columns, the language; everything else "not coded".
fn fixed(source: &Source<'_>) -> String {
    let (kind, first, second) = match source.issued() {
        None => ('n', "uuuu".to_owned(), "uuuu".to_owned()),
        Some(date) => match date.month {
            None => ('s', format!("{:04}", date.year), "    ".to_owned()),
            Some(month) => {
                let day = date.day.map_or("  ".to_owned(), |day| format!("{day:02}"));
                ('e', format!("{:04}", date.year), format!("{month:02}{day}"))
            }
        },
    };
    let language = source.work.language.as_deref().and_then(language::bibliographic).unwrap_or("|||");
    format!("000000{kind}{first}{second}xx |||||||||||||||||{language}|d")
}

fn titles(record: &mut Fields<'_>, work: &Work, has_author: bool) {
    let title = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
    let indicators = format!("{}{}", u8::from(has_author), not_sorted(title, work.language.as_deref()));
    record.field("245", &indicators, &[('a', title)]);
    work.other_titles.iter().for_each(|title| record.field("246", "31", &[('a', title)]));
}

/// How many characters an alphabetical list passes over: an article and its blank, in languages whose
/// articles are known. Without a language it is English, as everywhere in the format.
fn not_sorted(title: &str, language: Option<&str>) -> usize {
    let articles: &[&str] = match language.unwrap_or("en") {
        "en" => &["a", "an", "the"],
        "de" => &["das", "dem", "den", "der", "des", "die", "ein", "eine"],
        "es" => &["el", "la", "las", "los", "un", "una"],
        "fr" => &["la", "le", "les", "un", "une"],
        "it" => &["gli", "i", "il", "la", "le", "lo", "un", "una"],
        "pt" => &["a", "as", "o", "os", "um", "uma"],
        _ => &[],
    };
    let first = line(title);
    let first = first.split_once(' ').map_or("", |(first, _)| first).to_lowercase();
    if articles.contains(&first.as_str()) { first.len() + 1 } else { 0 }
}

fn publication(record: &mut Fields<'_>, source: &Source<'_>) {
    let work = source.work;
    let edition = if work.edition.is_empty() { &work.version } else { &work.edition };
    record.field("250", "  ", &[('a', edition)]);
    let year = work.year().map(|year| year.to_string()).unwrap_or_default();
    match line(source.publisher()) {
        publisher if publisher.is_empty() => record.field("264", " 1", &[('c', &year)]),
        publisher => record.field("264", " 1", &[('b', &publisher), ('c', &year)]),
    }
    record.field("300", "  ", &[('a', &work.length)]);
    if !matches!(work.kind, Kind::Article | Kind::Chapter) {
        record.field("490", "0 ", &[('a', source.container()), ('x', source.issn), ('v', source.number())]);
    }
}

fn contents(record: &mut Fields<'_>, source: &Source<'_>) {
    let work = source.work;
    work.notes.iter().for_each(|note| record.field("500", "  ", &[('a', note)]));
    record.field("506", "  ", &[('a', &work.restriction)]);
    if let Some(talk) = work.talk.as_deref() {
        let date = talk.date.map(|date| date.to_string()).unwrap_or_default();
        let venue = talk.venue.as_ref().map_or("", |venue| venue.name.as_str());
        record.field("518", "  ", &[('d', &date), ('p', venue)]);
    }
    record.field("520", "3 ", &[('a', &source.summary())]);
    let of_files = work.files.iter().map(|file| &file.rights);
    work.rights.iter().chain(of_files).for_each(|rights| record.field("540", "  ", &[('a', rights)]));
    work.keywords.iter().for_each(|keyword| record.field("653", "  ", &[('a', keyword)]));
    record.field("655", " 7", &[('a', genre(work.kind)), ('2', "local")]);
}

fn genre(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "Journal article",
        Kind::Chapter => "Book chapter",
        Kind::Book => "Book",
        Kind::Software => "Computer program",
        Kind::Talk => "Talk",
        _ => "Working paper",
    }
}

/// The journal or book it is part of, its chapters, its other forms.
fn links(record: &mut Fields<'_>, source: &Source<'_>) {
    let work = source.work;
    let series = format!("(RePEc){}", work.handle.series_handle());
    let at = whereabouts(source);
    match work.kind {
        Kind::Article => {
            record.field(
                "773",
                "0 ",
                &[('t', source.container()), ('g', &at), ('x', source.issn), ('w', &series), ('7', "nnas")],
            );
        }
        Kind::Chapter => {
            let editors: Vec<_> = source.editors().iter().map(Name::inverted).collect();
            let book = work.relations.iter().find(|(relation, _)| *relation == Relation::InBook);
            let book = book.map(|(_, book)| format!("(RePEc){book}")).unwrap_or_default();
            let (editors, publisher) = (editors.join("; "), line(source.publisher()));
            let subfields = [
                ('t', source.container()),
                ('a', &editors),
                ('d', &publisher),
                ('g', &at),
                ('z', &work.isbn),
                ('w', &book),
                ('7', "nnam"),
            ];
            record.field("773", "0 ", &subfields);
        }
        _ => {}
    }
    for (relation, handle) in &work.relations {
        let number = format!("(RePEc){handle}");
        match relation {
            Relation::Version => {
                record.field("787", "08", &[('i', "Other form of the work:"), ('w', &number)])
            }
            Relation::HasChapter => record.field("774", "0 ", &[('w', &number)]),
            Relation::InBook => {}
        }
    }
}

/// "Vol. 12, no. 3 (March 2010), p. 1-20".
fn whereabouts(source: &Source<'_>) -> String {
    let work = source.work;
    let labelled = |label: &str, value: &str| {
        let value = line(value);
        if value.is_empty() { value } else { format!("{label} {value}") }
    };
    let month = source.issued().and_then(|date| date.month);
    let month = month.and_then(|month| MONTHS.get(usize::from(month) - 1)).copied().unwrap_or("");
    let date = work.year().map(|year| line(&format!("{month} {year}"))).unwrap_or_default();
    let number = [labelled("Vol.", &work.volume), labelled("no.", &work.issue)];
    let number = number.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let dated = if date.is_empty() { number } else { line(&format!("{number} ({date})")) };
    let parts = [dated, labelled("chapter", &work.chapter), labelled("p.", &work.pages)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn files(record: &mut Fields<'_>, work: &Work) {
    for file in &work.files {
        record.field(
            "856",
            "40",
            &[('u', &file.url), ('q', &file.format), ('z', &file.restriction), ('3', &file.function)],
        );
    }
    record.field("856", "42", &[('u', &work.order_url), ('3', "Order")]);
}
