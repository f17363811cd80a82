//! The shapes of records, as the document of the API tells them.
//!
//! Records are printed by `ibid_core::export`, here as everywhere; nothing is ever made of these types
//! but their schemas, and by the tests, which read every record of the toy world into them.
#![allow(dead_code, reason = "only their schemas are used")]

use serde::Deserialize;
use utoipa::ToSchema;

/// A shape: members that are always there, and after the semicolon those that are left out when they
/// have no content.
macro_rules! shape {
    ($(#[$about:meta])* $name:ident {
        $($(#[$first_doc:meta])* $first:ident: $first_type:ty,)* ;
        $($(#[$rest_doc:meta])* $rest:ident: $rest_type:ty,)*
    }) => {
        $(#[$about])*
        #[derive(Debug, Default, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$first_doc])* pub(super) $first: $first_type,)*
            $($(#[$rest_doc])* #[serde(default)] pub(super) $rest: $rest_type,)*
        }
    };
}

/// A set of words.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $first:ident, $($rest:ident,)* }) => {
        $(#[$about])*
        #[derive(Debug, Default, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(super) enum $name { #[default] $first, $($rest,)* }
    };
}

words! { WorkKind { Paper, Article, Chapter, Book, Software, Talk, } }
words! { SeriesKind { Series, } }
words! { ArchiveKind { Archive, } }
words! { PersonKind { Person, } }
words! { InstitutionKind { Institution, } }
words! { Kind { Paper, Article, Chapter, Book, Software, Talk, Series, Archive, Person, Institution, } }
words! { Relation { Version, InBook, HasChapter, } }
words! {
    /// How a reader gets at the text: in a file with no restriction stated, in files that all have one, or
    /// in no file that is named.
    Access { Free, Restricted, None, }
}

shape! {
    /// A paper, article, chapter, book, piece of software or talk, as it is exported (`….json`). Dates
    /// are `yyyy`, `yyyy-mm` or `yyyy-mm-dd`, as fine as they are known.
    Work {
        #[schema(example = "RePEc:hst:ghsdps:gd11-190")]
        handle: String,
        kind: WorkKind,
        title: String,;
        /// The same title in other scripts or languages.
        other_titles: Vec<String>,
        authors: Vec<Agent>,
        editors: Vec<Agent>,
        #[serde(rename = "abstract")]
        summary: String,
        keywords: Vec<String>,
        jel: Vec<String>,
        /// ISO 639-1.
        language: String,
        /// The year to cite.
        year: i32,
        created: String,
        revised: Vec<String>,
        published: String,
        /// The ranges of years it is about, first and last, read out of its title and abstract.
        about: Vec<Vec<i32>>,
        series: SeriesNamed,
        provider: String,
        number: String,
        journal: String,
        volume: String,
        issue: String,
        pages: String,
        book_title: String,
        chapter: String,
        edition: String,
        version: String,
        doi: String,
        isbn: String,
        notes: Vec<String>,
        access: Access,
        rights: Vec<String>,
        files: Vec<File>,
        relations: Vec<Related>,
        programming_language: String,
        requires: Vec<String>,
        talk: Talk,
    }
}

shape! {
    /// The series of a work.
    SeriesNamed {
        handle: String,;
        /// Left out where the series is not declared.
        name: String,
    }
}

shape! {
    Agent {
        name: String,;
        first: String,
        last: String,
        /// The name in another script.
        other_name: String,
        /// The handle or short-id of a registered person.
        person: String,
        homepage: String,
        workplaces: Vec<Organization>,
    }
}

shape! {
    Organization {
        name: String,;
        name_english: String,
        homepage: String,
        location: String,
        /// The handle of its record.
        institution: String,
    }
}

shape! {
    File {
        url: String,;
        format: String,
        function: String,
        size: String,
        restriction: String,
        rights: String,
    }
}

shape! {
    /// Another record that this one names.
    Related {
        relation: Relation,
        handle: String,;
    }
}

shape! {
    Talk {;
        date: String,
        /// `19:30`, as received when it is not a time.
        time: String,
        /// An IANA name: `Asia/Seoul`.
        zone: String,
        duration: String,
        venue: Organization,
        admission: String,
        status: String,
        tags: Vec<String>,
        /// About the speaker.
        biography: String,
    }
}

shape! {
    Series {
        handle: String,
        kind: SeriesKind,
        title: String,;
        /// The kind of work it holds.
        holds: WorkKind,
        description: String,
        issn: Vec<String>,
        providers: Vec<Organization>,
        editors: Vec<Agent>,
        maintainer: String,
        keywords: Vec<String>,
        jel: Vec<String>,
        continued_by: Vec<String>,
        continues: Vec<String>,
    }
}

shape! {
    Archive {
        handle: String,
        kind: ArchiveKind,
        title: String,;
        url: String,
        homepage: String,
        description: String,
        maintainer: String,
        restriction: String,
    }
}

shape! {
    Person {
        handle: String,
        kind: PersonKind,
        title: String,;
        first: String,
        middle: String,
        last: String,
        suffix: String,
        /// Other spellings under which works are signed.
        variations: Vec<String>,
        short_id: String,
        /// `0000-0002-1825-0097`.
        orcid: String,
        homepage: String,
        workplaces: Vec<Organization>,
        /// Handles of institutions where the person studied.
        alumni_of: Vec<String>,
        /// Handles of what the person has claimed.
        author_of: Vec<String>,
        editor_of: Vec<String>,
        deceased: String,
    }
}

shape! {
    Institution {
        handle: String,
        kind: InstitutionKind,
        title: String,;
        /// From the whole to the part.
        levels: Vec<Organization>,
    }
}

/// A record of any kind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub(super) enum AnyRecord {
    Work(Box<Work>),
    Series(Box<Series>),
    Archive(Box<Archive>),
    Person(Box<Person>),
    Institution(Box<Institution>),
}
