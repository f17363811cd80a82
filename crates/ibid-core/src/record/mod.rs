//! The records of the catalogue as typed values, lowered from ReDIF templates.
//!
//! Here: the sum type and what all records share. Each kind stands in a file of its own; `lower.rs`
//! makes them from templates. Deliberately not here: serialisation, storage, display.

mod agent;
mod archive;
mod institution;
mod lower;
mod person;
pub mod print;
pub mod rules;
mod series;
mod work;

pub use agent::{Agent, Organization};
pub use archive::Archive;
pub use institution::{Institution, Level, Place};
pub use lower::{Lowered, lower, read};
pub use person::Person;
pub use series::{Series, series_kind};
pub use work::{Access, File, Relation, Talk, Work, restricts};

use crate::Handle;

/// What a record is. The order is the order in which kinds are listed to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Paper,
    Article,
    Chapter,
    Book,
    Software,
    Talk,
    Series,
    Archive,
    Person,
    Institution,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Paper,
        Kind::Article,
        Kind::Chapter,
        Kind::Book,
        Kind::Software,
        Kind::Talk,
        Kind::Series,
        Kind::Archive,
        Kind::Person,
        Kind::Institution,
    ];

    /// The word used in queries, exports and the API: `paper`, `article`, …
    pub fn word(self) -> &'static str {
        match self {
            Kind::Paper => "paper",
            Kind::Article => "article",
            Kind::Chapter => "chapter",
            Kind::Book => "book",
            Kind::Software => "software",
            Kind::Talk => "talk",
            Kind::Series => "series",
            Kind::Archive => "archive",
            Kind::Person => "person",
            Kind::Institution => "institution",
        }
    }

    /// The inverse of [`Kind::word`], any case.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }

    /// The number a ledger keeps for this kind. Never renumber: stored data holds them.
    pub fn number(self) -> i64 {
        match self {
            Kind::Paper => 1,
            Kind::Article => 2,
            Kind::Chapter => 3,
            Kind::Book => 4,
            Kind::Software => 5,
            Kind::Talk => 6,
            Kind::Series => 7,
            Kind::Archive => 8,
            Kind::Person => 9,
            Kind::Institution => 10,
        }
    }

    /// The inverse of [`Kind::number`].
    pub fn from_number(number: i64) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// True for what is read, cited and searched as literature: all but series, archives, people
    /// and institutions.
    pub fn is_work(self) -> bool {
        matches!(self, Kind::Paper | Kind::Article | Kind::Chapter | Kind::Book | Kind::Software | Kind::Talk)
    }
}

/// One record of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Work(Box<Work>),
    Series(Box<Series>),
    Archive(Box<Archive>),
    Person(Box<Person>),
    Institution(Box<Institution>),
}

impl Record {
    pub fn handle(&self) -> &Handle {
        match self {
            Record::Work(it) => &it.handle,
            Record::Series(it) => &it.handle,
            Record::Archive(it) => &it.handle,
            Record::Person(it) => &it.handle,
            Record::Institution(it) => &it.handle,
        }
    }

    pub fn kind(&self) -> Kind {
        match self {
            Record::Work(it) => it.kind,
            Record::Series(_) => Kind::Series,
            Record::Archive(_) => Kind::Archive,
            Record::Person(_) => Kind::Person,
            Record::Institution(_) => Kind::Institution,
        }
    }

    /// The line a person would call it by: a title or a name. May be empty when the source gave none.
    pub fn title(&self) -> &str {
        match self {
            Record::Work(it) => &it.title,
            Record::Series(it) => &it.name,
            Record::Archive(it) => &it.name,
            Record::Person(it) => &it.name,
            Record::Institution(it) => it.name(),
        }
    }

    pub fn as_work(&self) -> Option<&Work> {
        match self {
            Record::Work(work) => Some(work),
            _ => None,
        }
    }

    pub fn as_series(&self) -> Option<&Series> {
        match self {
            Record::Series(series) => Some(series),
            _ => None,
        }
    }
}
