//! Korean names between Hangul and its romanisations, those of the systems and those on visiting cards.

use super::Name;
use super::family;
use super::hangul::{self, is_hangul};
use super::variants::{How, Other, capital};
use crate::text::fold;

/// Spellings of a family name that are given along; rarer ones are found by comparing.
const FAMILIES: usize = 2;
/// How many places in the order of syllables an odder spelling costs.
const ODD: usize = 30;
/// Readings in Hangul of a romanised name.
const READINGS: usize = 2;

/// A name in Hangul, romanised and in Cyrillic.
pub(super) fn of_hangul(family: &str, given: &str) -> Vec<(How, Other)> {
    if given.is_empty() || !is_hangul(given) {
        return Vec::new();
    }
    let families = family::korean(family).next().map(|(_, latin)| latin.to_vec()).unwrap_or_default();
    let mut out = Vec::new();
    let systems = [hangul::common(given), hangul::revised(given), hangul::mccune(given)];
    for family in families.iter().take(FAMILIES) {
        for syllables in &systems {
            for given in written(syllables) {
                out.push((How::Romanised, Other::new(family, &given)));
            }
        }
    }
    out.push((How::Romanised, Other::new(&hangul::cyrillic(family), &capital(&hangul::cyrillic(given)))));
    out
}

/// Il-sung, Il Sung, Ilsung.
fn written(syllables: &[String]) -> Vec<String> {
    let hyphen = capital(&syllables.join("-"));
    let apart = syllables.iter().map(|it| capital(it)).collect::<Vec<_>>().join(" ");
    vec![hyphen, apart, capital(&syllables.concat())]
}

/// A name in Latin letters that reads as a Korean one: in Hangul, and from there in the other romanisations.
pub(super) fn of_latin(name: &Name) -> Vec<(How, Other)> {
    let mut out = Vec::new();
    for (family, given) in orders(name) {
        let readings = syllables(&given);
        if readings.is_empty() {
            continue;
        }
        for (hangul, _) in family::korean(&family).take(1) {
            for given in readings.iter().take(READINGS) {
                let name = Name {
                    family: hangul.to_owned(),
                    given: given.clone(),
                    eastern: true,
                    ..Name::default()
                };
                out.push((How::Native, Other { name, family_first: false }));
                out.extend(of_hangul(hangul, given));
            }
        }
    }
    out
}

/// Family and given name folded, as read and the other way round.
fn orders(name: &Name) -> [(String, String); 2] {
    let (family, given) = (fold(&name.family), fold(&name.given));
    [(family.clone(), given.clone()), (given, family)]
}

/// The likeliest Hangul of a given name of two syllables, at most so many; of one syllable only where it
/// cannot be a Western name or an initial.
fn syllables(given: &str) -> Vec<String> {
    let parts: Vec<&str> = given.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let pairs: Vec<(String, String)> = match parts.as_slice() {
        [first, second] => vec![((*first).to_owned(), (*second).to_owned())],
        [one] if one.is_ascii() && one.len() >= 4 => {
            (2..one.len() - 1).map(|at| (one[..at].to_owned(), one[at..].to_owned())).collect()
        }
        _ => Vec::new(),
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    for (first, second) in pairs {
        for (one, c) in read(&first) {
            for (two, d) in read(&second) {
                found.push((one + two, format!("{c}{d}")));
            }
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().map(|(_, hangul)| hangul).collect()
}

/// Syllables that are spelt so, with how unlikely the reading is.
fn read(latin: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    for (rank, c) in hangul::of_names().enumerate() {
        let is = |spelt: &[String]| spelt.iter().any(|it| it == latin);
        let word = c.to_string();
        let far = match () {
            () if is(&hangul::common(&word)) => 0,
            () if is(&hangul::revised(&word)) || is(&hangul::mccune(&word)) => 1,
            () if is(&hangul::wild(c)) => 2,
            () => continue,
        };
        found.push((far * ODD + rank, c));
    }
    found
}
