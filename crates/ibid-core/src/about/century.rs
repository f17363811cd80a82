//! Centuries: "late eighteenth and early nineteenth centuries", "XIXe siècle", "19世紀".

use super::reader::Reader;
use super::word_table::{CENTURY, ORDINALS};
use crate::text;

/// How one century is tied to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    And,
    To,
}

impl Reader<'_> {
    /// One or several centuries from `at` on; where they end.
    pub(super) fn century(&mut self, at: usize) -> Option<usize> {
        if let Some(next) = self.dense_century(at).or_else(|| self.roman_after_word(at)) {
            return Some(next);
        }
        let (first, mut next) = self.ordinal(at)?;
        let mut ranges = vec![self.hundred(at, first)];
        while !self.is_century_word(next) {
            let (tie, after) = self.tie(next)?;
            let at = self.past_parts(after);
            let (number, end) = self.ordinal(at)?;
            let (from, to) = self.hundred(at, number);
            match ranges.last_mut() {
                Some(last) if tie == Tie::To => last.1 = to,
                _ => ranges.push((from, to)),
            }
            next = end;
        }
        next += usize::from(self.lex.is_mark(next, '-')) + 1;
        if !matches!(self.lex.word(next), "bc" | "bce" | "fox") {
            ranges.into_iter().for_each(|range| self.push(range));
        }
        Some(next)
    }

    /// 19世紀, 19세기.
    fn dense_century(&mut self, at: usize) -> Option<usize> {
        let (number @ 1..=21, 1 | 2) = self.lex.number(at)? else { return None };
        let run = self.lex.dense(at + 1);
        let found = ["世紀", "世纪", "세기"].iter().any(|word| run.starts_with(word));
        found.then(|| self.push(self.hundred(at, number)))?;
        Some(at + 2)
    }

    /// Siglo XIX, secolo XIX.
    fn roman_after_word(&mut self, at: usize) -> Option<usize> {
        if !matches!(self.lex.word(at), "siglo" | "secolo" | "seculo" | "siecle") {
            return None;
        }
        let number = roman(self.lex.word(at + 1))?;
        self.push(self.hundred(at, number));
        Some(at + 2)
    }

    /// The years of a century by its number, or the part of them the words before it mean.
    fn hundred(&self, at: usize, number: i16) -> (i16, i16) {
        let first = (number - 1) * 100 + 1;
        let turn = self.word_before(at) == "the" && self.lex.word(at.wrapping_sub(3)) == "turn";
        if turn { ((first - 6).max(1), first + 4) } else { self.part_before(at).of_hundred(first) }
    }

    /// The number of a century and where its words end: 19th, nineteenth, XIXe, 19.
    fn ordinal(&self, at: usize) -> Option<(i16, usize)> {
        let lex = self.lex;
        if let Some((number @ 1..=21, 1 | 2)) = lex.number(at) {
            let suffix =
                lex.glued(at + 1) && matches!(lex.word(at + 1), "st" | "nd" | "rd" | "th" | "e" | "eme");
            let german = lex.is_mark(at + 1, '.')
                && (lex.word(at + 2) == "jh" || lex.word(at + 2).starts_with("jahrhundert"));
            return (suffix || german).then_some((number, at + 2));
        }
        let word = lex.word(at);
        if word == "twenty" && lex.is_mark(at + 1, '-') && lex.word(at + 2) == "first" {
            return Some((21, at + 3));
        }
        // "Its first century" is nobody's years 1 to 100.
        let spelled = ORDINALS.iter().position(|ordinal| *ordinal == word).filter(|place| *place > 2);
        let number = spelled.map(|place| place as i16 + 1).or_else(|| roman(word))?;
        Some((number, at + 1))
    }

    fn is_century_word(&self, at: usize) -> bool {
        let at = at + usize::from(self.lex.is_mark(at, '-'));
        CENTURY.contains(&self.lex.word(at))
    }

    fn tie(&self, at: usize) -> Option<(Tie, usize)> {
        match (self.lex.word(at), self.lex.mark(at)) {
            ("to" | "through" | "until", _) | (_, Some('-')) => Some((Tie::To, at + 1)),
            ("and" | "or" | "et" | "und" | "и", _) | (_, Some('&' | '/')) => Some((Tie::And, at + 1)),
            (_, Some(',')) => Some((Tie::And, at + 1 + usize::from(self.lex.word(at + 1) == "and"))),
            _ => None,
        }
    }

    fn past_parts(&self, mut at: usize) -> usize {
        while matches!(self.lex.word(at), "the" | "early" | "mid" | "late" | "into")
            || self.lex.is_mark(at, '-')
        {
            at += 1;
        }
        at
    }
}

/// Roman numerals from 1 to 21, with a French or English ending.
fn roman(word: &str) -> Option<i16> {
    if !matches!(word.as_bytes().first(), Some(b'i' | b'v' | b'x')) {
        return None;
    }
    let digits = word.trim_end_matches("eme").trim_end_matches("th").trim_end_matches('e');
    // Long words are not looked at: this is asked of every word of a text.
    let may_be =
        !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let number = may_be.then(|| text::roman(&digits.to_ascii_uppercase())).flatten()?;
    i16::try_from(number).ok().filter(|it| (1..=21).contains(it))
}
