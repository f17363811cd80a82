//! Words of any script in Latin letters, as a transcriber would write them down by ear.
//!
//! One reading a word, meant to be compared and not to be shown: Hangul and kana by their sounds, Cyrillic by
//! its letters, Han by its Mandarin readings, the rest as `any_ascii` has it. How romanisations that people
//! write differ stands in `hangul.rs` and `variants.rs`; that sounds differ between transcribers, in `sound.rs`.

use any_ascii::any_ascii_char;

use super::hangul;
use super::kana_table::{KANA, TRANSCRIBING};

/// Which script most decides how a word is to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Hangul,
    Kana,
    Han,
    /// Any other: Greek, Arabic, Georgian …
    Other,
}

impl Script {
    pub(super) fn of(c: char) -> Option<Script> {
        Some(match c as u32 {
            _ if !c.is_alphabetic() => return None,
            0..=0x024f | 0x1e00..=0x1eff => Script::Latin,
            0x0400..=0x052f => Script::Cyrillic,
            0xac00..=0xd7a3 => Script::Hangul,
            0x3041..=0x30ff => Script::Kana,
            0x3400..=0x9fff | 0x20000..=0x3ffff | 0xf900..=0xfaff => Script::Han,
            _ => Script::Other,
        })
    }

    /// The script of a word by its first letter that is of any; names with Han and kana are Japanese, and
    /// their Han cannot be read.
    pub(super) fn of_word(word: &str) -> Script {
        word.chars().find_map(Script::of).unwrap_or(Script::Latin)
    }

    /// Whether the family name stands first, with nothing between.
    pub(super) fn is_eastern(self) -> bool {
        matches!(self, Script::Hangul | Script::Han)
    }
}

/// A folded word in Latin letters.
pub(super) fn latin(word: &str) -> String {
    let script = Script::of_word(word);
    match script {
        Script::Latin if word.is_ascii() => word.to_owned(),
        Script::Hangul => hangul::by_ear(word),
        Script::Kana => weakened(&kana(word)),
        Script::Han => word.chars().map(mandarin).collect(),
        Script::Cyrillic => word.chars().map(cyrillic).collect(),
        _ => letter_by_letter(word),
    }
}

/// Greek letters that are one sound together.
const GREEK: [(&str, &str); 7] =
    [("ου", "u"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "ng")];

/// Vowels that Japanese puts in after consonants, as sounds that may be left out: `u` after any but before a vowel,
/// `o` after t and d, `i` after the affricates.
fn weakened(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let weak = |at: usize| {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let next = letters.get(at + 1);
        let open = next.is_none_or(|it| !"aiueoy".contains(*it));
        match (before, letters[at]) {
            (Some(before), 'u') if open && !"aiueoy".contains(before) => Some('U'),
            (Some('t' | 'd'), 'o') if open => Some('U'),
            (Some('h' | 'j'), 'i')
                if open && (at == 1 || "sc".contains(letters[at - 2]) || letters[at - 1] == 'j') =>
            {
                Some('I')
            }
            _ => None,
        }
    };
    (0..letters.len()).map(|at| weak(at).unwrap_or(letters[at])).collect()
}

/// A character by ear: those that stand for consonants in foreign names as such, others by their Mandarin reading, near
/// to what it transcribes.
fn mandarin(c: char) -> String {
    if let Some((_, sound)) = TRANSCRIBING.iter().find(|(characters, _)| characters.contains(c)) {
        return (*sound).to_owned();
    }
    let pinyin = any_ascii_char(c).to_ascii_lowercase();
    let pinyin = match &*pinyin {
        "zhi" | "chi" | "shi" | "ri" | "zi" | "ci" | "si" => format!("{}I", &pinyin[..pinyin.len() - 1]),
        _ => pinyin.replace("uo", "o").replace("ei", "e"),
    };
    match pinyin.strip_suffix('e') {
        // As in ke, de, she: a vowel for want of none.
        Some(consonant) if !consonant.is_empty() && !consonant.ends_with(['a', 'i', 'y', 'u']) => {
            format!("{consonant}eo")
        }
        _ => pinyin,
    }
}

fn letter_by_letter(word: &str) -> String {
    let word = &GREEK.iter().fold(word.to_owned(), |word, (greek, latin)| word.replace(greek, latin));
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match greek_or_arabic(c) {
            Some(plain) => out.push_str(plain),
            None => out.push_str(any_ascii_char(c)),
        }
    }
    out.make_ascii_lowercase();
    out.retain(|c| c.is_ascii_alphanumeric());
    out
}

/// Where a letter by itself says less than by ear: folded Greek, and Arabic and Hebrew letters that stand for
/// long vowels as often as for consonants.
fn greek_or_arabic(c: char) -> Option<&'static str> {
    Some(match c {
        'η' | 'ι' | 'υ' => "i",
        'χ' => "kh",
        'ω' => "o",
        'ξ' => "ks",
        'ψ' => "ps",
        'و' | 'ו' => "u",
        'ي' | 'ی' | 'י' => "i",
        'ع' | 'ء' | 'א' | 'ע' => "a",
        'ج' => "j",
        'ح' | 'ه' | 'ة' | 'ח' | 'ה' => "h",
        'خ' => "kh",
        'ش' | 'ש' => "sh",
        'غ' => "gh",
        _ => return None,
    })
}

/// Folded Cyrillic by ear. Signs say nothing; е is e, however it begins a word.
pub(super) fn cyrillic(c: char) -> &'static str {
    match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'ґ' => "g",
        'ѓ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'й' | 'ы' | 'ї' => "i",
        'ј' => "y",
        'к' | 'ќ' => "k",
        'л' => "l",
        'љ' => "l",
        'м' => "m",
        'н' | 'њ' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' | 'ѕ' => "s",
        'т' => "t",
        'ћ' => "ch",
        'ђ' => "dj",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'џ' => "dzh",
        'ш' | 'щ' => "sh",
        'ю' => "yu",
        'я' => "ya",
        'қ' => "k",
        'ғ' => "g",
        'ң' => "n",
        'ә' => "a",
        'ө' => "o",
        'ү' | 'ұ' => "u",
        'һ' => "h",
        _ => "",
    }
}

/// Kana in the Hepburn way, long vowels once.
pub(super) fn kana(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut doubled = false;
    for c in word.chars() {
        // Hiragana stands ninety-six places before katakana.
        let c = match c {
            'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
            c => c,
        };
        match c {
            'ッ' => {
                doubled = true;
                continue;
            }
            'ー' | '・' => continue,
            'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' => {
                drop_vowel(&mut out);
                out.push_str(syllable(c));
            }
            'ャ' | 'ュ' | 'ョ' => {
                drop_vowel(&mut out);
                let soft = out.ends_with("sh") || out.ends_with("ch") || out.ends_with('j');
                out.push_str(if soft { &syllable(c)[1..] } else { syllable(c) });
            }
            c if Script::of(c) == Some(Script::Kana) => {
                let sound = syllable(c);
                out.extend(sound.chars().next().filter(|_| doubled));
                out.push_str(sound);
            }
            c => out.push_str(&any_ascii_char(c).to_ascii_lowercase()),
        }
        doubled = false;
    }
    out
}

fn drop_vowel(out: &mut String) {
    if out.ends_with(['a', 'i', 'u', 'e', 'o']) {
        out.pop();
    }
}

fn syllable(c: char) -> &'static str {
    KANA.iter().find(|(it, _)| *it == c).map_or("", |(_, latin)| latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_ear() {
        for (word, expected) in [
            ("kim", "kim"),
            ("김일성", "gimilseong"),
            ("оренбург", "orenburg"),
            ("щука", "shuka"),
            ("きむら", "kimUra"),
            ("ジョーンズ", "jonzU"),
            ("ベッカー", "bekka"),
            ("フィッシャー", "fissha"),
            ("ヴァルター", "varUta"),
            ("斯特劳斯", "stlaos"),
            ("παπαδοπουλοσ", "papadopulos"),
        ] {
            assert_eq!(latin(word), expected, "{word}");
        }
    }
}
