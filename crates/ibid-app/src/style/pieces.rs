//! What comes out of a CSL processor as pieces of plain text, with what it gets wrong put right: doubled
//! full stops and blanks, numbers in disguise.
//!
//! Its own writer of markup is not used: it does not escape.

use hayagriva::citationberg::{FontStyle, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted};

use super::feed::DISGUISES;

/// A run of text set alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// In italics.
    pub slanted: bool,
    pub raised: bool,
    /// Where it leads, as the record says it: to be looked at before it becomes a link. Empty for most.
    pub url: String,
}

/// All text below these elements. The title decides what may be repaired: its own signs stay.
pub(super) fn plain(elements: &ElemChildren, title: &str, style: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    gather(elements, &mut pieces);
    tidy(&mut pieces, title.contains(" :") || title.contains(" ;"));
    if style == "gost" {
        // The plural that the archive's Russian makes of one "С."
        pieces.iter_mut().for_each(|piece| piece.text = piece.text.replace("Сс. ", "С. "));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn gather(elements: &ElemChildren, pieces: &mut Vec<Piece>) {
    for child in &elements.0 {
        match child {
            ElemChild::Text(text) => add(pieces, text, ""),
            ElemChild::Link { text, url } => add(pieces, text, url),
            ElemChild::Elem(it) if it.meta == Some(ElemMeta::CitationNumber) => {}
            ElemChild::Elem(it) => gather(&it.children, pieces),
            ElemChild::Markup(text) => {
                add(pieces, &Formatted { text: text.clone(), formatting: <_>::default() }, "")
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn add(pieces: &mut Vec<Piece>, it: &Formatted, url: &str) {
    let slanted = it.formatting.font_style == FontStyle::Italic;
    let raised = it.formatting.vertical_align == VerticalAlign::Sup;
    match pieces.last_mut() {
        Some(last) if (last.slanted, last.raised, last.url.as_str()) == (slanted, raised, url) => {
            last.text.push_str(&it.text);
        }
        _ => pieces.push(Piece { text: it.text.clone(), slanted, raised, url: url.to_owned() }),
    }
}

/// Goes over the text as a whole, wherever one piece ends and the next begins.
fn tidy(pieces: &mut [Piece], blanks_before_colons: bool) {
    let whole: Vec<char> = pieces.iter().flat_map(|piece| piece.text.chars()).collect();
    let whole: Vec<char> = whole.into_iter().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let end = whole.iter().rposition(|&c| c != ' ').map_or(0, |last| last + 1);
    let mut kept = String::new();
    let mut at = 0;
    for piece in pieces {
        let count = piece.text.chars().count();
        piece.text.clear();
        for here in at..at + count {
            if here < end && belongs(&whole, here, &kept, blanks_before_colons) {
                let before = kept.len();
                reveal(whole[here], &mut kept);
                piece.text.push_str(&kept[before..]);
            }
        }
        at += count;
    }
}

fn reveal(c: char, out: &mut String) {
    match DISGUISES.iter().find(|(disguise, _)| *disguise == c) {
        Some((_, sign)) => out.push_str(sign),
        None => out.push(c),
    }
}

/// Whether the sign at this place is meant, given what was kept before it.
fn belongs(whole: &[char], here: usize, kept: &str, blanks_before_colons: bool) -> bool {
    let next = |by: usize| whole.get(here + by).copied().unwrap_or(' ');
    let mut before = kept.chars().rev();
    match (whole[here], before.next()) {
        (' ', None | Some(' ' | '(' | '[')) => false,
        (' ', Some(last)) => {
            let loose = matches!(next(1), ':' | ';') && last.is_ascii_digit();
            let doubled = matches!(next(1), ',' | '.') && next(2) == ' ';
            !(loose && !blanks_before_colons || doubled)
        }
        (',' | ';', _) => !matches!(next(1), '.' | ')'),
        ('.', Some('.')) => next(1) == '.' || before.next() == Some('.'),
        ('.', Some('”' | '’')) => !matches!(before.next(), Some('.' | '?' | '!')),
        ('.', Some('?' | '!')) => next(1).is_alphanumeric(),
        _ => true,
    }
}
