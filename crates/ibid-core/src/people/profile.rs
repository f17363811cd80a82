//! What people write of themselves: the part of their record that is theirs to edit, and what may be wrong
//! with it.
//!
//! Deliberately not here: claims (`claim.rs`), and what others say of a person (that they died).

use crate::name::{self, Variant};
use crate::record::{Organization, Person};
use crate::{Handle, Orcid};

/// Bounds of what is kept; nobody's life is longer.
const LONGEST: usize = 300;
pub const MOST_VARIATIONS: usize = 100;
pub const MOST_PLACES: usize = 20;

/// A profile as it stands in a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub first: String,
    pub middle: String,
    pub last: String,
    pub suffix: String,
    /// As it is to be shown; empty: made of the parts.
    pub name: String,
    /// In Latin letters, for a name in others.
    pub ascii: String,
    pub variations: Vec<String>,
    pub orcid: String,
    pub homepage: String,
    pub places: Vec<Workplace>,
    pub alumni_of: Vec<Handle>,
}

/// An affiliation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workplace {
    /// What stands in the template, of which a form shows but a part.
    pub organization: Organization,
    /// Whether others may see it.
    pub hidden: bool,
}

/// What keeps a draft from being a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    NoFamilyName,
    /// A name that holds an address is none.
    NotAName,
    TooLong,
    TooMany,
    NotOrcid,
    NotAnAddress,
    /// The shares come to more than the whole of a person.
    Shares,
}

impl Draft {
    /// Of a person's record and of what it does not show.
    pub fn of(person: &Person, hidden: &[Organization]) -> Draft {
        let place = |hidden| move |it: &Organization| Workplace { organization: it.clone(), hidden };
        let places = person.workplaces.iter().map(place(false)).chain(hidden.iter().map(place(true)));
        Draft {
            first: person.first.clone(),
            middle: person.middle.clone(),
            last: person.last.clone(),
            suffix: person.suffix.clone(),
            name: person.name.clone(),
            ascii: person.ascii.clone(),
            variations: person.variations.clone(),
            orcid: person.orcid.clone(),
            homepage: person.homepage.clone(),
            places: places.collect(),
            alumni_of: person.alumni_of.clone(),
        }
    }

    /// With one blank between words, empty lines and repetitions left out, and the name made of its parts
    /// where it is not given.
    pub fn tidied(mut self) -> Draft {
        let parts = [&mut self.first, &mut self.middle, &mut self.last, &mut self.suffix];
        let others = [&mut self.name, &mut self.ascii, &mut self.orcid, &mut self.homepage];
        parts.into_iter().chain(others).chain(&mut self.variations).for_each(tidy);
        if self.name.is_empty() {
            self.name = self.full_name();
        }
        if let Some(orcid) = Orcid::parse(&self.orcid) {
            self.orcid = orcid.to_string();
        }
        if !self.homepage.is_empty() && !self.homepage.contains("://") {
            self.homepage.insert_str(0, "https://");
        }
        let mut seen = std::collections::HashSet::from([self.name.clone(), String::new()]);
        self.variations.retain(|it| seen.insert(it.clone()));
        for place in &mut self.places {
            let Organization { name, name_english, location, homepage, .. } = &mut place.organization;
            [name, name_english, location, homepage].into_iter().for_each(tidy);
        }
        self.places.retain(|it| !it.organization.name.is_empty() || it.organization.institution.is_some());
        let mut seen = std::collections::HashSet::new();
        self.alumni_of.retain(|it| seen.insert(it.clone()));
        self
    }

    /// What is wrong with it, worst first.
    pub fn faults(&self) -> Vec<Fault> {
        let names = [&self.first, &self.middle, &self.last, &self.suffix, &self.name, &self.ascii];
        let organizations = self.places.iter().map(|it| &it.organization);
        let places = organizations.flat_map(|it| [&it.name, &it.name_english, &it.location, &it.homepage]);
        let names = || names.into_iter().chain(&self.variations);
        let texts = names().chain([&self.homepage, &self.orcid]).chain(places);
        let mut faults = Vec::new();
        let mut say = |fault, wrong: bool| faults.extend(wrong.then_some(fault));
        say(Fault::NoFamilyName, !self.last.contains(char::is_alphabetic));
        say(Fault::NotAName, names().any(|it| it.contains("://") || it.contains(['@', '<', '>'])));
        say(Fault::TooLong, texts.into_iter().any(|it| it.len() > LONGEST));
        let many = [&self.places.len(), &self.alumni_of.len()].into_iter().any(|it| *it > MOST_PLACES);
        say(Fault::TooMany, many || self.variations.len() > MOST_VARIATIONS);
        say(Fault::NotOrcid, !self.orcid.is_empty() && Orcid::parse(&self.orcid).is_none());
        say(Fault::NotAnAddress, !self.homepage.is_empty() && !is_address(&self.homepage));
        say(Fault::Shares, self.shares() > 100);
        faults
    }

    /// What the shares of affiliations come to.
    pub fn shares(&self) -> u32 {
        self.places.iter().filter_map(|it| it.organization.share).map(u32::from).sum()
    }

    /// Puts it into a record; what the form does not hold stays. Answers what is not to be shown.
    pub fn write(self, person: &mut Person) -> Vec<Organization> {
        let (hidden, shown): (Vec<_>, Vec<_>) = self.places.into_iter().partition(|it| it.hidden);
        let organizations = |places: Vec<Workplace>| places.into_iter().map(|it| it.organization).collect();
        person.first = self.first;
        person.middle = self.middle;
        person.last = self.last;
        person.suffix = self.suffix;
        person.name = self.name;
        person.ascii = self.ascii;
        person.variations = self.variations;
        person.orcid = self.orcid;
        person.homepage = self.homepage;
        person.workplaces = organizations(shown);
        person.alumni_of = self.alumni_of;
        organizations(hidden)
    }

    /// The parts in the order of their script: "Mitsuhiko Kimura", 박서연.
    fn full_name(&self) -> String {
        let Draft { first, middle, last, suffix, .. } = self;
        let dense =
            |text: &str| !text.is_empty() && text.chars().all(|c| ('\u{2e80}'..='\u{d7ff}').contains(&c));
        if dense(last) && dense(first) && middle.is_empty() {
            return format!("{last}{first}");
        }
        let parts = [first, middle, last, suffix].map(String::as_str);
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Spellings under which works may be signed, that are not among the variations yet: the likeliest
    /// first.
    pub fn proposed(&self) -> Vec<Variant> {
        let given = [self.first.as_str(), &self.middle].join(" ");
        let native = match given.trim() {
            "" => self.name.clone(),
            given => format!("{}, {given}", self.last),
        };
        let mut seen: std::collections::HashSet<String> =
            [&self.name, &native, &String::new()].into_iter().chain(&self.variations).cloned().collect();
        let latin = Variant { name: self.ascii.clone(), how: name::How::Romanised };
        let inverted = Variant { name: native.clone(), how: name::How::Order };
        seen.remove(&native);
        let all =
            [latin, inverted].into_iter().chain(name::variants(&native)).chain(name::variants(&self.ascii));
        all.filter(|it| seen.insert(it.name.clone())).collect()
    }
}

fn tidy(text: &mut String) {
    let words = text.split_whitespace().map(|word| word.replace(char::is_control, ""));
    *text = words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
}

/// What a page may link to.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = host.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
    host.contains('.') && !host.contains('@') && !text.contains(|c: char| c.is_whitespace() || c == '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(first: &str, last: &str) -> Draft {
        Draft { first: first.to_owned(), last: last.to_owned(), ..Draft::default() }
    }

    fn place(name: &str, share: Option<u8>, hidden: bool) -> Workplace {
        let organization = Organization { name: name.to_owned(), share, ..Organization::default() };
        Workplace { organization, hidden }
    }

    #[test]
    fn a_name_is_made_of_its_parts() {
        for (first, last, expected) in [
            ("Mitsuhiko", "Kimura", "Mitsuhiko Kimura"),
            (" Anna  Maria ", "de la  Cruz", "Anna Maria de la Cruz"),
            ("서연", "박", "박서연"),
            ("光彦", "木村", "木村光彦"),
            ("", "Suharto", "Suharto"),
            ("Wei", "王", "Wei 王"),
        ] {
            assert_eq!(draft(first, last).tidied().name, expected);
        }
        let named = Draft { name: "M. Kimura".to_owned(), ..draft("Mitsuhiko", "Kimura") };
        assert_eq!(named.tidied().name, "M. Kimura");
    }

    #[test]
    fn drafts_are_tidied() {
        let untidy = Draft {
            orcid: "https://orcid.org/0000000218250097".to_owned(),
            homepage: " kimura.example/~k ".to_owned(),
            variations: ["M. Kimura", " M.  Kimura", "", "Mitsuhiko Kimura", "木村光彦"]
                .map(str::to_owned)
                .into(),
            places: vec![place("  A  University ", None, false), place(" ", Some(3), false)],
            ..draft("Mitsuhiko", "Kimura")
        };
        let tidied = untidy.tidied();
        assert_eq!(tidied.orcid, "0000-0002-1825-0097");
        assert_eq!(tidied.homepage, "https://kimura.example/~k");
        assert_eq!(tidied.variations, ["M. Kimura", "木村光彦"]);
        assert_eq!(tidied.places, [place("A University", None, false)]);
        assert_eq!(tidied.faults(), []);
        assert_eq!(tidied.clone().tidied(), tidied);
    }

    fn check_faults(change: impl Fn(&mut Draft), expected: &[Fault]) {
        let mut draft = draft("Mitsuhiko", "Kimura");
        change(&mut draft);
        let tidied = draft.tidied();
        assert_eq!(tidied.faults(), expected, "{tidied:?}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        check_faults(|_| {}, &[]);
        check_faults(|it| it.last = " ? ".to_owned(), &[Fault::NoFamilyName]);
        check_faults(|it| it.first = "buy at http://x.example".to_owned(), &[Fault::NotAName]);
        check_faults(|it| it.variations = vec!["k@example.org".to_owned()], &[Fault::NotAName]);
        check_faults(|it| it.first = "x".repeat(301), &[Fault::TooLong]);
        check_faults(|it| it.variations = (0..101).map(|n| format!("K{n}")).collect(), &[Fault::TooMany]);
        check_faults(|it| it.orcid = "0000-0002-1825-0098".to_owned(), &[Fault::NotOrcid]);
        for odd in ["javascript:alert(1)//x.y", "nowhere", "http://a@b.example", "ftp://x.example"] {
            check_faults(|it| it.homepage = odd.to_owned(), &[Fault::NotAnAddress]);
        }
        let shares = |one, other| {
            move |it: &mut Draft| it.places = vec![place("A", one, false), place("B", other, true)]
        };
        check_faults(shares(Some(60), Some(40)), &[]);
        check_faults(shares(Some(60), Some(41)), &[Fault::Shares]);
        check_faults(shares(None, Some(41)), &[]);
    }

    #[test]
    fn what_is_hidden_stays_out_of_the_record() {
        let mut person = Person::new(Handle::parse("RePEc:per:2015-02-03:pki1").expect("a handle"));
        person.author_of = vec![Handle::parse("RePEc:abc:papers:1").expect("a handle")];
        let places = vec![place("Shown", Some(50), false), place("Hidden", Some(50), true)];
        let written = Draft { places, ..draft("Mitsuhiko", "Kimura") }.tidied();
        let hidden = written.clone().write(&mut person);
        let names = |list: &[Organization]| list.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        assert_eq!(
            (names(&person.workplaces), names(&hidden)),
            (vec!["Shown".to_owned()], vec!["Hidden".to_owned()])
        );
        assert_eq!(person.author_of.len(), 1, "what is not in the form stays");
        assert_eq!(Draft::of(&person, &hidden), written);
    }

    #[test]
    fn variations_are_proposed_once() {
        let taken =
            Draft { variations: vec!["M. Kimura".to_owned()], ..draft("Mitsuhiko", "Kimura") }.tidied();
        let proposed: Vec<String> = taken.proposed().into_iter().map(|it| it.name).collect();
        assert!(proposed.contains(&"Kimura, Mitsuhiko".to_owned()), "{proposed:?}");
        assert!(
            !proposed.contains(&"M. Kimura".to_owned()) && !proposed.contains(&taken.name),
            "{proposed:?}"
        );
        let unique: std::collections::HashSet<_> = proposed.iter().collect();
        assert_eq!(unique.len(), proposed.len(), "{proposed:?}");
        let korean = Draft { ascii: "Seoyeon Park".to_owned(), ..draft("서연", "박") }.tidied();
        let proposed: Vec<String> = korean.proposed().into_iter().map(|it| it.name).collect();
        assert!(proposed.contains(&"Seoyeon Park".to_owned()), "{proposed:?}");
        assert!(proposed.contains(&"Park, Seoyeon".to_owned()), "{proposed:?}");
    }
}
