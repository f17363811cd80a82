//! A person's record as a template: what people write of themselves is kept as publishers' records are.
//!
//! Here: the text. Reading it gives the same person again, but for what reading always takes off (double
//! blanks, markup). Not here: where it is kept, and templates that others wrote (`export::redif`).

use super::{Kind, Organization, Person};
use crate::Handle;

/// The template of a person. `kind` says what the works are, where that is known: each kind has a field of
/// its own.
pub fn person(person: &Person, kind: impl Fn(&Handle) -> Option<Kind>) -> String {
    #[rustfmt::skip]
    let Person {
        handle, name, first, middle, last, suffix, ascii, variations, short_id, orcid, email, homepage,
        postal, phone, workplaces, alumni_of, author_of, editor_of, deceased, lost, other,
    } = person;
    let mut out = Lines("Template-Type: ReDIF-Person 1.0\n".to_owned());
    out.handle("Handle", handle);
    out.put("Name-Full", name);
    out.put("Name-First", first);
    out.put("Name-Middle", middle);
    out.put("Name-Last", last);
    out.put("Name-Suffix", suffix);
    out.put("Name-ASCII", ascii);
    variations.iter().for_each(|it| out.put("X-Name-Variation", it));
    out.put("Short-ID", short_id);
    out.put("X-ORCID", orcid);
    out.put("Email", email);
    out.put("Homepage", homepage);
    out.put("Postal", postal);
    out.put("Phone", phone);
    alumni_of.iter().for_each(|it| out.handle("X-Alumni-Institution", it));
    author_of.iter().for_each(|it| out.handle(authored(it, kind(it)), it));
    editor_of.iter().for_each(|it| out.handle(edited(it, kind(it)), it));
    deceased.iter().for_each(|it| out.put("Deceased", &it.to_string()));
    lost.iter().for_each(|it| out.put("X-Lost-Contact", &it.to_string()));
    let (places, others): (Vec<_>, Vec<_>) =
        other.iter().partition(|(name, _)| name.starts_with("workplace"));
    others.iter().for_each(|(name, value)| out.put(&capitals(name), value));
    // Last, because a cluster goes on as long as its fields do.
    workplaces.iter().for_each(|it| workplace(it, &mut out));
    places.iter().for_each(|(name, value)| out.put(&capitals(name), value));
    out.0
}

fn workplace(it: &Organization, out: &mut Lines) {
    #[rustfmt::skip]
    let Organization {
        name, name_english, homepage, email, postal, location, phone, fax, institution, share,
    } = it;
    // The field that begins a cluster is there even when it is empty.
    out.0.push_str("Workplace-Name:");
    out.value(name);
    out.put("Workplace-Name-English", name_english);
    out.put("Workplace-Homepage", homepage);
    out.put("Workplace-Email", email);
    out.put("Workplace-Postal", postal);
    out.put("Workplace-Location", location);
    out.put("Workplace-Phone", phone);
    out.put("Workplace-Fax", fax);
    institution.iter().for_each(|it| out.handle("Workplace-Institution", it));
    share.iter().for_each(|it| out.put("Workplace-Share", &it.to_string()));
}

/// The field for a work of this kind; guessed from the handle where the kind is not known.
fn authored(handle: &Handle, kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Article) => "Author-Article",
        Some(Kind::Chapter) => "Author-Chapter",
        Some(Kind::Book) => "Author-Book",
        Some(Kind::Software) => "Author-Software",
        Some(Kind::Talk) => "X-Author-Talk",
        None if handle.item().starts_with("v:") => "Author-Article",
        None if handle.item().starts_with("h:") => "Author-Chapter",
        _ => "Author-Paper",
    }
}

fn edited(handle: &Handle, kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Series) => "Editor-Series",
        None if handle.item().is_empty() => "Editor-Series",
        Some(Kind::Book) | None => "Editor-Book",
        Some(_) => "X-Editor-Work",
    }
}

/// `x-name-variation` as `X-Name-Variation`.
fn capitals(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

struct Lines(String);

impl Lines {
    fn put(&mut self, field: &str, value: &str) {
        if !value.trim().is_empty() {
            self.0.push_str(field);
            self.0.push(':');
            self.value(value);
        }
    }

    fn handle(&mut self, field: &str, handle: &Handle) {
        self.0.extend([field, ": ", handle.as_str(), "\n"]);
    }

    /// On one line, whatever is in it: a value never begins a field. Nor does it hold one that a reader,
    /// who forgives lost line ends, would find in it (`Eve Short-ID: pki1`).
    fn value(&mut self, value: &str) {
        let plain = |word: &str| word.chars().filter(|c| !c.is_control()).collect::<String>();
        for word in value.split_whitespace().map(plain).filter(|it| !it.is_empty()) {
            self.0.push(' ');
            let is_address = word.contains("://");
            for piece in word.split_inclusive(':') {
                match piece.strip_suffix(':').filter(|name| ends_like_a_field(name)) {
                    Some(name) => {
                        self.0.push_str(name);
                        self.0.push_str(if is_address { "%3A" } else { " :" });
                    }
                    None => self.0.push_str(piece),
                }
            }
        }
        self.0.push('\n');
    }
}

/// Whether this, with a colon after it, may be read as the beginning of a field: names of more than one
/// word are, wherever they stand.
fn ends_like_a_field(text: &str) -> bool {
    let is_name = |c: &char| c.is_ascii_alphabetic() || *c == '-';
    text.chars().rev().take_while(is_name).any(|c| c == '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Record;
    use crate::record::read;

    fn check(person: &Person) {
        let text = super::person(person, |_| None);
        assert_eq!(read(&text), Some(Record::Person(Box::new(person.clone()))), "{text}");
    }

    fn handle(text: &str) -> Handle {
        Handle::parse(text).expect(text)
    }

    fn full() -> Person {
        let workplace = |name: &str, institution: Option<&str>, share| Organization {
            name: name.to_owned(),
            institution: institution.map(handle),
            share,
            ..Organization::default()
        };
        Person {
            name: "박서연".to_owned(),
            first: "서연".to_owned(),
            last: "박".to_owned(),
            ascii: "Seoyeon Park".to_owned(),
            variations: vec!["Park, S.".to_owned(), "S. Park".to_owned()],
            short_id: "ppa3".to_owned(),
            orcid: "0000-0002-1825-0097".to_owned(),
            homepage: "https://example.org/~park".to_owned(),
            workplaces: vec![
                workplace("한강대학교, 사학과", None, Some(80)),
                workplace("Royal Asiatic Society", Some("RePEc:edi:raskbkr"), Some(20)),
            ],
            alumni_of: vec![handle("RePEc:edi:dehitjp")],
            author_of: vec![handle("RePEc:abc:papers:1"), handle("RePEc:abc:journl:v:1:y:2001:i:1:p:1")],
            editor_of: vec![handle("RePEc:abc:papers"), handle("RePEc:abc:books:12")],
            deceased: crate::date::Date::parse("1971-02"),
            lost: crate::date::Date::parse("2020-05-01"),
            other: vec![("registered-date".to_owned(), "2015-02-03".to_owned())],
            ..Person::new(handle("RePEc:per:2015-02-03:ppa3"))
        }
    }

    #[test]
    fn reading_gives_the_same_person() {
        check(&full());
        check(&Person { name: "A".to_owned(), ..Person::new(handle("RePEc:per:2015-02-03:pa1")) });
        let odd = "Workplace-Fax: 1\nWorkplace-Odd: 2";
        let text = format!(
            "Template-Type: ReDIF-Person 1.0\nName-Full: A\nHandle: RePEc:per:x:y\nWorkplace-Name: N\n{odd}\n"
        );
        match read(&text) {
            Some(Record::Person(person)) => check(&person),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_work_goes_by_its_kind() {
        let text = person(&full(), |it| Some(if it.item() == "1" { Kind::Talk } else { Kind::Article }));
        let fields: Vec<&str> = text.lines().filter_map(|line| line.split_once(':').map(|it| it.0)).collect();
        let of = |part: &str| fields.iter().filter(|it| it.contains(part)).copied().collect::<Vec<_>>();
        assert_eq!(of("Author"), ["X-Author-Talk", "Author-Article"]);
        assert_eq!(of("Editor"), ["X-Editor-Work", "X-Editor-Work"]);
        let Some(Record::Person(again)) = read(&text) else { panic!("{text}") };
        assert_eq!((&again.author_of, &again.editor_of), (&full().author_of, &full().editor_of));
    }

    #[test]
    fn no_field_is_smuggled_in() {
        for value in [
            "Short-ID: pki1",
            "Eve Short-ID:pki1 Doe",
            "EveShort-ID: pki1",
            "Author-Paper: RePEc:abc:papers:9",
            "Template-Type: ReDIF-Person 1.0",
            "x Template-Type:ReDIF-Person 1.0 Handle: RePEc:per:x:y",
            "https://example.org/;Short-ID:pki1",
            "https://example.org/;X-ORCID:0000-0002-1825-0097",
            "RePEc:abc:Short-ID:pki1",
            "#",
        ] {
            for field in 0..5 {
                let mut person = full();
                let place = match field {
                    0 => &mut person.first,
                    1 => &mut person.variations[0],
                    2 => &mut person.workplaces[0].name,
                    3 => &mut person.workplaces[0].homepage,
                    _ => &mut person.name,
                };
                *place = value.to_owned();
                let text = super::person(&person, |_| None);
                let Some(Record::Person(again)) = read(&text) else { panic!("{text}") };
                assert_eq!(
                    (&again.handle, &again.short_id, &again.author_of, &again.orcid, &again.variations.len()),
                    (&person.handle, &person.short_id, &person.author_of, &person.orcid, &2),
                    "{text}"
                );
                assert_eq!(again.workplaces.len(), 2, "{text}");
            }
        }
    }

    proptest! {
        /// Whatever somebody types into one field stays within it.
        #[test]
        fn no_value_breaks_out(value in "(?s).{0,40}") {
            let mut person = full();
            person.first = value.clone();
            person.variations = vec![value.clone()];
            person.workplaces[0].name = value;
            let text = super::person(&person, |_| None);
            let Some(Record::Person(again)) = read(&text) else { panic!("{text}") };
            prop_assert_eq!(&again.author_of, &person.author_of);
            prop_assert_eq!(&again.handle, &person.handle);
            prop_assert_eq!(again.workplaces.len(), 2);
            prop_assert_eq!(&again.other, &person.other);
        }
    }
}
