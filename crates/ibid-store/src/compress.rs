//! Texts of records as they are stored: packed, small and quick to unpack.
//!
//! A packed text is the number of its dictionary, then for 1 and up the unpacked length in base 128
//! (low digits first) and an LZ4 block. 0 is a text stored as it is. A dictionary once released
//! never changes; a better one gets the next number. Deliberately not here: what a text says.

use lz4_flex::block;

/// Dictionary 1: the words and phrases of ReDIF templates, the commonest last, where LZ4 sees best.
const DICTIONARY: &[u8] = include_bytes!("dictionary/1.txt");

/// Shorter texts are not worth packing.
const SHORT: usize = 32;

/// Longest text that is ever unpacked; a larger length is damage.
const LONGEST: usize = 64 << 20;

/// The source text of a template, packed. Packing costs more than storing, so it is done by whoever
/// read the template and not under the writer's lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

impl Packed {
    pub fn new(text: &str) -> Packed {
        if text.len() >= SHORT {
            let mut out = vec![1];
            write_length(text.len(), &mut out);
            let head = out.len();
            out.resize(head + block::get_maximum_output_size(text.len()), 0);
            let block =
                block::compress_into_with_dict(text.as_bytes(), &mut out[head..], DICTIONARY);
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
