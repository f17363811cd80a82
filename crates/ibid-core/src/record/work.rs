//! A work: what is read, cited and searched as literature, a talk included.
//!
//! All kinds share one shape because readers, searches and exports treat them alike; what only some
//! kinds have is empty in the others.

use super::{Agent, Kind, Organization};
use crate::date::Date;
use crate::jel::Code;
use crate::{Handle, about, text};

/// A paper, article, chapter, book, piece of software, or talk.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    pub handle: Handle,
    pub kind: Kind,
    pub title: String,
    /// The same title in other scripts or languages, in order of appearance: further `Title` fields
    /// and `X-Title-*` fields.
    pub other_titles: Vec<String>,
    pub authors: Vec<Agent>,
    pub editors: Vec<Agent>,
    /// Paragraphs, entities decoded and tags stripped. Several abstracts follow one another.
    pub summary: Vec<String>,
    pub keywords: Vec<String>,
    /// Known JEL codes in order of appearance, each once.
    pub jel: Vec<Code>,
    /// ISO 639-1, lower case; `None` when not given (the format's default is `en`).
    pub language: Option<String>,
    pub created: Option<Date>,
    pub revised: Vec<Date>,
    pub published: Option<Date>,
    /// `Year`, where it is a plausible one. See [`Work::year`] for the year to show.
    pub stated_year: Option<i16>,
    pub month: String,
    pub number: String,
    pub volume: String,
    pub issue: String,
    pub pages: String,
    pub chapter: String,
    pub edition: String,
    pub length: String,
    pub journal: String,
    pub book_title: String,
    /// `Series`: the series as the template words it; the declared series is found by the handle.
    pub series_text: String,
    pub isbn: String,
    /// Bare: `10.3386/w9321`.
    pub doi: String,
    pub publication_status: String,
    pub notes: Vec<String>,
    pub restriction: String,
    /// Under which terms it may be used, as received: `X-License`, `X-Rights`, `Copyright` and the like.
    pub rights: Vec<String>,
    pub price: String,
    pub order_url: String,
    pub contact_email: String,
    pub programming_language: String,
    pub requires: Vec<String>,
    pub version: String,
    pub files: Vec<File>,
    pub providers: Vec<Organization>,
    /// Other records this one names: other forms of the same work, its book, its chapters.
    pub relations: Vec<(Relation, Handle)>,
    /// Present when `kind` is [`Kind::Talk`].
    pub talk: Option<Box<Talk>>,
    /// Fields nothing else here holds (`X-…`, unknown ones), name in lower case, in order.
    pub other: Vec<(String, String)>,
}

impl Work {
    /// The ranges of years it is about, read out of its title and the beginning of its abstract.
    pub fn years_about(&self) -> Vec<(i16, i16)> {
        /// Bytes of an abstract that are read.
        const ABSTRACT: usize = 20_000;
        let summary = text::beginning(&self.summary, ABSTRACT);
        about::years_of([self.title.as_str(), summary.as_str()], self.year())
    }

    /// A work of which nothing but its name is known.
    pub fn new(handle: Handle, kind: Kind) -> Work {
        Work {
            handle,
            kind,
            title: String::new(),
            other_titles: Vec::new(),
            authors: Vec::new(),
            editors: Vec::new(),
            summary: Vec::new(),
            keywords: Vec::new(),
            jel: Vec::new(),
            language: None,
            created: None,
            revised: Vec::new(),
            published: None,
            stated_year: None,
            month: String::new(),
            number: String::new(),
            volume: String::new(),
            issue: String::new(),
            pages: String::new(),
            chapter: String::new(),
            edition: String::new(),
            length: String::new(),
            journal: String::new(),
            book_title: String::new(),
            series_text: String::new(),
            isbn: String::new(),
            doi: String::new(),
            publication_status: String::new(),
            notes: Vec::new(),
            restriction: String::new(),
            rights: Vec::new(),
            price: String::new(),
            order_url: String::new(),
            contact_email: String::new(),
            programming_language: String::new(),
            requires: Vec::new(),
            version: String::new(),
            files: Vec::new(),
            providers: Vec::new(),
            relations: Vec::new(),
            talk: None,
            other: Vec::new(),
        }
    }

    /// The year to show and sort by: `Year`, else the year of publication, creation or first
    /// revision, or for a talk of its date.
    pub fn year(&self) -> Option<i16> {
        self.stated_year
            .or_else(|| self.talk.as_ref().and_then(|talk| talk.date).map(|date| date.year))
            .or_else(|| self.published.map(|date| date.year))
            .or_else(|| self.created.map(|date| date.year))
            .or_else(|| self.revised.first().map(|date| date.year))
    }

    /// How a reader gets at the text.
    pub fn access(&self) -> Access {
        if self.files.iter().all(|file| file.url.is_empty()) {
            Access::None
        } else if self.files.iter().any(|file| !file.url.is_empty() && file.is_free())
            && !restricts(&self.restriction)
        {
            Access::Free
        } else {
            Access::Restricted
        }
    }
}

/// How a reader gets at the text of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// A file with no restriction stated.
    Free,
    /// Files, all with a restriction.
    Restricted,
    /// No file at all.
    None,
}

impl Access {
    pub const ALL: [Access; 3] = [Access::Free, Access::Restricted, Access::None];

    /// The word used in queries, facets and the API.
    pub fn word(self) -> &'static str {
        match self {
            Access::Free => "free",
            Access::Restricted => "restricted",
            Access::None => "none",
        }
    }
}

/// A FILE cluster. `url` is `http`, `https` or `ftp`, checked; anything else was dropped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    pub url: String,
    /// MIME type in lower case.
    pub format: String,
    /// "Abstract", "Full text", "Revised version" …
    pub function: String,
    pub size: String,
    pub restriction: String,
    /// Under which terms the file may be used, as received: `File-X-License` and the like.
    pub rights: String,
}

impl File {
    pub fn is_free(&self) -> bool {
        !restricts(&self.restriction)
    }
}

/// Whether a `Restriction` is one: publishers often fill it in to say that there is none.
pub fn restricts(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let left = text.strip_prefix("no restriction").map(|left| left.strip_prefix('s').unwrap_or(left));
    !matches!(left.unwrap_or(&text), "" | "no" | "none" | "free" | "open access" | " to downloads")
}

/// What the other record is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The same work in another form: `Paper-Handle`, `Article-Handle` and so on.
    Version,
    /// `In-Book`: the book this chapter is in.
    InBook,
    /// `HasChapter`: a chapter of this book.
    HasChapter,
}

/// What only a talk has. Times are local to `zone`; nothing here knows the present.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Talk {
    /// `Event-Date`.
    pub date: Option<Date>,
    /// `Event-Time`, "19:30", as received when it is not a time.
    pub time: String,
    /// `Event-Timezone`, an IANA name: "Asia/Seoul".
    pub zone: String,
    /// `Duration`, as received.
    pub duration: String,
    pub venue: Option<Organization>,
    /// `Admission`, as received.
    pub admission: String,
    /// `Event-Status`: "announced", "tba", "moved", "cancelled" …, lower case.
    pub status: String,
    pub tags: Vec<String>,
    /// Paragraphs about the speaker.
    pub biography: Vec<String>,
}

impl Talk {
    /// When it begins, as ISO 8601 has it: "2014-03-11T19:30" where the time is one, "2014-03-11" or less
    /// otherwise. The zone has to be told beside it, since records name zones and not offsets.
    pub fn begins(&self) -> Option<String> {
        let date = self.date?;
        Some(match date.day {
            Some(_) if is_time(&self.time) => format!("{date}T{}", self.time),
            _ => date.to_string(),
        })
    }
}

/// `19:30`.
fn is_time(text: &str) -> bool {
    let below = |part: &str, most: u8| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse().is_ok_and(|number: u8| number < most)
    };
    text.split_once(':').is_some_and(|(hour, minute)| below(hour, 24) && below(minute, 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talks_begin_when_they_begin() {
        let check = |date: &str, time: &str, expected: &str| {
            let talk = Talk { date: Date::parse(date), time: time.to_owned(), ..Talk::default() };
            assert_eq!(talk.begins().unwrap_or_default(), expected, "{date} {time}");
        };
        check("2014-03-11", "19:30", "2014-03-11T19:30");
        check("2014-03-11", "00:00", "2014-03-11T00:00");
        for odd in ["half past seven", "24:00", "19:60", "7:30", "+1:00", "19:30 KST", "after lunch: 2", ""] {
            check("2014-03-11", odd, "2014-03-11");
        }
        check("2014-03", "19:30", "2014-03");
        check("", "19:30", "");
    }
}
