//! A text as numbers, words and marks, folded, with what folding loses kept beside: capitals and
//! blanks.

use crate::text::fold_into;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    /// Characters of a script written without blanks.
    Dense,
    Mark,
}

#[derive(Clone, Copy, Debug)]
struct Lexeme {
    kind: Kind,
    /// Bounds in the folded text.
    from: usize,
    to: usize,
    /// A blank stands before it.
    spaced: bool,
    capital: bool,
}

/// All lexemes of a text, asked for by place; places outside the text hold nothing.
pub(super) struct Lexemes {
    folded: String,
    items: Vec<Lexeme>,
}

impl Lexemes {
    pub(super) fn of(text: &str) -> Lexemes {
        let mut lexemes = Lexemes { folded: String::with_capacity(text.len()), items: Vec::new() };
        let mut rest = text;
        let mut spaced = true;
        while let Some(c) = rest.chars().next() {
            let length = lexemes.take(c, rest, spaced);
            spaced = length == 0;
            rest = &rest[length.max(c.len_utf8())..];
        }
        lexemes
    }

    /// Takes the lexeme that begins with `c`; gives its length in `rest`, 0 for a blank.
    fn take(&mut self, c: char, rest: &str, spaced: bool) -> usize {
        if c.is_whitespace() {
            return 0;
        }
        let Some(kind) = kind_of(c) else {
            return self.push(Kind::Mark, mark(c), c.len_utf8(), spaced, false);
        };
        // Most texts are in these letters, of which nothing has to be looked up.
        let letters = match kind {
            Kind::Word => rest.bytes().take_while(u8::is_ascii_alphabetic).count(),
            _ => 0,
        };
        let more = &rest[letters..];
        let length = match more.as_bytes().first() {
            Some(byte) if letters > 0 && byte.is_ascii() => letters,
            _ => letters + more.find(|c: char| kind_of(c) != Some(kind)).unwrap_or(more.len()),
        };
        self.push(kind, &rest[..length], length, spaced, c.is_uppercase())
    }

    fn push(&mut self, kind: Kind, text: &str, length: usize, spaced: bool, capital: bool) -> usize {
        let from = self.folded.len();
        fold_into(text, &mut self.folded);
        self.items.push(Lexeme { kind, from, to: self.folded.len(), spaced, capital });
        length
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    fn get(&self, at: usize, kind: Kind) -> Option<&str> {
        let item = self.items.get(at).filter(|item| item.kind == kind)?;
        Some(&self.folded[item.from..item.to])
    }

    /// The word at a place, folded; empty when there is none.
    pub(super) fn word(&self, at: usize) -> &str {
        self.get(at, Kind::Word).unwrap_or("")
    }

    /// The run of characters without blanks at a place; empty when there is none.
    pub(super) fn dense(&self, at: usize) -> &str {
        self.get(at, Kind::Dense).unwrap_or("")
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        self.get(at, Kind::Mark)?.chars().next()
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.mark(at) == Some(mark)
    }

    /// The number at a place and how many digits it has; numbers of more than four digits are 0.
    pub(super) fn number(&self, at: usize) -> Option<(i16, usize)> {
        let digits = self.get(at, Kind::Number)?;
        let value = if digits.len() <= 4 { digits.parse().unwrap_or(0) } else { 0 };
        Some((value, digits.len()))
    }

    /// True when nothing stands between this place and the one before.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.items.get(at).is_some_and(|item| !item.spaced)
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| item.capital)
    }
}

fn kind_of(c: char) -> Option<Kind> {
    if c.is_ascii() {
        let letter = c.is_ascii_alphabetic().then_some(Kind::Word);
        if c.is_ascii_digit() { Some(Kind::Number) } else { letter }
    } else if ('０'..='９').contains(&c) {
        Some(Kind::Number)
    } else if c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{fffd}') {
        Some(if is_east_asian(c) { Kind::Dense } else { Kind::Word })
    } else {
        None
    }
}

fn is_east_asian(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x9fff | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0xff66..=0xffdc | 0x20000..=0x3ffff)
}

/// Marks that mean the same as a typewriter mark.
fn mark(c: char) -> &'static str {
    match c {
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '~' | '～' | '〜' | '∼' => {
            "-"
        }
        '(' | '（' | '[' | '［' | '〔' => "(",
        ')' | '）' | ']' | '］' | '〕' => ")",
        ',' | '，' | '、' => ",",
        '.' | '。' | '．' => ".",
        ':' | '：' => ":",
        ';' | '；' => ";",
        '/' | '／' => "/",
        '\'' | '’' | '‘' | 'ʼ' => "'",
        '&' => "&",
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => "\"",
        '?' | '？' | '!' | '！' => "?",
        _ => "#",
    }
}
