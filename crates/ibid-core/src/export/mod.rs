//! Records as other programs take them. A format is one file with one function and one line in the
//! table here; the site, the command line and the API pick it up from [`Format::ALL`].
//!
//! Everything is made from plain values ([`Source`]) and comes out as text. Deliberately not here:
//! citation styles (CSL does those, from [`Format::CslJson`]). ReDIF is the stored text, see [`redif`].

mod biblatex;
mod bibtex;
pub mod citation;
mod csl;
pub mod deposit;
mod dublin_core;
mod element;
mod json;
mod latex;
mod marcxml;
mod mods;
pub mod redif;
mod ris;
mod text;
pub mod value;
pub mod zotero;

pub use bibtex::{key as bibtex_key, key_parts as bibtex_key_parts};
pub use json::record as record_json;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::date::{Date, MONTHS};
use crate::name::Name;
use crate::record::{Agent, Kind, Work};

/// A work with what its own record does not say.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub work: &'a Work,
    /// The series or journal as its archive calls it; empty when not declared.
    pub series_name: &'a str,
    /// The provider of the series; empty when not known.
    pub provider: &'a str,
    /// The ISSN of the series or journal; empty when not known.
    pub issn: &'a str,
}

/// A format of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Text,
    Bibtex,
    Biblatex,
    Ris,
    CslJson,
    Json,
    DublinCore,
    Mods,
    Marcxml,
}

impl Format {
    pub const ALL: [Format; 9] = [
        Format::Text,
        Format::Bibtex,
        Format::Biblatex,
        Format::Ris,
        Format::CslJson,
        Format::Json,
        Format::DublinCore,
        Format::Mods,
        Format::Marcxml,
    ];

    /// The word on the command line: `bibtex`, `csl-json`, `dc`.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// The inverse of [`Format::word`], any case.
    pub fn from_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word().eq_ignore_ascii_case(word))
    }

    /// What a page's address ends in instead of `html`: `bib`, `csl.json`, `dc.xml`.
    pub fn extension(self) -> &'static str {
        self.row().1
    }

    /// The inverse of [`Format::extension`].
    pub fn from_extension(extension: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// Media type for HTTP, with the character set where it may have one.
    pub fn media_type(self) -> &'static str {
        self.row().2
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.row().3
    }

    fn row(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Format::Text => ("text", "txt", "text/plain; charset=utf-8", "Plain text"),
            Format::Bibtex => ("bibtex", "bib", "application/x-bibtex; charset=utf-8", "BibTeX"),
            Format::Biblatex => ("biblatex", "biblatex", "application/x-biblatex; charset=utf-8", "BibLaTeX"),
            Format::Ris => ("ris", "ris", "application/x-research-info-systems; charset=utf-8", "RIS"),
            Format::CslJson => {
                ("csl-json", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON")
            }
            Format::Json => ("json", "json", "application/json", "JSON"),
            Format::DublinCore => ("dc", "dc.xml", "application/xml; charset=utf-8", "Dublin Core"),
            Format::Mods => ("mods", "mods.xml", "application/mods+xml; charset=utf-8", "MODS"),
            Format::Marcxml => ("marcxml", "marc.xml", "application/marcxml+xml; charset=utf-8", "MARCXML"),
        }
    }

    /// One work without what stands around it in a file: an element that brings its own namespaces, in
    /// the formats that are XML.
    pub fn entry(self, source: &Source<'_>) -> String {
        Many::new(self).entry(source)
    }

    /// One work as an entry under this key; `None` in a format whose entries have none.
    pub fn keyed(self, source: &Source<'_>, key: &str) -> Option<String> {
        match self {
            Format::Bibtex => Some(bibtex::entry(source, key)),
            Format::Biblatex => Some(biblatex::entry(source, key)),
            _ => None,
        }
    }

    /// One work as an entry that has no place in a file yet.
    pub fn loose(self, source: &Source<'_>) -> Loose {
        let key = match self {
            Format::Bibtex | Format::Biblatex => bibtex::key(source.work),
            _ => String::new(),
        };
        let text = match self {
            Format::Text => text::entry(source),
            Format::Bibtex => bibtex::entry(source, &key),
            Format::Biblatex => biblatex::entry(source, &key),
            Format::Ris => ris::entry(source),
            Format::CslJson => csl::entry(source),
            Format::Json => json::work(source) + "\n",
            Format::DublinCore => dublin_core::entry(source),
            Format::Mods => mods::entry(source),
            Format::Marcxml => marcxml::entry(source),
        };
        let handle = if key.is_empty() { 0 } else { hash(source.work.handle.as_str()) };
        Loose { key, handle, text }
    }

    /// One work as a whole file.
    pub fn one(self, source: &Source<'_>) -> String {
        let mut many = Many::new(self);
        let entry = many.entry(source);
        match self {
            Format::Json => entry,
            _ => format!("{}{entry}{}", many.begin(), many.end()),
        }
    }
}

/// An entry that does not know yet what else stands in its file. Made on any thread, placed in order.
#[derive(Debug)]
pub struct Loose {
    /// What it would be called by, in formats whose entries have keys.
    key: String,
    /// The work's handle as a number, to tell it from others of this key.
    handle: u64,
    text: String,
}

/// Many works in one file, piece by piece: [`Many::begin`], [`Many::entry`] for each, [`Many::end`].
#[derive(Debug)]
pub struct Many {
    format: Format,
    entries: usize,
    /// How often a BibTeX key was given out, by its hash.
    keys: HashMap<u64, u32>,
}

impl Many {
    pub fn new(format: Format) -> Many {
        Many { format, entries: 0, keys: HashMap::new() }
    }

    /// What stands before the first entry.
    pub fn begin(&self) -> &'static str {
        match self.format {
            Format::CslJson => "[\n",
            Format::DublinCore => dublin_core::BEGIN,
            Format::Mods => mods::BEGIN,
            Format::Marcxml => marcxml::BEGIN,
            _ => "",
        }
    }

    /// The next entry, with what parts it from the one before. JSON is one object a line.
    pub fn entry(&mut self, source: &Source<'_>) -> String {
        self.place(self.format.loose(source))
    }

    /// The same of an entry made elsewhere.
    pub fn place(&mut self, loose: Loose) -> String {
        let entry = self.with_own_key(loose);
        self.entries += 1;
        let parted = self.entries > 1;
        match self.format {
            Format::CslJson if parted => format!(",\n{entry}"),
            Format::Text | Format::Bibtex | Format::Biblatex if parted => format!("\n{entry}"),
            _ => entry,
        }
    }

    /// What stands after the last entry.
    pub fn end(&self) -> &'static str {
        match self.format {
            Format::CslJson => "\n]\n",
            Format::DublinCore => dublin_core::END,
            Format::Mods => mods::END,
            Format::Marcxml => marcxml::END,
            _ => "",
        }
    }

    /// The entry under a key nobody had in this file: the second `kimura2011toward` is
    /// `kimura2011toward-2`. Only so many are remembered, for a file may be of any length; later ones end
    /// in a mark of their handle.
    fn with_own_key(&mut self, loose: Loose) -> String {
        const REMEMBERED: usize = 100_000;
        let Loose { key, handle, mut text } = loose;
        if key.is_empty() {
            return text;
        }
        let after = text.find('{').map_or(0, |at| at + 1 + key.len());
        let hash = hash(&key);
        if self.keys.len() >= REMEMBERED && !self.keys.contains_key(&hash) {
            text.insert_str(after, &format!("-{handle:016x}"));
            return text;
        }
        let count = self.keys.entry(hash).or_insert(0);
        *count += 1;
        if *count > 1 {
            text.insert_str(after, &format!("-{count}"));
        }
        text
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl<'a> Source<'a> {
    /// The people who wrote it, in parts.
    pub fn authors(&self) -> Vec<Name> {
        names(&self.work.authors)
    }

    /// The people who edited it, in parts.
    pub fn editors(&self) -> Vec<Name> {
        names(&self.work.editors)
    }

    /// The date to cite: the most precise one in the year that is shown.
    pub fn issued(&self) -> Option<Date> {
        let work = self.work;
        let year = work.year()?;
        let talk = work.talk.as_ref().and_then(|talk| talk.date);
        let dates =
            [talk, work.published, work.created].into_iter().flatten().chain(work.revised.iter().copied());
        let bare = Date { year, month: month(&work.month), day: None };
        Some(
            dates
                .filter(|date| date.year == year)
                .chain([bare])
                .max_by_key(|date| precision(*date))
                .unwrap_or(bare),
        )
    }

    /// The journal of an article, the book of a chapter, the series of anything else.
    pub fn container(&self) -> &'a str {
        let work = self.work;
        let own = match work.kind {
            Kind::Article => &work.journal,
            Kind::Chapter => &work.book_title,
            _ => "",
        };
        [own, self.series_name, work.series_text.as_str(), work.journal.as_str()]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or("")
    }

    /// The number within the series: what the template says, else the last part of the handle.
    pub fn number(&self) -> &'a str {
        match self.work.number.as_str() {
            "" if self.work.kind == Kind::Paper => self.work.handle.item(),
            number => number,
        }
    }

    /// The provider of the series, or the one the work itself names.
    pub fn publisher(&self) -> &'a str {
        let own = self.work.providers.first().map_or("", |provider| provider.name.as_str());
        if self.provider.is_empty() { own } else { self.provider }
    }

    /// Where a talk is given, on one line: "The Hall, Seoul"; empty for anything else.
    fn venue(&self) -> String {
        let venue = self.work.talk.as_ref().and_then(|talk| talk.venue.as_ref());
        let parts = venue.map(|it| [line(&it.name), line(&it.location)]).unwrap_or_default();
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// Where the text is, else where it can be ordered.
    pub fn url(&self) -> &'a str {
        let file = self.work.files.iter().map(|file| file.url.as_str()).find(|url| !url.is_empty());
        file.unwrap_or(&self.work.order_url)
    }

    /// First and last page; the second empty when there is only one.
    pub fn pages(&self) -> (&'a str, &'a str) {
        let dash = |c: char| matches!(c, '-' | '–' | '—' | '−');
        let pages = self.work.pages.trim();
        match pages.split_once(dash) {
            Some((first, last)) => (first.trim(), last.trim_start_matches(dash).trim()),
            None => (pages, ""),
        }
    }

    /// The abstract, paragraphs parted by an empty line.
    pub fn summary(&self) -> String {
        self.work.summary.join("\n\n")
    }
}

fn names(agents: &[Agent]) -> Vec<Name> {
    agents.iter().map(Name::of).filter(|name| !name.family.is_empty()).collect()
}

fn precision(date: Date) -> u8 {
    u8::from(date.month.is_some()) + u8::from(date.day.is_some())
}

/// A month by its English name or its number: `July`, `Jul.`, `07`.
fn month(text: &str) -> Option<u8> {
    let text = text.trim().to_ascii_lowercase();
    if let Ok(number) = text.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    let start = text.get(..3)?;
    let place = MONTHS.iter().position(|month| month.to_ascii_lowercase().starts_with(start))?;
    Some(place as u8 + 1)
}

/// One line: blanks and control characters run together to one blank, marks that turn the direction of
/// whatever follows left out.
fn line(text: &str) -> String {
    let odd = |pair: &[u8]| !(b' '..=b'~').contains(&pair[0]) || pair == b"  ";
    let bytes = text.as_bytes();
    let edges = [bytes.first(), bytes.last()];
    if !edges.iter().any(|edge| edge.is_some_and(|&byte| byte <= b' ' || byte > b'~'))
        && !bytes.windows(2).any(odd)
    {
        return text.to_owned();
    }
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.is_ascii() && text.contains(turns) {
        return line(&text.replace(turns, ""));
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
