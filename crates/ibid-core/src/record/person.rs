//! A registered person, as a ReDIF-Person template gives them.

use any_ascii::any_ascii;

use super::Organization;
use crate::Handle;
use crate::date::Date;
use crate::text::fold;

/// A person as registered.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub handle: Handle,
    /// `Name-Full`.
    pub name: String,
    pub first: String,
    pub middle: String,
    pub last: String,
    pub suffix: String,
    pub ascii: String,
    /// Further forms of the name under which works are signed.
    pub variations: Vec<String>,
    /// Lower case: `pki42`. Empty when not given.
    pub short_id: String,
    /// `0000-0002-1825-0097`; empty when not given.
    pub orcid: String,
    pub email: String,
    pub homepage: String,
    pub postal: String,
    pub phone: String,
    pub workplaces: Vec<Organization>,
    /// Institutions where the person studied.
    pub alumni_of: Vec<Handle>,
    /// Works the person says are theirs.
    pub author_of: Vec<Handle>,
    /// Series and works the person edits.
    pub editor_of: Vec<Handle>,
    pub deceased: Option<Date>,
    /// Since when nobody is reached any more.
    pub lost: Option<Date>,
    pub other: Vec<(String, String)>,
}

impl Person {
    /// A person of whom nothing but the handle is known.
    pub fn new(handle: Handle) -> Person {
        Person {
            handle,
            name: String::new(),
            first: String::new(),
            middle: String::new(),
            last: String::new(),
            suffix: String::new(),
            ascii: String::new(),
            variations: Vec::new(),
            short_id: String::new(),
            orcid: String::new(),
            email: String::new(),
            homepage: String::new(),
            postal: String::new(),
            phone: String::new(),
            workplaces: Vec::new(),
            alumni_of: Vec::new(),
            author_of: Vec::new(),
            editor_of: Vec::new(),
            deceased: None,
            lost: None,
            other: Vec::new(),
        }
    }

    /// What a short-id of theirs begins with: `p` and two letters of the family name, `pki`.
    pub fn short_id_letters(&self) -> String {
        let last_word = |name: &str| name.split_whitespace().last().unwrap_or("").to_owned();
        let names = [self.last.clone(), last_word(&self.ascii), last_word(&self.name)];
        let latin = |name: &String| -> String {
            let ascii = any_ascii(&fold(name));
            ascii.chars().filter(char::is_ascii_alphabetic).take(2).collect::<String>().to_ascii_lowercase()
        };
        let two = names.iter().map(latin).find(|it| !it.is_empty()).unwrap_or_default();
        format!("p{two:x<2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ids_begin_with_the_family_name() {
        let check = |name: &str, last: &str, ascii: &str, expected: &str| {
            let [name, last, ascii] = [name, last, ascii].map(str::to_owned);
            let handle = Handle::parse("RePEc:per:2015-02-03:x").expect("a handle");
            let person = Person { name, last, ascii, ..Person::new(handle) };
            assert_eq!(person.short_id_letters(), expected, "{person:?}");
        };
        check("Mitsuhiko Kimura", "Kimura", "", "pki");
        check("Mitsuhiko Kimura", "", "", "pki");
        check("박서연", "박", "Seoyeon Park", "pba");
        check("Анна Щукина", "", "", "psh");
        check("Ödön von Horváth", "Horváth", "", "pho");
        check("Wei O", "O", "", "pox");
        check("?", "", "", "pxx");
        check("Conor O'Brien", "O'Brien", "", "pob");
    }
}
