//! Chinese names between Han, Pinyin and Wade–Giles. Southern spellings of family names stand in the table of
//! families; southern given names are not read.

use any_ascii::any_ascii_char;

use super::family_table::{CHINESE, COMPOUND};
use super::variants::{How, Other, capital};
use super::{Name, family};
use crate::text::fold;

/// A name in Han, in Pinyin and Wade–Giles. A Japanese one is read wrongly, so only names that begin with a
/// Chinese family name are read.
pub(super) fn of_han(name: &str) -> Vec<(How, Other)> {
    let name: String = name.chars().filter(|c| c.is_alphabetic()).map(family::full_form).collect();
    let Some(cut) = family::cut(&name) else { return Vec::new() };
    let (family, given) = name.split_at(cut);
    let given: Vec<String> = given.chars().map(|c| any_ascii_char(c).to_ascii_lowercase()).collect();
    let latin = CHINESE.iter().chain(COMPOUND).find(|(characters, _)| characters.contains(family));
    latin.map(|(_, latin)| spelt(latin, &given)).unwrap_or_default()
}

/// A name in Pinyin or Wade–Giles, in the other.
pub(super) fn of_latin(name: &Name) -> Vec<(How, Other)> {
    let (family, given) = (fold(&name.family), fold(&name.given));
    let mut out = Vec::new();
    for (family, given) in [(&family, &given), (&given, &family)] {
        let Some((_, latin)) = CHINESE
            .iter()
            .chain(COMPOUND)
            .find(|(_, latin)| latin[..2.min(latin.len())].contains(&&**family))
        else {
            continue;
        };
        let given = given.replace('\'', "");
        let parts: Vec<&str> =
            given.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
        let pinyin = match parts.as_slice() {
            [one] => split(one),
            [one, two] => pinyin_of(one).zip(pinyin_of(two)).map(|(one, two)| vec![one, two]),
            _ => None,
        };
        out.extend(pinyin.map(|given| spelt(latin, &given)).unwrap_or_default());
    }
    out
}

/// Zedong, Tse-tung, with the family name in the first spelling of each.
fn spelt(families: &[&str], given: &[String]) -> Vec<(How, Other)> {
    let wade: Vec<String> = given.iter().map(|it| wade_giles(it)).collect();
    let mut out = vec![(How::Romanised, Other::new(families[0], &capital(&given.concat())))];
    let wade_family = wade_giles(families[0]);
    for family in [&*wade_family, families[0]].into_iter().chain(families.iter().copied().skip(1).take(1)) {
        out.push((How::Romanised, Other::new(family, &capital(&wade.join("-")))));
    }
    out.push((How::Romanised, Other::new(families[0], &capital(&given.join("-")))));
    out
}

const INITIALS: [(&str, &str); 21] = [
    ("zh", "ch"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("b", "p"),
    ("p", "p"),
    ("m", "m"),
    ("f", "f"),
    ("d", "t"),
    ("t", "t"),
    ("n", "n"),
    ("l", "l"),
    ("g", "k"),
    ("k", "k"),
    ("h", "h"),
    ("j", "ch"),
    ("q", "ch"),
    ("x", "hs"),
    ("r", "j"),
    ("z", "ts"),
    ("c", "ts"),
    ("s", "s"),
];

/// Finals of Pinyin, and of Wade–Giles without marks.
const FINALS: [(&str, &str); 33] = [
    ("a", "a"),
    ("ai", "ai"),
    ("an", "an"),
    ("ang", "ang"),
    ("ao", "ao"),
    ("e", "e"),
    ("ei", "ei"),
    ("en", "en"),
    ("eng", "eng"),
    ("er", "erh"),
    ("i", "i"),
    ("ia", "ia"),
    ("ian", "ien"),
    ("iang", "iang"),
    ("iao", "iao"),
    ("ie", "ieh"),
    ("in", "in"),
    ("ing", "ing"),
    ("iong", "iung"),
    ("iu", "iu"),
    ("o", "o"),
    ("ong", "ung"),
    ("ou", "ou"),
    ("u", "u"),
    ("ua", "ua"),
    ("uai", "uai"),
    ("uan", "uan"),
    ("uang", "uang"),
    ("ue", "ueh"),
    ("ui", "ui"),
    ("un", "un"),
    ("uo", "o"),
    ("v", "u"),
];

/// Syllables that follow no rule.
const WHOLE: [(&str, &str); 38] = [
    ("zhi", "chih"),
    ("chi", "chih"),
    ("shi", "shih"),
    ("ri", "jih"),
    ("zi", "tzu"),
    ("ci", "tzu"),
    ("si", "szu"),
    ("ge", "ko"),
    ("ke", "ko"),
    ("he", "ho"),
    ("e", "o"),
    ("guo", "kuo"),
    ("kuo", "kuo"),
    ("huo", "huo"),
    ("shuo", "shuo"),
    ("gui", "kuei"),
    ("kui", "kuei"),
    ("ya", "ya"),
    ("yai", "yai"),
    ("yan", "yen"),
    ("yang", "yang"),
    ("yao", "yao"),
    ("ye", "yeh"),
    ("yi", "i"),
    ("yin", "yin"),
    ("ying", "ying"),
    ("yong", "yung"),
    ("you", "yu"),
    ("yu", "yu"),
    ("yuan", "yuan"),
    ("yue", "yueh"),
    ("yun", "yun"),
    ("wa", "wa"),
    ("wan", "wan"),
    ("wang", "wang"),
    ("wei", "wei"),
    ("wen", "wen"),
    ("wu", "wu"),
];

/// A syllable of Pinyin in Wade–Giles as it is printed without marks; what is none, as it is.
fn wade_giles(pinyin: &str) -> String {
    if let Some((_, wade)) = WHOLE.iter().find(|(it, _)| *it == pinyin) {
        return (*wade).to_owned();
    }
    let parted = INITIALS.iter().find_map(|(initial, wade)| Some((*wade, pinyin.strip_prefix(initial)?)));
    let (initial, last) = parted.unwrap_or(("", pinyin));
    FINALS
        .iter()
        .find(|(it, _)| *it == last)
        .map_or_else(|| pinyin.to_owned(), |(_, last)| format!("{initial}{last}"))
}

fn is_pinyin(word: &str) -> bool {
    if WHOLE.iter().any(|(it, _)| *it == word) {
        return true;
    }
    let parted = INITIALS.iter().find_map(|(initial, _)| Some((*initial, word.strip_prefix(initial)?)));
    let (initial, last) = parted.unwrap_or(("", word));
    let together = match initial {
        "j" | "q" | "x" => last.starts_with('i') || matches!(last, "u" | "ue" | "uan" | "un"),
        "zh" | "ch" | "sh" | "r" | "z" | "c" | "s" | "g" | "k" | "h" => {
            !last.starts_with(['i', 'o', 'v']) || matches!(last, "ong" | "ou")
        }
        "b" | "p" | "m" | "f" => {
            !last.starts_with("ua") && !matches!(last, "ong" | "un" | "uo" | "ui" | "ue")
        }
        "" => last.starts_with(['a', 'e', 'o']) && last != "ong",
        _ => last != "o",
    };
    together && FINALS.iter().any(|(it, _)| *it == last)
}

/// Whether two words are one or two syllables, the same in Pinyin and in Wade–Giles. Two spellings that both are
/// Pinyin are two names.
pub(super) fn are_one(one: &str, other: &str) -> bool {
    let equal = |pinyin: &str, wade: &str| is_pinyin(pinyin) && wade_giles(pinyin) == wade;
    let pair = |pinyin: &str, wade: &str| {
        equal(pinyin, wade)
            || (1..pinyin.len()).any(|at| {
                let (first, second) = pinyin.split_at(at);
                is_pinyin(first) && is_pinyin(second) && wade_giles(first) + &wade_giles(second) == wade
            })
    };
    let long = |word: &str| word.is_ascii() && (2..=12).contains(&word.len());
    long(one)
        && long(other)
        && split(one).is_some() != split(other).is_some()
        && (pair(one, other) || pair(other, one))
}

/// One syllable, from either system, in Pinyin; of several the plainest.
fn pinyin_of(word: &str) -> Option<String> {
    if is_pinyin(word) {
        return Some(word.to_owned());
    }
    let whole = WHOLE.iter().find(|(_, wade)| *wade == word).map(|(pinyin, _)| (*pinyin).to_owned());
    whole.or_else(|| {
        let all = INITIALS.iter().flat_map(|(pinyin, wade)| {
            FINALS
                .iter()
                .map(move |(last, final_wade)| (format!("{wade}{final_wade}"), format!("{pinyin}{last}")))
        });
        all.into_iter().find(|(wade, _)| wade == word).map(|(_, pinyin)| pinyin)
    })
}

/// A given name of one or two syllables of Pinyin in one word.
fn split(word: &str) -> Option<Vec<String>> {
    if !word.is_ascii() {
        return None;
    }
    if is_pinyin(word) {
        return Some(vec![word.to_owned()]);
    }
    (1..word.len())
        .rev()
        .map(|at| word.split_at(at))
        .find(|(one, two)| is_pinyin(one) && is_pinyin(two))
        .map(|(one, two)| vec![one.to_owned(), two.to_owned()])
}
