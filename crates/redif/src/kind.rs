//! The types of template and how their names are read, exactly or with a guess.
//! What fields a type may hold is not here; see the schema.

use crate::nearest::distance;

/// What a template describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TemplateKind {
    /// An archive: who keeps it and where it lies.
    Archive,
    /// A series or journal.
    Series,
    /// A working paper.
    Paper,
    /// A journal article.
    Article,
    /// A piece of software.
    Software,
    /// A book.
    Book,
    /// A chapter of a book.
    Chapter,
    /// A registered person.
    Person,
    /// An institution.
    Institution,
    /// A lecture or talk; not part of ReDIF 1.0, an addition of this crate.
    Talk,
    /// Obsolete: which archives a site copies. Dropped from ReDIF after 2002.
    Mirror,
    /// The root of the handle space; one such template exists.
    Authority,
    /// A type no table knows.
    Unknown,
}

/// Every type with a name, in the order of their bits.
const NAMED: [(TemplateKind, &str, &str); 12] = [
    (TemplateKind::Archive, "archive", "ReDIF-Archive 1.0"),
    (TemplateKind::Series, "series", "ReDIF-Series 1.0"),
    (TemplateKind::Paper, "paper", "ReDIF-Paper 1.0"),
    (TemplateKind::Article, "article", "ReDIF-Article 1.0"),
    (TemplateKind::Software, "software", "ReDIF-Software 1.0"),
    (TemplateKind::Book, "book", "ReDIF-Book 1.0"),
    (TemplateKind::Chapter, "chapter", "ReDIF-Chapter 1.0"),
    (TemplateKind::Person, "person", "ReDIF-Person 1.0"),
    (TemplateKind::Institution, "institution", "ReDIF-Institution 1.0"),
    (TemplateKind::Talk, "talk", "ReDIF-Talk 1.0"),
    (TemplateKind::Mirror, "mirror", "ReDIF-Mirror 1.0"),
    (TemplateKind::Authority, "authority", "ReDIF-Authority 1.0"),
];

impl TemplateKind {
    /// Every type that has a name.
    pub fn all() -> impl Iterator<Item = TemplateKind> {
        NAMED.iter().map(|(kind, _, _)| *kind)
    }

    /// The word for it, lower case: `paper`. `unknown` for a type no table knows.
    pub fn word(self) -> &'static str {
        NAMED.get(self as usize).map_or("unknown", |(_, word, _)| word)
    }

    /// What `Template-Type` should say: `ReDIF-Paper 1.0`. Empty for a type no table knows.
    pub fn label(self) -> &'static str {
        NAMED.get(self as usize).map_or("", |(_, _, label)| label)
    }

    /// One of the five types that describe a work, or a talk.
    pub fn is_work(self) -> bool {
        use TemplateKind::*;
        matches!(self, Paper | Article | Software | Book | Chapter | Talk)
    }

    /// The bit of this type in the masks of the schema.
    pub(crate) fn bit(self) -> u16 {
        1 << self as u16
    }

    /// Reads the value of `Template-Type`. The flag is true when it is spelt as ReDIF 1.0 wants it
    /// (case and blanks do not count); a near miss gives the type it most likely means.
    pub fn read(value: &str) -> (TemplateKind, bool) {
        let value = value.trim();
        for (kind, _, label) in NAMED {
            if value.eq_ignore_ascii_case(label) {
                return (kind, true);
            }
        }
        (Self::guess(value), false)
    }

    fn guess(value: &str) -> TemplateKind {
        let low = value.to_ascii_lowercase();
        let words: Vec<&str> =
            low.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()).collect();
        let [prefix, word, ..] = words[..] else {
            return TemplateKind::Unknown;
        };
        if distance(prefix, "redif", 2).is_none() {
            return TemplateKind::Unknown;
        }
        let best = NAMED
            .iter()
            .filter_map(|(kind, name, _)| distance(word, name, 2).map(|far| (far, *kind)))
            .min_by_key(|(far, _)| *far);
        best.map_or(TemplateKind::Unknown, |(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_types_are_read_exactly_or_guessed() {
        use TemplateKind::*;
        for (value, kind, exact) in [
            ("ReDIF-Paper 1.0", Paper, true),
            ("redif-SERIES 1.0  ", Series, true),
            ("ReDIF-Talk 1.0", Talk, true),
            ("ReDIF-Paper", Paper, false),
            ("ReDIF-Paper: 1.0", Paper, false),
            ("ReDIF-Article1.0", Article, false),
            ("edif-paper 1.0", Paper, false),
            ("kedif-paper 1.0", Paper, false),
            ("redif-ppaer 1.0", Paper, false),
            ("ReDIF-Papers 1.0", Paper, false),
            ("ReDIF- Article 1", Article, false),
            ("ReDIF-Bookreview 1.0", Unknown, false),
            ("ReDIF-Paper 1.0 Title : swallowed", Paper, false),
            ("Paper", Unknown, false),
            ("", Unknown, false),
        ] {
            assert_eq!(TemplateKind::read(value), (kind, exact), "{value:?}");
        }
    }

    #[test]
    fn bits_are_distinct() {
        let all: u16 = TemplateKind::all().map(TemplateKind::bit).sum();
        assert_eq!(all.count_ones() as usize, NAMED.len());
    }
}
