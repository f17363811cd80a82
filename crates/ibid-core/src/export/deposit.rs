//! Works as the registry of DOIs takes them from who owns the DOIs: Crossref's deposit schema 5.5.0.
//!
//! A batch holds works of one [`Type`] only, so says the schema. What it demands and a record does not
//! say is told as a [`Reason`], and nothing is made up in its place. Deliberately not here: which DOIs
//! are the operator's own, and sending a batch.

use super::element::{Xml, attribute};
use super::{Source, line};
use crate::Orcid;
use crate::date::{Date, moment};
use crate::language;
use crate::name::Name;
use crate::record::{Agent, Kind};

/// What stands after the last work of a batch.
pub const END: &str = "</body>\n</doi_batch>\n";

const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<doi_batch xmlns=\"http://www.crossref.org/schema/5.5.0\"",
    " xmlns:jats=\"http://www.ncbi.nlm.nih.gov/JATS1\"",
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"5.5.0\"",
    " xsi:schemaLocation=\"http://www.crossref.org/schema/5.5.0",
    " https://www.crossref.org/schemas/crossref5.5.0.xsd\">\n"
);

/// Who registers, and when: the head of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// By which the registry's answer names the batch.
    pub id: &'a str,
    /// Seconds since 1970. The registry takes a work again only with a later time.
    pub at: i64,
    pub depositor: &'a str,
    /// Where the registry answers.
    pub email: &'a str,
    /// The organisation whose works these are.
    pub registrant: &'a str,
}

impl Batch<'_> {
    /// What stands before the first work.
    pub fn begin(&self) -> String {
        let digits: String = moment(self.at).chars().filter(char::is_ascii_digit).collect();
        let head = Xml::of("head", |head| {
            head.leaf("doi_batch_id", &cut(self.id, 100));
            head.leaf("timestamp", &digits);
            head.inside("depositor", |it| {
                it.leaf("depositor_name", &cut(self.depositor, 130));
                it.leaf("email_address", &line(self.email));
            });
            head.leaf("registrant", &cut(self.registrant, 255));
        });
        format!("{BEGIN}{head}<body>\n")
    }
}

/// What the registry tells apart; a batch holds one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    Journal,
    Report,
    Book,
    /// What was given to the public and stands in no publication: talks.
    Posted,
}

impl Type {
    /// As the registry calls it.
    pub fn word(self) -> &'static str {
        match self {
            Type::Journal => "journal",
            Type::Report => "report-paper",
            Type::Book => "book",
            Type::Posted => "posted_content",
        }
    }
}

/// A work that asks for its DOI.
#[derive(Clone, Copy, Debug)]
pub struct Deposit<'a> {
    pub source: Source<'a>,
    /// Of its series or journal, as declared.
    pub issn: &'a [String],
    /// The address of its page, where the DOI shall lead.
    pub page: &'a str,
}

/// Why the registry would refuse a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    NoType,
    NoTitle,
    NoYear,
    BadDoi,
    NoJournal,
    NoIssn,
    NoBook,
    NoPublisher,
}

impl Reason {
    /// For people, behind "left out: ".
    pub fn text(self) -> &'static str {
        match self {
            Reason::NoType => "the registry has no type for software",
            Reason::NoTitle => "it has no title",
            Reason::NoYear => "it has no year from 1400 on",
            Reason::BadDoi => "the registry takes no such DOI",
            Reason::NoJournal => "its journal has no name",
            Reason::NoIssn => "its journal has no valid ISSN",
            Reason::NoBook => "the title of its book is not known",
            Reason::NoPublisher => "its publisher is not known",
        }
    }
}

impl Deposit<'_> {
    /// The work as an element of a batch.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub fn entry(&self) -> Result<(Type, String), Reason> {
        let work = self.source.work;
        if work.kind == Kind::Software {
            return Err(Reason::NoType);
        }
        if line(&work.title).is_empty() {
            return Err(Reason::NoTitle);
        }
        let date = self.source.issued().filter(|date| date.year >= 1400).ok_or(Reason::NoYear)?;
        if !is_registrable(&work.doi) {
            return Err(Reason::BadDoi);
        }
        match work.kind {
            Kind::Article => self.article(date).map(|xml| (Type::Journal, xml)),
            Kind::Paper => Ok((Type::Report, self.report(date))),
            Kind::Book => self.book(date).map(|xml| (Type::Book, xml)),
            Kind::Chapter => self.chapter(date).map(|xml| (Type::Book, xml)),
            Kind::Talk => Ok((Type::Posted, self.talk(date))),
            _ => Err(Reason::NoType),
        }
    }

    fn article(&self, date: Date) -> Result<String, Reason> {
        let (source, work) = (&self.source, self.source.work);
        let name = cut(source.container(), 255);
        if name.is_empty() {
            return Err(Reason::NoJournal);
        }
        let issn = self.issn();
        if issn.is_empty() {
            return Err(Reason::NoIssn);
        }
        Ok(Xml::of("journal", |journal| {
            journal.inside("journal_metadata", |it| {
                it.leaf("full_title", &name);
                issn.iter().for_each(|issn| it.leaf("issn", issn));
            });
            let (volume, issue) = (within(&work.volume, 32), within(&work.issue, 32));
            if !(volume.is_empty() && issue.is_empty()) {
                journal.inside("journal_issue", |it| {
                    dated(it, "publication_date", date);
                    it.inside("journal_volume", |it| it.leaf("volume", &volume));
                    it.leaf("issue", &issue);
                });
            }
            journal.inside(&["journal_article", &self.language()].concat(), |it| {
                self.titles(it);
                people(it, &[(&work.authors, "author"), (&work.editors, "editor")]);
                self.summary(it);
                dated(it, "publication_date", date);
                self.pages(it);
                self.doi(it);
            });
        }))
    }

    /// A series is told by its ISSN; without one only the number within it remains.
    fn report(&self, date: Date) -> String {
        let (source, work) = (&self.source, self.source.work);
        let (series, issn) = (line(source.container()), self.issn());
        let in_series = !series.is_empty() && !issn.is_empty();
        let tag = if in_series { "report-paper_series_metadata" } else { "report-paper_metadata" };
        Xml::of("report-paper", |report| {
            report.inside(&[tag, &self.language()].concat(), |it| {
                if in_series {
                    named_series(it, &series, &issn);
                }
                people(it, &[(&work.authors, "author"), (&work.editors, "editor")]);
                self.titles(it);
                self.summary(it);
                dated(it, "publication_date", date);
                it.leaf("isbn", &isbn(&work.isbn));
                self.publisher(it);
                it.inside("publisher_item", |it| it.leaf("item_number", &within(source.number(), 32)));
                self.doi(it);
            });
        })
    }

    fn book(&self, date: Date) -> Result<String, Reason> {
        let work = self.source.work;
        if cut(self.source.publisher(), 255).is_empty() {
            return Err(Reason::NoPublisher);
        }
        let (series, issn) = (line(self.source.container()), self.issn());
        let in_series = !series.is_empty() && !issn.is_empty();
        let tag = if in_series { "book_series_metadata" } else { "book_metadata" };
        let edited = work.authors.is_empty() && !work.editors.is_empty();
        let kind = if edited { "edited_book" } else { "monograph" };
        Ok(Xml::of(&["book", &attribute("book_type", kind)].concat(), |book| {
            book.inside(&[tag, &self.language()].concat(), |it| {
                if in_series {
                    named_series(it, &series, &issn);
                }
                people(it, &[(&work.authors, "author"), (&work.editors, "editor")]);
                self.titles(it);
                self.summary(it);
                if in_series {
                    it.leaf("volume", &within(&work.number, 32));
                }
                self.bound(it, date);
                self.doi(it);
            });
        }))
    }

    /// The book around the chapter is named, not registered: its DOI is its own work's.
    fn chapter(&self, date: Date) -> Result<String, Reason> {
        let work = self.source.work;
        let title = line(&work.book_title);
        if title.is_empty() {
            return Err(Reason::NoBook);
        }
        if cut(self.source.publisher(), 255).is_empty() {
            return Err(Reason::NoPublisher);
        }
        let kind = if work.editors.is_empty() { "monograph" } else { "edited_book" };
        Ok(Xml::of(&["book", &attribute("book_type", kind)].concat(), |book| {
            book.inside("book_metadata", |it| {
                people(it, &[(&work.editors, "editor")]);
                it.inside("titles", |it| it.leaf("title", &title));
                self.bound(it, date);
            });
            let tag = "content_item component_type=\"chapter\"";
            book.inside(&[tag, &self.language()].concat(), |it| {
                people(it, &[(&work.authors, "author")]);
                self.titles(it);
                self.summary(it);
                it.leaf("component_number", &within(&work.chapter, 50));
                dated(it, "publication_date", date);
                self.pages(it);
                self.doi(it);
            });
        }))
    }

    /// A conference's paper needs a volume of proceedings, which an evening's talk is not in.
    fn talk(&self, date: Date) -> String {
        let work = self.source.work;
        Xml::of(&["posted_content type=\"other\"", &self.language()].concat(), |it| {
            it.leaf("group_title", &cut(self.source.container(), 1_024));
            people(it, &[(&work.authors, "author"), (&work.editors, "editor")]);
            self.titles(it);
            dated(it, "posted_date", date);
            it.inside("institution", |it| {
                it.leaf("institution_name", &cut(self.source.publisher(), 1_024));
            });
            it.leaf("item_number", &within(&work.number, 32));
            self.summary(it);
            self.doi(it);
        })
    }

    /// What a book has on its cover besides its title.
    fn bound(&self, book: &mut Xml, date: Date) {
        let work = self.source.work;
        book.leaf("edition_number", &within(&work.edition, 15));
        dated(book, "publication_date", date);
        match isbn(&work.isbn) {
            none if none.is_empty() => book.empty("noisbn reason=\"monograph\""),
            isbn => book.leaf("isbn", &isbn),
        }
        self.publisher(book);
    }

    fn publisher(&self, into: &mut Xml) {
        into.inside("publisher", |it| it.leaf("publisher_name", &cut(self.source.publisher(), 255)));
    }

    /// The title, and the same in the work's own script where it has one.
    fn titles(&self, into: &mut Xml) {
        let work = self.source.work;
        into.inside("titles", |it| {
            it.leaf("title", &line(&work.title));
            let mut others = work.other_titles.iter().map(|title| line(title));
            it.leaf("original_language_title", &others.find(|it| !it.is_empty()).unwrap_or_default());
        });
    }

    fn summary(&self, into: &mut Xml) {
        into.inside("jats:abstract", |it| {
            self.source.work.summary.iter().for_each(|paragraph| it.leaf("jats:p", &line(paragraph)));
        });
    }

    fn pages(&self, into: &mut Xml) {
        let (first, last) = self.source.pages();
        let plain = |page: &str| !page.contains([',', ';', '-', '–']);
        into.inside("pages", |it| match within(first, 32) {
            first if plain(&first) && plain(last) && !first.is_empty() => {
                it.leaf("first_page", &first);
                it.leaf("last_page", &within(last, 32));
            }
            _ => {
                // Of "7, 9-11" the first is 7, and the rest are other pages.
                let (first, others) = self.source.work.pages.split_once([',', ';']).unwrap_or(("", ""));
                let (first, last) = first.split_once(['-', '–']).unwrap_or((first, ""));
                if !within(first, 32).is_empty() {
                    it.leaf("first_page", &within(first, 32));
                    it.leaf("last_page", &within(last, 32));
                    it.leaf("other_pages", &within(others, 100));
                }
            }
        });
    }

    fn doi(&self, into: &mut Xml) {
        into.inside("doi_data", |it| {
            it.leaf("doi", &self.source.work.doi);
            it.leaf("resource", self.page);
        });
    }

    fn language(&self) -> String {
        let code = self.source.work.language.as_deref().unwrap_or("");
        if language::name(code).is_some() { attribute("language", code) } else { String::new() }
    }

    /// Those that are ISSNs, as they are written.
    fn issn(&self) -> Vec<String> {
        let plain = |text: &String| {
            let all: String = text.chars().filter(|c| !matches!(c, '-' | '–' | ' ')).collect();
            let (start, end) = all.split_at_checked(4)?;
            let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            let check = matches!(end.as_bytes(), [middle @ .., b'0'..=b'9' | b'X'] if middle.len() == 3);
            (check && digits(start) && digits(&end[..3])).then(|| format!("{start}-{end}"))
        };
        self.issn.iter().filter_map(plain).take(6).collect()
    }
}

/// The registry's own pattern of a DOI.
fn is_registrable(doi: &str) -> bool {
    let Some((prefix, suffix)) = doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let numbered = (4..=9).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit());
    let plain = suffix.bytes().all(|b| b.is_ascii_graphic());
    numbered && plain && (1..=200).contains(&suffix.len())
}

fn named_series(into: &mut Xml, name: &str, issn: &[String]) {
    into.inside("series_metadata", |it| {
        it.inside("titles", |it| it.leaf("title", name));
        issn.iter().for_each(|issn| it.leaf("issn", issn));
    });
}

/// The first of all is the first, whatever they did.
fn people(into: &mut Xml, roles: &[(&Vec<Agent>, &str)]) {
    into.inside("contributors", |it| {
        let mut sequence = "first";
        for (agents, role) in roles {
            for agent in agents.iter().filter(|agent| !line(&Name::of(agent).family).is_empty()) {
                contributor(it, agent, sequence, role);
                sequence = "additional";
            }
        }
    });
}

fn contributor(into: &mut Xml, agent: &Agent, sequence: &str, role: &str) {
    let name = Name::of(agent);
    let attributes = [attribute("sequence", sequence), attribute("contributor_role", role)].concat();
    if name.is_corporate() {
        into.leaf(&["organization", &attributes].concat(), &cut(&name.family, 511));
        return;
    }
    let style = if name.eastern { attribute("name-style", "eastern") } else { String::new() };
    into.inside(&["person_name", &attributes, &style].concat(), |it| {
        it.leaf("given_name", &cut(&name.given, 200));
        it.leaf("surname", &cut(&name.full_family(), 200));
        it.leaf("suffix", &within(&name.suffix, 10));
        it.inside("affiliations", |it| {
            for place in &agent.workplaces {
                it.inside("institution", |it| it.leaf("institution_name", &cut(&place.name, 1_024)));
            }
        });
        let orcid = [&agent.homepage, &agent.person].into_iter().find_map(|text| Orcid::parse(text));
        it.leaf("ORCID", &orcid.map(|id| id.address()).unwrap_or_default());
        it.inside("alt-name", |it| it.leaf("string-name", &line(&agent.other_name)));
    });
}

/// An ISBN as it is written, ten digits or thirteen; empty for anything else.
fn isbn(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let (digits, check) = bare.split_at_checked(bare.len().saturating_sub(1)).unwrap_or_default();
    let known = digits.len() == 9 || digits.len() == 12 && digits.starts_with("97");
    let plain = digits.bytes().all(|b| b.is_ascii_digit())
        && check.contains(|c: char| c.is_ascii_digit() || c == 'X');
    if known && plain { bare } else { String::new() }
}

/// Month and day before the year, as the schema orders them.
fn dated(into: &mut Xml, tag: &str, date: Date) {
    let two = |part: Option<u8>| part.map(|it| format!("{it:02}")).unwrap_or_default();
    into.inside(tag, |it| {
        it.leaf("month", &two(date.month));
        it.leaf("day", &two(date.day));
        it.leaf("year", &date.year.to_string());
    });
}

/// One line of at most so many characters, for what must be there.
fn cut(text: &str, most: usize) -> String {
    let text = line(text);
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    text[..end].trim_end().to_owned()
}

/// One line, or nothing when it is longer than the schema has room for: a number cut short is another.
fn within(text: &str, most: usize) -> String {
    Some(line(text)).filter(|it| it.chars().count() <= most).unwrap_or_default()
}
