//! The difference between two texts word by word, for marking up what went and what came.
//!
//! A longest common subsequence over words and blanks; characters of scripts without blanks count as words.
//! Where the differing middle of two texts is very long, it is shown as replaced as a whole.

use crate::language::{Script, script};

/// What became of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Same,
    Removed,
    Added,
}

/// A stretch of text. Same and removed pieces together are the old text, same and added ones the new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    pub text: &'t str,
    pub mark: Mark,
}

/// Cells of the table of common lengths; two bytes each.
const MOST_CELLS: usize = 4 << 20;

/// Compares two texts. Neighbouring pieces have different marks; no piece is empty.
pub fn words<'t>(from: &'t str, to: &'t str) -> Vec<Piece<'t>> {
    let (old, new) = (tokens(from), tokens(to));
    let start = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let most = old.len().min(new.len()) - start;
    let end =
        old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    let mut marks = vec![Mark::Same; start];
    align(&old[start..old.len() - end], &new[start..new.len() - end], &mut marks);
    marks.extend(std::iter::repeat_n(Mark::Same, end));
    pieces(from, to, &old, &new, &smooth(&marks, &old))
}

/// Words, single signs and characters, and the blanks between them, without a gap.
fn tokens(text: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        if last.is_some_and(|last| last != class || class == Class::Single) {
            list.push(&text[start..at]);
            start = at;
        }
        last = Some(class);
    }
    if start < text.len() {
        list.push(&text[start..]);
    }
    list
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Word,
    Blank,
    Single,
}

impl Class {
    fn of(c: char) -> Class {
        if c.is_whitespace() {
            Class::Blank
        } else if c.is_ascii() {
            if c.is_ascii_alphanumeric() || matches!(c, '\'' | '_') { Class::Word } else { Class::Single }
        } else {
            let dense = c >= '\u{e00}'
                && matches!(script(c.encode_utf8(&mut [0; 4])), Script::Han | Script::Kana | Script::Thai);
            if dense { Class::Single } else { Class::Word }
        }
    }
}

/// Appends what becomes of the tokens in order, removed ones before added ones.
fn align(old: &[&str], new: &[&str], marks: &mut Vec<Mark>) {
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > MOST_CELLS || old.len().min(new.len()) > usize::from(u16::MAX)
    {
        marks.extend(std::iter::repeat_n(Mark::Removed, old.len()));
        marks.extend(std::iter::repeat_n(Mark::Added, new.len()));
        return;
    }
    let mut common = vec![0u16; (old.len() + 1) * width];
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            common[i * width + j] = if one == other {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let same = i < old.len() && j < new.len() && old[i] == new[j];
        let removed =
            j == new.len() || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]);
        let mark = if same {
            Mark::Same
        } else if removed {
            Mark::Removed
        } else {
            Mark::Added
        };
        i += usize::from(mark != Mark::Added);
        j += usize::from(mark != Mark::Removed);
        marks.push(mark);
    }
}

/// Takes a lone blank or sign between two changes into both, so that a rewritten phrase reads as one.
fn smooth(marks: &[Mark], old: &[&str]) -> Vec<Mark> {
    let mut out = Vec::with_capacity(marks.len());
    let mut at = 0;
    for (index, &mark) in marks.iter().enumerate() {
        let lone = mark == Mark::Same
            && index > 0
            && marks[index - 1] != Mark::Same
            && marks.get(index + 1).is_some_and(|&next| next != Mark::Same)
            && old[at].chars().all(|c| !c.is_alphanumeric());
        if lone {
            out.extend([Mark::Removed, Mark::Added]);
        } else {
            out.push(mark);
        }
        at += usize::from(mark != Mark::Added);
    }
    out
}

/// Cuts both texts along the marks; between two unchanged stretches what went comes before what came.
fn pieces<'t>(from: &'t str, to: &'t str, old: &[&str], new: &[&str], marks: &[Mark]) -> Vec<Piece<'t>> {
    let mut list = Vec::new();
    let (mut old, mut new) = (old.iter(), new.iter());
    let (mut from, mut to) = (from, to);
    for run in marks.chunk_by(|one, other| (*one == Mark::Same) == (*other == Mark::Same)) {
        let length = |skip: Mark, tokens: &mut std::slice::Iter<'_, &str>| -> usize {
            let count = run.iter().filter(|&&mark| mark != skip).count();
            tokens.take(count).map(|token| token.len()).sum()
        };
        let (gone, came) = (length(Mark::Added, &mut old), length(Mark::Removed, &mut new));
        let ((before, rest_from), (after, rest_to)) = (from.split_at(gone), to.split_at(came));
        (from, to) = (rest_from, rest_to);
        if run[0] == Mark::Same {
            list.push(Piece { text: after, mark: Mark::Same });
            continue;
        }
        let both = [Piece { text: before, mark: Mark::Removed }, Piece { text: after, mark: Mark::Added }];
        list.extend(both.into_iter().filter(|piece| !piece.text.is_empty()));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(from: &str, to: &str) -> String {
        words(from, to)
            .iter()
            .map(|piece| match piece.mark {
                Mark::Same => piece.text.to_owned(),
                Mark::Removed => format!("[-{}-]", piece.text),
                Mark::Added => format!("[+{}+]", piece.text),
            })
            .collect()
    }

    #[test]
    fn differences() {
        for (from, to, want) in [
            ("", "", ""),
            ("Jon Smith", "Jon Smith", "Jon Smith"),
            ("Jon Smith", "John Smith", "[-Jon-][+John+] Smith"),
            ("", "new", "[+new+]"),
            ("old", "", "[-old-]"),
            ("a b c", "a c", "a [-b -]c"),
            ("a c", "a b c", "a [+b +]c"),
            ("one two three four", "one six seven four", "one [-two three-][+six seven+] four"),
            ("in 1955-1960.", "in 1955-1961.", "in 1955-[-1960-][+1961+]."),
            ("植民地期朝鮮", "植民地期の朝鮮", "植民地期[+の+]朝鮮"),
            ("Müller won", "Mueller won", "[-Müller-][+Mueller+] won"),
        ] {
            assert_eq!(shown(from, to), want, "{from:?} → {to:?}");
        }
    }

    #[test]
    fn long_texts_are_replaced_as_a_whole() {
        let [from, to] = ["x", "y"].map(|end| (0..4_000).map(|n| format!("{end}{n} ")).collect::<String>());
        let marks: Vec<Mark> = words(&from, &to).iter().map(|piece| piece.mark).collect();
        assert_eq!(marks, [Mark::Removed, Mark::Added, Mark::Same]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(from in "[ab ,é日本]{0,24}", to in "[ab ,é日本]{0,24}") {
            let list = words(&from, &to);
            let side = |without| -> String {
                list.iter().filter(|it| it.mark != without).map(|it| it.text).collect()
            };
            prop_assert_eq!(side(Mark::Added), from.clone());
            prop_assert_eq!(side(Mark::Removed), to.clone());
            prop_assert!(list.iter().all(|it| !it.text.is_empty()));
            prop_assert!(list.windows(2).all(|pair| pair[0].mark != pair[1].mark));
        }
    }
}
