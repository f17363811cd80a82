//! The words of a text, folded, each with its place.
//!
//! What counts as a word, decided once for index, queries and highlighting:
//! - letters and digits make words, everything else parts them: `gd11-190` is `gd11` and `190`,
//!   `2SLS` and `w9321` stay whole;
//! - `Ricardo's` is `ricardo`; `d'Italia` is `italia` and, at the same place, `ditalia`; `Xi'an`
//!   is `xian`; `U.S.` is `us` in running text, and two initials in names;
//! - `non-linear` also stands as `nonlinear`, `Il-sung` as `ilsung`, at the place of their first part;
//! - in scripts written without blanks every character is a place: it stands there alone
//!   ([`TokenKind::Single`]) and together with the next one ([`TokenKind::Pair`]). A longer query
//!   is a phrase of pairs, a query of one character looks for the single.
//!
//! Deliberately not here: which of these a query needs (`readings.rs`).

use super::fold::{fold_collapsed, fold_expanded, fold_into, fold_unit, unit_len};
use super::script::{is_apostrophe, is_dense, is_ignorable, is_word};
use super::stem::Stems;

/// Words are cut off after this many bytes; longer ones are data, not words.
const MAX_WORD: usize = 96;

/// How words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Running text: English stems, acronyms drawn together.
    Text,
    /// Names of people: never stemmed; Mueller also stands as `muller`, so that it and Müller and
    /// Muller find one another.
    Name,
    /// Words as they are, folded; no stems and no second forms. For codes, and for prefixes.
    Exact,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word.
    Word,
    /// Another form of the word at this position, or of it and the next one drawn together.
    Other,
    /// One character of a script written without blanks.
    Single,
    /// Such a character and the next one.
    Pair,
}

/// One token. Positions never decrease; several tokens may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded, and stemmed in [`Mode::Text`]. Never empty.
    pub text: &'a str,
    /// Where it stands in the input, in bytes, `start..end`.
    pub start: usize,
    pub end: usize,
    /// Its place, counted in words and in characters of scripts written without blanks.
    pub position: u32,
    pub kind: TokenKind,
}

/// Reads texts into tokens. Holds buffers and remembered stems: make one and keep it.
pub struct Tokenizer {
    stems: Stems,
    lower: String,
    scratch: Scratch,
}

#[derive(Default)]
struct Scratch {
    first: String,
    second: String,
}

impl Default for Tokenizer {
    fn default() -> Tokenizer {
        Tokenizer::new()
    }
}

impl Tokenizer {
    pub fn new() -> Tokenizer {
        Tokenizer { stems: Stems::new(), lower: String::new(), scratch: Scratch::default() }
    }

    /// Calls `sink` with every token of `text`, in order of position, the word before its other forms.
    pub fn tokenize(&mut self, mode: Mode, text: &str, sink: &mut impl FnMut(Token<'_>)) {
        self.lower.clear();
        self.lower.push_str(text);
        self.lower.make_ascii_lowercase();
        let mut scan = Scan {
            mode,
            text,
            lower: &self.lower,
            stems: &mut self.stems,
            scratch: &mut self.scratch,
            position: 0,
            sink,
        };
        let mut at = 0;
        while let Some(start) = next_start(text, at) {
            at = scan.piece(start);
        }
    }
}

const ALNUM: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

fn next_start(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let byte = *bytes.get(at)?;
        if ALNUM[usize::from(byte)] {
            return Some(at);
        }
        if byte.is_ascii() {
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if is_word(c) && !is_apostrophe(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The end of the letters and digits that begin at `start`, and whether all are ASCII.
fn word_end(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() && ALNUM[usize::from(bytes[end])] {
        end += 1;
    }
    if end == bytes.len() || bytes[end].is_ascii() {
        return (end, true);
    }
    let more = text[end..]
        .find(|c: char| is_dense(c) || is_apostrophe(c) || !(is_word(c) || is_ignorable(c)))
        .unwrap_or(text.len() - end);
    (end + more, more == 0)
}

/// The start of the next letter or digit when one apostrophe stands at `at`.
fn after_apostrophe(text: &str, at: usize) -> Option<usize> {
    let mut chars = text[at..].chars();
    let next = at + chars.next().filter(|&c| is_apostrophe(c))?.len_utf8();
    chars.next().filter(|&c| is_word(c) && !is_apostrophe(c) && !is_dense(c)).map(|_| next)
}

/// What English leaves after an apostrophe: no part of the word.
const ENDINGS: [&str; 7] = ["s", "t", "d", "m", "ll", "re", "ve"];

/// Longer words that Romance languages shorten before a vowel; of one letter, any is taken as one.
const ELIDED: [&str; 12] =
    ["all", "coll", "dall", "dell", "jusqu", "lorsqu", "nell", "puisqu", "qu", "quell", "sull", "un"];

/// First parts that are written with and without a hyphen.
const JOINED: [&str; 28] = [
    "anti", "bi", "bio", "co", "counter", "cross", "e", "eco", "geo", "hyper", "inter", "intra", "macro",
    "mega", "meso", "meta", "micro", "multi", "neo", "non", "over", "post", "pre", "re", "semi", "socio",
    "sub", "under",
];

struct Scan<'t, F> {
    mode: Mode,
    text: &'t str,
    lower: &'t str,
    stems: &'t mut Stems,
    scratch: &'t mut Scratch,
    position: u32,
    sink: &'t mut F,
}

impl<F: FnMut(Token<'_>)> Scan<'_, F> {
    /// Reads what begins at `start` and gives where to go on.
    fn piece(&mut self, start: usize) -> usize {
        let (end, ascii) = word_end(self.text, start);
        if end == start {
            return self.dense(start);
        }
        match self.text.as_bytes().get(end) {
            Some(b'\'' | 0x80..) => {
                if let Some(next) = after_apostrophe(self.text, end) {
                    return self.apostrophe(start, end, next);
                }
            }
            Some(b'.') if end == start + 1 && self.mode == Mode::Text => {
                if let Some(next) = self.acronym(start) {
                    return next;
                }
            }
            _ => {}
        }
        self.word(start, end, ascii);
        self.joined(start, end);
        self.position += 1;
        end
    }

    /// Emits one word and its other forms at the current position.
    fn word(&mut self, start: usize, end: usize, ascii: bool) {
        if ascii {
            self.put(&self.lower[start..end], start, end, TokenKind::Word);
            if self.mode == Mode::Name {
                self.collapsed(&self.lower[start..end], start, end);
            }
            return;
        }
        let mut folded = std::mem::take(&mut self.scratch.first);
        folded.clear();
        fold_into(&self.text[start..end], &mut folded);
        self.put(&folded, start, end, TokenKind::Word);
        if self.mode == Mode::Name {
            self.collapsed(&folded, start, end);
        }
        if self.mode != Mode::Exact {
            folded.clear();
            if fold_expanded(&self.text[start..end], &mut folded) {
                self.put(&folded, start, end, TokenKind::Other);
            }
        }
        self.scratch.first = folded;
    }

    fn collapsed(&mut self, word: &str, start: usize, end: usize) {
        let mut out = std::mem::take(&mut self.scratch.second);
        out.clear();
        if fold_collapsed(word, &mut out) {
            self.put(&out, start, end, TokenKind::Other);
        }
        self.scratch.second = out;
    }

    /// Reads `left'right` and gives the end of what was read.
    fn apostrophe(&mut self, start: usize, left_end: usize, right: usize) -> usize {
        let (end, _) = word_end(self.text, right);
        let left = &self.lower[start..left_end];
        let tail = &self.lower[right..end];
        let more = after_apostrophe(self.text, end).is_some();
        if !more && ENDINGS.contains(&tail) {
            self.word(start, left_end, left.is_ascii());
        } else if !more && (left.len() == 1 || ELIDED.contains(&left)) {
            self.word(right, end, tail.is_ascii());
            if self.mode != Mode::Exact {
                self.drawn_together(start, end, TokenKind::Other);
            }
        } else {
            return self.long_apostrophe(start, end);
        }
        self.position += 1;
        end
    }

    /// Reads a word with apostrophes inside (`Xi'an`, `rock'n'roll`) as one.
    fn long_apostrophe(&mut self, start: usize, mut end: usize) -> usize {
        while let Some(next) = after_apostrophe(self.text, end) {
            end = word_end(self.text, next).0;
        }
        self.drawn_together(start, end, TokenKind::Word);
        self.position += 1;
        end
    }

    /// Emits the letters and digits of `start..end` as one token.
    fn drawn_together(&mut self, start: usize, end: usize, kind: TokenKind) {
        let mut out = std::mem::take(&mut self.scratch.first);
        out.clear();
        for part in self.text[start..end].split(|c| is_apostrophe(c) || matches!(c, '.' | '-')) {
            fold_into(part, &mut out);
        }
        self.put(&out, start, end, kind);
        self.scratch.first = out;
    }

    /// Reads single letters with full stops between them (`U.S.`, `e.g.`) as one word.
    fn acronym(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let mut end = start + 1;
        while bytes.get(end) == Some(&b'.') && letter(end + 1) {
            end += 2;
        }
        if !letter(start) || end == start + 1 || !ends_word(self.text, end) {
            return None;
        }
        let end = end + usize::from(bytes.get(end) == Some(&b'.'));
        self.drawn_together(start, end, TokenKind::Word);
        self.position += 1;
        Some(end)
    }

    /// Emits `first-second` as one more form of `first`, where both spellings are in use.
    fn joined(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        if self.mode == Mode::Exact
            || bytes.get(end) != Some(&b'-')
            || (start > 0 && bytes[start - 1] == b'-')
        {
            return;
        }
        let (second, _) = word_end(self.text, end + 1);
        let whole = second > end + 1
            && bytes.get(second) != Some(&b'-')
            && ends_word(self.text, second)
            && !self.text[start..second].contains(|c: char| c.is_numeric());
        if whole && (self.mode == Mode::Name || JOINED.contains(&&self.lower[start..end])) {
            self.drawn_together(start, second, TokenKind::Other);
        }
    }

    /// Reads a run of characters of a script written without blanks and gives its end.
    fn dense(&mut self, start: usize) -> usize {
        let mut run = std::mem::take(&mut self.scratch.first);
        run.clear();
        let mut at = start;
        let mut before: Option<(usize, usize)> = None;
        while self.text[at..].starts_with(is_dense) {
            let end = at + unit_len(&self.text[at..]);
            let from = run.len();
            fold_unit(&self.text[at..end], &mut run);
            if let Some((before_start, before_from)) = before {
                self.put(&run[before_from..], before_start, end, TokenKind::Pair);
                self.position += 1;
            }
            self.put(&run[from..], at, end, TokenKind::Single);
            before = Some((at, from));
            at = end;
        }
        self.position += 1;
        self.scratch.first = run;
        at
    }

    fn put(&mut self, word: &str, start: usize, end: usize, kind: TokenKind) {
        let word = &word[..word.floor_char_boundary(MAX_WORD)];
        if word.is_empty() {
            return;
        }
        let (position, sink) = (self.position, &mut *self.sink);
        if self.mode == Mode::Text && matches!(kind, TokenKind::Word | TokenKind::Other) {
            self.stems.with_stem(word, |text| sink(Token { text, start, end, position, kind }));
        } else {
            sink(Token { text: word, start, end, position, kind });
        }
    }
}

fn ends_word(text: &str, at: usize) -> bool {
    !text[at..].starts_with(|c: char| (is_word(c) && !is_dense(c)) || is_apostrophe(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tokens as `text@position`, other forms with `~`, singles with `'`, pairs with `"`.
    fn tokens(mode: Mode, text: &str) -> String {
        let mut out = Vec::new();
        Tokenizer::new().tokenize(mode, text, &mut |token| {
            let mark = match token.kind {
                TokenKind::Word => "",
                TokenKind::Other => "~",
                TokenKind::Single => "'",
                TokenKind::Pair => "\"",
            };
            out.push(format!("{mark}{}@{}", token.text, token.position));
        });
        out.join(" ")
    }

    fn check(mode: Mode, text: &str, expected: &str) {
        assert_eq!(tokens(mode, text), expected, "{mode:?} {text:?}");
    }

    #[test]
    fn running_text() {
        let cases = [
            ("", ""),
            (" .,;–— “” ", ""),
            ("Monetary Policies", "monetari@0 polici@1"),
            ("naïve economies", "naiv@0 economi@1"),
            ("2SLS, w9321; R2D2", "2sls@0 w9321@1 r2d2@2"),
            ("gd11-190", "gd11@0 190@1"),
            ("3.14 and 1,000", "3@0 14@1 and@2 1@3 000@4"),
            ("Ricardo's ricardo’s workers'", "ricardo@0 ricardo@1 worker@2"),
            ("don't I'm we'll", "don@0 i@1 we@2"),
            ("Banca d'Italia", "banca@0 italia@1 ~ditalia@1"),
            ("l’économie dell'arte", "economi@0 ~leconomi@0 art@1 ~dellart@1"),
            ("Xi'an and rock'n'roll", "xian@0 and@1 rocknrol@2"),
            ("U.S. firms, e.g. here", "us@0 firm@1 eg@2 here@3"),
            ("the U.S.A.'s debt", "the@0 usa@1 s@2 debt@3"),
            ("Vitamin C. Next", "vitamin@0 c@1 next@2"),
            ("x.y.zeta", "x@0 y@1 zeta@2"),
            ("non-linear long-run", "non@0 ~nonlinear@0 linear@1 long@2 run@3"),
            ("co-integration co-op-ed", "co@0 ~cointegr@0 integr@1 co@2 op@3 ed@4"),
            ("Müller Größe", "muller@0 ~mueller@0 gross@1 ~groess@1"),
            ("ｆｕｌｌ Ｗｉｄｔｈ", "full@0 width@1"),
            ("‘quoted’ «words»", "quot@0 word@1"),
            ("co\u{ad}op", "coop@0"),
            ("Чайковский ёлка", "чаиковскии@0 елка@1"),
        ];
        for (text, expected) in cases {
            check(Mode::Text, text, expected);
        }
    }

    #[test]
    fn names() {
        let cases = [
            ("Müller", "muller@0 ~mueller@0"),
            ("Mueller", "mueller@0 ~muller@0"),
            ("Muller", "muller@0"),
            ("J.M. Keynes", "j@0 m@1 keynes@2"),
            ("Kim Il-sung", "kim@0 il@1 ~ilsung@1 sung@2"),
            ("Kyŏng-hŭi", "kyong@0 ~kyonghui@0 hui@1"),
            ("A-1 Jean-Pierre-Marie", "a@0 1@1 jean@2 pierre@3 marie@4"),
            ("O'Brien", "brien@0 ~obrien@0"),
            ("P'yŏngyang Ch'oe", "yongyang@0 ~pyongyang@0 choe@1"),
            ("Policies", "policies@0"),
            ("김 철수", "'김@0 '철@1 \"철수@1 '수@2"),
        ];
        for (text, expected) in cases {
            check(Mode::Name, text, expected);
        }
    }

    #[test]
    fn exact_words() {
        check(Mode::Exact, "Non-linear Müller d'Italia U.S.", "non@0 linear@1 muller@2 italia@3 u@4 s@5");
    }

    #[test]
    fn scripts_without_blanks() {
        let cases = [
            ("北朝鮮", "'北@0 \"北朝@0 '朝@1 \"朝鮮@1 '鮮@2"),
            ("韓", "'韓@0"),
            ("2050年 目標", "2050@0 '年@1 '目@2 \"目標@2 '標@3"),
            ("한국의", "'한@0 \"한국@0 '국@1 \"국의@1 '의@2"),
            ("ｶﾞｽ", "'ガ@0 \"ガス@0 'ス@1"),
            ("か\u{3099}", "'が@0"),
            ("\u{1112}\u{1161}\u{11ab}국", "'한@0 \"한국@0 '국@1"),
            ("金・融", "'金@0 '融@1"),
            ("IS曲線", "is@0 '曲@1 \"曲線@1 '線@2"),
            ("ที่ดิน", "'ที่@0 \"ที่ดิ@0 'ดิ@1 \"ดิน@1 'น@2"),
        ];
        for (text, expected) in cases {
            check(Mode::Text, text, expected);
        }
    }

    #[test]
    fn places() {
        let text = "Über d'Italia: 北朝鮮 U.S.";
        let mut spans = Vec::new();
        Tokenizer::new().tokenize(Mode::Text, text, &mut |token| {
            if token.kind != TokenKind::Single {
                spans.push(&text[token.start..token.end]);
            }
        });
        assert_eq!(spans, ["Über", "Über", "Italia", "d'Italia", "北朝", "朝鮮", "U.S."]);
    }

    #[test]
    fn endless_words_are_cut() {
        let text = "ü".repeat(500);
        Tokenizer::new().tokenize(Mode::Name, &text, &mut |token| {
            assert!(token.text.len() <= MAX_WORD);
            assert_eq!((token.start, token.end), (0, text.len()));
        });
    }

    proptest! {
        #[test]
        fn tokens_are_in_order_and_in_the_text(text in "(\\PC|[a-zA-Z.'’ -]|[가-힣]|[一-三]|\u{301}){0,60}") {
            for mode in [Mode::Text, Mode::Name, Mode::Exact] {
                let mut position = 0;
                Tokenizer::new().tokenize(mode, &text, &mut |token| {
                    assert!(!token.text.is_empty());
                    assert!(!text[token.start..token.end].is_empty());
                    assert!(token.position >= position);
                    position = token.position;
                });
            }
        }

        #[test]
        fn reading_folded_text_changes_nothing(text in "[a-zA-Zéèñçê0-9 .,-]{0,60}") {
            prop_assert_eq!(tokens(Mode::Name, &super::super::fold(&text)), tokens(Mode::Name, &text));
        }
    }
}
