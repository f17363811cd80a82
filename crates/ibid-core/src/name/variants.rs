//! The spellings under which a name is found: orders, initials, plain letters, and romanisations.
//!
//! What people propose to themselves as their variations and what to look for in catalogues that know no other
//! spelling. The list is short and ordered: the likeliest first. Spellings that no list could foresee are found
//! the other way round, by comparing what there is (`same.rs`).

use super::script::Script;
use super::{Name, chinese, cyrillic, japanese, korean};
use crate::text::fold;

/// A spelling of a name, and what makes it another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    pub name: String,
    pub how: How,
}

/// What makes a spelling another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The order of family and given name: "Kimura, Mitsuhiko".
    Order,
    /// Given names by their first letters, or some of them left out.
    Initials,
    /// Without accents, or with umlauts written out.
    Plain,
    /// Romanised in another way, or at all.
    Romanised,
    /// In the script of its language.
    Native,
}

/// More are of no use to anybody.
const MOST: usize = 60;

/// The spellings of a name, the likeliest first, itself not among them. None of a body or of nothing.
pub fn variants(name: &str) -> Vec<Variant> {
    let parsed = Name::parse(name);
    if parsed.family.is_empty() || parsed.is_corporate() {
        return Vec::new();
    }
    let mut list = List { own: name.trim().to_owned(), variants: Vec::new() };
    list.shapes(&parsed);
    for (how, other) in elsewhere(&parsed) {
        list.put(&other.shown(), how);
        list.orders(&other.name, how);
    }
    list.variants.truncate(MOST);
    list.variants
}

/// A name as romanised or in another script.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Other {
    pub(super) name: Name,
    /// The family name first, with a blank and no comma, as is the custom where the name comes from.
    pub(super) family_first: bool,
}

impl Other {
    pub(super) fn new(family: &str, given: &str) -> Other {
        let name = Name { family: capital(family), given: given.to_owned(), ..Name::default() };
        Other { name, family_first: true }
    }

    fn shown(&self) -> String {
        match self.family_first {
            true => format!("{} {}", self.name.family, self.name.given).trim().to_owned(),
            false => self.name.straight(),
        }
    }
}

/// The same name in other romanisations and scripts.
fn elsewhere(name: &Name) -> Vec<(How, Other)> {
    let script = Script::of_word(&name.family);
    match script {
        Script::Hangul => korean::of_hangul(&name.family, &name.given),
        Script::Han => chinese::of_han(&name.straight()),
        Script::Kana => japanese::of_kana(name),
        Script::Cyrillic => cyrillic::of_cyrillic(name),
        Script::Latin => {
            let mut all = korean::of_latin(name);
            all.extend(chinese::of_latin(name));
            all.extend(japanese::of_latin(name));
            all
        }
        Script::Other => Vec::new(),
    }
}

struct List {
    own: String,
    variants: Vec<Variant>,
}

impl List {
    fn put(&mut self, name: &str, how: How) {
        let known = name.is_empty() || name == self.own || self.variants.iter().any(|it| it.name == name);
        if !known {
            self.variants.push(Variant { name: name.to_owned(), how });
        }
    }

    /// A name in its orders, shortened, and in plain letters.
    fn shapes(&mut self, name: &Name) {
        self.orders(name, How::Order);
        if !name.eastern && !name.whole {
            for given in shortened(&name.given) {
                self.orders(&Name { given, ..name.clone() }, How::Initials);
            }
        }
        self.plain(name);
    }

    fn orders(&mut self, name: &Name, how: How) {
        self.put(&name.straight(), how);
        if !name.eastern && !name.whole {
            self.put(&name.inverted(), how);
        }
    }

    fn plain(&mut self, name: &Name) {
        for name in [name.straight(), name.inverted()] {
            for plain in [unmarked(&name), written_out(&name)] {
                self.put(&plain, How::Plain);
            }
        }
    }
}

/// "Mitsuhiko" as "M."; "John Maynard" as "John M.", "J. M.", "John" and "J.".
fn shortened(given: &str) -> Vec<String> {
    let words: Vec<&str> = given.split_whitespace().collect();
    let initial = |word: &&str| {
        let letters: Vec<String> =
            word.split('-').filter_map(|part| part.chars().next()).map(|c| format!("{c}.")).collect();
        letters.join("-")
    };
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    if Script::of_word(first).is_eastern() {
        return Vec::new();
    }
    let initials: Vec<String> = words.iter().map(initial).collect();
    let mut out = Vec::new();
    if !rest.is_empty() {
        out.push(format!("{first} {}", initials[1..].join(" ")));
        out.push((*first).to_owned());
    }
    out.push(initials.join(" "));
    if !rest.is_empty() {
        out.push(initials[0].clone());
    }
    out
}

/// Without marks, letter for letter, case kept.
fn unmarked(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    let letter = |c: char| {
        if c.is_ascii() || Script::of(c) != Some(Script::Latin) {
            return c.to_string();
        }
        let folded = fold(&c.to_string());
        if c.is_uppercase() { capital(&folded) } else { folded }
    };
    name.chars().map(letter).collect()
}

/// With ä, ö, ü, ø and å in two letters.
fn written_out(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        out.push_str(match c {
            'ä' => "ae",
            'ö' | 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            'Ä' => "Ae",
            'Ö' | 'Ø' => "Oe",
            'Ü' => "Ue",
            'Å' => "Aa",
            c => {
                out.push(c);
                continue;
            }
        });
    }
    unmarked(&out)
}

/// With its first letter in upper case.
pub(super) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the variants of `name`, these are some.
    fn check(name: &str, some: &[&str]) {
        let found: Vec<String> = variants(name).into_iter().map(|it| it.name).collect();
        for it in some {
            assert!(found.iter().any(|name| name == it), "{name}: no {it} in {found:?}");
        }
        assert!(!found.iter().any(|it| it == name), "{name}: itself");
        let mut once = found.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), found.len(), "{name}: {found:?}");
    }

    #[test]
    fn spellings() {
        check(
            "John Maynard Keynes",
            &["Keynes, John Maynard", "J. M. Keynes", "John M. Keynes", "Keynes, J."],
        );
        check("Jan van der Berg", &["van der Berg, Jan", "J. van der Berg"]);
        check("Jürgen Müller", &["Jurgen Muller", "Juergen Mueller", "Müller, J."]);
        check("Jean-Claude Juncker", &["J.-C. Juncker"]);
        check(
            "김일성",
            &["Kim Il-sung", "Il-sung Kim", "Kim Il Sung", "Gim Il-seong", "Kim Il-song", "Kim, Ilsung"],
        );
        check("Kim Il-sung", &["김일성", "Il-sung Kim", "Kim Il-song"]);
        check("Park Chung-hee", &["박정희", "Pak Chong-hui"]);
        check("Андрей Ланьков", &["Andrey Lankov", "Andrei Lankov", "Andrej Lan'kov", "Lankov, Andrey"]);
        check("Kōtarō Ōno", &["Kotaro Ono", "Ono Kotaro", "Koutarou Ouno"]);
        check("Junichi Shimizu", &["Shimizu Junichi", "Simizu Zyuniti"]);
        check("Mao Zedong", &["Mao Tse-tung"]);
        check("毛泽东", &["Mao Zedong", "Mao Tse-tung", "Zedong Mao"]);
        check("きむら みつひこ", &["Kimura Mitsuhiko", "Mitsuhiko Kimura"]);
    }

    #[test]
    fn bodies_and_nothing_have_none() {
        for name in ["", "--", "Bank of Japan", "National Bureau of Economic Research"] {
            assert_eq!(variants(name), [], "{name}");
        }
    }

    #[test]
    fn what_makes_them_other_is_said() {
        let how = |name: &str, spelling: &str| {
            variants(name).into_iter().find(|it| it.name == spelling).map(|it| it.how)
        };
        assert_eq!(how("Jürgen Müller", "Müller, Jürgen"), Some(How::Order));
        assert_eq!(how("Jürgen Müller", "J. Müller"), Some(How::Initials));
        assert_eq!(how("Jürgen Müller", "Jürgen Muller"), None);
        assert_eq!(how("Jürgen Müller", "Jurgen Muller"), Some(How::Plain));
        assert_eq!(how("김일성", "Kim Il-sung"), Some(How::Romanised));
        assert_eq!(how("Kim Il-sung", "김일성"), Some(How::Native));
    }
}
