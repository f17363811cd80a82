//! A person's name: in parts here, in other spellings in [`variants`], beside another name in [`same`].
//!
//! In parts it is what sorts, what stands before it, and what is left out when it is short.
//! Western order ("Mitsuhiko Kimura"), inverted ("Kimura, Mitsuhiko"), particles ("Jan van der Berg"),
//! suffixes, Hangul ("김철수"), and names of institutions, which have no parts. A Han name written
//! without a blank stays whole: whether 木村光彦 parts after one character or two, only people know.

mod chinese;
mod cyrillic;
mod family;
mod family_table;
mod hangul;
mod japanese;
mod kana_table;
mod key;
mod korean;
mod nickname_table;
mod same;
mod script;
mod sound;
mod variants;

pub use key::{by_script, key, keys, parts_of};
pub use same::{Grade, Spelling, same};
pub use variants::{How, Variant, variants};

use crate::record::Agent;
use crate::text::name_key;

/// A name in parts. Empty parts are those a name does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub given: String,
    /// "van der", "de la": belongs to the family name, is not sorted by.
    pub particle: String,
    /// The family name, or the whole name when it has no parts.
    pub family: String,
    /// "Jr.", "III".
    pub suffix: String,
    /// The family name is written first and with nothing between, as in 김철수.
    pub eastern: bool,
    /// No parts: an institution, or one word.
    pub whole: bool,
}

impl Name {
    /// Reads a name as a template gives it, by its parts where it gives them.
    pub fn of(agent: &Agent) -> Name {
        if agent.last.is_empty() {
            return Name::parse(&agent.name);
        }
        let mut name = with_family(&words(&agent.last));
        name.given = words(&agent.first).join(" ");
        name.eastern = is_east_asian(&agent.last);
        name.whole = name.given.is_empty();
        name
    }

    /// Reads a name in one piece.
    pub fn parse(text: &str) -> Name {
        let text = text.trim_matches(|c: char| c == ',' || c.is_whitespace());
        // "Kimura,Mitsuhiko"
        let parted = text.contains(',').then(|| text.replace(',', ", "));
        let text = parted.as_deref().unwrap_or(text);
        let words = words(text);
        if words.len() < 2 && !is_hangul(text) || is_institution(&words) {
            return Name { family: words.join(" "), whole: true, ..Name::default() };
        }
        if is_east_asian(text) && !is_transcribed(&words) {
            return eastern(&words);
        }
        match words.join(" ").split_once(',') {
            Some((family, given)) => inverted(family, given),
            None => western(words),
        }
    }

    /// "Jan van der Berg, Jr."; "김철수".
    pub fn straight(&self) -> String {
        if self.eastern {
            return format!("{}{}", self.family, self.given);
        }
        let name = joined([&self.given, &self.particle, &self.family], " ");
        joined([&name, &self.suffix], ", ")
    }

    /// "van der Berg, Jan, Jr.", the form of lists and of BibTeX.
    pub fn inverted(&self) -> String {
        let family = self.full_family();
        joined([&family, &self.given, &self.suffix], ", ")
    }

    /// Where the name stands in an alphabetical list: "berg jan van der". Family name first, what is
    /// not sorted by last; folded, so that byte order is the order.
    pub fn sort_key(&self) -> String {
        if self.eastern {
            return name_key(&self.straight());
        }
        name_key(&joined([&self.family, &self.given, &self.particle, &self.suffix], " "))
    }

    /// A name of several words that has no parts is an institution's; one word may be a person's.
    pub fn is_corporate(&self) -> bool {
        self.whole && self.family.contains(' ')
    }

    /// "van der Berg".
    pub fn full_family(&self) -> String {
        joined([&self.particle, &self.family], " ")
    }
}

/// The form of a name: equal for spellings that differ in case, accents, points, blanks, or in whether
/// the family name stands first before a comma. "Kimura, Mitsuhiko" has the form "mitsuhiko kimura".
/// The form of a form is itself.
pub fn form(text: &str) -> String {
    name_key(&Name::parse(text).straight())
}

fn joined<'a>(parts: impl IntoIterator<Item = &'a String>, by: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(by)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Words in lower case that belong to the family name after them.
const PARTICLES: &[&str] = &[
    "af", "al", "ap", "av", "bin", "bint", "da", "dal", "de", "degli", "dei", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "les", "lo", "los", "ten", "ter", "van",
    "vom", "von", "vander", "y", "zu", "zum", "zur", "'t",
];

const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "phd", "md"];

/// Words that no person is called.
const INSTITUTIONS: &[&str] = &[
    "agency",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "centre",
    "center",
    "commission",
    "committee",
    "company",
    "consortium",
    "council",
    "department",
    "division",
    "faculty",
    "federation",
    "foundation",
    "fund",
    "group",
    "inc",
    "institute",
    "institut",
    "laboratory",
    "ltd",
    "ministry",
    "nations",
    "network",
    "office",
    "organisation",
    "organization",
    "secretariat",
    "service",
    "society",
    "staff",
    "statistics",
    "team",
    "union",
    "universidad",
    "universitat",
    "universite",
    "university",
];

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn is_suffix(word: &str) -> bool {
    let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    SUFFIXES.contains(&bare.to_ascii_lowercase().as_str())
}

fn is_institution(words: &[&str]) -> bool {
    let is_one = |word: &str| INSTITUTIONS.iter().any(|it| it.eq_ignore_ascii_case(word));
    words.iter().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        // Folding is for accents: plain letters are compared as they are.
        if word.is_ascii() { is_one(word) } else { is_one(&crate::text::fold(word)) }
    })
}

fn is_hangul(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    letters.peek().is_some() && letters.all(|c| ('가'..='힣').contains(&c))
}

fn is_east_asian(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some()
        && letters.all(|c| matches!(c as u32, 0x2e80..=0x9fff | 0xac00..=0xd7ff | 0x20000..=0x3ffff))
}

/// A foreign name in Hangul or katakana keeps its order: 안드레이 란코프, バラク オバマ.
fn is_transcribed(words: &[&str]) -> bool {
    let katakana = |word: &&str| word.chars().all(|c| matches!(c, 'ァ'..='ヿ' | ','));
    let foreign = |first: &&str| is_hangul(first) && !family::is_korean(first);
    words.len() > 1 && (words.iter().all(katakana) || words.first().is_some_and(foreign))
}

/// Korean family names of two syllables.
const LONG_FAMILIES: &[&str] = &["남궁", "독고", "동방", "사공", "서문", "선우", "소봉", "제갈", "황보"];

fn eastern(words: &[&str]) -> Name {
    let whole: String = words.concat();
    let cut = match words {
        [family, _, ..] => family.len(),
        _ => LONG_FAMILIES
            .iter()
            .find(|long| whole.starts_with(**long) && whole.len() > long.len())
            .map_or(3, |long| long.len()),
    };
    let (family, given) = whole.split_at(cut.min(whole.len()));
    let trim = |part: &str| part.trim_matches(',').to_owned();
    let whole = given.is_empty();
    Name { family: trim(family), given: trim(given), eastern: !whole, whole, ..Name::default() }
}

/// "Family, Given", "Family, Given, Jr.", "Family, Jr., Given".
fn inverted(family: &str, rest: &str) -> Name {
    let mut name = with_family(&words(family));
    let parts = rest.split(',').map(str::trim).filter(|part| !part.is_empty());
    let (suffixes, given): (Vec<&str>, Vec<&str>) = parts.partition(|part| is_suffix(part));
    name.suffix = joined(&[name.suffix, suffixes.join(" ")], " ");
    let mut given = words(given.first().copied().unwrap_or(""));
    // "Berg, Jan van der"
    let tail = given.iter().rev().take_while(|word| is_particle(word)).count();
    if tail > 0 && tail < given.len() {
        name.particle = given.split_off(given.len() - tail).join(" ");
    }
    name.given = given.join(" ");
    if name.given.is_empty() && !name.suffix.is_empty() {
        return western(words(&format!("{family} {}", name.suffix)));
    }
    name.whole = name.given.is_empty();
    name
}

/// "Given particle Family suffix". What stands in brackets at the end is no family name: another given
/// one mostly, or what somebody did.
fn western(mut words: Vec<&str>) -> Name {
    let mut suffix = Vec::new();
    while words.len() > 2 && words.last().is_some_and(|word| is_suffix(word)) {
        suffix.extend(words.pop());
    }
    let suffix = suffix.into_iter().rev().collect::<Vec<_>>().join(" ");
    let closed = words.last().is_some_and(|word| word.ends_with(')'));
    let bracketed = match words.iter().rposition(|word| word.starts_with('(')).filter(|_| closed) {
        Some(1) => return Name { family: words.join(" "), suffix, whole: true, ..Name::default() },
        Some(at) if at > 1 => words.split_off(at),
        _ => Vec::new(),
    };
    let last = words.len() - 1;
    let start = (0..last).find(|&at| is_particle(words[at])).unwrap_or(last);
    let mut name = with_family(&words[start..]);
    let given = words[..start].join(" ");
    name.given = joined(&[given.trim_end_matches(',').to_owned(), bracketed.join(" ")], " ");
    name.suffix = suffix;
    name.whole = name.given.is_empty();
    name
}

/// Particles, family name and suffixes.
fn with_family(words: &[&str]) -> Name {
    let last = words.len().saturating_sub(1);
    let start = words[..last].iter().take_while(|word| is_particle(word)).count();
    let end = if last > start && is_suffix(words[last]) { last } else { words.len() };
    Name {
        particle: words[..start].join(" "),
        family: words[start..end].join(" "),
        suffix: words[end..].join(" "),
        ..Name::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Parts as `given|particle|family|suffix`.
    fn check(text: &str, parts: &str) {
        let name = Name::parse(text);
        let found = [name.given, name.particle, name.family, name.suffix].join("|");
        assert_eq!(found, parts, "{text:?}");
    }

    #[test]
    fn in_one_piece() {
        let cases = [
            ("Mitsuhiko Kimura", "Mitsuhiko||Kimura|"),
            ("Kimura, Mitsuhiko", "Mitsuhiko||Kimura|"),
            ("Kimura,Mitsuhiko", "Mitsuhiko||Kimura|"),
            ("김,철수", "철수||김|"),
            ("  John   Maynard  Keynes ", "John Maynard||Keynes|"),
            ("J. M. Keynes", "J. M.||Keynes|"),
            ("Jan van der Berg", "Jan|van der|Berg|"),
            ("van der Berg, Jan", "Jan|van der|Berg|"),
            ("Berg, Jan van der", "Jan|van der|Berg|"),
            ("David de la Croix", "David|de la|Croix|"),
            ("de la Croix", "|de la|Croix|"),
            ("Ludwig von Mises", "Ludwig|von|Mises|"),
            ("Van Reenen, John", "John||Van Reenen|"),
            ("Martin Luther King Jr.", "Martin Luther||King|Jr."),
            ("Martin Luther King, Jr.", "Martin Luther||King|Jr."),
            ("King, Martin Luther, Jr.", "Martin Luther||King|Jr."),
            ("King, Jr., Martin Luther", "Martin Luther||King|Jr."),
            ("Robert E. Lucas III", "Robert E.||Lucas|III"),
            ("Haipeng Chen (Allan)", "Haipeng (Allan)||Chen|"),
            ("Jan van der Berg (Old Mill)", "Jan (Old Mill)|van der|Berg|"),
            ("Haipeng (Allan) Chen", "Haipeng (Allan)||Chen|"),
            ("Plato (Athens)", "||Plato (Athens)|"),
            ("Plato (Athens), Jr.", "||Plato (Athens)|Jr."),
            ("Plato (Athens) Jr.", "||Plato (Athens)|Jr."),
            ("(Allan)", "||(Allan)|"),
            ("a (b c", "a (b||c|"),
            ("García Márquez, Gabriel", "Gabriel||García Márquez|"),
            ("Kim Il-sung", "Kim||Il-sung|"),
            ("김철수", "철수||김|"),
            ("김 철수", "철수||김|"),
            ("남궁민수", "민수||남궁|"),
            ("木村 光彦", "光彦||木村|"),
            ("안드레이 란코프", "안드레이||란코프|"),
            ("バラク オバマ", "バラク||オバマ|"),
            ("きむら みつひこ", "みつひこ||きむら|"),
            ("木村光彦", "||木村光彦|"),
            ("Plato", "||Plato|"),
            ("OECD", "||OECD|"),
            ("National Bureau of Economic Research", "||National Bureau of Economic Research|"),
            ("Université de Genève", "||Université de Genève|"),
            ("Kimura,", "||Kimura|"),
            (", Mitsuhiko", "||Mitsuhiko|"),
            ("", "|||"),
        ];
        for (text, parts) in cases {
            check(text, parts);
        }
    }

    #[test]
    fn by_given_parts() {
        let agent = |name: &str, first: &str, last: &str| Agent {
            name: name.into(),
            first: first.into(),
            last: last.into(),
            ..Agent::default()
        };
        let cases = [
            (agent("Mitsuhiko Kimura", "Mitsuhiko", "Kimura"), "Kimura, Mitsuhiko"),
            (agent("M. Kimura", "", ""), "Kimura, M."),
            (agent("Jan van der Berg", "Jan", "van der Berg"), "van der Berg, Jan"),
            (agent("Kim Il-sung", "Il-sung", "Kim"), "Kim, Il-sung"),
            (agent("King", "", "King"), "King"),
            (agent("M. L. King", "M. L.", "King Jr."), "King, M. L., Jr."),
        ];
        for (agent, expected) in cases {
            assert_eq!(Name::of(&agent).inverted(), expected);
        }
    }

    #[test]
    fn straight_again() {
        for text in ["Mitsuhiko Kimura", "Jan van der Berg", "김철수", "OECD", "de la Croix", "Bank of Japan"]
        {
            assert_eq!(Name::parse(text).straight(), text);
        }
        assert_eq!(Name::parse("King, Martin, Jr.").straight(), "Martin King, Jr.");
    }

    #[test]
    fn forms_and_places_in_a_list() {
        let cases = [
            ("Mitsuhiko Kimura", "mitsuhiko kimura", "kimura mitsuhiko"),
            ("Kimura, Mitsuhiko", "mitsuhiko kimura", "kimura mitsuhiko"),
            ("KIMURA, M.", "m kimura", "kimura m"),
            ("Jan van der Berg", "jan van der berg", "berg jan van der"),
            ("King, Martin Luther, Jr.", "martin luther king jr", "king martin luther jr"),
            ("김 철수", "김철수", "김철수"),
            ("Bank of Japan", "bank of japan", "bank of japan"),
            ("An Li", "an li", "li an"),
            ("--", "", ""),
        ];
        for (text, expected, key) in cases {
            assert_eq!(form(text), expected, "{text:?}");
            assert_eq!(Name::parse(text).sort_key(), key, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_form_of_a_form_is_itself(text in "[A-Za-zéß가-힣木 ,.'-]{0,40}") {
            let once = form(&text);
            prop_assert_eq!(form(&once), once);
        }

        #[test]
        fn nothing_but_blanks_and_commas_is_lost(text in "[A-Za-zéß가-힣木 ,.'-]{0,40}") {
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
                letters.sort_unstable();
                letters
            };
            let name = Name::parse(&text);
            let comma = text.matches(',').count() > 1;
            prop_assume!(!comma);
            prop_assert_eq!(letters(&name.straight()), letters(&text));
        }
    }
}
