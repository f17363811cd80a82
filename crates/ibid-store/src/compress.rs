//! Texts of records as they are stored: packed, small and quick to unpack.
//!
//! A packed text is the number of its dictionary, then for 1 and up the unpacked length in base 128
//! (low digits first) and an LZ4 block. 0 is a text stored as it is. A dictionary once released
//! never changes; a better one gets the next number. Deliberately not here: what a text says.

use lz4_flex::block;

/// Dictionary 1: words and short phrases of abstracts by how often they occur, then the fields of
/// templates in their usual order. What stands later wins where two places match alike.
const DICTIONARY: &[u8] = include_bytes!("dictionary/1.txt");

/// Shorter texts are not worth packing.
const SHORT: usize = 32;

/// Longest text that is packed; a larger length is damage.
const LONGEST: usize = 64 << 20;

/// The source text of a template, packed. Packing costs more than storing, so it is done by whoever
/// read the template and not under the writer's lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

impl Packed {
    pub fn new(text: &str) -> Packed {
        if (SHORT..=LONGEST).contains(&text.len()) {
            let mut out = vec![1];
            write_length(text.len(), &mut out);
            let head = out.len();
            out.resize(head + block::get_maximum_output_size(text.len()), 0);
            let block = block::compress_into_with_dict(text.as_bytes(), &mut out[head..], DICTIONARY);
            if let Ok(size) = block
                && head + size <= text.len()
            {
                out.truncate(head + size);
                return Packed(out.into());
            }
        }
        Packed([&[0], text.as_bytes()].concat().into())
    }

    /// The text again; `None` when the bytes are damaged.
    pub fn unpack(&self) -> Option<String> {
        unpack(&self.0)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

pub(crate) fn unpack(bytes: &[u8]) -> Option<String> {
    let (number, rest) = bytes.split_first()?;
    let text = match number {
        0 => rest.to_vec(),
        1 => {
            let (length, rest) = read_length(rest)?;
            let text = block::decompress_with_dict(rest, length, DICTIONARY).ok()?;
            (text.len() == length).then_some(text)?
        }
        _ => return None,
    };
    String::from_utf8(text).ok()
}

fn write_length(mut length: usize, out: &mut Vec<u8>) {
    while length >= 128 {
        out.push((length % 128 + 128) as u8);
        length /= 128;
    }
    out.push(length as u8);
}

fn read_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (index, &byte) in bytes.iter().enumerate().take(4) {
        length |= usize::from(byte % 128) << (7 * index);
        if byte < 128 {
            return (length <= LONGEST).then_some((length, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A ledger keeps texts for ever, so the bytes they were packed with must stay.
    #[test]
    fn dictionaries_are_frozen() {
        let sum = DICTIONARY.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, &byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        assert_eq!((DICTIONARY.len(), sum), (6430, 0xcaa7_5664_3a90_3e48));
    }

    #[test]
    fn texts_come_back() {
        let check = |text: &str, longest: usize| {
            let packed = Packed::new(text);
            assert_eq!(packed.unpack().as_deref(), Some(text));
            assert!(packed.bytes().len() <= longest, "{} > {longest}", packed.bytes().len());
        };
        check("", 1);
        check("short", 6);
        check("日本経済研究センターの論文", 40);
        check("\0\0\0", 4);
        check(&"a".repeat(16 << 20), 70_000);
        check("Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A B\nTitle: T\nHandle: RePEc:", 40);
    }

    #[test]
    fn damage_is_noticed() {
        let packed = Packed::new(&"Author-Name: someone\n".repeat(20));
        for bytes in [
            &[][..],
            &[9, 1, 2],
            &[1],
            &[1, 255, 255, 255, 255, 255],
            &[0, 0xff],
            &packed.bytes()[..packed.bytes().len() - 3],
        ] {
            assert_eq!(unpack(bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "(?s)[ -~]{0,200}|.{0,400}|(Title: [a-c]{0,9}\n){0,60}") {
            let packed = Packed::new(&text);
            prop_assert_eq!(packed.unpack(), Some(text.clone()));
            prop_assert!(packed.bytes().len() <= text.len() + 1);
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            unpack(&bytes);
        }
    }
}
