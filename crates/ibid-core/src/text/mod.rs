//! Text as it is compared: folding, words, sort keys. One reading of text for the index, for
//! queries and for highlighting, so that what is found is also what is marked.
//!
//! - [`fold`]: case, accents, width and ligatures taken off; two spellings a reader would call the
//!   same become equal.
//! - [`Tokenizer`]: the words of a text with their places.
//! - [`Readings`]: what to look for when somebody typed these words.
//! - [`sort_key`]: where a title stands in an alphabetical list; [`name_key`]: a name to compare.
//!
//! Deliberately not here: stop words, synonyms, language detection (matters of ranking).

use std::borrow::Cow;

mod fold;
mod readings;
mod roman;
mod script;
mod sort;
mod stem;
mod tokenizer;

pub use fold::{fold, fold_into};
pub use readings::{Reading, Readings};
pub use roman::roman;
pub use sort::{name_key, sort_key};
pub use tokenizer::{Mode, Token, TokenKind, Tokenizer};

/// A text of at most so many characters: what is longer ends in a sign that there is more.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}

/// The first `most` bytes of some paragraphs, a line each, without copying the rest.
pub fn beginning(paragraphs: &[String], most: usize) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        if out.len() >= most {
            break;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let end = paragraph.floor_char_boundary(most.saturating_sub(out.len()));
        out.push_str(&paragraph[..end]);
        if end < paragraph.len() {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        let check = |text: &str, most, expected: &str| assert_eq!(shortened(text, most), expected);
        check("短い", 200, "短い");
        check("長長長", 3, "長長長");
        check("長長長長", 3, "長長長…");
        check("ab cd", 3, "ab…");
    }

    #[test]
    fn a_beginning_ends_between_characters() {
        let check = |paragraphs: &[&str], most, expected: &str| {
            let paragraphs: Vec<String> = paragraphs.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(beginning(&paragraphs, most), expected, "{paragraphs:?} {most}");
        };
        check(&[], 9, "");
        check(&["one", "two"], 9, "one\ntwo");
        check(&["one", "two"], 7, "one\ntwo");
        check(&["one", "two"], 5, "one\nt");
        check(&["one", "two"], 3, "one");
        check(&["one", "two"], 0, "");
        check(&["日本", "語"], 5, "日");
    }
}
