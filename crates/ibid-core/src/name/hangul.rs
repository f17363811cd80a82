//! Hangul by its letters: how its syllables are romanised by the two systems and by people.
//!
//! The Revised system of 2000 and McCune–Reischauer are rules; what people write on their cards is neither,
//! but each letter has few spellings, and those are listed here. Family names, which have spellings of their
//! own, stand in `family_table.rs`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The letters of a syllable: initial, vowel and final, by their numbers in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Syllable {
    initial: usize,
    vowel: usize,
    last: usize,
}

impl Syllable {
    fn of(c: char) -> Option<Syllable> {
        let number = (c as usize).checked_sub(0xac00).filter(|it| *it < 11_172)?;
        Some(Syllable { initial: number / 588, vowel: number % 588 / 28, last: number % 28 })
    }
}

/// ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ: Revised, McCune–Reischauer, and what else people write.
const INITIALS: [(&str, &str, &[&str]); 19] = [
    ("g", "k", &["g", "k"]),
    ("kk", "kk", &["kk"]),
    ("n", "n", &["n"]),
    ("d", "t", &["d", "t"]),
    ("tt", "tt", &["tt"]),
    ("r", "r", &["r", "l"]),
    ("m", "m", &["m"]),
    ("b", "p", &["b", "p"]),
    ("pp", "pp", &["pp"]),
    ("s", "s", &["s"]),
    ("ss", "ss", &["ss"]),
    ("", "", &[""]),
    ("j", "ch", &["j", "ch"]),
    ("jj", "tch", &["jj"]),
    ("ch", "ch", &["ch"]),
    ("k", "k", &["k"]),
    ("t", "t", &["t"]),
    ("p", "p", &["p"]),
    ("h", "h", &["h"]),
];

/// ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ. McCune–Reischauer without its breves, as it is printed.
const VOWELS: [(&str, &str, &[&str]); 21] = [
    ("a", "a", &["a", "ah"]),
    ("ae", "ae", &["ae", "ai"]),
    ("ya", "ya", &["ya"]),
    ("yae", "yae", &["yae"]),
    ("eo", "o", &["eo", "u", "o", "uh"]),
    ("e", "e", &["e"]),
    ("yeo", "yo", &["yeo", "you", "yu", "yo"]),
    ("ye", "ye", &["ye"]),
    ("o", "o", &["o", "oh"]),
    ("wa", "wa", &["wa"]),
    ("wae", "wae", &["wae"]),
    ("oe", "oe", &["oe", "oi", "we"]),
    ("yo", "yo", &["yo"]),
    ("u", "u", &["u", "oo", "woo"]),
    ("wo", "wo", &["wo", "weo"]),
    ("we", "we", &["we"]),
    ("wi", "wi", &["wi"]),
    ("yu", "yu", &["yu", "yoo"]),
    ("eu", "u", &["eu", "u"]),
    ("ui", "ui", &["ui", "eui", "ee"]),
    ("i", "i", &["i", "ee"]),
];

/// Finals as they sound at the end of a word.
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];

const OF_NAMES: &str = "성정영지수현준민진경희숙철호미선은원재상동석훈혜인기주연일규우종용태승옥순창광남명범병복봉빈삼\
    서섭세소송식신아애양언여열예오완욱운웅유윤율을의이익자장전제조중찬채천청초춘충치탁택평표필하학한해향혁\
    형홍화환황회효휘휴흥강건겸계고곤공관교구국권균근금길나노다단달담대덕도두라란래량려련렬령례로록룡률리린림마만모목\
    무문박방배백보부사산새설술슬시심안엄온월임칠팔";

/// As somebody would write it down by ear, the vowel ㅓ as `eo` and ㅡ as `eu`.
pub(super) fn by_ear(word: &str) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    for c in word.chars() {
        let Some(it) = Syllable::of(c) else {
            out.push_str(&any_ascii::any_ascii_char(c).to_ascii_lowercase());
            continue;
        };
        // ㄹ twice is l.
        let initial = if it.initial == 5 && out.ends_with('l') { "l" } else { INITIALS[it.initial].0 };
        out.push_str(initial);
        // 치 and 지 end what ends in ch and j elsewhere.
        let weak = it.vowel == 20 && it.last == 0 && matches!(it.initial, 9 | 12 | 14);
        out.push_str(if weak { "I" } else { VOWELS[it.vowel].0 });
        out.push_str(FINALS[it.last]);
    }
    out
}

/// Each syllable in the Revised system, as names are written in it: without the changes of sound between.
pub(super) fn revised(word: &str) -> Vec<String> {
    let spell = |it: Syllable| format!("{}{}{}", INITIALS[it.initial].0, VOWELS[it.vowel].0, FINALS[it.last]);
    word.chars().filter_map(Syllable::of).map(spell).collect()
}

/// Each syllable by McCune and Reischauer without marks; within the word, soft sounds between vowels.
pub(super) fn mccune(word: &str) -> Vec<String> {
    let syllables: Vec<Syllable> = word.chars().filter_map(Syllable::of).collect();
    let mut out = Vec::with_capacity(syllables.len());
    for (at, it) in syllables.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| FINALS[syllables[before].last]);
        let voiced = before.is_some_and(|last| matches!(last, "" | "n" | "m" | "ng" | "l"));
        let initial = match INITIALS[it.initial].1 {
            "k" if voiced && it.initial == 0 => "g",
            "t" if voiced && it.initial == 3 => "d",
            "p" if voiced && it.initial == 7 => "b",
            "ch" if voiced && it.initial == 12 => "j",
            "r" if before == Some("l") => "l",
            other => other,
        };
        out.push(format!("{initial}{}{}", VOWELS[it.vowel].1, FINALS[it.last]));
    }
    out
}

/// The ways people spell one syllable, the likeliest first.
pub(super) fn wild(c: char) -> Vec<String> {
    let Some(it) = Syllable::of(c) else { return Vec::new() };
    let mut out: Vec<String> = Vec::new();
    for vowel in VOWELS[it.vowel].2 {
        for initial in INITIALS[it.initial].2 {
            let open = it.last == 0;
            // 우 is Woo, 희 is Hee; "ah", "oh" and "uh" end a syllable.
            let fits = match *vowel {
                "woo" => it.initial == 11,
                "oo" => it.initial != 11,
                "ee" if it.vowel == 19 => it.initial == 18,
                "ah" | "oh" | "uh" => open,
                _ => true,
            };
            if fits {
                out.push(format!("{initial}{vowel}{}", FINALS[it.last]));
            }
        }
    }
    out.dedup();
    out
}

/// Whether a word in Latin letters is a spelling of these syllables, each by a system or as people do.
pub(super) fn spells(hangul: &str, latin: &str) -> bool {
    let Some(first) = hangul.chars().next() else { return latin.is_empty() };
    let rest = &hangul[first.len_utf8()..];
    wild(first).iter().any(|it| latin.strip_prefix(&**it).is_some_and(|latin| spells(rest, latin)))
}

/// Whether two words in Latin letters are spellings of the same one or two syllables of Korean names.
pub(super) fn are_one(one: &str, other: &str) -> bool {
    let at = |word: &str| 2..word.len().saturating_sub(1);
    let ascii = one.is_ascii() && other.is_ascii();
    let pair = |first: usize, second: usize| {
        is_syllable_of_both(&one[..first], &other[..second])
            && is_syllable_of_both(&one[first..], &other[second..])
    };
    ascii
        && (is_syllable_of_both(one, other)
            || at(one).any(|first| at(other).any(|second| pair(first, second))))
}

fn is_syllable_of_both(one: &str, other: &str) -> bool {
    static SPELT: LazyLock<HashMap<String, Vec<char>>> = LazyLock::new(|| {
        let mut spelt: HashMap<String, Vec<char>> = HashMap::new();
        for c in of_names() {
            for spelling in wild(c) {
                spelt.entry(spelling).or_default().push(c);
            }
        }
        spelt
    });
    match (SPELT.get(one), SPELT.get(other)) {
        (Some(some), Some(others)) => some.iter().any(|it| others.contains(it)),
        _ => false,
    }
}

/// Syllables that given names are made of, the frequent ones first.
pub(super) fn of_names() -> impl Iterator<Item = char> {
    OF_NAMES.chars().filter(|c| !c.is_whitespace())
}

/// Whether every letter is a whole Hangul syllable.
pub(super) fn is_hangul(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| Syllable::of(c).is_some())
}

/// Each syllable as people commonly put it on their cards: Sung, Young, Hyun, Soo.
pub(super) fn common(word: &str) -> Vec<String> {
    word.chars().filter_map(Syllable::of).map(common_syllable).collect()
}

fn common_syllable(it: Syllable) -> String {
    let (initial, last) = (INITIALS[it.initial].0, FINALS[it.last]);
    let initial = if it.initial == 0 { "k" } else { initial };
    let vowel = match (VOWELS[it.vowel].0, it.initial, last) {
        ("eo", _, "n" | "ng" | "l" | "k" | "p") => "u",
        ("yeo", 11, "ng") => "you",
        ("yeo", 11, _) => "yeo",
        ("yeo", ..) => "yu",
        ("u", 11, _) => "woo",
        ("u", _, "" | "k") => "oo",
        ("ui", 18, "") => "ee",
        (other, ..) => other,
    };
    format!("{initial}{vowel}{last}")
}

/// A word in Cyrillic by Kontsevich's rules.
pub(super) fn cyrillic(word: &str) -> String {
    const INITIAL: [&str; 19] = [
        "к", "кк", "н", "т", "тт", "р", "м", "п", "пп", "с", "сс", "", "ч", "чч", "чх", "кх", "тх", "пх", "х",
    ];
    const VOWEL: [&str; 21] = [
        "а", "э", "я", "йе", "о", "е", "ё", "йе", "о", "ва", "вэ", "ве", "ё", "у", "во", "ве", "ви", "ю",
        "ы", "ый", "и",
    ];
    let syllables: Vec<Syllable> = word.chars().filter_map(Syllable::of).collect();
    let mut out = String::new();
    for (at, it) in syllables.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| FINALS[syllables[before].last]);
        let voiced = before.is_some_and(|last| matches!(last, "" | "n" | "m" | "ng" | "l"));
        out.push_str(match it.initial {
            0 if voiced => "г",
            3 if voiced => "д",
            7 if voiced => "б",
            12 if voiced => "дж",
            5 if before == Some("l") => "л",
            other => INITIAL[other],
        });
        out.push_str(VOWEL[it.vowel]);
        let next = syllables.get(at + 1).map(|it| it.initial);
        out.push_str(match FINALS[it.last] {
            "k" => "к",
            "n" | "ng" => "н",
            "t" => "т",
            "l" if next == Some(11) => "р",
            "l" => "ль",
            "m" => "м",
            "p" => "п",
            _ => "",
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems() {
        let check = |hangul: &str, expected: [&str; 4]| {
            let spelt = [revised(hangul), mccune(hangul), common(hangul)].map(|it| it.join("-"));
            assert_eq!([&*spelt[0], &*spelt[1], &*spelt[2], &*cyrillic(hangul)], expected, "{hangul}");
        };
        check("일성", ["il-seong", "il-song", "il-sung", "ильсон"]);
        check("정희", ["jeong-hui", "chong-hui", "jung-hee", "чонхый"]);
        check("대중", ["dae-jung", "tae-jung", "dae-jung", "тэджун"]);
        check("영호", ["yeong-ho", "yong-ho", "young-ho", "ёнхо"]);
        check("한국", ["han-guk", "han-guk", "han-kook", "хангук"]);
    }

    #[test]
    fn what_people_write_is_a_spelling() {
        for (hangul, latin) in
            [("정희", "chunghee"), ("영수", "youngsoo"), ("현우", "hyunwoo"), ("철", "chol")]
        {
            assert!(spells(hangul, latin), "{hangul} {latin}");
        }
        for (hangul, latin) in [("정희", "chung"), ("정", "chunghee"), ("철", "kim")] {
            assert!(!spells(hangul, latin), "{hangul} {latin}");
        }
        assert!(are_one("chong", "jung"));
        assert!(are_one("hui", "hee"));
        assert!(!are_one("min", "hee"));
    }

    #[test]
    fn by_ear_runs_together() {
        for (hangul, latin) in [("앤서니", "aenseoni"), ("할리", "halli"), ("란코프", "rankopeu")] {
            assert_eq!(by_ear(hangul), latin);
        }
    }
}
