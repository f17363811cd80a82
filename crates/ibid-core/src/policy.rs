//! Who may do what: one table, asked by every verb that writes.
//!
//! Deliberately not here: how somebody became what they are (links, passkeys, proofs of address), and
//! the state of things: whether a claim exists, whether a link is spent. A verb asks here first and
//! looks at the state after.

use std::collections::BTreeSet;
use std::fmt;

use crate::Handle;

/// What somebody is beyond a reader, as an account has it. Printed and read as `maintainer:hst`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Their own profile, by its handle.
    Author(String),
    /// Acts for an author, by the handle of the author's profile.
    Helper(String),
    /// Of an archive, by its three letters; proved by the address in the archive's own template.
    Maintainer(String),
    /// Of an alert report, by its name: `nep-his`.
    ReportEditor(String),
    /// Of the society's lectures.
    Organiser,
    Curator,
    Administrator,
}

impl Role {
    /// The word of the role, without what it is for.
    pub fn word(&self) -> &'static str {
        match self {
            Role::Author(_) => "author",
            Role::Helper(_) => "helper",
            Role::Maintainer(_) => "maintainer",
            Role::ReportEditor(_) => "editor",
            Role::Organiser => "organiser",
            Role::Curator => "curator",
            Role::Administrator => "administrator",
        }
    }

    /// What it is for: a profile's handle, an archive, a report; empty where it is for all.
    pub fn scope(&self) -> &str {
        match self {
            Role::Author(of) | Role::Helper(of) | Role::Maintainer(of) | Role::ReportEditor(of) => of,
            Role::Organiser | Role::Curator | Role::Administrator => "",
        }
    }

    /// Of a word and what it is for. Nothing where the word is unknown, or the scope is missing or odd.
    pub fn of(word: &str, scope: &str) -> Option<Role> {
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name = || {
            (!scope.is_empty() && scope.len() <= 40 && scope.chars().all(sound))
                .then(|| scope.to_ascii_lowercase())
        };
        let person = || Handle::parse(scope).map(|it| it.as_str().to_owned());
        match word {
            "author" => person().map(Role::Author),
            "helper" => person().map(Role::Helper),
            "maintainer" => name().map(Role::Maintainer),
            "editor" => name().map(Role::ReportEditor),
            "organiser" if scope.is_empty() => Some(Role::Organiser),
            "curator" if scope.is_empty() => Some(Role::Curator),
            "administrator" if scope.is_empty() => Some(Role::Administrator),
            _ => None,
        }
    }

    /// The inverse of printing.
    pub fn parse(text: &str) -> Option<Role> {
        let (word, scope) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        Role::of(word, scope)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope() {
            "" => f.write_str(self.word()),
            scope => write!(f, "{}:{scope}", self.word()),
        }
    }
}

/// Who asks, and all they are. The default is a stranger: nobody is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Powers {
    /// Nobody's without.
    account: Option<i64>,
    roles: BTreeSet<Role>,
    operator: bool,
}

impl Powers {
    /// Of an account that is signed in and not locked.
    pub fn of(account: i64, roles: impl IntoIterator<Item = Role>) -> Powers {
        Powers { account: Some(account), roles: roles.into_iter().collect(), operator: false }
    }

    /// Of whoever runs the installation: the command line and the work behind. May do everything.
    pub fn operator() -> Powers {
        Powers { operator: true, ..Powers::default() }
    }

    pub fn account(&self) -> Option<i64> {
        self.account
    }

    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter()
    }

    pub fn has(&self, role: &Role) -> bool {
        self.roles.contains(role)
    }

    /// The handle of their own profile.
    pub fn author(&self) -> Option<&str> {
        self.roles.iter().find_map(|role| match role {
            Role::Author(person) => Some(person.as_str()),
            _ => None,
        })
    }

    /// The handles of whom they help.
    pub fn helped(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().filter_map(|role| match role {
            Role::Helper(person) => Some(person.as_str()),
            _ => None,
        })
    }

    pub fn is_operator(&self) -> bool {
        self.operator
    }

    pub fn is_curator(&self) -> bool {
        self.operator || self.has(&Role::Curator) || self.is_administrator()
    }

    pub fn is_administrator(&self) -> bool {
        self.operator || self.has(&Role::Administrator)
    }

    /// Whether the profile is their own.
    pub fn is(&self, person: &str) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Author(own) if own.eq_ignore_ascii_case(person)))
    }

    /// For whom they act when they do something to the profile: its person where they help, else nobody.
    pub fn behalf<'a>(&self, person: &'a str) -> &'a str {
        if !self.is(person) && self.helps(person) { person } else { "" }
    }

    /// Whether they act for the profile without being its person.
    pub fn helps(&self, person: &str) -> bool {
        self.helped().any(|one| one.eq_ignore_ascii_case(person))
    }
}

/// What somebody wants to do, and to what. Persons are named by the handle of their
/// profile, archives by their letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action<'a> {
    /// Asking for a link, opening it, leaving a letter with one click: what whoever holds the
    /// address may do.
    SignIn,
    /// An account's sessions, address, passkeys, settings, its export and its erasing.
    KeepAccount(i64),
    /// Making a profile of one's own, or taking over the harvested one that carries one's address.
    Register,
    /// Names, affiliations, homepage, ORCID, switches.
    WriteProfile(&'a str),
    EraseProfile(&'a str),
    /// Inviting a helper.
    ShareProfile(&'a str),
    /// Ending somebody's help: by either side.
    EndHelp {
        person: &'a str,
        helper: i64,
    },
    /// Claiming, refusing, taking back, changing the role in a work.
    Claim(&'a str),
    /// Saying that another's claim is wrong.
    Dispute,
    AnswerDispute(&'a str),
    /// Judging a dispute about a person's claim.
    DecideDispute(&'a str),
    /// Saying that a person has died, or that letters no longer reach them.
    StatePerson(&'a str),
    /// Joining two profiles into one, and undoing it.
    MergeProfiles {
        from: &'a str,
        into: &'a str,
    },
    /// Giving a harvested profile to an account that could not prove its address.
    GiveProfile(&'a str),
    ProposeInstitution,
    DecideInstitution,
    /// What is waiting for a curator.
    ReadInbox,
    /// Writing to an archive's notes, answering for its templates.
    KeepArchive(&'a str),
    EditReport(&'a str),
    ArrangeTalks,
    /// Giving a role or taking it away.
    Grant(&'a Role),
    /// Locking an account or letting it in again.
    LockAccount(i64),
    /// Who did what; every account; every letter.
    ReadAudit,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in.
    SignIn,
    /// It is somebody else's.
    NotYours,
    /// It takes a role, by its word.
    Needs(&'static str),
    /// Nobody decides on what is their own.
    OwnCase,
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Denied::SignIn => f.write_str("you are not signed in"),
            Denied::NotYours => f.write_str("this belongs to somebody else"),
            Denied::Needs(role) => write!(f, "it takes the role of {role}"),
            Denied::OwnCase => f.write_str("nobody decides on their own case"),
        }
    }
}

impl std::error::Error for Denied {}

/// The table.
pub fn may(who: &Powers, action: &Action) -> Result<(), Denied> {
    use Action::*;
    if who.operator || matches!(action, SignIn) {
        return Ok(());
    }
    let Some(account) = who.account else { return Err(Denied::SignIn) };
    let signed_in = Ok(());
    let own = |yes: bool| if yes { Ok(()) } else { Err(Denied::NotYours) };
    let takes = |yes: bool, role: &'static str| if yes { Ok(()) } else { Err(Denied::Needs(role)) };
    let unconcerned = |person: &str| own_case(who.is(person) || who.helps(person));
    let curator = || takes(who.is_curator(), "curator");
    let administrator = || takes(who.is_administrator(), "administrator");

    match *action {
        SignIn | Register | Dispute | ProposeInstitution => signed_in,
        KeepAccount(whose) => own(whose == account),
        WriteProfile(person) => own(who.is(person) || who.helps(person) || who.is_curator()),
        Claim(person) => own(who.is(person) || who.helps(person) || who.is_curator()),
        AnswerDispute(person) => own(who.is(person) || who.helps(person)),
        ShareProfile(person) => own(who.is(person)),
        EraseProfile(person) => own(who.is(person) || who.is_administrator()),
        EndHelp { person, helper } => own(who.is(person) || helper == account || who.is_administrator()),
        DecideDispute(person) | StatePerson(person) | GiveProfile(person) => {
            curator().and_then(|()| unconcerned(person))
        }
        MergeProfiles { from, into } if who.is(from) && who.is(into) => signed_in,
        // Who took another's profile into their own would have its works, and its account none.
        MergeProfiles { from, into } => {
            curator().and_then(|()| unconcerned(from)).and_then(|()| unconcerned(into))
        }
        DecideInstitution | ReadInbox => curator(),
        KeepArchive(archive) => takes(who.scoped(Role::Maintainer, archive), "maintainer"),
        EditReport(report) => takes(who.scoped(Role::ReportEditor, report), "editor"),
        ArrangeTalks => takes(who.has(&Role::Organiser) || who.is_administrator(), "organiser"),
        Grant(_) | ReadAudit => administrator(),
        LockAccount(whose) => administrator().and_then(|()| own_case(whose == account)),
    }
}

impl Powers {
    /// Whether they are this for the thing named, or administrator.
    fn scoped(&self, role: fn(String) -> Role, of: &str) -> bool {
        self.has(&role(of.to_ascii_lowercase())) || self.is_administrator()
    }
}

fn own_case(yes: bool) -> Result<(), Denied> {
    if yes { Err(Denied::OwnCase) } else { Ok(()) }
}

#[cfg(test)]
#[path = "policy/tests.rs"]
mod tests;
