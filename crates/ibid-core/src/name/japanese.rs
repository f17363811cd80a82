//! Japanese names in Latin letters: Hepburn and Kunrei, and the ways long vowels are written or left out.

use super::Name;
use super::script::kana;
use super::variants::{How, Other, capital};
use crate::text::fold;

/// A name in kana, in Hepburn.
pub(super) fn of_kana(name: &Name) -> Vec<(How, Other)> {
    if name.given.is_empty() {
        return Vec::new();
    }
    vec![(How::Romanised, Other::new(&kana(&name.family), &capital(&kana(&name.given))))]
}

/// A name that reads as a Japanese one, in its other spellings.
pub(super) fn of_latin(name: &Name) -> Vec<(How, Other)> {
    let plain = |text: &str| text.to_lowercase().replace(['\'', '’'], "");
    let (family, given) = (plain(&name.family), plain(&name.given));
    if given.contains(' ') || !is_japanese(&family) || !is_japanese(&given) {
        return Vec::new();
    }
    let mut out = vec![(How::Order, Other::new(&capital(&family), &capital(&given)))];
    for (spell, how) in SPELLINGS {
        let (other, another) = (spell(&family), spell(&given));
        if (&other, &another) != (&family, &given) {
            out.push((how, Other::new(&capital(&other), &capital(&another))));
        }
    }
    out
}

type Spell = fn(&str) -> String;

const SPELLINGS: [(Spell, How); 5] = [
    (short, How::Romanised),
    (|word| long(word, "ou", "uu"), How::Romanised),
    (|word| long(word, "oh", "u"), How::Romanised),
    (|word| swapped(&short(word), false), How::Romanised),
    (|word| swapped(&short(word), true), How::Romanised),
];

/// Long vowels as short ones: Ōno, Ohno and Ouno as Ono.
fn short(word: &str) -> String {
    long(word, "o", "u")
}

/// Long vowels in one of their spellings.
fn long(word: &str, o: &str, u: &str) -> String {
    let marked = word.replace(['ō', 'ô'], "\u{1}").replace(['ū', 'û'], "\u{2}");
    let marked = marked.replace("ou", "\u{1}").replace("oo", "\u{1}").replace("uu", "\u{2}");
    let letters: Vec<char> = marked.chars().collect();
    let mut out = String::new();
    for (at, &c) in letters.iter().enumerate() {
        let next_is_vowel = letters.get(at + 1).is_some_and(|c| "aiueoy\u{1}\u{2}".contains(*c));
        match c {
            '\u{1}' => out.push_str(o),
            '\u{2}' => out.push_str(u),
            'h' if at > 0 && letters[at - 1] == 'o' && !next_is_vowel => {
                out.pop();
                out.push_str(o);
            }
            c => out.push(c),
        }
    }
    fold(&out)
}

/// Hepburn and Kunrei, longer spellings first.
const KUNREI: [(&str, &str); 14] = [
    ("sha", "sya"),
    ("shu", "syu"),
    ("sho", "syo"),
    ("cha", "tya"),
    ("chu", "tyu"),
    ("cho", "tyo"),
    ("shi", "si"),
    ("chi", "ti"),
    ("tsu", "tu"),
    ("fu", "hu"),
    ("ja", "zya"),
    ("ju", "zyu"),
    ("jo", "zyo"),
    ("ji", "zi"),
];

fn swapped(word: &str, to_hepburn: bool) -> String {
    KUNREI.iter().fold(word.to_owned(), |word, (hepburn, kunrei)| match to_hepburn {
        true => word.replace(kunrei, hepburn),
        false => word.replace(hepburn, kunrei),
    })
}

/// Whether a word is made of Japanese syllables, two at least.
fn is_japanese(word: &str) -> bool {
    let word = fold(&short(word));
    let letters: Vec<char> = word.chars().collect();
    let (mut at, mut syllables) = (0, 0);
    while at < letters.len() {
        let rest = &letters[at..];
        let starts = |with: &str| rest.iter().copied().take(with.len()).eq(with.chars());
        let double = rest.len() > 2 && rest[0] == rest[1] && "kstpcg".contains(rest[0]);
        let onset = ["sh", "ch", "ts", "ky", "gy", "ny", "hy", "my", "ry", "by", "py", "sy", "ty", "zy"];
        let onset = match () {
            () if double => 1,
            () if rest[0] == 'n' && rest.get(1).is_none_or(|c| !"aiueoy".contains(*c)) => {
                at += 1;
                continue;
            }
            () if rest[0] == 'm' && rest.get(1).is_some_and(|c| "bpm".contains(*c)) => {
                at += 1;
                continue;
            }
            () if onset.iter().any(|it| starts(it)) => 2,
            () if "kgsztdnhbpmyrwfj".contains(rest[0]) => 1,
            () => 0,
        };
        if double {
            at += 1;
            continue;
        }
        if !rest.get(onset).is_some_and(|c| "aiueo".contains(*c)) {
            return false;
        }
        at += onset + 1;
        syllables += 1;
    }
    syllables >= 2
}
