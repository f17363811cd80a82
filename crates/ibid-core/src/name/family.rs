//! Family names by the table: where one ends in a name without blanks, and which spellings are of one.

use super::family_table::{CHINESE, COMPOUND, FULL, KOREAN};
use super::hangul::is_hangul;
use super::script::Script;

/// Where the family name of a name written in one piece ends, in bytes: 김|일성, 남궁|민수, 王|小明, 欧阳|娜娜.
/// `None` for what is no such name: a foreign one in Hangul, or a Japanese one, whose Han do not say.
pub(super) fn cut(word: &str) -> Option<usize> {
    let count = word.chars().count();
    if !(2..=4).contains(&count) {
        return None;
    }
    let whole = word.chars().map(|c| c.len_utf8()).sum::<usize>();
    let lengths = [2, 1].into_iter().filter(|it| *it < count);
    for length in lengths {
        let end: usize = word.chars().take(length).map(char::len_utf8).sum();
        let given = count - length;
        let known = match Script::of_word(word) {
            Script::Hangul if is_hangul(word) => KOREAN.iter().any(|(it, ..)| *it == &word[..end]),
            Script::Han => is_han_family(&word[..end]),
            _ => false,
        };
        if known && given <= 2 && end < whole {
            return Some(end);
        }
    }
    None
}

/// By full forms.
fn is_han_family(word: &str) -> bool {
    let word: String = word.chars().map(full_form).collect();
    let compound =
        COMPOUND.iter().any(|(it, _)| *it == word) || KOREAN.iter().any(|(_, hanja, _)| *hanja == word);
    let is_one = word.chars().count() == 1;
    compound || is_one && CHINESE.iter().any(|(characters, _)| characters.contains(&word))
}

/// The full form of a simplified or Japanese character, any other as it is.
pub(super) fn full_form(c: char) -> char {
    if c < '㐀' {
        return c;
    }
    FULL.iter().find(|(simple, _)| *simple == c).map_or(c, |(_, full)| *full)
}

/// Whether two folded words are spellings of one family name.
pub(super) fn are_one(one: &str, other: &str) -> bool {
    let korean = KOREAN.iter().any(|(hangul, hanja, latin)| {
        let of_row = |word: &str| {
            *hangul == word || latin.contains(&word) || word.chars().count() == 1 && hanja.contains(word)
        };
        of_row(one) && of_row(other)
    });
    let chinese = CHINESE.iter().chain(COMPOUND).any(|(characters, latin)| {
        let of_row = |word: &str| match word.is_ascii() {
            true => latin.contains(&word),
            false => characters.contains(word) && (word.chars().count() == 1 || *characters == word),
        };
        of_row(one) && of_row(other)
    });
    korean || chinese
}

/// Whether a word is a Korean family name, in Hangul or in folded Latin letters.
pub(super) fn is_korean(word: &str) -> bool {
    KOREAN.iter().any(|(hangul, _, latin)| *hangul == word || latin.contains(&word))
}

/// Korean family names spelt so, in Hangul, and the spellings of each.
pub(super) fn korean(word: &str) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let word = word.to_owned();
    let rows = KOREAN.iter().filter(move |(hangul, _, latin)| *hangul == word || latin.contains(&&*word));
    rows.map(|(hangul, _, latin)| (*hangul, *latin))
}

/// All spellings of the family names that a folded word may be, in Latin letters and Hangul.
pub(super) fn spellings(word: &str) -> impl Iterator<Item = &'static str> {
    let word = word.to_owned();
    let korean = KOREAN.iter().filter({
        let word = word.clone();
        move |(hangul, hanja, latin)| {
            *hangul == word || latin.contains(&&*word) || word.chars().count() == 1 && hanja.contains(&*word)
        }
    });
    let chinese = CHINESE.iter().chain(COMPOUND).filter(move |(characters, latin)| match word.is_ascii() {
        true => latin.contains(&&*word),
        false => word.chars().count() == 1 && characters.contains(&*word) || *characters == word,
    });
    let korean = korean.flat_map(|(hangul, _, latin)| std::iter::once(*hangul).chain(latin.iter().copied()));
    korean.chain(chinese.flat_map(|(_, latin)| latin.iter().copied()))
}
