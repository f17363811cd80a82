//! A registered person's answer to the question whether a work is theirs, and judging it again when
//! the work changes.
//!
//! Deliberately not here: which works are worth asking about (`suggest.rs`).

use super::suggest::{Known, named};
use crate::record::{Agent, Kind, Work};
use crate::text::fold;

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
    /// It is another work now: neither the title nor anybody in it is as it was judged.
    OtherWork,
}

impl Doubt {
    pub const ALL: [Doubt; 4] = [Doubt::Renamed, Doubt::Removed, Doubt::OtherPerson, Doubt::OtherWork];

    /// As programs write it.
    pub fn word(self) -> &'static str {
        match self {
            Doubt::Renamed => "renamed",
            Doubt::Removed => "removed",
            Doubt::OtherPerson => "other-person",
            Doubt::OtherWork => "other-work",
        }
    }

    /// Stored; never renumber.
    pub fn number(self) -> i64 {
        self as i64 + 1
    }

    pub fn from_number(number: i64) -> Option<Doubt> {
        Doubt::ALL.into_iter().find(|it| it.number() == number)
    }
}

impl Role {
    /// Those of this role in a work. Speakers are the authors of a talk.
    pub fn of(self, work: &Work) -> &[Agent] {
        match self {
            Role::Editor => &work.editors,
            Role::Author | Role::Speaker => &work.authors,
        }
    }

    /// The role of those who stand first in a work of this kind.
    pub fn in_kind(kind: Kind) -> Role {
        if kind == Kind::Talk { Role::Speaker } else { Role::Author }
    }
}

/// Whether a claim still fits its work: `old` as it was when the claim was judged, `new` as it is now.
/// A claim stands as long as the person goes by a name in it, or nothing about its place has changed.
pub fn rejudge(known: &Known, (role, place): (Role, u16), old: &Work, new: &Work) -> Option<Doubt> {
    let (before, after) = (role.of(old), role.of(new));
    let at = |agents: &[Agent]| usize::from(place).checked_sub(1).and_then(|at| agents.get(at).cloned());
    let (was, is) = (at(before), at(after));
    if let Some(is) = &is
        && known.is_named_by(is) == Some(false)
        && was.as_ref().is_none_or(|was| was.person != is.person)
    {
        return Some(Doubt::OtherPerson);
    }
    let fits = after.iter().any(|it| known.is_named_by(it).unwrap_or_else(|| known.goes_by(it).is_some()));
    let same = |a: &Agent, b: &Agent| fold(&a.name) == fold(&b.name);
    let kept = match (&was, &is) {
        (Some(was), Some(is)) => same(was, is),
        _ => before.len() == after.len() && before.iter().zip(after).all(|(a, b)| same(a, b)),
    };
    if fits || kept {
        return None;
    }
    let nobody_left = !named(before).any(|it| named(after).any(|other| it.may_be(&other)));
    if nobody_left && fold(&old.title) != fold(&new.title) {
        return Some(Doubt::OtherWork);
    }
    Some(if after.len() < before.len() { Doubt::Removed } else { Doubt::Renamed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Person, Record, read};

    fn work(people: &str, title: &str) -> Work {
        let people: String = people.split('/').map(|it| agent(it.trim())).collect();
        let text =
            format!("Template-Type: ReDIF-Book 1.0\n{people}Title: {title}\nHandle: RePEc:abc:papers:1\n");
        match read(&text) {
            Some(Record::Work(work)) => *work,
            other => panic!("{text}: {other:?}"),
        }
    }

    /// `Jon Smith = psm1` names a person; `(ed.)` makes an editor.
    fn agent(text: &str) -> String {
        let (name, person) = text.split_once(" = ").unwrap_or((text, ""));
        let role = if name.ends_with("(ed.)") { "Editor" } else { "Author" };
        let person = if person.is_empty() { String::new() } else { format!("{role}-Person: {person}\n") };
        format!("{role}-Name: {}\n{person}", name.trim_end_matches("(ed.)").trim())
    }

    fn smith() -> Known {
        let handle = crate::Handle::parse("RePEc:per:2020-01-01:psm1").expect("a handle");
        let (name, short_id) = ("John Smith".to_owned(), "psm1".to_owned());
        let variations = vec!["Ioannes Faber".to_owned()];
        Known::of(&Person { name, short_id, variations, ..Person::new(handle) })
    }

    fn check(claim: (Role, u16), old: &str, new: &str, expected: Option<Doubt>) {
        let (old_title, new_title) = ("Money in wartime", "Money in wartime");
        let found = rejudge(&smith(), claim, &work(old, old_title), &work(new, new_title));
        assert_eq!(found, expected, "{old} became {new}");
    }

    #[test]
    fn a_name_of_the_owner_stands() {
        let first = (Role::Author, 1);
        for (old, new) in [
            ("J. Smith", "John Smith"),
            ("John Smith", "Smith, J."),
            ("John Smith", "Ann Roe / John Smith"),
            ("John Smith / Ann Roe", "Ann Roe / John Smith"),
            ("John Smith", "Ioannes Faber"),
            ("Smith", "John Smith = psm1"),
            ("Ann Roe", "Jack Ripper = psm1"),
            ("Ann Roe", "ANN ROE"),
            ("Ann Roe = pro1", "Ann Roe = pro1"),
        ] {
            check(first, old, new, None);
        }
        check((Role::Author, 0), "Ann Roe / Bo Li", "Ann Roe / Bo Li", None);
        check((Role::Author, 0), "Ann Roe / Bo Li", "Ann Roe / John Smith", None);
        check((Role::Editor, 1), "Ann Roe / J. Smith (ed.)", "Bo Li / John Smith (ed.)", None);
    }

    #[test]
    fn other_names_are_doubtful() {
        let first = (Role::Author, 1);
        check(first, "John Smith", "James Smith", Some(Doubt::Renamed));
        check(first, "John Smith / Ann Roe", "Ann Roe", Some(Doubt::Removed));
        check(first, "John Smith / Ann Roe", "Bo Li / Ann Roe", Some(Doubt::Renamed));
        check(first, "J. Smith", "J. Smith = psm2", Some(Doubt::OtherPerson));
        check(first, "Ann Roe", "Bo Li", Some(Doubt::Renamed));
        check((Role::Editor, 1), "J. Smith (ed.)", "John Smith", Some(Doubt::Removed));
        check((Role::Author, 0), "Ann Roe / Bo Li", "Ann Roe", Some(Doubt::Removed));
    }

    #[test]
    fn another_work_under_the_handle_is_told() {
        let (old, new) = (work("John Smith", "Money in wartime"), work("Bo Li", "Rice"));
        assert_eq!(rejudge(&smith(), (Role::Author, 1), &old, &new), Some(Doubt::OtherWork));
        let new = work("Bo Li / Johnny Smith", "Rice");
        assert_eq!(rejudge(&smith(), (Role::Author, 1), &old, &new), None);
    }
}
