//! Keys under which names are filed, so that other spellings of them are found among few.
//!
//! A name has one key: the bones of its words, in order, run together. Somebody who looks for it asks for several:
//! each order of its words, other romanisations, other spellings of its family name. What is found so is then
//! compared (`same.rs`); a key alone says little.

use super::script::{Script, latin};
use super::variants::{How, variants};
use super::{family, form, is_particle, is_suffix, same, sound};

/// Keys asked for; those of the likeliest spellings first.
const MOST: usize = 64;

/// The key that a name of this form is filed under; empty for one that cannot be heard.
pub fn key(form: &str) -> String {
    same::parts(form).iter().filter(|it| is_kept(it)).map(|word| bones(word)).collect()
}

/// The keys under which spellings of this name may be filed.
pub fn keys(name: &str) -> Vec<String> {
    let mut keys = Vec::new();
    add(&form(name), &mut keys);
    for other in variants(name).iter().filter(|it| matches!(it.how, How::Romanised | How::Native)) {
        add(&form(&other.name), &mut keys);
    }
    keys.truncate(MOST);
    keys
}

/// Of how many parts a name is: words, and in Hangul and Han family and given name. Particles and suffixes are none.
pub fn parts_of(name: &str) -> usize {
    same::parts(name).iter().filter(|it| is_kept(it)).count()
}

/// Words of one name that stand in two scripts are two spellings: "Mitsuhiko Kimura (木村光彦)". Each by
/// itself; nothing of a name in one script.
pub fn by_script(name: &str) -> Vec<String> {
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || "(),;/[]（）、".contains(c))
        .filter(|it| !it.is_empty())
        .collect();
    let native = |word: &&str| !matches!(Script::of_word(word), Script::Latin);
    let (other, plain): (Vec<&str>, Vec<&str>) = words.into_iter().partition(native);
    let long = |words: &[&str]| words.concat().chars().filter(|c| c.is_alphabetic()).count() > 1;
    if !long(&other) || !long(&plain) {
        return Vec::new();
    }
    // The comma says which is the family name; it is looked for where it stood.
    let comma = name
        .find(',')
        .filter(|at| plain.first().is_some_and(|first| name[..*at].trim_end().ends_with(first)));
    let plain = match (comma, plain.split_first()) {
        (Some(_), Some((family, given))) => format!("{family}, {}", given.join(" ")),
        _ => plain.join(" "),
    };
    vec![plain, other.join(" ")]
}

/// The keys of a form in every order of its words, with other spellings of its first and last.
fn add(form: &str, keys: &mut Vec<String>) {
    let words: Vec<String> = same::parts(form).into_iter().filter(|it| is_kept(it)).collect();
    let ways: Vec<Vec<String>> = words.iter().map(|it| spellings(it)).collect();
    for first in 0..words.len() {
        let order = (0..words.len()).map(|at| (first + at) % words.len());
        let mut run: Vec<String> = vec![String::new()];
        for at in order {
            // Only the ends of a name are family names.
            let ways = if at == 0 || at + 1 == words.len() { &ways[at][..] } else { &ways[at][..1] };
            run = run.iter().flat_map(|start| ways.iter().map(move |way| format!("{start}{way}"))).collect();
        }
        for key in run.into_iter().filter(|it| !it.is_empty()) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
}

fn is_kept(word: &str) -> bool {
    !is_particle(word) && !is_suffix(word)
}

/// The bones of a word in all spellings of it as a family name, and as a `v` or `w` may be written; its own first.
fn spellings(word: &str) -> Vec<String> {
    let mut all = vec![bones(word)];
    let mut put = |other: String| {
        if !all.contains(&other) {
            all.push(other);
        }
    };
    family::spellings(word).for_each(|other| put(bones(other)));
    let latin = latin(word);
    if latin.contains('w') {
        put(sound::bones(&sound::sounds(&latin.replace('w', "v"))));
    }
    if latin.contains('j') {
        put(sound::bones(&sound::sounds(&latin.replace('j', "y"))));
    }
    if latin.contains('v') {
        put(sound::bones(&sound::sounds(&latin.replace('v', "w"))));
    }
    all
}

pub(super) fn bones(word: &str) -> String {
    sound::bones(&sound::sounds(&latin(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever looks for the one finds the other filed.
    fn check(asked: &str, filed: &str, expected: bool) {
        let (keys, key) = (keys(asked), key(&form(filed)));
        assert_eq!(keys.contains(&key), expected, "{asked} {keys:?}, {filed} {key:?}");
    }

    #[test]
    fn spellings_are_filed_where_they_are_looked_for() {
        for (one, other) in [
            ("김일성", "Kim Il-sung"),
            ("김일성", "Kim, Il Song"),
            ("김일성", "Il-Sung Kim"),
            ("김일성", "Ким Ир Сен"),
            ("Kim Il-sung", "김일성"),
            ("Park Chung-hee", "박정희"),
            ("박정희", "Pak Chong-hui"),
            ("이승만", "Rhee, Syngman"),
            ("Andrei Lankov", "Андрей Ланьков"),
            ("Ланьков Андрей", "Lankov, Andrei"),
            ("Junichi Shimizu", "Simizu, Zyun'iti"),
            ("Mao Zedong", "毛泽东"),
            ("Mitsuhiko Kimura", "Kimura, Mitsuhiko"),
            ("José Ortega y Gasset", "Ortega y Gasset, José"),
        ] {
            check(one, other, true);
            check(other, one, true);
        }
        check("Andrei Lankov", "안드레이 란코프", true);
        check("John Smith", "Ann Jones", false);
        assert_eq!(key(""), "");
        assert_eq!(keys(""), [""; 0]);
    }

    #[test]
    fn names_in_two_scripts() {
        let check = |name: &str, expected: &[&str]| assert_eq!(by_script(name), expected, "{name}");
        check("Mitsuhiko Kimura (木村光彦)", &["Mitsuhiko Kimura", "木村光彦"]);
        check("木村 光彦 / Kimura, Mitsuhiko", &["Kimura, Mitsuhiko", "木村 光彦"]);
        check("Kimura, Mitsuhiko", &[]);
        check("김일성", &[]);
        check("Иван A. Павлов", &[]);
    }
}
