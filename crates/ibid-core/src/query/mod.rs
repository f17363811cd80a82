//! The search language as a tree. A query that cannot be read is never an error: it is read as words.
//!
//! Words are ANDed; `"phrase"`, `-word`, `OR`, `( )`, `prefix*`, `field:word`, `field:"phrase"`,
//! `field:(…)`, `year:1955..1960`. Full-width punctuation and typographic quotes are read as their
//! typewriter forms. Not here: what a word matches (`crate::text`, and the index).

mod note;
mod parse;
mod print;
mod quote;
mod value;

pub use note::Note;
pub use parse::parse;
pub use value::{doi, url};

/// A query as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub root: Node,
    /// What could not be read as meant and how it was read instead, for the page to say.
    pub notes: Vec<Note>,
}

/// One node of the tree.
///
/// A parsed tree is in one shape: `And` and `Or` hold two nodes or more and no node of their own
/// kind; `Not` stands only in an `And`, never around another `Not`; an `And` of nothing but `Not`
/// begins with `All`, which stands nowhere else but as the root.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Matches everything: the empty query.
    All,
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// One word, as typed (not folded).
    Word {
        field: Option<Field>,
        text: String,
    },
    /// A quoted phrase, as typed.
    Phrase {
        field: Option<Field>,
        text: String,
    },
    /// `word*`, without the star.
    Prefix {
        field: Option<Field>,
        text: String,
    },
    /// `year:` or `about:`; an open end is `None`. `from <= to` always.
    Years {
        which: Years,
        from: Option<i16>,
        to: Option<i16>,
    },
    /// A facet value or other exact match: `kind:talk`, `lang:ko`, `jel:F51`, `archive:hst`,
    /// `series:RePEc:hst:ghsdps`, `handle:RePEc:…`, `access:free`, `cites:HANDLE`, `doi:10.…`,
    /// `url:…`, `byline:"Mitsuhiko Kimura"`. Value normalised.
    Is {
        field: Field,
        value: String,
    },
}

/// What a term may be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Title,
    Author,
    Abstract,
    Keyword,
    Jel,
    Series,
    Archive,
    Handle,
    Kind,
    Lang,
    Access,
    Cites,
    Doi,
    /// The address of a file, without its scheme.
    Url,
    /// A whole name, as [`crate::name::form`] has it.
    Byline,
}

impl Field {
    pub const ALL: [Field; 15] = [
        Field::Title,
        Field::Author,
        Field::Abstract,
        Field::Keyword,
        Field::Jel,
        Field::Series,
        Field::Archive,
        Field::Handle,
        Field::Kind,
        Field::Lang,
        Field::Access,
        Field::Cites,
        Field::Doi,
        Field::Url,
        Field::Byline,
    ];

    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Author => "author",
            Field::Abstract => "abstract",
            Field::Keyword => "keyword",
            Field::Jel => "jel",
            Field::Series => "series",
            Field::Archive => "archive",
            Field::Handle => "handle",
            Field::Kind => "kind",
            Field::Lang => "lang",
            Field::Access => "access",
            Field::Cites => "cites",
            Field::Doi => "doi",
            Field::Url => "url",
            Field::Byline => "byline",
        }
    }
}

/// Which years a range is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Years {
    /// Years of publication.
    Published,
    /// Years the work is about.
    About,
}

impl Years {
    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            Years::Published => "year",
            Years::About => "about",
        }
    }
}

/// Words a matching record was asked to have: what highlighting marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    pub field: Option<Field>,
    /// As typed.
    pub text: &'a str,
    pub kind: TermKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    Word,
    Phrase,
    Prefix,
}

impl Query {
    /// The words, phrases and prefixes asked for, in order; nothing that stands under a minus.
    pub fn terms(&self) -> Vec<Term<'_>> {
        let mut terms = Vec::new();
        collect(&self.root, &mut terms);
        terms
    }
}

fn collect<'a>(node: &'a Node, terms: &mut Vec<Term<'a>>) {
    let (field, text, kind) = match node {
        Node::And(nodes) | Node::Or(nodes) => {
            return nodes.iter().for_each(|node| collect(node, terms));
        }
        Node::All | Node::Not(_) | Node::Years { .. } | Node::Is { .. } => return,
        Node::Word { field, text } => (field, text, TermKind::Word),
        Node::Phrase { field, text } => (field, text, TermKind::Phrase),
        Node::Prefix { field, text } => (field, text, TermKind::Prefix),
    };
    terms.push(Term { field: *field, text, kind });
}
