//! A registered person's answer to the question whether a work is theirs, and judging it again when
//! the work changes.
//!
//! Deliberately not here: which works are worth asking about (`suggest.rs`).

/// What somebody is to a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Author,
    Editor,
    Speaker,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Author, Role::Editor, Role::Speaker];

    /// As forms and programs write it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Author => "author",
            Role::Editor => "editor",
            Role::Speaker => "speaker",
        }
    }

    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Stored; never renumber.
    pub fn number(self) -> i64 {
        self as i64 + 1
    }

    pub fn from_number(number: i64) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.number() == number)
    }
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    Claimed,
    /// It is not theirs; they are not asked again.
    Refused,
}

impl Answer {
    /// Stored; never renumber.
    pub fn number(self) -> i64 {
        match self {
            Answer::Claimed => 1,
            Answer::Refused => 2,
        }
    }

    pub fn from_number(number: i64) -> Option<Answer> {
        [Answer::Claimed, Answer::Refused].into_iter().find(|it| it.number() == number)
    }
}

/// Why a claim no longer fits the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The name in this place is now one the person does not go by.
    Renamed,
    /// There is nobody in this place any more, and nobody of the person's names elsewhere.
    Removed,
    /// The work's own record now names another registered person in this place.
    OtherPerson,
    /// The work was withdrawn.
    Withdrawn,
    /// It is another work now: neither title nor people are those judged.
    OtherWork,
}

impl Doubt {
    pub const ALL: [Doubt; 5] =
        [Doubt::Renamed, Doubt::Removed, Doubt::OtherPerson, Doubt::Withdrawn, Doubt::OtherWork];

    /// Stored; never renumber.
    pub fn number(self) -> i64 {
        self as i64 + 1
    }

    pub fn from_number(number: i64) -> Option<Doubt> {
        Doubt::ALL.into_iter().find(|it| it.number() == number)
    }
}
