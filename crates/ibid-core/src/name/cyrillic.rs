//! Russian names in Latin letters: by the systems of libraries, maps and passports, and as people write them.

use super::Name;
use super::variants::{How, Other, capital};

/// Letter by letter: what people write, BGN/PCGN, ALA-LC without its marks, passports, scholars (ISO 9 of 1968).
const LETTERS: [(char, [&str; 5]); 33] = [
    ('а', ["a", "a", "a", "a", "a"]),
    ('б', ["b", "b", "b", "b", "b"]),
    ('в', ["v", "v", "v", "v", "v"]),
    ('г', ["g", "g", "g", "g", "g"]),
    ('д', ["d", "d", "d", "d", "d"]),
    ('е', ["e", "e", "e", "e", "e"]),
    ('ё', ["yo", "yë", "e", "e", "ë"]),
    ('ж', ["zh", "zh", "zh", "zh", "ž"]),
    ('з', ["z", "z", "z", "z", "z"]),
    ('и', ["i", "i", "i", "i", "i"]),
    ('й', ["y", "y", "i", "i", "j"]),
    ('к', ["k", "k", "k", "k", "k"]),
    ('л', ["l", "l", "l", "l", "l"]),
    ('м', ["m", "m", "m", "m", "m"]),
    ('н', ["n", "n", "n", "n", "n"]),
    ('о', ["o", "o", "o", "o", "o"]),
    ('п', ["p", "p", "p", "p", "p"]),
    ('р', ["r", "r", "r", "r", "r"]),
    ('с', ["s", "s", "s", "s", "s"]),
    ('т', ["t", "t", "t", "t", "t"]),
    ('у', ["u", "u", "u", "u", "u"]),
    ('ф', ["f", "f", "f", "f", "f"]),
    ('х', ["kh", "kh", "kh", "kh", "ch"]),
    ('ц', ["ts", "ts", "ts", "ts", "c"]),
    ('ч', ["ch", "ch", "ch", "ch", "č"]),
    ('ш', ["sh", "sh", "sh", "sh", "š"]),
    ('щ', ["sch", "shch", "shch", "shch", "šč"]),
    ('ъ', ["", "", "", "ie", ""]),
    ('ы', ["y", "y", "y", "y", "y"]),
    ('ь', ["", "'", "'", "", "'"]),
    ('э', ["e", "e", "e", "e", "ė"]),
    ('ю', ["yu", "yu", "iu", "iu", "ju"]),
    ('я', ["ya", "ya", "ia", "ia", "ja"]),
];

/// A Russian name in each system, with and without the patronymic.
pub(super) fn of_cyrillic(name: &Name) -> Vec<(How, Other)> {
    let mut given = vec![name.given.clone()];
    if let Some((first, _)) = name.given.split_once(' ') {
        given.push(first.to_owned());
    }
    let mut out = Vec::new();
    for given in given {
        for system in 0..5 {
            let name =
                Name { family: words(&name.family, system), given: words(&given, system), ..Name::default() };
            out.push((How::Romanised, Other { name, family_first: false }));
        }
    }
    out
}

fn words(text: &str, system: usize) -> String {
    text.split(' ').map(|word| latin(word, system)).collect::<Vec<_>>().join(" ")
}

/// A word in one of the systems, 0 the common one.
fn latin(word: &str, system: usize) -> String {
    let lower = word.to_lowercase();
    let lower = match system {
        // Dostoevsky, Alexander.
        0 => lower.replace("ий", "y").replace("ый", "y").replace("кс", "x"),
        _ => lower,
    };
    let mut out = String::new();
    let mut before = None;
    for c in lower.chars() {
        let after_vowel = before.is_none_or(|it| "аеёиоуыэюяьъ".contains(it));
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some(('е', _)) if system == 1 && after_vowel => out.push_str("ye"),
            Some((_, spelt)) => out.push_str(spelt[system]),
            None => out.push(c),
        }
        before = Some(c);
    }
    if word.contains('-') {
        return out.split('-').map(capital).collect::<Vec<_>>().join("-");
    }
    if word.chars().next().is_some_and(char::is_uppercase) { capital(&out) } else { out }
}
