//! What a pasted text asks for, and whether a work is the one a reference means.
//!
//! - [`read`]: a handle, a DOI, an address, a title, a reference, or many of them, one after another.
//! - [`Reference::query`]: what to ask an index for candidates.
//! - [`fits`]: the judge. It is conservative: a wrong record is worse than none.
//!
//! Not here: who looks anything up (the verb), and where candidates come from (the index).

mod fits;
mod named;
mod reference;
mod split;

pub use fits::{Evidence, Fit, Sureness, fits, settled};
pub use named::{Named, doi_in};
pub use reference::Reference;

/// Things asked for at a time; the rest of a longer text is not read.
pub const MOST: usize = 500;

/// One thing asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// As pasted, its number in a list taken off, on one line.
    pub text: String,
    pub what: What,
}

/// What it is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A record named outright.
    Named(Named),
    /// Bare, in lower case: `10.3386/w9321`.
    Doi(String),
    /// The address of a page or file; `named` when it is a page about a record.
    Url { url: String, named: Option<Named> },
    /// A title, or a reference.
    Words,
}

/// Reads a pasted text: what it asks for, in order. Empty for a text without a word.
pub fn read(text: &str) -> Vec<Asked> {
    split::entries(text)
        .into_iter()
        .map(|text| {
            let what = named::what(&text);
            Asked { text, what }
        })
        .take(MOST)
        .collect()
}

/// The first and only thing asked for, when it is plainly no text to search: what the search box
/// offers to go to.
pub fn plainly(text: &str) -> Option<What> {
    let text = text.trim();
    let short = text.len() <= 500 && !text.contains('\n');
    let what = short.then(|| named::what(text))?;
    (what != What::Words).then_some(what)
}
