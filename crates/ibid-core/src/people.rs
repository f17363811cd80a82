//! Whether two records may name the same person: by family name and given names or initials, in any
//! order, accents and small slips forgiven.
//!
//! Deliberately not here: deciding who somebody is. Two namesakes with the same initials may be the
//! same as far as their names go; it takes a shared title or subject to make more of it.

pub mod claim;
pub mod evidence;
pub mod group;
pub mod profile;
pub mod suggest;

use rapidfuzz::distance::osa;

use crate::handle::is_short_id;
use crate::name::Name;
use crate::record::Agent;
use crate::text::fold;

/// A person as one record names them, ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Folded; the particle left out, the whole name where it has no parts.
    family: String,
    /// With the particle, without blanks.
    full: String,
    /// Folded given names and initials, in order.
    given: Vec<String>,
    /// The short-id, where the record gives one.
    person: String,
}

impl Mention {
    pub fn of(agent: &Agent) -> Mention {
        let name = Name::of(agent);
        let person = agent.person.trim().to_ascii_lowercase();
        Mention {
            family: plain(&fold(&name.family).replace(['\'', '.'], "")),
            full: plain(&words(&fold(&name.full_family())).concat()),
            given: words(&fold(&name.given)),
            person: if is_short_id(&person) { person } else { String::new() },
        }
    }

    /// The family name, folded; of names without parts the whole.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Whether both may be one person.
    pub fn may_be(&self, other: &Mention) -> bool {
        if !self.person.is_empty() && !other.person.is_empty() {
            return self.person == other.person;
        }
        let straight = self.is_of_the_family(other) && same_given(&self.given, &other.given);
        let odd = |a: &Mention, b: &Mention| a.is_reverse_of(b) || a.is_undivided(b);
        straight || odd(self, other) || odd(other, self)
    }

    /// Whether family name and the first initial agree, which is enough where much else does: Avi and
    /// Abraham, Mike and Michael.
    pub fn looks_like(&self, other: &Mention) -> bool {
        let initial = |it: &Mention| it.given.first().and_then(|name| name.chars().next());
        let agree = |a: Option<char>, b: Option<char>| a.is_none() || b.is_none() || a == b;
        self.may_be(other) || self.is_of_the_family(other) && agree(initial(self), initial(other))
    }

    fn is_of_the_family(&self, other: &Mention) -> bool {
        self.full == other.full || same_family(&self.family, &other.family)
    }

    /// 木村光彦 and 木村 光彦.
    fn is_undivided(&self, other: &Mention) -> bool {
        let rest = self.full.strip_prefix(&*other.full);
        self.given.is_empty() && rest.is_some_and(|rest| rest == other.given.concat())
    }

    /// "Kim Il-sung" read as if Kim were the given name, and "Il-sung Kim".
    fn is_reverse_of(&self, other: &Mention) -> bool {
        !self.given.is_empty()
            && other.family == self.given.concat()
            && other.given.concat() == words(&self.family).concat()
    }
}

/// The people of a record.
pub fn mentions(agents: &[Agent]) -> Vec<Mention> {
    agents.iter().map(Mention::of).filter(|it| !it.family.is_empty()).collect()
}

/// How many of `some` are each, by this comparison, another one of `others`.
pub fn in_common(some: &[Mention], others: &[Mention], same: fn(&Mention, &Mention) -> bool) -> usize {
    let mut taken = vec![false; others.len()];
    let mut common = 0;
    for one in some {
        let found = others.iter().enumerate().position(|(at, other)| !taken[at] && same(one, other));
        if let Some(at) = found {
            taken[at] = true;
            common += 1;
        }
    }
    common
}

/// Umlauts written out, as they are when somebody had no other letters: Poess is Pöss.
fn plain(folded: &str) -> String {
    folded.replace("oe", "o").replace("ue", "u").replace("ae", "a")
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|it| !it.is_empty());
    parts.map(str::to_owned).collect()
}

/// Equal, one part of a double name, or a slip in a long one.
fn same_family(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (some, others) = (words(one), words(other));
    if some == others {
        return true;
    }
    // "The Paradise Team", "Paradise Team".
    let within =
        |whole: &[String], name: &[String]| name.len() > 1 && name.iter().all(|it| whole.contains(it));
    if within(&some, &others) || within(&others, &some) {
        return true;
    }
    let part = |whole: &[String], name: &[String]| {
        name.len() == 1 && whole.len() == 2 && whole.contains(&name[0]) && name[0].len() > 2
    };
    part(&some, &others) || part(&others, &some) || is_slip(one, other, 6)
}

/// One name in common, or each in its turn equal, short for the other, or its initial; names left out
/// are no matter.
fn same_given(some: &[String], others: &[String]) -> bool {
    let (one, other) = (some.concat(), others.concat());
    let run_together = one.len() > 2 && one == other;
    let shared = some.iter().any(|name| name.chars().count() > 2 && others.contains(name));
    run_together
        || shared
        || some
            .iter()
            .zip(others)
            .all(|(a, b)| a.starts_with(&**b) || b.starts_with(&**a) || is_slip(a, b, 5))
}

/// One letter too many, too few, wrong or out of order in words of at least `least` letters.
pub(crate) fn is_slip(one: &str, other: &str, least: usize) -> bool {
    let shortest = one.chars().count().min(other.chars().count());
    shortest >= least && {
        let cutoff = osa::Args::default().score_cutoff(1);
        osa::distance_with_args(one.chars(), other.chars(), &cutoff).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(name: &str) -> Mention {
        let (name, person) = name.split_once(" = ").unwrap_or((name, ""));
        Mention::of(&Agent { name: name.into(), person: person.into(), ..Agent::default() })
    }

    fn check(one: &str, other: &str, expected: bool) {
        let (a, b) = (mention(one), mention(other));
        assert_eq!((a.may_be(&b), b.may_be(&a)), (expected, expected), "{one} and {other}: {a:?} {b:?}");
    }

    #[test]
    fn the_same_person_under_several_forms() {
        let cases = [
            ("Mitsuhiko Kimura", "Mitsuhiko Kimura"),
            ("Mitsuhiko Kimura", "Kimura, Mitsuhiko"),
            ("Mitsuhiko Kimura", "M. Kimura"),
            ("KIMURA Mitsuhiko", "Mitsuhiko Kimura"),
            ("Kim Il-sung", "Il-Sung Kim"),
            ("Ilsung Kim", "Il-sung Kim"),
            ("I.-S. Kim", "Il-sung Kim"),
            ("José García Márquez", "Jose Garcia-Marquez"),
            ("Hector Garcia-Molina", "Héctor García"),
            ("João Pereira", "Joao Pereira"),
            ("J. M. Keynes", "John Maynard Keynes"),
            ("John Keynes", "John M. Keynes"),
            ("J.M. Keynes", "John Keynes"),
            ("Jan van der Berg", "Jan Berg"),
            ("Don Slutz", "Donald R. Slutz"),
            ("Rob Golding", "Rob Goldring"),
            ("Philippe Bonnet", "Phillippe Bonnet"),
            ("Maurice O'Connell", "Maurice OConnell"),
            ("Z. Meral Özsoyoglu", "Meral Ozsoyoglu"),
            ("The Paradise Team", "Paradise Team"),
            ("Meikel Pöss", "M. Poess"),
            ("木村光彦", "木村 光彦"),
            ("김철수", "김 철수"),
            ("Keynes", "J. M. Keynes"),
            ("Ann Smith = psm1", "Anna Jones = PSM1"),
        ];
        for (one, other) in cases {
            check(one, other, true);
        }
    }

    #[test]
    fn others() {
        let cases = [
            ("John Smith", "James Smith"),
            ("J. Smith", "K. Smith"),
            ("Ann Smith", "Ann Jones"),
            ("Li Wei", "Li Wang"),
            ("J. M. Keynes", "J. N. Keynes"),
            ("Bank of Japan", "Bank of Korea"),
            ("김철수", "김철희"),
            ("Ann Smith = psm1", "Ann Smith = psm2"),
        ];
        for (one, other) in cases {
            check(one, other, false);
        }
    }

    #[test]
    fn people_are_counted_once() {
        let list = |names: &[&str]| names.iter().map(|it| mention(it)).collect::<Vec<_>>();
        let check = |some: &[&str], others: &[&str], expected| {
            assert_eq!(
                in_common(&list(some), &list(others), Mention::may_be),
                expected,
                "{some:?} {others:?}"
            );
        };
        check(&["Ann Smith", "Bo Li"], &["B. Li", "A. Smith"], 2);
        check(&["Ann Smith"], &["Ann Smith", "A. Smith"], 1);
        check(&["Ann Smith", "A. Smith"], &["Ann Smith"], 1);
        check(&[], &["Ann Smith"], 0);
    }
}
