//! A record as the index wants it: which of its texts are searched, and by what it is counted.
//!
//! Pure. Records of every kind are searched alike; what only works have is empty in the others.
//! Not here: how an engine stores any of it.

use ibid_core::date::Date;
use ibid_core::jel::Code;
use ibid_core::name::Name;
use ibid_core::query;
use ibid_core::record::{Access, Agent, Archive, Institution, Person, Series, Work};
use ibid_core::{Handle, Kind, Record};

/// What the index knows of one record. Texts are as received; engines fold and split them.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub handle: Handle,
    pub kind: Kind,
    /// The title of a work, the name of anything else.
    pub title: String,
    pub other_titles: Vec<String>,
    /// Authors and editors.
    pub people: Vec<Byline>,
    /// Abstracts and descriptions, paragraphs on lines of their own.
    pub summary: String,
    pub keywords: Vec<String>,
    /// The series a work is in.
    pub series: Option<Handle>,
    pub series_name: String,
    /// `hst`.
    pub archive: String,
    pub jel: Vec<Code>,
    /// As `ibid_core::query::doi` has it.
    pub doi: Option<String>,
    /// Addresses of files, as `ibid_core::query::url` has them.
    pub urls: Vec<String>,
    /// When it appeared, as finely as known; its year is [`Work::year`].
    pub date: Option<Date>,
    /// ISO 639-1.
    pub language: Option<String>,
    pub access: Option<Access>,
    /// Ranges of years the text is about, as [`Work::years_about`] gives them.
    pub about: Vec<(i16, i16)>,
    /// How many works cite this one.
    pub cited: u64,
    /// Higher for what came into the catalogue later.
    pub came: u32,
}

/// A name, and where it stands in an alphabetical list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    pub name: String,
    pub key: String,
    /// The same name in another script, where the record gives both.
    pub other: String,
}

impl From<&str> for Byline {
    /// A name of which nothing is known but how it is written.
    fn from(name: &str) -> Byline {
        Byline { name: name.to_owned(), key: Name::parse(name).sort_key(), other: String::new() }
    }
}

/// The document of a record, but for when it came; `series_name` is the declared name of the series of a work (of other
/// records it is ignored). `None` for records that have nothing to be found by.
pub fn document(record: &Record, series_name: &str) -> Option<Document> {
    let document = match record {
        Record::Work(work) => of_work(work, series_name),
        Record::Series(series) => of_series(series),
        Record::Archive(archive) => of_archive(archive),
        Record::Person(person) => of_person(person),
        Record::Institution(institution) => of_institution(institution),
    };
    let silent = document.title.is_empty() && document.summary.is_empty() && document.people.is_empty();
    (!silent).then_some(document)
}

impl Document {
    /// A document with nothing in it but its handle and kind.
    pub fn bare(handle: Handle, kind: Kind) -> Document {
        Document {
            archive: handle.archive().to_owned(),
            handle,
            kind,
            title: String::new(),
            other_titles: Vec::new(),
            people: Vec::new(),
            summary: String::new(),
            keywords: Vec::new(),
            series: None,
            series_name: String::new(),
            jel: Vec::new(),
            doi: None,
            urls: Vec::new(),
            date: None,
            language: None,
            access: None,
            about: Vec::new(),
            cited: 0,
            came: 0,
        }
    }
}

fn of_work(work: &Work, series_name: &str) -> Document {
    let summary = work.summary.join("\n");
    let series_name = if series_name.is_empty() { &work.series_text } else { series_name };
    Document {
        title: work.title.clone(),
        other_titles: work.other_titles.clone(),
        people: names(work.authors.iter().chain(&work.editors)),
        about: work.years_about(),
        summary,
        keywords: work.keywords.clone(),
        series: Some(work.handle.series_handle()),
        series_name: series_name.to_owned(),
        jel: work.jel.clone(),
        doi: query::doi(&work.doi),
        urls: addresses(work),
        date: date_of(work),
        language: work.language.clone(),
        access: Some(work.access()),
        ..Document::bare(work.handle.clone(), work.kind)
    }
}

fn of_series(series: &Series) -> Document {
    Document {
        title: series.name.clone(),
        people: names(&series.editors),
        summary: series.description.join("\n"),
        keywords: series.keywords.clone(),
        jel: series.jel.clone(),
        ..Document::bare(series.handle.clone(), Kind::Series)
    }
}

fn of_archive(archive: &Archive) -> Document {
    Document {
        title: archive.name.clone(),
        summary: archive.description.join("\n"),
        ..Document::bare(archive.handle.clone(), Kind::Archive)
    }
}

fn of_person(person: &Person) -> Document {
    let workplaces = person.workplaces.iter().flat_map(|it| [&it.name, &it.name_english]);
    let forms = [&person.ascii].into_iter().chain(&person.variations);
    let other_titles = forms.filter(|it| !it.is_empty() && **it != person.name);
    Document {
        title: person.name.clone(),
        other_titles: other_titles.cloned().collect(),
        people: [person.name.as_str()].into_iter().filter(|it| !it.is_empty()).map(Byline::from).collect(),
        summary: lines(workplaces),
        keywords: [&person.short_id].into_iter().filter(|it| !it.is_empty()).cloned().collect(),
        ..Document::bare(person.handle.clone(), Kind::Person)
    }
}

fn of_institution(institution: &Institution) -> Document {
    let levels = || institution.levels.iter().map(|it| &it.organization);
    let places = levels().flat_map(|it| [&it.name, &it.location]);
    Document {
        title: institution.name().to_owned(),
        other_titles: levels().map(|it| it.name_english.clone()).filter(|it| !it.is_empty()).collect(),
        summary: lines(places),
        ..Document::bare(institution.handle.clone(), Kind::Institution)
    }
}

/// Each name once: editors of a book are often its authors.
fn names<'a>(agents: impl IntoIterator<Item = &'a Agent>) -> Vec<Byline> {
    let mut names: Vec<Byline> = Vec::new();
    for agent in agents {
        if !agent.name.is_empty() && names.iter().all(|known| known.name != agent.name) {
            let (name, other) = (agent.name.clone(), agent.other_name.clone());
            names.push(Byline { name, key: Name::of(agent).sort_key(), other });
        }
    }
    names
}

fn addresses(work: &Work) -> Vec<String> {
    let mut urls: Vec<String> = work.files.iter().filter_map(|file| query::url(&file.url)).collect();
    urls.sort_unstable();
    urls.dedup();
    urls
}

fn lines<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    texts.filter(|it| !it.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// The finest date that does not contradict the year shown.
fn date_of(work: &Work) -> Option<Date> {
    let year = work.year()?;
    let talk = work.talk.as_ref().and_then(|talk| talk.date);
    let known = [talk, work.published, work.created, work.revised.first().copied()];
    let finest = known.into_iter().flatten().find(|date| date.year == year);
    Some(finest.unwrap_or(Date { year, month: None, day: None }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ibid_core::record;

    fn made(text: &str) -> Document {
        let record = record::read(text).expect("a record");
        document(&record, "Declared Name").expect("a document")
    }

    const PAPER: &str = "Template-Type: ReDIF-Paper 1.0\n\
        Author-Name: Mitsuhiko Kimura\n\
        Author-Name: Jane Roe\n\
        Editor-Name: Jane Roe\n\
        Title: The Financing of Plans, 1950-1961\n\
        Abstract: Aid since 1996.\n\
        Keywords: aid; planning\n\
        Classification-JEL: F51; P20\n\
        Creation-Date: 2011-07\n\
        DOI: 10.3386/W9321\n\
        File-URL: http://www.example.org/1.pdf\n\
        Handle: RePEc:hst:ghsdps:gd11-190\n";

    #[test]
    fn a_paper() {
        let document = made(PAPER);
        assert_eq!(document.handle.as_str(), "RePEc:hst:ghsdps:gd11-190");
        assert_eq!(document.kind, Kind::Paper);
        assert_eq!(document.title, "The Financing of Plans, 1950-1961");
        assert_eq!(document.people, [Byline::from("Mitsuhiko Kimura"), Byline::from("Jane Roe")]);
        assert_eq!(document.people[0].key, "kimura mitsuhiko");
        assert_eq!(document.doi.as_deref(), Some("10.3386/w9321"));
        assert_eq!(document.urls, ["example.org/1.pdf"]);
        assert_eq!(document.keywords, ["aid", "planning"]);
        assert_eq!(document.series.as_ref().map(Handle::as_str), Some("RePEc:hst:ghsdps"));
        assert_eq!((document.series_name.as_str(), document.archive.as_str()), ("Declared Name", "hst"));
        assert_eq!(document.jel.iter().map(Code::as_str).collect::<Vec<_>>(), ["F51", "P20"]);
        assert_eq!(document.date, Some(Date { year: 2011, month: Some(7), day: None }));
        assert_eq!(document.about, [(1950, 1961), (1996, 2011)]);
        assert_eq!(document.access, Some(Access::Free));
    }

    #[test]
    fn the_series_names_itself_when_undeclared() {
        let text = PAPER.replace("Handle:", "Series: Own Words\nHandle:");
        let record = record::read(&text).expect("a record");
        let named = |name| document(&record, name).expect("a document").series_name;
        assert_eq!(named(""), "Own Words");
        assert_eq!(named("Declared"), "Declared");
    }

    #[test]
    fn a_date_finer_than_the_year_must_agree_with_it() {
        let date = |fields: &str| made(&PAPER.replace("Creation-Date: 2011-07\n", fields)).date;
        let day = |year, month, day| Some(Date { year, month, day });
        assert_eq!(date(""), None);
        assert_eq!(date("Year: 2012\nCreation-Date: 2011-07\n"), day(2012, None, None));
        assert_eq!(date("Year: 2011\nCreation-Date: 2011-07-02\n"), day(2011, Some(7), Some(2)));
    }

    #[test]
    fn other_kinds() {
        let series = made(
            "Template-Type: ReDIF-Series 1.0\nName: Papers\nDescription: Long ones\nProvider-Name: P\n\
             Maintainer-Email: m@example.org\nHandle: RePEc:hst:ghsdps\n",
        );
        assert_eq!(
            (series.kind, series.title.as_str(), series.summary.as_str()),
            (Kind::Series, "Papers", "Long ones")
        );
        assert_eq!((series.series, series.access), (None, None));
        let person = made(
            "Template-Type: ReDIF-Person 1.0\nName-Full: Ada Example\nName-First: Ada\nName-Last: Example\n\
             Workplace-Name: Example University\nShort-Id: pex1\nX-Name-Variation: Ада Пример\nHandle: RePEc:per:1980-01-01:ada_example\n",
        );
        assert_eq!((person.kind, person.title.as_str()), (Kind::Person, "Ada Example"));
        assert_eq!(person.other_titles, ["Ада Пример"]);
        assert_eq!(
            (person.summary.as_str(), person.keywords.as_slice()),
            ("Example University", &["pex1".to_owned()][..])
        );
    }

    #[test]
    fn what_has_no_words_is_no_document() {
        let text = "Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:hst:ghsdps:x\n";
        assert_eq!(record::read(text).and_then(|record| document(&record, "Name")), None);
    }
}
