//! Family names by the table: where one ends in a name without blanks, and which spellings are of one.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::family_table::{CHINESE, COMPOUND, FULL, KOREAN};
use super::hangul::is_hangul;
use super::script::Script;

/// The rows of the tables that a word stands in, Korean ones first. Words are folded, Han in full forms.
type Rows = &'static [u16];

/// By word. A character of several in a row is a name by itself.
static ROWS: LazyLock<HashMap<String, Vec<u16>>> = LazyLock::new(|| {
    let mut rows: HashMap<String, Vec<u16>> = HashMap::new();
    let mut row = 0;
    let mut put = |row: u16, words: &mut dyn Iterator<Item = String>| {
        for word in words {
            let known = rows.entry(word).or_default();
            if !known.contains(&row) {
                known.push(row);
            }
        }
    };
    for (hangul, hanja, latin) in KOREAN {
        let whole = hangul.chars().count() > 1;
        let single = hanja.chars().filter(|_| !whole).map(|c| c.to_string());
        let long = [*hanja].into_iter().filter(|_| whole).map(str::to_owned);
        put(row, &mut latin.iter().chain([hangul]).map(|it| (*it).to_owned()).chain(single).chain(long));
        row += 1;
    }
    for (characters, latin) in CHINESE {
        put(
            row,
            &mut latin.iter().map(|it| (*it).to_owned()).chain(characters.chars().map(|c| c.to_string())),
        );
        row += 1;
    }
    for (characters, latin) in COMPOUND {
        put(row, &mut latin.iter().chain([characters]).map(|it| (*it).to_owned()));
        row += 1;
    }
    rows
});

/// The rows a word stands in; none for what is no family name of the tables.
pub(super) fn rows(word: &str) -> Rows {
    ROWS.get(word).map_or(&[], Vec::as_slice)
}

/// Whether words of these rows are spellings of one family name.
pub(super) fn are_one(one: Rows, other: Rows) -> bool {
    one.iter().any(|row| other.contains(row))
}

/// Whether a word is a Korean family name.
pub(super) fn is_korean(word: &str) -> bool {
    rows(word).first().is_some_and(|row| usize::from(*row) < KOREAN.len())
}

/// Korean family names spelt so, in Hangul, and the spellings of each.
pub(super) fn korean(word: &str) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    rows(word)
        .iter()
        .filter_map(|row| KOREAN.get(usize::from(*row)))
        .map(|(hangul, _, latin)| (*hangul, *latin))
}

/// All spellings of the family names that a word may be, in Latin letters and Hangul.
pub(super) fn spellings(word: &str) -> impl Iterator<Item = &'static str> {
    rows(word).iter().flat_map(|row| {
        let row = usize::from(*row);
        let korean = KOREAN.get(row).map(|(hangul, _, latin)| (Some(*hangul), *latin));
        let chinese =
            || CHINESE.iter().chain(COMPOUND).nth(row - KOREAN.len()).map(|(_, latin)| (None, *latin));
        let (hangul, latin) = korean.or_else(chinese).unwrap_or_default();
        hangul.into_iter().chain(latin.iter().copied())
    })
}

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
            Script::Hangul => is_hangul(word) && !rows(&word[..end]).is_empty(),
            Script::Han => !rows(&word[..end].chars().map(full_form).collect::<String>()).is_empty(),
            _ => false,
        };
        if known && given <= 2 && end < whole {
            return Some(end);
        }
    }
    None
}

/// The full form of a simplified or Japanese character, any other as it is.
pub(super) fn full_form(c: char) -> char {
    if c < '㐀' {
        return c;
    }
    FULL.iter().find(|(simple, _)| *simple == c).map_or(c, |(_, full)| *full)
}
