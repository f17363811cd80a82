//! English stems, remembered: Porter2 costs about as much as everything else in tokenising, and a
//! few thousand words make up nearly all of a text.

use frostem::{Algorithm, Stemmer};

/// Longest word the memory holds: one register with a byte left for the length.
const HELD: usize = 15;
const SLOTS: usize = 1 << 15;

/// A stemmer with a fixed memory: a word has one possible slot, and the last word to use it stays.
pub(super) struct Stems {
    stemmer: Stemmer,
    /// Word and stem, each as up to [`HELD`] bytes followed by the length. Zero is an empty slot.
    slots: Box<[[u128; 2]]>,
    last: String,
}

impl Stems {
    pub(super) fn new() -> Stems {
        let slots = vec![[0; 2]; SLOTS].into_boxed_slice();
        Stems { stemmer: Stemmer::new(Algorithm::English), slots, last: String::new() }
    }

    /// Calls `then` with the stem of `word`. What is not three or more lower-case ASCII letters
    /// has no English stem and stays as it is.
    pub(super) fn with_stem<T>(&mut self, word: &str, then: impl FnOnce(&str) -> T) -> T {
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return then(word);
        }
        let Some(key) = pack(word) else {
            self.last = self.stemmer.stem(word).into_owned();
            return then(&self.last);
        };
        let slot = &mut self.slots[slot_of(key)];
        if slot[0] != key {
            let stem = self.stemmer.stem(word);
            *slot = [key, pack(&stem).unwrap_or(key)];
        }
        let bytes = slot[1].to_le_bytes();
        then(std::str::from_utf8(&bytes[..usize::from(bytes[HELD])]).unwrap_or(word))
    }
}

fn pack(word: &str) -> Option<u128> {
    let mut bytes = [0; HELD + 1];
    bytes.get_mut(..word.len()).filter(|part| part.len() <= HELD)?.copy_from_slice(word.as_bytes());
    bytes[HELD] = word.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

fn slot_of(key: u128) -> usize {
    let mixed = (key as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (key >> 64) as u64;
    (mixed.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 49) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_first_and_again() {
        let cases = [
            ("policies", "polici"),
            ("policy", "polici"),
            ("monetary", "monetari"),
            ("economics", "econom"),
            ("strategy", "strategi"),
            ("gas", "gas"),
            ("us", "us"),
            ("2sls", "2sls"),
            ("w9321", "w9321"),
            ("internationalization", "internation"),
            ("counterrevolutionaries", "counterrevolutionari"),
            ("", ""),
        ];
        let mut stems = Stems::new();
        for _ in 0..2 {
            for (word, stem) in cases {
                stems.with_stem(word, |found| assert_eq!(found, stem, "{word}"));
            }
        }
    }

    #[test]
    fn a_full_memory_forgets_but_never_errs() {
        let mut stems = Stems::new();
        let words: Vec<String> = (0..20_000_u32)
            .map(|n| (0..4).map(|i| char::from(b'a' + (n >> (4 * i)) as u8 % 16)).collect::<String>() + "ing")
            .collect();
        for word in words.iter().chain(&words) {
            let expected = Stemmer::new(Algorithm::English).stem(word).into_owned();
            stems.with_stem(word, |found| assert_eq!(found, expected));
        }
    }
}
