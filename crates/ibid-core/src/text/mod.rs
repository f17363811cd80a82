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

mod fold;
mod readings;
mod script;
mod sort;
mod stem;
mod tokenizer;

pub use fold::{fold, fold_into};
pub use readings::{Reading, Readings};
pub use sort::{name_key, sort_key};
pub use tokenizer::{Mode, Token, TokenKind, Tokenizer};
