//! A quick look whether a text can tell any year at all: most cannot, and are not read further.

use super::period_table::{DENSE_PERIODS, OPENINGS, PERIODS};

/// False only when [`super::reader`] would find nothing: no four digits in a row, no word that
/// opens a century or a period, no script in which these look different.
pub(super) fn may_tell(text: &str) -> bool {
    let bytes = text.as_bytes();
    let run = |at: usize, class: Class| bytes[at..].iter().take_while(|b| class_of(**b) == class).count();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match class_of(byte) {
            Class::Letter if may_open(&bytes[at..]) => return true,
            Class::Letter => at += run(at, Class::Letter),
            Class::Digit if run(at, Class::Digit) >= 4 => return true,
            Class::Digit => at += run(at, Class::Digit),
            Class::Other => at += 1,
            Class::Script => return script_may_tell(text),
        }
    }
    false
}

fn class_of(byte: u8) -> Class {
    CLASS[usize::from(byte)]
}

/// The same for a text in Cyrillic, Han, kana, Hangul or full-width letters: it needs a digit, a Roman
/// numeral or the name of a period.
fn script_may_tell(text: &str) -> bool {
    let numeral = |c: char| matches!(c, '0'..='9' | '０'..='９' | 'X' | 'V' | 'I' | 'x' | 'v' | 'i' | 'Ｘ' | 'Ｖ' | 'Ｉ');
    text.contains(numeral)
        || ["войн", "Войн", "ВОЙН"].iter().any(|war| text.contains(war))
        || DENSE_PERIODS.iter().any(|(name, ..)| text.contains(name))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Other,
    /// First bytes of Greek, Cyrillic, Han, kana, Hangul and full-width characters.
    Script,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            0x80..=0xbf | 0xc3..=0xcb => Class::Letter,
            0xce..=0xd4 | 0xe3..=0xed | 0xef => Class::Script,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
};

/// One bit for each hash of four letters that open a telling word.
const OPENING_BITS: [u64; 64] = {
    let mut bits = [0; 64];
    let mut index = 0;
    while index < OPENINGS.len() {
        let hash = hash(*OPENINGS[index]);
        bits[hash >> 6] |= 1 << (hash & 63);
        index += 1;
    }
    bits
};

const fn hash(word: [u8; 4]) -> usize {
    let key = u32::from_le_bytes(word) | 0x2020_2020;
    (key.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

/// A telling word or name begins here, or may, for a letter with an accent hides it.
fn may_open(rest: &[u8]) -> bool {
    let first = rest.first().map_or(0, |byte| byte | 0x20);
    let fits = |name: &str| !first.is_ascii() || name.as_bytes()[0] == first;
    has_bit(rest)
        && (CENTURY_WORDS.iter().any(|word| fits(word) && begins(rest, word))
            || PERIODS.iter().any(|(name, ..)| fits(name) && begins(rest, name)))
}

/// Beginnings of the words for "century" that are written in Latin letters.
const CENTURY_WORDS: &[&str] = &["centur", "sigl", "siec", "secol", "jahrhundert", "wiek", "jh"];

fn has_bit(rest: &[u8]) -> bool {
    let mut word = rest.first_chunk::<4>().copied().unwrap_or_else(|| {
        let mut short = [b' '; 4];
        short[..rest.len()].copy_from_slice(rest);
        short
    });
    if word[3].is_ascii() && !word[3].is_ascii_alphabetic() {
        word[3] = b' ';
    }
    let hash = hash(word);
    OPENING_BITS[hash >> 6] >> (hash & 63) & 1 == 1
}

/// True when the words of `name` stand at the beginning of `text`, in any case and with anything but
/// letters between them, or until a character that is not ASCII.
fn begins(text: &[u8], name: &str) -> bool {
    let mut rest = text;
    for (index, word) in name.split(' ').enumerate() {
        if index > 0 {
            let blanks = rest.iter().take_while(|b| b.is_ascii() && !b.is_ascii_alphabetic()).count();
            rest = &rest[blanks..];
        }
        for expected in word.bytes() {
            match rest.split_first() {
                Some((found, _)) if !found.is_ascii() => return true,
                Some((found, after)) if found.eq_ignore_ascii_case(&expected) => rest = after,
                _ => return false,
            }
        }
    }
    true
}

/// True for a folded word that may open a century or a period; now and then for another.
pub(super) fn is_opening(word: &str) -> bool {
    !word.is_ascii() || (word.len() > 2 && has_bit(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telling() {
        let yes = [
            "in 1955",
            "the nineteenth century",
            "a century",
            "WWI)",
            "the Cold War",
            "明治",
            "１９５５",
            "XIX век",
            "XIXe siècle",
        ];
        for text in yes {
            assert!(may_tell(text), "{text}");
        }
        let no = [
            "",
            "monetary policy",
            "3.14 and 999",
            "naïve models",
            "Łódź",
            "a “quote” – and more",
            "we first show interest",
            "World peace",
        ];
        for text in no {
            assert!(!may_tell(text), "{text}");
        }
    }

    #[test]
    fn every_period_is_seen() {
        for (name, ..) in PERIODS.iter() {
            let name = name.replace("холоднои воины", "холодной войны");
            assert!(may_tell(&name), "{name}");
            assert!(may_tell(&name.to_uppercase()), "{name}");
        }
    }
}
