//! Which characters make up words, and which of them belong to scripts that are looked up by
//! character pairs instead of words.

use unicode_normalization::char::is_combining_mark;

/// True for what a word is made of: letters, digits and the marks on them.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// True inside a word without being part of it: soft hyphen, joiners, byte order mark, variation
/// selectors.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The marks that may stand between the letters of one word: typewriter and typographic
/// apostrophes, and the letters that romanisations use as one.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʹ' | '＇')
}

/// True for word characters of scripts whose words are not set apart by blanks, or (Hangul) whose
/// words carry endings: Han, kana, bopomofo, Hangul, Thai, Lao, Khmer, Burmese.
pub(super) fn is_dense(c: char) -> bool {
    (c as u32) >= 0x0e00 && in_dense_block(c as u32) && is_word(c)
}

fn in_dense_block(code: u32) -> bool {
    matches!(code,
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff
        | 0x2e80..=0x2fdf | 0x3005..=0x303c | 0x3040..=0x318f | 0x31a0..=0x31bf | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa960..=0xa97f | 0xac00..=0xd7ff
        | 0xf900..=0xfaff | 0xff66..=0xffdc | 0x1b000..=0x1b16f | 0x20000..=0x3ffff)
}

/// True when `c` completes the character before it: a mark of these scripts, a half-width voicing mark, or
/// the vowel or final consonant of a Hangul syllable written letter by letter.
pub(super) fn continues_unit(c: char) -> bool {
    (is_combining_mark(c) && in_dense_block(c as u32))
        || is_ignorable(c)
        || matches!(c as u32, 0xff9e..=0xff9f | 0x1160..=0x11ff | 0xd7b0..=0xd7ff)
}

/// Single characters that are already in the form folding gives them: Han, kana, Hangul syllables.
pub(super) fn is_settled(c: char) -> bool {
    matches!(c as u32, 0x3041..=0x3096 | 0x30a1..=0x30fe | 0x4e00..=0x9fff | 0xac00..=0xd7a3)
}
