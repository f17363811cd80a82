//! A quick look whether a text can tell any year at all: most cannot, and are not read further.

use super::period_table::OPENINGS;

/// False only when [`super::reader`] would find nothing: no four digits in a row, no word that
/// opens a century or a period, no script in which these look different.
pub(super) fn may_tell(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut digits = 0;
    let mut in_word = false;
    for (at, &byte) in bytes.iter().enumerate() {
        match CLASS[usize::from(byte)] {
            Class::Letter => {
                if !in_word && may_open(&bytes[at..]) {
                    return true;
                }
                in_word = true;
                digits = 0;
            }
            Class::Digit => {
                digits += 1;
                if digits == 4 {
                    return true;
                }
                in_word = false;
            }
            Class::Other => {
                in_word = false;
                digits = 0;
            }
            Class::Script => return true,
        }
    }
    false
}

#[derive(Clone, Copy)]
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

fn may_open(rest: &[u8]) -> bool {
    let mut word = [b' '; 4];
    let length = rest.len().min(4);
    word[..length].copy_from_slice(&rest[..length]);
    if word[3].is_ascii() && !word[3].is_ascii_alphabetic() {
        word[3] = b' ';
    }
    let hash = hash(word);
    OPENING_BITS[hash >> 6] >> (hash & 63) & 1 == 1
}

/// True for a folded word that may open a century or a period; now and then for another.
pub(super) fn is_opening(word: &str) -> bool {
    !word.is_ascii() || (word.len() > 2 && may_open(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::about::period_table::PERIODS;

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
        let no = ["", "monetary policy", "3.14 and 999", "naïve models", "Łódź", "a “quote” – and more"];
        for text in no {
            assert!(!may_tell(text), "{text}");
        }
    }

    #[test]
    fn every_period_is_seen() {
        for (name, ..) in PERIODS.iter() {
            assert!(may_tell(name), "{name}");
            assert!(may_tell(&name.to_uppercase()), "{name}");
        }
    }
}
